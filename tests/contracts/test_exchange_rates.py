"""Which answers of a feed are believed, and what is kept of them."""

from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.money.exchange import Direction, Rate, converted, fen_within, units_of
from tests.contracts.driver.border import DAY, FACE, RATE, Border
from tests.contracts.driver.cast import EVERYBODY, GOVERNOR, REPORTER, STRANGER, Actor
from tests.contracts.driver.contract import Contract
from tests.contracts.driver.cross_border import (
    CNY_PER_UNIT,
    UNITS_PER_CNY,
    USD,
    Aggregator,
    Feed,
    Reading,
)
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.solidity import compiled
from tests.contracts.driver.stage import Stage

EUR = b"EUR"


# Believed


def test_what_is_believed_is_kept_with_its_round_time_decimals_and_direction(border: Border) -> None:
    outcome = border.rates.observe(STRANGER)
    now = border.stage.chain.node.head().timestamp
    reading = border.rates.at(now)
    assert reading == Reading(now, border.stage.chain.time, 1, 8, UNITS_PER_CNY, RATE, DAY)
    assert outcome.events == [("RateObserved", USD, 1, RATE, reading.updated_at, 8, UNITS_PER_CNY)]
    assert border.rates.at(now - 1).observed_at == 0
    assert border.rates.after(now).observed_at == 0
    assert border.rates.after(now - 1) == reading


def test_the_same_round_is_kept_once(border: Border) -> None:
    border.rates.observe(STRANGER)
    first = border.stage.chain.node.head().timestamp
    border.stage.chain.go_to(first + 60)
    assert border.rates.observe(STRANGER).events == []
    assert border.rates.after(first).observed_at == 0


def test_a_feed_that_comes_back_is_kept_again_though_it_is_in_the_same_round(border: Border) -> None:
    """A wrong feed was named for an hour: what the right one says counts again from the moment that it is looked at."""
    feeds = (border.main_feed(), border.second_feed())
    other = Feed(border.aggregator(8, "CNY / USD"), UNITS_PER_CNY, DAY, 1, 2**79)
    other.source.report(REPORTER, RATE + 5, border.stage.chain.time)  # type: ignore[union-attr]
    seen = []
    for main in (feeds[0], other, feeds[0]):
        border.rates.set(GOVERNOR, main, feeds[1], 20_000)
        border.rates.observe(STRANGER)
        seen.append(border.rates.at(border.stage.chain.node.head().timestamp).answer)
        border.stage.chain.go_to(border.stage.chain.time + 60)
    assert seen == [RATE, RATE + 5, RATE]


def test_what_is_kept_says_how_long_it_was_not_stale(border: Border) -> None:
    border.rates.observe(STRANGER)
    at = border.stage.chain.node.head().timestamp
    border.rates.set(GOVERNOR, border.main_feed(heartbeat=60), border.second_feed(), 20_000)
    assert border.rates.at(at).heartbeat == DAY


def test_the_history_says_what_the_rate_was_at_any_moment(border: Border) -> None:
    seen = []
    for hour in range(1, 6):
        border.stage.chain.go_to(border.stage.chain.time + 3_600)
        border.quote(RATE + hour)
        border.rates.observe(STRANGER)
        seen.append((border.stage.chain.node.head().timestamp, RATE + hour))
    for moment, answer in seen:
        assert border.rates.at(moment).answer == border.rates.at(moment + 1).answer == answer
        assert border.rates.after(moment - 1).answer == answer
    assert border.rates.at(seen[0][0] - 1).observed_at == 0


# Not believed


def test_an_answer_that_is_not_positive_is_not_believed(border: Border) -> None:
    for answer in (0, -1):
        border.quote(answer)
        with refused("AnswerNotPositive", source=border.main, answer=answer):
            border.rates.observe(STRANGER)
    border.quote()
    border.rates.observe(STRANGER)


def test_an_answer_older_than_its_own_heartbeat_is_stale(border: Border) -> None:
    said = border.stage.chain.time
    border.stage.chain.go_to(said + DAY)
    border.rates.check()
    border.stage.chain.go_to(said + DAY + 1)
    with refused("AnswerStale", source=border.main, updatedAt=said, heartbeat=DAY):
        border.rates.observe(STRANGER)
    border.main.report(REPORTER, RATE, border.stage.chain.time)
    with refused("AnswerStale", source=border.second, updatedAt=said):
        border.rates.observe(STRANGER)


def test_an_answer_from_the_future_is_not_believed(border: Border) -> None:
    ahead = border.stage.chain.time + 1_000
    border.main.report(REPORTER, RATE, ahead)
    with refused("AnswerFromTheFuture", source=border.main, updatedAt=ahead):
        border.rates.observe(STRANGER)


@pytest.mark.parametrize(("answer", "good"), [(-1, False), (0, True), (1, False)])
def test_an_answer_beyond_its_bounds_is_not_believed(border: Border, answer: int, good: bool) -> None:
    least = most = RATE
    border.rates.set(GOVERNOR, border.main_feed(least=least, most=most), border.second_feed(), 20_000)
    border.quote(RATE + answer)
    if good:
        border.rates.observe(STRANGER)
        return
    with refused("AnswerOutOfBounds", source=border.main, answer=RATE + answer, least=least, most=most):
        border.rates.observe(STRANGER)


def test_an_answer_that_deviates_from_the_second_feed_is_not_believed(border: Border) -> None:
    """The feeds quote opposite ways round, with other decimals: 7 yuan against a dollar for 1/7 of one."""
    border.rates.set(GOVERNOR, border.main_feed(1_000_000, 1, 2**60), border.second_feed(), 10_000)
    second = 70_000
    for answer, close in ((14_285_714, True), (14_144_272, True), (14_144_270, False), (14_430_015, False)):
        border.quote(answer, second)
        deviation = abs(Fraction(10**8, answer) / 7 - 1)
        assert (deviation <= Fraction(1, 100)) is close
        if close:
            border.rates.check()
        else:
            with refused("AnswersDeviate", currency=USD, answer=answer, second=second, deviationPpm=10_000):
                border.rates.observe(STRANGER)


def test_a_round_does_not_go_back(stage: Stage, border: Border) -> None:
    """A feed that is put in place of another, behind the same address, and counts anew."""
    feed = stage.put(compiled("RewoundFeed"))
    rewound = Aggregator(feed.chain, feed.interface, feed.address)
    border.rates.set(GOVERNOR, Feed(rewound, UNITS_PER_CNY, DAY, 1, 2**79), border.second_feed(), 20_000)
    rewound.send(STRANGER, "say(uint80,int256,uint256)", 7, RATE, stage.chain.time)
    border.rates.observe(STRANGER)
    rewound.send(STRANGER, "say(uint80,int256,uint256)", 6, RATE, stage.chain.time)
    with refused("RoundWentBack", source=rewound, round=6, last=7):
        border.rates.observe(STRANGER)
    rewound.send(STRANGER, "say(uint80,int256,uint256)", 8, RATE, stage.chain.time)
    border.rates.observe(STRANGER)


def test_decimals_are_read_each_time(stage: Stage, border: Border) -> None:
    feed = stage.put(compiled("RewoundFeed"))
    border.rates.set(GOVERNOR, Feed(feed, UNITS_PER_CNY, DAY, 1, 2**79), border.second_feed(), 20_000)
    feed.send(STRANGER, "say(uint80,int256,uint256)", 1, RATE * 10, stage.chain.time)
    feed.send(STRANGER, "setDecimals(uint8)", 9)
    assert border.rates.check().decimals == 9
    feed.send(STRANGER, "setDecimals(uint8)", 19)
    with refused("TooManyDecimals", source=feed, decimals=19):
        border.rates.observe(STRANGER)


# Set up


def test_a_currency_without_feeds_has_no_rate(stage: Stage) -> None:
    for asked in ("check(bytes3)", "feedsOf(bytes3)"):
        with refused("FeedsNotSet", currency=EUR):
            stage.rates.ask(asked, EUR)
    with refused("FeedsNotSet", currency=EUR):
        stage.rates.observe(STRANGER, EUR)


def test_feeds_are_complete_and_two(border: Border) -> None:
    good = border.main_feed()
    second = border.second_feed()
    for wrong in (
        Feed(STRANGER, UNITS_PER_CNY, DAY, 1, 2),
        Feed(border.main, 0, DAY, 1, 2),
        Feed(border.main, UNITS_PER_CNY, 0, 1, 2),
        Feed(border.main, UNITS_PER_CNY, DAY, 0, 2),
        Feed(border.main, UNITS_PER_CNY, DAY, 2, 1),
        Feed(border.main, UNITS_PER_CNY, DAY, 1, 2**80),
    ):
        for main, other in ((wrong, second), (good, wrong)):
            with refused("FeedIncomplete", currency=USD):
                border.rates.set(GOVERNOR, main, other, 1)
    with refused("FeedsAreOne", currency=USD, source=border.main):
        border.rates.set(GOVERNOR, good, Feed(border.main, CNY_PER_UNIT, 9, 1, 2), 1)
    outcome = border.rates.set(GOVERNOR, good, second, 5)
    assert outcome.events == [("FeedsSet", USD, (good.encoded(), second.encoded(), 5))]
    assert border.rates.ask("feedsOf(bytes3)", USD)[2] == 5


@pytest.mark.parametrize(
    "somebody", [one for one in EVERYBODY if one is not GOVERNOR], ids=lambda who: who.name
)
def test_only_the_governor_says_where_rates_come_from(border: Border, somebody: Actor) -> None:
    with refused("AccessManagedUnauthorized", caller=somebody):
        border.rates.set(somebody, border.main_feed(), border.second_feed(), 1)


# The local feed


# Converting


def test_twenty_million_dollars_are_what_they_are_at_the_rate() -> None:
    assert converted(FACE, Rate(71_234, 4, Direction.CNY_PER_UNIT)) == 14_246_800_000
    assert converted(1, Rate(25, 1, Direction.CNY_PER_UNIT)) == 2, "half goes to the even neighbour"
    assert converted(1, Rate(35, 1, Direction.CNY_PER_UNIT)) == 4


@given(
    units=st.integers(0, 2**53 - 1),
    answer=st.integers(1, 2**80 - 1),
    decimals=st.integers(0, 18),
    direction=st.sampled_from(Direction),
)
def test_the_contract_converts_to_the_fen_as_the_books_do(
    deployment: Stage, units: int, answer: int, decimals: int, direction: Direction
) -> None:
    rate = Rate(answer, decimals, direction)
    harness = _harness(deployment)
    asked = (units, answer, decimals, direction)
    assert harness.ask("convert(uint256,uint256,uint8,uint8)", *asked) == converted(units, rate)
    assert harness.ask("unitsOf(uint256,uint256,uint8,uint8)", *asked) == units_of(units, rate)
    assert harness.ask("fenWithin(uint256,uint256,uint8,uint8)", *asked) == fen_within(units, rate)


@cache
def _harness(stage: Stage) -> Contract:
    """On the chain as long as nothing is put back, and nothing is between two examples."""
    return stage.put(compiled("ExchangeRateHarness"))
