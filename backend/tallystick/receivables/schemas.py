"""Receivables, claims and their history as the API shows them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.parties.schemas import PartyReference
from tallystick.receivables.identifiers import ClaimText

STATUSES = (None, "offered", "active")
MOST_PARTS = 500
"""Parts of one split, or claims of one transfer: what fits one transaction on every chain."""

Amount = Annotated[int, Field(ge=1, le=LARGEST_AMOUNT, strict=True, description="Minor units (fen, cents).")]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^0x[0-9a-fA-F]{64}$")]


class NewDrawing(BaseModel):
    """How much of which document the receivable rests on."""

    model_config = ConfigDict(extra="forbid")

    document: Fingerprint
    amount: Amount


class NewReceivable(BaseModel):
    """The sender's commitment to pay."""

    model_config = ConfigDict(extra="forbid")

    programme: int = Field(ge=1, le=2**32 - 1, description="The programme whose rules apply.")
    creditor: str = Field(description="Party id of the supplier it is issued to.")
    face: Amount
    due_date: date = Field(description="The last day to pay, in Asia/Shanghai.", examples=["2027-05-23"])
    evidence: list[NewDrawing] = Field(
        description="Drawings on documents; they add up to the face.", max_length=100
    )


class NewSplit(BaseModel):
    """Cuts a claim into parts. The first part stays in the claim, the others become new claims."""

    model_config = ConfigDict(extra="forbid")

    parts: list[Amount] = Field(
        min_length=1,
        max_length=MOST_PARTS,
        description="What each part is worth; they add up to the claim's face.",
    )


class NewTransfer(BaseModel):
    """Moves value out of a claim: into a new claim of a party, or into another claim of the same receivable."""

    model_config = ConfigDict(extra="forbid")

    value: Amount
    to: str | None = Field(default=None, description="Party id of the recipient, who gets a new claim.")
    to_claim: ClaimText | None = Field(default=None, description="The claim that takes the value.")

    @model_validator(mode="after")
    def names_one_destination(self) -> "NewTransfer":
        if (self.to is None) == (self.to_claim is None):
            raise ValueError("name either `to` or `to_claim`")
        return self


class NewClaimTransfer(BaseModel):
    """Hands whole claims over, all or none."""

    model_config = ConfigDict(extra="forbid")

    to: str = Field(description="Party id of the recipient.")
    claims: list[ClaimText] = Field(min_length=1, max_length=MOST_PARTS)


class ReceivableView(BaseModel):
    """One debtor's commitment to pay."""

    id: str
    programme: str
    status: Literal["offered", "active", "matured"]
    debtor: PartyReference
    creditor: PartyReference = Field(description="Whom it was issued to.")
    face: int = Field(description="Minor units.")
    outstanding: int = Field(description="Minor units still owed; nothing before acceptance.")
    currency: str
    issued_on: date
    due_date: date
    due_at: str = Field(description="When it falls due and the books close (RFC 3339).")


class ClaimView(BaseModel):
    """One holder's part of a receivable."""

    id: str = Field(examples=["7-31"])
    receivable: str
    holder: PartyReference
    debtor: PartyReference
    face: int = Field(description="Minor units.")
    currency: str
    due_date: date
    tiers: list[int] = Field(
        description="Trade transfers since issue, plus one; several where histories were merged."
    )


class AcceptedReceivable(BaseModel):
    """A receivable that its creditor has signed for, and the first claim."""

    receivable: ReceivableView
    claim: ClaimView
    transaction: str


class IssuedReceivable(BaseModel):
    """A receivable that waits for its creditor."""

    receivable: ReceivableView
    transaction: str


class SplitClaims(BaseModel):
    """The claims that a split left: first the one that was split, then the new ones."""

    claims: list[ClaimView]
    transaction: str


class MovedValue(BaseModel):
    """Value that went out of one claim into another, or a whole claim that changed hands (both the same)."""

    from_claim: str
    to_claim: str
    value: int = Field(description="Minor units.")
    currency: str


class TransferReceipt(BaseModel):
    """What moved, for the one who moved it."""

    moved: list[MovedValue]
    recipient: PartyReference
    transaction: str


class ReceivableList(BaseModel):
    receivables: list[ReceivableView]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


class ClaimList(BaseModel):
    claims: list[ClaimView]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


class LotView(BaseModel):
    """A piece of face on its way from the issue to today.

    `flow` is how much of it arrived in the claims that were asked about: the whole lot for those who may see it all.
    """

    lot: str
    parent: str | None = Field(description="The lot it was cut from; null at the issue.")
    kind: Literal["mint", "divide", "pass", "assign"] = Field(
        description="How it came about: accepted at issue, cut by its holder, value passed on, whole claim passed on."
    )
    holder: PartyReference
    tier: int
    claim: str
    flow: int = Field(description="Minor units.")
    block: int
    at: str
    transaction: str


class Lineage(BaseModel):
    """The way of claims back to the issue, oldest first."""

    receivable: ReceivableView
    lots: list[LotView]
