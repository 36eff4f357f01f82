"""/openapi.json, where what FastAPI writes of itself is not the whole truth, and the route that only says: here."""

from collections.abc import Iterator
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import BaseModel, Field

from tallystick.web.problems import MEDIA_TYPE
from tallystick.web.security import Allowed

ROLES = "x-roles"
"""The member of an operation that lists which roles it is for."""


class Health(BaseModel):
    """The backend answers."""

    status: Literal["ok"] = Field(description="Always ok: who can read it knows.")
    version: str = Field(description="The version of the backend.", examples=["0.1.0"])
    ledger: str = Field(
        description="The deployment's directory contract: which ledger this is.", examples=["0x" + "5e" * 20]
    )


def describe(app: FastAPI) -> None:
    """Has /openapi.json say that refusals are problem documents, that a command needs its idempotency key, and for
    which roles each operation is."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = generate()
            roles = _roles(app)
            for path, operations in document["paths"].items():
                for method, operation in operations.items():
                    _correct(operation)
                    operation[ROLES] = roles[path, method.upper()]
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign]


def _correct(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        if status >= "400":
            (schema,) = [told for told in response["content"].values() if "schema" in told]
            response["content"] = {MEDIA_TYPE: schema}
    for parameter in operation.get("parameters", []):
        if parameter["name"] == "Idempotency-Key":
            parameter["required"] = True
            parameter["schema"] = {"type": "string", "minLength": 1, "maxLength": 255}


def _roles(app: FastAPI) -> dict[tuple[str, str], list[str]]:
    """The roles that each route lets in, by (path, method); none where it asks for no key."""
    return {
        (str(context.path), method): sorted(role for gate in _gates(route.dependant) for role in gate.roles)
        for context in iter_route_contexts(app.routes)
        if isinstance(route := context.original_route, APIRoute)
        for method in context.methods or ()
    }


def _gates(dependant: Dependant) -> Iterator[Allowed]:
    if isinstance(dependant.call, Allowed):
        yield dependant.call
    for dependency in dependant.dependencies:
        yield from _gates(dependency)
