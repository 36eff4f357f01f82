"""A command's envelope: its idempotency key, its fingerprint, dry run or not, and its answer as a response."""

import hashlib
from typing import Annotated, Any, Literal

from fastapi import Depends, Header, Query, Request, Response
from pydantic import BaseModel, Field

from tallystick.refusal import Invalid
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.requests import request_text
from tallystick.web.bodies import require_each_member_once
from tallystick.web.security import authenticated
from tallystick.web.viewer import Viewer

LONGEST_KEY = 255


async def requester(
    request: Request,
    viewer: Annotated[Viewer, Depends(authenticated)],
    idempotency_key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
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
    method, path, query, body = request.method, request.url.path, request.url.query, await request.body()
    require_each_member_once(body)
    asked = f"{method} {path}?{query}\n".encode() + body
    fingerprint = hashlib.sha256(asked).digest()
    return Requester(viewer.party, idempotency_key, fingerprint, request_text(method, path, query, body))


Requesting = Annotated[Requester, Depends(requester)]

DryRun = Annotated[bool, Query(description="Only tell what would happen, or why it would be refused.")]


class Rehearsal(BaseModel):
    """A dry run's answer; a refusal is told as it would be told in earnest."""

    dry_run: Literal[True] = Field(description="Nothing was done.")
    command: str = Field(description="What was tried.", examples=["split_claim"])
    would: Literal["succeed"] = Field(description="What would come of it now.")
    gas: int = Field(description="Gas that its transactions may use.", examples=[180_000])


class UnsignedTransaction(BaseModel):
    """An EIP-1559 transaction for a wallet to sign. Amounts of wei are decimal strings."""

    type: Literal[2] = Field(description="The type of transaction (EIP-2718).")
    chain_id: int = Field(description="The chain that it is for.", examples=[131_277_322_940_537])
    sender: str = Field(
        alias="from",
        description="The wallet that has to sign it.",
        examples=["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"],
    )
    nonce: int = Field(description="The wallet's next nonce, in the order of the transactions.", examples=[0])
    to: str = Field(
        description="The contract that it calls.", examples=["0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"]
    )
    value: str = Field(description="Wei that go with it.", examples=["0"])
    data: str = Field(description="The call, in hex.", examples=["0x23b872dd"])
    gas: int = Field(description="Gas that it may use; a proposal.", examples=[180_000])
    max_fee_per_gas: str = Field(description="Wei per unit of gas; a proposal.", examples=["2000000000"])
    max_priority_fee_per_gas: str = Field(
        description="Wei per unit of gas; a proposal.", examples=["1000000000"]
    )


class OnItsWay(BaseModel):
    """The command has no answer yet: its block is not there, or a wallet has to sign."""

    operation: str = Field(description="The id to poll.", examples=["019a9b5c-2f4e-7c1a-9a55-2f1d3c1f7b11"])
    stage: Literal["pending", "prepared"] = Field(
        description="pending (on its way to the chain) or prepared (waits for your wallet's signatures)."
    )
    transactions: list[UnsignedTransaction] = Field(
        default_factory=list, description="What your wallet has to sign, in order."
    )
    way_out: str = Field(
        description="How to learn what came of it.",
        examples=["Poll GET /v1/operations/<operation>."],
    )


COMMAND_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"model": Rehearsal, "description": "A dry run: it would succeed"},
    202: {"model": OnItsWay, "description": "On its way, or waiting for your wallet's signatures"},
}
"""What a command may answer besides 201."""


def respond(outcome: Outcome) -> Response:
    """The answer as it was composed when the command was carried out, byte for byte."""
    headers = {}
    if outcome.operation is not None:
        headers["Operation-Id"] = outcome.operation
    if outcome.replayed:
        headers["Idempotency-Replayed"] = "true"
    return Response(outcome.body, outcome.status, headers, "application/json")
