"""What holders do with notes: wrap, unwrap, pass on, approve, have them paid; and what of it they may see."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Node, Receipt, Reverted
from tallystick.database.store import Store
from tallystick.mirror.places import Place
from tallystick.mirror.tables import Claim
from tallystick.money.amount import decimal_text
from tallystick.notes.commands import (
    ApproveNotes,
    CollectNotes,
    ConsolidateClaims,
    OpenSeries,
    TransferNotes,
    UnwrapNotes,
    WrapClaim,
)
from tallystick.notes.presentation import NotePresentation
from tallystick.notes.repository import NoteRepository, SeriesRow
from tallystick.notes.rules import rule_refusing
from tallystick.notes.schemas import (
    MOST_HOLDERS,
    CollectedNotes,
    NewConsolidation,
    NewNoteApproval,
    NewNoteCollection,
    NewNoteTransfer,
    NewUnwrapping,
    NewWrapping,
    NoteApprovalReceipt,
    NoteBalanceList,
    NoteMovementList,
    NotePaymentList,
    SeriesReceipt,
    SeriesView,
    TransferCheck,
    UnwrappedNotes,
    WrappedClaim,
)
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import as_viewer, transaction_text
from tallystick.receivables.identifiers import claim_key, claim_text, parse_claim
from tallystick.receivables.service import ReceivableService
from tallystick.refusal import Conflict, NotFound, Refusal
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.contract_errors import refusal_of
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer


class NoteService:
    """Notes of one ledger."""

    def __init__(  # noqa: PLR0917 (put together in one place)
        self,
        store: Store,
        node: Node,
        contracts: Contracts,
        dispatcher: Dispatcher,
        parties: PartyService,
        receivables: ReceivableService,
        deployment: int,
    ) -> None:
        self._store = store
        self._node = node
        self._dispatcher = dispatcher
        self._parties = parties
        self._receivables = receivables
        self._repository = NoteRepository(deployment, contracts.note_desk)
        self._presentation = NotePresentation(self._repository, parties, contracts)
        dispatcher.answers(OpenSeries, self._series_changed)
        dispatcher.answers(ConsolidateClaims, self._consolidated)
        dispatcher.answers(WrapClaim, self._wrapped)
        dispatcher.answers(UnwrapNotes, self._unwrapped)
        dispatcher.answers(TransferNotes, self._presentation.answer_transfer)
        dispatcher.answers(ApproveNotes, self._approved)
        dispatcher.answers(CollectNotes, self._collected)

    # Wrapping

    def open_series(self, receivable: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Makes a receivable's series, without wrapping anything yet."""
        self._receivables.receivable(viewer, receivable)
        command = OpenSeries(caller=viewer.address, receivable=receivable)
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def wrap(
        self, claim: str, new: NewWrapping, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Makes notes of a claim of the viewer's, or of a part of it."""

        def compose() -> WrapClaim:
            face = self._receivables.claim(viewer, claim).face
            value = face if new.value is None else new.value
            return WrapClaim(holder=viewer.address, claim=parse_claim(claim), value=value)

        return self._dispatcher.carry_out_composed(compose, requester, dry_run)

    def unwrap(
        self, receivable: int, new: NewUnwrapping, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Makes a claim of notes of the viewer's: of the smallest wrapped claim that is large enough."""

        def compose() -> UnwrapNotes:
            with self._store.reading() as session:
                self._existing(session, viewer, receivable)
                claims = self._repository.wrapped(session, receivable)
            claim = _smallest_of(claims, receivable, new.value)
            return UnwrapNotes(holder=viewer.address, claim=(claim.receivable, claim.serial), value=new.value)

        return self._dispatcher.carry_out_composed(compose, requester, dry_run)

    def consolidate(
        self, receivable: int, new: NewConsolidation, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Puts wrapped claims together into the first of them."""
        return self._dispatcher.carry_out_composed(
            lambda: self._consolidation(receivable, new, viewer), requester, dry_run
        )

    def _consolidation(self, receivable: int, new: NewConsolidation, viewer: Viewer) -> ConsolidateClaims:
        with self._store.reading() as session:
            self._existing(session, viewer, receivable)
            wrapped = [(one.receivable, one.serial) for one in self._repository.wrapped(session, receivable)]
        claims = wrapped if new.claims is None else [parse_claim(claim) for claim in new.claims]
        foreign = next((claim for claim in claims if claim not in wrapped), None)
        if foreign is not None:
            raise Conflict(
                "claim_not_wrapped",
                f"Claim {claim_text(foreign)} is not wrapped.",
                f"Name claims of GET /v1/receivables/{receivable}/notes.",
                {"claim": claim_text(foreign)},
            )
        if len(claims) < 2:
            raise Conflict(
                "nothing_to_consolidate",
                f"Fewer than two claims of receivable {receivable} are wrapped and named.",
                "Nothing has to be done.",
                {"receivable": str(receivable)},
            )
        return ConsolidateClaims(caller=viewer.address, claims=claims[1:], into=claims[0])

    # Passing on

    def transfer(
        self, receivable: int, new: NewNoteTransfer, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Passes notes of the viewer's on, or those of somebody who has approved it."""
        holder = viewer.address if new.holder is None else self._parties.address(new.holder)
        command = TransferNotes(
            series=self._address(viewer, receivable),
            holder=holder,
            spender=None if holder == viewer.address else viewer.address,
            to=self._parties.address(new.to),
            amount=new.amount,
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def check_transfer(self, receivable: int, to: str, amount: int, viewer: Viewer) -> TransferCheck:
        """Whether the viewer could pass so many notes on now, or which rule refuses and why."""
        series, taker = self._address(viewer, receivable), self._parties.address(to)
        question = interface("NoteSeries").encode(
            "checkTransfer(address,address,uint256)", viewer.address, taker, amount
        )
        try:
            self._node.call(series, question)
        except Reverted as reverted:
            refusal = refusal_of(reverted)
            return TransferCheck(
                allowed=False,
                rule=rule_refusing(reverted.data),
                code=refusal.code,
                detail=refusal.detail,
                way_out=refusal.way_out,
            )
        return TransferCheck(allowed=True, rule=None, code=None, detail=None, way_out=None)

    def approve(
        self, receivable: int, new: NewNoteApproval, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Lets a party move notes of the viewer's."""
        command = ApproveNotes(
            series=self._address(viewer, receivable),
            owner=viewer.address,
            spender=self._parties.spender(new.spender),
            amount=new.amount,
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    # Payment

    def collect(
        self, receivable: int, new: NewNoteCollection, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Has holders of notes paid, those that are named or those that have something to get."""
        return self._dispatcher.carry_out_composed(
            lambda: self._collection(receivable, new, viewer), requester, dry_run
        )

    def _collection(self, receivable: int, new: NewNoteCollection, viewer: Viewer) -> CollectNotes:
        named = None if new.holders is None else {self._parties.address(holder) for holder in new.holders}
        with self._store.reading() as session:
            self._existing(session, viewer, receivable)
            claims = self._repository.wrapped(session, receivable)
            holders = (
                self._repository.unpaid_holders(session, receivable, MOST_HOLDERS)
                if named is None
                else sorted(named)
            )
        if not holders:
            raise Conflict(
                "nobody_to_pay",
                f"No holder of notes on receivable {receivable} has something to get now.",
                "Wait until the debtor funds it, or an order is lifted.",
                {"receivable": str(receivable)},
            )
        return CollectNotes(
            caller=viewer.address,
            claims=[(claim.receivable, claim.serial) for claim in claims],
            holders=holders,
        )

    # What there is

    def series(self, receivable: int, viewer: Viewer) -> SeriesView:
        with self._store.reading() as session:
            row = self._existing(session, viewer, receivable)
            return self._presentation.series_for(session, viewer, row)

    def balances(self, viewer: Viewer) -> NoteBalanceList:
        with self._store.reading() as session:
            rows = self._repository.balances(session, viewer)
            return NoteBalanceList(notes=self._presentation.balances(session, rows))

    def movements(self, viewer: Viewer, size: int, before: Place | None) -> NoteMovementList:
        with self._store.reading() as session:
            rows = self._repository.movements(session, viewer, size, before)
            views = self._presentation.movements(session, rows)
        last = rows[-1][0] if len(rows) == size else None
        return NoteMovementList(
            movements=views, next=None if last is None else f"{last.block}-{last.log_index}"
        )

    def payments(self, viewer: Viewer, size: int, before: Place | None) -> NotePaymentList:
        with self._store.reading() as session:
            rows = self._repository.payments(session, viewer, size, before)
            views = self._presentation.payments(session, rows)
        last = rows[-1].payment if len(rows) == size else None
        return NotePaymentList(
            payments=views, next=None if last is None else f"{last.block}-{last.log_index}"
        )

    def _address(self, viewer: Viewer, receivable: int) -> bytes:
        with self._store.reading() as session:
            return self._existing(session, viewer, receivable).series.address

    def _existing(self, session: Session, viewer: Viewer, receivable: int) -> SeriesRow:
        row = self._repository.series(session, viewer, receivable)
        if row is None:
            raise series_not_found(receivable)
        return row

    # Answers

    def _series_view(self, session: Session, caller: bytes, receivable: int) -> SeriesView:
        row = self._repository.series_with(session, receivable)
        return self._presentation.series_for(session, as_viewer(caller), row)

    def _series_changed(
        self, session: Session, command: OpenSeries, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        view = self._series_view(session, command.caller, command.receivable)
        return SeriesReceipt(series=view, transaction=transaction_text(receipts)).model_dump(mode="json")

    def _consolidated(
        self, session: Session, command: ConsolidateClaims, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        view = self._series_view(session, command.caller, command.into[0])
        return SeriesReceipt(series=view, transaction=transaction_text(receipts)).model_dump(mode="json")

    def _wrapped(self, session: Session, command: WrapClaim, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        return WrappedClaim(
            receivable=str(command.claim[0]),
            claim=claim_text(command.claim),
            value=command.value,
            amount=self._amount(session, command.claim[0], command.holder),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _unwrapped(
        self, session: Session, command: UnwrapNotes, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        into = interface("NoteDesk").number_told("Unwrapped", receipts[-1], field=2)
        return UnwrappedNotes(
            claim=claim_text(claim_key(into)),
            value=command.value,
            amount=self._amount(session, command.claim[0], command.holder),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _approved(
        self, session: Session, command: ApproveNotes, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return NoteApprovalReceipt(
            receivable=str(self._repository.receivable_of(session, command.series)),
            spender=self._parties.references(session, {command.spender})[command.spender],
            approved=self._repository.allowance(session, command.series, command.owner, command.spender),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _collected(
        self, session: Session, _command: CollectNotes, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        rows = self._repository.paid_in(session, receipts[-1].transaction_hash)
        return CollectedNotes(
            payments=self._presentation.payments(session, rows), transaction=transaction_text(receipts)
        ).model_dump(mode="json")

    def _amount(self, session: Session, receivable: int, holder: bytes) -> int:
        series = self._repository.series_with(session, receivable).series
        return sum(row.balance for row in self._repository.holders(session, series.address, holder))


def series_not_found(receivable: int) -> Refusal:
    """The same whether there is none, or none that the one who asks has to do with."""
    return NotFound(
        "series_not_found",
        f"There are no notes on receivable {receivable} that you have to do with.",
        "See GET /v1/notes.",
        {"receivable": str(receivable)},
    )


def _smallest_of(claims: Sequence[Claim], receivable: int, value: int) -> Claim:
    enough = [claim for claim in claims if claim.face >= value]
    if not enough:
        largest = max((claim.face for claim in claims), default=0)
        raise Conflict(
            "wrapped_claim_too_small",
            f"No wrapped claim of receivable {receivable} is worth {decimal_text(value)}; "
            f"the largest is worth {decimal_text(largest)}.",
            f"Unwrap less, or put wrapped claims together first: POST /v1/receivables/{receivable}"
            "/notes/consolidation.",
            {"receivable": str(receivable), "largest": largest},
        )
    return min(enough, key=lambda claim: (claim.face, claim.serial))
