"""Plays model 2 on a ledger of its own and keeps its figures."""

from typing import Any

from tallystick.demo.model2 import commitments, figures, maturity, opening, powers, trading
from tallystick.demo.model2.cast import EVERYBODY
from tallystick.demo.process import BackendProcess
from tallystick.demo.screen import Screen
from tallystick.demo.stage import Stage

STEPS = sum(chapter.STEPS for chapter in (opening, commitments, powers, trading, maturity, figures))


def play(backend: BackendProcess, screen: Screen) -> dict[str, Any]:
    """Returns the figures. Days pass on this ledger, for good. Raises `SystemExit` where one is not as it is told."""
    stage = Stage(backend, screen, EVERYBODY)
    screen.part("Model 2: notes on what a company owes forty distributors", STEPS)
    try:
        programme = opening.play(stage)
        made = commitments.play(stage)
        acted = powers.play(stage, made[0])
        traded = trading.play(stage, made)
        paid = maturity.play(stage, [*made, *traded.later])
        told = figures.play(stage, traded.figures)
    finally:
        stage.close()
    return {
        "programme": programme,
        "committed": sum(one.face for one in made),
        "wrapped": sum(one.face for one in made[: commitments.WRAPPING]),
        "agent": acted,
        "market": traded.figures,
        "figures": told,
        "maturity": paid,
        "refusals": stage.refusals,
    }
