"""What somebody writes at a terminal, as the value that a schema asks for. No number is rounded or cut."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tallystick.refusal import Invalid
from tallystick.terminal.schemas import Schema

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_BOOLEANS = {"true": True, "false": False}
LONGEST_INTEGER = 4_000
"""Digits; Python reads no longer ones."""
MOST_BRACKETS = 1_000
"""What the API takes, and the parser can stand."""


def value_of(schema: Schema, text: str, where: str) -> Any:
    """The value as JSON knows it. `where` is the option or argument. Raises `Invalid` where it cannot be one."""
    kinds = schema.kinds
    if text[:1] in {"{", "["} and (not kinds or kinds & {"object", "array"}):
        return _nested(schema, text, where)
    for kind, read in _SCALARS.items():
        if kind in kinds and not (kind == "number" and "string" in kinds):
            value = read(text)
            if value is not None:
                return value
    if "string" in kinds or not kinds:
        return text
    if "array" in kinds:
        return [value_of(schema.items, text, where)]
    if "object" in kinds:
        return _object(schema, text, where)
    raise Invalid("malformed_value", f"{where}: {text!r} is no {schema.in_words}.", _way_out(schema))


def list_of(schema: Schema, texts: list[str], where: str) -> Any:
    """The list whose members were written one by one, or whole, as JSON."""
    if len(texts) == 1 and texts[0].startswith("["):
        return _nested(schema, texts[0], where)
    return [value_of(schema.items, text, where) for text in texts]


def _way_out(schema: Schema) -> str:
    if schema.kinds == {"integer"}:
        return "Write digits alone; an amount is in minor units (fen, cents)."
    example = schema.example
    return f"Write it as in {shown(example)}." if example is not None else "See --help."


def shown(value: Any) -> str:
    """A value as somebody would write it at a terminal."""
    if isinstance(value, str | Decimal):
        return str(value)
    if isinstance(value, dict):
        return ",".join(f"{name}={shown(member)}" for name, member in value.items())
    if isinstance(value, list):
        return " ".join(shown(member) for member in value)
    return json.dumps(value, ensure_ascii=False)


def form(schema: Schema) -> str:
    """How a value is written, in few words: `INTEGER`, `claim|bill`, `document=…,kind=claim|bill`."""
    if schema.choices:
        return "|".join(map(str, schema.choices))
    if schema.kinds == {"array"}:
        return form(schema.items)
    if schema.kinds == {"object"}:
        return ",".join(f"{name}={_member(value)}" for name, value in schema.properties.items()) or "NAME=…"
    if schema.kinds & {"object", "array"} or not schema.kinds:
        return "VALUE"
    if "string" in schema.kinds:
        return "DATE" if any(one.written.get("format") == "date" for one in schema.alternatives) else "TEXT"
    return "|".join(kind.upper() for kind in sorted(schema.kinds))


def _member(schema: Schema) -> str:
    return form(schema) if schema.choices else "…"


def _integer(text: str) -> int | None:
    return int(text) if _INTEGER.fullmatch(text) and len(text) <= LONGEST_INTEGER else None


def _number(text: str) -> Decimal | None:
    return Decimal(text) if _NUMBER.fullmatch(text) else None


_SCALARS: dict[str, Callable[[str], Any]] = {
    "boolean": _BOOLEANS.get,
    "integer": _integer,
    "number": _number,
}


def _nested(schema: Schema, text: str, where: str) -> Any:
    """A list or an object that is written as JSON."""
    if text.count("{") + text.count("[") > MOST_BRACKETS:
        raise Invalid("malformed_value", f"{where}: it has too many lists and objects.", "Write fewer.")
    try:
        return json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise Invalid(
            "malformed_value",
            f"{where}: {text!r} begins like JSON and is none: {error}.",
            f"Write {form(schema)}, or JSON.",
        ) from None


def _object(schema: Schema, text: str, where: str) -> dict[str, Any]:
    """An object that is written `name=value,name=value`; the name of a list may stand several times."""
    found: dict[str, Any] = {}
    for pair in text.split(","):
        name, equals, written = pair.strip().partition("=")
        if not equals:
            raise _malformed(schema, where, f"{pair!r} is not name=value")
        _add(found, schema, name, written, where)
    missing = sorted(schema.required - found.keys())
    if missing:
        raise _malformed(schema, where, f"{text!r} lacks {', '.join(missing)}")
    return found


def _add(found: dict[str, Any], schema: Schema, name: str, written: str, where: str) -> None:
    member = schema.properties.get(name, schema.other_members)
    if member is None:
        raise _malformed(schema, where, f"there is no {name!r} in it")
    value = value_of(member, written, f"{where} {name}")
    if name not in found:
        found[name] = value
    elif member.kinds == {"array"}:
        found[name] += value
    else:
        raise _malformed(schema, where, f"{name} is there twice")


def _malformed(schema: Schema, where: str, what: str) -> Invalid:
    return Invalid("malformed_value", f"{where}: {what}.", f"Write {form(schema)}, or the whole as JSON.")
