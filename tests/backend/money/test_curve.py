"""Published rates and what lies between them."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.money.curve import Curve, CurveOutOfOrder, Knot, OutsideCurve, UnknownTenor, tenor_days
from tallystick.money.discount import NegativeRate

SHIBOR = Curve([Knot(1, 13_650), Knot(7, 14_700), Knot(92, 15_800), Knot(184, 16_300), Knot(365, 16_600)])


def test_on_a_knot_the_rate_is_the_published_one() -> None:
    for knot in SHIBOR.knots:
        assert SHIBOR.ppm(knot.days) == knot.ppm


def test_between_knots_the_rate_lies_on_the_line() -> None:
    assert SHIBOR.ppm(138) == 16_050
    assert SHIBOR.ppm(4) == 14_175


@given(
    st.lists(
        st.tuples(st.integers(1, 400), st.integers(0, 200_000)), min_size=2, unique_by=lambda one: one[0]
    ),
    st.data(),
)
def test_between_knots_a_rate_is_monotone(knots: list[tuple[int, int]], data: st.DataObject) -> None:
    """It never leaves what the two knots beside it say, and moves one way between them."""
    ordered = [Knot(*one) for one in sorted(knots)]
    below, above = data.draw(st.sampled_from(list(pairwise(ordered))))
    rates = [Curve(ordered).ppm(days) for days in range(below.days, above.days + 1)]
    assert rates in (sorted(rates), sorted(rates, reverse=True))
    assert {rates[0], rates[-1]} == {Decimal(below.ppm), Decimal(above.ppm)}


def test_where_nothing_is_published_there_is_no_rate() -> None:
    for days in (0, 366):
        with pytest.raises(OutsideCurve, match=str(days)):
            SHIBOR.ppm(days)


def test_a_curve_is_in_order() -> None:
    for knots in ([], [Knot(7, 1), Knot(1, 1)], [Knot(7, 1), Knot(7, 2)]):
        with pytest.raises(CurveOutOfOrder):
            Curve(knots)
    with pytest.raises(NegativeRate, match="-1"):
        Curve([Knot(1, -1)])


@pytest.mark.parametrize(
    ("tenor", "days"),
    [("O/N", 1), ("1W", 7), ("2W", 14), ("1M", 28), ("3M", 89), ("6M", 181), ("1Y", 365), ("5Y", 1826)],
)
def test_months_and_years_are_those_of_the_calendar(tenor: str, days: int) -> None:
    """From 2026-08-31; a month later than 2026-01-31 is 2026-02-28."""
    start = date(2026, 1, 31) if tenor == "1M" else date(2026, 8, 31)
    expected = {"3M": 91, "6M": 181, "1M": 28}.get(tenor, days)
    assert tenor_days(tenor, start) == expected


@pytest.mark.parametrize("tenor", ["", "1", "M", "0M", "1D", "on", "100M", "1M "])
def test_an_unknown_tenor_is_refused_by_name(tenor: str) -> None:
    with pytest.raises(UnknownTenor):
        tenor_days(tenor, date(2026, 1, 31))
