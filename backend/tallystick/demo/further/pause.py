"""The operator stops one receivable for the time being."""

from typing import Any

from tallystick.demo.stage import Stage, require
from tallystick.demo.trade import hand_over, owe

TITLE = "The operator pauses a receivable while an invoice is looked into"

FACE = 25_000_000


def play(stage: Stage) -> dict[str, Any]:
    """Its claims stand still, and nothing else does."""
    debt, other = owe(stage, "B", FACE), owe(stage, "B", FACE)
    operator, b = stage.portals["operator"], stage.portals["B"]
    path = f"/v1/receivables/{debt.receivable}"
    require("Paused", operator.command(f"{path}/pause")["paused"], True)
    moving = {"to": stage.portals["A"].party, "claims": [debt.claim]}
    stage.refused(f"B passes claim {debt.claim} on", b, "/v1/transfers", moving)
    hand_over(stage, "B", "A", other.claim)
    stage.say(f"Claim {other.claim} of the other receivable goes to A as ever.")
    require("Paused after resumption", operator.command(f"{path}/resumption")["paused"], False)
    hand_over(stage, "B", "A", debt.claim)
    stage.say("The invoice was in order: the operator lets the receivable move again, and B passes it on.")
    for receivable in (debt.receivable, other.receivable):
        stage.holdings(receivable, {"A": FACE})
    return {"paused": debt.receivable, "resumed": True}
