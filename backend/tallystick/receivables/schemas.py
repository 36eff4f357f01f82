"""Receivables, claims and their history as the API shows them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints, model_validator

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.parties.schemas import PartyId, PartyReference
from tallystick.receivables.identifiers import ClaimText
from tallystick.web.bodies import Body, PlainDate

STATUSES = (None, "offered", "active")
MOST_PARTS = 500
"""Parts of one split, or claims of one transfer: what fits one transaction on every chain."""

MILLION = 100_000_000
HASH = "0x" + "5e" * 32
INSTANT = "2026-11-23T02:30:00Z"
"""Examples."""

ProgrammeNumber = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,8}$")]
Amount = Annotated[
    int, Field(ge=1, le=LARGEST_AMOUNT, description="Minor units (fen, cents).", examples=[MILLION])
]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^0x[0-9a-fA-F]{64}$")]
TransactionHash = Annotated[str, Field(description="Hash of the transaction on the chain.", examples=[HASH])]


class NewDrawing(Body):
    """How much of which document the receivable rests on."""

    document: Fingerprint = Field(description="The document's fingerprint.", examples=[HASH])
    amount: Amount


class NewReceivable(Body):
    """The sender's commitment to pay."""

    programme: ProgrammeNumber = Field(description="The programme whose rules apply.", examples=["1"])
    creditor: PartyId = Field(description="Party id of the supplier it is issued to.")
    face: Amount
    due_date: PlainDate = Field(description="The last day to pay, in Asia/Shanghai.", examples=["2027-05-23"])
    evidence: list[NewDrawing] = Field(
        description="Drawings on documents; they add up to the face.", max_length=100
    )


class NewSplit(Body):
    """Cuts a claim into parts. The first part stays in the claim, the others become new claims."""

    parts: list[Amount] = Field(
        min_length=1,
        max_length=MOST_PARTS,
        description="What each part is worth; they add up to the claim's face.",
        examples=[[MILLION, 2 * MILLION]],
    )


class NewTransfer(Body):
    """Moves value out of a claim: into a new claim of a party, or into another claim of the same receivable."""

    value: Amount
    to: PartyId | None = Field(default=None, description="Party id of the recipient, who gets a new claim.")
    to_claim: ClaimText | None = Field(
        default=None, description="The claim that takes the value.", examples=["7-31"]
    )

    @model_validator(mode="after")
    def names_one_destination(self) -> "NewTransfer":
        if (self.to is None) == (self.to_claim is None):
            raise ValueError("name either `to` or `to_claim`")
        return self


class NewClaimTransfer(Body):
    """Hands whole claims over, all or none."""

    to: PartyId = Field(description="Party id of the recipient.")
    claims: list[ClaimText] = Field(
        min_length=1, max_length=MOST_PARTS, description="The claims to hand over.", examples=[["7-31"]]
    )


class ReceivableView(BaseModel):
    """One debtor's commitment to pay."""

    id: str = Field(description="The receivable's number.", examples=["7"])
    programme: str = Field(description="The programme whose rules apply.", examples=["1"])
    status: Literal["offered", "active", "matured"] = Field(
        description="Waiting for its creditor; accepted; or past its due date with something still owed."
    )
    debtor: PartyReference = Field(description="Who owes.")
    creditor: PartyReference = Field(description="Whom it was issued to.")
    face: int = Field(description="Minor units.", examples=[100 * MILLION])
    outstanding: int = Field(
        description="Minor units still owed; nothing before acceptance.", examples=[100 * MILLION]
    )
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    issued_on: date = Field(description="The day it was offered, in Asia/Shanghai.", examples=["2026-11-23"])
    due_date: date = Field(description="The last day to pay, in Asia/Shanghai.", examples=["2027-05-23"])
    due_at: str = Field(
        description="When it falls due and the books close (RFC 3339).", examples=["2027-05-23T16:00:00Z"]
    )


class ClaimView(BaseModel):
    """One holder's part of a receivable."""

    id: str = Field(description="The claim, as receivable-serial.", examples=["7-31"])
    receivable: str = Field(description="The receivable it is a part of.", examples=["7"])
    holder: PartyReference = Field(description="Who has it now.")
    debtor: PartyReference = Field(description="Who owes.")
    face: int = Field(description="Minor units.", examples=[MILLION])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    due_date: date = Field(description="The last day to pay, in Asia/Shanghai.", examples=["2027-05-23"])
    tiers: list[int] = Field(
        description="Trade transfers since issue, plus one; several where histories were merged.",
        examples=[[3]],
    )


class AcceptedReceivable(BaseModel):
    """A receivable that its creditor has signed for, and the first claim."""

    receivable: ReceivableView = Field(description="The receivable, now active.")
    claim: ClaimView = Field(description="Its first claim, over the whole face.")
    transaction: TransactionHash


class IssuedReceivable(BaseModel):
    """A receivable that waits for its creditor."""

    receivable: ReceivableView = Field(description="The receivable as it was offered.")
    transaction: TransactionHash


class SplitClaims(BaseModel):
    """The claims that a split left: first the one that was split, then the new ones."""

    claims: list[ClaimView] = Field(description="The parts, in the order in which they were asked for.")
    transaction: TransactionHash


class MovedValue(BaseModel):
    """Value that went out of one claim into another, or a whole claim that changed hands (both the same)."""

    from_claim: str = Field(description="The claim that the value left.", examples=["7-31"])
    to_claim: str = Field(description="The claim that the value is in now.", examples=["7-102"])
    value: int = Field(description="Minor units.", examples=[MILLION])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])


class TransferReceipt(BaseModel):
    """What moved, for the one who moved it."""

    moved: list[MovedValue] = Field(description="Every movement of the transaction, in order.")
    recipient: PartyReference = Field(description="Who has it now.")
    transaction: TransactionHash


class ReceivableList(BaseModel):
    """A page of receivables."""

    receivables: list[ReceivableView] = Field(description="In the order of their numbers.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["107"])


class ClaimList(BaseModel):
    """A page of claims."""

    claims: list[ClaimView] = Field(description="In the order of receivable and serial.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["7-131"])


class LotView(BaseModel):
    """A piece of face on its way from the issue to today.

    `flow` is how much of it arrived in the claims that were asked about: the whole lot for those who may see it all.
    """

    lot: str = Field(description="The lot's number within its receivable.", examples=["12"])
    parent: str | None = Field(description="The lot it was cut from; null at the issue.", examples=["1"])
    kind: Literal["mint", "divide", "pass", "assign"] = Field(
        description="How it came about: accepted at issue, cut by its holder, value passed on, whole claim passed on."
    )
    holder: PartyReference = Field(description="Whose it was, or is.")
    tier: int = Field(description="1 at the issue; each trade transfer adds one.", examples=[2])
    claim: str = Field(description="The claim it lay in, or lies in.", examples=["7-31"])
    flow: int = Field(description="Minor units.", examples=[MILLION])
    block: int = Field(description="The block of the transaction that made it.", examples=[42])
    at: str = Field(description="When that was (RFC 3339).", examples=[INSTANT])
    transaction: TransactionHash


class Lineage(BaseModel):
    """The way of claims back to the issue, oldest first."""

    receivable: ReceivableView = Field(description="The receivable that all of it is of.")
    lots: list[LotView] = Field(description="A parent stands before its children.")
