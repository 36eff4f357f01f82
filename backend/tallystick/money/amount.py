"""Amounts: integers of minor units, written for people."""

_SYMBOLS = {"CNY": "¥", "USD": "US$"}
_MINOR_UNITS = 100

LARGEST_AMOUNT = 2**53 - 1


def amount_text(minor_units: int, currency: str) -> str:
    """¥1,000,000.00 for 100,000,000 fen. Every currency of the ledger has two decimals."""
    sign = "-" if minor_units < 0 else ""
    return f"{sign}{_SYMBOLS.get(currency, currency + ' ')}{decimal_text(abs(minor_units))}"


def decimal_text(minor_units: int) -> str:
    """1,000,000.00 for 100,000,000 minor units, where the currency is understood."""
    sign = "-" if minor_units < 0 else ""
    whole, fraction = divmod(abs(minor_units), _MINOR_UNITS)
    return f"{sign}{whole:,}.{fraction:02d}"
