"""Has holders of notes paid at maturity without their lifting a finger, in batches."""

import hashlib
import time

import structlog
from eth_utils.address import to_checksum_address

from tallystick.chain.node import Node
from tallystick.database.store import Store
from tallystick.money.calendar import day_of_moment
from tallystick.notes.commands import CollectNotes
from tallystick.notes.repository import NoteRepository
from tallystick.notes.schemas import MOST_HOLDERS
from tallystick.refusal import Refusal, Unavailable
from tallystick.sending.command import Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.outbox import OF_THE_KEY

PATIENCE_SECONDS = 600.0
"""How long a holder who could not be paid is left alone."""

KEEPER = "note keeper"
"""Under which name its operations are kept."""

log = structlog.get_logger()

Waiting = tuple[int, bytes]
"""A receivable and a holder of its notes."""


class NoteKeeper:
    """What a batch is refused for is found holder by holder: nobody waits for another."""

    def __init__(
        self,
        store: Store,
        node: Node,
        dispatcher: Dispatcher,
        repository: NoteRepository,
        address: bytes,
    ) -> None:
        self._store = store
        self._node = node
        self._dispatcher = dispatcher
        self._repository = repository
        self._address = address
        self._refused: dict[Waiting, float] = {}

    def pay_what_is_due(self) -> int:
        """Returns how many holders were paid."""
        self._refused = {one: until for one, until in self._refused.items() if until > time.monotonic()}
        yesterday = day_of_moment(self._node.clock()) - 1
        with self._store.reading() as session:
            receivables = self._repository.payable(session, yesterday)
        return sum(self._pay_all(receivable) for receivable in receivables)

    def _pay_all(self, receivable: int) -> int:
        paid = 0
        while holders := self._unpaid(receivable):
            some = self._pay(receivable, holders)
            paid += some
            if not some:
                break
        return paid

    def _unpaid(self, receivable: int) -> list[bytes]:
        waiting = [holder for number, holder in self._refused if number == receivable]
        with self._store.reading() as session:
            return self._repository.unpaid_holders(session, receivable, MOST_HOLDERS, waiting)

    def _pay(self, receivable: int, holders: list[bytes]) -> int:
        with self._store.reading() as session:
            claims = [
                (claim.receivable, claim.serial) for claim in self._repository.wrapped(session, receivable)
            ]
            rounds = self._repository.rounds(session, receivable)
        command = CollectNotes(caller=self._address, claims=claims, holders=holders)
        # The same batch in the same state of the rounds, at about the same time, is the same request, whoever of
        # several servers makes it.
        attempt = int(self._node.clock() // PATIENCE_SECONDS)
        fingerprint = hashlib.sha256(repr((claims, holders, rounds, attempt)).encode()).digest()
        try:
            outcome = self._dispatcher.carry_out(command, Requester(KEEPER, fingerprint.hex(), fingerprint))
        except Unavailable:
            raise
        except Refusal as refusal:
            if refusal.code in OF_THE_KEY:  # another server is at it
                return 0
            if len(holders) > 1:
                half = len(holders) // 2
                return self._pay(receivable, holders[:half]) + self._pay(receivable, holders[half:])
            self._refused[receivable, holders[0]] = time.monotonic() + PATIENCE_SECONDS
            log.info(
                "notes_not_paid",
                receivable=receivable,
                holder=to_checksum_address(holders[0]),
                code=refusal.code,
            )
            return 0
        return len(holders) if outcome.status == 201 and not outcome.replayed else 0
