"""Whole claims handed over only to somebody who can hold them."""

from typing import Any

from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import owe

TITLE = 'B hands claims to the bank "safely", as ERC-721 calls it'

FACE = 90_000_000
PIECES = 3


def play(stage: Stage) -> dict[str, Any]:
    """One claim, then two in one transaction."""
    debt = owe(stage, "B", FACE)
    piece = FACE // PIECES
    split = stage.portals["B"].command(f"/v1/claims/{debt.claim}/splits", {"count": PIECES, "value": piece})[
        "claims"
    ]
    first, *others = (claim["id"] for claim in split)
    stage.say(
        "A wallet simply gets them. Where the recipient is a contract, it is asked first whether it can handle "
        "claims, so that none is stranded in one that cannot."
    )
    for claims in ([first], others):
        moved = hand_over_safely(stage, "B", "bank", claims)["moved"]
        require("What moved safely", sum(move["value"] for move in moved), piece * len(claims))
        stage.say(f"{', '.join(claims)}: {yuan(piece * len(claims))} in one transaction.")
    stage.holdings(debt.receivable, {"bank": FACE})
    return {"claims": PIECES, "face": FACE}


def hand_over_safely(stage: Stage, giver: str, taker: str, claims: list[str]) -> dict[str, Any]:
    """As `hand_over`, but a receiving contract is asked."""
    body = {"to": stage.portals[taker].party, "claims": claims, "safely": True}
    return stage.portals[giver].command("/v1/transfers", body)
