"""Discounting: bank discount, true discount, and what either costs.

Notation: F face, P cash paid, f fees borne by the seller, all in minor units; q a bank discount rate and r a yield, in
ppm a year; d days from value date to due date; B the basis of a year, 360 or 365 days. The contract computes the bank
discount alike in `BankDiscount.sol`; a property test holds the two equal.
"""

from decimal import ROUND_HALF_UP, Decimal, localcontext

MILLION = 1_000_000
_DAYS_A_YEAR = 365
_DIGITS = 16
"""Of a rate: far more than anybody quotes."""


class NegativeRate(ValueError):
    """A rate below zero: whoever pays early would be paid for it."""


def bank_discount(face: int, ppm: int, days: int, basis: int) -> int:
    """F · q · d / B, rounded half up to the minor unit: one division, last.

    ¥100,000,000 at 6 % (60,000 ppm) for 181 days on ACT/360 is ¥3,016,666.67. Source: the discount convention of bills.
    Raises `NegativeRate`, and `ValueError` of days below zero.
    """
    require_rate(ppm)
    if days < 0:
        raise ValueError(f"{days} days")
    divisor = basis * MILLION
    return (face * ppm * days + divisor // 2) // divisor


def discount_rate(face: int, paid: int, days: int, basis: int) -> Decimal:
    """q = (F − P) / F · B / d: the bank discount rate a year at which `paid` is the price of `face`.

    Source: bank discount yield (M. Stigum and F. L. Robinson, Money Market and Bond Calculations, 1996).
    """
    return Decimal((face - paid) * basis) / Decimal(face * days)


def true_price(face: int, ppm: int, days: int, basis: int) -> int:
    """P = F / (1 + r · d / B), rounded half up: what brings a simple yield of r to who pays it.

    Not the bank discount: 6 % of yield for 181 days on ACT/360 prices ¥100,000,000 at ¥97,071,671.25, 6 % of discount
    at ¥96,983,333.33. Source: the discount factor of simple interest. Raises `NegativeRate`.
    """
    require_rate(ppm)
    divisor = basis * MILLION + ppm * days
    return (face * basis * MILLION + divisor // 2) // divisor


def discount_ppm_of_yield(yield_ppm: Decimal, days: int, basis: int) -> Decimal:
    """q = r / (1 + r · d / B): the bank discount rate that brings a simple yield of r. Both in ppm, not rounded.

    Source: the two prices set equal, F · (1 − q · d / B) = F / (1 + r · d / B). Raises `NegativeRate`.
    """
    require_rate(yield_ppm)
    with localcontext() as context:
        context.prec = _DIGITS
        return yield_ppm / (1 + yield_ppm * days / (MILLION * basis))


def simple_cost(face: int, paid: int, fees: int, days: int, basis: int) -> Decimal:
    """s = (F − P + f) / (P − f) · B / d: what the cash cost, as simple interest a year.

    Source: money-market yield, fees taken off the cash (Stigum and Robinson, 1996).
    """
    cash = paid - fees
    return Decimal((face - cash) * basis) / Decimal(cash * days)


def effective_annual_cost(face: int, paid: int, fees: int, days: int) -> Decimal:
    """e = (F / (P − f)) ^ (365 / d) − 1: what the cash cost a year, compounded.

    Source: the annual percentage rate of one drawdown and one payment (Directive 2008/48/EC, Annex I).
    """
    with localcontext() as context:
        context.prec = _DIGITS
        growth = (Decimal(face) / Decimal(paid - fees)).ln()
        return (growth * _DAYS_A_YEAR / days).exp() - 1


def require_rate(ppm: int | Decimal) -> None:
    """Raises `NegativeRate`."""
    if ppm < 0:
        raise NegativeRate(f"{ppm} ppm is below zero")


def whole_ppm(ppm: Decimal) -> int:
    """Rounded half up to a millionth, as rates stand on the chain."""
    return int(ppm.quantize(Decimal(1), ROUND_HALF_UP))
