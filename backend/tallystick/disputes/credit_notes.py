"""Watches over credit notes that come too late: what they undo is not financed any more."""

import hashlib
import time

import structlog

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Node
from tallystick.database.store import Store
from tallystick.disputes.commands import DisputeCredited
from tallystick.disputes.repository import DisputeRepository, Ungrounded
from tallystick.money.calendar import day_of_moment
from tallystick.receivables.identifiers import ClaimKey, claim_number, claim_text
from tallystick.refusal import Refusal, Unavailable
from tallystick.sending.command import Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.outbox import OF_THE_KEY

WATCHER = "credit note watch"
"""Under which name its operations are kept."""

PATIENCE_SECONDS = 600.0
"""How long a claim that could not be marked is left alone."""

log = structlog.get_logger()


class CreditNoteWatch:
    """Has claims disputed, up to what credit notes have taken off the documents that they rest on.

    The seller of the document bears it first, with what it still holds; then who holds the newest claims.
    """

    def __init__(
        self,
        store: Store,
        node: Node,
        contracts: Contracts,
        dispatcher: Dispatcher,
        deployment: int,
        registrar: bytes,
    ) -> None:
        self._store = store
        self._node = node
        self._contracts = contracts
        self._dispatcher = dispatcher
        self._repository = DisputeRepository(deployment)
        self._registrar = registrar
        self._refused: dict[ClaimKey, float] = {}

    def dispute_what_is_undone(self) -> int:
        """Returns how many claims were marked."""
        self._refused = {claim: until for claim, until in self._refused.items() if until > time.monotonic()}
        with self._store.reading() as session:
            drawings = self._repository.ungrounded(session)
        return sum(self._mark(drawing) for drawing in drawings)

    def _mark(self, drawing: Ungrounded) -> int:
        marked = 0
        while missing := min(drawing.short, drawing.drawn) - self._disputed_for(drawing):
            claim = self._next(drawing)
            if claim is None:
                break
            key, face = claim
            if self._dispute(drawing, key, min(face, missing)):
                marked += 1
            else:
                self._refused[key] = time.monotonic() + PATIENCE_SECONDS
        return marked

    def _next(self, drawing: Ungrounded) -> tuple[ClaimKey, int] | None:
        today = day_of_moment(self._node.clock())
        with self._store.reading() as session:
            claims = self._repository.financeable(session, drawing, today, self._refused)
        return ((claims[0].receivable, claims[0].serial), claims[0].face) if claims else None

    def _dispute(self, drawing: Ungrounded, claim: ClaimKey, value: int) -> bool:
        command = DisputeCredited(
            registrar=self._registrar, claim=claim, value=value, credit_note=drawing.credit_note
        )
        # Two servers that find the same make the same request; one of them is served.
        fingerprint = hashlib.sha256(repr((command, self._disputed_for(drawing))).encode()).digest()
        try:
            self._dispatcher.carry_out(command, Requester(WATCHER, fingerprint.hex(), fingerprint))
        except Unavailable:
            raise
        except Refusal as refusal:
            if refusal.code not in OF_THE_KEY:
                log.info("claim_not_disputed", claim=claim_text(claim), code=refusal.code)
            return False
        return True

    def _disputed_for(self, drawing: Ungrounded) -> int:
        consumer = drawing.receivable
        if drawing.serial:
            consumer = claim_number(drawing.receivable, drawing.serial)
        book = interface("Disputes")
        question = book.encode("disputedFor(bytes32,uint256)", drawing.fingerprint, consumer)
        return int.from_bytes(self._node.call(self._contracts.disputes, question), "big")
