"""Trade documents as the API shows them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.parties.schemas import PartyId, PartyReference
from tallystick.web.bodies import Body, Line, PlainDate

DOCUMENT_KINDS = (None, "invoice", "delivery", "acceptance")
DocumentKind = Literal["invoice", "delivery", "acceptance"]

FINGERPRINT = "0x" + "5e" * 32
NUMBER = "26312000001234567890"
"""Examples."""


class NewDocument(Body):
    """A trade document between two parties, sent in by the one that issued it."""

    kind: DocumentKind = Field(description="What the document proves: billed, delivered, or accepted.")
    number: Annotated[Line, StringConstraints(min_length=1, max_length=64, pattern=r"[^\W_]")] = Field(
        description="The document's own number. Case, blanks, hyphens and full-width digits make no difference.",
        examples=[NUMBER],
    )
    issued_on: PlainDate = Field(description="The day the document bears.", examples=["2026-11-20"])
    buyer: PartyId = Field(description="Party id of who owes.")
    seller: PartyId = Field(description="Party id of whom it is owed to.")
    amount: int = Field(ge=1, le=LARGEST_AMOUNT, description="Minor units.", examples=[10_000_000_000])
    currency: Literal["CNY", "USD"] = Field(default="CNY", description="ISO 4217.")


class DrawingView(BaseModel):
    """What a receivable, or a transfer of a claim on it, has drawn on the document."""

    receivable: str = Field(description="The receivable's number.", examples=["7"])
    claim: str | None = Field(
        description="The claim that the transfer made; null where the receivable itself rests on the document.",
        examples=["7-31"],
    )
    amount: int = Field(description="Minor units.", examples=[10_000_000_000])


class DocumentView(BaseModel):
    """A registered document and what is left of it."""

    fingerprint: str = Field(
        description="The keyed hash under which the chain knows the document.", examples=[FINGERPRINT]
    )
    kind: DocumentKind = Field(description="What the document proves: billed, delivered, or accepted.")
    number: str | None = Field(
        description="The document's own number; null where the chain alone knows the document.",
        examples=[NUMBER],
    )
    issued_on: date | None = Field(
        description="The day the document bears; null where the chain alone knows the document.",
        examples=["2026-11-20"],
    )
    buyer: PartyReference = Field(description="Who owes.")
    seller: PartyReference = Field(description="Whom it is owed to.")
    amount: int = Field(
        description="What it is good for, in minor units, less the credit notes on it.",
        examples=[10_000_000_000],
    )
    drawn: int = Field(description="Minor units already used.", examples=[6_000_000_000])
    left: int = Field(description="Minor units still to draw on.", examples=[4_000_000_000])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    drawings: list[DrawingView] = Field(description="What has drawn on the document.")


class DocumentList(BaseModel):
    """Your documents."""

    documents: list[DocumentView] = Field(description="In the order of their fingerprints.")
