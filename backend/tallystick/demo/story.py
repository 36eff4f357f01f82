"""Which chapters the demo plays, in which order, and where their figures go."""

import json
import shutil
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from rich.console import Console

from tallystick.chain.embedded.lock import ChainLock
from tallystick.demo import default, money
from tallystick.demo.cast import BANK, COURT, OPERATING_BANK
from tallystick.demo.further import (
    allowances,
    cancellation,
    collateral,
    credit_notes,
    curves,
    cutting,
    delegates,
    desks,
    disputes,
    files,
    freezing,
    offers,
    pause,
    payments,
    safely,
    suspension,
    time_passing,
    withdrawal,
)
from tallystick.demo.main import flow, issue, limits, opening, proof
from tallystick.demo.model2 import story as model2
from tallystick.demo.model3 import story as model3
from tallystick.demo.process import BackendProcess
from tallystick.demo.screen import Screen
from tallystick.demo.stage import Stage
from tallystick.files import write_privately
from tallystick.founding import CHAIN_FOLDER

FURTHER = (
    ("A holder, with its claims", (offers, allowances, cutting, safely, delegates, collateral)),
    ("Debtor and creditor, about a debt", (withdrawal, cancellation, credit_notes, disputes, files)),
    ("An authority, by an order", (freezing, suspension)),
    ("Banks and wallets, about money", (payments,)),
    ("Operator and governor, for the house", (pause, desks, curves, time_passing)),
)
"""Grouped by who acts."""


class Story:
    """Plays the main story and the further chapters against a backend, and keeps every figure that they print."""

    def __init__(self, backend: BackendProcess, screen: Screen, report: Path) -> None:
        self._stage = Stage(backend, screen)
        self._report = report
        self.figures = self._stage.figures
        self.money: dict[str, Any] = {}

    def play(self, matured: Path) -> None:
        """Raises `SystemExit` where something is not as it is told. What comes at maturity is played on a copy."""
        receivable = self._play_main()
        self._let_others_in()
        for who, chapters in FURTHER:
            self._stage.screen.part(who, len(chapters))
            for chapter in chapters:
                if chapter is time_passing:
                    later = self._set_a_copy_aside(matured)
                self._play_chapter(chapter)
        self._end(receivable)
        self._go_on_to_maturity(receivable, later)

    def close(self) -> None:
        """Stops the backend."""
        self._stage.close()

    def keys(self) -> dict[str, dict[str, str]]:
        """Who the parties are and the API keys they use, for those who want to look around afterwards."""
        return {
            key: {"name": portal.name, "party": portal.party, "api_key": portal.api_key}
            for key, portal in self._stage.portals.items()
        }

    def _play_main(self) -> str:
        stage = self._stage
        steps = sum(chapter.STEPS for chapter in (opening, issue, flow, limits, proof))
        stage.screen.part("The story of one receivable", steps)
        opening.play(stage)
        receivable, invoice = issue.play(stage)
        claims = flow.play(stage, receivable)
        limits.play(stage, invoice, claims)
        proof.play(stage, receivable)
        return receivable

    def _let_others_in(self) -> None:
        """Those who have no part in the main story."""
        stage = self._stage
        stage.screen.part("What else the ledger can do", 0)
        stage.open("bank")
        stage.appoint("court")
        stage.appoint("operating_bank")
        stage.say(
            f"{BANK.name} gets an account. The governor, whose key the host of the machine has, makes {COURT.name} an "
            f"authority and {OPERATING_BANK.name} an operating bank of e-CNY. Each chapter plays on receivables of its "
            "own and leaves the one above as it is."
        )

    def _play_chapter(self, chapter: ModuleType) -> None:
        stage = self._stage
        stage.screen.step(chapter.TITLE)
        stage.refusals = []
        told = chapter.play(stage)
        name = chapter.__name__.rpartition(".")[2]
        self.figures["chapters"][name] = told | {"refusals": stage.refusals}

    def _set_a_copy_aside(self, home: Path) -> BackendProcess:
        """As long as it is the day on which C got its claim: on the copy it is financed that same day."""
        stage = self._stage
        stage.backend.stop()
        copy = stage.backend.copied_to(home)
        stage.start()
        return copy

    def _go_on_to_maturity(self, receivable: str, copy: BackendProcess) -> None:
        """The ledger of the story so far stays as it is, for those who look around in it."""
        stage = self._stage
        stage.backend.stop()
        stage.go_on_in(copy)
        stage.screen.part("The story goes on: financed the same day, paid at maturity", money.STEPS)
        stage.say(
            "On a copy of the ledger as it was before those days passed, so that the one above stays as it is."
        )
        stage.refusals = []
        self.money = money.play(stage, receivable, self._report) | {"refusals": stage.refusals}
        stage.screen.part("And when somebody does not pay", default.STEPS)
        stage.refusals = []
        self.money["default"] = default.play(stage) | {"refusals": stage.refusals}

    def _end(self, receivable: str) -> None:
        """The further chapters have left the main receivable alone, and the mirror still equals the chain."""
        stage = self._stage
        stage.screen.part("All of it together, and the proof once more", 0)
        told = proof.distribution(stage, receivable)
        proof.require_golden(proof.golden_figures(told))
        statuses = _statuses(stage)
        stage.say(
            f"{sum(statuses.values())} receivables: "
            + ", ".join(f"{count} {status}" for status, count in statuses.items())
            + f". Receivable {receivable} is held as before."
        )
        proof.verify(stage, "at the end")
        self.figures["end"] = {"receivables": statuses, "verify": "equal"}


def play(directory: Path) -> None:
    """Plays each model over a fresh ledger of its own in `directory`, and writes down what came of it.

    `model1.json`, `money.json`, `model2.json`, `model3.json` and a report. Exits with an error where a figure is not
    what it must be. Raises `ChainInUse` where a server runs over a ledger of an earlier demo, which this one replaces.
    """
    ledger, matured, notes, border = (directory / name for name in ("ledger", "matured", "notes", "border"))
    for home in (ledger, matured, notes, border):
        if home.exists():
            ChainLock(home / CHAIN_FOLDER).release()
        shutil.rmtree(home, ignore_errors=True)
    directory.mkdir(parents=True, exist_ok=True)
    console = Console(highlight=False)
    story = Story(BackendProcess(ledger), Screen(console), directory / "report")
    began = time.monotonic()
    try:
        story.play(matured)
    finally:
        story.close()
    proof.require_golden(story.figures)
    second = model2.play(BackendProcess(notes), Screen(console))
    third = model3.play(BackendProcess(border, **model3.BY_HAND), Screen(console), directory)
    written = {
        "model1.json": story.figures,
        "money.json": story.money,
        "model2.json": second,
        "model3.json": third,
    }
    for name, figures in written.items():
        (directory / name).write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", "utf-8")
    write_privately(directory / "parties.json", json.dumps(story.keys(), ensure_ascii=False, indent=2) + "\n")
    console.print(
        f"\nEvery figure is in {', '.join(str(directory / name) for name in written)}, a report to hand on in "
        f"{directory / 'report' / 'report.html'}. "
        f"Done in {time.monotonic() - began:.0f} s."
    )


def _statuses(stage: Stage) -> dict[str, int]:
    """How many of the car maker's receivables stand where."""
    found: dict[str, Any] = {}
    for row in stage.portals["car_maker"].pages("/v1/receivables", "receivables"):
        found[row["status"]] = found.get(row["status"], 0) + 1
    return found
