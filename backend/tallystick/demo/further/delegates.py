"""A holder lets somebody else move its claims, and ends that."""

from typing import Any

from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import hand_over, owe

TITLE = "B lets the bank move claims for it, more and more of them, and ends that"

FACE = 60_000_000
SECOND_FACE = 40_000_000
PIECE = 20_000_000


def play(stage: Stage) -> dict[str, Any]:
    """For one claim, for one receivable, for everything; each time no more than that."""
    debt, other = owe(stage, "B", FACE), owe(stage, "B", SECOND_FACE)
    b, bank = stage.portals["B"], stage.portals["bank"]
    split = b.command(f"/v1/claims/{debt.claim}/splits", {"count": 3, "value": PIECE})["claims"]
    first, second, third = (claim["id"] for claim in split)

    b.command(f"/v1/claims/{first}/delegate", {"to": bank.party})
    hand_over(stage, "bank", "C", first)
    stage.say(
        f"B cuts claim {debt.claim} into three of {yuan(PIECE)} and lets the bank move claim {first}, nothing else. "
        "The bank hands it to C; its right has ended with that."
    )

    _appoint(stage, True, debt.receivable)
    hand_over(stage, "bank", "C", second)
    stage.say(f"B lets it move all that B has of receivable {debt.receivable}: claim {second} goes to C.")
    _refuse(stage, f"the bank moves a claim of receivable {other.receivable}", other.claim)
    _appoint(stage, False, debt.receivable)

    _appoint(stage, True)
    hand_over(stage, "bank", "A", other.claim)
    stage.say(f"B lets it move everything that B has: claim {other.claim} goes to A. Then B ends it.")
    _appoint(stage, False)
    _refuse(stage, f"the bank moves claim {third} all the same", third)
    stage.holdings(debt.receivable, {"C": 2 * PIECE, "B": PIECE})
    stage.holdings(other.receivable, {"A": SECOND_FACE})
    return {"for_one_claim": PIECE, "for_one_receivable": PIECE, "for_everything": SECOND_FACE}


def _appoint(stage: Stage, approved: bool, receivable: str | None = None) -> None:
    body = {"to": stage.portals["bank"].party, "approved": approved, "receivable": receivable}
    told = stage.portals["B"].command("/v1/delegates", body)
    require("Whether the bank may move claims", told["approved"], approved)


def _refuse(stage: Stage, attempt: str, claim: str) -> None:
    body = {"to": stage.portals["C"].party, "claims": [claim]}
    stage.refused(attempt, stage.portals["bank"], "/v1/transfers", body)
