"""Day-count bases: over how many days a rate a year is spread."""

from datetime import date

BASES = {"ACT/360": 360, "ACT/365F": 365}
"""Days of a year by the name of the basis: actual days over 360 (money market), or over 365 in leap years too."""

BASES_ON_CHAIN = {1: 360, 2: 365}
"""The same by the number that the contracts use (`BankDiscount.sol`)."""


class UnknownBasis(ValueError):
    """No basis of a year that the ledger reckons with."""


class DueBeforeValueDate(ValueError):
    """Money that is paid after the day on which it comes back."""


def basis_of(day_count: str) -> int:
    """Days of a year. Raises `UnknownBasis`."""
    if day_count not in BASES:
        raise UnknownBasis(f"{day_count} is no basis; it is one of {', '.join(BASES)}")
    return BASES[day_count]


def days_between(value_date: date, due_date: date) -> int:
    """Actual days from one to the other, 0 on the same day. Raises `DueBeforeValueDate`."""
    if due_date < value_date:
        raise DueBeforeValueDate(f"the value date {value_date} is after the due date {due_date}")
    return (due_date - value_date).days
