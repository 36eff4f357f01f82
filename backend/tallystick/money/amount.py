"""Amounts: integers of minor units, written for people and read from decimals."""

import re

HOME = "CNY"
"""What money is in, by ISO 4217."""

_SYMBOLS = {HOME: "¥", "USD": "US$"}
_MINOR_UNITS = 100
_DECIMALS = 2

LARGEST_AMOUNT = 2**53 - 1

_DECIMAL = re.compile(r"([+-]?)(?=\.?[0-9])([0-9]{0,40})(?:\.([0-9]{0,40}))?")


class NotDecimal(ValueError):
    """No decimal number in plain digits."""


class FractionOfMinorUnit(ValueError):
    """More decimals than the currency has, and not all of them zero."""


def amount_text(minor_units: int, currency: str) -> str:
    """¥1,000,000.00 for 100,000,000 fen. Every currency of the ledger has two decimals."""
    sign = "-" if minor_units < 0 else ""
    return f"{sign}{_SYMBOLS.get(currency, currency + ' ')}{decimal_text(abs(minor_units))}"


def decimal_text(minor_units: int) -> str:
    """1,000,000.00 for 100,000,000 minor units, where the currency is understood."""
    sign = "-" if minor_units < 0 else ""
    whole, fraction = divmod(abs(minor_units), _MINOR_UNITS)
    return f"{sign}{whole:,}.{fraction:02d}"


def minor_units(decimal: str) -> int:
    """123,450 for "1234.50", exactly.

    Decimals as XML writes them (XML Schema part 2, 3.2.3): a sign, ASCII digits, a point. Raises `NotDecimal` and
    `FractionOfMinorUnit`.
    """
    found = _DECIMAL.fullmatch(decimal)
    if found is None:
        raise NotDecimal(decimal)
    sign, whole, fraction = found[1], found[2], found[3] or ""
    if fraction[_DECIMALS:].strip("0"):
        raise FractionOfMinorUnit(decimal)
    units = int(whole + fraction[:_DECIMALS].ljust(_DECIMALS, "0"))
    return -units if sign == "-" else units
