"""The ledger's formulas beside QuantLib's, which were written by others and reckon in floating point."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import QuantLib as ql  # noqa: N813 (as everybody calls it)
from hypothesis import given
from hypothesis import strategies as st

from tallystick.money.business_days import business_day_from, is_business_day
from tallystick.money.curve import Curve, Knot
from tallystick.money.day_count import BASES, basis_of, days_between
from tallystick.money.discount import (
    bank_discount,
    discount_ppm_of_yield,
    effective_annual_cost,
    simple_cost,
    true_price,
)
from tallystick.money.flows import weighted_average_life

FACES = st.integers(1_000, 10**13)
RATES = st.integers(0, 300_000)
DAYS = st.integers(1, 366)
NAMES = st.sampled_from(sorted(BASES))
DATES = st.dates(date(2020, 1, 1), date(2027, 12, 31))
COUNTERS = {"ACT/360": ql.Actual360(), "ACT/365F": ql.Actual365Fixed()}
ONE_UNIT_AND_FLOATS = 1 + 1e-2
"""Rounding to a minor unit, and what doubles lose on the largest faces."""


def theirs(day: date) -> ql.Date:
    return ql.Date(day.day, day.month, day.year)


@given(DATES, DAYS, NAMES)
def test_days_and_years_are_quantlibs(value_date: date, days: int, name: str) -> None:
    due = value_date + timedelta(days)
    counter = COUNTERS[name]
    assert days_between(value_date, due) == counter.dayCount(theirs(value_date), theirs(due)) == days
    years = counter.yearFraction(theirs(value_date), theirs(due))
    assert years == pytest.approx(days / basis_of(name), rel=1e-14)


@given(FACES, RATES, DATES, DAYS, NAMES)
def test_a_true_price_is_discounted_at_quantlibs_simple_rate(
    face: int, ppm: int, value_date: date, days: int, name: str
) -> None:
    rate = ql.InterestRate(ppm / 1e6, COUNTERS[name], ql.Simple, ql.Annual)
    factor = rate.discountFactor(theirs(value_date), theirs(value_date + timedelta(days)))
    price = true_price(face, ppm, days, basis_of(name))
    assert abs(price - face * factor) <= ONE_UNIT_AND_FLOATS


@given(FACES, st.integers(1, 300_000), DATES, DAYS, NAMES)
def test_costs_are_the_rates_that_quantlib_implies(
    face: int, ppm: int, value_date: date, days: int, name: str
) -> None:
    basis = basis_of(name)
    paid = face - bank_discount(face, ppm, days, basis)
    counter, start, end = COUNTERS[name], theirs(value_date), theirs(value_date + timedelta(days))
    simple = ql.InterestRate.impliedRate(face / paid, counter, ql.Simple, ql.Annual, start, end)
    assert float(simple_cost(face, paid, 0, days, basis)) == pytest.approx(simple.rate(), rel=1e-9, abs=1e-12)
    annual = ql.Actual365Fixed()
    effective = ql.InterestRate.impliedRate(face / paid, annual, ql.Compounded, ql.Annual, start, end)
    found = float(effective_annual_cost(face, paid, 0, days))
    assert found == pytest.approx(effective.rate(), rel=1e-9, abs=1e-12)


@given(st.integers(1, 300_000), DAYS, NAMES)
def test_the_discount_rate_of_a_yield_prices_alike(ppm: int, days: int, name: str) -> None:
    """Bank discount and true discount are two conventions for one price."""
    basis = basis_of(name)
    factor = ql.InterestRate(ppm / 1e6, ql.Actual360(), ql.Simple, ql.Annual).discountFactor(days / basis)
    discount = discount_ppm_of_yield(Decimal(ppm), days, basis)
    assert 1 - float(discount) / 1e6 * days / basis == pytest.approx(factor, rel=1e-12)


KNOTS = st.lists(
    st.tuples(st.integers(1, 400), st.integers(0, 200_000)),
    min_size=2,
    max_size=9,
    unique_by=lambda one: one[0],
)


@given(KNOTS, st.data())
def test_between_knots_a_rate_is_quantlibs_linear_one(
    knots: list[tuple[int, int]], data: st.DataObject
) -> None:
    ordered = sorted(knots)
    days = data.draw(st.integers(ordered[0][0], ordered[-1][0]))
    line = ql.LinearInterpolation([float(day) for day, _ in ordered], [float(ppm) for _, ppm in ordered])
    curve = Curve([Knot(day, ppm) for day, ppm in ordered])
    assert float(curve.ppm(days)) == pytest.approx(line(float(days)), rel=1e-12, abs=1e-6)


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(1, 10**12)), min_size=1, max_size=12))
def test_a_weighted_average_life_is_quantlibs_duration_without_interest(flows: list[tuple[int, int]]) -> None:
    start = date(2026, 11, 27)
    ql.Settings.instance().evaluationDate = theirs(start)
    leg = ql.Leg(
        [ql.SimpleCashFlow(float(amount), theirs(start + timedelta(day))) for day, amount in sorted(flows)]
    )
    free = ql.InterestRate(0.0, ql.Actual365Fixed(), ql.Compounded, ql.Annual)
    years = ql.CashFlows.duration(leg, free, ql.Duration.Simple, False, theirs(start))
    life = weighted_average_life(flows, 0)
    assert life is not None
    assert float(life) / 365 == pytest.approx(years, rel=1e-9)


def test_business_days_are_quantlibs_where_the_year_is_published() -> None:
    """The interbank calendar, holiday by holiday, over the years that both know."""
    calendar = ql.China(ql.China.IB)
    day, differing = date(2021, 1, 1), []
    while day < date(2026, 1, 1):
        if is_business_day(day) != calendar.isBusinessDay(theirs(day)):
            differing.append(day)
        day += timedelta(1)
    assert differing == []
    assert business_day_from(date(2025, 10, 1)) == date(2025, 10, 9)
