"""Plays model 3 on a ledger of its own and keeps its figures."""

from pathlib import Path
from typing import Any

from tallystick.demo.model3 import (
    commitments,
    due_days,
    figures,
    goods,
    opening,
    rates,
    structuring,
    watching,
)
from tallystick.demo.model3.cast import EVERYBODY
from tallystick.demo.model3.ninety_days import NinetyDays
from tallystick.demo.model3.settling import Settling
from tallystick.demo.model3.values import Values
from tallystick.demo.process import BackendProcess
from tallystick.demo.screen import Screen
from tallystick.demo.stage import Stage

STEPS = sum(
    chapter.STEPS
    for chapter in (opening, commitments, structuring, rates, goods, due_days, figures, watching)
)

BY_HAND = {"TALLYSTICK_COLLECT_SECONDS": "0", "TALLYSTICK_FEED_SECONDS": "0"}
"""Settings of its backend: nothing is read, fixed or paid by itself, so that each step is somebody's and is checked."""


def play(backend: BackendProcess, screen: Screen, directory: Path) -> dict[str, Any]:
    """Returns the figures. Ninety days pass on this ledger, for good.

    In `directory` lie the file that a feed reads, and in the end the supervisor's report.

    Raises `SystemExit` where a figure is not as it is told.
    """
    stage = Stage(backend, screen, EVERYBODY)
    screen.part("Model 3: a platform owes dollars to twelve suppliers in four countries", STEPS)
    try:
        with rates.quote_server() as server:
            return _play(NinetyDays(stage), directory, server)
    finally:
        stage.close()


def _play(border: NinetyDays, directory: Path, server: rates.QuoteServer) -> dict[str, Any]:
    signed_for = opening.play(border)
    made = commitments.play(border)
    passed_on = structuring.play(border, made)
    feeds = rates.Feeds(border, directory / "usd-cny.json", server)
    feeds.open()
    values = Values(border, made)
    values.record("none", rates.FIRST_RATE)
    shipped = goods.Goods(border, signed_for, made)
    shipped.set_out()
    feeds.say(rates.RATE_MIDWAY)
    values.record("shipped", rates.RATE_MIDWAY)
    settling = Settling(border, made)
    told = due_days.DueDays(border, made, shipped, feeds, settling, values).play()
    proven = figures.play(border, made, settling)
    watched = watching.play(border, made, settling, directory / "monitoring")
    return {
        "programme": border.stage.programme,
        "days": border.day,
        "committed": {key: one.face for key, one in made.items()},
        "passed_on": passed_on,
        "stopped": border.told(),
        **told,
        "values": values.told(),
        **settling.told(),
        "figures": proven,
        **watched,
    }
