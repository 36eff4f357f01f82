"""A receivable is undone by both sides together, when every claim on it is back with its creditor and free."""

import pytest

from tests.contracts.driver.cast import CAR_MAKER, COURT, NOBODY, OPERATOR, TIER_ONE, A, Actor
from tests.contracts.driver.chain import day_number
from tests.contracts.driver.issuance import ACTIVE, CANCELLED, Issuance
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.registries import Evidence
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.words import claim_id

FIRST, SECOND, THIRD = (claim_id(1, serial) for serial in (1, 2, 3))
ORDER = b"\7" * 32


@pytest.fixture
def paper(stage: Stage, issuance: Issuance) -> bytes:
    """That receivable 1 over 100, active, rests on."""
    paper = stage.invoice(100)
    issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, 100, day_number(DUE), [(paper, 100)])
    issuance.accept(TIER_ONE, 1)
    return paper


@pytest.fixture
def proposed(issuance: Issuance, paper: bytes) -> bytes:
    """The same, with its debtor's proposal to undo it."""
    issuance.propose_cancellation(CAR_MAKER, 1)
    return paper


def test_both_sides_together_undo_a_receivable(
    ledger: Ledger, issuance: Issuance, evidence: Evidence, proposed: bytes
) -> None:
    issuance.cancel(TIER_ONE, 1, [FIRST], [proposed])
    assert issuance.terms_of(1).status == CANCELLED
    word = ledger.receivable(1)
    assert (word.status, word.outstanding) == (CANCELLED, 0)
    assert evidence.document(proposed).drawn == 0
    assert ledger.claims_held_by(TIER_ONE) == 0
    with refused("ERC721NonexistentToken", tokenId=FIRST):
        ledger.owner_of(FIRST)


@pytest.mark.parametrize(("first", "second"), [(CAR_MAKER, TIER_ONE), (TIER_ONE, CAR_MAKER)])
def test_either_side_proposes_and_the_other_one_signs(
    issuance: Issuance, paper: bytes, first: Actor, second: Actor
) -> None:
    told = issuance.propose_cancellation(first, 1).events
    assert told == [("CancellationProposed", 1, first.address)]
    assert issuance.cancellation_proposer(1) == first.address
    with refused("CancellationNeedsOtherSide", receivable=1, by=first):
        issuance.cancel(first, 1, [FIRST], [paper])
    issuance.cancel(second, 1, [FIRST], [paper])
    assert issuance.cancellation_proposer(1) == NOBODY


def test_the_undoing_is_told_with_every_release_and_every_claim(
    ledger: Ledger, issuance: Issuance, proposed: bytes
) -> None:
    ledger.split(TIER_ONE, FIRST, [70, 30])
    assert issuance.cancel(TIER_ONE, 1, [SECOND, FIRST], [proposed]).events == [
        ("EvidenceReleased", proposed, 1, 100, 0),
        ("ReceivableCancelled", 1),
        ("TransferValue", SECOND, 0, 30),
        ("SlotChanged", SECOND, 1, 0),
        ("Transfer", TIER_ONE.address, NOBODY, SECOND),
        ("TransferValue", FIRST, 0, 70),
        ("SlotChanged", FIRST, 1, 0),
        ("Transfer", TIER_ONE.address, NOBODY, FIRST),
    ]


def test_what_is_held_by_others_is_not_undone(ledger: Ledger, issuance: Issuance, proposed: bytes) -> None:
    ledger.transfer_value(TIER_ONE, FIRST, A, 30)
    with refused("ClaimNotWithCreditor", claim=SECOND, holder=A):
        issuance.cancel(TIER_ONE, 1, [FIRST, SECOND], [proposed])
    with refused("ClaimsDoNotAddUp", receivable=1, outstanding=100, sum=70):
        issuance.cancel(TIER_ONE, 1, [FIRST], [proposed])
    assert issuance.terms_of(1).status == ACTIVE
    ledger.transfer_claim(A, A, TIER_ONE, SECOND)
    issuance.cancel(TIER_ONE, 1, [FIRST, SECOND], [proposed])


def test_a_claim_that_is_named_twice_counts_once(ledger: Ledger, issuance: Issuance, proposed: bytes) -> None:
    ledger.split(TIER_ONE, FIRST, [50, 50])
    with refused("ERC721NonexistentToken", tokenId=FIRST):
        issuance.cancel(TIER_ONE, 1, [FIRST, FIRST], [proposed])
    assert ledger.claims_held_by(TIER_ONE) == 2


def test_a_claim_of_another_receivable_does_not_stand_in(
    stage: Stage, issuance: Issuance, proposed: bytes
) -> None:
    other = stage.claim(100)
    with refused("SlotsDiffer", fromClaim=other):
        issuance.cancel(TIER_ONE, 1, [other], [proposed])


@pytest.mark.usefixtures("proposed")
def test_all_evidence_comes_back_with_it(issuance: Issuance) -> None:
    with refused("EvidenceNotAllReleased", face=100, released=0):
        issuance.cancel(TIER_ONE, 1, [FIRST], [])
    assert issuance.cancellation_proposer(1) == CAR_MAKER.address


def test_what_is_frozen_encumbered_or_paused_is_not_undone(
    ledger: Ledger, issuance: Issuance, proposed: bytes
) -> None:
    ledger.freeze(COURT, [FIRST], ORDER)
    with refused("ClaimIsFrozen", claim=FIRST):
        issuance.cancel(TIER_ONE, 1, [FIRST], [proposed])
    ledger.unfreeze(COURT, [FIRST])
    ledger.encumber(TIER_ONE, FIRST, A)
    with refused("ClaimIsEncumbered", claim=FIRST):
        issuance.cancel(TIER_ONE, 1, [FIRST], [proposed])
    ledger.release(A, FIRST)
    ledger.pause(OPERATOR, 1)
    with refused("ReceivableIsPaused", receivable=1):
        issuance.cancel(TIER_ONE, 1, [FIRST], [proposed])
    ledger.resume(OPERATOR, 1)
    issuance.cancel(TIER_ONE, 1, [FIRST], [proposed])


@pytest.mark.parametrize("side", [CAR_MAKER, TIER_ONE], ids=lambda who: who.name)
def test_a_suspended_side_signs_nothing(
    ledger: Ledger, issuance: Issuance, proposed: bytes, side: Actor
) -> None:
    ledger.suspend(COURT, side, ORDER)
    for sign in (issuance.propose_cancellation, issuance.retract_cancellation):
        with refused("AccountIsSuspended", account=side):
            sign(side, 1)
    with refused("AccountIsSuspended", account=side):
        issuance.cancel(side, 1, [FIRST], [proposed])


def test_a_proposal_is_made_once_and_taken_back_by_who_made_it(issuance: Issuance, proposed: bytes) -> None:
    for side in (CAR_MAKER, TIER_ONE):
        with refused("CancellationProposedAlready", receivable=1, by=CAR_MAKER):
            issuance.propose_cancellation(side, 1)
    with refused("CancellationOfOther", receivable=1, proposer=CAR_MAKER):
        issuance.retract_cancellation(TIER_ONE, 1)
    assert issuance.retract_cancellation(CAR_MAKER, 1).events == [
        ("CancellationRetracted", 1, CAR_MAKER.address)
    ]
    with refused("CancellationNotProposed", receivable=1):
        issuance.cancel(TIER_ONE, 1, [FIRST], [proposed])
    with refused("CancellationNotProposed", receivable=1):
        issuance.retract_cancellation(CAR_MAKER, 1)


def test_a_later_holder_is_no_side_of_it(ledger: Ledger, issuance: Issuance, proposed: bytes) -> None:
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, FIRST)
    with refused("NotASide", receivable=1, caller=A):
        issuance.cancel(A, 1, [FIRST], [proposed])
    for sign in (issuance.propose_cancellation, issuance.retract_cancellation):
        with refused("NotASide", receivable=1, caller=A):
            sign(A, 1)


def test_only_what_is_active_is_undone(stage: Stage, issuance: Issuance, proposed: bytes) -> None:
    offered = stage.offer(100)
    with refused("ReceivableNotActive", receivable=offered):
        issuance.propose_cancellation(CAR_MAKER, offered)
    issuance.cancel(TIER_ONE, 1, [FIRST], [proposed])
    with refused("ReceivableNotActive", receivable=1):
        issuance.cancel(TIER_ONE, 1, [FIRST], [proposed])
    with refused("UnknownReceivable", receivable=9):
        issuance.propose_cancellation(CAR_MAKER, 9)
