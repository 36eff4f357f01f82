"""Requests of the API, as tests keep them to send them later."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.api.running_ledger import Caller


@dataclass(frozen=True)
class Request:
    """Who sends what where."""

    route: str
    caller: Caller
    path: str
    body: Any


def posts(told: Iterable[tuple[str, Caller, str, Any]]) -> list[Request]:
    """Each by its route and its path, both without their `/v1/`."""
    return [Request(f"POST /v1/{route}", caller, f"/v1/{path}", body) for route, caller, path, body in told]
