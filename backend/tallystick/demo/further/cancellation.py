"""Debtor and creditor undo a receivable together."""

from typing import Any

from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import hand_over, left_of, owe

TITLE = "The goods go back: both sides undo a receivable"

FACE = 60_000_000
PASSED_ON = 15_000_000


def play(stage: Stage) -> dict[str, Any]:
    """Proposed, retracted, proposed again; what was passed on must come back first."""
    debt = owe(stage, "tier1", FACE)
    car_maker, tier1 = stage.portals["car_maker"], stage.portals["tier1"]
    path = f"/v1/receivables/{debt.receivable}/cancellation"
    passing = {"to": stage.portals["A"].party, "value": PASSED_ON}
    (moved,) = tier1.command(f"/v1/claims/{debt.claim}/transfers", passing)["moved"]
    proposed = car_maker.command(path)["receivable"]
    require("Who proposes", proposed["cancellation_proposed_by"]["id"], car_maker.party)
    retracted = car_maker.command(f"{path}/retraction")["receivable"]
    require("Who proposes after the retraction", retracted["cancellation_proposed_by"], None)
    stage.say(
        f"Tier 1 has passed {yuan(PASSED_ON)} on to A when the parts turn out faulty. The car maker proposes to undo "
        "the debt, is promised a repair, and retracts; the repair fails, and it proposes again."
    )
    car_maker.command(path)
    stage.refused("tier 1 signs too, while A holds a part", tier1, path)
    hand_over(stage, "A", "tier1", moved["to_claim"])
    cancelled = tier1.command(path)["receivable"]
    require("The receivable", (cancelled["status"], cancelled["outstanding"]), ("cancelled", 0))
    left = left_of(stage, "tier1", debt.invoice)
    require("What the invoice is good for after the cancellation", left, FACE)
    stage.say(
        f"A gives its claim back and tier 1 signs: receivable {debt.receivable} is {cancelled['status']}, its claims "
        f"are gone, and the invoice is good for {yuan(left)} again."
    )
    stage.holdings(debt.receivable, {})
    return {"status": cancelled["status"], "came_back": PASSED_ON, "evidence_left": left}
