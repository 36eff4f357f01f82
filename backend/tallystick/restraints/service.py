"""The operator's pause of a receivable, and encumbrances that a holder agrees to."""

from typing import Any

from sqlalchemy.orm import Session

from tallystick.chain.node import Receipt
from tallystick.database.store import Store
from tallystick.mirror.tables import Claim
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import transaction_text
from tallystick.receivables.identifiers import ClaimKey, claim_text, parse_claim
from tallystick.refusal import NotFound, Refusal
from tallystick.restraints.commands import (
    EncumberClaim,
    PauseReceivable,
    ReleaseClaim,
    ResumeReceivable,
)
from tallystick.restraints.repository import RestraintRepository
from tallystick.restraints.schemas import (
    EncumberedClaim,
    EncumbranceList,
    EncumbranceView,
    NewEncumbrance,
    PausedReceivable,
    ReleasedClaim,
)
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer


class RestraintService:
    """What stops claims without an authority's order."""

    def __init__(self, store: Store, dispatcher: Dispatcher, parties: PartyService, deployment: int) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        self._repository = RestraintRepository(deployment)
        dispatcher.answers(PauseReceivable, self._paused)
        dispatcher.answers(ResumeReceivable, self._paused)
        dispatcher.answers(EncumberClaim, self._encumbered)
        dispatcher.answers(ReleaseClaim, self._released)

    def pause(self, receivable: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Stops all movement of a receivable's claims."""
        command = PauseReceivable(operator=viewer.address, receivable=receivable)
        try:
            return self._dispatcher.carry_out(command, requester, dry_run=dry_run)
        except Refusal as refusal:
            if refusal.code == "receivable_paused":
                refusal.detail = f"Receivable {receivable} is paused already."
                refusal.way_out = "There is nothing to do; resuming it lets its claims move again."
            raise

    def resume(self, receivable: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Lets a receivable's claims move again."""
        command = ResumeReceivable(operator=viewer.address, receivable=receivable)
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def encumber(
        self, claim: str, new: NewEncumbrance, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Ties a claim of the viewer's to somebody else's interest."""
        command = EncumberClaim(
            holder=viewer.address,
            claim=parse_claim(claim),
            beneficiary=self._parties.address(new.beneficiary),
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def release(self, claim: str, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Gives a claim free that is encumbered for the viewer."""
        command = ReleaseClaim(beneficiary=viewer.address, claim=parse_claim(claim))
        return self._dispatcher.carry_out(
            command,
            requester,
            dry_run=dry_run,
            permission=lambda: self._require_seen(command.claim, viewer),
        )

    def encumbrances(self, viewer: Viewer, size: int, after: ClaimKey | None) -> EncumbranceList:
        """A page of the encumbered claims that the viewer holds or may release."""
        with self._store.reading() as session:
            rows = self._repository.encumbered(session, viewer, size, after)
            views = self._views(session, rows)
        return EncumbranceList(encumbrances=views, next=views[-1].claim if len(rows) == size else None)

    def _require_seen(self, claim: ClaimKey, viewer: Viewer) -> None:
        """Told alike whether there is no such claim, or it is none of the viewer's business."""
        with self._store.reading() as session:
            if not self._repository.encumbered(session, viewer, 1, claim=claim):
                raise NotFound(
                    "encumbrance_not_found",
                    f"There is no encumbrance of claim {claim_text(claim)} for you.",
                    "See GET /v1/encumbrances.",
                )

    def _views(self, session: Session, rows: list[tuple[Claim, str]]) -> list[EncumbranceView]:
        tied = [(claim, claim.beneficiary, currency) for claim, currency in rows if claim.beneficiary]
        names = self._parties.references(
            session, {side for claim, beneficiary, _ in tied for side in (claim.holder, beneficiary)}
        )
        return [
            EncumbranceView(
                claim=f"{claim.receivable}-{claim.serial}",
                holder=names[claim.holder],
                beneficiary=names[beneficiary],
                face=claim.face,
                currency=currency,
            )
            for claim, beneficiary, currency in tied
        ]

    def _paused(
        self,
        _session: Session,
        command: PauseReceivable | ResumeReceivable,
        receipts: tuple[Receipt, ...],
    ) -> dict[str, Any]:
        return PausedReceivable(
            receivable=str(command.receivable),
            paused=isinstance(command, PauseReceivable),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _encumbered(
        self, session: Session, command: EncumberClaim, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        # Read for the beneficiary: a delegate may have given the command, the beneficiary sees it in any case.
        beneficiary = Viewer(party="", address=command.beneficiary, roles=frozenset())
        rows = self._repository.encumbered(session, beneficiary, 1, claim=command.claim)
        if not rows:
            raise NotFound(
                "encumbrance_not_found", "It has been released already.", "See GET /v1/encumbrances."
            )
        (view,) = self._views(session, rows)
        return EncumberedClaim(encumbrance=view, transaction=transaction_text(receipts)).model_dump(
            mode="json"
        )

    def _released(
        self, _session: Session, command: ReleaseClaim, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return ReleasedClaim(
            claim=claim_text(command.claim), transaction=transaction_text(receipts)
        ).model_dump(mode="json")
