"""An issuer credits a part of its document, which lowers what it is good for."""

from typing import Any

from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import bill, commitment, left_of, offer

TITLE = "Two pallets were missing: tier 1 writes a credit note on its invoice"

BILL = 50_000_000
CREDITED = 8_000_000
NOTE_NUMBER = "26312000000099000001"


def play(stage: Stage) -> dict[str, Any]:
    """The invoice carries no more than what was delivered."""
    invoice = bill(stage, "car_maker", "tier1", BILL)
    credited = _credit(stage, invoice["fingerprint"], CREDITED)
    (note,) = credited["credit_notes"]
    require("What the credit note takes off", (note["amount"], credited["credited"]), (CREDITED, CREDITED))
    left = left_of(stage, "tier1", invoice["fingerprint"])
    require("What the invoice is good for after the credit note", left, BILL - CREDITED)
    stage.say(
        f"Invoice {invoice['number']} was over {yuan(BILL)}; credit note (红字发票) {note['number']} takes off "
        f"{yuan(CREDITED)}."
    )
    stage.refused(
        "the car maker commits itself to the old amount",
        stage.portals["car_maker"],
        "/v1/receivables",
        commitment(stage, "tier1", BILL, invoice["fingerprint"]),
    )
    offered = offer(stage, commitment(stage, "tier1", left, invoice["fingerprint"]))
    stage.portals["tier1"].command(f"/v1/receivables/{offered['id']}/acceptance")
    stage.say(f"It commits itself to {yuan(left)} instead: receivable {offered['id']}.")
    stage.holdings(offered["id"], {"tier1": left})
    return {"invoiced": BILL, "credited": CREDITED, "left": left}


def _credit(stage: Stage, invoice: str, amount: int) -> dict[str, Any]:
    """Tier 1 sends in its credit note; the document as it stands then."""
    body = {"number": NOTE_NUMBER, "issued_on": stage.in_days(0), "amount": amount}
    return stage.portals["tier1"].command(f"/v1/documents/{invoice}/credit-notes", body)
