"""Random commands under random faults: the ledger is what a model of a few dictionaries says."""

import os
import secrets
from pathlib import Path

import pytest

from tests.faults.conftest import Tell
from tests.faults.simulation import simulate

GIVEN = os.environ.get("TALLYSTICK_SIMULATION_SEED")
SEEDS = [int(GIVEN)] if GIVEN else [20_261_127, 4]
STEPS = 500
CAMPAIGNS, CAMPAIGN_STEPS = 20, 5_000


def _simulated(seed: int, steps: int, home: Path, tell: Tell) -> None:
    simulation = simulate(seed, steps, home)
    faults = ", ".join(
        f"{count} × {fault or 'undisturbed'}" for fault, count in simulation.faults.most_common()
    )
    tell(f"simulation, seed {seed}, {steps} steps ({faults}) → as the model says")


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_happens_the_ledger_is_as_the_model_says(seed: int, tmp_path: Path, tell: Tell) -> None:
    _simulated(seed, STEPS, tmp_path / "home", tell)


@pytest.mark.fuzz
@pytest.mark.parametrize("campaign", range(CAMPAIGNS))
def test_whatever_happens_for_long_the_ledger_is_as_the_model_says(
    campaign: int, tmp_path: Path, tell: Tell
) -> None:
    """A hundred thousand steps in all, each time others."""
    seed = int(GIVEN) + campaign if GIVEN else secrets.randbits(32)
    _simulated(seed, CAMPAIGN_STEPS, tmp_path / "home", tell)
