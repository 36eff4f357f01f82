"""Has holders paid without their lifting a finger: whatever is due, funded and free to be paid, in batches."""

from collections.abc import Callable, Sequence
from threading import Event, Thread

import structlog

from tallystick.chain.node import Node
from tallystick.database.store import Store
from tallystick.money.calendar import day_of_moment
from tallystick.receivables.identifiers import ClaimKey, claim_text
from tallystick.sending.command import Command
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.housekeeping import Housekeeping
from tallystick.settlement.commands import CollectClaims
from tallystick.settlement.repository import SettlementRepository

CLAIMS_A_BATCH = 50

KEEPER = "keeper"
"""Under which name its operations are kept."""

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
        self._housekeeping: Housekeeping[ClaimKey] = Housekeeping(dispatcher, KEEPER, claim_text)

    def collect_what_is_due(self) -> int:
        """Returns how many claims were paid."""
        collected = 0
        while claims := self._collectable():
            paid = self._housekeeping.do(claims, self._command)
            collected += paid
            if not paid:
                break
        return collected

    def _collectable(self) -> list[ClaimKey]:
        yesterday = day_of_moment(self._node.clock()) - 1
        waiting = self._housekeeping.left_alone()
        with self._store.reading() as session:
            return self._repository.collectable(session, yesterday, CLAIMS_A_BATCH, waiting)

    def _command(self, claims: list[ClaimKey]) -> tuple[Command, object]:
        """The state is that of the rounds."""
        with self._store.reading() as session:
            rounds = [(claim, len(self._repository.rounds(session, claim[0]))) for claim in claims]
        return CollectClaims(caller=self._address, claims=claims), rounds


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
