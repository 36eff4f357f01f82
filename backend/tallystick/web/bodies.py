"""What every request body has in common: nothing unknown, nothing converted, nothing that cannot be printed."""

import re
import unicodedata
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from tallystick.web import forms

_PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Body(BaseModel):
    """A body whose fields are taken as they stand: no number is made of a string, and no date of a number."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _plain_date(value: object) -> date:
    if not isinstance(value, str) or not _PLAIN_DATE.fullmatch(value):
        raise ValueError("It should be a date as in 2027-05-23")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("There is no such day in the calendar") from None


def _printable(text: str) -> str:
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise ValueError("It should have no control characters")
    return text


PlainDate = Annotated[date, BeforeValidator(_plain_date, json_schema_input_type=date)]
"""A calendar date, `2027-05-23`, without a time."""

Line = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_printable)]
"""One line of text, without blanks around it."""

Identifier = Annotated[str, StringConstraints(pattern=forms.IDENTIFIER)]
"""The id of a party, or of anything else that the backend names."""
