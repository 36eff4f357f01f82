"""Disputing claims that one owes, and letting an objection fall."""

from collections.abc import Sequence
from typing import Any

from eth_utils.crypto import keccak
from sqlalchemy.orm import Session

from tallystick.chain.interface import interface
from tallystick.chain.node import Receipt
from tallystick.database.conflict import conflict_aware_insert
from tallystick.database.store import Store
from tallystick.disputes.commands import DisputeCredited, RaiseDispute, WithdrawDispute
from tallystick.disputes.repository import DisputedClaim, DisputeRepository
from tallystick.disputes.schemas import DisputeList, DisputeView, EndedDispute, NewDispute, RaisedDispute
from tallystick.disputes.tables import DisputeReason
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import as_viewer, transaction_text
from tallystick.receivables.identifiers import ClaimKey, claim_key, claim_text, parse_claim
from tallystick.refusal import NotFound
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer


class DisputeService:
    """What debtors object, and what comes of it."""

    def __init__(self, store: Store, dispatcher: Dispatcher, parties: PartyService, deployment: int) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        self._repository = DisputeRepository(deployment)
        dispatcher.answers(RaiseDispute, self._raised)
        dispatcher.answers(DisputeCredited, self._credited)
        dispatcher.answers(WithdrawDispute, self._withdrawn)

    def raise_dispute(
        self, claim: str, new: NewDispute, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Disputes a claim that the viewer owes, or a part of it."""
        key = parse_claim(claim)
        value = new.value
        if value is None:
            with self._store.reading() as session:
                owed = self._repository.owes(session, viewer.address, key)
                if owed is None:
                    raise _claim_not_found(key)
                value = owed.face
        command = RaiseDispute(
            debtor=viewer.address, claim=key, value=value, reason=keccak(new.reason.encode())
        )

        def record(session: Session) -> None:
            insert = conflict_aware_insert(session, DisputeReason)
            session.execute(insert.values(hash=command.reason, text=new.reason).on_conflict_do_nothing())

        return self._dispatcher.carry_out(
            command, requester, record, dry_run, lambda: self._require_owed(key, viewer)
        )

    def withdraw(self, claim: str, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Lets the viewer's objection to a claim fall."""
        command = WithdrawDispute(debtor=viewer.address, claim=parse_claim(claim))
        return self._dispatcher.carry_out(
            command,
            requester,
            dry_run=dry_run,
            permission=lambda: self._require_owed(command.claim, viewer),
        )

    def all(self, viewer: Viewer) -> DisputeList:
        with self._store.reading() as session:
            return DisputeList(disputes=self._views(session, self._repository.disputed(session, viewer)))

    def _require_owed(self, claim: ClaimKey, viewer: Viewer) -> None:
        with self._store.reading() as session:
            if self._repository.owes(session, viewer.address, claim) is None:
                raise _claim_not_found(claim)

    def _views(self, session: Session, rows: Sequence[DisputedClaim]) -> list[DisputeView]:
        names = self._parties.references(
            session, {side for row in rows for side in (row.claim.holder, row.debtor)}
        )
        return [
            DisputeView(
                claim=claim_text((row.claim.receivable, row.claim.serial)),
                holder=names[row.claim.holder],
                debtor=names[row.debtor],
                value=row.claim.face,
                currency=row.currency,
                reason=row.reason,
                reason_hash="0x" + (row.claim.dispute_reason or b"").hex(),
                by_credit_note=row.credited,
            )
            for row in rows
        ]

    def _raised(
        self, session: Session, command: RaiseDispute, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        claim = _disputed(receipts[-1])
        rows = self._repository.disputed(session, as_viewer(command.debtor), claim)
        if not rows:
            raise NotFound("dispute_not_found", "It has been withdrawn already.", "See GET /v1/disputes.")
        (view,) = self._views(session, rows)
        return RaisedDispute(dispute=view, transaction=transaction_text(receipts)).model_dump(mode="json")

    def _credited(
        self, _session: Session, _command: DisputeCredited, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return EndedDispute(
            claim=claim_text(_disputed(receipts[-1])), transaction=transaction_text(receipts)
        ).model_dump(mode="json")

    def _withdrawn(
        self, _session: Session, command: WithdrawDispute, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return EndedDispute(
            claim=claim_text(command.claim), transaction=transaction_text(receipts)
        ).model_dump(mode="json")


def _disputed(receipt: Receipt) -> ClaimKey:
    """The claim that is disputed: that one itself, or the part that was taken out of it."""
    return claim_key(interface("ReceivableLedger").number_told("ClaimDisputed", receipt))


def _claim_not_found(claim: ClaimKey) -> NotFound:
    return NotFound(
        "claim_not_found",
        f"There is no claim {claim_text(claim)} that you owe.",
        "See GET /v1/claims.",
    )
