"""Orders of authorities: freezing claims, suspending parties, lifting both, and reading what stands."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session
from uuid_utils import uuid7

from tallystick.chain.node import Receipt
from tallystick.database.store import Store
from tallystick.mirror.tables import Suspension
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import as_viewer, transaction_text
from tallystick.receivables.identifiers import claim_text, parse_claim
from tallystick.refusal import NotFound, Refusal
from tallystick.restraints.commands import (
    FreezeClaims,
    LiftFreeze,
    ReinstateParty,
    SuspendParty,
)
from tallystick.restraints.record import forget_order, keep_order, order_hash
from tallystick.restraints.repository import FreezeRow, RestraintRepository
from tallystick.restraints.schemas import (
    FreezeList,
    FreezeView,
    FrozenClaims,
    LiftedFreeze,
    LiftedFreezes,
    NewFreeze,
    NewLifting,
    NewSuspension,
    ReinstatedParty,
    SuspendedParty,
    SuspensionList,
    SuspensionView,
)
from tallystick.sending.command import Command, Outcome, Recording, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.wordings.claims import NOT_YOUR_CLAIM
from tallystick.web.viewer import Viewer


class OrderService:
    """What courts and regulators stop, each under orders of its own."""

    def __init__(self, store: Store, dispatcher: Dispatcher, parties: PartyService, deployment: int) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        self._repository = RestraintRepository(deployment)
        dispatcher.answers(FreezeClaims, self._frozen, forget_order)
        dispatcher.answers(LiftFreeze, self._lifted)
        dispatcher.answers(SuspendParty, self._suspended, forget_order)
        dispatcher.answers(ReinstateParty, self._reinstated)

    def freeze(self, new: NewFreeze, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Stops claims under the viewer's order, all or none."""
        command = FreezeClaims(
            authority=viewer.address,
            order=order_hash(new.order),
            record=str(uuid7()),
            claims=[parse_claim(claim) for claim in new.claims],
        )
        return self._stop(command, new.order, requester, dry_run)

    def lift(self, new: NewLifting, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Lifts the viewer's own orders on claims, all or none."""
        command = LiftFreeze(authority=viewer.address, claims=[parse_claim(claim) for claim in new.claims])
        return self._carry_out(command, requester, dry_run)

    def suspend(
        self, party: str, new: NewSuspension, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Stops a party under the viewer's order."""
        command = SuspendParty(
            authority=viewer.address,
            order=order_hash(new.order),
            record=str(uuid7()),
            account=self._parties.address(party),
        )
        return self._stop(command, new.order, requester, dry_run)

    def reinstate(self, party: str, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Lifts the viewer's own order on a party."""
        command = ReinstateParty(authority=viewer.address, account=self._parties.address(party))
        return self._carry_out(command, requester, dry_run)

    def freezes(self, viewer: Viewer, size: int, after: tuple[int, int, bytes] | None) -> FreezeList:
        """A page of the orders on claims that the viewer gave, and of those on claims that it holds."""
        with self._store.reading() as session:
            rows = self._repository.freezes(session, viewer, size, after)
            views = self._freeze_views(session, rows)
        if len(rows) < size:
            return FreezeList(freezes=views, next=None)
        return FreezeList(freezes=views, next=f"{views[-1].claim}-0x{rows[-1].freeze.authority.hex()}")

    def suspensions(self, viewer: Viewer) -> SuspensionList:
        """The orders on parties that the viewer gave, and those on itself."""
        with self._store.reading() as session:
            rows = self._repository.suspensions(session, viewer)
            return SuspensionList(suspensions=self._suspension_views(session, rows))

    def _stop(
        self, command: FreezeClaims | SuspendParty, text: str, requester: Requester, dry_run: bool
    ) -> Outcome:
        def record(session: Session) -> None:
            keep_order(session, command, command.authority, text)

        return self._carry_out(command, requester, dry_run, record)

    def _carry_out(
        self, command: Command, requester: Requester, dry_run: bool, record: Recording | None = None
    ) -> Outcome:
        try:
            return self._dispatcher.carry_out(command, requester, record, dry_run)
        except Refusal as refusal:
            if refusal.code == NOT_YOUR_CLAIM:  # an authority's orders reach every claim there is
                claim = refusal.values["claim"]
                raise NotFound(
                    "claim_not_found", f"There is no claim {claim}.", "Name the claims that there are."
                ) from refusal
            raise

    def _freeze_views(self, session: Session, rows: list[FreezeRow]) -> list[FreezeView]:
        names = self._parties.references(
            session, {side for row in rows for side in (row.claim.holder, row.freeze.authority)}
        )
        texts = self._repository.texts(session, {(row.freeze.authority, row.freeze.order) for row in rows})
        return [
            FreezeView(
                claim=f"{row.claim.receivable}-{row.claim.serial}",
                holder=names[row.claim.holder],
                face=row.claim.face,
                currency=row.currency,
                authority=names[row.freeze.authority],
                order=texts.get((row.freeze.authority, row.freeze.order)),
                order_hash="0x" + row.freeze.order.hex(),
            )
            for row in rows
        ]

    def _suspension_views(self, session: Session, rows: Sequence[Suspension]) -> list[SuspensionView]:
        names = self._parties.references(
            session, {side for row in rows for side in (row.account, row.authority)}
        )
        texts = self._repository.texts(session, {(row.authority, row.order) for row in rows})
        return [
            SuspensionView(
                party=names[row.account],
                authority=names[row.authority],
                order=texts.get((row.authority, row.order)),
                order_hash="0x" + row.order.hex(),
            )
            for row in rows
        ]

    def _frozen(
        self, session: Session, command: FreezeClaims, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        authority = as_viewer(command.authority)
        rows = self._repository.freezes(session, authority, len(command.claims), of=command.claims)
        freezes = self._freeze_views(session, rows)
        return FrozenClaims(freezes=freezes, transaction=transaction_text(receipts)).model_dump(mode="json")

    def _lifted(self, session: Session, command: LiftFreeze, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        frozen = self._repository.frozen(session, command.claims)
        claims = [
            LiftedFreeze(claim=claim_text(claim), frozen=frozen.get(claim, False)) for claim in command.claims
        ]
        return LiftedFreezes(claims=claims, transaction=transaction_text(receipts)).model_dump(mode="json")

    def _suspended(
        self, session: Session, command: SuspendParty, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        rows = self._repository.suspensions(session, as_viewer(command.authority), command.account)
        (view,) = self._suspension_views(session, rows)
        return SuspendedParty(suspension=view, transaction=transaction_text(receipts)).model_dump(mode="json")

    def _reinstated(
        self, session: Session, command: ReinstateParty, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return ReinstatedParty(
            party=self._parties.references(session, {command.account})[command.account],
            suspended=self._repository.suspended(session, command.account),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")
