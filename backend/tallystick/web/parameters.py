"""Query parameters that nobody asked for, or that stand there twice, are refused: a mistyped `dry_run` must not move
money."""

from collections.abc import Iterable
from typing import Any

from fastapi import Request

from tallystick.refusal import Invalid


def known_parameters(document: dict[str, Any]) -> dict[tuple[str, str], frozenset[str]]:
    """The query parameters of each route, by (path, method), as the application's own description lists them."""
    return {
        (path, method.upper()): frozenset(_query_names(operation.get("parameters", [])))
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }


def _query_names(parameters: Iterable[dict[str, Any]]) -> Iterable[str]:
    return (parameter["name"] for parameter in parameters if parameter["in"] == "query")


async def only_known_parameters(request: Request) -> None:
    """Refuses a request with a query parameter that its route does not have."""
    route = (request.scope["route"].path, request.method)
    known: frozenset[str] = request.app.state.known_parameters.get(route, frozenset())
    for name in request.query_params:
        if name not in known:
            raise Invalid(
                "unknown_parameter",
                f"There is no query parameter {name!r} here.",
                f"Use {', '.join(sorted(known))}." if known else "Leave it out.",
            )
        if len(request.query_params.getlist(name)) > 1:
            raise Invalid("parameter_repeated", f"{name!r} is there more than once.", "Give it once.")
