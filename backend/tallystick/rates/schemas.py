"""Rates and terms as the API shows them. Rates are ppm a year, amounts minor units."""

from datetime import date

from pydantic import BaseModel, Field

from tallystick.programmes.schemas import DayCount
from tallystick.rates.published import CurveName
from tallystick.receivables.schemas import MILLION


class RateView(BaseModel):
    """A published rate."""

    tenor: str = Field(description="For how long.", examples=["6M"])
    rate_ppm: int = Field(description="Millionths a year; 16300 is 1.63 %.", examples=[16_300])


class CurveView(BaseModel):
    """A curve as it was published on a day."""

    curve: CurveName = Field(description="Which one.")
    published_on: date = Field(description="The day.", examples=["2026-11-27"])
    rates: list[RateView] = Field(description="By tenor, the shortest first.")


class CurveList(BaseModel):
    """Published curves."""

    curves: list[CurveView] = Field(description="The latest first.")


class PublishedRates(BaseModel):
    """What was taken in of a file of rates."""

    curves: int = Field(
        description="Curves of a day that were in the file, all of which are known now.", examples=[22]
    )


class TermsView(BaseModel):
    """What a claim should bring, by a published curve. A quote that is accepted is what binds."""

    curve: CurveName = Field(description="Which one.")
    published_on: date = Field(
        description="Its last publication up to the value date.", examples=["2026-11-27"]
    )
    face: int = Field(description="What is paid on the due date.", examples=[MILLION])
    value_date: date = Field(description="The day on which money comes.", examples=["2026-11-27"])
    due_date: date = Field(description="The last day to pay.", examples=["2027-05-27"])
    days: int = Field(description="From the one to the other.", examples=[181])
    day_count: DayCount = Field(description="The basis of a year.")
    paid_on: date = Field(
        description="The business day on which the money is reckoned to be there.", examples=["2027-05-27"]
    )
    provisional: bool = Field(
        description="Whether no published holiday calendar covers that day, so that the price may still change."
    )
    curve_ppm: int = Field(description="The curve's rate for so many days.", examples=[16_284])
    spread_ppm: int = Field(description="What is added for the debtor's credit.", examples=[20_000])
    expected_loss_ppm: int = Field(description="What is added for its default.", examples=[5_000])
    yield_ppm: int = Field(description="Simple interest on the cash, all of it together.", examples=[41_284])
    rate_ppm: int = Field(description="The bank discount rate of such a quote.", examples=[40_446])
    discount: int = Field(description="Face less proceeds.", examples=[2_033_535])
    proceeds: int = Field(description="What is paid on the value date.", examples=[97_966_465])
