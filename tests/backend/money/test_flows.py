"""The rate that several payments come to, beside pyxirr's."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import pyxirr
from hypothesis import given
from hypothesis import strategies as st

from tallystick.money.discount import effective_annual_cost
from tallystick.money.flows import Flow, weighted_average_life, xirr

START = date(1970, 1, 1)
LENT = st.integers(10**4, 10**12)


def theirs(flows: list[Flow]) -> float | None:
    days = [START + timedelta(day) for day, _ in flows]
    found: float | None = pyxirr.xirr(days, [float(amount) for _, amount in flows])
    return found


@st.composite
def investments(draw: st.DrawFn) -> list[Flow]:
    """Paid in parts first, then received in parts: one change of sign, so one rate."""
    out = [(draw(st.integers(0, 30)), -draw(LENT)) for _ in range(draw(st.integers(1, 4)))]
    into = [(draw(st.integers(60, 800)), draw(LENT)) for _ in range(draw(st.integers(1, 5)))]
    return out + into


@given(investments())
def test_the_rate_is_pyxirrs(flows: list[Flow]) -> None:
    """Where pyxirr finds one: far from any rate that money is lent at, its search gives up."""
    found, expected = xirr(flows), theirs(flows)
    if expected is not None and -0.99 < expected < 1e6:
        assert found is not None
        assert float(found) == pytest.approx(expected, rel=1e-6, abs=1e-7)


@given(investments())
def test_at_the_rate_the_flows_are_worth_nothing(flows: list[Flow]) -> None:
    found = xirr(flows)
    if found is not None:
        growth = Decimal(1) + found
        worth = sum((amount * growth ** (Decimal(-day) / 365) for day, amount in flows), Decimal(0))
        assert abs(worth) < Decimal("1e-3") * max(abs(amount) for _, amount in flows)


@given(st.integers(10**4, 10**12), st.integers(1, 500), st.integers(0, 10**9))
def test_of_two_payments_it_is_the_effective_annual_cost(paid: int, days: int, profit: int) -> None:
    found = xirr([(0, -paid), (days, paid + profit)])
    expected = effective_annual_cost(paid + profit, paid, 0, days)
    if expected < 10**6:
        assert found is not None
        assert abs(found - expected) <= Decimal("1e-9") * (1 + expected)


def test_a_published_example() -> None:
    """The one in Microsoft's documentation of XIRR: 37.3362535 %."""
    days = ["2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01"]
    amounts = [-10_000_00, 2_750_00, 4_250_00, 3_250_00, 2_750_00]
    flows = [(date.fromisoformat(day).toordinal(), amount) for day, amount in zip(days, amounts, strict=True)]
    found = xirr(flows)
    assert found is not None
    assert round(found, 9) == Decimal("0.373362534")


def test_losses_have_a_rate_too() -> None:
    assert xirr([(0, -10_000), (365, 9_000)]) == pytest.approx(Decimal("-0.1"))
    assert xirr([(0, -10_000), (365, 10_000)]) == 0


@pytest.mark.parametrize("flows", [[], [(0, 100)], [(0, -100)], [(5, 100), (5, -100)], [(0, -1), (9, -2)]])
def test_without_payments_both_ways_there_is_no_rate(flows: list[Flow]) -> None:
    assert xirr(flows) is None


def test_a_life_is_weighted_by_what_is_paid() -> None:
    assert weighted_average_life([(30, 1_000), (90, 3_000)], 0) == 75
    assert weighted_average_life([(30, 1_000), (90, 3_000)], 10) == 65
    assert weighted_average_life([], 0) is None
