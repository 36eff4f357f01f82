"""From what was written at the terminal to the request that the API understands."""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from tallystick.refusal import Invalid
from tallystick.terminal.operations import JSON, Field, Operation
from tallystick.terminal.values import list_of, shown, value_of

_JSON = msgspec.json.Encoder(decimal_format="number")


@dataclass(frozen=True, slots=True)
class Request:
    """A request before anybody has signed it with a key."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes | None = None


def parameter_name(field: Field) -> str:
    """What a field is called among what was given."""
    return f"{field.place}_{re.sub(r'[^0-9A-Za-z]', '_', field.option)}"


def composed(
    operation: Operation, given: Mapping[str, Any], body: str | None = None, content_type: str | None = None
) -> Request:
    """The request of an operation. `given` has texts, lists of texts and flags; `body` names a file, `-` the input.

    Raises `Invalid` where something is missing, or cannot be what it should be.
    """
    values = [(field, _value(field, given.get(parameter_name(field)))) for field in operation.fields]
    _require(operation, [field for field, value in values if value is None], body)
    said = [(field, value) for field, value in values if value is not None]
    path = operation.path
    for field, value in said:
        if field.place == "path":
            path = path.replace("{" + field.name + "}", quote(shown(value), safe=""))
    content, media_type = _body(operation, said, body, content_type)
    headers = [(field.name, shown(value)) for field, value in said if field.place == "header"]
    if media_type is not None:
        headers.append(("Content-Type", media_type))
    return Request(operation.method, path, tuple(_query(said)), tuple(headers), content)


def label(field: Field) -> str:
    """What people call the field: `--due-date`, `CLAIM`."""
    return field.option.upper() if field.place == "path" else f"--{field.option}"


def is_list(field: Field) -> bool:
    """Whether the option may be repeated."""
    return field.schema.kinds == {"array"}


def is_flag(field: Field) -> bool:
    return field.schema.kinds == {"boolean"} and field.place != "path"


def _value(field: Field, written: Any) -> Any:
    """What was written for the field; None where nothing was."""
    if written is None or isinstance(written, bool):
        return written
    if is_list(field):
        return list_of(field.schema, written, label(field)) if written else None
    if field.place == "path" and not written:
        raise Invalid("malformed_value", f"{label(field)} is empty.", "Name what it is about.")
    return value_of(field.schema, written, label(field))


def _require(operation: Operation, absent: list[Field], body: str | None) -> None:
    missing = [
        label(field)
        for field in absent
        if field.required and (field.place != "body" or (operation.body_required and body is None))
    ]
    if operation.body_required and body is None and not any(f.place == "body" for f in operation.fields):
        missing.append("--body")
    if missing:
        raise Invalid(
            "option_missing",
            f"{operation.name} needs {', '.join(missing)}.",
            f"See tallystick {operation.name} --help.",
        )


def _query(said: list[tuple[Field, Any]]) -> Iterator[tuple[str, str]]:
    for field, value in said:
        if field.place == "query":
            for one in value if isinstance(value, list) else [value]:
                yield field.name, shown(one)


def _body(
    operation: Operation, said: list[tuple[Field, Any]], body: str | None, content_type: str | None
) -> tuple[bytes | None, str | None]:
    """The body and its media type."""
    members = {field.name: value for field, value in said if field.place == "body"}
    if body is None:
        written = bool(members) or (operation.body_required and JSON in operation.content_types)
        return (_JSON.encode(members), JSON) if written else (None, None)
    if members:
        raise Invalid(
            "body_twice",
            "The body is given both as --body and in parts.",
            "Leave out --body, or the options that stand in it.",
        )
    return _file(body), content_type or _media_type(operation, body)


def _file(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _media_type(operation: Operation, name: str) -> str:
    """The only one that the operation takes, or the one that the file's name ends with."""
    if len(operation.content_types) == 1:
        return operation.content_types[0]
    for media_type in operation.content_types:
        if Path(name).suffix and Path(name).suffix == "." + media_type.rpartition("/")[2]:
            return media_type
    raise Invalid(
        "content_type_missing",
        f"{operation.name} takes {', '.join(operation.content_types)}, and {name!r} does not say what it is.",
        "Say it with --content-type.",
    )
