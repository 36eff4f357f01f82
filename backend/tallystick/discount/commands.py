"""What is asked of the discount curves."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.sending.command import Command


class SetCurve(Command, frozen=True, kw_only=True):
    """`knots` are (remaining days, ppm a year), by ascending days."""

    kind: ClassVar[str] = "set_curve"
    governor: bytes
    programme: int
    knots: list[tuple[int, int]]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("DiscountCurves").encode(
            "setCurve(uint32,(uint16,uint32)[])", self.programme, list(self.knots)
        )
        return (Call(self.governor, contracts.curves, data),)
