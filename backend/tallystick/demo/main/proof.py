"""Where it ended: the way back to the issue, who holds what, and the proof that the chain says the same."""

from decimal import Decimal
from typing import Any

from tallystick.demo.cast import FIRMS, HOLDERS
from tallystick.demo.main.issue import FACE
from tallystick.demo.stage import Stage, require, yuan

STEPS = 2

GOLDEN = {
    "holdings": {"tier1": 5_000_000_000, "A": 2_000_000_000, "B": 2_000_000_000, "C": 1_000_000_000},
    "hhi": 0.34,
    "mean_depth": 1.6,
}


def play(stage: Stage, receivable: str) -> None:
    """Requires that a restart changes nothing. The golden figures themselves are compared by `require_golden`."""
    _show_lineage(stage, receivable)
    stage.screen.step("Where it ended, and the proof")
    before = distribution(stage, receivable)
    verify(stage, "before the restart")
    stage.backend.stop()
    stage.start()
    verify(stage, "after the restart")
    after = distribution(stage, receivable)
    if before != after:
        raise SystemExit(f"The restart changed the holdings: {before} became {after}.")
    show(stage, after, "Holdings after the restart")
    stage.figures |= golden_figures(after) | {"verify": "equal", "restart": "unchanged"}


def distribution(stage: Stage, receivable: str) -> dict[str, Any]:
    """As the debtor sees it, who may know who holds its commitment."""
    told: dict[str, Any] = stage.portals["car_maker"].read(f"/v1/receivables/{receivable}/distribution")
    return told


def golden_figures(told: dict[str, Any]) -> dict[str, Any]:
    """What must come out as in `GOLDEN`."""
    faces = {holding["holder"]["name"]: holding["face"] for holding in told["holdings"]}
    return {
        "holdings": {key: faces[FIRMS[key].name] for key in HOLDERS if FIRMS[key].name in faces},
        "hhi": float(told["hhi"]),
        "mean_depth": float(told["mean_depth"]),
    }


def require_golden(figures: dict[str, Any]) -> None:
    """Ends the story where the main receivable is not held as it must be."""
    for name, expected in GOLDEN.items():
        require(name, figures[name], expected)


def show(stage: Stage, told: dict[str, Any], title: str) -> None:
    """Who holds how much of the main receivable, and how far from its debtor."""
    held = {holding["holder"]["name"]: holding for holding in told["holdings"]}
    rows = [(FIRMS[key].name, held[FIRMS[key].name]) for key in HOLDERS if FIRMS[key].name in held]
    stage.screen.table(
        title,
        ("holder", "claims", "face", "share"),
        [
            (name, str(one["claims"]), yuan(one["face"]), f"{one['face'] * 100 // FACE} %")
            for name, one in rows
        ],
    )
    stage.say(f"HHI {Decimal(told['hhi']):.2f}, mean depth {Decimal(told['mean_depth']):.2f}")
    stage.say(
        "(HHI adds up the squares of the shares: 1 is one holder of everything. Depth counts tiers from the debtor, "
        "weighted by face.)"
    )


def verify(stage: Stage, when: str) -> None:
    """Compares every row of the mirror with the chain."""
    code, said = stage.backend.run("verify")
    stage.say(f"tallystick verify, {when}: {said}")
    if code != 0:
        raise SystemExit(f"The mirror differs from the chain {when}.")


def _show_lineage(stage: Stage, receivable: str) -> None:
    stage.screen.step("C's way back to the issue, as C may see it")
    lineage = stage.portals["C"].read(f"/v1/receivables/{receivable}/lineage")
    stage.screen.lineage(lineage)
    own = [lot for lot in lineage["lots"] if lot["holder"]["id"] == stage.portals["C"].party]
    stage.figures["lineage"] = {
        "holder": "C",
        "face": sum(lot["flow"] for lot in own),
        "tier": max(lot["tier"] for lot in own),
        "lots": len(lineage["lots"]),
        "issue": lineage["lots"][0]["transaction"],
    }
