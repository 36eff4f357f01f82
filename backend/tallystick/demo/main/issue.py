"""An invoice is registered, a wrong offer declined, the right one made."""

from typing import Any

from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import bill, commitment, left_of, offer

STEPS = 3

FACE = 10_000_000_000
"""¥100,000,000.00 in fen."""

MISTAKEN_FACE = 9_000_000_000
"""What the car maker offers first: ¥10,000,000.00 less than the invoice."""

ACCEPTANCE_DAYS = 14


def play(stage: Stage) -> tuple[str, str]:
    """The receivable that waits for tier 1, and the fingerprint of the invoice that it rests on."""
    invoice = _register_invoice(stage)
    _decline(stage, invoice)
    return _issue(stage, invoice), invoice


def _register_invoice(stage: Stage) -> str:
    stage.screen.step("Tier 1 registers its invoice to the car maker: evidence is a budget")
    invoice = bill(stage, "car_maker", "tier1", FACE)
    stage.say(
        f"invoice {invoice['number']}, good for {yuan(invoice['left'])}: commitments draw on it, together never more"
    )
    fingerprint: str = invoice["fingerprint"]
    stage.figures["invoice"] = {"fingerprint": fingerprint, "amount": invoice["amount"]}
    return fingerprint


def _decline(stage: Stage, invoice: str) -> None:
    stage.screen.step("An offer over the wrong amount is declined, its evidence is free again")
    by = stage.in_days(ACCEPTANCE_DAYS)
    offered = offer(stage, commitment(stage, "tier1", MISTAKEN_FACE, invoice, accept_by=by))
    stage.say(f"receivable {offered['id']} over {yuan(offered['face'])}, to be accepted by {by}")
    declined = stage.portals["tier1"].command(f"/v1/receivables/{offered['id']}/decline")["receivable"]
    left = left_of(stage, "tier1", invoice)
    require("What the invoice is good for after the decline", left, FACE)
    stage.say(f"tier 1 declines: it is {declined['status']}, and the invoice is good for {yuan(left)} again")
    stage.figures["declined"] = {"receivable": declined["id"], "status": declined["status"], "left": left}


def _issue(stage: Stage, invoice: str) -> str:
    body = commitment(stage, "tier1", FACE, invoice)
    stage.screen.step(f"The car maker issues {yuan(FACE)}, six months, due {body['due_date']}")
    receivable: dict[str, Any] = offer(stage, body)
    stage.say(
        f"receivable {receivable['id']} is {receivable['status']}, outstanding "
        f"{yuan(receivable['outstanding'])}: there is no claim before acceptance"
    )
    stage.figures["receivable"] = receivable
    number: str = receivable["id"]
    return number
