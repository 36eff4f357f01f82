"""Bare offers: what a holder allows somebody to take out of a claim, and taking it or turning it down."""

from typing import Any

from eth_utils.address import to_normalized_address
from sqlalchemy.orm import Session

from tallystick.chain.interface import interface
from tallystick.chain.node import Receipt
from tallystick.database.store import Store
from tallystick.offers.commands import AllowValue, RenounceAllowance, TakeValue
from tallystick.offers.discretion import face_untold, told_alike
from tallystick.offers.repository import OfferRepository
from tallystick.offers.schemas import (
    AllowanceList,
    AllowanceReceipt,
    AllowanceView,
    NewAllowance,
    NewTaking,
    TakenValue,
)
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import transaction_text
from tallystick.receivables.identifiers import ClaimKey, claim_key, claim_text, parse_claim
from tallystick.refusal import NotFound
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer


class AllowanceService:
    """Allowances of value."""

    def __init__(self, store: Store, dispatcher: Dispatcher, parties: PartyService, deployment: int) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        self._repository = OfferRepository(deployment)
        dispatcher.answers(AllowValue, self._allowed)
        dispatcher.answers(TakeValue, self._taken)
        dispatcher.answers(RenounceAllowance, self._renounced)

    def allow(
        self, claim: str, new: NewAllowance, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Lets a party take value out of a claim that the viewer holds or may move."""
        command = AllowValue(
            holder=viewer.address,
            claim=parse_claim(claim),
            to=self._parties.address(new.to),
            value=new.value,
        )
        with told_alike(command.claim):
            return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def take(
        self, claim: str, new: NewTaking, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Takes what was allowed, which is the viewer's signature for it."""
        command = TakeValue(taker=viewer.address, claim=parse_claim(claim), value=new.value)
        with face_untold(command.claim):
            return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def renounce(self, claim: str, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Turns down what the viewer was allowed to take."""
        command = RenounceAllowance(recipient=viewer.address, claim=parse_claim(claim))
        return self._dispatcher.carry_out(
            command,
            requester,
            dry_run=dry_run,
            permission=lambda: self._require_allowance(command.claim, viewer),
        )

    def all(self, viewer: Viewer, size: int, after: tuple[int, int, bytes] | None) -> AllowanceList:
        """A page of what the viewer allows others, and others allow it."""
        with self._store.reading() as session:
            rows = self._repository.allowances(session, viewer, size, after)
            names = self._parties.references(
                session, {side for row in rows for side in (row.holder, row.allowance.operator)}
            )
            views = [
                AllowanceView(
                    claim=f"{row.allowance.receivable}-{row.allowance.serial}",
                    holder=names[row.holder],
                    recipient=names[row.allowance.operator],
                    allowed=str(int(row.allowance.value)),
                    currency=row.currency,
                )
                for row in rows
            ]
        if len(rows) < size:
            return AllowanceList(allowances=views, next=None)
        return AllowanceList(
            allowances=views, next=f"{views[-1].claim}-{to_normalized_address(rows[-1].allowance.operator)}"
        )

    def _require_allowance(self, claim: ClaimKey, viewer: Viewer) -> None:
        """Told alike whether the claim exists or not."""
        with self._store.reading() as session:
            if not self._repository.allowed(session, claim, viewer.address):
                raise NotFound(
                    "allowance_not_found",
                    f"Nothing is allowed to you out of claim {claim_text(claim)}.",
                    "See GET /v1/allowances.",
                )

    def _allowed(
        self, session: Session, command: AllowValue, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return self._receipt(session, command.claim, command.to, receipts)

    def _renounced(
        self, session: Session, command: RenounceAllowance, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return self._receipt(session, command.claim, command.recipient, receipts)

    def _receipt(
        self, session: Session, claim: ClaimKey, recipient: bytes, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return AllowanceReceipt(
            claim=claim_text(claim),
            recipient=self._parties.references(session, {recipient})[recipient],
            allowed=str(self._repository.allowed(session, claim, recipient)),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _taken(self, _session: Session, command: TakeValue, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        into = interface("ReceivableLedger").number_told("TransferValue", receipts[-1], field=2)
        return TakenValue(
            from_claim=claim_text(command.claim),
            to_claim=claim_text(claim_key(into)),
            value=command.value,
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")
