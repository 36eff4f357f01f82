"""Puts on record what claims in foreign currencies are worth whenever that changes for good: with each milestone of the
goods, and with the fixing. In between rates move every day; the value then follows from the rate that was believed."""

from tallystick.chain.node import Node
from tallystick.crossborder.commands import RecordValue
from tallystick.crossborder.keeper import NOT_BELIEVED
from tallystick.crossborder.repository import BorderRepository, Unvalued
from tallystick.database.store import Store
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.housekeeping import Housekeeping, Request

VALUER = "valuer"
"""Under which name its operations are kept."""


class ValueKeeper:
    """Looks for receivables whose last value on record is of an earlier milestone, or of before the fixing."""

    def __init__(
        self,
        store: Store,
        node: Node,
        dispatcher: Dispatcher,
        repository: BorderRepository,
        address: bytes,
    ) -> None:
        self._store = store
        self._repository = repository
        self._address = address
        self._housekeeping: Housekeeping[Unvalued] = Housekeeping(
            dispatcher, VALUER, lambda one: str(one.receivable), node.clock, NOT_BELIEVED
        )

    def record_what_has_changed(self) -> int:
        """Returns how many values were put on record. Where no feed is good they wait."""
        with self._store.reading() as session:
            unvalued = self._repository.unvalued(session)
        return len(self._housekeeping.each(unvalued, self._compose))

    def _compose(self, one: Unvalued) -> Request:
        """The state is how far its goods and its rate have come, at about this time."""
        state = (tuple(one), self._housekeeping.attempt())
        return RecordValue(caller=self._address, receivable=one.receivable), state
