"""Refusals as RFC 9457 problem documents."""

from collections.abc import Iterable
from reprlib import Repr
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from tallystick.chain.node import NodeUnreachable
from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.refusal import Refusal
from tallystick.web.mistakes import wording

PROBLEM_TYPE = "urn:tallystick:problem:"
MEDIA_TYPE = "application/problem+json"


LONGEST_VALUE = 80
MOST_ERRORS = 20
"""Nobody reads more of them."""

_brief = Repr()
_brief.maxstring = _brief.maxother = LONGEST_VALUE


class Problem(BaseModel):
    """Why a request was refused. `code` is stable; `detail` names the offending value; `way_out` says what to do."""

    type: str = Field(description="The code as a URN.", examples=[PROBLEM_TYPE + "evidence_exceeded"])
    title: str = Field(description="The code for people.", examples=["Evidence exceeded"])
    status: int = Field(description="The HTTP status.", examples=[409])
    code: str = Field(description="Stable: what a program decides by.", examples=["evidence_exceeded"])
    detail: str = Field(
        description="What is wrong this time.",
        examples=["The document is good for 100.00, 100.00 is drawn already, 0.01 more is asked for."],
    )
    way_out: str = Field(
        description="What to do instead.",
        examples=["Draw at most what is left, or register a further document."],
    )
    values: dict[str, Any] = Field(
        default_factory=dict,
        description="The figures behind the refusal; amounts in minor units.",
        examples=[{"amount": 10_000, "drawn": 10_000, "requested": 1}],
    )
    errors: list[dict[str, Any]] = Field(
        default_factory=list,
        description="Where something is wrong (`pointer`), why (`detail`), and what was given (`value`).",
        examples=[[{"pointer": "#/face", "detail": "It should be an integer", "value": 1.5}]],
    )


def problem_response(text: str) -> dict[str, Any]:
    """A refusal as the description of the API has it."""
    return {"model": Problem, "description": text, "content": {MEDIA_TYPE: {}}}


PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: problem_response(text)
    for status, text in (
        (400, "Malformed"),
        (401, "No valid API key"),
        (403, "Not yours to do"),
        (404, "Not there, or not there for you"),
        (409, "Contradicts the present state"),
        (413, "Larger than any command needs"),
        (422, "Well-formed and refused by a rule"),
        (503, "The ledger cannot answer now"),
    )
}


def handle_refusals(app: FastAPI) -> None:
    """Teaches the application to tell every refusal in one form."""

    @app.exception_handler(Refusal)
    def refused(_request: Request, refusal: Refusal) -> JSONResponse:
        told = (refusal.code, refusal.detail, refusal.way_out, refusal.values, refusal.errors)
        return document(refusal.status, *told)

    @app.exception_handler(RequestValidationError)
    def malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        items = error.errors()
        errors = [
            {"pointer": _pointer(item), "detail": wording(item), "value": told(item["input"])}
            for item in items[:MOST_ERRORS]
        ]
        first = errors[0]
        given = f" (got {_brief.repr(first['value'])})" if items[0]["type"] not in _WITHOUT_VALUE else ""
        others = f" And {len(items) - 1} more, see errors." if len(items) > 1 else ""
        place = first["pointer"]
        if len(place) > LONGEST_PLACE:
            place = f"{place[:LONGEST_PLACE]}…"
        detail = f"{place}: {first['detail']}{given}.{others}"
        way_out = "Correct the request as /openapi.json describes it."
        if "json" not in request.headers.get("content-type", "json"):
            way_out = "Send the body as JSON, with the header Content-Type: application/json."
        return document(400, "malformed_request", detail, way_out, {}, errors)

    @app.exception_handler(HTTPException)
    def plain(request: Request, error: HTTPException) -> JSONResponse:
        code = _ROUTE_CODES.get(error.status_code, "request_not_possible")
        detail = f"{error.detail}: {request.method} {request.url.path}."
        told = document(error.status_code, code, detail, "See /openapi.json for what there is.")
        told.headers.update(error.headers or {})
        return told

    @app.exception_handler(NodeUnreachable)
    def unreachable(_request: Request, problem: NodeUnreachable) -> JSONResponse:
        way_out = "Try again, a command with the same Idempotency-Key: it is never carried out twice."
        return document(503, "node_unreachable", f"The chain does not answer: {problem}.", way_out)

    @app.exception_handler(Exception)
    def broken(_request: Request, _error: Exception) -> JSONResponse:
        detail = "Something went wrong in the ledger itself; the log says what."
        way_out = "Repeat the request with the same Idempotency-Key: it is never carried out twice."
        return document(500, "internal_error", detail, way_out)


def document(
    status: int,
    code: str,
    detail: str,
    way_out: str,
    values: dict[str, Any] | None = None,
    errors: list[dict[str, Any]] | None = None,
) -> JSONResponse:
    """A refusal as the API tells it."""
    problem = Problem(
        type=PROBLEM_TYPE + code,
        title=code.replace("_", " ").capitalize(),
        status=status,
        code=code,
        detail=detail,
        way_out=way_out,
        values=values or {},
        errors=errors or [],
    )
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(jsonable_encoder(problem), status, headers, media_type=MEDIA_TYPE)


LONGEST_PLACE = 200
"""Characters of a pointer that a sentence repeats; the whole pointer is in `errors`."""

_WITHOUT_VALUE = {"missing", "json_invalid", "model_attributes_type"}
"""Mistakes that the value at hand does not explain."""

_ROUTE_CODES = {404: "no_such_route", 405: "method_not_allowed"}


def _pointer(item: dict[str, Any]) -> str:
    """A JSON pointer into the body as a URI fragment (`#/value`); elsewhere the place and the name (`query/size`)."""
    place, *path = item["loc"]
    if place != "body":
        return "/".join(_escaped(part) for part in item["loc"])
    return "#" if item["type"] == "json_invalid" else pointer(path)


def pointer(path: Iterable[str | int]) -> str:
    """A JSON pointer as a URI fragment."""
    return "#" + "".join(f"/{_escaped(part)}" for part in path)


def _escaped(part: str | int) -> str:
    """RFC 6901, sections 3 and 6."""
    return quote(str(part).replace("~", "~0").replace("/", "~1"), safe="~", errors="replace")


def told(value: Any) -> Any:
    """What was given, as it was where it is short and any JSON reader takes it, else as words."""
    if value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) <= LARGEST_AMOUNT):
        return value
    if isinstance(value, str) and len(value) <= LONGEST_VALUE and value.isprintable():
        return value
    return _brief.repr(value)
