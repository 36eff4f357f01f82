"""Claims of one owner and one receivable are put together; what was put in is gone for good."""

import pytest

from tests.contracts.driver.cast import COURT, DESK, INVESTOR, NOBODY, OPERATOR, TIER_ONE, A
from tests.contracts.driver.chain import moment
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.words import ClaimWord, claim_id

FIRST, SECOND, THIRD, FOURTH = (claim_id(1, serial) for serial in (1, 2, 3, 4))
ORDER = b"\1" * 32


@pytest.fixture(autouse=True)
def cut(stage: Stage, ledger: Ledger) -> None:
    """Tier one holds 50, 30 and 20 of one receivable."""
    ledger.split(TIER_ONE, stage.claim(100), [50, 30, 20])


def test_merged_claims_are_worth_together_what_they_were(ledger: Ledger) -> None:
    ledger.merge(TIER_ONE, [FIRST, THIRD], SECOND)
    assert ledger.claim(SECOND) == ClaimWord(TIER_ONE.address, 100, epoch=0)
    assert [ledger.claim(claim).owner for claim in (FIRST, THIRD)] == [NOBODY, NOBODY]
    assert ledger.claims_held_by(TIER_ONE) == 1
    assert ledger.receivable(1).outstanding == 100


def test_each_claim_that_goes_is_told_as_moved_and_burnt(ledger: Ledger) -> None:
    assert ledger.merge(TIER_ONE, [THIRD, FIRST], SECOND).events == [
        ("TransferValue", THIRD, SECOND, 20),
        ("TransferValue", THIRD, 0, 0),
        ("SlotChanged", THIRD, 1, 0),
        ("Transfer", TIER_ONE.address, NOBODY, THIRD),
        ("TransferValue", FIRST, SECOND, 50),
        ("TransferValue", FIRST, 0, 0),
        ("SlotChanged", FIRST, 1, 0),
        ("Transfer", TIER_ONE.address, NOBODY, FIRST),
    ]


def test_the_serial_of_a_merged_claim_is_not_used_again(ledger: Ledger) -> None:
    ledger.merge(TIER_ONE, [THIRD], FIRST)
    assert ledger.transfer_value(TIER_ONE, FIRST, A, 1).answer == FOURTH
    with refused("ERC721NonexistentToken", tokenId=THIRD):
        ledger.transfer_claim(TIER_ONE, TIER_ONE, A, THIRD)


def test_an_emptied_claim_is_cleared_away_by_a_merge(ledger: Ledger) -> None:
    ledger.move_value(TIER_ONE, THIRD, FIRST, 20)
    ledger.merge(TIER_ONE, [THIRD], FIRST)
    assert (ledger.value_of(FIRST), ledger.claims_held_by(TIER_ONE)) == (70, 2)


def test_the_approvals_of_the_claim_that_stays_stay(ledger: Ledger) -> None:
    ledger.approve(TIER_ONE, DESK, FIRST)
    ledger.merge(TIER_ONE, [SECOND], FIRST)
    assert ledger.approved_for(FIRST) == DESK.address


def test_a_claim_is_not_merged_into_itself_or_twice(ledger: Ledger) -> None:
    with refused("MergeIntoItself", claim=FIRST):
        ledger.merge(TIER_ONE, [SECOND, FIRST], FIRST)
    with refused("ERC721NonexistentToken", tokenId=SECOND):
        ledger.merge(TIER_ONE, [SECOND, SECOND], FIRST)
    assert (ledger.value_of(FIRST), ledger.value_of(SECOND)) == (50, 30)


def test_merging_no_claims_at_all_is_refused(ledger: Ledger) -> None:
    with refused("NoClaimsNamed"):
        ledger.merge(TIER_ONE, [], FIRST)


def test_claims_of_two_receivables_are_not_merged(stage: Stage, ledger: Ledger) -> None:
    other = stage.claim(100)
    with refused("SlotsDiffer", fromClaim=other, toClaim=FIRST):
        ledger.merge(TIER_ONE, [other], FIRST)


def test_claims_of_two_owners_are_not_merged_even_by_an_operator_of_both(ledger: Ledger) -> None:
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, SECOND)
    for owner in (TIER_ONE, A):
        ledger.set_operator(owner, DESK)
    for who in (TIER_ONE, DESK):
        with refused("OwnersDiffer", fromClaim=SECOND, toClaim=FIRST):
            ledger.merge(who, [SECOND], FIRST)
    ledger.merge(DESK, [THIRD], FIRST)


def test_who_is_approved_for_one_claim_does_not_merge_another(ledger: Ledger) -> None:
    ledger.approve(TIER_ONE, DESK, FIRST)
    with refused("ERC721InsufficientApproval", operator=DESK, tokenId=SECOND):
        ledger.merge(DESK, [SECOND], FIRST)
    with refused("ERC721InsufficientApproval", operator=DESK, tokenId=SECOND):
        ledger.merge(DESK, [FIRST], SECOND)
    ledger.approve(TIER_ONE, DESK, SECOND)
    ledger.merge(DESK, [SECOND], FIRST)


@pytest.mark.parametrize("stopped", [FIRST, SECOND])
def test_neither_what_goes_nor_what_stays_may_be_frozen_or_encumbered(ledger: Ledger, stopped: int) -> None:
    ledger.freeze(COURT, [stopped], ORDER)
    with refused("ClaimIsFrozen", claim=stopped):
        ledger.merge(TIER_ONE, [FIRST], SECOND)
    ledger.unfreeze(COURT, [stopped])
    ledger.encumber(TIER_ONE, stopped, INVESTOR)
    with refused("ClaimIsEncumbered", claim=stopped):
        ledger.merge(TIER_ONE, [FIRST], SECOND)
    ledger.release(INVESTOR, stopped)
    ledger.merge(TIER_ONE, [FIRST], SECOND)


def test_nothing_is_merged_while_paused_or_suspended_or_when_the_books_are_closed(
    stage: Stage, ledger: Ledger
) -> None:
    ledger.pause(OPERATOR, 1)
    with refused("ReceivableIsPaused", receivable=1):
        ledger.merge(TIER_ONE, [FIRST], SECOND)
    ledger.resume(OPERATOR, 1)
    ledger.suspend(COURT, TIER_ONE, ORDER)
    with refused("AccountIsSuspended", account=TIER_ONE):
        ledger.merge(TIER_ONE, [FIRST], SECOND)
    ledger.reinstate(COURT, TIER_ONE)
    stage.chain.go_to(moment(DUE) + 86_400)
    with refused("BooksClosed", receivable=1):
        ledger.merge(TIER_ONE, [FIRST], SECOND)
