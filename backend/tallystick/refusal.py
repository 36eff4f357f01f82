"""What every rule of the house says when it refuses.

    Refusal
    ├── NotFound            nothing there, or nothing there for you
    ├── Forbidden           known caller, lacking the role or the title
    ├── Invalid             the request itself is malformed
    ├── Conflict            the request contradicts the present state
    ├── TooMany             more at a time than anybody may have
    └── Unavailable         the ledger cannot answer now; nothing was done

A capability raises one of these (or its own subclass) with a stable code. The API shows it as a problem document,
the command line as one line; neither invents texts of its own.
"""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """A request that was understood and not carried out; nothing has changed because of it.

    `code` is stable and snake_case; `detail` names the offending value; `way_out` says what to do instead;
    `values` are the figures behind the refusal, JSON-ready (amounts in minor units). `errors` says where in the request
    it lies, where it lies in one part of it: `pointer`, `detail`, `value`.
    """

    status: int = 422

    def __init__(self, code: str, detail: str, way_out: str, values: Mapping[str, Any] | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.way_out = way_out
        self.values: dict[str, Any] = dict(values or {})
        self.errors: list[dict[str, Any]] = []

    def __str__(self) -> str:
        return f"{self.code}: {self.detail} {self.way_out}"


class NotFound(Refusal):
    status = 404


class Forbidden(Refusal):
    status = 403


class Invalid(Refusal):
    status = 400


class Conflict(Refusal):
    status = 409


class TooMany(Refusal):
    status = 429


class Unavailable(Refusal):
    status = 503
