"""Powers are few and named: each is used by its holder and refused to everybody else."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.driver.border import GOODS, SINGAPORE
from tests.contracts.driver.cast import (
    BANK,
    CAR_MAKER,
    COURT,
    DESK,
    EVERYBODY,
    GOVERNOR,
    OPERATOR,
    REGISTRAR,
    REGULATOR,
    REPORTER,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
)
from tests.contracts.driver.chain import day_number
from tests.contracts.driver.contract import Contract
from tests.contracts.driver.cross_border import CNY_PER_UNIT, USD, Feed, Limits
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.registries import Evidence, ProgrammeTerms
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.words import receivable_of

CONTRACTS = Path(__file__).parents[2] / "contracts"
MANAGER = (
    CONTRACTS / "node_modules" / "@openzeppelin" / "contracts" / "access" / "manager" / "AccessManager.sol"
)
PAPER = b"\1" * 32


@dataclass(frozen=True, slots=True)
class Power:
    """A function that only its holders may call; `use` calls it in a way that would otherwise be right."""

    name: str
    holders: tuple[Actor, ...]
    use: Callable[[Stage, Actor], object]


AUTHORITIES = (COURT, REGULATOR)


def unfreeze(stage: Stage, who: Actor) -> None:
    claim = stage.claim()
    for authority in AUTHORITIES:
        stage.ledger.freeze(authority, [claim], PAPER)
    stage.ledger.unfreeze(who, [claim])


def reinstate(stage: Stage, who: Actor) -> None:
    for authority in AUTHORITIES:
        stage.ledger.suspend(authority, STRANGER, PAPER)
    stage.ledger.reinstate(who, STRANGER)


def resume(stage: Stage, who: Actor) -> None:
    receivable = receivable_of(stage.claim())
    stage.ledger.pause(OPERATOR, receivable)
    stage.ledger.resume(who, receivable)


def dismiss_desk(stage: Stage, who: Actor) -> None:
    stage.ledger.admit_desk(GOVERNOR, stage.directory)
    stage.ledger.dismiss_desk(who, stage.directory)


def release_evidence(stage: Stage, who: Actor) -> None:
    invoice = stage.invoice(100)
    stage.issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, 100, day_number(DUE), [(invoice, 100)])
    stage.evidence.release(who, [invoice], 1)


def change_tier(stage: Stage, who: Actor) -> None:
    stage.ecny.open_wallet(BANK, STRANGER)
    stage.ecny.change_tier(who, STRANGER, 4)


def issue_money(stage: Stage, who: Actor) -> None:
    stage.ecny.open_wallet(BANK, STRANGER)
    stage.ecny.issue(who, STRANGER, 100)


def redeem_money(stage: Stage, who: Actor) -> None:
    issue_money(stage, BANK)
    stage.ecny.approve(STRANGER, who, 100)
    stage.ecny.redeem(who, STRANGER, 100)


def dispute_for_credit(stage: Stage, who: Actor) -> None:
    receivable, paper = stage.offer_on_paper(100)
    claim = stage.issuance.accept(TIER_ONE, receivable).answer
    stage.evidence.credit(REGISTRAR, paper, PAPER, 40)
    stage.disputes.dispute_for_credit(who, claim, 40, PAPER)


def end_dispute(stage: Stage, who: Actor) -> None:
    claim = stage.claim()
    stage.disputes.dispute(CAR_MAKER, claim, 1)
    stage.ledger.send(who, "endDispute(uint256)", claim)


def open_offering(stage: Stage, who: Actor) -> None:
    programme = stage.open_programme(token_offering=True, regime=2, approval=PAPER)
    stage.note_desk.open_offering(who, programme, BANK)


def name_agent(stage: Stage, who: Actor) -> None:
    programme = stage.open_programme(token_offering=True, regime=2, approval=PAPER)
    stage.note_desk.open_offering(GOVERNOR, programme, BANK)
    stage.note_desk.name_agent(who, programme, COURT)


def abroad(stage: Stage) -> int:
    """A programme in dollars."""
    policy = stage.cross_border.address
    return stage.open_programme(currency=USD, regime=3, approval=PAPER, policy=policy)


def set_feeds(stage: Stage, who: Actor) -> None:
    main, second = (
        Feed(stage.local_feeds.open(GOVERNOR, REPORTER, 4, "USD / CNY").answer, CNY_PER_UNIT, 60, 1, 2)
        for _ in range(2)
    )
    stage.rates.set(who, main, second, 0)


def set_limits(stage: Stage, who: Actor) -> None:
    countries = stage.countries.list_countries(STRANGER, [SINGAPORE]).answer
    stage.cross_border.set_limits(who, abroad(stage), Limits(1, 1, 1, countries, 0))


def resume_programme(stage: Stage, who: Actor) -> None:
    programme = abroad(stage)
    for authority in AUTHORITIES:
        stage.cross_border.suspend(authority, programme, PAPER)
    stage.cross_border.resume(who, programme)


COLLECT_FOR = "collectFor(uint256[],(address,uint64,uint8)[])"
DISPUTE = "dispute(uint256,uint64,bytes32)"
MINT = "mint((uint64,address,address,uint64,uint32,uint32,uint8,address))"
BURN = "burnClaims(uint64,uint256[],address)"
RETIRE = "retire(uint256,uint64,uint8)"
RECORD = "recordFunding(uint64,bool)"
MINTED = (1, CAR_MAKER, TIER_ONE, 100, day_number(DUE), 1, 0, bytes(20))

POWERS = (
    Power("openAccount", (OPERATOR,), lambda stage, who: stage.ledger.open_account(who, STRANGER, 2)),
    Power("openProgramme", (OPERATOR,), lambda stage, who: stage.programmes.open(who, ProgrammeTerms())),
    Power(
        "setTermRule",
        (GOVERNOR,),
        lambda stage, who: stage.programmes.set_term_rule(who, stage.programme, day_number(DUE), 3),
    ),
    Power(
        "setCurve",
        (GOVERNOR,),
        lambda stage, who: stage.curves.set(who, stage.programme, [(180, 60_000)]),
    ),
    Power(
        "pauseReceivable",
        (OPERATOR,),
        lambda stage, who: stage.ledger.pause(who, receivable_of(stage.claim())),
    ),
    Power("resumeReceivable", (OPERATOR,), resume),
    Power("freeze", AUTHORITIES, lambda stage, who: stage.ledger.freeze(who, [stage.claim()], PAPER)),
    Power("unfreeze", AUTHORITIES, unfreeze),
    Power("suspend", AUTHORITIES, lambda stage, who: stage.ledger.suspend(who, STRANGER, PAPER)),
    Power("reinstate", AUTHORITIES, reinstate),
    Power("admitDesk", (GOVERNOR,), lambda stage, who: stage.ledger.admit_desk(who, stage.directory)),
    Power("dismissDesk", (GOVERNOR,), dismiss_desk),
    Power(
        "register",
        (REGISTRAR,),
        lambda stage, who: stage.evidence.register(who, PAPER, CAR_MAKER, TIER_ONE, 100),
    ),
    Power(
        "credit",
        (REGISTRAR,),
        lambda stage, who: stage.evidence.credit(who, stage.invoice(100), PAPER, 40),
    ),
    Power(
        "draw",
        (),
        lambda stage, who: stage.evidence.draw(who, [(stage.invoice(100), 100)], CAR_MAKER, TIER_ONE, 1),
    ),
    Power("release", (), release_evidence),
    Power("openWallet", (BANK,), lambda stage, who: stage.ecny.open_wallet(who, STRANGER)),
    Power("changeTier", (BANK,), change_tier),
    Power("issue", (BANK,), issue_money),
    Power("redeem", (BANK,), redeem_money),
    Power("retire", (), lambda stage, who: stage.ledger.send(who, RETIRE, stage.claim(), 1, 1)),
    Power(
        "recordFunding",
        (),
        lambda stage, who: stage.issuance.send(who, RECORD, receivable_of(stage.claim()), True),
    ),
    Power(
        "collectFor",
        (),
        lambda stage, who: stage.settlement.send(who, COLLECT_FOR, [stage.claim()], [(who.address, 1, 0)]),
    ),
    Power("openOffering", (GOVERNOR,), open_offering),
    Power("nameAgent", (GOVERNOR,), name_agent),
    Power("raiseForCredit", (REGISTRAR,), dispute_for_credit),
    Power("dispute", (), lambda stage, who: stage.ledger.send(who, DISPUTE, stage.claim(), 1, PAPER)),
    Power("endDispute", (), end_dispute),
    Power("setFeeds", (GOVERNOR,), set_feeds),
    Power(
        "agreeFallback", (GOVERNOR,), lambda stage, who: stage.fixings.agree_fallback(who, abroad(stage), 3)
    ),
    Power("setLimits", (GOVERNOR,), set_limits),
    Power(
        "allowPurpose", (GOVERNOR,), lambda stage, who: stage.cross_border.allow(who, abroad(stage), GOODS)
    ),
    Power(
        "setFactors",
        (GOVERNOR,),
        lambda stage, who: stage.valuations.set_factors(who, abroad(stage), [0, 0, 0, 1]),
    ),
    Power("open", (GOVERNOR,), lambda stage, who: stage.local_feeds.open(who, REPORTER, 4, "USD / CNY")),
    Power(
        "admit", (OPERATOR,), lambda stage, who: stage.cross_border.admit(who, STRANGER, b"Lim", SINGAPORE)
    ),
    Power(
        "suspendProgramme",
        AUTHORITIES,
        lambda stage, who: stage.cross_border.suspend(who, abroad(stage), PAPER),
    ),
    Power("resumeProgramme", AUTHORITIES, resume_programme),
    Power("mint", (), lambda stage, who: stage.ledger.send(who, MINT, MINTED)),
    Power("burnClaims", (), lambda stage, who: stage.ledger.send(who, BURN, 1, [stage.claim()], TIER_ONE)),
)


def declared(modifier: str, *sources: Path) -> set[str]:
    """The functions that carry this modifier in the sources."""
    pattern = re.compile(rf"function\s+(\w+)\s*\([^)]*\)[^{{;]*\b{modifier}\b")
    return {name for source in sources for name in pattern.findall(source.read_text("utf-8"))}


def test_every_restricted_function_of_ours_is_in_the_table() -> None:
    ours = [path for path in CONTRACTS.rglob("*.sol") if "node_modules" not in path.parts]
    assert declared("restricted", *ours) == {power.name for power in POWERS}


@pytest.mark.parametrize("power", [p for p in POWERS if p.holders], ids=lambda power: power.name)
def test_a_power_is_used_by_its_holders(stage: Stage, power: Power) -> None:
    for holder in power.holders:
        stage.reset()
        power.use(stage, holder)


@pytest.mark.parametrize("power", POWERS, ids=lambda power: power.name)
@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_a_power_is_refused_to_everybody_else(stage: Stage, power: Power, somebody: Actor) -> None:
    if somebody in power.holders:
        return
    with refused("AccessManagedUnauthorized", caller=somebody):
        power.use(stage, somebody)


def test_evidence_is_drawn_on_by_ledger_and_issuance_and_by_no_other_contract(stage: Stage) -> None:
    arguments = ([(stage.invoice(100), 100)], CAR_MAKER, TIER_ONE, b"CNY", 1)
    for drawer in (stage.ledger, stage.issuance):
        assert stage.evidence.ask(Evidence.DRAW, *arguments, sender=drawer) == 100
    for contract in (stage.programmes, stage.evidence, stage.access, stage.directory):
        with refused("AccessManagedUnauthorized", caller=contract):
            stage.evidence.ask(Evidence.DRAW, *arguments, sender=contract)


def test_claims_are_minted_and_burnt_by_the_issuance_and_by_no_other_contract(stage: Stage) -> None:
    stage.ledger.ask(MINT, MINTED, sender=stage.issuance)
    for contract in (stage.ledger, stage.programmes, stage.evidence, stage.access, stage.directory):
        with refused("AccessManagedUnauthorized", caller=contract):
            stage.ledger.ask(MINT, MINTED, sender=contract)
        with refused("AccessManagedUnauthorized", caller=contract):
            stage.ledger.ask(BURN, 1, [], TIER_ONE, sender=contract)


def test_claims_are_paid_by_the_settlement_and_by_no_other_contract(stage: Stage) -> None:
    claim = stage.claim(100)
    stage.ledger.ask(RETIRE, claim, 100, 1, sender=stage.settlement)
    with refused("ValueExceeded", claim=claim, value=100, requested=101):
        stage.ledger.ask(RETIRE, claim, 101, 1, sender=stage.settlement)
    for contract in (stage.ledger, stage.issuance, stage.ecny, stage.evidence, stage.access, stage.directory):
        with refused("AccessManagedUnauthorized", caller=contract):
            stage.ledger.ask(RETIRE, claim, 100, 1, sender=contract)
        with refused("AccessManagedUnauthorized", caller=contract):
            stage.issuance.ask(RECORD, receivable_of(claim), True, sender=contract)


def test_holders_of_notes_are_paid_by_the_note_desk_and_by_no_other_contract(stage: Stage) -> None:
    paying = (COLLECT_FOR, [stage.claim(100)], [(TIER_ONE.address, 1, 0)])
    with refused("NothingToPay", payee=TIER_ONE):
        stage.settlement.ask(*paying, sender=stage.note_desk)
    for contract in (stage.ledger, stage.settlement, stage.financing, stage.notes, stage.access):
        with refused("AccessManagedUnauthorized", caller=contract):
            stage.settlement.ask(*paying, sender=contract)


def test_no_receivable_is_minted_twice_or_burnt_before_it_is_minted(stage: Stage) -> None:
    with refused("ReceivableNotMinted", receivable=1):
        stage.ledger.ask(BURN, 1, [], TIER_ONE, sender=stage.issuance)
    assert stage.claim(100) >> 64 == 1
    with refused("ReceivableMintedAlready", receivable=1):
        stage.ledger.ask(MINT, MINTED, sender=stage.issuance)


def test_the_ledger_itself_has_no_power_but_that_one(stage: Stage) -> None:
    with refused("AccessManagedUnauthorized", caller=stage.ledger):
        stage.ledger.ask("openAccount(address,uint8)", STRANGER, 2, sender=stage.ledger)
    with refused("AccessManagedUnauthorized", caller=stage.ledger):
        stage.evidence.ask(Evidence.REGISTER, PAPER, CAR_MAKER, TIER_ONE, 1, b"CNY", 1, sender=stage.ledger)


@pytest.mark.parametrize("office", [OPERATOR, REGISTRAR, GOVERNOR, COURT, STRANGER], ids=lambda who: who.name)
def test_no_office_stands_in_for_a_side_of_a_receivable(stage: Stage, office: Actor) -> None:
    offered, active = stage.offer(100), receivable_of(stage.claim(100))
    issuance = stage.issuance
    with refused("AccountNotOpen", account=office):
        issuance.issue(office, stage.programme, TIER_ONE, 100, day_number(DUE), [])
    with refused("NotTheCreditor", caller=office):
        issuance.accept(office, offered)
    with refused("NotTheCreditor", caller=office):
        issuance.decline(office, offered, [])
    with refused("NotTheDebtor", caller=office):
        issuance.withdraw(office, offered, [])
    with refused("NotASide", caller=office):
        issuance.propose_cancellation(office, active)
    with refused("NotASide", caller=office):
        issuance.retract_cancellation(office, active)
    with refused("NotASide", caller=office):
        issuance.cancel(office, active, [], [])


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
    return (
        stage.programmes,
        stage.evidence,
        stage.ledger,
        stage.issuance,
        stage.ecny,
        stage.disputes,
        stage.curves,
        stage.settlement,
        stage.note_desk,
        stage.rates,
        stage.fixings,
        stage.milestones,
        stage.cross_border,
        stage.local_feeds,
        stage.valuations,
    )


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
