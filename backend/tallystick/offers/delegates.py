"""Delegates: who may move claims beside their holder."""

from typing import Any

from sqlalchemy.orm import Session

from tallystick.chain.node import Receipt
from tallystick.offers.commands import NOBODY, AppointDelegate, AppointForClaim
from tallystick.offers.discretion import told_alike
from tallystick.offers.schemas import DelegateReceipt, NewClaimDelegate, NewDelegate
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import transaction_text
from tallystick.receivables.identifiers import claim_text, parse_claim
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer


class DelegateService:
    """ERC-721 approvals: for one claim, for one receivable, for everything."""

    def __init__(self, dispatcher: Dispatcher, parties: PartyService) -> None:
        self._dispatcher = dispatcher
        self._parties = parties
        dispatcher.answers(AppointForClaim, self._appointed_for_claim)
        dispatcher.answers(AppointDelegate, self._appointed)

    def appoint_for_claim(
        self, claim: str, new: NewClaimDelegate, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Lets one delegate, or nobody any more, move a claim of the viewer's."""
        command = AppointForClaim(
            holder=viewer.address,
            claim=parse_claim(claim),
            delegate=NOBODY if new.to is None else self._parties.address(new.to),
        )
        with told_alike(command.claim):
            return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def appoint(self, new: NewDelegate, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Lets a delegate move all that the viewer has, or all that it has of one receivable; or ends that."""
        command = AppointDelegate(
            holder=viewer.address,
            delegate=self._parties.address(new.to),
            approved=new.approved,
            receivable=None if new.receivable is None else int(new.receivable),
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def _appointed_for_claim(
        self, session: Session, command: AppointForClaim, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        names = self._parties.references(session, {command.delegate})
        nobody = command.delegate == NOBODY
        return DelegateReceipt(
            delegate=None if nobody else names[command.delegate],
            approved=not nobody,
            claim=claim_text(command.claim),
            receivable=None,
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _appointed(
        self, session: Session, command: AppointDelegate, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return DelegateReceipt(
            delegate=self._parties.references(session, {command.delegate})[command.delegate],
            approved=command.approved,
            claim=None,
            receivable=None if command.receivable is None else str(command.receivable),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")
