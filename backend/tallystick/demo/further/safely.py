"""Whole claims handed over only to somebody who can hold them."""

from typing import Any

from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import owe

TITLE = 'B deposits claims with the bank, "safely" as ERC-721 has it'

FACE = 90_000_000
PIECES = 3
MESSAGE = "deposit 4711"


def play(stage: Stage) -> dict[str, Any]:
    """One claim alone, then two together and with a message."""
    debt = owe(stage, "B", FACE)
    piece = FACE // PIECES
    path = f"/v1/claims/{debt.claim}/splits"
    split = stage.portals["B"].command(path, {"count": PIECES, "value": piece})["claims"]
    first, *others = (claim["id"] for claim in split)
    stage.say(
        "A recipient whose wallet is a contract is asked first whether it can handle claims, so that none is stranded "
        "in one that cannot. The bank's wallet has a key and is not asked."
    )
    _hand_over(stage, [first], piece)
    stage.say(f"B hands over claim {first}, {yuan(piece)}.")
    _hand_over(stage, others, piece * len(others), message="0x" + MESSAGE.encode().hex())
    stage.say(
        f"Then {' and '.join(others)}, {yuan(piece * len(others))} in one transaction, with the message "
        f"«{MESSAGE}», which a contract would be told with each."
    )
    stage.holdings(debt.receivable, {"bank": FACE})
    return {"claims": PIECES, "face": FACE, "message": MESSAGE}


def _hand_over(stage: Stage, claims: list[str], face: int, **told: str) -> None:
    body = {"to": stage.portals["bank"].party, "claims": claims, "safely": True} | told
    moved = stage.portals["B"].command("/v1/transfers", body)["moved"]
    require("What moved", sum(move["value"] for move in moved), face)
