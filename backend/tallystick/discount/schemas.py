"""Discount curves and early prices as the API shows them. Rates are millionths a year, amounts minor units."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from tallystick.programmes.schemas import DayCount
from tallystick.receivables.schemas import INSTANT, MILLION, TransactionHash
from tallystick.web.bodies import Body

MOST_KNOTS = 32


class KnotBody(Body):
    """The bank discount rate where so many days remain."""

    remaining_days: Annotated[int, Field(ge=0, le=65_535)] = Field(
        description="From the day on which money comes to the due date.", examples=[90]
    )
    rate_ppm: Annotated[int, Field(ge=0, le=2_000_000)] = Field(
        description="Millionths a year; 54000 is 5.4 %.", examples=[54_000]
    )


class NewCurve(Body):
    """What early payment costs from now on. Between knots the rate lies on the straight line between theirs."""

    knots: Annotated[list[KnotBody], Field(max_length=2 * MOST_KNOTS)] = Field(
        description="By ascending days; rate times days must grow strictly from day to day."
    )


class KnotView(BaseModel):
    """The bank discount rate where so many days remain."""

    remaining_days: int = Field(description="Until the due date.", examples=[90])
    rate_ppm: int = Field(description="Millionths a year; 54000 is 5.4 %.", examples=[54_000])


class CurveVersionView(BaseModel):
    """A version of a programme's discount curve."""

    programme: str = Field(description="The programme.", examples=["1"])
    version: int = Field(description="Counted from 1; the last one prices.", examples=[2])
    set_at: str = Field(description="When it was set (RFC 3339).", examples=[INSTANT])
    knots: list[KnotView] = Field(description="By ascending days.")


class CurveVersions(BaseModel):
    """The versions of a programme's discount curve."""

    curves: list[CurveVersionView] = Field(description="The one that prices first; none where none was set.")


class SetCurveReceipt(BaseModel):
    """A curve that prices from now on. What was struck before stays as it was."""

    curve: CurveVersionView = Field(description="The curve.")
    transaction: TransactionHash


class EarlyPrice(BaseModel):
    """What a claim brings today at its programme's curve."""

    claim: str = Field(description="The claim.", examples=["7-31"])
    face: int = Field(description="What is paid on the due date.", examples=[MILLION])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    value_date: date = Field(description="Today, in Asia/Shanghai.", examples=["2026-11-27"])
    due_date: date = Field(description="The last day to pay.", examples=["2027-05-27"])
    remaining_days: int = Field(description="From the one to the other.", examples=[181])
    day_count: DayCount = Field(description="The basis of a year.")
    curve_version: int = Field(description="The version that prices.", examples=[2])
    discount: int = Field(
        description="face × rate(d) × d / basis, rounded half up in one division.", examples=[3_016_667]
    )
    price: int = Field(description="Face less discount.", examples=[96_983_333])
