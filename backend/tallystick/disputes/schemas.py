"""Disputes as the API shows them. Amounts are minor units."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.parties.schemas import PartyReference
from tallystick.receivables.schemas import HASH, MILLION, TransactionHash
from tallystick.web.bodies import Body, Line


class NewDispute(Body):
    """What a debtor objects to a claim, or to a part of it."""

    value: Annotated[int, Field(ge=1, le=LARGEST_AMOUNT)] | None = Field(
        default=None,
        description="Minor units; without it, the whole claim. A part becomes a claim of its own.",
        examples=[MILLION],
    )
    reason: Annotated[Line, StringConstraints(min_length=1, max_length=500)] = Field(
        description="What you object. Its hash goes on the chain; the holder reads the text.",
        examples=["货物短少 120 件,见 2026-12-03 验收单"],
    )


class DisputeView(BaseModel):
    """A claim that is disputed."""

    claim: str = Field(description="The claim.", examples=["7-31"])
    holder: PartyReference = Field(description="Who has it.")
    debtor: PartyReference = Field(description="Who owes it.")
    value: int = Field(description="Its face.", examples=[MILLION])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    reason: str | None = Field(
        description="What the debtor objects; null where a credit note says it, or another ledger knows the text.",
        examples=["货物短少 120 件"],
    )
    reason_hash: str = Field(
        description="Hash of the reason (Keccak-256, UTF-8), or the credit note's fingerprint.",
        examples=[HASH],
    )
    by_credit_note: bool = Field(description="Whether a credit note undoes it.", examples=[False])


class DisputeList(BaseModel):
    """Disputed claims that one holds or owes."""

    disputes: list[DisputeView] = Field(description="By claim.")


class RaisedDispute(BaseModel):
    """A claim that is disputed from now on."""

    dispute: DisputeView = Field(description="The claim, and why.")
    transaction: TransactionHash


class EndedDispute(BaseModel):
    """A claim that is disputed no longer."""

    claim: str = Field(description="The claim.", examples=["7-31"])
    transaction: TransactionHash
