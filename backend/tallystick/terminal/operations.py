"""The operations of the HTTP API, as its description (/openapi.json) lists them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from tallystick.terminal.schemas import Schema

IDEMPOTENCY_KEY = "Idempotency-Key"
JSON = "application/json"
EVENTS = "text/event-stream"
METHODS = ("get", "put", "post", "patch", "delete")

Place = Literal["path", "query", "header", "body"]


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a request says: a parameter, or a member of its body."""

    name: str
    """As the API writes it."""
    place: Place
    schema: Schema
    required: bool
    description: str
    option: str
    """As the command line writes it; a path parameter is an argument and has this as its name only."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked of the API."""

    name: str
    """As the command line writes it: `split-claim`."""
    method: str
    path: str
    tag: str
    description: str
    fields: tuple[Field, ...]
    content_types: tuple[str, ...]
    """What its body may be; nothing where it has none."""
    body_required: bool
    is_command: bool
    """Whether it is carried out once for each idempotency key."""
    takes_its_time: bool
    """Whether its answer may come later than its response."""
    is_stream: bool
    """Whether its answer comes piece by piece."""
    roles: tuple[str, ...]
    """Whom it is for; nobody in particular where it takes no API key."""


RESERVED = ("help", "key", "url", "home", "body", "content-type", "idempotency-key", "no-wait")
"""Options that every operation has, or that have a meaning of their own."""


def operations_of(document: dict[str, Any]) -> list[Operation]:
    """Every operation, in the order of the document."""
    components = document.get("components", {}).get("schemas", {})
    return [
        _operation(method.upper(), path, written, components)
        for path, methods in document["paths"].items()
        for method, written in methods.items()
        if method in METHODS
    ]


def kebab(name: str) -> str:
    return name.replace("_", "-").lower()


def _operation(method: str, path: str, written: dict[str, Any], components: dict[str, Any]) -> Operation:
    parameters = sorted(written.get("parameters", []), key=lambda one: path.find(f"{{{one['name']}}}"))
    body = written.get("requestBody", {})
    content = body.get("content", {})
    return Operation(
        name=kebab(written["operationId"]),
        method=method,
        path=path,
        tag=written.get("tags", ["other"])[0],
        description="\n\n".join(filter(None, [written.get("description", ""), *_forms(content, components)])),
        fields=_with_options(
            [*_parameters(parameters, components), *_members(content.get(JSON, {}), components)]
        ),
        content_types=tuple(content),
        body_required=body.get("required", False),
        takes_its_time="202" in written["responses"],
        is_stream=EVENTS in written["responses"].get("200", {}).get("content", {}),
        is_command=any(parameter["name"] == IDEMPOTENCY_KEY for parameter in parameters),
        roles=tuple(written.get("x-roles", ())),
    )


def _forms(content: dict[str, Any], components: dict[str, Any]) -> Iterator[str]:
    """What the bodies look like that are given as a file, where their description says so."""
    for media_type, written in content.items():
        body = Schema(written.get("schema", {}), components)
        if media_type != JSON and body.description:
            yield f"{media_type}: {body.description}"


def _parameters(parameters: list[dict[str, Any]], components: dict[str, Any]) -> Iterator[Field]:
    for parameter in parameters:
        name, place = parameter["name"], parameter["in"]
        if name != IDEMPOTENCY_KEY:
            schema = Schema(parameter.get("schema", {}), components)
            description = parameter.get("description", schema.description)
            yield Field(name, place, schema, parameter.get("required", False), description, kebab(name))


def _members(media_type: dict[str, Any], components: dict[str, Any]) -> Iterator[Field]:
    """The members of a body that is a JSON object. Other bodies are given whole."""
    body = Schema(media_type.get("schema", {}), components)
    if body.kinds <= {"object"}:
        for name, schema in body.properties.items():
            yield Field(name, "body", schema, name in body.required, schema.description, kebab(name))


def _with_options(fields: list[Field]) -> tuple[Field, ...]:
    """Gives each a name of its own: `--body-key` where `--key` means something else already."""
    taken = set(RESERVED)
    named = []
    for field in fields:
        option = field.option
        while field.place != "path" and option in taken:
            option = f"{field.place}-{option}"
        if field.place != "path":
            taken.add(option)
        named.append(Field(field.name, field.place, field.schema, field.required, field.description, option))
    return tuple(named)
