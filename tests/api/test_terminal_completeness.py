"""Whatever the API can be asked, the command line can ask: told route by route from the API's own description."""

from collections.abc import Iterator
from functools import reduce
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tallystick.app import described_app
from tallystick.cli import OWN
from tallystick.refusal import Invalid
from tallystick.terminal.answers import Answered
from tallystick.terminal.commands import commands_of
from tallystick.terminal.operations import Field, operations_of
from tallystick.terminal.requests import composed, is_flag, is_list, label
from tallystick.terminal.values import shown
from tests.api.running_ledger import RunningLedger

DOCUMENT = described_app().openapi()
WRITTEN: dict[str, dict[str, Any]] = {
    written["operationId"].replace("_", "-"): written
    for methods in DOCUMENT["paths"].values()
    for written in methods.values()
}
"""Every operation as the description has it, read without the code under test."""

ENDLESS = {"follow-ledger"}
"""What goes on until it is told to stop; test_changes has it."""

OPERATIONS = {operation.name: operation for operation in operations_of(DOCUMENT)}
PROGRAM = commands_of(OPERATIONS.values())

NOT_UNDERSTOOD = {
    "api_key_missing",
    "idempotency_key_missing",
    "method_not_allowed",
    "no_such_route",
    "role_not_allowed",
    "unknown_parameter",
}
"""What a route refuses that was not addressed as it should be."""


def _told(written: dict[str, Any]) -> dict[str, bool]:
    """What an operation can be told, as the command line should name it, and whether it must be."""
    parameters = {
        _word(parameter["in"], parameter["name"]): parameter.get("required", False)
        for parameter in written.get("parameters", [])
    }
    content = written.get("requestBody", {}).get("content", {})
    if not content:
        return parameters
    bodies = list(_variants(content.get("application/json", {}).get("schema", {})))
    members = {_word("body", name) for body in bodies for name in body.get("properties", {})}
    needed = reduce(set.intersection, (set(body.get("required", ())) for body in bodies))
    return parameters | {member: member in {_word("body", n) for n in needed} for member in members}


def _word(place: str, name: str) -> str:
    word = name.replace("_", "-").lower()
    return word.upper() if place == "path" else f"--{word}"


def _variants(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "$ref" in schema:
        yield from _variants(DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    elif "anyOf" in schema or "oneOf" in schema:
        for one in schema.get("anyOf") or schema["oneOf"]:
            yield from _variants(one)
    else:
        yield schema


def test_every_operation_of_the_api_is_a_command() -> None:
    assert [command.name for command in PROGRAM.registered_commands] == list(WRITTEN)
    assert not WRITTEN.keys() & OWN


@pytest.mark.parametrize("name", WRITTEN)
def test_the_help_of_an_operation_names_all_that_it_can_be_told(name: str) -> None:
    told = CliRunner().invoke(PROGRAM, [name, "--help"], env={"COLUMNS": "300", "NO_COLOR": "1"})
    assert told.exit_code == 0, told.output
    words = set(told.output.replace("/", " ").split())
    assert _told(WRITTEN[name]).keys() <= words
    assert ("--body" in words) == ("requestBody" in WRITTEN[name])
    assert " ".join(WRITTEN[name]["description"].split())[:60] in " ".join(told.output.split())


@pytest.mark.parametrize("name", WRITTEN)
def test_who_says_nothing_is_told_all_that_is_needed(name: str) -> None:
    needed = {word for word, required in _told(WRITTEN[name]).items() if required} - {"--idempotency-key"}
    whole = WRITTEN[name].get("requestBody", {}).get("required", False) and not _has_members(name)
    if not needed and not whole:
        composed(OPERATIONS[name], {})
        return
    with pytest.raises(Invalid) as refused:
        composed(OPERATIONS[name], {})
    assert refused.value.code == "option_missing"
    missed = refused.value.detail.partition(" needs ")[2].removesuffix(".").split(", ")
    assert set(missed) == needed | ({"--body"} if whole else set())


def _has_members(name: str) -> bool:
    return any(field.place == "body" for field in OPERATIONS[name].fields)


def _words(field: Field) -> list[str]:
    """A field as somebody would write it who follows the example in its description."""
    example = field.schema.choices[0] if field.schema.choices else field.schema.example
    if is_flag(field):
        return [label(field)]
    if example is None:
        example = 1 if "integer" in field.schema.kinds else "x"
    if field.place == "path":
        return [shown(example)]
    values = example if is_list(field) and isinstance(example, list) else [example]
    return list(chain.from_iterable((label(field), shown(value)) for value in values))


@pytest.mark.parametrize("name", [name for name in WRITTEN if name not in ENDLESS])
def test_a_route_understands_what_its_command_sends(
    sqlite_ledger: RunningLedger, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each operation is asked for with the examples of its description: no route may call that malformed."""
    operation = OPERATIONS[name]
    words = chain.from_iterable(_words(field) for field in operation.fields if field.required)
    if operation.content_types and not _has_members(name):
        file = tmp_path / "body"
        file.write_text("x")
        words = chain(words, ("--body", str(file), "--content-type", operation.content_types[0]))
    tried = ["--dry-run"] if any(field.name == "dry_run" for field in operation.fields) else []
    monkeypatch.setenv("TALLYSTICK_URL", sqlite_ledger.url)
    monkeypatch.setenv("TALLYSTICK_API_KEY", _key(sqlite_ledger, operation.roles))
    asked = CliRunner().invoke(PROGRAM, [name, *words, *tried])
    if asked.exit_code != 0:
        assert isinstance(asked.exception, Answered), asked
        assert asked.exception.code not in NOT_UNDERSTOOD
        assert asked.exception.status not in {401, 500}, asked.exception
        if asked.exception.code == "malformed_request":
            # A rule about the body as a whole may ask for one optional member or the other.
            assert {error["pointer"] for error in asked.exception.errors} == {"#"}, asked.exception.errors


def _key(ledger: RunningLedger, roles: tuple[str, ...]) -> str:
    if "host" in roles:
        return ledger.backend.host_token
    if "operator" in roles:
        return ledger.backend.operator_api_key
    if roles == ("authority",):
        return str(ledger.open_authority().api_key)
    if "bank" in roles:
        return str(ledger.open_bank().api_key)
    if roles == ("verifier",):
        return str(ledger.open_verifier().api_key)
    if roles == ("transfer_agent",):
        return str(ledger.open_transfer_agent().api_key)
    return str(ledger.open_party(*({"debtor", "supplier"} & set(roles) or roles)).api_key)
