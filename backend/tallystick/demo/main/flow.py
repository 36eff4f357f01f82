"""Tier 1 accepts, splits, and passes parts of the debt up the supply chain."""

from tallystick.demo.cast import EVERYBODY
from tallystick.demo.screen import shortened
from tallystick.demo.stage import Stage, yuan
from tallystick.demo.trade import hand_over

STEPS = 3

PART = 100_000_000
PARTS = 100
KEPT, TO_A, TO_B, A_TO_C = 50, 30, 20, 10
WHOLE_TO_A = 20
"""Claims that A gets as they are; the rest for A and B is merged first and then distributed to both."""


def play(stage: Stage, receivable: str) -> list[str]:
    """The hundred claims that tier 1 cut, whoever has them then."""
    claims = _accept_and_split(stage, receivable)
    _pass_on(stage, claims)
    _merge_and_distribute(stage, claims)
    return claims


def _accept_and_split(stage: Stage, receivable: str) -> list[str]:
    stage.screen.step(f"Tier 1 accepts, and splits into {PARTS} claims of {yuan(PART)}")
    tier1 = stage.portals["tier1"]
    claim = tier1.command(f"/v1/receivables/{receivable}/acceptance")["claim"]
    stage.say(f"claim {claim['id']} over {yuan(claim['face'])} comes into being, and is cut at once")
    split = tier1.command(f"/v1/claims/{claim['id']}/splits", {"count": PARTS, "value": PART})
    claims = [part["id"] for part in split["claims"]]
    stage.say(
        f"{len(claims)} claims: {claims[0]} to {claims[-1]}, in transaction {shortened(split['transaction'])}"
    )
    stage.figures["claims"] = {"count": len(claims), "face": PART}
    return claims


def _pass_on(stage: Stage, claims: list[str]) -> None:
    stage.screen.step(f"Tier 1 passes {WHOLE_TO_A} claims to A as they are; A passes {A_TO_C} of them to C")
    moves = (
        ("tier1", "A", claims[KEPT : KEPT + WHOLE_TO_A]),
        ("A", "C", claims[KEPT : KEPT + A_TO_C]),
    )
    rows = []
    for giver, taker, passed in moves:
        receipt = hand_over(stage, giver, taker, *passed)
        who = f"{EVERYBODY[giver].spoken} → {EVERYBODY[taker].spoken}"
        value = sum(move["value"] for move in receipt["moved"])
        rows.append((who, str(len(passed)), yuan(value), shortened(receipt["transaction"])))
    stage.screen.table("Transfers", ("who", "claims", "face", "transaction"), rows)


def _merge_and_distribute(stage: Stage, claims: list[str]) -> None:
    stage.screen.step(
        f"Tier 1 merges {PARTS - KEPT - WHOLE_TO_A} claims into one and distributes it: A has {TO_A} million "
        f"then, B {TO_B}"
    )
    tier1 = stage.portals["tier1"]
    into, *others = claims[KEPT + WHOLE_TO_A :]
    merged = tier1.command(f"/v1/claims/{into}/merges", {"claims": others})["claim"]
    stage.say(f"{len(others)} claims are in claim {merged['id']} now, over {yuan(merged['face'])}")
    shares = {"A": (TO_A - WHOLE_TO_A) * PART, "B": TO_B * PART}
    parts = [{"to": stage.portals[taker].party, "value": value} for taker, value in shares.items()]
    done = tier1.command(f"/v1/claims/{into}/distributions", {"parts": parts})
    moves = list(zip(shares, done["moved"], strict=True))
    stage.screen.table(
        "Distribution, in one transaction",
        ("to", "claim", "face"),
        [(taker, moved["to_claim"], yuan(moved["value"])) for taker, moved in moves],
    )
    stage.figures["merged"] = {"claims": len(others) + 1, "face": merged["face"]}
    stage.figures["distributed"] = {taker: moved["value"] for taker, moved in moves}
