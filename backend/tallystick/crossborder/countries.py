"""Countries by ISO 3166-1."""

from iso3166 import countries_by_numeric

CHINA = 156
"""By its number. All else is abroad."""


def country_text(number: int) -> str:
    """A country's number as it is written: three digits."""
    return f"{number:03}"


def letters(number: str) -> str | None:
    """The two letters (alpha-2) of a country by its three digits. None where there is no such country."""
    found = countries_by_numeric.get(number)
    return None if found is None else found.alpha2
