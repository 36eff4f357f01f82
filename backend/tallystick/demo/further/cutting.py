"""A holder cuts a claim to the size of its bills, to the fen."""

from typing import Any

from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import face_of, hand_over, owe

TITLE = "B cuts a claim to the size of its bills, to the fen"

FACE = 100_000_000
TO_C = 31_250_050
TO_A = 18_749_900
KEPT = FACE - TO_C - TO_A
FORGOTTEN = 50
"""A's bill is ¥0.50 larger than B thought."""


def play(stage: Stage) -> dict[str, Any]:
    """Splits by a list, moves fen between claims, hands whole claims over."""
    debt = owe(stage, "B", FACE)
    b = stage.portals["B"]
    parts = [KEPT, TO_C, TO_A]
    split = b.command(f"/v1/claims/{debt.claim}/splits", {"parts": parts})["claims"]
    kept, for_c, for_a = (claim["id"] for claim in split)
    require("The parts of the split", [claim["face"] for claim in split], parts)
    stage.say(f"Its bills are C's and A's: it splits into {', '.join(yuan(part) for part in parts)}.")
    stage.refused(
        f"B splits the first part into {yuan(KEPT)} and one fen",
        b,
        f"/v1/claims/{kept}/splits",
        {"parts": [KEPT, 1]},
    )
    b.command(f"/v1/claims/{kept}/transfers", {"to_claim": for_a, "value": FORGOTTEN})
    require("The claim for A", face_of(stage, "B", for_a), TO_A + FORGOTTEN)
    require("What B keeps", face_of(stage, "B", kept), KEPT - FORGOTTEN)
    stage.say(
        f"A's bill turns out to be {yuan(FORGOTTEN)} larger: B moves that much from claim {kept} into claim {for_a}, "
        "then hands the claims over."
    )
    hand_over(stage, "B", "C", for_c)
    hand_over(stage, "B", "A", for_a)
    stage.holdings(debt.receivable, {"B": KEPT - FORGOTTEN, "C": TO_C, "A": TO_A + FORGOTTEN})
    return {"parts": parts, "moved_between_claims": FORGOTTEN}
