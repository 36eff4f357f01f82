"""A command's envelope: its idempotency key, its fingerprint, dry run or not, and its answer as a response."""

import hashlib
from typing import Annotated

from fastapi import Depends, Header, Query, Request, Response

from tallystick.refusal import Invalid
from tallystick.sending.command import Outcome, Requester
from tallystick.web.security import authenticated
from tallystick.web.viewer import Viewer

LONGEST_KEY = 255


async def requester(
    request: Request,
    viewer: Annotated[Viewer, Depends(authenticated)],
    idempotency_key: Annotated[
        str | None,
        Header(
            description="Your own name for this request, unique among your requests. Repeating the request with the "
            "same key never carries it out twice.",
            examples=["invoice-2026-000123-issue"],
        ),
    ] = None,
) -> Requester:
    """Who asks for what under which name. The fingerprint covers method, path, query and body."""
    if idempotency_key is None:
        raise Invalid(
            "idempotency_key_missing",
            "The request has no Idempotency-Key header.",
            "Send a fresh key with every new request and the same key with every repeat of it.",
        )
    if not 1 <= len(idempotency_key) <= LONGEST_KEY:
        raise Invalid(
            "idempotency_key_length",
            f"The Idempotency-Key has {len(idempotency_key)} characters.",
            f"Use 1 to {LONGEST_KEY} characters.",
        )
    asked = f"{request.method} {request.url.path}?{request.url.query}\n".encode() + await request.body()
    return Requester(viewer.party, idempotency_key, hashlib.sha256(asked).digest())


Requesting = Annotated[Requester, Depends(requester)]

DryRun = Annotated[bool, Query(description="Only tell what would happen, or why it would be refused.")]


def respond(outcome: Outcome) -> Response:
    """The answer as it was composed when the command was carried out, byte for byte."""
    headers = {}
    if outcome.operation is not None:
        headers["Operation-Id"] = outcome.operation
    if outcome.replayed:
        headers["Idempotency-Replayed"] = "true"
    return Response(outcome.body, outcome.status, headers, "application/json")
