"""A holder ties a claim to its bank's interest, and the bank releases it."""

from typing import Any

from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import hand_over, owe

TITLE = "B borrows, and a claim is the collateral"

FACE = 70_000_000


def play(stage: Stage) -> dict[str, Any]:
    """Encumbered, it stays where it is until the beneficiary releases it."""
    debt = owe(stage, "B", FACE)
    b, bank = stage.portals["B"], stage.portals["bank"]
    path = f"/v1/claims/{debt.claim}/encumbrance"
    told = b.command(path, {"for": bank.party})["encumbrance"]
    require("The beneficiary", (told["beneficiary"]["id"], told["face"]), (bank.party, FACE))
    stage.say(
        f"B encumbers it for the bank, which sees {yuan(FACE)} in {told['claim']} that nobody else can take. It is "
        "still B's."
    )
    moving = {"to": stage.portals["A"].party, "claims": [debt.claim]}
    stage.refused("B pays A with it all the same", b, "/v1/transfers", moving)
    stage.refused("B releases it itself", b, f"{path}/release")
    bank.command(f"{path}/release")
    hand_over(stage, "B", "A", debt.claim)
    stage.say("The loan is paid back, the bank releases the claim, and B passes it on to A.")
    stage.holdings(debt.receivable, {"A": FACE})
    return {"encumbered": FACE, "released": True}
