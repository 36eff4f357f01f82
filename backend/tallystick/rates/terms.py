"""What a claim should bring today, by a published curve: the terms that a quote can be given at."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tallystick.money.business_days import CalendarNotPublished, business_day_from
from tallystick.money.curve import Curve
from tallystick.money.day_count import days_between
from tallystick.money.discount import bank_discount, discount_ppm_of_yield, require_rate, whole_ppm


@dataclass(frozen=True, slots=True)
class Terms:
    """`curve_ppm`, `yield_ppm` (what the financier is to earn, simple) and `rate_ppm` (the bank discount rate that a
    quote names) a year; `proceeds` and `discount` in minor units.

    `days` are those of the ledger, to the due date. `paid_on` is the business day on which the money is reckoned to
    be there, and `is_provisional` says that no published calendar covers it.
    """

    days: int
    paid_on: date
    is_provisional: bool
    curve_ppm: Decimal
    yield_ppm: Decimal
    rate_ppm: int
    discount: int
    proceeds: int


def terms(  # noqa: PLR0917 (what a price is made of)
    face: int,
    value_date: date,
    due_date: date,
    basis: int,
    curve: Curve,
    spread_ppm: int,
    expected_loss_ppm: int,
) -> Terms:
    """r = curve(d′) + spread + expected loss over the d′ days to the business day on which money comes back; the price
    is F / (1 + r · d′/B), told as the bank discount rate over the d days that the ledger counts.

    Raises `DueBeforeValueDate`, `OutsideCurve` and `NegativeRate`.
    """
    days = days_between(value_date, due_date)
    paid_on, provisional = due_date, False
    try:
        paid_on = business_day_from(due_date)
    except CalendarNotPublished:
        provisional = True
    if days == 0:
        return Terms(0, paid_on, provisional, Decimal(0), Decimal(0), 0, 0, face)
    lent = days_between(value_date, paid_on)
    reference = curve.ppm(lent)
    earned = reference + spread_ppm + expected_loss_ppm
    require_rate(earned)
    rate = whole_ppm(discount_ppm_of_yield(earned, lent, basis) * lent / days)
    discount = bank_discount(face, rate, days, basis)
    return Terms(days, paid_on, provisional, reference, earned, rate, discount, face - discount)
