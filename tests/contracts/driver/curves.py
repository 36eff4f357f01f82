"""Discount curves, in sentences."""

from collections.abc import Sequence

from tests.contracts.driver.cast import Actor
from tests.contracts.driver.contract import Contract, Outcome

Knots = Sequence[tuple[int, int]]
"""(remaining days, ppm a year)"""


class DiscountCurves(Contract):
    def set(self, who: Actor, programme: int, knots: Knots) -> Outcome:
        """Answers with the curve's version."""
        return self.send(who, "setCurve(uint32,(uint16,uint32)[])", programme, list(knots))

    def version(self, programme: int) -> int:
        version: int = self.ask("curveVersion(uint32)", programme)
        return version

    def knots(self, programme: int, version: int) -> list[tuple[int, int]]:
        return [tuple(knot) for knot in self.ask("curveOf(uint32,uint32)", programme, version)]

    def discount(self, programme: int, face: int, days: int) -> int:
        discount: int = self.ask("discountOf(uint32,uint64,uint32)", programme, face, days)
        return discount
