"""What early payment costs under a programme, on the chain and off it."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tallystick.money.curve import Knot, OutsideCurve
from tallystick.money.discount_curve import DiscountCurve, DiscountDoesNotGrow, DiscountLeavesNothing
from tests.contracts.driver.cast import CAR_MAKER, GOVERNOR, OPERATOR, TIER_ONE
from tests.contracts.driver.refusals import Refused, refused
from tests.contracts.driver.stage import Stage

KNOTS = [(30, 48_000), (90, 54_000), (180, 60_000)]
FACE = 10_000_000_000
BASES = {1: 360, 2: 365}


def on_paper(knots: Sequence[tuple[int, int]], basis: int = 360) -> DiscountCurve:
    return DiscountCurve([Knot(*knot) for knot in knots], basis)


def test_a_curve_prices_from_now_on_and_its_versions_stay(stage: Stage) -> None:
    assert stage.curves.version(stage.programme) == 0
    outcome = stage.curves.set(GOVERNOR, stage.programme, KNOTS)
    assert outcome.answer == 1
    assert outcome.events == [("CurveSet", stage.programme, 1, tuple(KNOTS))]
    stage.curves.set(GOVERNOR, stage.programme, [(180, 50_000)])
    assert stage.curves.version(stage.programme) == 2
    assert stage.curves.knots(stage.programme, 1) == KNOTS
    assert stage.curves.knots(stage.programme, 2) == [(180, 50_000)]
    assert stage.curves.discount(stage.programme, FACE, 180) == FACE * 5 // 100 // 2


def test_discounts_on_knots_and_between_them(stage: Stage) -> None:
    """¥100,000,000 at 6 % for 180 days on ACT/360 is ¥3,000,000.00; at 135 days the rate is half way: 5.7 %."""
    stage.curves.set(GOVERNOR, stage.programme, KNOTS)
    assert stage.curves.discount(stage.programme, FACE, 180) == 300_000_000
    assert stage.curves.discount(stage.programme, FACE, 135) == 213_750_000
    assert stage.curves.discount(stage.programme, FACE, 15) == 20_000_000
    assert stage.curves.discount(stage.programme, FACE, 0) == 0


@pytest.mark.parametrize("day_count", BASES)
def test_the_basis_is_the_programmes(stage: Stage, day_count: int) -> None:
    programme = stage.open_programme(day_count=day_count)
    stage.curves.set(GOVERNOR, programme, KNOTS)
    expected = on_paper(KNOTS, BASES[day_count]).discount(FACE, 91)
    assert stage.curves.discount(programme, FACE, 91) == expected


def test_beyond_the_last_knot_nothing_is_priced(stage: Stage) -> None:
    with refused("CurveNotSet", programme=stage.programme, version=0):
        stage.curves.discount(stage.programme, FACE, 10)
    stage.curves.set(GOVERNOR, stage.programme, KNOTS)
    with refused("BeyondCurve", remainingDays=181, last=180):
        stage.curves.discount(stage.programme, FACE, 181)
    with refused("CurveNotSet", programme=stage.programme, version=2):
        stage.curves.knots(stage.programme, 2)


def test_only_the_governor_sets_a_curve(stage: Stage) -> None:
    for who in (OPERATOR, CAR_MAKER, TIER_ONE):
        with refused("AccessManagedUnauthorized", caller=who.address):
            stage.curves.set(who, stage.programme, KNOTS)
    with refused("UnknownProgramme", programme=99):
        stage.curves.set(GOVERNOR, 99, KNOTS)


def test_a_curve_that_prices_badly_is_refused_when_it_is_set(stage: Stage) -> None:
    def attempt(knots: Sequence[tuple[int, int]]) -> None:
        stage.curves.set(GOVERNOR, stage.programme, knots)

    with refused("CurveLengthOutOfRange", knots=0, most=32):
        attempt([])
    with refused("CurveLengthOutOfRange", knots=33, most=32):
        attempt([(day, 50_000) for day in range(1, 34)])
    with refused("KnotOutOfRange", position=0, remainingDays=0, ratePpm=50_000):
        attempt([(0, 50_000)])
    with refused("KnotOutOfRange", position=1, remainingDays=60, ratePpm=0):
        attempt([(30, 50_000), (60, 0)])
    with refused("KnotsOutOfOrder", position=1, remainingDays=30, before=30):
        attempt([(30, 50_000), (30, 60_000)])
    with refused("DiscountDoesNotGrow", position=1, remainingDays=60, ratePpm=25_000):
        attempt([(30, 50_000), (60, 25_000)])
    with refused("DiscountLeavesNothing", remainingDays=180, ratePpm=2_000_000):
        attempt([(180, 2_000_000)])
    attempt([(180, 1_999_999)])
    assert stage.curves.version(stage.programme) == 1


def test_a_rate_may_fall_as_long_as_the_discount_grows(stage: Stage) -> None:
    """Over 30 days from 5 %, the last day adds something down to 3.3146 %, and nothing at 3.3145 %."""
    stage.curves.set(GOVERNOR, stage.programme, [(30, 50_000), (60, 33_147)])
    with refused("DiscountDoesNotGrow"):
        stage.curves.set(GOVERNOR, stage.programme, [(30, 50_000), (60, 33_146)])


CURVES = st.lists(
    st.tuples(st.integers(1, 400), st.integers(1, 300_000)),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one[0],
).map(sorted)


@given(
    CURVES,
    st.sampled_from(sorted(BASES)),
    st.lists(st.tuples(st.integers(1, 2**53 - 1), st.integers(0, 420))),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_chain_and_python_agree_on_curves_and_to_the_unit_on_discounts(
    stage: Stage, knots: list[tuple[int, int]], day_count: int, asked: list[tuple[int, int]]
) -> None:
    """What one takes the other takes, and every discount is the same; what one refuses the other refuses."""
    stage.reset()
    programme = stage.open_programme(day_count=day_count)
    try:
        curve = on_paper(knots, BASES[day_count])
    except (DiscountDoesNotGrow, DiscountLeavesNothing):
        with pytest.raises(Refused):
            stage.curves.set(GOVERNOR, programme, knots)
        return
    stage.curves.set(GOVERNOR, programme, knots)
    for face, days in asked:
        try:
            expected = curve.discount(face, days)
        except OutsideCurve:
            with refused("BeyondCurve", remainingDays=days):
                stage.curves.discount(programme, face, days)
        else:
            assert stage.curves.discount(programme, face, days) == expected


@given(CURVES, st.integers(1, 2**53 - 1))
def test_a_discount_never_falls_as_days_are_added_and_never_exceeds_the_face(
    knots: list[tuple[int, int]], face: int
) -> None:
    """Day by day over the whole curve; and the rate times days, before any rounding, grows strictly."""
    try:
        curve = on_paper(knots)
    except (DiscountDoesNotGrow, DiscountLeavesNothing):
        assume(False)
    days = range(knots[-1][0] + 1)
    discounts = [curve.discount(face, day) for day in days]
    assert discounts == sorted(discounts)
    assert discounts[0] == 0
    assert discounts[-1] <= face
    exact = [curve.discount(360 * 10**6 * 400 * 401, day) for day in days]
    assert len(set(exact)) == len(exact)
