"""The company commits ¥50,000,000.00, a receivable to each distributor, and those who want cash wrap theirs."""

from dataclasses import dataclass
from typing import Any

from tallystick.demo.model2.cast import COMPANY, DISTRIBUTORS, KINDS, owed
from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import bill, commitment, offer

STEPS = 2
TOTAL = 5_000_000_000
WRAPPING = 24
"""So many of the distributors want cash before it is due."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """What the company owes one distributor, and for what."""

    distributor: str
    receivable: str
    claim: str
    face: int
    kind: str


def play(stage: Stage) -> list[Commitment]:
    """All forty; the first `WRAPPING` of them are notes afterwards."""
    commitments = _commit(stage)
    _wrap(stage, commitments[:WRAPPING])
    return commitments


def _commit(stage: Stage) -> list[Commitment]:
    stage.screen.step(f"{COMPANY.name} commits {yuan(TOTAL)}, a receivable to each distributor")
    commitments = []
    for position, distributor in enumerate(DISTRIBUTORS):
        kind = KINDS[position % len(KINDS)]
        commitments.append(commit(stage, distributor, owed(position), kind))
    require("What is committed", sum(one.face for one in commitments), TOTAL)
    rows = [
        (kind, str(len(some)), yuan(sum(one.face for one in some)))
        for kind in KINDS
        if (some := [one for one in commitments if one.kind == kind])
    ]
    stage.screen.table("What it is owed for", ("evidence", "receivables", "face"), rows)
    return commitments


def commit(stage: Stage, distributor: str, face: int, kind: str) -> Commitment:
    """The company owes a distributor for something, on evidence of its kind, and the distributor accepts."""
    document = bill(stage, "company", distributor, face, kind=kind)["fingerprint"]
    receivable = offer(stage, commitment(stage, distributor, face, document), "company")["id"]
    accepted = stage.portals[distributor].command(f"/v1/receivables/{receivable}/acceptance")
    return Commitment(distributor, receivable, accepted["claim"]["id"], face, kind)


def _wrap(stage: Stage, some: list[Commitment]) -> None:
    stage.screen.step(f"{WRAPPING} distributors want cash early: their claims become notes")
    first, *others = some
    portal = stage.portals[first.distributor]
    portal.command(f"/v1/receivables/{first.receivable}/notes")
    half = first.face // 2
    for value in (half, first.face - half):
        wrap(stage, first.distributor, first.claim, value)
    portal.command(f"/v1/receivables/{first.receivable}/notes/consolidation", {})
    for one in others:
        wrap(stage, one.distributor, one.claim)
    series = portal.read(f"/v1/receivables/{first.receivable}/notes")
    stands_on = (series["supply"], len(series["claims"]))
    require("Notes on the first receivable, and on how many claims", stands_on, (first.face, 1))
    taken_back = portal.command(f"/v1/receivables/{first.receivable}/notes/unwrapping", {"value": half})
    wrap(stage, first.distributor, taken_back["claim"])
    stage.say(
        f"A series of its own for each receivable, {yuan(sum(one.face for one in some))} of notes in all, backed to "
        f"the fen by claims that the note desk holds. Distributor 01 took {yuan(half)} back and wrapped it again."
    )


def wrap(stage: Stage, holder: str, claim: str, value: int | None = None) -> dict[str, Any]:
    """Makes notes of a claim, or of a part of it."""
    body = {} if value is None else {"value": value}
    return stage.portals[holder].command(f"/v1/claims/{claim}/notes", body)
