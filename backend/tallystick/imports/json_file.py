"""Rows of a JSON file: a list of objects, each a receivable."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tallystick.imports.rows import Place, SourceRow
from tallystick.refusal import Invalid, Refusal
from tallystick.web.problems import pointer

_BLANKS = " \t\r\n"
_LONGEST_INTEGER = 30


class _Object(dict[str, Any]):
    """An object and the names that stood in it more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        names = [name for name, _ in pairs]
        self.repeated = (
            sorted({name for name in names if names.count(name) > 1}) if len(self) < len(pairs) else []
        )


def json_rows(text: str) -> list[SourceRow]:
    """Every object of the list. Raises `Invalid` where the file is no list, or no JSON."""
    try:
        return [_row(line, index, value) for index, (line, value) in enumerate(_items(text))]
    except json.JSONDecodeError as error:
        raise Invalid(
            "json_malformed",
            f"Line {error.lineno}, column {error.colno} is not JSON: {error.msg}.",
            "Send a list of objects in JSON (RFC 8259).",
            {"line": error.lineno},
        ) from error


def _items(text: str) -> Iterator[tuple[int, Any]]:
    """Each item of the list with the line that it begins on."""
    decoder = json.JSONDecoder(
        object_pairs_hook=_Object, parse_float=Decimal, parse_int=_integer, parse_constant=_no_number
    )
    position, line, counted = _after_blanks(text, 0), 1, 0
    if text[position : position + 1] != "[":
        raise Invalid(
            "json_not_a_list", "The file is not a list.", "Put the rows in a list: [ { … }, { … } ]."
        )
    position = _after_blanks(text, position + 1)
    ended = text[position : position + 1] == "]"
    while not ended:
        line, counted = line + text.count("\n", counted, position), position
        value, position = decoder.raw_decode(text, position)
        yield line, value
        position = _after_blanks(text, position)
        following = text[position : position + 1]
        if following not in {",", "]"}:
            raise json.JSONDecodeError("Expecting ',' or ']'", text, position)
        ended = following == "]"
        position = position if ended else _after_blanks(text, position + 1)
    end = _after_blanks(text, position + 1)
    if end != len(text):
        raise json.JSONDecodeError("Extra data", text, end)


def _after_blanks(text: str, position: int) -> int:
    while position < len(text) and text[position] in _BLANKS:
        position += 1
    return position


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= _LONGEST_INTEGER else Decimal(text)


def _no_number(text: str) -> Any:
    raise json.JSONDecodeError(f"{text} is no number", text, 0)


def _row(line: int, index: int, value: Any) -> SourceRow:
    def field_name(place: Place) -> str:
        return pointer((index, *place))

    if not isinstance(value, _Object):
        broken = Refusal("not_an_object", "The row is not an object.", "Write each row as an object: { … }.")
        return SourceRow(line, {}, field_name, broken=broken)
    return SourceRow(line, dict(value), field_name, repeated=tuple(_repeated(value)))


def _repeated(row: _Object) -> Iterator[Place]:
    yield from ((name,) for name in row.repeated)
    documents = row.get("documents")
    for position, document in enumerate(documents if isinstance(documents, list) else []):
        if isinstance(document, _Object):
            yield from (("documents", position, name) for name in document.repeated)
