"""Has auctions of early payment cleared when they close, without anybody's asking for it."""

import hashlib
import time

import structlog

from tallystick.chain.node import Node
from tallystick.database.store import Store
from tallystick.early_payment.commands import ClearAuction
from tallystick.early_payment.repository import EarlyPaymentRepository
from tallystick.refusal import Refusal, Unavailable
from tallystick.sending.command import Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.outbox import OF_THE_KEY

PATIENCE_SECONDS = 600.0
"""How long an auction that could not be cleared is left alone."""

KEEPER = "early payment keeper"
"""Under which name its operations are kept."""

log = structlog.get_logger()


class AuctionKeeper:
    """Clears what is closed."""

    def __init__(
        self,
        store: Store,
        node: Node,
        dispatcher: Dispatcher,
        repository: EarlyPaymentRepository,
        address: bytes,
    ) -> None:
        self._store = store
        self._node = node
        self._dispatcher = dispatcher
        self._repository = repository
        self._address = address
        self._refused: dict[int, float] = {}

    def clear_what_is_closed(self) -> int:
        """Returns how many auctions were cleared."""
        self._refused = {one: until for one, until in self._refused.items() if until > time.monotonic()}
        with self._store.reading() as session:
            auctions = self._repository.to_clear(session, self._node.clock())
        return sum(self._clear(auction) for auction in auctions if auction not in self._refused)

    def _clear(self, auction: int) -> int:
        command = ClearAuction(caller=self._address, auction=auction)
        # Two servers that find the same at about the same time make the same request; one of them is served.
        attempt = int(self._node.clock() // PATIENCE_SECONDS)
        fingerprint = hashlib.sha256(f"clear auction {auction}, {attempt}".encode()).digest()
        try:
            outcome = self._dispatcher.carry_out(command, Requester(KEEPER, fingerprint.hex(), fingerprint))
        except Unavailable:
            raise
        except Refusal as refusal:
            if refusal.code not in OF_THE_KEY:
                self._refused[auction] = time.monotonic() + PATIENCE_SECONDS
                log.info("auction_not_cleared", auction=auction, code=refusal.code)
            return 0
        return int(outcome.status == 201 and not outcome.replayed)
