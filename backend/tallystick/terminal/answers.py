"""Asking, waiting until it is done, and telling what came of it."""

import json
import time
from dataclasses import dataclass, replace
from typing import Any

import httpx
import msgspec
import typer
from uuid_utils import uuid4

from tallystick.refusal import Forbidden, Refusal
from tallystick.terminal.connections import Connection
from tallystick.terminal.events import data_of
from tallystick.terminal.operations import IDEMPOTENCY_KEY, Operation
from tallystick.terminal.requests import Request
from tallystick.terminal.vocabulary import Vocabulary
from tallystick.web.viewer import PARTY_ROLES

HOST = "host"
"""The role of whoever runs the machine."""

PREPARED = "prepared"
"""The stage of a command that a wallet has to sign."""

POLL_SECONDS = 0.5
WIDTH = 110
"""What fits a line."""


class Answered(Refusal):
    """The ledger's own refusal, as its problem document tells it."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(problem["code"], problem["detail"], problem["way_out"], problem.get("values"))
        self.status = status
        self.errors: list[dict[str, Any]] = problem.get("errors", [])


@dataclass(frozen=True, slots=True)
class Manner:
    """How a request is made."""

    key: str | None = None
    """The API key that was named for this request."""
    usual_key: str | None = None
    """The one that is used where none is named."""
    idempotency_key: str | None = None
    """None: a fresh one."""
    wait: bool = True
    """Whether to wait for what takes its time."""


def carry_out(connection: Connection, operation: Operation, request: Request, manner: Manner) -> None:
    """Asks, and prints the answer. Raises `Refusal`, the ledger's own or what is in the way of asking it."""
    headers = list(request.headers)
    if operation.roles:
        headers.append(("Authorization", f"Bearer {_bearer(connection, operation, manner)}"))
    if operation.is_command:
        headers.append((IDEMPOTENCY_KEY, manner.idempotency_key or _fresh_key(request)))
    signed = replace(request, headers=tuple(headers))
    if operation.is_stream:
        with connection.listen(signed) as stream:
            _print_events(stream)
        return
    response = connection.ask(signed)
    if operation.takes_its_time and manner.wait and _under_way(response):
        response = _done(connection, signed)
    if not response.is_success:
        raise answered(response)
    _print(response)


def _bearer(connection: Connection, operation: Operation, manner: Manner) -> str:
    """Whoever can read the home is its host, and needs no other key for what is the host's.

    What everybody may ask, the host among them, is about whoever asks: so it is asked with one's own key first.
    """
    host = connection.host_token if HOST in operation.roles else None
    usual = (manner.usual_key, host) if set(PARTY_ROLES) <= set(operation.roles) else (host, manner.usual_key)
    bearer = next(filter(None, (manner.key, *usual)), None)
    if bearer is None:
        raise Forbidden(
            "api_key_missing",
            f"{operation.name} takes the API key of one of: {', '.join(operation.roles)}.",
            "Give it as --key KEY, as --key @FILE, or in TALLYSTICK_API_KEY.",
        )
    return bearer


def _fresh_key(request: Request) -> str:
    """A new name for a request, told before it is sent: whoever is interrupted can repeat it under this name."""
    key = str(uuid4())
    if ("dry_run", "true") not in request.query:
        typer.echo(f"{IDEMPOTENCY_KEY}: {key}", err=True)
    return key


def _under_way(response: httpx.Response) -> bool:
    """Whether the command was sent, now or before, and its answer is still to come. One that waits for a wallet's
    signatures was not: they come from elsewhere."""
    if response.status_code == 202:
        return bool(response.json().get("stage") != PREPARED)
    return response.status_code == 409 and answered(response).code == "operation_in_progress"


def _done(connection: Connection, signed: Request) -> httpx.Response:
    """The answer that the command has in the end: a repeat of it tells that, and does nothing twice."""
    typer.echo("on its way, waiting for the chain; Ctrl-C leaves it on its way", err=True)
    while True:
        time.sleep(POLL_SECONDS)
        response = connection.ask(signed)
        if not _under_way(response):
            return response


def answered(response: httpx.Response) -> Answered:
    """What a response refuses; also where it is not of our making, as a proxy's."""
    try:
        return Answered(response.status_code, response.json())
    except (ValueError, KeyError, TypeError, AttributeError):
        problem = {
            "code": "not_a_ledger",
            "detail": f"{response.url} answers {response.status_code} and no problem document.",
            "way_out": "Look whether that is a ledger's address.",
        }
        return Answered(response.status_code, problem)


def _print(response: httpx.Response) -> None:
    media_type = response.headers.get("content-type", "")
    if response.content and "json" in media_type:
        typer.echo(msgspec.json.format(response.content, indent=2))
    else:
        typer.echo(response.content, nl=False)


def _print_events(response: httpx.Response) -> None:
    """Each as a line of JSON, as it comes."""
    if not response.is_success:
        response.read()
        raise answered(response)
    for data in data_of(response.iter_lines()):
        typer.echo(data)


def told(refusal: Refusal, vocabulary: Vocabulary) -> str:
    """A refusal in one line. Under one of the ledger's: its figures, and its mistakes where the line does not tell
    where they are."""
    line = vocabulary.translated(str(refusal))
    if not isinstance(refusal, Answered):
        return line
    lines = [line]
    if refusal.values:
        short = json.dumps(refusal.values, ensure_ascii=False)
        lines.append(
            short if len(short) <= WIDTH else json.dumps(refusal.values, ensure_ascii=False, indent=2)
        )
    if len(refusal.errors) > 1 or any(one["pointer"] not in str(refusal) for one in refusal.errors):
        lines += [
            vocabulary.translated(f"{one['pointer']}: {one['detail']} (got {one['value']!r})")
            for one in refusal.errors
        ]
    return "\n".join(lines)
