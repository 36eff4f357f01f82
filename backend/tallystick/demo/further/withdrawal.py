"""A debtor takes back what nobody has accepted yet."""

from typing import Any

from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import bill, commitment, left_of, offer

TITLE = "The car maker has sent in one commitment twice, and withdraws the second"

FACE = 40_000_000
BILL = 2 * FACE
"""One invoice, paid in two halves, has room for the mistake."""


def play(stage: Stage) -> dict[str, Any]:
    """The debtor alone ends an offer, before acceptance and not after."""
    invoice = bill(stage, "car_maker", "tier1", BILL)["fingerprint"]
    body = commitment(stage, "tier1", FACE, invoice)
    first, second = (offer(stage, body)["id"] for _ in range(2))
    require("What the invoice is good for with both offered", left_of(stage, "tier1", invoice), 0)
    stage.portals["tier1"].command(f"/v1/receivables/{first}/acceptance")
    withdrawn = stage.portals["car_maker"].command(f"/v1/receivables/{second}/withdrawal")["receivable"]
    require("The second commitment", withdrawn["status"], "withdrawn")
    left = left_of(stage, "tier1", invoice)
    require("What the invoice is good for after the withdrawal", left, BILL - FACE)
    stage.say(
        f"Receivables {first} and {second}, {yuan(FACE)} each, on one invoice. Tier 1 accepts the first; the car "
        f"maker withdraws the second, and {yuan(left)} of the invoice are free again."
    )
    stage.refused(
        f"the car maker withdraws receivable {first} too, which tier 1 has accepted",
        stage.portals["car_maker"],
        f"/v1/receivables/{first}/withdrawal",
    )
    stage.holdings(first, {"tier1": FACE})
    return {"accepted": first, "withdrawn": second, "evidence_left": left}
