"""Has auctions of early payment cleared when they close, without anybody's asking for it."""

from tallystick.chain.node import Node
from tallystick.database.store import Store
from tallystick.early_payment.commands import ClearAuction
from tallystick.early_payment.repository import EarlyPaymentRepository
from tallystick.sending.command import Command
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.housekeeping import PATIENCE_SECONDS, Housekeeping

KEEPER = "early payment keeper"
"""Under which name its operations are kept."""


class AuctionKeeper:
    """Clears what is closed, one auction at a time."""

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
        self._repository = repository
        self._address = address
        self._housekeeping: Housekeeping[int] = Housekeeping(dispatcher, KEEPER, str)

    def clear_what_is_closed(self) -> int:
        """Returns how many auctions were cleared."""
        with self._store.reading() as session:
            closed = self._repository.to_clear(session, self._node.clock())
        waiting = self._housekeeping.left_alone()
        return sum(
            self._housekeeping.do([auction], self._command) for auction in closed if auction not in waiting
        )

    def _command(self, auctions: list[int]) -> tuple[Command, object]:
        """The state is about this time."""
        (auction,) = auctions
        attempt = self._node.clock() // int(PATIENCE_SECONDS)
        return ClearAuction(caller=self._address, auction=auction), (auction, attempt)
