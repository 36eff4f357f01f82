"""What a refused movement tells: a former holder where its claim went, and nobody else that there is such a claim."""

from sqlalchemy.orm import Session

from tallystick.database.store import Store
from tallystick.money.calendar import instant_text
from tallystick.receivables.identifiers import ClaimKey, claim_text
from tallystick.receivables.repository import ReceivableRepository
from tallystick.refusal import Conflict, Refusal
from tallystick.sending.contract_errors import not_your_claim
from tallystick.sending.wordings.claims import NOT_YOUR_CLAIM
from tallystick.web.viewer import Viewer

TELL_THAT_IT_EXISTS = {NOT_YOUR_CLAIM, "receivables_differ", "owners_differ"}
"""Refusals by which a claim of others could be told from one that is not there."""


class Discretion:
    """Puts another refusal in the place of one that tells its reader too much, or too little."""

    def __init__(self, store: Store, repository: ReceivableRepository) -> None:
        self._store = store
        self._repository = repository

    def require(self, refusal: Refusal, claims: list[ClaimKey], viewer: Viewer) -> None:
        """Raises what the viewer, who named these claims, is told instead. Returns where `refusal` may stand."""
        if refusal.code not in TELL_THAT_IT_EXISTS:
            return
        with self._store.reading() as session:
            if refusal.code == NOT_YOUR_CLAIM:
                self._tell_if_passed_on(session, refusal, claims, viewer)
                return
            rows = self._repository.claims_named(session, viewer, claims)
            seen = {(row.receivable, row.serial) for row in rows}
            unseen = next((claim for claim in claims if claim not in seen), None)
            if unseen is not None:
                hidden = not_your_claim(claim_text(unseen))
                self._tell_if_passed_on(session, hidden, claims, viewer)
                raise hidden from refusal

    def _tell_if_passed_on(
        self, session: Session, refusal: Refusal, claims: list[ClaimKey], viewer: Viewer
    ) -> None:
        """Who once held the claim is told when and where it went; nobody else learns that it exists."""
        for claim in claims:
            entry = self._repository.last_passed_on(session, viewer, claim)
            held = self._repository.claims_named(session, viewer, [claim])
            if entry is None or any(row.holder == viewer.address for row in held):
                continue
            transaction = "0x" + entry.transaction_hash.hex()
            at = instant_text(entry.timestamp)
            raise Conflict(
                "claim_already_passed_on",
                f"You passed claim {claim_text(claim)} on at {at} (transaction {transaction}).",
                "A claim can be passed on once; see what you hold with GET /v1/claims.",
                {"claim": claim_text(claim), "transaction": transaction, "at": at},
            ) from refusal
