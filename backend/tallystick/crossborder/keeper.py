"""Has rates kept as the feeds tell them, and fixed when receivables fall due, without anybody's asking for it."""

from typing import NamedTuple

import structlog

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Node, Reverted
from tallystick.crossborder.commands import FixRate, ObserveRate
from tallystick.crossborder.repository import BorderRepository
from tallystick.database.store import Store
from tallystick.money.calendar import day_of_moment
from tallystick.sending.command import Command
from tallystick.sending.contract_errors import refusal_of
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.housekeeping import PATIENCE_SECONDS, Housekeeping, NotYet

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


class Answer(NamedTuple):
    """What the feeds of a currency say now, as the contracts would keep it."""

    currency: str
    round: int
    answer: int
    updated_at: int
    decimals: int
    direction: int


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
        not_yet = NotYet(NOT_BELIEVED, node.clock)
        self._observing: Housekeeping[Answer] = Housekeeping(dispatcher, OBSERVER, _told, not_yet)
        self._fixing: Housekeeping[int] = Housekeeping(dispatcher, FIXER, str, not_yet)

    def observe_what_is_new(self) -> int:
        """Has each answer kept that is believed and was not kept before. Returns how many were."""
        with self._store.reading() as session:
            currencies = self._repository.currencies(session)
        answers = filter(None, map(self._believed, currencies))
        waiting = self._observing.left_alone()
        return sum(
            self._observing.do([answer], self._observation)
            for answer in answers
            if answer not in waiting and not self._is_kept(answer)
        )

    def fix_what_is_due(self) -> int:
        """Returns how many receivables have a rate now that had none. Those that cannot have one yet wait."""
        today = day_of_moment(self._node.clock())
        with self._store.reading() as session:
            unfixed = self._repository.unfixed(session, today)
        waiting = set(self._fixing.left_alone())
        return sum(
            self._fixing.do([receivable], self._fixation)
            for receivable in unfixed
            if receivable not in waiting
        )

    def _believed(self, currency: str) -> Answer | None:
        """None where the contracts do not believe what the feeds say. It is told once."""
        question = "check(bytes3)"
        asked = interface("ExchangeRates").encode(question, currency.encode())
        try:
            answered = self._node.call(self._contracts.rates, asked)
        except Reverted as reverted:
            code = refusal_of(reverted).code
            if self._not_believed.get(currency) != code:
                log.warning("rate_not_believed", currency=currency, code=code)
            self._not_believed[currency] = code
            return None
        self._not_believed.pop(currency, None)
        ((_, updated_at, round_, decimals, direction, answer, _),) = interface("ExchangeRates").decode_answer(
            question, answered
        )
        return Answer(currency, round_, answer, updated_at, decimals, direction)

    def _is_kept(self, answer: Answer) -> bool:
        """Whether it is what was kept last."""
        with self._store.reading() as session:
            last = self._repository.last_reading(session, answer.currency)
        return last is not None and answer == Answer(
            last.currency, int(last.round), int(last.answer), last.updated_at, last.decimals, last.direction
        )

    def _observation(self, answers: list[Answer]) -> tuple[Command, object]:
        """The state is what the feeds say, at about this time."""
        (answer,) = answers
        return ObserveRate(caller=self._address, currency=answer.currency), (tuple(answer), self._attempt())

    def _fixation(self, receivables: list[int]) -> tuple[Command, object]:
        """The state is about this time."""
        (receivable,) = receivables
        return FixRate(caller=self._address, receivable=receivable), (receivable, self._attempt())

    def _attempt(self) -> int:
        return self._node.clock() // int(PATIENCE_SECONDS)


def _told(answer: Answer) -> str:
    return f"{answer.currency} in round {answer.round}"
