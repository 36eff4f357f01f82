"""What parties do with receivables and claims, and what they may read of them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tallystick.chain.interface import interface
from tallystick.chain.node import Log, Receipt
from tallystick.database.store import Store
from tallystick.money.calendar import day_of_date, instant_text
from tallystick.parties.service import PartyService
from tallystick.receivables.commands import (
    AcceptReceivable,
    ClaimKey,
    IssueReceivable,
    SplitClaim,
    TransferClaims,
    TransferValue,
    TransferValueToClaim,
)
from tallystick.receivables.identifiers import parse_claim
from tallystick.receivables.lineage import flows
from tallystick.receivables.presentation import Presenter
from tallystick.receivables.repository import Page, ReceivableRepository
from tallystick.receivables.schemas import (
    AcceptedReceivable,
    ClaimList,
    ClaimView,
    IssuedReceivable,
    Lineage,
    MovedValue,
    NewClaimTransfer,
    NewReceivable,
    NewSplit,
    NewTransfer,
    ReceivableList,
    ReceivableView,
    SplitClaims,
    TransferReceipt,
)
from tallystick.refusal import Conflict, Invalid, NotFound, Refusal
from tallystick.sending.command import Command, Outcome, Permission, Requester
from tallystick.sending.contract_errors import NOT_YOUR_CLAIM, not_your_claim
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer

FIRST_DAY = date(1970, 1, 1)


class ReceivableService:
    """The receivable ledger as its users know it."""

    def __init__(self, store: Store, dispatcher: Dispatcher, parties: PartyService, deployment: int) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        self._repository = ReceivableRepository(deployment)
        self._presenter = Presenter(parties, self._repository)
        dispatcher.answers(IssueReceivable, self._issued)
        dispatcher.answers(AcceptReceivable, self._accepted)
        dispatcher.answers(SplitClaim, self._split_done)
        for transfer in (TransferValue, TransferValueToClaim, TransferClaims):
            dispatcher.answers(transfer, self._transferred)

    def issue(self, new: NewReceivable, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Offers the viewer's commitment to a creditor."""
        if new.due_date < FIRST_DAY:
            raise Refusal(
                "due_date_out_of_range", f"{new.due_date} lies in the past.", "Choose a due date to come."
            )
        command = IssueReceivable(
            debtor=viewer.address,
            programme=int(new.programme),
            creditor=self._parties.address(new.creditor),
            face=new.face,
            due_day=day_of_date(new.due_date),
            drawings=[(bytes.fromhex(drawing.document[2:]), drawing.amount) for drawing in new.evidence],
        )
        try:
            return self._dispatcher.carry_out(command, requester, dry_run=dry_run)
        except Refusal as refusal:
            if refusal.code == "evidence_exceeded":
                self._name_what_draws(refusal)
            raise

    def accept(self, receivable: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Signs for a receivable that was offered to the viewer, which mints its first claim."""
        self.receivable(viewer, receivable)
        command = AcceptReceivable(creditor=viewer.address, receivable=receivable)
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def split(
        self, claim: str, new: NewSplit, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Cuts a claim of the viewer's into parts."""
        command = SplitClaim(holder=viewer.address, claim=parse_claim(claim), parts=new.parts)
        return self._move(command, [command.claim], viewer, requester, dry_run)

    def transfer(
        self, claim: str, new: NewTransfer, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Moves value out of a claim of the viewer's."""
        source = parse_claim(claim)
        if new.to_claim is not None:
            destination = new.to_claim
            into_claim = TransferValueToClaim(
                holder=viewer.address, claim=source, to_claim=parse_claim(destination), value=new.value
            )
            # The contract takes value into any claim; told apart here, siblings' claims could be counted.
            return self._move(
                into_claim, [source], viewer, requester, dry_run, lambda: self.claim(viewer, destination)
            )
        if new.to is None:
            raise Invalid("no_destination", "The transfer names no destination.", "Name `to` or `to_claim`.")
        command = TransferValue(
            holder=viewer.address, claim=source, to=self._parties.address(new.to), value=new.value
        )
        return self._move(command, [source], viewer, requester, dry_run)

    def transfer_claims(
        self, new: NewClaimTransfer, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Hands whole claims of the viewer's over, all or none."""
        repeated = next((claim for claim in new.claims if new.claims.count(claim) > 1), None)
        if repeated is not None:
            raise Refusal("claim_named_twice", f"Claim {repeated} is named twice.", "Name each claim once.")
        command = TransferClaims(
            holder=viewer.address,
            claims=[parse_claim(claim) for claim in new.claims],
            to=self._parties.address(new.to),
        )
        return self._move(command, command.claims, viewer, requester, dry_run)

    def receivable(self, viewer: Viewer, number: int) -> ReceivableView:
        """One receivable. Raises `NotFound` where there is none for this viewer."""
        with self._store.reading() as session:
            return self._one(session, viewer, number)

    def receivables(self, viewer: Viewer, page: Page) -> ReceivableList:
        with self._store.reading() as session:
            rows = self._repository.receivables(session, viewer, page)
            views = self._presenter.receivables(session, rows, self._repository.time(session))
        following = str(rows[-1][0].number) if len(rows) == page.size else None
        return ReceivableList(receivables=views, next=following)

    def claims(self, viewer: Viewer, page: Page, receivable: int | None) -> ClaimList:
        with self._store.reading() as session:
            rows = self._repository.claims(session, viewer, page, receivable)
            views = self._presenter.claims(session, viewer, rows)
        return ClaimList(claims=views, next=views[-1].id if len(rows) == page.size else None)

    def claim(self, viewer: Viewer, claim: str) -> ClaimView:
        with self._store.reading() as session:
            return self._claim_views(session, viewer, [parse_claim(claim)])[0]

    def claim_lineage(self, viewer: Viewer, claim: str) -> Lineage:
        """One claim's way back to the issue."""
        receivable, serial = parse_claim(claim)
        with self._store.reading() as session:
            self._claim_views(session, viewer, [(receivable, serial)])
            return self._lineage(session, viewer, receivable, serial)

    def lineage(self, viewer: Viewer, receivable: int) -> Lineage:
        """The way back to the issue of all that the viewer holds of a receivable; of everything, for its debtor."""
        with self._store.reading() as session:
            return self._lineage(session, viewer, receivable, None)

    def _lineage(self, session: Session, viewer: Viewer, receivable: int, serial: int | None) -> Lineage:
        view = self._one(session, viewer, receivable)
        found = self._repository.receivable(session, viewer, receivable)
        everything = viewer.sees_all or (found is not None and found[0].debtor == viewer.address)
        lots = self._repository.lots(session, receivable)
        flow = flows(
            [lot for lot, _ in lots],
            lambda lot: (everything or lot.holder == viewer.address) and serial in (None, lot.serial),
        )
        return Lineage(receivable=view, lots=self._presenter.lots(session, lots, flow))

    def _one(self, session: Session, viewer: Viewer, number: int) -> ReceivableView:
        row = self._repository.receivable(session, viewer, number)
        if row is None:
            raise NotFound(
                "receivable_not_found",
                f"There is no receivable {number} for you.",
                "See GET /v1/receivables.",
            )
        return self._presenter.receivables(session, [row], self._repository.time(session))[0]

    def _claim_views(self, session: Session, viewer: Viewer, keys: Iterable[ClaimKey]) -> list[ClaimView]:
        keys = list(keys)
        rows = self._repository.claims_named(session, viewer, keys)
        if len(rows) < len(set(keys)):
            known = {(row.receivable, row.serial) for row in rows}
            missing = next(key for key in keys if key not in known)
            raise NotFound(
                "claim_not_found",
                f"There is no claim {missing[0]}-{missing[1]} for you.",
                "See your claims with GET /v1/claims.",
            )
        return self._presenter.claims(session, viewer, rows)

    def _move(
        self,
        command: Command,
        claims: list[ClaimKey],
        viewer: Viewer,
        requester: Requester,
        dry_run: bool,
        permission: Permission | None = None,
    ) -> Outcome:
        try:
            return self._dispatcher.carry_out(command, requester, dry_run=dry_run, permission=permission)
        except Refusal as refusal:
            if refusal.code == NOT_YOUR_CLAIM:
                self._tell_if_passed_on(refusal, claims, viewer)
            if refusal.code == "receivables_differ" and not self._sees(viewer, claims[0]):
                raise not_your_claim(f"{claims[0][0]}-{claims[0][1]}") from refusal
            raise

    def _sees(self, viewer: Viewer, claim: ClaimKey) -> bool:
        with self._store.reading() as session:
            return bool(self._repository.claims_named(session, viewer, [claim]))

    def _tell_if_passed_on(self, refusal: Refusal, claims: list[ClaimKey], viewer: Viewer) -> None:
        """Who once held the claim is told when and where it went; nobody else learns that it exists."""
        with self._store.reading() as session:
            for claim in claims:
                entry = self._repository.last_passed_on(session, viewer, claim)
                held = self._repository.claims_named(session, viewer, [claim])
                if entry is None or any(row.holder == viewer.address for row in held):
                    continue
                transaction = "0x" + entry.transaction_hash.hex()
                at = instant_text(entry.timestamp)
                raise Conflict(
                    "claim_already_passed_on",
                    f"You passed claim {claim[0]}-{claim[1]} on at {at} (transaction {transaction}).",
                    "A claim can be passed on once; see what you hold with GET /v1/claims.",
                    {"claim": f"{claim[0]}-{claim[1]}", "transaction": transaction, "at": at},
                ) from refusal

    def _name_what_draws(self, refusal: Refusal) -> None:
        """The buyer of a document is entitled to know which of its receivables draw on it."""
        with self._store.reading() as session:
            drawn_by = self._repository.drawings(session, bytes.fromhex(refusal.values["fingerprint"][2:]))
        refusal.values["drawn_by"] = [
            {"receivable": str(drawing.receivable), "amount": drawing.amount} for drawing in drawn_by
        ]

    def _issued(
        self, session: Session, command: IssueReceivable, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        (offered,) = _events(receipts, "ReceivableOffered")
        view = self._one(session, _as_viewer(command.debtor), int.from_bytes(offered.topics[1]))
        return IssuedReceivable(receivable=view, transaction=_transaction(receipts)).model_dump(mode="json")

    def _accepted(
        self, session: Session, command: AcceptReceivable, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        creditor = _as_viewer(command.creditor)
        (accepted,) = _events(receipts, "ReceivableAccepted")
        return AcceptedReceivable(
            receivable=self._one(session, creditor, command.receivable),
            claim=self._claim_views(session, creditor, [_key(accepted.topics[2])])[0],
            transaction=_transaction(receipts),
        ).model_dump(mode="json")

    def _split_done(
        self, session: Session, command: SplitClaim, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        created = [_key(event.topics[2]) for event in _events(receipts, "TransferValue")]
        claims = self._claim_views(session, _as_viewer(command.holder), [command.claim, *created])
        return SplitClaims(claims=claims, transaction=_transaction(receipts)).model_dump(mode="json")

    def _transferred(
        self,
        session: Session,
        command: TransferValue | TransferValueToClaim | TransferClaims,
        receipts: tuple[Receipt, ...],
    ) -> dict[str, Any]:
        moved = self._repository.moved(session, receipts[-1].block_number, receipts[-1].transaction_hash)
        recipient = self._recipient(session, command)
        return TransferReceipt(
            moved=[
                MovedValue(
                    from_claim=f"{movement.receivable}-{movement.from_serial}",
                    to_claim=f"{movement.receivable}-{movement.to_serial}",
                    value=movement.amount,
                    currency=movement.currency,
                )
                for movement in moved
            ],
            recipient=self._parties.references(session, {recipient})[recipient],
            transaction=_transaction(receipts),
        ).model_dump(mode="json")

    def _recipient(
        self, session: Session, command: TransferValue | TransferValueToClaim | TransferClaims
    ) -> bytes:
        if not isinstance(command, TransferValueToClaim):
            return command.to
        return self._repository.holder(session, command.to_claim) or command.holder


def _as_viewer(address: bytes) -> Viewer:
    """The one who gave a command, reading its outcome."""
    return Viewer(party="", address=address, roles=frozenset())


def _events(receipts: tuple[Receipt, ...], name: str) -> list[Log]:
    topic = interface("ReceivableLedger").topic(name)
    return [log for log in receipts[-1].logs if log.topics[0] == topic]


def _key(topic: bytes) -> ClaimKey:
    claim = int.from_bytes(topic)
    return claim >> 64, claim & (2**64 - 1)


def _transaction(receipts: tuple[Receipt, ...]) -> str:
    return "0x" + receipts[-1].transaction_hash.hex()
