"""Powers are few and named: each is used by its holder and refused to everybody else."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.driver.cast import (
    CAR_MAKER,
    DESK,
    EVERYBODY,
    GOVERNOR,
    OPERATOR,
    REGISTRAR,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
)
from tests.contracts.driver.contract import Contract
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.registries import Evidence, ProgrammeTerms
from tests.contracts.driver.stage import Stage

CONTRACTS = Path(__file__).parents[2] / "contracts"
MANAGER = (
    CONTRACTS / "node_modules" / "@openzeppelin" / "contracts" / "access" / "manager" / "AccessManager.sol"
)
PAPER = b"\1" * 32


@dataclass(frozen=True, slots=True)
class Power:
    """A function that only `holder` may call; `use` calls it in a way that would otherwise be right."""

    name: str
    holder: Actor | None
    use: Callable[[Stage, Actor], object]


POWERS = (
    Power("openAccount", OPERATOR, lambda stage, who: stage.ledger.open_account(who, STRANGER, 2)),
    Power("openProgramme", OPERATOR, lambda stage, who: stage.programmes.open(who, ProgrammeTerms())),
    Power(
        "register",
        REGISTRAR,
        lambda stage, who: stage.evidence.register(who, PAPER, CAR_MAKER, TIER_ONE, 100),
    ),
    Power(
        "draw",
        None,
        lambda stage, who: stage.evidence.draw(who, [(stage.invoice(100), 100)], CAR_MAKER, TIER_ONE, 1),
    ),
)


def declared(modifier: str, *sources: Path) -> set[str]:
    """The functions that carry this modifier in the sources."""
    pattern = re.compile(rf"function\s+(\w+)\s*\([^)]*\)[^{{;]*\b{modifier}\b")
    return {name for source in sources for name in pattern.findall(source.read_text("utf-8"))}


def test_every_restricted_function_of_ours_is_in_the_table() -> None:
    ours = [path for path in CONTRACTS.rglob("*.sol") if "node_modules" not in path.parts]
    assert declared("restricted", *ours) == {power.name for power in POWERS}


@pytest.mark.parametrize("power", [p for p in POWERS if p.holder], ids=lambda power: power.name)
def test_a_power_is_used_by_its_holder(stage: Stage, power: Power) -> None:
    assert power.holder is not None
    power.use(stage, power.holder)


@pytest.mark.parametrize("power", POWERS, ids=lambda power: power.name)
@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_a_power_is_refused_to_everybody_else(stage: Stage, power: Power, somebody: Actor) -> None:
    if somebody is power.holder:
        return
    with refused("AccessManagedUnauthorized", caller=somebody):
        power.use(stage, somebody)


def test_evidence_is_drawn_on_by_the_ledger_and_by_no_other_contract(stage: Stage) -> None:
    arguments = ([(stage.invoice(100), 100)], CAR_MAKER, TIER_ONE, b"CNY", 1)
    assert stage.evidence.ask(Evidence.DRAW, *arguments, sender=stage.ledger) == 100
    for contract in (stage.programmes, stage.evidence, stage.access, stage.directory):
        with refused("AccessManagedUnauthorized", caller=contract):
            stage.evidence.ask(Evidence.DRAW, *arguments, sender=contract)


def test_the_ledger_itself_has_no_power_but_that_one(stage: Stage) -> None:
    with refused("AccessManagedUnauthorized", caller=stage.ledger):
        stage.ledger.ask("openAccount(address,uint8)", STRANGER, 2, sender=stage.ledger)
    with refused("AccessManagedUnauthorized", caller=stage.ledger):
        stage.evidence.ask(Evidence.REGISTER, PAPER, CAR_MAKER, TIER_ONE, 1, b"CNY", 1, sender=stage.ledger)


# The administrator of the powers

ADMINISTRATION: dict[str, tuple[Any, ...]] = {
    "labelRole(uint64,string)": (1, "operator"),
    "grantRole(uint64,address,uint32)": (1, STRANGER, 0),
    "revokeRole(uint64,address)": (1, OPERATOR),
    "setRoleAdmin(uint64,uint64)": (1, 2),
    "setRoleGuardian(uint64,uint64)": (1, 2),
    "setGrantDelay(uint64,uint32)": (1, 0),
    "setTargetFunctionRole(address,bytes4[],uint64)": (STRANGER, [b"\1\2\3\4"], 1),
    "setTargetAdminDelay(address,uint32)": (STRANGER, 0),
    "setTargetClosed(address,bool)": (STRANGER, True),
    "updateAuthority(address,address)": (STRANGER, STRANGER),
}


def test_every_function_of_the_administrator_is_in_the_table() -> None:
    if MANAGER.exists():
        assert declared("onlyAuthorized", MANAGER) == {
            signature.split("(")[0] for signature in ADMINISTRATION
        }


@pytest.mark.parametrize("signature", ADMINISTRATION)
def test_nobody_but_the_governor_administers_powers(stage: Stage, signature: str) -> None:
    for somebody in EVERYBODY:
        if somebody is not GOVERNOR:
            with refused("AccessManagerUnauthorizedAccount", msgsender=somebody):
                stage.access.ask(signature, *ADMINISTRATION[signature], sender=somebody)


def test_a_power_is_handed_out_and_taken_back_by_the_governor(stage: Stage) -> None:
    stage.access.send(GOVERNOR, "grantRole(uint64,address,uint32)", 1, DESK, 0)
    stage.access.send(GOVERNOR, "revokeRole(uint64,address)", 1, OPERATOR)
    stage.ledger.open_account(DESK, STRANGER, 2)
    with refused("AccessManagedUnauthorized", caller=OPERATOR):
        stage.ledger.open_account(OPERATOR, GOVERNOR, 2)


def authorities(stage: Stage) -> tuple[Contract, ...]:
    return stage.programmes, stage.evidence, stage.ledger


def test_the_contracts_obey_the_access_manager_that_was_deployed(stage: Stage) -> None:
    for contract in authorities(stage):
        assert contract.ask("authority()") == stage.access.address


@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_nobody_puts_a_contract_under_another_authority(stage: Stage, somebody: Actor) -> None:
    for contract in authorities(stage):
        with refused("AccessManagedUnauthorized", caller=somebody):
            contract.send(somebody, "setAuthority(address)", stage.access)


def test_a_contract_is_not_put_under_an_authority_that_is_no_contract(stage: Stage) -> None:
    for contract in authorities(stage):
        with refused("AccessManagedInvalidAuthority", authority=A):
            contract.ask("setAuthority(address)", A, sender=stage.access)
        with refused("AccessManagedInvalidAuthority", authority=A):
            stage.access.send(GOVERNOR, "updateAuthority(address,address)", contract, A)
