"""Refusals as RFC 9457 problem documents."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from tallystick.refusal import Refusal

PROBLEM_TYPE = "urn:tallystick:problem:"
MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """Why a request was refused. `code` is stable; `detail` names the offending value; `way_out` says what to do."""

    type: str = Field(examples=[PROBLEM_TYPE + "evidence_exceeded"])
    title: str = Field(examples=["Evidence exceeded"])
    status: int = Field(examples=[409])
    code: str = Field(examples=["evidence_exceeded"])
    detail: str
    way_out: str
    values: dict[str, Any] = Field(default_factory=dict, description="The figures behind the refusal.")
    errors: list[dict[str, Any]] = Field(
        default_factory=list,
        description="Where something is wrong (`pointer`), why (`detail`), and what was given (`value`).",
    )


PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": text, "content": {MEDIA_TYPE: {}}}
    for status, text in (
        (400, "Malformed"),
        (401, "No valid API key"),
        (403, "Not yours to do"),
        (404, "Not there, or not there for you"),
        (409, "Contradicts the present state"),
        (422, "Well-formed and refused by a rule"),
        (503, "The ledger cannot answer now"),
    )
}


def handle_refusals(app: FastAPI) -> None:
    """Teaches the application to tell every refusal in one form."""

    @app.exception_handler(Refusal)
    def refused(_request: Request, refusal: Refusal) -> JSONResponse:
        return _document(refusal.status, refusal.code, refusal.detail, refusal.way_out, refusal.values, [])

    @app.exception_handler(RequestValidationError)
    def malformed(_request: Request, error: RequestValidationError) -> JSONResponse:
        errors = [
            {"pointer": _pointer(item["loc"]), "detail": item["msg"], "value": item["input"]}
            for item in error.errors()
        ]
        first = errors[0]
        detail = f"{first['pointer']}: {first['detail']} (got {_shortened(first['value'])})."
        return _document(
            400, "malformed_request", detail, "Correct the request as /openapi.json describes it.", {}, errors
        )

    @app.exception_handler(HTTPException)
    def plain(_request: Request, error: HTTPException) -> JSONResponse:
        code = "no_such_route" if error.status_code == 404 else "request_not_possible"
        return _document(
            error.status_code, code, f"{error.detail}.", "See /openapi.json for what there is.", {}, []
        )

    @app.exception_handler(Exception)
    def broken(_request: Request, _error: Exception) -> JSONResponse:
        detail = "Something went wrong in the ledger itself; the log says what."
        way_out = "Repeat the request with the same Idempotency-Key: it is never carried out twice."
        return _document(500, "internal_error", detail, way_out, {}, [])


def _document(
    status: int, code: str, detail: str, way_out: str, values: dict[str, Any], errors: list[dict[str, Any]]
) -> JSONResponse:
    problem = Problem(
        type=PROBLEM_TYPE + code,
        title=code.replace("_", " ").capitalize(),
        status=status,
        code=code,
        detail=detail,
        way_out=way_out,
        values=values,
        errors=errors,
    )
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(jsonable_encoder(problem), status, headers, media_type=MEDIA_TYPE)


def _pointer(location: tuple[str | int, ...]) -> str:
    """A JSON pointer into the body as a URI fragment (`#/value`); elsewhere the place and the name (`query/size`)."""
    place, *path = (str(part).replace("~", "~0").replace("/", "~1") for part in location)
    return "#" + "".join(f"/{part}" for part in path) if place == "body" else "/".join((place, *path))


def _shortened(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
