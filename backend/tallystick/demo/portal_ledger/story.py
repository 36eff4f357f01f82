"""Furnishes the ledger that the portal is tried on, once, and writes down who its parties are."""

import io
import json
import shutil
from pathlib import Path

from rich.console import Console

from tallystick.chain.embedded.lock import ChainLock
from tallystick.demo.portal_ledger import border, note_market, supply_chain
from tallystick.demo.portal_ledger.cast import EVERYBODY
from tallystick.demo.process import BackendProcess
from tallystick.demo.screen import Screen
from tallystick.demo.stage import Stage
from tallystick.files import write_privately
from tallystick.founding import CHAIN_FOLDER
from tallystick.portal.demo_parties import PARTIES_FILE
from tallystick.refusal import Conflict


def furnished(home: Path) -> Path:
    """The home itself; where it is not there yet, a ledger with the demo's parties is furnished and put there whole.

    Raises `Conflict` where something else is there.
    """
    if (home / PARTIES_FILE).exists():
        return home
    if home.exists() and any(home.iterdir()):
        raise Conflict(
            "home_in_use",
            f"{home} holds something other than a ledger with the demo's parties.",
            "Name another home with --home, or leave --demo out.",
        )
    unfinished = home.with_name(home.name + ".new")
    if (unfinished / CHAIN_FOLDER).exists():
        ChainLock(unfinished / CHAIN_FOLDER).release()
    shutil.rmtree(unfinished, ignore_errors=True)
    home.parent.mkdir(parents=True, exist_ok=True)
    _furnish(unfinished, home.with_name(home.name + "-quotations"))
    unfinished.replace(home)
    return home


def _furnish(home: Path, quotations: Path) -> None:
    stage = stage_over(BackendProcess(home))
    try:
        furnish(stage, home, quotations)
    finally:
        stage.close()


def stage_over(backend: BackendProcess) -> Stage:
    """Where nothing is told of what is played."""
    return Stage(backend, Screen(Console(file=io.StringIO())), EVERYBODY)


def furnish(stage: Stage, home: Path, quotations: Path) -> None:
    """Plays all that the portal is tried on, and leaves the backend running. Its feeds read files in `quotations`."""
    supply_chain.play(stage)
    note_market.play(stage)
    border.play(stage, quotations)
    stage.appoint("court")
    told = {
        key: {
            "name": stage.portals[key].name,
            "role": member.role,
            "party": stage.portals[key].party,
            "api_key": stage.portals[key].api_key,
        }
        for key, member in EVERYBODY.items()
    } | {"operator": _operator(stage)}
    write_privately(home / PARTIES_FILE, json.dumps(told, ensure_ascii=False, indent=2) + "\n")


def _operator(stage: Stage) -> dict[str, str]:
    """Whoever operates the ledger takes part in it from its founding on."""
    portal = stage.portals["operator"]
    me = portal.read("/v1/parties/me")
    return {"name": me["name"], "role": "operator", "party": me["id"], "api_key": portal.api_key}
