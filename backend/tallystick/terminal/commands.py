"""The operations as commands of Typer's: arguments for the path, options for everything else, help for all of it."""

import os
from collections.abc import Callable, Iterable, Iterator
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from tallystick.refusal import Invalid
from tallystick.terminal.answers import Manner, carry_out
from tallystick.terminal.connections import Address, CallerSettings, connected
from tallystick.terminal.operations import Field, Operation
from tallystick.terminal.requests import composed, is_flag, is_list, label, parameter_name
from tallystick.terminal.schemas import Schema
from tallystick.terminal.values import form, shown

EVERY = "For every operation"

_KEY = "The API key, or @ and a file with it (TALLYSTICK_API_KEY). The host of a home needs none."
_URL = "A server that runs elsewhere (TALLYSTICK_URL)."
_HOME = "The ledger's home, served or not (TALLYSTICK_HOME)."
_IDEMPOTENCY_KEY = (
    "Your own name for this request: a repeat under the same name does nothing twice. Fresh by default."
)
_NO_WAIT = "Do not wait for what takes its time; the answer then names an operation to ask about."
_BODY = "A file with the whole body instead of its parts; - for the standard input."
_CONTENT_TYPE = "What that file is."


def commands_of(operations: Iterable[Operation]) -> typer.Typer:
    """A command for each operation, in groups by tag."""
    program = typer.Typer()
    for operation in operations:
        whom = f"\n\nFor: {', '.join(operation.roles)}." if operation.roles else ""
        program.command(
            operation.name,
            help=escape(operation.description + whom),
            short_help=escape(first_sentence(operation.description)),
            rich_help_panel=operation.tag.capitalize(),
        )(_command(operation))
    return program


def first_sentence(text: str) -> str:
    return text.partition(". ")[0].removesuffix(".") + "." if text else ""


def _command(operation: Operation) -> Callable[..., None]:
    def run(**given: Any) -> None:
        request = composed(operation, given, given.get("body"), given.get("content_type"))
        usual_key = CallerSettings().api_key
        manner = Manner(
            key=api_key("--key", given["key"]),
            usual_key=api_key("TALLYSTICK_API_KEY", usual_key.get_secret_value() if usual_key else None),
            idempotency_key=_header("--idempotency-key", given.get("idempotency_key")),
            wait=not given.get("no_wait"),
        )
        address = Address.given(given["url"], given["home"])
        with connected(address, works=operation.takes_its_time or operation.is_stream) as connection:
            carry_out(connection, operation, request, manner)

    parameters = [
        *map(_parameter, sorted(operation.fields, key=lambda field: not field.required)),
        *_general(operation),
    ]
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return run


def _parameter(field: Field) -> Parameter:
    """A field as a parameter of the command's function. Whether it is there is looked at later, all at once."""
    help_text = _help(field)
    if field.place == "path":
        argument = typer.Argument(metavar=label(field), help=help_text, show_default=False)
        return Parameter(parameter_name(field), Parameter.KEYWORD_ONLY, annotation=Annotated[str, argument])
    declared = label(field)
    if is_flag(field) and field.schema.default is not False:
        declared += f"/--no-{field.option}"
    option = typer.Option(
        declared,
        metavar=None if is_flag(field) else form(field.schema),
        help=help_text,
        show_default=False,
        rich_help_panel="Needed" if field.required else "Optional",
    )
    kind: Any = bool if is_flag(field) else list[str] if is_list(field) else str
    return _optional(parameter_name(field), kind, option)


def _help(field: Field) -> str:
    told = [field.description]
    if field.schema.default is not None and not is_flag(field):
        told.append(f"Default: {shown(field.schema.default)}.")
    told.append(_example(field.schema))
    if is_list(field):
        told.append("(can be repeated)")
    return escape("\n\n".join([" ".join(filter(None, told)), *_members(field)]))


def _members(field: Field) -> Iterator[str]:
    """What each part of it is, where it is written in parts."""
    whole = field.schema.items if is_list(field) else field.schema
    for name, member in whole.properties.items():
        needed = "" if name in whole.required else "(may be left out)"
        yield " ".join(filter(None, [f"{name}:", member.description, _example(member), needed]))


def _example(schema: Schema) -> str:
    """Nothing where there is none, or where the form says all that can be written."""
    example = schema.example
    if example is None or schema.choices:
        return ""
    return f"E.g. {shown(example[0] if schema.kinds == {'array'} and example else example)}"


def _general(operation: Operation) -> list[Parameter]:
    """The options that do not depend on what is asked for."""
    found = [
        _optional("key", str, typer.Option("--key", metavar="KEY", help=_KEY, rich_help_panel=EVERY)),
        _optional("url", str, typer.Option("--url", metavar="URL", help=_URL, rich_help_panel=EVERY)),
        _optional("home", Path, typer.Option("--home", metavar="FOLDER", help=_HOME, rich_help_panel=EVERY)),
    ]
    if operation.is_command:
        named = typer.Option(
            "--idempotency-key", metavar="TEXT", help=_IDEMPOTENCY_KEY, rich_help_panel=EVERY
        )
        found.append(_optional("idempotency_key", str, named))
    if operation.takes_its_time:
        no_wait = typer.Option("--no-wait", help=_NO_WAIT, rich_help_panel=EVERY)
        found.append(_optional("no_wait", bool, no_wait))
    if operation.content_types:
        body = typer.Option("--body", metavar="FILE", help=_BODY, rich_help_panel="Optional")
        found.append(_optional("body", str, body))
        what = typer.Option("--content-type", metavar="TYPE", help=_CONTENT_TYPE, rich_help_panel="Optional")
        found.append(_optional("content_type", str, what))
    return found


def _optional(name: str, kind: Any, option: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind | None, option])


def api_key(source: str, written: str | None) -> str | None:
    """The key itself, where the words only name its file."""
    if written and written.startswith("@"):
        written = Path(written[1:]).read_bytes().decode(errors="replace").strip()
    elif written and os.sep in written:
        raise Invalid(
            "malformed_value", f"{source}: this is a file, not a key.", "Write @ and the file's name."
        )
    return _header(source, written or None)


def _header(source: str, text: str | None) -> str | None:
    """A text that is sent in a header, which cannot carry any other. Never told: it may be secret."""
    if text is not None and not (text.isascii() and text.isprintable() and text.strip()):
        raise Invalid(
            "malformed_value", f"{source}: this cannot be sent.", "Use letters, digits and signs of ASCII."
        )
    return text
