"""The company funds what it owes, the day passes, and every holder of notes is paid by the ledger itself."""

import time
from datetime import date
from typing import Any

from tallystick.demo.main import proof
from tallystick.demo.model2.commitments import Commitment
from tallystick.demo.stage import Stage, require, yuan

STEPS = 1
PATIENCE_SECONDS = 120.0


def play(stage: Stage, commitments: list[Commitment]) -> dict[str, Any]:
    """Requires that all receivables end settled, and that what was paid is what was owed."""
    stage.screen.step("Maturity: the company sets aside what it owes, and whoever holds notes is paid")
    company = stage.portals["company"]
    owed = sum(one.face for one in commitments)
    stage.portals["operating_bank"].command(f"/v1/wallets/{company.party}/issues", {"amount": owed})
    for one in commitments:
        company.command(f"/v1/receivables/{one.receivable}/fundings")
    due = max(company.read(f"/v1/receivables/{one.receivable}")["due_date"] for one in commitments)
    stage.let_days_pass((date.fromisoformat(due) - stage.today()).days + 1)
    _wait(stage, commitments)
    payments = [
        payment
        for key, portal in stage.portals.items()
        if key.startswith(("distributor", "investor", "company"))
        for payment in portal.read("/v1/note-payments", size=500)["payments"]
    ]
    on_notes = sum(payment["share"] for payment in payments)
    company = stage.portals["company"]  # at the server's new address
    statuses = {company.read(f"/v1/receivables/{one.receivable}")["status"] for one in commitments}
    require("How the receivables stand", statuses, {"settled"})
    proof.verify(stage, "after everybody was paid")
    stage.say(
        f"All {len(commitments)} receivables are settled. {yuan(on_notes)} went straight from the company's wallet to "
        f"holders of notes, in {len(payments)} payments; the rest to those who had kept their claims."
    )
    return {"due_date": due, "paid_on_notes": on_notes, "payments": len(payments), "verify": "equal"}


def _wait(stage: Stage, commitments: list[Commitment]) -> None:
    """Until the ledger has paid by itself."""
    company, until = stage.portals["company"], time.monotonic() + PATIENCE_SECONDS
    left = [one.receivable for one in commitments]
    while left and time.monotonic() < until:
        left = [number for number in left if company.read(f"/v1/receivables/{number}")["status"] != "settled"]
        if left:
            time.sleep(0.2)
