"""Offers, allowances and delegates as the API shows them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.parties.schemas import PartyId, PartyReference
from tallystick.receivables.schemas import HASH, INSTANT, MILLION, Amount, NewDrawing, TransactionHash
from tallystick.web import forms
from tallystick.web.bodies import Body, Instant

MOST_DRAWINGS = 100

OfferState = Literal["open", "expired", "ended", "accepted", "declined", "withdrawn"]
"""`open` can be accepted; `expired` by time; `ended` since its claim has changed hands or is gone."""


class NewOffer(Body):
    """Offers value out of a claim to a party, which signs for it by accepting. An offer does not encumber."""

    to: PartyId = Field(description="Party id of the recipient.")
    value: Amount
    expires_at: Instant = Field(
        description="The moment (RFC 3339) from which on it cannot be accepted any more.", examples=[INSTANT]
    )
    evidence: list[NewDrawing] = Field(
        default_factory=list,
        max_length=MOST_DRAWINGS,
        description="Drawings on documents between you (buyer) and the recipient (seller); where there are any, they "
        "add up to the value. They are drawn on when the offer is accepted.",
    )

    @model_validator(mode="after")
    def rests_on_documents_exactly(self) -> "NewOffer":
        drawn = sum(drawing.amount for drawing in self.evidence)
        if self.evidence and drawn != self.value:
            raise ValueError(f"the drawings add up to {drawn}, the `value` is {self.value}")
        return self


class OfferedDrawing(BaseModel):
    """How much of which document an offer rests on."""

    document: str = Field(description="The document's fingerprint.", examples=[HASH])
    amount: int = Field(description="Minor units.", examples=[MILLION])


class OfferView(BaseModel):
    """Value that a holder offers to a recipient."""

    id: str = Field(description="The offer's id, its hash on the chain.", examples=[HASH])
    claim: str = Field(description="The claim that it comes out of.", examples=["7-31"])
    holder: PartyReference = Field(description="Who offers.")
    recipient: PartyReference = Field(description="Who may accept.")
    debtor: PartyReference = Field(description="Who owes it.")
    value: int = Field(description="Minor units.", examples=[MILLION])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    due_date: date = Field(description="The last day to pay, in Asia/Shanghai.", examples=["2027-05-23"])
    expires_at: str = Field(description="From when on it cannot be accepted (RFC 3339).", examples=[INSTANT])
    evidence: list[OfferedDrawing] = Field(description="The documents that it rests on; may be none.")
    state: OfferState = Field(
        description="`open` can be accepted; `expired` by time; `ended` since its claim has changed hands or is gone."
    )
    into: str | None = Field(
        description="The claim that the recipient got by accepting; null before.", examples=["7-32"]
    )
    made_at: str = Field(description="When it was made (RFC 3339).", examples=[INSTANT])


class OfferReceipt(BaseModel):
    """An offer, as it stands after a command about it."""

    offer: OfferView = Field(description="The offer.")
    transaction: TransactionHash


class OfferList(BaseModel):
    """A page of offers."""

    offers: list[OfferView] = Field(description="The latest first.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["42-3"])


class NewAllowance(Body):
    """Lets a party take value out of a claim: a bare offer, without evidence and without an end."""

    to: PartyId = Field(description="Party id of the recipient.")
    value: Annotated[int, Field(ge=0, le=LARGEST_AMOUNT)] = Field(
        description="Minor units that it may take in all; 0 takes the allowance back.", examples=[MILLION]
    )


class NewTaking(Body):
    """Takes value that was allowed into a new claim of yours."""

    value: Amount


class AllowanceView(BaseModel):
    """What a party may take out of a claim of another."""

    claim: str = Field(description="The claim.", examples=["7-31"])
    holder: PartyReference = Field(description="Who allows it.")
    recipient: PartyReference = Field(description="Who may take it.")
    allowed: str = Field(
        description="Minor units that may still be taken, as decimal text: a wallet may allow up to 2^256-1, which is "
        "without limit.",
        examples=[str(MILLION)],
    )
    currency: str = Field(description="ISO 4217.", examples=["CNY"])


class AllowanceReceipt(BaseModel):
    """What may be taken out of a claim after a command about it."""

    claim: str = Field(description="The claim.", examples=["7-31"])
    recipient: PartyReference = Field(description="Who may take it.")
    allowed: str = Field(description="Minor units that may now be taken, as decimal text.", examples=["0"])
    transaction: TransactionHash


class AllowanceList(BaseModel):
    """A page of allowances."""

    allowances: list[AllowanceView] = Field(description="In the order of claim and recipient.")
    next: str | None = Field(
        description="Cursor of the next page; null on the last.",
        examples=["7-31-0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"],
    )


class TakenValue(BaseModel):
    """What a recipient took by itself, which is its signature for it."""

    from_claim: str = Field(description="The claim that the value left.", examples=["7-31"])
    to_claim: str = Field(description="The new claim of the recipient.", examples=["7-102"])
    value: int = Field(description="Minor units.", examples=[MILLION])
    transaction: TransactionHash


class NewClaimDelegate(Body):
    """Who may move a claim beside its holder, until it changes hands."""

    to: PartyId | None = Field(description="Party id of the delegate; null for nobody any more.")


class NewDelegate(Body):
    """Who may move all claims of a holder, or all of one receivable."""

    to: PartyId = Field(description="Party id of the delegate.")
    approved: bool = Field(description="Whether it may from now on.")
    receivable: Annotated[str, Field(pattern=forms.RECEIVABLE)] | None = Field(
        default=None, description="Only claims of this receivable; null for all of them.", examples=["7"]
    )


class DelegateReceipt(BaseModel):
    """Who may move what now."""

    delegate: PartyReference | None = Field(description="The delegate; null for nobody.")
    approved: bool = Field(description="Whether it may move the claims.")
    claim: str | None = Field(description="The one claim that this is about.", examples=["7-31"])
    receivable: str | None = Field(description="The one receivable that this is about.", examples=["7"])
    transaction: TransactionHash
