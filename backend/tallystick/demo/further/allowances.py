"""A holder allows, the recipient takes what it delivers for."""

from typing import Any

from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import face_of, owe

TITLE = "A delivers in small lots, and takes out of B's claim as it does"

FACE = 80_000_000
ALLOWED = 20_000_000
TAKEN = (7_500_000, 4_500_000)


def play(stage: Stage) -> dict[str, Any]:
    """Takes twice, cannot take too much, and gives up the rest."""
    debt = owe(stage, "B", FACE)
    a = stage.portals["A"]
    path = f"/v1/claims/{debt.claim}"
    stage.portals["B"].command(f"{path}/allowances", {"to": a.party, "value": ALLOWED})
    stage.say(f"B lets A take up to {yuan(ALLOWED)}: an open offer, each taking is A's signature.")
    for value in TAKEN:
        claim = a.command(f"{path}/takings", {"value": value})["to_claim"]
        require(f"A's claim {claim}", face_of(stage, "A", claim), value)
        stage.say(f"A delivers and takes {yuan(value)}: claim {claim}.")
    rest = ALLOWED - sum(TAKEN)
    (allowance,) = [row for row in a.pages("/v1/allowances", "allowances") if row["claim"] == debt.claim]
    require("What A may still take", allowance["allowed"], str(rest))
    stage.refused(
        "C, whom nobody has allowed anything, takes a fen",
        stage.portals["C"],
        f"{path}/takings",
        {"value": 1},
    )
    renounced = a.command(f"{path}/allowances/renunciation")
    require("What A may take after renouncing", renounced["allowed"], "0")
    stage.say(f"The order is complete; A renounces the {yuan(rest)} that it will not need.")
    stage.holdings(debt.receivable, {"B": FACE - sum(TAKEN), "A": sum(TAKEN)})
    return {"allowed": ALLOWED, "taken": list(TAKEN), "renounced": rest}
