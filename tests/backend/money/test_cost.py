"""Where a supplier's cost goes, and that what the market says of it does not add up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.money.ageing import AGES, age
from tallystick.money.business_days import CalendarNotPublished, business_day_from, is_business_day
from tallystick.money.cost import Uses, borrowing_cost, simple_interest, unexplained
from tallystick.money.day_count import DueBeforeValueDate, UnknownBasis, basis_of, days_between
from tallystick.money.discount import NegativeRate, bank_discount
from tallystick.money.distribution import nearest_rank

FACE, DAYS, BASIS = 10_000_000_000, 181, 360
AMOUNTS = st.integers(0, 10**12)


def test_twelve_to_six_percent_with_a_return_of_eight_does_not_close() -> None:
    """The supplier's cost falls from 12 % to 6 % and the investor earns 8 % on its cash: not out of that cost.

    On ¥100,000,000 for 181 days the cost is ¥3,016,666.67, the return ¥3,900,885.19: somebody else must bring in
    ¥884,218.52, and if nobody says who, the figures do not hold together.
    """
    discount = bank_discount(FACE, 60_000, DAYS, BASIS)
    cash = FACE - discount
    cost = borrowing_cost(FACE, cash, 0)
    claimed = simple_interest(cash, 80_000, DAYS, BASIS)
    assert (cost, claimed) == (301_666_667, 390_088_519)
    assert unexplained(cost, Uses(income=claimed)) == -88_421_852
    assert unexplained(cost, Uses(income=claimed, subsidies=88_421_852)) == 0
    before = simple_interest(cash, 120_000, DAYS, BASIS)
    assert unexplained(before, Uses(income=claimed)) > 0, "at the old cost of 12 % it would have"


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_cost_closes_when_every_part_of_it_is_named(
    income: int, fees: int, taxes: int, reserve: int, subsidies: int
) -> None:
    cost = income + fees + taxes + reserve - subsidies
    uses = Uses(income, fees, taxes, reserve, subsidies)
    assert unexplained(cost, uses) == 0
    assert unexplained(cost + 1, uses) == 1


def test_c_at_six_percent_against_twelve() -> None:
    cash = 1_000_000_000 - bank_discount(1_000_000_000, 60_000, 178, 360)
    assert cash == 970_333_333
    assert simple_interest(cash, 120_000, 178, 360) == 57_573_111


def test_a_rate_below_zero_is_refused() -> None:
    with pytest.raises(NegativeRate, match="-1 ppm"):
        bank_discount(FACE, -1, DAYS, BASIS)
    with pytest.raises(ValueError, match="-2 days"):
        bank_discount(FACE, 1, -2, BASIS)


def test_a_value_date_after_the_due_date_is_refused() -> None:
    with pytest.raises(DueBeforeValueDate, match="2026-11-28 is after the due date 2026-11-27"):
        days_between(date(2026, 11, 28), date(2026, 11, 27))


def test_an_unknown_basis_is_refused() -> None:
    with pytest.raises(UnknownBasis, match="30/360 is no basis; it is one of ACT/360, ACT/365F"):
        basis_of("30/360")


def test_a_day_of_an_unpublished_year_is_not_guessed_at() -> None:
    """QuantLib calls 2035-10-01 a business day."""
    with pytest.raises(CalendarNotPublished, match="2035-10-01"):
        is_business_day(date(2035, 10, 1))


def test_worked_weekends_are_business_days_and_holidays_are_not() -> None:
    """By the notice for 2026: National Day from 1 to 7 October, with Saturday 10 October worked."""
    assert not is_business_day(date(2026, 10, 7))
    assert is_business_day(date(2026, 10, 10))
    assert business_day_from(date(2026, 10, 1)) == date(2026, 10, 8)
    assert business_day_from(date(2026, 11, 27)) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("overdue", "bucket"),
    [
        (-5, "not_due"),
        (0, "not_due"),
        (1, "1_30"),
        (30, "1_30"),
        (31, "31_60"),
        (90, "61_90"),
        (91, "over_90"),
    ],
)
def test_ages(overdue: int, bucket: str) -> None:
    assert age(20_000 - overdue, 20_000) == bucket
    assert bucket in AGES


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(values: list[int]) -> None:
    ordered = sorted(values)
    for percent in (50, 95, 100):
        found = nearest_rank(ordered, percent)
        assert found in values
        assert sum(value <= found for value in values) * 100 >= percent * len(values)
        assert sum(value < found for value in values) * 100 < percent * len(values)
    assert nearest_rank([], 50) is None
