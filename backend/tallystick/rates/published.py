"""Which curves there are, and how their tenors become knots."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from tallystick.money.curve import Curve, Knot, tenor_days

CurveName = Literal["SHIBOR", "LPR"]

TENORS: dict[str, Sequence[str]] = {
    "SHIBOR": ("O/N", "1W", "2W", "1M", "3M", "6M", "9M", "1Y"),
    "LPR": ("1Y", "5Y"),
}
"""As the National Interbank Funding Center publishes them: SHIBOR every business day, LPR every month."""


def curve_on(name: str, rates: Mapping[str, int], value_date: date) -> Curve:
    """The curve for money that is lent on a day. `rates` are ppm by tenor.

    The one-year LPR is the reference for all loans of up to a year, so it holds from the first day on (PBOC
    announcement No. 15 of 2019).
    """
    knots = [Knot(tenor_days(tenor, value_date), rates[tenor]) for tenor in TENORS[name]]
    if name == "LPR":
        knots.insert(0, Knot(1, rates["1Y"]))
    return Curve(knots)
