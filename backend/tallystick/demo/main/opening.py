"""The backend starts, firms and a programme are opened."""

import time
from collections.abc import Mapping

from tallystick.demo.cast import FIRMS, Member
from tallystick.demo.screen import shortened
from tallystick.demo.stage import Stage
from tallystick.demo.trade import MONTHS

STEPS = 3


def play(stage: Stage) -> None:
    """Leaves the firms of the main story and a programme on the stage."""
    _start(stage)
    _open_parties(stage, FIRMS)
    open_programme(stage)


def start_and_open(stage: Stage, firms: Mapping[str, Member]) -> None:
    """Leaves these firms on the stage, and no programme yet."""
    _start(stage)
    _open_parties(stage, firms)


def _start(stage: Stage) -> None:
    stage.screen.step("Starting the backend on the embedded chain and SQLite")
    began = time.monotonic()
    stage.start()
    stage.say(f"{stage.url}/v1 answers after {time.monotonic() - began:.1f} s")


def _open_parties(stage: Stage, firms: Mapping[str, Member]) -> None:
    stage.screen.step("The operator opens an account for each party")
    rows = []
    for key, member in firms.items():
        address = stage.open(key)["address"]
        rows.append((member.name, member.role, member.tax_number, shortened(address)))
    stage.screen.table("Parties", ("party", "role", "tax number", "wallet"), rows)


def open_programme(stage: Stage) -> None:
    """Model 1's, which is on the stage afterwards."""
    stage.screen.step("The operator opens a programme: asset kind, legal regime and rules")
    terms = {
        "name": "长风汽车供应链 Changfeng supply chain 2026",
        "asset_kind": "claim",
        "regime": "plain_claim_register",
        "day_count": "ACT/360",
        "longest_term_months": MONTHS,
    }
    programme = stage.portals["operator"].command("/v1/programmes", terms)
    shown = {name: value for name, value in programme.items() if value is not None}
    stage.screen.table("Programme", ("rule", "value"), [(name, str(value)) for name, value in shown.items()])
    stage.figures["programme"] = programme
    stage.programme = programme["id"]
