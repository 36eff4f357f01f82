"""Debts at simple interest by the day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.money.debt import Debt

MILLION = 100_000_000


def test_five_million_at_6_percent_for_90_days_cost_75_000() -> None:
    debt = Debt(5 * MILLION, 60_000, 360, through=0).on(90)
    assert (debt.principal, debt.interest, debt.owed) == (5 * MILLION, 7_500_000, 507_500_000)


def test_payments_go_to_interest_first() -> None:
    debt = Debt(5 * MILLION, 60_000, 360, through=0).on(90).after(7_500_001)
    assert (debt.principal, debt.interest) == (5 * MILLION - 1, 0)


def test_no_more_is_paid_than_is_owed() -> None:
    debt = Debt(100, 0, 360, through=0)
    for payment in (-1, 101):
        with pytest.raises(ValueError, match="is paid on a debt of 100"):
            debt.after(payment)


@given(
    principal=st.integers(1, 2**53 - 1),
    ppm=st.integers(0, 2_000_000),
    basis=st.sampled_from([360, 365]),
    days=st.lists(st.integers(0, 400), min_size=1, max_size=6),
)
def test_interest_is_rounded_once_however_often_it_is_looked_at_and_paid(
    principal: int, ppm: int, basis: int, days: list[int]
) -> None:
    """Paying each time what has accrued comes to the same as paying all at the end."""
    once = Debt(principal, ppm, basis, through=0).on(sum(days))
    often, day, paid = Debt(principal, ppm, basis, through=0), 0, 0
    for step in days:
        day += step
        often = often.on(day)
        paid += often.interest
        often = often.after(often.interest)
    assert paid == once.interest
    assert often.principal == principal
    exact = principal * ppm * day
    assert abs(paid * basis * 1_000_000 - exact) * 2 <= basis * 1_000_000
