"""/openapi.json, where what FastAPI writes of itself is not the whole truth, and the route that only says: here."""

from typing import Any, Literal

from fastapi import FastAPI
from pydantic import BaseModel, Field

from tallystick.web.problems import MEDIA_TYPE


class Health(BaseModel):
    """The backend answers."""

    status: Literal["ok"] = Field(description="Always ok: who can read it knows.")
    version: str = Field(description="The version of the backend.", examples=["0.1.0"])
    ledger: str = Field(
        description="The deployment's directory contract: which ledger this is.", examples=["0x" + "5e" * 20]
    )


def describe(app: FastAPI) -> None:
    """Has /openapi.json say that refusals are problem documents and that a command needs its idempotency key."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = generate()
            for operations in document["paths"].values():
                for operation in operations.values():
                    _correct(operation)
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign]


def _correct(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        if status >= "400":
            response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
    for parameter in operation.get("parameters", []):
        if parameter["name"] == "Idempotency-Key":
            parameter["required"] = True
            parameter["schema"] = {"type": "string", "minLength": 1, "maxLength": 255}
