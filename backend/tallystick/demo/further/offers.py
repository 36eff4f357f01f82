"""A holder offers, the recipient signs or does not."""

from typing import Any

from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import bill, face_of, left_of, owe

TITLE = "B pays C with a part of its claim, against C's invoice and C's signature"

FACE = 120_000_000
BILL = 30_000_000
DECLINED = 50_000_000
WITHDRAWN = 25_000_000


def play(stage: Stage) -> dict[str, Any]:
    """Of three offers one is accepted, one declined, one withdrawn."""
    debt = owe(stage, "B", FACE)
    invoice = bill(stage, "B", "C", BILL)["fingerprint"]
    offer = _offer(stage, debt.claim, "C", BILL, [{"document": invoice, "amount": BILL}])
    require("B's claim while the offer is open", face_of(stage, "B", debt.claim), FACE)
    told = stage.portals["C"].read(f"/v1/offers/{offer}")
    stage.say(
        f"B owes C {yuan(BILL)} for alloy and offers it that much, until this time tomorrow. C reads who owes "
        f"({told['debtor']['name']}) and when ({told['due_date']}); nothing has moved yet."
    )
    accepted = stage.portals["C"].command(f"/v1/offers/{offer}/acceptance")["offer"]
    require("B's claim after C's acceptance", face_of(stage, "B", debt.claim), FACE - BILL)
    require("C's new claim", face_of(stage, "C", accepted["into"]), BILL)
    require("What C's invoice is still good for", left_of(stage, "C", invoice), 0)
    stage.say(
        f"C signs: {yuan(BILL)} are in its claim {accepted['into']}, {yuan(FACE - BILL)} stay with B, and the invoice "
        "is used up: nobody finances it a second time."
    )
    offer = _offer(stage, debt.claim, "A", DECLINED)
    declined = stage.portals["A"].command(f"/v1/offers/{offer}/decline")["offer"]
    require("The offer to A", declined["state"], "declined")
    stage.say(f"A is offered {yuan(DECLINED)}, would rather have money, and declines. B keeps it.")
    offer = _offer(stage, debt.claim, "A", WITHDRAWN)
    withdrawn = stage.portals["B"].command(f"/v1/offers/{offer}/withdrawal")["offer"]
    require("B's second offer to A", withdrawn["state"], "withdrawn")
    stage.refused(
        f"A accepts {yuan(WITHDRAWN)} that B has just withdrawn",
        stage.portals["A"],
        f"/v1/offers/{offer}/acceptance",
    )
    stage.holdings(debt.receivable, {"B": FACE - BILL, "C": BILL})
    return {"accepted": BILL, "declined": DECLINED, "withdrawn": WITHDRAWN, "evidence_left": 0}


def _offer(
    stage: Stage, claim: str, to: str, value: int, evidence: list[dict[str, Any]] | None = None
) -> str:
    """The id of what B offers."""
    body = {
        "to": stage.portals[to].party,
        "value": value,
        "expires_at": stage.tomorrow_by_now(),
        "evidence": evidence or [],
    }
    made = stage.portals["B"].command(f"/v1/claims/{claim}/offers", body)["offer"]
    require("A new offer", made["state"], "open")
    number: str = made["id"]
    return number
