"""Orders and trades as the API shows them. Amounts are minor units, rates millionths a year."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.parties.schemas import PartyReference
from tallystick.receivables.schemas import HASH, INSTANT, MILLION, TransactionHash
from tallystick.web import forms
from tallystick.web.bodies import Body, Instant

MOST_ORDERS = 100
LARGEST_RATE = 2_000_000

Amount = Annotated[int, Field(ge=1, le=LARGEST_AMOUNT)]
OrderNumber = Annotated[str, Field(pattern=forms.RECEIVABLE)]
Side = Literal["ask", "bid"]
Stage = Literal["open", "filled", "cancelled", "expired"]


class NewOrder(Body):
    """Notes that you would sell or buy, and at which rate."""

    side: Side = Field(description="ask: you sell; bid: you buy.")
    amount: Amount = Field(description="Face.", examples=[MILLION])
    minimum: Amount | None = Field(
        default=None,
        description="The smallest fill, unless less is left; without it, all at once.",
        examples=[10_000_000],
    )
    rate_ppm: Annotated[int, Field(ge=0, le=LARGEST_RATE)] | None = Field(
        default=None,
        description="Bank discount rate; an ask without it is the primary sale: at the programme's curve.",
        examples=[52_000],
    )
    expires_at: Instant = Field(
        description="Until when it can be filled; at the latest until the books of the notes close.",
        examples=["2026-12-31T18:00:00+08:00"],
    )

    @model_validator(mode="after")
    def _bids_by_rate(self) -> Self:
        if self.side == "bid" and self.rate_ppm is None:
            raise ValueError("A bid needs rate_ppm; asks alone go by the curve")
        return self


class NewFill(Body):
    """How much of an order you take the other side of."""

    amount: Amount = Field(description="Face.", examples=[MILLION])
    limit: Annotated[int, Field(ge=0, le=LARGEST_AMOUNT)] | None = Field(
        default=None,
        description="What you pay at most, or get at least; without it, what it costs at the moment of asking.",
        examples=[98_500_000],
    )


class ExpiredOrders(Body):
    """Orders whose time is over."""

    orders: Annotated[list[OrderNumber], Field(min_length=1, max_length=MOST_ORDERS)] | None = Field(
        default=None, description="Without it, all whose time is over.", examples=[["12"]]
    )


class OrderView(BaseModel):
    """An ask or a bid. It ties nothing: notes and money stay where they are until somebody fills it."""

    id: str = Field(description="Its number.", examples=["12"])
    side: Side = Field(description="Whether its maker sells or buys.")
    receivable: str = Field(description="On which receivable the notes are.", examples=["7"])
    programme: str = Field(
        description="The programme that it is under, whose curve is meant.", examples=["2"]
    )
    debtor: PartyReference = Field(description="Who owes it.")
    due_date: date = Field(description="The last day to pay.", examples=["2027-05-27"])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    amount: int = Field(description="Face when it was placed.", examples=[MILLION])
    left: int = Field(description="Face that is not filled.", examples=[MILLION])
    minimum: int = Field(description="The smallest fill, unless less is left.", examples=[MILLION])
    rate_ppm: int | None = Field(
        description="Bank discount rate; null where the curve says the price.", examples=[52_000]
    )
    curve_version: int | None = Field(
        description="The version of the curve at which it is offered; null where a rate says the price.",
        examples=[2],
    )
    stage: Stage = Field(description="Whether it can be filled, or how it ended.")
    expires_at: str = Field(description="Until when (RFC 3339).", examples=[INSTANT])
    placed_at: str = Field(description="When it was placed (RFC 3339).", examples=[INSTANT])
    yours: bool = Field(description="Whether you have placed it.")


class OrderList(BaseModel):
    """Orders by number."""

    orders: list[OrderView] = Field(description="Orders.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["12"])


class OrderReceipt(BaseModel):
    """An order as it stands now."""

    order: OrderView = Field(description="The order.")
    transaction: TransactionHash


class ExpiredReceipt(BaseModel):
    """Orders of which is on record now that their time is over."""

    orders: list[OrderView] = Field(description="The orders.")
    transaction: TransactionHash


class FillCheck(BaseModel):
    """What would come of a fill now. Nobody has paid for gas."""

    allowed: bool = Field(description="Whether it would go through.")
    price: int | None = Field(
        description="What it would cost; null where it has no price.", examples=[98_500_000]
    )
    code: str | None = Field(
        description="The code that it would be refused with.", examples=["order_expired"]
    )
    detail: str | None = Field(description="Why.", examples=["Order 12 could be filled until …"])
    way_out: str | None = Field(description="What to do about it.", examples=["Look for another order."])


class TradeView(BaseModel):
    """Notes that went from seller to buyer against e-CNY."""

    order: str = Field(description="The order that was filled.", examples=["12"])
    receivable: str = Field(description="On which receivable.", examples=["7"])
    seller: PartyReference = Field(description="Who gave notes and got money.")
    buyer: PartyReference = Field(description="Who got notes and gave money.")
    amount: int = Field(description="Face.", examples=[MILLION])
    price: int = Field(description="What was paid.", examples=[98_500_000])
    discount: int = Field(description="Face less price.", examples=[1_500_000])
    remaining_days: int = Field(description="From the day of the trade to the due day.", examples=[90])
    primary: bool = Field(description="Whether it was a sale at the programme's curve.")
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    at: str = Field(description="When (RFC 3339).", examples=[INSTANT])
    transaction: str = Field(description="In which transaction.", examples=[HASH])


class TradeList(BaseModel):
    """Trades, newest first."""

    trades: list[TradeView] = Field(description="Trades.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["42-3"])


class TradeReceipt(BaseModel):
    """A fill: title and money changed hands in one transaction."""

    trade: TradeView = Field(description="What was traded.")
    order: OrderView = Field(description="What is left of the order.")
    transaction: TransactionHash
