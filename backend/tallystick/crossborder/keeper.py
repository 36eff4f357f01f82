"""Has rates kept as the feeds tell them, and fixed when receivables fall due, without anybody's asking for it."""

import structlog

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Node
from tallystick.crossborder.answers import Answer, believed
from tallystick.crossborder.commands import FixRate, ObserveRate
from tallystick.crossborder.repository import BorderRepository
from tallystick.database.store import Store
from tallystick.mirror.tables import RateReading
from tallystick.money.calendar import day_of_moment
from tallystick.refusal import Refusal
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.housekeeping import Housekeeping, Request

OBSERVER = "rate observer"
FIXER = "rate fixer"
"""Under which names its operations are kept."""

NOT_BELIEVED = frozenset(
    {
        "feeds_not_set",
        "rate_from_the_future",
        "rate_not_positive",
        "rate_out_of_bounds",
        "rate_stale",
        "rates_deviate",
        "round_not_found",
        "round_went_back",
        "too_many_decimals",
    }
)
"""Codes by which the contracts do not believe a feed. Whatever needs its rate waits until they do."""

log = structlog.get_logger()


class RateKeeper:
    """Looks at the feeds, and for receivables whose due day has begun."""

    def __init__(
        self,
        store: Store,
        node: Node,
        contracts: Contracts,
        dispatcher: Dispatcher,
        repository: BorderRepository,
        address: bytes,
    ) -> None:
        self._store = store
        self._node = node
        self._contracts = contracts
        self._repository = repository
        self._address = address
        self._not_believed: dict[str, str] = {}
        self._observing: Housekeeping[Answer] = Housekeeping(
            dispatcher, OBSERVER, _told, node.clock, NOT_BELIEVED
        )
        self._fixing: Housekeeping[int] = Housekeeping(dispatcher, FIXER, str, node.clock, NOT_BELIEVED)

    def observe_what_is_new(self) -> int:
        """Has each answer kept that is believed and was not kept before. Returns how many were."""
        with self._store.reading() as session:
            currencies = self._repository.currencies(session)
        answers = filter(None, map(self._believed, currencies))
        return len(self._observing.each(answers, self._observation))

    def fix_what_is_due(self) -> int:
        """Returns how many receivables have a rate now that had none. Those that cannot have one yet wait."""
        today = day_of_moment(self._node.clock())
        with self._store.reading() as session:
            unfixed = self._repository.unfixed(session, today)
        return len(self._fixing.each(unfixed, self._fixation))

    def _believed(self, currency: str) -> Answer | None:
        """None where the contracts do not believe what the feeds say. It is told once."""
        answer = believed(self._node, self._contracts, currency)
        if isinstance(answer, Refusal):
            if self._not_believed.get(currency) != answer.code:
                log.warning("rate_not_believed", currency=currency, code=answer.code)
            self._not_believed[currency] = answer.code
            return None
        self._not_believed.pop(currency, None)
        return answer

    def _observation(self, answer: Answer) -> Request | None:
        """The state is what the feeds say and what was kept last, at about this time. None where that is the same."""
        with self._store.reading() as session:
            last = self._repository.last_reading(session, answer.currency)
        if last is not None and answer == _kept(last):
            return None
        place = None if last is None else (last.block, last.log_index)
        state = (tuple(answer), place, self._observing.attempt())
        return ObserveRate(caller=self._address, currency=answer.currency), state

    def _fixation(self, receivable: int) -> Request:
        """The state is about this time."""
        state = (receivable, self._fixing.attempt())
        return FixRate(caller=self._address, receivable=receivable), state


def _told(answer: Answer) -> str:
    return f"{answer.currency} in round {answer.round}"


def _kept(reading: RateReading) -> Answer:
    return Answer(
        reading.currency,
        int(reading.round),
        int(reading.answer),
        reading.updated_at,
        reading.decimals,
        reading.direction,
    )
