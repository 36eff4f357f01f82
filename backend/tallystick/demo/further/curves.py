"""What early payment costs: a curve on the chain, by the days that remain."""

from typing import Any

from tallystick.demo.main.flow import PART
from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import owe
from tallystick.money.curve import Knot
from tallystick.money.discount_curve import DiscountCurve

TITLE = "A curve says what early payment costs"

FIRST = {30: 48_000, 90: 54_000, 185: 60_000}
SECOND = {30: 40_000, 90: 45_000, 185: 50_000}
FLATTERING = {30: 60_000, 90: 20_000}
"""By days, ppm a year; on the last one waiting costs no more from some day on."""
BASIS = 360


def play(stage: Stage) -> dict[str, Any]:
    """The price of the moment is told; nobody is bound by it until a deal is struck."""
    debt = owe(stage, "tier1", PART)
    path = f"/v1/programmes/{stage.programme}/curves"
    host, tier1 = stage.host(), stage.portals["tier1"]
    host.command(path, _body(FIRST))
    stage.refused("the host sets a curve on which waiting is free", host, path, _body(FLATTERING))
    stage.refused("the operator sets one", stage.portals["operator"], path, _body(SECOND))
    told = []
    for curve in (FIRST, SECOND):
        if curve is SECOND:
            host.command(path, _body(curve))
        price = tier1.read(f"/v1/claims/{debt.claim}/early-price")
        knots = [Knot(days, ppm) for days, ppm in curve.items()]
        expected = DiscountCurve(knots, BASIS).discount(PART, price["remaining_days"])
        require("What is taken off", price["discount"], expected)
        told.append(price)
    before, after = told
    stage.say(
        f"The host sets the programme's curve, 4.8 % where 30 days remain to 6 % where 185 do. {yuan(PART)} on claim "
        f"{debt.claim}, {before['remaining_days']} days early, are {yuan(before['price'])}; on a second one, from 4 % "
        f"to 5 %, {yuan(after['price'])}. Whatever was struck on the first stays as it was."
    )
    versions = [one["version"] for one in tier1.read(path)["curves"]]
    require("The curves on record", versions, [2, 1])
    return {"claim": debt.claim, "prices": [one["price"] for one in told], "versions": versions}


def _body(curve: dict[int, int]) -> dict[str, Any]:
    return {"knots": [{"remaining_days": days, "rate_ppm": ppm} for days, ppm in curve.items()]}
