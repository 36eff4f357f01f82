"""What every request body has in common: nothing unknown, nothing converted, nothing that cannot be printed."""

import json
import re
import reprlib
import unicodedata
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from tallystick.refusal import Invalid
from tallystick.web import forms

UNPRINTABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode's categories of control characters, of those that only turn or hide others, and of ends of lines."""

_PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})"
)


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
    if any(unicodedata.category(character) in UNPRINTABLE for character in text):
        raise ValueError("It should have no control characters, nor any that are not seen")
    return text


def require_each_member_once(body: bytes) -> None:
    """Refuses a JSON object in which a name stands twice: readers differ in which of the two values they take.

    Raises `Invalid`. What is no JSON object is left to those who parse it.
    """
    if body.lstrip()[:1] == b"{":
        with suppress(ValueError):
            json.loads(body, object_pairs_hook=_each_once)


def _each_once(pairs: list[tuple[str, object]]) -> None:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        repeated = next(name for name in names if names.count(name) > 1)
        raise Invalid(
            "member_repeated",
            f"The body has {reprlib.repr(repeated)} more than once.",
            "Name each member once.",
        )


def _instant(value: object) -> datetime:
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise ValueError("It should be a moment with its offset as in 2026-12-01T10:00:00+08:00")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("There is no such moment in the calendar") from None
    if moment.timestamp() < 0:
        raise ValueError("It should not lie before 1970")
    return moment


PlainDate = Annotated[date, BeforeValidator(_plain_date, json_schema_input_type=date)]
"""A calendar date, `2027-05-23`, without a time."""

Instant = Annotated[datetime, BeforeValidator(_instant, json_schema_input_type=datetime)]
"""A moment with its offset, `2026-12-01T10:00:00+08:00`."""

Line = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_printable)]
"""One line of text, without blanks around it."""

Identifier = Annotated[str, StringConstraints(pattern=forms.IDENTIFIER)]
"""The id of a party, or of anything else that the backend names."""
