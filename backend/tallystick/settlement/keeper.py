"""Has holders paid without their lifting a finger: whatever is due, funded and free to be paid, in batches."""

import hashlib
import time
from collections.abc import Callable, Sequence
from threading import Event, Thread

import structlog

from tallystick.chain.node import Node
from tallystick.database.store import Store
from tallystick.money.calendar import day_of_moment
from tallystick.receivables.identifiers import ClaimKey, claim_text
from tallystick.refusal import Refusal, Unavailable
from tallystick.sending.command import Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.outbox import OF_THE_KEY
from tallystick.settlement.commands import CollectClaims
from tallystick.settlement.repository import SettlementRepository

CLAIMS_A_BATCH = 50
PATIENCE_SECONDS = 600.0
"""How long what was refused is left alone before it is tried again."""

KEEPER = "keeper"
"""Under which name its operations are kept."""

log = structlog.get_logger()


class Keeper:
    """Looks for claims to be paid. What a batch is refused for is found claim by claim: nobody waits for another."""

    def __init__(
        self, store: Store, node: Node, dispatcher: Dispatcher, deployment: int, address: bytes
    ) -> None:
        self._store = store
        self._node = node
        self._dispatcher = dispatcher
        self._repository = SettlementRepository(deployment)
        self._address = address
        self._refused: dict[ClaimKey, float] = {}

    def collect_what_is_due(self) -> int:
        """Returns how many claims were paid."""
        self._refused = {claim: until for claim, until in self._refused.items() if until > time.monotonic()}
        collected = 0
        while claims := self._collectable():
            paid = self._collect(claims)
            collected += paid
            if not paid:
                break
        return collected

    def _collectable(self) -> list[ClaimKey]:
        yesterday = day_of_moment(self._node.clock()) - 1
        with self._store.reading() as session:
            return self._repository.collectable(session, yesterday, CLAIMS_A_BATCH, self._refused)

    def _collect(self, claims: list[ClaimKey]) -> int:
        try:
            outcome = self._dispatcher.carry_out(
                CollectClaims(caller=self._address, claims=claims), self._requester(claims)
            )
        except Unavailable:
            raise
        except Refusal as refusal:
            if refusal.code in OF_THE_KEY:  # another server is at it
                return 0
            if len(claims) > 1:
                half = len(claims) // 2
                return self._collect(claims[:half]) + self._collect(claims[half:])
            self._refused[claims[0]] = time.monotonic() + PATIENCE_SECONDS
            log.info("claim_not_paid", claim=claim_text(claims[0]), code=refusal.code)
            return 0
        return len(claims) if outcome.status == 201 and not outcome.replayed else 0

    def _requester(self, claims: list[ClaimKey]) -> Requester:
        """The same batch in the same state of the rounds is the same request, whoever of several servers makes it."""
        with self._store.reading() as session:
            rounds = [(claim, len(self._repository.rounds(session, claim[0]))) for claim in claims]
        fingerprint = hashlib.sha256(repr(rounds).encode()).digest()
        return Requester(KEEPER, fingerprint.hex(), fingerprint)


class KeeperThread:
    """Does again and again, in the background, what nobody should have to ask for."""

    def __init__(self, jobs: Sequence[Callable[[], int]], interval_seconds: float) -> None:
        """With an interval of 0 it does nothing."""
        self._jobs = jobs
        self._interval = interval_seconds
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="keeper", daemon=True)

    def start(self) -> None:
        if self._interval:
            self._thread.start()

    def stop(self) -> None:
        """Returns when what is under way has ended."""
        self._stopped.set()
        if self._interval:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._interval):
            for job in self._jobs:
                self._do(job)

    def _do(self, job: Callable[[], int]) -> None:
        try:
            job()
        except Exception as failure:  # told and tried again: nobody else would
            log.warning("keeping_failed", job=job.__name__, error=str(failure), exc_info=failure)
