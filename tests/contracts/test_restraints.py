"""What keeps claims where they are: orders of two authorities, encumbrances, pauses, suspended accounts."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.contracts.driver.cast import (
    CAR_MAKER,
    COURT,
    GOVERNOR,
    INVESTOR,
    NOBODY,
    OPERATOR,
    REGULATOR,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
    B,
)
from tests.contracts.driver.chain import day_number, moment
from tests.contracts.driver.issuance import Issuance
from tests.contracts.driver.ledger import Ledger, Offer
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.words import claim_id

FIRST, SECOND, THEIRS = (claim_id(1, serial) for serial in (1, 2, 3))
ORDER, OTHER_ORDER = b"\1" * 32, b"\2" * 32
OFFERED = Offer(FIRST, A, 5, moment(DUE))
Act = Callable[[Ledger], object]

# Everything that moves value or title out of the first claim.
OUTWARD: dict[str, Act] = {
    "handing over": lambda ledger: ledger.transfer_claim(TIER_ONE, TIER_ONE, A, FIRST),
    "handing over safely": lambda ledger: ledger.transfer_claim_safely(TIER_ONE, TIER_ONE, A, FIRST),
    "handing over many": lambda ledger: ledger.transfer_claims(TIER_ONE, [SECOND, FIRST], A),
    "value to somebody": lambda ledger: ledger.transfer_value(TIER_ONE, FIRST, A, 5),
    "value to a claim": lambda ledger: ledger.move_value(TIER_ONE, FIRST, THEIRS, 5),
    "value to itself": lambda ledger: ledger.move_value(TIER_ONE, FIRST, FIRST, 0),
    "splitting": lambda ledger: ledger.split(TIER_ONE, FIRST, [10, 50]),
    "splitting evenly": lambda ledger: ledger.split_evenly(TIER_ONE, FIRST, 3, 20),
    "distributing": lambda ledger: ledger.distribute(TIER_ONE, FIRST, [(A, 5)]),
    "merging into it": lambda ledger: ledger.merge(TIER_ONE, [SECOND], FIRST),
    "offering": lambda ledger: ledger.offer(TIER_ONE, Offer(FIRST, B, 5, moment(DUE))),
    "accepting an offer": lambda ledger: ledger.accept_offer(A, OFFERED),
    "encumbering": lambda ledger: ledger.encumber(TIER_ONE, FIRST, INVESTOR),
}
# What only a stopped claim refuses, whoever owns it.
INWARD: dict[str, Act] = {
    "merging it away": lambda ledger: ledger.merge(TIER_ONE, [FIRST], SECOND),
    "value into it": lambda ledger: ledger.move_value(A, THEIRS, FIRST, 5),
}


@dataclass(frozen=True, slots=True)
class Restraint:
    impose: Act
    lift: Act
    error: str
    acts: dict[str, Act]


RESTRAINTS = {
    "frozen": Restraint(
        lambda ledger: ledger.freeze(COURT, [FIRST], ORDER),
        lambda ledger: ledger.unfreeze(COURT, [FIRST]),
        "ClaimIsFrozen",
        OUTWARD | INWARD,
    ),
    "encumbered": Restraint(
        lambda ledger: ledger.encumber(TIER_ONE, FIRST, INVESTOR),
        lambda ledger: ledger.release(INVESTOR, FIRST),
        "ClaimIsEncumbered",
        OUTWARD | INWARD,
    ),
    "paused": Restraint(
        lambda ledger: ledger.pause(OPERATOR, 1),
        lambda ledger: ledger.resume(OPERATOR, 1),
        "ReceivableIsPaused",
        OUTWARD | INWARD,
    ),
    "of a suspended owner": Restraint(
        lambda ledger: ledger.suspend(COURT, TIER_ONE, ORDER),
        lambda ledger: ledger.reinstate(COURT, TIER_ONE),
        "AccountIsSuspended",
        OUTWARD | {"merging it away": INWARD["merging it away"]},
    ),
}
CASES = [(kind, act) for kind, restraint in RESTRAINTS.items() for act in restraint.acts]


@pytest.fixture(autouse=True)
def held(stage: Stage, ledger: Ledger) -> None:
    """Tier one holds 60 and 20, A 20; tier one has an offer to A standing."""
    ledger.split(TIER_ONE, stage.claim(100), [60, 20, 20])
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, THEIRS)
    ledger.offer(TIER_ONE, OFFERED)


@pytest.mark.parametrize(("kind", "act"), CASES)
def test_a_stopped_claim_stays_as_it_is_until_it_is_free_again(ledger: Ledger, kind: str, act: str) -> None:
    restraint = RESTRAINTS[kind]
    restraint.impose(ledger)
    before = ledger.claims(1, 1, 4)
    with refused(restraint.error):
        restraint.acts[act](ledger)
    assert ledger.claims(1, 1, 4) == before
    restraint.lift(ledger)
    restraint.acts[act](ledger)


# Orders on claims


def test_a_claim_is_free_when_the_last_authority_lifts_its_order(ledger: Ledger) -> None:
    ledger.freeze(COURT, [FIRST], ORDER)
    ledger.freeze(REGULATOR, [FIRST], OTHER_ORDER)
    ledger.unfreeze(COURT, [FIRST])
    with refused("ClaimIsFrozen", claim=FIRST):
        ledger.transfer_claim(TIER_ONE, TIER_ONE, A, FIRST)
    with refused("NoOrderStands", subject=FIRST, authority=COURT):
        ledger.unfreeze(COURT, [FIRST])
    ledger.unfreeze(REGULATOR, [FIRST])
    assert ledger.claim(FIRST).frozen == 0
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, FIRST)


def test_an_authority_has_one_order_on_a_claim(ledger: Ledger) -> None:
    ledger.freeze(COURT, [FIRST], ORDER)
    with refused("OrderStands", subject=FIRST, authority=COURT, order=ORDER):
        ledger.freeze(COURT, [FIRST], OTHER_ORDER)
    with refused("OrderWithoutHash"):
        ledger.freeze(REGULATOR, [FIRST], bytes(32))
    assert ledger.freeze_order(FIRST, COURT) == ORDER
    assert ledger.freeze_order(FIRST, REGULATOR) == bytes(32)


def test_orders_are_told_claim_by_claim(ledger: Ledger) -> None:
    frozen = [("ClaimFrozen", claim, COURT.address, ORDER) for claim in (SECOND, FIRST)]
    assert ledger.freeze(COURT, [SECOND, FIRST], ORDER).events == frozen
    lifted = [("ClaimUnfrozen", claim, COURT.address, ORDER) for claim in (SECOND, FIRST)]
    assert ledger.unfreeze(COURT, [SECOND, FIRST]).events == lifted


def test_all_the_claims_of_an_order_are_stopped_or_none(ledger: Ledger) -> None:
    with refused("ERC721NonexistentToken", tokenId=claim_id(1, 9)):
        ledger.freeze(COURT, [FIRST, claim_id(1, 9)], ORDER)
    assert ledger.claim(FIRST).frozen == 0
    with refused("NoClaimsNamed"):
        ledger.freeze(COURT, [], ORDER)
    with refused("NoClaimsNamed"):
        ledger.unfreeze(COURT, [])


def test_neither_governor_nor_operator_lifts_an_authoritys_order(ledger: Ledger) -> None:
    ledger.freeze(COURT, [FIRST], ORDER)
    for somebody in (GOVERNOR, OPERATOR, TIER_ONE):
        with refused("AccessManagedUnauthorized", caller=somebody):
            ledger.unfreeze(somebody, [FIRST])


def test_freezing_changes_neither_owner_value_nor_epoch(ledger: Ledger) -> None:
    before = ledger.claim(FIRST)
    ledger.freeze(COURT, [FIRST], ORDER)
    word = ledger.claim(FIRST)
    assert (word.owner, word.value, word.epoch, word.frozen, word.disputed) == (
        before.owner,
        before.value,
        before.epoch,
        1,
        0,
    )


def test_an_encumbered_claim_may_be_frozen_and_stays_stopped_until_both_end(ledger: Ledger) -> None:
    ledger.encumber(TIER_ONE, FIRST, INVESTOR)
    ledger.freeze(COURT, [FIRST], ORDER)
    ledger.release(INVESTOR, FIRST)
    with refused("ClaimIsFrozen", claim=FIRST):
        ledger.encumber(TIER_ONE, FIRST, INVESTOR)
    ledger.unfreeze(COURT, [FIRST])
    ledger.encumber(TIER_ONE, FIRST, INVESTOR)


# Encumbrances


def test_only_the_beneficiary_gives_an_encumbered_claim_free(ledger: Ledger) -> None:
    told = ledger.encumber(TIER_ONE, FIRST, INVESTOR).events
    assert told == [("ClaimEncumbered", FIRST, INVESTOR.address)]
    assert ledger.beneficiary_of(FIRST) == INVESTOR.address
    assert ledger.claim(FIRST).encumbered == 1
    for somebody in (TIER_ONE, OPERATOR, COURT, STRANGER):
        with refused("NotTheBeneficiary", claim=FIRST, beneficiary=INVESTOR, caller=somebody):
            ledger.release(somebody, FIRST)
    assert ledger.release(INVESTOR, FIRST).events == [("ClaimReleased", FIRST, INVESTOR.address)]
    assert (ledger.beneficiary_of(FIRST), ledger.claim(FIRST).encumbered) == (NOBODY, 0)
    with refused("NotTheBeneficiary", beneficiary=NOBODY):
        ledger.release(INVESTOR, FIRST)


def test_without_an_encumbrance_the_zero_address_releases_nothing(ledger: Ledger) -> None:
    with refused("NotTheBeneficiary", claim=FIRST):
        ledger.ask("release(uint256)", FIRST, sender=NOBODY)


def test_a_suspended_beneficiary_gives_nothing_free(ledger: Ledger) -> None:
    ledger.encumber(TIER_ONE, FIRST, INVESTOR)
    ledger.suspend(COURT, INVESTOR, ORDER)
    with refused("AccountIsSuspended", account=INVESTOR):
        ledger.release(INVESTOR, FIRST)


def test_a_claim_is_encumbered_for_the_benefit_of_somebody_else(ledger: Ledger) -> None:
    for nobody in (NOBODY, ledger.address, TIER_ONE.address):
        with refused("InvalidBeneficiary", claim=FIRST, beneficiary=nobody):
            ledger.encumber(TIER_ONE, FIRST, nobody)


# Pauses


def test_a_pause_is_of_one_receivable_and_is_told(stage: Stage, ledger: Ledger) -> None:
    other = stage.claim(100)
    assert ledger.pause(OPERATOR, 1).events == [("ReceivablePaused", 1, OPERATOR.address)]
    assert ledger.receivable(1).paused == 1
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, other)
    with refused("ReceivableIsPaused", receivable=1):
        ledger.pause(OPERATOR, 1)
    assert ledger.resume(OPERATOR, 1).events == [("ReceivableResumed", 1, OPERATOR.address)]
    with refused("ReceivableIsNotPaused", receivable=1):
        ledger.resume(OPERATOR, 1)


def test_what_is_not_minted_is_not_paused(stage: Stage, ledger: Ledger) -> None:
    for receivable in (stage.offer(), 9):
        for act in (ledger.pause, ledger.resume):
            with refused("ReceivableNotMinted", receivable=receivable):
                act(OPERATOR, receivable)


# Suspended accounts


@pytest.mark.parametrize("way", ["handing over", "value to somebody", "distributing", "accepting an offer"])
def test_a_suspended_account_gains_no_claim(ledger: Ledger, way: str) -> None:
    ledger.suspend(COURT, A, ORDER)
    with refused("AccountIsSuspended", account=A):
        OUTWARD[way](ledger)
    ledger.reinstate(COURT, A)
    OUTWARD[way](ledger)


def test_an_account_is_free_when_the_last_authority_lifts_its_order(ledger: Ledger) -> None:
    told = ledger.suspend(COURT, TIER_ONE, ORDER).events
    assert told == [("AccountSuspended", TIER_ONE.address, COURT.address, ORDER)]
    ledger.suspend(REGULATOR, TIER_ONE, OTHER_ORDER)
    with refused("OrderStands", authority=COURT, order=ORDER):
        ledger.suspend(COURT, TIER_ONE, OTHER_ORDER)
    ledger.reinstate(COURT, TIER_ONE)
    assert (ledger.account(TIER_ONE).suspended, ledger.suspension_order(TIER_ONE, COURT)) == (1, bytes(32))
    with refused("NoOrderStands", authority=COURT):
        ledger.reinstate(COURT, TIER_ONE)
    told = ledger.reinstate(REGULATOR, TIER_ONE).events
    assert told == [("AccountReinstated", TIER_ONE.address, REGULATOR.address, OTHER_ORDER)]
    word = ledger.account(TIER_ONE)
    assert (word.suspended, word.opened, word.roles, word.claims) == (0, 1, 2, 2)


def test_neither_nobody_nor_the_ledger_is_suspended(ledger: Ledger) -> None:
    for account in (NOBODY, ledger.address):
        with refused("InvalidAccount", account=account):
            ledger.suspend(COURT, account, ORDER)
    with refused("OrderWithoutHash"):
        ledger.suspend(COURT, A, bytes(32))


def test_a_suspended_operator_moves_nothing_for_others(ledger: Ledger) -> None:
    ledger.set_operator(TIER_ONE, STRANGER)
    ledger.suspend(COURT, STRANGER, ORDER)
    with refused("AccountIsSuspended", account=STRANGER):
        ledger.transfer_claim(STRANGER, TIER_ONE, A, FIRST)


@pytest.mark.parametrize("side", [CAR_MAKER, TIER_ONE], ids=lambda who: who.name)
def test_nothing_is_issued_by_or_to_a_suspended_account(
    stage: Stage, ledger: Ledger, issuance: Issuance, side: Actor
) -> None:
    offered = stage.offer(100)
    ledger.suspend(COURT, side, ORDER)
    with refused("AccountIsSuspended", account=side):
        issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, 100, day_number(DUE), [])
    if side is TIER_ONE:
        with refused("AccountIsSuspended", account=TIER_ONE):
            issuance.accept(TIER_ONE, offered)
