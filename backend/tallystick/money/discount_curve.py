"""What early payment costs under a programme, by the days that remain: the earlier, the larger the discount.

Source: the bank discount of `discount.py` at a rate that depends on the days. The contract computes the same in
`DiscountCurves.sol`; a property test holds the two equal for every day and value.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tallystick.money.curve import Curve, Knot

MILLION = 1_000_000


class DiscountDoesNotGrow(ValueError):
    """A curve on which waiting a day longer would cost no more."""


class DiscountLeavesNothing(ValueError):
    """A curve that takes all of the face off."""


@dataclass(frozen=True, slots=True)
class DiscountCurve:
    """Bank discount rates by remaining days, ascending, on a basis of 360 or 365 days.

    rate(d) · d grows strictly from day to day, so a discount never falls by a minor unit as days are added. Before the
    first knot the rate is the first one's. Raises `CurveOutOfOrder`, `DiscountDoesNotGrow` and
    `DiscountLeavesNothing`.
    """

    knots: Sequence[Knot]
    basis: int

    def __post_init__(self) -> None:
        curve = Curve(self.knots)
        first, last = self.knots[0], self.knots[-1]
        if first.days < 1 or first.ppm < 1:
            raise DiscountDoesNotGrow(f"{first.days} days at {first.ppm} ppm")
        for before, knot in pairwise(self.knots):
            steps = [curve.rate_and_stretch(days) for days in (knot.days - 1, knot.days)]
            (rate, stretch), (last_rate, one) = steps
            if last_rate * knot.days * stretch <= rate * (knot.days - 1) * one:
                raise DiscountDoesNotGrow(f"{before.days} to {knot.days} days")
        if last.ppm * last.days >= self.basis * MILLION:
            raise DiscountLeavesNothing(f"{last.days} days at {last.ppm} ppm")

    def discount(self, face: int, days: int) -> int:
        """face × rate(d) × d / basis in minor units, rounded half up in one division. Nothing on the due date.

        Raises `OutsideCurve` beyond the last knot.
        """
        first = self.knots[0]
        rate, stretch = (first.ppm, 1) if days <= first.days else Curve(self.knots).rate_and_stretch(days)
        divisor = stretch * self.basis * MILLION
        return (face * rate * days + divisor // 2) // divisor
