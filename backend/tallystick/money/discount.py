"""Bank discount and what it costs.

Notation: F face, P cash paid, f fees borne by the seller, all in minor units; q a rate of ppm a year; d days from value
date to due date; B the basis of a year, 360 or 365 days. The contract computes the discount alike in
`BankDiscount.sol`; a property test holds the two equal.
"""

from decimal import Decimal, localcontext

MILLION = 1_000_000
_DAYS_A_YEAR = 365
_DIGITS = 60


def bank_discount(face: int, ppm: int, days: int, basis: int) -> int:
    """F · q · d / B, rounded half up to the minor unit: one division, last.

    ¥100,000,000 at 6 % (60,000 ppm) for 181 days on ACT/360 is ¥3,016,666.67. Source: the discount convention of bills.
    """
    divisor = basis * MILLION
    return (face * ppm * days + divisor // 2) // divisor


def simple_cost(face: int, paid: int, fees: int, days: int, basis: int) -> Decimal:
    """s = (F − P + f) / (P − f) · B / d: what the cash cost, as simple interest a year."""
    cash = paid - fees
    return Decimal((face - cash) * basis) / Decimal(cash * days)


def effective_annual_cost(face: int, paid: int, fees: int, days: int) -> Decimal:
    """e = (F / (P − f)) ^ (365 / d) − 1: what the cash cost a year, compounded."""
    with localcontext() as context:
        context.prec = _DIGITS
        return (Decimal(face) / Decimal(paid - fees)) ** (Decimal(_DAYS_A_YEAR) / Decimal(days)) - 1
