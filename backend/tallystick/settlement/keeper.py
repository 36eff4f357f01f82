"""Has holders paid without their lifting a finger: whatever is due, funded and free to be paid.

Claims in the ledger's own money are paid many at a time. One in a foreign currency is paid alone, as much of it as its
policy releases in a transaction, and again as long as more is released.
"""

from collections.abc import Callable, Sequence
from threading import Event, Thread

import structlog

from tallystick.chain.node import Node
from tallystick.database.store import Store
from tallystick.money.calendar import day_of_moment
from tallystick.receivables.identifiers import ClaimKey, claim_text
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.housekeeping import Housekeeping, Request
from tallystick.settlement.commands import CollectClaims
from tallystick.settlement.repository import SettlementRepository

CLAIMS_A_BATCH = 50

KEEPER = "keeper"
"""Under which name its operations are kept."""

NOT_RELEASED_YET = frozenset(
    {"not_released", "programme_suspended", "transaction_cap_exceeded", "window_cap_exceeded"}
)
"""Codes by which a policy has money wait that is held for its holder."""

log = structlog.get_logger()


class Keeper:
    """Looks for claims to be paid."""

    def __init__(
        self, store: Store, node: Node, dispatcher: Dispatcher, deployment: int, address: bytes
    ) -> None:
        self._store = store
        self._node = node
        self._repository = SettlementRepository(deployment)
        self._address = address
        self._housekeeping: Housekeeping[ClaimKey] = Housekeeping(
            dispatcher, KEEPER, claim_text, node.clock, NOT_RELEASED_YET
        )

    def collect_what_is_due(self) -> int:
        """Returns how often claims were paid; one that is paid in parts counts for each of them."""
        return self._collect_together() + self._collect_one_by_one()

    def _collect_together(self) -> int:
        collected = 0
        while claims := self._collectable():
            paid = self._housekeeping.do(claims, self._command)
            collected += paid
            if not paid:
                break
        return collected

    def _collect_one_by_one(self) -> int:
        """In turns, so that none waits until another one is paid in full. What is not paid has had its turn."""
        collected = 0
        claims = self._collectable_abroad()
        while paid := self._housekeeping.each(claims, lambda claim: self._command([claim])):
            collected += len(paid)
            left = set(self._collectable_abroad())
            claims = [claim for claim in paid if claim in left]
        return collected

    def _collectable(self) -> list[ClaimKey]:
        waiting = self._housekeeping.left_alone()
        with self._store.reading() as session:
            return self._repository.collectable(session, self._yesterday(), CLAIMS_A_BATCH, waiting)

    def _collectable_abroad(self) -> list[ClaimKey]:
        with self._store.reading() as session:
            return self._repository.collectable_abroad(session, self._yesterday())

    def _yesterday(self) -> int:
        return day_of_moment(self._node.clock()) - 1

    def _command(self, claims: list[ClaimKey]) -> Request:
        """The state is how far the claims are paid, at about this time."""
        with self._store.reading() as session:
            standing = self._repository.standing(session, claims)
        state = (standing, self._housekeeping.attempt())
        return CollectClaims(caller=self._address, claims=claims), state


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
