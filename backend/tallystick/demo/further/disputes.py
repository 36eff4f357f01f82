"""A debtor objects to a delivery, and a credit note comes too late: the part in question is not financed."""

import time
from typing import Any

from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import face_of, owe

TITLE = "Some castings are cracked: the car maker disputes a part of A's claim"

FACE = 60_000_000
DISPUTED = 20_000_000
CREDITED = 5_000_000
NOTE_NUMBER = "26312000000099000002"
PATIENCE_SECONDS = 60.0


def play(stage: Stage) -> dict[str, Any]:
    """Ends with the objection withdrawn, and the credited part marked."""
    debt = owe(stage, "A", FACE)
    a, car_maker = stage.portals["A"], stage.portals["car_maker"]
    objection = {"value": DISPUTED, "reason": "铸件裂纹 120 件,见验收单 YS-0815"}
    raised = car_maker.command(f"/v1/claims/{debt.claim}/disputes", objection)["dispute"]
    disputed = raised["claim"]
    require(
        "What is disputed", (raised["value"], face_of(stage, "A", debt.claim)), (DISPUTED, FACE - DISPUTED)
    )
    stage.say(
        f"The car maker objects to {yuan(DISPUTED)}: claim {disputed}, still A's. It owes them as before, and A can "
        "pass them on; they are not financed."
    )
    asking = {"value": DISPUTED, "financiers": [stage.portals["bank"].party]}
    stage.refused("A asks the bank for a quote on them", a, f"/v1/claims/{disputed}/quote-requests", asking)
    car_maker.command(f"/v1/claims/{disputed}/disputes/withdrawal")
    stage.say("A has replaced the castings, and the car maker lets the objection fall.")
    _credit_too_late(stage, debt.invoice)
    stage.holdings(debt.receivable, {"A": FACE})
    return {"disputed": DISPUTED, "withdrawn": True, "credited": CREDITED}


def _credit_too_late(stage: Stage, invoice: str) -> None:
    """The receivable rests on the invoice already."""
    a = stage.portals["A"]
    body = {"number": NOTE_NUMBER, "issued_on": stage.in_days(0), "amount": CREDITED}
    a.command(f"/v1/documents/{invoice}/credit-notes", body)
    until = time.monotonic() + PATIENCE_SECONDS
    while not (marked := a.read("/v1/disputes")["disputes"]) and time.monotonic() < until:
        time.sleep(0.2)
    require(
        "What the credit note undoes",
        [(row["value"], row["by_credit_note"]) for row in marked],
        [(CREDITED, True)],
    )
    stage.say(
        f"A's credit note of {yuan(CREDITED)} comes after the invoice was drawn on in full. The ledger sees it, and "
        f"marks that much of A's own: claim {marked[0]['claim']} is not financed."
    )
