"""Operations as the API shows them."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field

from tallystick.money.calendar import instant_text
from tallystick.sending.stages import Stage, stage_of
from tallystick.sending.tables import Operation
from tallystick.web import forms
from tallystick.web.bodies import Body

OPERATION_ID = "019a9b5c-2f4e-7c1a-9a55-2f1d3c1f7b11"
INSTANT = "2026-11-23T02:30:00Z"
SIGNED = "0x02f86b" + "5e" * 32
"""Examples."""


class OperationView(BaseModel):
    """A command and how far it has come."""

    id: str = Field(description="The operation's id.", examples=[OPERATION_ID])
    kind: str = Field(description="What was asked for.", examples=["split_claim"])
    stage: Stage = Field(
        description="prepared (waits for your wallet's signatures), pending (on its way to the chain), posted (in a "
        "block, and answered), final (no reorganisation can take the block back), or failed",
        examples=["final"],
    )
    idempotency_key: str = Field(description="Your own name for it.", examples=["invoice-123-issue"])
    created_at: str = Field(description="When it was asked for (RFC 3339).", examples=[INSTANT])
    finished_at: str | None = Field(
        description="When it was done or failed; null before.", examples=[INSTANT]
    )
    block: int | None = Field(description="The block that it happened in; null before.", examples=[31])
    block_at: str | None = Field(
        description="The time of that block, which is the chain's (RFC 3339); null before.",
        examples=[INSTANT],
    )
    answer_status: int | None = Field(
        description="The HTTP status of its answer; null before there is one.", examples=[201]
    )
    answer: dict[str, Any] | None = Field(
        description="What came of it; the refusal where it failed.",
        examples=[{"transaction": "0x" + "5e" * 32}],
    )


class LedgerState(BaseModel):
    """That something has happened on the ledger; not what, nor whose."""

    block: int = Field(description="The last block that answers are read up to.", examples=[31])
    state: str = Field(
        description="Another word whenever anything has come further, on the chain or in the books beside it.",
        examples=["5e1f0c77a2b94d36"],
    )


class OperationList(BaseModel):
    """Commands of yours."""

    operations: list[OperationView] = Field(description="The youngest first.")
    next: str | None = Field(
        description="Give it as `after` for the next page; null on the last.", examples=[OPERATION_ID]
    )


def _signed_bytes(text: str) -> str:
    if text == "0x":
        raise ValueError("It is empty")
    return text


class SignedTransactions(Body):
    """What a wallet has signed."""

    transactions: list[
        Annotated[str, Field(pattern=forms.BYTES, max_length=400_000), AfterValidator(_signed_bytes)]
    ] = Field(
        min_length=1,
        max_length=16,
        description="The signed transactions of the operation, in its order, as eth_sendRawTransaction takes them.",
        examples=[[SIGNED]],
    )


class SenderView(BaseModel):
    """An address that the backend signs for."""

    address: str = Field(
        description="Checksummed (ERC-55).", examples=["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"]
    )
    next_nonce: int = Field(description="The nonce that its next transaction will have.", examples=[7])
    leased: bool = Field(description="Whether a server is signing for it now.", examples=[False])
    used_elsewhere: int = Field(
        description="How many of its nonces somebody else has used, who must have the key.", examples=[0]
    )


class SenderList(BaseModel):
    """The addresses that the backend signs for."""

    senders: list[SenderView] = Field(description="By address.")


def operation_view(operation: Operation, block_times: Mapping[int, int]) -> OperationView:
    """`block_times` has the seconds since 1970 of each block that the mirror has."""
    block_time = None if operation.posted_block is None else block_times.get(operation.posted_block)
    return OperationView(
        id=operation.id,
        kind=operation.kind,
        stage=stage_of(operation),
        idempotency_key=operation.idempotency_key,
        created_at=instant_text(operation.created_at),
        finished_at=None if operation.finished_at is None else instant_text(operation.finished_at),
        block=operation.posted_block,
        block_at=None if block_time is None else instant_text(block_time),
        answer_status=operation.answer_status,
        answer=None if operation.answer is None else json.loads(operation.answer),
    )
