"""Has auctions of early payment cleared when they close, without anybody's asking for it."""

from tallystick.chain.node import Node
from tallystick.database.store import Store
from tallystick.early_payment.commands import ClearAuction
from tallystick.early_payment.repository import EarlyPaymentRepository
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.housekeeping import Housekeeping, Request

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
        self._housekeeping: Housekeeping[int] = Housekeeping(dispatcher, KEEPER, str, node.clock)

    def clear_what_is_closed(self) -> int:
        """Returns how many auctions were cleared."""
        with self._store.reading() as session:
            closed = self._repository.to_clear(session, self._node.clock())
        return len(self._housekeeping.each(closed, self._command))

    def _command(self, auction: int) -> Request:
        """The state is about this time."""
        state = (auction, self._housekeeping.attempt())
        return ClearAuction(caller=self._address, auction=auction), state
