"""What ends by itself when days pass, and a rule that binds from a day on."""

from typing import Any

from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import Debt, bill, commitment, left_of, offer, owe

TITLE = "Three days pass: an offer expires, a commitment lapses, a shorter term binds"

DAYS = 3
FACE = 35_000_000
OFFERED = 10_000_000
NEW_MONTHS = 3


def play(stage: Stage) -> dict[str, Any]:
    """The embedded chain's clock is set forward, for good."""
    debt = owe(stage, "B", FACE)
    until = {"to": stage.portals["C"].party, "value": OFFERED, "expires_at": stage.tomorrow_by_now()}
    expiring = stage.portals["B"].command(f"/v1/claims/{debt.claim}/offers", until)["offer"]["id"]
    invoice = bill(stage, "car_maker", "tier1", FACE)["fingerprint"]
    body = commitment(stage, "tier1", FACE, invoice, accept_by=stage.in_days(1))
    lapsing = offer(stage, body)["id"]
    rule = {"longest_term_months": NEW_MONTHS, "from_date": stage.in_days(2)}
    stage.host().command(f"/v1/programmes/{stage.programme}/term-rules", rule)
    stage.say(
        f"B offers C {yuan(OFFERED)} until this time tomorrow. The car maker offers tier 1 receivable {lapsing}, to be "
        f"accepted by {body['accept_by']}. The governor lets the programme's longest term be {NEW_MONTHS} months "
        f"from {rule['from_date']} on."
    )
    stage.let_days_pass(DAYS)
    stage.say(
        f"The backend is stopped, the chain's clock set {DAYS} days forward: it is {stage.in_days(0)} now."
    )
    _find_it_late(stage, debt, expiring, lapsing)
    left = left_of(stage, "tier1", invoice)
    require("What the lapsed commitment's invoice is good for", left, FACE)
    stage.refused(
        "the car maker issues for six months, as before",
        stage.portals["car_maker"],
        "/v1/receivables",
        commitment(stage, "tier1", FACE, invoice),
    )
    short = offer(stage, commitment(stage, "tier1", FACE, invoice, NEW_MONTHS))
    stage.portals["tier1"].command(f"/v1/receivables/{short['id']}/acceptance")
    stage.say(
        f"For {NEW_MONTHS} months it may: receivable {short['id']}, due {short['due_date']}. What was issued before "
        "keeps its term."
    )
    stage.holdings(short["id"], {"tier1": FACE})
    stage.holdings(debt.receivable, {"B": FACE})
    return {"days": DAYS, "lapsed": lapsing, "evidence_left": left, "longest_term_months": NEW_MONTHS}


def _find_it_late(stage: Stage, debt: Debt, expiring: str, lapsing: str) -> None:
    portals = stage.portals
    stage.refused(
        f"C accepts B's offer out of {debt.claim}", portals["C"], f"/v1/offers/{expiring}/acceptance"
    )
    stage.refused(
        f"tier 1 accepts receivable {lapsing}", portals["tier1"], f"/v1/receivables/{lapsing}/acceptance"
    )
    lapsed = portals["tier1"].command(f"/v1/receivables/{lapsing}/lapse")["receivable"]
    require("The commitment", lapsed["status"], "lapsed")
    stage.say(
        f"Receivable {lapsing} is {lapsed['status']}: anybody may put that on record, and its invoice is free."
    )
