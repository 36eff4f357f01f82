"""What notes cost on the market: what `tallystick.money` says, to the unit, and at no curve but the one offered."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.money.curve import Knot, OutsideCurve
from tallystick.money.discount_curve import DiscountCurve, DiscountDoesNotGrow, DiscountLeavesNothing
from tests.contracts.driver.cast import GOVERNOR, TIER_ONE, A, B, C
from tests.contracts.driver.chain import START, Snapshot, moment
from tests.contracts.driver.note_market import CLOSING, NoteMarket
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.trading import DAYS, MONEY, Trading, price
from tests.contracts.driver.venue import Venue

KNOTS = [(30, 48_000), (90, 54_000), (184, 60_000)]
LARGEST = 2**53 - 1
BASES = {1: 360, 2: 365}
TOMORROW = START + timedelta(days=1)


def on_paper(knots: Sequence[tuple[int, int]], basis: int = 360) -> DiscountCurve:
    return DiscountCurve([Knot(*knot) for knot in knots], basis)


@pytest.fixture(scope="module")
def opened(opened_market: tuple[NoteMarket, Snapshot]) -> tuple[dict[int, Trading], Snapshot]:
    """A series to each day count, with all the notes that there can be."""
    market, before = opened_market
    market.stage.chain.restore(before)
    trading = {
        1: Trading(market, face=LARGEST, money=LARGEST // 8),
        2: Trading(market, face=LARGEST, money=None, day_count=2),
    }
    return trading, market.stage.chain.snapshot()


@pytest.fixture
def on_either(stage: Stage, opened: tuple[dict[int, Trading], Snapshot]) -> dict[int, Trading]:
    stage.chain.restore(opened[1])
    return opened[0]


@pytest.fixture
def trading(on_either: dict[int, Trading]) -> Trading:
    return on_either[1]


@pytest.fixture
def venue(trading: Trading) -> Venue:
    return trading.venue


# By a rate


def test_a_price_is_face_less_bank_discount_on_the_programmes_basis(on_either: dict[int, Trading]) -> None:
    """¥100,000,000 at 6 %: for 181 of 360 days ¥3,016,666.67 less, for 181 of 365 ¥2,975,342.47."""
    for day_count, expected in ((1, 9_698_333_333), (2, 9_702_465_753)):
        trading = on_either[day_count]
        assert trading.venue.price(trading.ask_for(TIER_ONE, LARGEST, 60_000), 10_000_000_000) == expected


def test_the_days_of_a_price_are_those_of_the_calendar_in_shanghai(trading: Trading, venue: Venue) -> None:
    order = trading.ask_for(TIER_ONE, 10**9)
    trading.stage.chain.go_to(moment(TOMORROW) - 1)
    assert venue.price(order, 10**9) == price(10**9)
    trading.stage.chain.go_to(moment(TOMORROW))
    assert venue.price(order, 10**9) == price(10**9, days=DAYS - 1)


def test_on_the_due_day_notes_cost_their_face(trading: Trading, venue: Venue) -> None:
    order = trading.ask_for(TIER_ONE, 10**9)
    trading.stage.chain.go_to(moment(DUE) - 1)
    assert venue.price(order, 10**9) == price(10**9, days=1)
    for time in (moment(DUE), CLOSING - 1):
        trading.stage.chain.go_to(time)
        assert venue.price(order, 10**9) == 10**9


def test_at_a_rate_of_nothing_notes_cost_their_face(trading: Trading) -> None:
    assert trading.take(A, trading.ask_for(TIER_ONE, 1_000, 0), 999) == 999
    assert trading.take(TIER_ONE, trading.bid_for(A, 1_000, 0), 999) == 999


@pytest.mark.parametrize(("face", "half_up"), [(16, 0), (17, 1), (1_674, 50), (1_675, 51)])
def test_half_a_fen_of_discount_is_rounded_up(trading: Trading, face: int, half_up: int) -> None:
    """At 6 % for 181 of 360 days the discount is 0.0301667 of the face: 16 fen have 0.48 off, 17 fen 0.51."""
    assert trading.take(A, trading.ask_for(TIER_ONE, face), face) == face - half_up


def test_exactly_half_a_fen_is_rounded_up(trading: Trading) -> None:
    """90 days before: 2 % of 100 fen for 90 of 360 days are 0.5 fen."""
    trading.stage.chain.go_to(moment(DUE - timedelta(days=90), 10))
    assert trading.take(A, trading.ask_for(TIER_ONE, 100, 20_000), 100) == 99


def test_a_rate_that_leaves_nothing_is_neither_placed_nor_paid(trading: Trading, venue: Venue) -> None:
    """At 198 % for 181 of 360 days 99.55 % of the face is off, and all of a fen."""
    for place in (trading.ask_for, trading.bid_for):
        with refused("FillPaysNothing", order=0, amount=1_000, remainingDays=DAYS):
            place(TIER_ONE, 1_000, 1_989_000)
        with refused("FillPaysNothing", order=0, amount=LARGEST, remainingDays=DAYS):
            place(TIER_ONE, LARGEST, 2**32 - 1)
    order = trading.ask_for(TIER_ONE, 1_000, 1_980_000)
    trading.refuses("FillPaysNothing", order, A, 1, order=order, amount=1, remainingDays=DAYS)
    with refused("FillPaysNothing", order=order, amount=0):
        venue.price(order, 0)
    assert trading.take(A, order, 1_000) == price(1_000, 1_980_000)


FACES = st.one_of(st.integers(1, 1_000), st.integers(1, LARGEST))
RATES = st.one_of(st.integers(0, 300_000), st.integers(0, 2**32 - 1))


@given(
    st.lists(st.tuples(FACES, RATES), min_size=1, max_size=6),
    st.sampled_from(sorted(BASES)),
    st.integers(1, DAYS),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_chain_and_python_agree_to_the_unit_on_prices_by_rate(
    stage: Stage,
    opened: tuple[dict[int, Trading], Snapshot],
    asked: list[tuple[int, int]],
    day_count: int,
    passed: int,
) -> None:
    stage.chain.restore(opened[1])
    trading, days = opened[0][day_count], DAYS - passed
    stage.chain.go_to(moment(START + timedelta(days=passed), 10))
    for face, rate in asked:
        expected = price(face, rate, days, BASES[day_count])
        if expected <= 0:
            with refused("FillPaysNothing", order=0, amount=face, remainingDays=days):
                trading.bid_for(A, face, rate)
        else:
            assert trading.venue.price(trading.bid_for(A, face, rate), face) == expected


# At the curve


def test_the_primary_sale_is_at_the_curves_discount(trading: Trading, venue: Venue) -> None:
    """At 181 days the rate lies between 5.4 % at 90 and 6 % at 184 days."""
    trading.stage.curves.set(GOVERNOR, trading.programme, KNOTS)
    order = trading.ask_at_curve(TIER_ONE, 10**8)
    expected = MONEY - on_paper(KNOTS).discount(MONEY, DAYS)
    assert venue.price(order, MONEY) == venue.check(order, A, MONEY) == expected
    before = trading.has(TIER_ONE, A)
    assert venue.fill(A, order, MONEY, expected).answer == expected
    (notes, money), (others_notes, others_money) = before
    assert trading.has(TIER_ONE, A) == [
        (notes - MONEY, money + expected),
        (others_notes + MONEY, others_money - expected),
    ]


def test_what_was_offered_at_a_curve_is_not_sold_at_another_one(trading: Trading, venue: Venue) -> None:
    trading.stage.curves.set(GOVERNOR, trading.programme, KNOTS)
    at_curve, by_rate = trading.ask_at_curve(TIER_ONE, 1_000), trading.ask_for(TIER_ONE, 1_000)
    trading.take(A, at_curve, 400)
    trading.stage.curves.set(GOVERNOR, trading.programme, KNOTS)
    figures = {"placedUnder": 1, "now": 2}
    trading.refuses("CurveChanged", at_curve, A, 600, order=at_curve, **figures)
    with refused("CurveChanged", order=at_curve, **figures):
        venue.price(at_curve, 600)
    assert venue.order(at_curve).left == 600
    trading.take(A, by_rate, 1_000)
    anew = trading.ask_at_curve(TIER_ONE, 1_000, version=2)
    trading.take(A, anew, 1_000)
    venue.cancel(TIER_ONE, at_curve)


def test_a_curve_of_another_programme_changes_nothing(on_either: dict[int, Trading]) -> None:
    here, there = on_either[1], on_either[2]
    for trading in (here, there):
        trading.stage.curves.set(GOVERNOR, trading.programme, KNOTS)
    order = here.ask_at_curve(TIER_ONE, 1_000)
    here.stage.curves.set(GOVERNOR, there.programme, [(200, 1)])
    assert here.take(A, order, 1_000) == 1_000 - on_paper(KNOTS).discount(1_000, DAYS)


def test_an_ask_at_the_curve_names_the_one_that_prices(trading: Trading) -> None:
    """So that no maker offers at a curve that it has not seen."""
    for version in (0, 1):
        with refused("CurveChanged", order=0, placedUnder=version, now=0):
            trading.ask_at_curve(TIER_ONE, 1_000, version)
    for _ in range(2):
        trading.stage.curves.set(GOVERNOR, trading.programme, KNOTS)
    for version in (0, 1, 3):
        with refused("CurveChanged", order=0, placedUnder=version, now=2):
            trading.ask_at_curve(TIER_ONE, 1_000, version)
    trading.ask_at_curve(TIER_ONE, 1_000, 2)


def test_beyond_the_curve_nothing_is_offered_at_it(trading: Trading) -> None:
    trading.stage.curves.set(GOVERNOR, trading.programme, [(DAYS - 1, 60_000)])
    with refused("BeyondCurve", remainingDays=DAYS, last=DAYS - 1):
        trading.ask_at_curve(TIER_ONE, 1_000)
    trading.stage.chain.go_to(moment(TOMORROW))
    trading.ask_at_curve(TIER_ONE, 1_000)


CURVES = st.lists(
    st.tuples(st.integers(1, 250), st.integers(1, 300_000)),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one[0],
).map(sorted)


@given(CURVES, st.sampled_from(sorted(BASES)), st.integers(1, DAYS), st.lists(FACES, min_size=1, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_chain_and_python_agree_to_the_unit_on_prices_at_the_curve(
    stage: Stage,
    opened: tuple[dict[int, Trading], Snapshot],
    knots: list[tuple[int, int]],
    day_count: int,
    passed: int,
    faces: list[int],
) -> None:
    try:
        curve = on_paper(knots, BASES[day_count])
    except (DiscountDoesNotGrow, DiscountLeavesNothing):
        return
    stage.chain.restore(opened[1])
    trading, days = opened[0][day_count], DAYS - passed
    stage.curves.set(GOVERNOR, trading.programme, knots)
    stage.chain.go_to(moment(START + timedelta(days=passed), 10))
    try:
        curve.discount(1, days)
    except OutsideCurve:
        with refused("BeyondCurve", remainingDays=days, last=knots[-1][0]):
            trading.ask_at_curve(TIER_ONE, 1_000)
        return
    order = trading.ask_at_curve(TIER_ONE, LARGEST)
    for face in faces:
        left = face - curve.discount(face, days)
        if left == 0:
            with refused("FillPaysNothing", order=order, amount=face):
                trading.venue.price(order, face)
        else:
            assert trading.venue.price(order, face) == left <= face


def test_the_money_that_moves_is_the_price_that_was_told(trading: Trading, venue: Venue) -> None:
    """Day by day, by rate and at the curve."""
    trading.stage.curves.set(GOVERNOR, trading.programme, KNOTS)
    by_rate, at_curve = trading.ask_for(TIER_ONE, 10**9), trading.ask_at_curve(TIER_ONE, 10**9)
    for taker, passed in ((A, 0), (B, 1), (C, 60), (A, 120), (B, DAYS)):
        if passed:
            trading.stage.chain.go_to(moment(START + timedelta(days=passed), 10))
        days, face = DAYS - passed, 123_457
        for order, expected in (
            (by_rate, price(face, days=days)),
            (at_curve, face - on_paper(KNOTS).discount(face, days)),
        ):
            before = trading.has(taker)[0][1]
            assert venue.price(order, face) == trading.take(taker, order, face) == expected
            assert before - trading.has(taker)[0][1] == expected
