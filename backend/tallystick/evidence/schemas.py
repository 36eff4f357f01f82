"""Trade documents as the API shows them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.parties.schemas import PartyId, PartyReference
from tallystick.web import forms
from tallystick.web.bodies import Body, Line, PlainDate

DOCUMENT_KINDS = (None, "invoice", "delivery", "acceptance", "rebate", "purchase", "service")
"""In the order in which the chain counts them."""

DocumentKind = Literal["invoice", "delivery", "acceptance", "rebate", "purchase", "service"]
KIND_MEANING = (
    "What the document proves: billed, delivered, accepted, a rebate owed, purchased, a service rendered."
)
ISSUED_BY_BUYERS = {"acceptance", "rebate"}
"""All others are their seller's documents."""


FINGERPRINT = "0x" + "5e" * 32
NUMBER = "26312000001234567890"
NOTE_FINGERPRINT = "0x" + "c4" * 32
NOTE_NUMBER = "26312000009876543210"
"""Examples."""


Number = Annotated[Line, StringConstraints(min_length=1, max_length=64, pattern=forms.DOCUMENT_NUMBER)]


class NewDocument(Body):
    """A trade document between two parties, sent in by the one that issued it."""

    kind: DocumentKind = Field(description=KIND_MEANING)
    number: Number = Field(
        description="The document's own number. Case, blanks, hyphens and full-width digits make no difference.",
        examples=[NUMBER],
    )
    issued_on: PlainDate = Field(description="The day the document bears.", examples=["2026-11-20"])
    buyer: PartyId = Field(description="Party id of who owes.")
    seller: PartyId = Field(description="Party id of whom it is owed to.")
    amount: int = Field(ge=1, le=LARGEST_AMOUNT, description="Minor units.", examples=[10_000_000_000])
    currency: Literal["CNY", "USD"] = Field(default="CNY", description="ISO 4217.")


class NewCreditNote(Body):
    """A credit note (red-letter document) on a document, sent in by the party that issued both."""

    number: Number = Field(
        description="The credit note's own number, which no other document or credit note of its issuer has.",
        examples=[NOTE_NUMBER],
    )
    issued_on: PlainDate = Field(description="The day the credit note bears.", examples=["2026-12-02"])
    amount: int = Field(
        ge=1,
        le=LARGEST_AMOUNT,
        description="Minor units by which it lowers what the document is good for.",
        examples=[2_000_000_000],
    )


class CreditNoteView(BaseModel):
    """A credit note on the document."""

    fingerprint: str = Field(
        description="The keyed hash under which the chain knows the credit note.", examples=[NOTE_FINGERPRINT]
    )
    number: str | None = Field(
        description="The credit note's own number; null where the chain alone knows it.",
        examples=[NOTE_NUMBER],
    )
    issued_on: date | None = Field(
        description="The day the credit note bears; null where the chain alone knows it.",
        examples=["2026-12-02"],
    )
    amount: int = Field(description="Minor units.", examples=[2_000_000_000])


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
    kind: DocumentKind = Field(description=KIND_MEANING)
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
    credited: int = Field(
        description="Minor units that the credit notes have taken off it.", examples=[2_000_000_000]
    )
    drawn: int = Field(
        description="Minor units already used; more than the amount where a credit note came too late.",
        examples=[6_000_000_000],
    )
    left: int = Field(description="Minor units still to draw on.", examples=[4_000_000_000])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    credit_notes: list[CreditNoteView] = Field(
        description="The credit notes on it, in the order of their fingerprints."
    )
    drawings: list[DrawingView] = Field(description="What has drawn on the document.")


class DocumentList(BaseModel):
    """Your documents."""

    documents: list[DocumentView] = Field(description="In the order of their fingerprints.")
