"""How receivables come about, or do not, and how both sides undo them."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tallystick.chain.interface import interface
from tallystick.chain.node import Receipt
from tallystick.database.store import Store
from tallystick.money.amount import decimal_text
from tallystick.money.calendar import day_of_date
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import as_viewer, transaction_text
from tallystick.receivables.bodies import NewReceivable
from tallystick.receivables.identifiers import claim_key, claim_text
from tallystick.receivables.issuing_commands import (
    AcceptReceivable,
    CancelReceivable,
    DeclineReceivable,
    EndOffer,
    IssueReceivable,
    LapseReceivable,
    ProposeCancellation,
    RetractCancellation,
    WithdrawReceivable,
)
from tallystick.receivables.reading import Reading
from tallystick.receivables.repository import ReceivableRepository
from tallystick.receivables.schemas import AcceptedReceivable, ChangedReceivable, IssuedReceivable
from tallystick.refusal import Conflict, Refusal
from tallystick.sending.command import Command, Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer

FIRST_DAY = date(1970, 1, 1)

Change = EndOffer | ProposeCancellation | RetractCancellation | CancelReceivable


class Issuing:
    """From offer to acceptance, or to one of the other ends."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        parties: PartyService,
        repository: ReceivableRepository,
        reading: Reading,
    ) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        self._repository = repository
        self._reading = reading
        dispatcher.answers(IssueReceivable, self._issued)
        dispatcher.answers(AcceptReceivable, self._accepted)
        changes: tuple[type[Command], ...] = (
            DeclineReceivable,
            WithdrawReceivable,
            LapseReceivable,
            ProposeCancellation,
            RetractCancellation,
            CancelReceivable,
        )
        for change in changes:
            dispatcher.answers(change, self._changed)

    def issue(self, new: NewReceivable, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Offers the viewer's commitment to a creditor."""
        try:
            return self._dispatcher.carry_out(self.commitment(new, viewer), requester, dry_run=dry_run)
        except Refusal as refusal:
            if refusal.code == "evidence_exceeded":
                self._name_what_draws(refusal)
            raise

    def commitment(self, new: NewReceivable, viewer: Viewer) -> IssueReceivable:
        """What is offered, with names resolved. Raises `NotFound`, `Refusal`."""
        accept_by = new.accept_by or new.due_date
        _require_day("due_date_out_of_range", "due date", new.due_date)
        _require_day("accept_by_out_of_range", "last day to accept", accept_by)
        return IssueReceivable(
            debtor=viewer.address,
            programme=int(new.programme),
            creditor=self._parties.address(new.creditor),
            face=new.face,
            accept_day=day_of_date(accept_by),
            due_day=day_of_date(new.due_date),
            drawings=[(bytes.fromhex(drawing.document[2:]), drawing.amount) for drawing in new.evidence],
        )

    def accept(self, receivable: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Signs for a receivable that was offered to the viewer, which mints its first claim."""
        command = AcceptReceivable(creditor=viewer.address, receivable=receivable)
        return self._carry_out(command, viewer, requester, dry_run)

    def decline(self, receivable: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Refuses a receivable that was offered to the viewer; its documents are free again."""
        return self._end(DeclineReceivable, receivable, viewer, requester, dry_run)

    def withdraw(self, receivable: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Takes back what the viewer has offered; its documents are free again."""
        return self._end(WithdrawReceivable, receivable, viewer, requester, dry_run)

    def lapse(self, receivable: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Ends an offer that was not accepted in time; its documents are free again."""
        return self._end(LapseReceivable, receivable, viewer, requester, dry_run)

    def cancel(self, receivable: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Signs for undoing a receivable: the first side proposes, the other side's signature undoes it."""
        command = self._signature(receivable, viewer)
        try:
            return self._carry_out(command, viewer, requester, dry_run)
        except Refusal as refusal:
            if refusal.code == "claims_do_not_add_up":
                raise _passed_on(refusal) from refusal
            raise

    def retract(self, receivable: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Takes the viewer's proposal to cancel back."""
        command = RetractCancellation(sender=viewer.address, receivable=receivable)
        return self._carry_out(command, viewer, requester, dry_run)

    def _end(
        self, kind: type[EndOffer], receivable: int, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        with self._store.reading() as session:
            documents = self._repository.documents(session, receivable)
        command = kind(sender=viewer.address, receivable=receivable, documents=documents)
        return self._carry_out(command, viewer, requester, dry_run)

    def _signature(self, receivable: int, viewer: Viewer) -> ProposeCancellation | CancelReceivable:
        with self._store.reading() as session:
            found = self._repository.receivable(session, viewer, receivable)
            proposer = None if found is None else found[0].cancellation_proposer
            if found is None or proposer in {None, viewer.address}:
                return ProposeCancellation(sender=viewer.address, receivable=receivable)
            return CancelReceivable(
                sender=viewer.address,
                receivable=receivable,
                claims=self._repository.claims_of(session, receivable, found[0].creditor),
                documents=self._repository.documents(session, receivable),
            )

    def _carry_out(
        self, command: AcceptReceivable | Change, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """A receivable that the viewer may not see is refused as one that does not exist."""
        return self._dispatcher.carry_out(
            command,
            requester,
            dry_run=dry_run,
            permission=lambda: self._reading.receivable(viewer, command.receivable),
        )

    def _name_what_draws(self, refusal: Refusal) -> None:
        """The buyer of a document is entitled to know which of its receivables draw on it."""
        with self._store.reading() as session:
            drawn_by = self._repository.drawings(session, bytes.fromhex(refusal.values["fingerprint"][2:]))
        refusal.values["drawn_by"] = [
            {
                "receivable": str(drawing.receivable),
                "claim": claim_text((drawing.receivable, drawing.serial)) if drawing.serial else None,
                "amount": drawing.amount,
            }
            for drawing in drawn_by
        ]

    def _issued(
        self, session: Session, command: IssueReceivable, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        receivable = interface("Issuance").number_told("ReceivableOffered", receipts[-1])
        return IssuedReceivable(
            receivable=self._reading.receivable_in(session, as_viewer(command.debtor), receivable),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _accepted(
        self, session: Session, command: AcceptReceivable, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        creditor = as_viewer(command.creditor)
        claim = claim_key(interface("Issuance").number_told("ReceivableAccepted", receipts[-1], field=2))
        return AcceptedReceivable(
            receivable=self._reading.receivable_in(session, creditor, command.receivable),
            claim=self._reading.claims_in(session, creditor, [claim])[0],
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _changed(self, session: Session, command: Change, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        return ChangedReceivable(
            receivable=self._reading.receivable_in(session, as_viewer(command.sender), command.receivable),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")


def _require_day(code: str, name: str, day: date) -> None:
    """Days before 1970 have no number on the chain; every other bound is the contract's."""
    if day < FIRST_DAY:
        raise Refusal(code, f"The {name} {day} lies in the past.", "Choose a day to come.")


def _passed_on(refusal: Refusal) -> Conflict:
    """The one who asks has not named any claims: those that are missing have been passed on."""
    left, outstanding = (decimal_text(refusal.values[name]) for name in ("sum", "outstanding"))
    return Conflict(
        "claims_passed_on",
        f"Of {outstanding} outstanding the first creditor still has {left}.",
        "Cancel while the first creditor has all of it; what was passed on can be handed back to it first.",
        refusal.values,
    )
