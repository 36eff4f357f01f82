"""Discounts and costs, by the published table."""

from decimal import Decimal

import pytest

from tallystick.money.discount import bank_discount, effective_annual_cost, simple_cost, true_price

FACE = 10_000_000_000
"""¥100,000,000.00."""

TABLE = [
    (60_000, 180, 360, "3000000.00", "6.1856", "6.3712"),
    (60_000, 181, 360, "3016666.67", "6.1866", "6.3717"),
    (60_000, 181, 365, "2975342.47", "6.1840", "6.2804"),
    (60_000, 184, 365, "3024657.53", "6.1871", "6.2820"),
    (120_000, 181, 360, "6033333.33", "12.7705", "13.3706"),
    (80_000, 181, 360, "4022222.22", "8.3353", "8.6311"),
]
PERCENT = Decimal("0.0001")


@pytest.mark.parametrize(("ppm", "days", "basis", "discount", "simple", "effective"), TABLE)
def test_discount_and_costs_are_those_of_the_table(
    ppm: int, days: int, basis: int, discount: str, simple: str, effective: str
) -> None:
    found = bank_discount(FACE, ppm, days, basis)
    assert Decimal(found) / 100 == Decimal(discount)
    paid = FACE - found
    assert (simple_cost(FACE, paid, 0, days, basis) * 100).quantize(PERCENT) == Decimal(simple)
    assert (effective_annual_cost(FACE, paid, 0, days) * 100).quantize(PERCENT) == Decimal(effective)


@pytest.mark.parametrize(
    ("face", "expected"), [(0, 0), (299_999, 50), (300_000, 50), (302_999, 50), (303_000, 51)]
)
def test_a_discount_is_rounded_half_up(face: int, expected: int) -> None:
    """At 6 % for one day on 360 it is a sixty-thousandth of the face: 3,000 minor units make half of one."""
    assert bank_discount(face, 60_000, 1, 360) == expected


def test_discount_and_yield_are_different_conventions() -> None:
    """6 % of yield prices ¥100,000,000 in 181 days higher than 6 % of discount."""
    assert true_price(FACE, 60_000, 181, 360) == 9_707_167_125
    assert FACE - bank_discount(FACE, 60_000, 181, 360) == 9_698_333_333


def test_fees_make_the_cash_dearer() -> None:
    free = simple_cost(10_000, 9_700, 0, 180, 360)
    assert simple_cost(10_000, 9_700, 100, 180, 360) > free
    assert effective_annual_cost(10_000, 9_700, 100, 180) > effective_annual_cost(10_000, 9_700, 0, 180)
