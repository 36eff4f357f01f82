"""An authority suspends a party, and reinstates it."""

from typing import Any

from tallystick.demo.stage import Stage, require
from tallystick.demo.trade import hand_over, owe

TITLE = "The court suspends C, and reinstates it"

FACE = 20_000_000
ORDER = "(2026)沪74破9号"


def play(stage: Stage) -> dict[str, Any]:
    """A suspended party neither gives nor gets claims."""
    debt = owe(stage, "C", FACE)
    half = FACE // 2
    split = stage.portals["C"].command(f"/v1/claims/{debt.claim}/splits", {"count": 2, "value": half})[
        "claims"
    ]
    first, second = (claim["id"] for claim in split)
    hand_over(stage, "C", "B", second)
    court = stage.portals["court"]
    path = f"/v1/parties/{stage.portals['C'].party}"
    court.command(f"{path}/suspension", {"order": ORDER})
    stage.say(f"Insolvency proceedings: order {ORDER} stops C. What it has stays its own, and where it is.")
    for attempt, giver, taker, claim in (
        (f"C hands its claim {first} to A", "C", "A", first),
        (f"B gives claim {second} back to C", "B", "C", second),
    ):
        body = {"to": stage.portals[taker].party, "claims": [claim]}
        stage.refused(attempt, stage.portals[giver], "/v1/transfers", body)
    reinstated = court.command(f"{path}/reinstatement")
    require("Whether C is still suspended", reinstated["suspended"], False)
    hand_over(stage, "B", "C", second)
    stage.say("The proceedings end, the court reinstates C, and B gives the claim back.")
    stage.holdings(debt.receivable, {"C": FACE})
    return {"order": ORDER, "suspended": False}
