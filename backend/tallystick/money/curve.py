"""A published curve of rates by tenor, and the rate it gives for any days between its tenors.

Rates are ppm a year. Between two knots the rate lies on the straight line between theirs: it never leaves them, and
rises or falls with them (monotone), which a spline through the same knots need not do. Source: linear interpolation of
rates (P. S. Hagan and G. West, Methods for Constructing a Yield Curve, Wilmott, May 2008).
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from itertools import pairwise

from tallystick.money.calendar import add_months
from tallystick.money.discount import require_rate

_DIGITS = 40
_TENOR = re.compile(r"([1-9][0-9]?)([WMY])")
_DAYS_A_WEEK, _MONTHS_A_YEAR = 7, 12


class UnknownTenor(ValueError):
    """No tenor as rates are published for: O/N, or a number of weeks, months or years, as in 2W, 6M, 1Y."""


class CurveOutOfOrder(ValueError):
    """A curve without knots, or whose knots do not lie one after the other."""


class OutsideCurve(ValueError):
    """Fewer days than the first knot has, or more than the last."""


@dataclass(frozen=True, slots=True)
class Knot:
    """A published rate: `ppm` a year for money lent for so many days."""

    days: int
    ppm: int


@dataclass(frozen=True, slots=True)
class Curve:
    """Knots by ascending days. Raises `CurveOutOfOrder`, and `NegativeRate` of a knot below zero."""

    knots: Sequence[Knot]

    def __post_init__(self) -> None:
        if not self.knots:
            raise CurveOutOfOrder("a curve has at least one knot")
        for knot in self.knots:
            require_rate(knot.ppm)
        for earlier, later in pairwise(self.knots):
            if later.days <= earlier.days:
                raise CurveOutOfOrder(f"{later.days} days come after {earlier.days} days")

    def ppm(self, days: int) -> Decimal:
        """The rate for so many days, not rounded. Raises `OutsideCurve`: nothing is published there."""
        rate, stretch = self.rate_and_stretch(days)
        with localcontext() as context:
            context.prec = _DIGITS
            return Decimal(rate) / stretch

    def rate_and_stretch(self, days: int) -> tuple[int, int]:
        """The same as two integers, the one to be divided by the other: ppm · days, and days between two knots.

        Raises `OutsideCurve`.
        """
        first, last = self.knots[0], self.knots[-1]
        if not first.days <= days <= last.days:
            raise OutsideCurve(f"{days} days lie outside the curve's {first.days} to {last.days} days")
        position = bisect_left(self.knots, days, key=lambda knot: knot.days)
        above = self.knots[position]
        if above.days == days:
            return above.ppm, 1
        below = self.knots[position - 1]
        stretch, beyond = above.days - below.days, days - below.days
        return below.ppm * (stretch - beyond) + above.ppm * beyond, stretch


def tenor_days(tenor: str, start: date) -> int:
    """Days of a tenor that begins on a day; months and years are calendar months. Raises `UnknownTenor`."""
    if tenor == "O/N":
        return 1
    found = _TENOR.fullmatch(tenor)
    if found is None:
        raise UnknownTenor(tenor)
    count = int(found[1])
    if found[2] == "W":
        return count * _DAYS_A_WEEK
    months = count if found[2] == "M" else count * _MONTHS_A_YEAR
    return (add_months(start, months) - start).days
