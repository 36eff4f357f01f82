"""Requests for quotes, quotes, liens and sales as the API shows them. Amounts are minor units."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from tallystick.financing.agreement_schemas import AgreementView
from tallystick.parties.schemas import PARTY_ID, PartyId, PartyReference
from tallystick.programmes.schemas import DayCount
from tallystick.receivables.schemas import HASH, INSTANT, MILLION, Amount, Fingerprint, TransactionHash
from tallystick.web import forms
from tallystick.web.bodies import Body, Instant, Line, PlainDate

MOST_FINANCIERS = 20
Rate = Annotated[int, Field(ge=0, le=2_000_000)]
SIGNATURE = "0x" + "5e" * 65

QuoteState = Literal["open", "accepted", "revoked", "expired", "void"]


class NewQuoteRequest(Body):
    """Asks financiers for quotes on a claim, or on a part of it."""

    value: Amount
    financiers: Annotated[list[PartyId], Field(min_length=1, max_length=MOST_FINANCIERS)] = Field(
        description="Whom to ask; nobody else sees the request.", examples=[[PARTY_ID]]
    )


class NewLoan(Body):
    """A loan instead of a price: the claim stays the holder's, and stands for it."""

    principal: Amount
    repay_date: PlainDate = Field(
        description="The last day to repay, in Asia/Shanghai; from the next one on the pledge can be sold.",
        examples=["2027-02-27"],
    )
    reserve_rate_ppm: Rate = Field(
        description="The highest discount rate at which it may be sold then, in millionths a year.",
        examples=[120_000],
    )


class NewQuote(Body):
    """A financier's answer: it buys at this rate, today, or lends."""

    rate_ppm: Rate = Field(
        description="Millionths a year, 60000 is 6 %: the bank discount rate, or a loan's simple interest.",
        examples=[60_000],
    )
    recourse: bool = Field(
        default=False,
        description="Whether the seller answers for the face, and for interest on it after the due date.",
        examples=[False],
    )
    loan: NewLoan | None = Field(default=None, description="What it lends; without it, it buys.")
    day_count: DayCount | None = Field(
        default=None, description="The basis of a year; without it, the programme's.", examples=["ACT/360"]
    )
    expires_at: Instant = Field(
        description="From when on it cannot be accepted; it ends with the day in any case.",
        examples=["2026-11-27T10:00:00Z"],
    )
    salt: Fingerprint | None = Field(
        default=None,
        description="For wallets of one's own: makes this quote another one than one of the same terms.",
        examples=[HASH],
    )
    signature: Annotated[str, StringConstraints(pattern=forms.BYTES)] | None = Field(
        default=None,
        description="For wallets of one's own: the signature of the typed data (EIP-712).",
        examples=[SIGNATURE],
    )


class NewLien(Body):
    """The proof that a financier has registered its interest in a claim."""

    receipt: Annotated[Line, StringConstraints(min_length=1, max_length=200)] = Field(
        description="The registration's number at the movables registry; its hash goes on the chain.",
        examples=["动产初始登记 19283746500012345678"],
    )


class QuoteRequestView(BaseModel):
    """A holder's request for quotes."""

    id: str = Field(description="The request's id.", examples=["019a9b5c-2f4e-7c1a-9a55-2f1d3c1f7b11"])
    claim: str = Field(description="The claim.", examples=["7-31"])
    holder: PartyReference = Field(description="Who asks.")
    debtor: PartyReference = Field(description="Who owes.")
    value: int = Field(description="How much of it is to be sold, minor units.", examples=[MILLION])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    due_date: date = Field(description="The last day to pay, in Asia/Shanghai.", examples=["2027-05-23"])
    financiers: list[PartyReference] = Field(
        description="Who was asked: everybody for its holder, oneself else."
    )
    asked_at: str = Field(description="When (RFC 3339).", examples=[INSTANT])


class QuoteRequestList(BaseModel):
    """Requests that one made, or that were made to one."""

    requests: list[QuoteRequestView] = Field(description="The latest first.")


class QuoteView(BaseModel):
    """A financier's signed quote, and what the money would cost."""

    id: str = Field(description="Its digest, which the financier has signed (EIP-712).", examples=[HASH])
    kind: Literal["sale", "loan"] = Field(description="Whether the financier buys or lends.")
    request: str = Field(description="What it answers.", examples=["019a9b5c-2f4e-7c1a-9a55-2f1d3c1f7b11"])
    claim: str = Field(description="The claim.", examples=["7-31"])
    holder: PartyReference = Field(description="Who may accept it.")
    financier: PartyReference = Field(description="Who buys, or lends.")
    value: int = Field(
        description="Face that it buys, or that is pledged to it; minor units.", examples=[MILLION]
    )
    proceeds: int = Field(description="What it pays out, minor units.", examples=[96_983_333])
    discount: int = Field(
        description="What the money costs: value less proceeds, or a loan's interest to its last day.",
        examples=[3_016_667],
    )
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    rate_ppm: int = Field(
        description="Millionths a year: the bank discount rate, or simple interest.", examples=[60_000]
    )
    day_count: DayCount = Field(description="The basis of a year.")
    value_date: date = Field(description="The day on which it pays.", examples=["2026-11-27"])
    days: int = Field(description="From then to the due date, or to the last day to repay.", examples=[181])
    simple_cost: Decimal | None = Field(
        description="What the cash costs as simple interest a year, to six decimals; null on the due date.",
        examples=["0.061866"],
    )
    effective_annual_cost: Decimal | None = Field(
        description="What it costs a year, compounded, to six decimals; null on the due date.",
        examples=["0.063717"],
    )
    recourse: bool = Field(description="Whether the seller answers for the debtor.", examples=[False])
    repay_date: date | None = Field(
        description="A loan's last day to repay; null of a sale.", examples=["2027-02-27"]
    )
    reserve_rate_ppm: int | None = Field(
        description="A loan's highest discount rate at which the pledge may be sold; null of a sale.",
        examples=[120_000],
    )
    expires_at: str = Field(description="From when on it cannot be accepted (RFC 3339).", examples=[INSTANT])
    lien_recorded: bool = Field(
        description="Whether the financier's registration is on record; no money moves before it."
    )
    state: QuoteState = Field(
        description="`open` can be accepted; `expired` by time; `void` since its claim has changed hands or is worth "
        "less."
    )


class QuoteList(BaseModel):
    """Quotes that one gave or was given."""

    quotes: list[QuoteView] = Field(description="The latest first.")


class LienView(BaseModel):
    """A financier's registration on record."""

    claim: str = Field(description="The claim.", examples=["7-31"])
    financier: PartyReference = Field(description="Whose it is.")
    receipt_hash: str = Field(description="Hash of the receipt (Keccak-256, UTF-8).", examples=[HASH])
    transaction: TransactionHash


class SaleView(BaseModel):
    """A claim, or a part of one, that was sold."""

    quote: str = Field(description="The quote that was accepted.", examples=[HASH])
    claim: str = Field(description="The claim that was sold of.", examples=["7-31"])
    seller: PartyReference = Field(description="Who sold it.")
    financier: PartyReference = Field(description="Who bought it.")
    value: int = Field(description="Face that was sold, minor units.", examples=[MILLION])
    proceeds: int = Field(description="What was paid for it.", examples=[96_983_333])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    rate_ppm: int = Field(description="The bank discount rate, in millionths a year.", examples=[60_000])
    day_count: DayCount = Field(description="The basis of a year.")
    recourse: bool = Field(description="Whether the seller gave recourse.", examples=[False])
    at: str = Field(description="When that was (RFC 3339).", examples=[INSTANT])
    transaction: TransactionHash


class FinancingReceipt(BaseModel):
    """A sale or a loan, as the holder has just accepted it."""

    sale: SaleView | None = Field(description="What was sold, and for how much; null of a loan.")
    agreement: AgreementView | None = Field(
        description="The loan, or the recourse that the seller has given; null of a sale without."
    )
    claim: str = Field(description="The claim that was sold, or that is pledged now.", examples=["7-102"])
    transaction: TransactionHash


class SaleList(BaseModel):
    """Sales that one made or bought by."""

    sales: list[SaleView] = Field(description="The latest first.")


class RevokedQuoteView(BaseModel):
    """A quote that its financier has taken back."""

    quote: QuoteView = Field(description="The quote, which nobody can accept any more.")
    transaction: TransactionHash
