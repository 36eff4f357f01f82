"""The governor admits a contract as a desk, and dismisses it."""

from typing import Any

from tallystick.demo.stage import Stage, require

TITLE = "The governor admits a desk, and dismisses it"


def play(stage: Stage) -> dict[str, Any]:
    """A desk is a contract, never somebody's wallet."""
    host = stage.host()
    stage.say(
        "A desk is a contract that settles trades between others, such as a sale against cash; what it carries is no "
        "trade transfer and makes no new tier. The ledger has one of its own for financing; here its directory, "
        "which moves nothing, sits for the picture."
    )
    directory = host.read("/v1/health")["ledger"]
    require("Admitted", host.command("/v1/desks", {"address": directory, "admitted": True})["admitted"], True)
    dismissed = host.command("/v1/desks", {"address": directory, "admitted": False})
    require("Admitted after dismissal", dismissed["admitted"], False)
    stage.say(f"{dismissed['address']} was a desk from one block to the next.")
    admitting = {"address": directory, "admitted": True}
    stage.refused("the operator admits it", stage.portals["operator"], "/v1/desks", admitting)
    return {"desk": dismissed["address"], "admitted": False}
