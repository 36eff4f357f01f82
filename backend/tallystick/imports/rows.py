"""A row as its file gave it, and what its form alone already tells is wrong with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from tallystick.imports.schemas import LONGEST_REFERENCE, ReceivableRow, RowProblem
from tallystick.money.amount import FractionOfMinorUnit, NotDecimal, minor_units
from tallystick.refusal import Refusal
from tallystick.web.mistakes import wording
from tallystick.web.problems import told

LONGEST_FIELD = 120
"""Whoever gives a field a longer name knows it by its beginning."""

Place = tuple[str | int, ...]
"""Where a field is in a `ReceivableRow`: ("documents", 0, "amount"); empty for the whole row."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of which nothing is known yet but what its file says.

    `field_name` tells a place in the words of the file; `lines` says where a place is not on the row's own line;
    `broken` is what keeps its fields from being looked at at all.
    """

    line: int
    fields: dict[str, Any]
    field_name: Callable[[Place], str]
    lines: dict[Place, int] = field(default_factory=dict)
    repeated: tuple[Place, ...] = ()
    broken: Refusal | None = None

    def problem(self, place: Place, refusal: Refusal, value: Any = None) -> RowProblem:
        """What is refused about a field, in the refusal's own words."""
        return RowProblem(
            line=self.lines.get(place, self.line),
            field=self.field_name(place)[:LONGEST_FIELD] if place else None,
            code=refusal.code,
            detail=refusal.detail,
            value=told(value),
            way_out=refusal.way_out,
            values=refusal.values,
        )

    def given(self, place: Place) -> Any:
        """What the file says at a place; None where it says nothing."""
        value: Any = self.fields
        for part in place:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    @property
    def reference(self) -> str | None:
        """What the report calls the row, where that can be printed."""
        given = self.fields.get("reference")
        text = given.strip() if isinstance(given, str) else ""
        return text if text.isprintable() and 1 <= len(text) <= LONGEST_REFERENCE else None


def understood(row: SourceRow) -> tuple[ReceivableRow | None, list[RowProblem]]:
    """The row, or all that is wrong with its form."""
    if row.broken is not None:
        return None, [row.problem((), row.broken)]
    twice = Refusal("field_repeated", "The field is given more than once.", "Give each field once.")
    problems = [row.problem(place, twice) for place in row.repeated]
    try:
        parsed = ReceivableRow.model_validate(row.fields)
    except ValidationError as error:
        return None, problems + malformed(row, error)
    return (None if problems else parsed), problems


def malformed(
    row: SourceRow, error: ValidationError, place_of: Callable[[Place], Place] = lambda place: place
) -> list[RowProblem]:
    """What a model says of values that came from this row; `place_of` leads from the model's fields to the row's."""
    return [_problem(row, item, place_of(tuple(item["loc"]))) for item in error.errors()]


def _problem(row: SourceRow, item: ErrorDetails, place: Place) -> RowProblem:
    given, kind, context = item["input"], item["type"], item.get("ctx", {})
    if isinstance(given, str) and kind in {"too_short", "too_long"}:
        kind = f"string_{kind}"
    code, detail, way_out = _WORDINGS.get(kind, _OTHER)
    value = None if kind in _WITHOUT_VALUE else given
    detail = detail.format(**context) or wording(dict(item)).removesuffix(".")
    detail = f"{detail}." if value is None else f"{detail} (got {told(value)!r})."
    way_out = way_out.format(**context)
    if code == "amount_not_minor_units":
        way_out += _in_minor_units(str(value))
    return row.problem(place, Refusal(code, detail, way_out), value)


def refusal_of_value(error: PydanticCustomError, value: Any) -> Refusal:
    """What one of our validators says of a value that came from elsewhere than a row."""
    code, _, way_out = _WORDINGS[error.type]
    return Refusal(code, f"{error.message().removesuffix('.')} (got {told(value)!r}).", way_out)


def _in_minor_units(decimal: str) -> str:
    try:
        units = minor_units(decimal)
    except (NotDecimal, FractionOfMinorUnit):
        return ""
    return f" If {decimal} is yuan or dollars, write {units}."


_WITHOUT_VALUE = {
    "missing",
    "string_too_short",
    "document_not_named",
    "document_amount_missing",
    "too_short",
    "too_long",
}
"""Mistakes that the value at hand does not explain."""

_OTHER = ("malformed", "", "Correct it as /openapi.json describes it.")
_MISSING = ("missing", "Nothing is given", "Fill it in.")
_WORDINGS: dict[str, tuple[str, str, str]] = {
    "missing": _MISSING,
    "string_too_short": _MISSING,
    "extra_forbidden": (
        "unknown_field",
        "There is no field of this name",
        "Leave it out, or correct its name.",
    ),
    "string_type": ("not_text", "It is not text", "Write it as text."),
    "string_too_long": ("too_long", "The text is too long", "Write at most {max_length} characters."),
    "string_pattern_mismatch": ("malformed", "", "Correct it."),
    "value_error": ("not_printable", "", "Leave control characters and those that are not seen out."),
    "literal_error": ("not_one_of", "It is none of those that there are", "Use one of: {expected}."),
    "list_type": ("documents_missing", "The documents are not a list", "Give a list of documents."),
    "too_short": ("documents_missing", "No document is named", "Name those that the receivable rests on."),
    "too_long": (
        "too_many_documents",
        "More than {max_length} documents are named",
        "Divide the receivable, or draw on fewer.",
    ),
    "model_type": ("not_an_object", "It is not an object", "Write it as an object: {{ … }}."),
    "document_not_named": (
        "document_not_named",
        "",
        "Name it by kind and number, or by its fingerprint alone.",
    ),
    "document_amount_missing": (
        "document_amount_missing",
        "",
        "Say for each document how much is drawn on it.",
    ),
    "amount_not_minor_units": ("amount_not_minor_units", "", "Write an integer of minor units (fen, cents)."),
    "amount_not_an_integer": (
        "amount_not_an_integer",
        "",
        "Write minor units as an integer in plain digits.",
    ),
    "amount_not_positive": ("amount_not_positive", "", "Write at least 1."),
    "amount_too_large": ("amount_too_large", "", "Divide it into several receivables."),
    "date_malformed": ("date_malformed", "", "Write year, month and day as in 2027-05-23."),
    "no_such_day": ("no_such_day", "", "Write a day of the calendar."),
}
"""What pydantic and our own validators call a mistake: its code, its detail unless theirs will do, the way out."""


def lines_text(lines: Sequence[int]) -> str:
    """`line 3`, `lines 3, 5 and 8`."""
    if len(lines) == 1:
        return f"line {lines[0]}"
    return f"lines {', '.join(map(str, lines[:-1]))} and {lines[-1]}"
