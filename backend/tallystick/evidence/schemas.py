"""Trade documents as the API shows them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.parties.schemas import PartyReference

DOCUMENT_KINDS = (None, "invoice", "delivery", "acceptance")
DocumentKind = Literal["invoice", "delivery", "acceptance"]


class NewDocument(BaseModel):
    """A trade document between two parties, one of them the sender of this request."""

    model_config = ConfigDict(extra="forbid")

    kind: DocumentKind
    number: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=r"\w")
    ] = Field(description="The document's own number.", examples=["26312000001234567890"])
    issued_on: date = Field(examples=["2026-11-20"])
    buyer: str = Field(description="Party id of who owes.")
    seller: str = Field(description="Party id of whom it is owed to.")
    amount: int = Field(
        ge=1, le=LARGEST_AMOUNT, strict=True, description="Minor units.", examples=[10_000_000_000]
    )
    currency: Literal["CNY", "USD"] = "CNY"


class DrawingView(BaseModel):
    """What a receivable has drawn on the document."""

    receivable: str
    amount: int


class DocumentView(BaseModel):
    """A registered document and what is left of it."""

    fingerprint: str = Field(description="The keyed hash under which the chain knows the document.")
    kind: DocumentKind
    number: str | None
    issued_on: date | None
    buyer: PartyReference
    seller: PartyReference
    amount: int = Field(description="Minor units.")
    drawn: int = Field(description="Minor units already used.")
    left: int = Field(description="Minor units still to draw on.")
    currency: str
    drawings: list[DrawingView]


class DocumentList(BaseModel):
    documents: list[DocumentView]
