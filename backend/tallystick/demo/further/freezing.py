"""An authority stops a claim, and lifts its own order."""

from typing import Any

from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import hand_over, owe

TITLE = "The court freezes a claim of B's, and lifts its order"

FACE = 30_000_000
ORDER = "(2026)沪74执保123号"


def play(stage: Stage) -> dict[str, Any]:
    """Nobody moves it and nobody but the court lifts the order."""
    debt = owe(stage, "B", FACE)
    court, b = stage.portals["court"], stage.portals["B"]
    (freeze,) = court.command("/v1/freezes", {"claims": [debt.claim], "order": ORDER})["freezes"]
    stage.say(
        f"Order {ORDER} stands on claim {freeze['claim']}, {yuan(freeze['face'])}. B reads the order; on the chain "
        "is its hash."
    )
    moving = {"to": stage.portals["A"].party, "claims": [debt.claim]}
    stage.refused("B passes it on", b, "/v1/transfers", moving)
    lifting = {"claims": [debt.claim]}
    stage.refused("the operator lifts it", stage.portals["operator"], "/v1/freezes/lifting", lifting)
    (lifted,) = court.command("/v1/freezes/lifting", lifting)["claims"]
    require("Whether the claim is still frozen", lifted["frozen"], False)
    hand_over(stage, "B", "A", debt.claim)
    stage.say("The case is settled, the court lifts its order, and B passes the claim on to A.")
    stage.holdings(debt.receivable, {"A": FACE})
    return {"frozen": FACE, "order": ORDER, "order_hash": freeze["order_hash"]}
