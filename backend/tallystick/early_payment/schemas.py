"""Auctions of early payment as the API shows them. Amounts are minor units, rates millionths a year."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.parties.schemas import PartyReference
from tallystick.receivables.schemas import INSTANT, MILLION, TransactionHash
from tallystick.web import forms
from tallystick.web.bodies import Body, Instant

LARGEST_RATE = 2_000_000

Amount = Annotated[int, Field(ge=1, le=LARGEST_AMOUNT)]
Pricing = Literal["uniform", "as_bid"]
Number = Annotated[str, Field(pattern=forms.RECEIVABLE)]


class NewAuction(Body):
    """A budget for early payment out of your own wallet."""

    programme: Annotated[str, Field(pattern=forms.PROGRAMME)] = Field(
        description="Whose receivables, of yours, are paid early.", examples=["1"]
    )
    budget: Amount = Field(description="What is set aside.", examples=[MILLION])
    closes_at: Instant = Field(
        description="Until when offers are made and taken back; then it is cleared.",
        examples=["2026-12-10T18:00:00+08:00"],
    )
    expires_at: Instant | None = Field(
        default=None,
        description="After it you take your money back if nobody has had it cleared; at least a day later.",
        examples=["2026-12-12T18:00:00+08:00"],
    )
    pricing: Pricing = Field(
        description="uniform: all are paid at the lowest rate accepted; as_bid: each at its own."
    )


class NewEarlyOffer(Body):
    """Notes that you would be paid for early."""

    receivable: Number = Field(description="On which receivable the notes are.", examples=["7"])
    amount: Amount = Field(description="Face.", examples=[MILLION])
    rate_ppm: Annotated[int, Field(ge=0, le=LARGEST_RATE)] = Field(
        description="The discount that you accept; the highest is paid first. At least the curve's.",
        examples=[58_000],
    )


class AuctionView(BaseModel):
    """A debtor that pays early, as far as its budget goes."""

    id: str = Field(description="Its number.", examples=["3"])
    debtor: PartyReference = Field(description="Who pays.")
    programme: str = Field(description="Whose receivables.", examples=["1"])
    budget: int = Field(description="What was set aside.", examples=[MILLION])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    pricing: Pricing = Field(description="At one rate, or each at its own.")
    stage: Literal["open", "closed", "cleared", "cancelled", "lapsed"] = Field(
        description="closed: it can be cleared; lapsed: nobody has, and the money is the debtor's again."
    )
    closes_at: str = Field(description="Until when offers are made (RFC 3339).", examples=[INSTANT])
    expires_at: str | None = Field(description="Until when it can be cleared.", examples=[INSTANT])
    offers: int = Field(description="How many stand.", examples=[12])
    face: int | None = Field(description="Face that was bought; null before.", examples=[MILLION])
    paid: int | None = Field(description="What was paid for it; null before.", examples=[98_500_000])
    marginal_ppm: int | None = Field(
        description="The lowest rate that was paid; null before, and where nothing was.", examples=[55_000]
    )
    returned: int | None = Field(description="What went back; null before.", examples=[0])


class EarlyOfferView(BaseModel):
    """Notes that are offered for early payment."""

    id: str = Field(description="Its number.", examples=["41"])
    auction: str = Field(description="In which auction.", examples=["3"])
    receivable: str = Field(description="On which receivable.", examples=["7"])
    seller: PartyReference = Field(description="Whose they are.")
    amount: int = Field(description="Face.", examples=[MILLION])
    rate_ppm: int = Field(description="The discount that is accepted.", examples=[58_000])
    stage: Literal["made", "withdrawn", "paid", "skipped"] = Field(
        description="skipped: it could not be delivered; made: the money did not reach it, or has yet to."
    )
    paid_amount: int | None = Field(description="Face that was bought of it.", examples=[MILLION])
    price: int | None = Field(description="What was paid for that.", examples=[98_500_000])
    paid_ppm: int | None = Field(description="At which rate.", examples=[55_000])


class AuctionDetail(AuctionView):
    """An auction with its offers, as far as you may see them: all for debtor and supervisor, else your own."""

    standing: list[EarlyOfferView] = Field(description="The highest rate first, among equals the earlier.")


class AuctionList(BaseModel):
    """Auctions, the newest first."""

    auctions: list[AuctionView] = Field(description="Auctions.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["3"])


class AuctionReceipt(BaseModel):
    """An auction as it stands now."""

    auction: AuctionView = Field(description="The auction.")
    transaction: TransactionHash


class ClearedAuction(BaseModel):
    """What was paid early."""

    auction: AuctionView = Field(description="The auction.")
    payments: list[EarlyOfferView] = Field(
        description="The offers that were paid, as far as you may see them."
    )
    transaction: TransactionHash


class EarlyOfferReceipt(BaseModel):
    """An offer as it stands now."""

    offer: EarlyOfferView = Field(description="The offer.")
    transaction: TransactionHash
