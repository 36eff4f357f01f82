"""Amounts and days of a row, refused with codes of their own."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from tallystick.money.amount import LARGEST_AMOUNT, decimal_text

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,20}[.,][0-9]*")


def amount(value: object) -> int:
    """JSON's and CSV's integers. What has a decimal point, or any other form, might mean yuan: it is not guessed."""
    if isinstance(value, Decimal) or (isinstance(value, str) and _DECIMAL.fullmatch(value)):
        raise PydanticCustomError("amount_not_minor_units", "The amount is not an integer of minor units.")
    if not isinstance(value, int) or isinstance(value, bool):
        raise PydanticCustomError("amount_not_an_integer", "The amount is not an integer in plain digits.")
    if value <= 0:
        raise PydanticCustomError("amount_not_positive", "The amount is not above zero.")
    if value > LARGEST_AMOUNT:
        raise PydanticCustomError(
            "amount_too_large",
            "The amount is above {largest}.",
            {"largest": decimal_text(LARGEST_AMOUNT)},
        )
    return value


def day(value: object) -> date:
    """A calendar date, `2027-05-23`. Raises `PydanticCustomError`, which is a `ValueError`."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("date_malformed", "The date is not written as in 2027-05-23.")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("no_such_day", "There is no such day in the calendar.") from None


MinorUnits = Annotated[int, BeforeValidator(amount, json_schema_input_type=int)]
Day = Annotated[date, BeforeValidator(day, json_schema_input_type=date)]
