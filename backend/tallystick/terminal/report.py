"""A report's files, fetched from a ledger and written to a folder."""

import io
import os
import zipfile
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

import httpx

from tallystick.refusal import Forbidden
from tallystick.terminal.answers import answered
from tallystick.terminal.connections import Address, connected
from tallystick.terminal.requests import Request


class Subject(StrEnum):
    """What a report is about."""

    PORTFOLIO = "portfolio"
    MONITORING = "monitoring"


_ROUTES = {Subject.PORTFOLIO: "/v1/report", Subject.MONITORING: "/v1/monitoring/report"}


def write_report(
    address: Address,
    api_key: str | None,
    subject: Subject,
    query: Mapping[str, str | int | None],
    directory: Path,
) -> Sequence[Path]:
    """Asks the ledger for a report and writes its files, over those of an earlier one. The host may ask for any.

    `query` narrows what it is about; what is None does not.

    Raises `Refusal`, the ledger's own or what is in the way of asking it.
    """
    response = _asked(address, api_key, subject, query)
    if not response.is_success:
        raise answered(response)
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return [_write(directory / name, archive.read(name)) for name in archive.namelist()]


def _asked(
    address: Address, api_key: str | None, subject: Subject, query: Mapping[str, str | int | None]
) -> httpx.Response:
    given = [(name, str(value)) for name, value in query.items() if value is not None]
    with connected(address) as connection:
        key = api_key or connection.host_token
        if key is None:
            raise Forbidden(
                "api_key_missing",
                "A report of a ledger elsewhere takes the API key of a party.",
                "Give it in TALLYSTICK_API_KEY.",
            )
        headers = (("Authorization", f"Bearer {key}"),)
        return connection.ask(
            Request("GET", _ROUTES[subject], query=(("format", "zip"), *given), headers=headers)
        )


def _write(path: Path, content: bytes) -> Path:
    """Whole or not at all: nobody reads half a report."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(path)
    return path
