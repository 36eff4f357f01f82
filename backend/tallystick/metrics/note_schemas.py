"""Figures of a market for notes as the API shows them. Amounts are minor units; null is n/a: its input is missing."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field

from tallystick.receivables.schemas import MILLION


class RateChangeView(BaseModel):
    """What early payment cost on average before and after a day, and whose doing the change is.

    A rate is Σ discount · basis / Σ face · days. rate_effect + mix_effect = after − before.
    """

    changed_on: date | None = Field(
        description="The first day of after: as asked, or when the curve that prices was set.",
        examples=["2027-01-15"],
    )
    before: Decimal | None = Field(description="A year.", examples=["0.059012"])
    after: Decimal | None = Field(description="A year.", examples=["0.049870"])
    rate_effect: Decimal | None = Field(
        description="What rates have changed by at the tenors of before; null where one was not dealt at afterwards.",
        examples=["-0.008000"],
    )
    mix_effect: Decimal | None = Field(
        description="The rest: other tenors were dealt at.", examples=["-0.001142"]
    )


class PremiumView(BaseModel):
    """A premium under its own name, weighted by amount, and how often it lay in the band of 5 to 8 %."""

    mean: Decimal | None = Field(description="Of all of them.", examples=["-0.012300"])
    days: int = Field(description="Days on which there was one.", examples=[24])
    days_in_band: Decimal | None = Field(
        description="Share of these days on which their mean lay from 5 to 8 %.", examples=["0.000000"]
    )


class TurnoverView(BaseModel):
    """How much was traded, without trades of a party with itself or with one that it is related to."""

    days: int = Field(
        description="Calendar days from the first trade to the last, both counted.", examples=[91]
    )
    trades: int = Field(description="How many trades count.", examples=[56])
    excluded: int = Field(description="How many do not, being among related parties.", examples=[0])
    primary_volume: int = Field(description="Paid in sales at the curve.", examples=[27 * MILLION])
    secondary_volume: int = Field(description="Paid in all other trades.", examples=[9 * MILLION])
    average_daily_volume: Decimal | None = Field(
        description="Both, a calendar day.", examples=["40328341.00"]
    )
    average_supply: Decimal | None = Field(
        description="Notes that there were on average over these days.", examples=["2803000000.00"]
    )
    turnover: Decimal | None = Field(
        description="What was paid, over the average supply: how often a note changed hands.",
        examples=["1.308000"],
    )


class NoteMarketFigures(BaseModel):
    """The figures of a programme's market for notes, from what happened on the chain and nothing else."""

    programme: str = Field(description="The programme.", examples=["1"])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    as_of: date = Field(description="The ledger's day, in Asia/Shanghai.", examples=["2027-03-01"])
    discount_rate: RateChangeView = Field(description="The average discount rate, before and after.")
    seconds_to_cash: int | None = Field(
        description="From acceptance to money, weighted by face, of what first holders sold.",
        examples=[86_400],
    )
    turnover: TurnoverView = Field(description="How much was traded.")
    premium_to_face: PremiumView = Field(description="(P − F) / F of secondary trades: never positive.")
    premium_to_fair_value: PremiumView = Field(
        description="(P − V) / V of secondary trades, V by the curve that priced on that day."
    )
    holding_return: PremiumView = Field(
        description="(proceeds − cost) / cost of what was sold or paid, first in first out; not a rate a year."
    )
    yield_spread: PremiumView = Field(
        description="Simple yield of secondary trades less SHIBOR for as long, a year; none where none was published."
    )
