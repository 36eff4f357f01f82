"""ERC-3525's slot approvals, sentence by sentence: an operator for all of an owner's claims of one receivable."""

import pytest

from tests.contracts.driver.cast import DESK, NOBODY, STRANGER, TIER_ONE, A, B
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import FACE, Stage


@pytest.fixture
def claim(stage: Stage) -> int:
    return stage.claim()


def is_slot_operator(ledger: Ledger, owner: object, slot: int, operator: object) -> bool:
    answer: bool = ledger.ask("isApprovedForSlot(address,uint256,address)", owner, slot, operator)
    return answer


def test_must_emit_approval_for_slot_when_approval_is_set(ledger: Ledger) -> None:
    for approved in (True, False):
        told = [("ApprovalForSlot", TIER_ONE.address, 1, DESK.address, approved)]
        assert ledger.set_slot_operator(TIER_ONE, TIER_ONE, 1, DESK, approved).events == told
        assert is_slot_operator(ledger, TIER_ONE, 1, DESK) is approved


def test_caller_should_be_the_owner_or_an_operator_who_has_been_authorized_for_all(
    ledger: Ledger, claim: int
) -> None:
    ledger.approve(TIER_ONE, A, claim)
    ledger.set_slot_operator(TIER_ONE, TIER_ONE, 1, B)
    for somebody in (A, B, STRANGER):
        with refused("NotTheOwner", owner=TIER_ONE, caller=somebody):
            ledger.set_slot_operator(somebody, TIER_ONE, 1, STRANGER)
    ledger.set_operator(TIER_ONE, DESK)
    ledger.set_slot_operator(DESK, TIER_ONE, 1, STRANGER)
    assert is_slot_operator(ledger, TIER_ONE, 1, STRANGER)


def test_an_operator_is_somebody_and_not_the_owner(ledger: Ledger) -> None:
    for operator in (NOBODY, TIER_ONE):
        with refused("ERC721InvalidOperator", operator=operator):
            ledger.set_slot_operator(TIER_ONE, TIER_ONE, 1, operator)


def test_a_slot_operator_manages_all_the_owners_tokens_of_the_slot_and_of_no_other(
    stage: Stage, ledger: Ledger, claim: int
) -> None:
    other = stage.claim()
    ledger.set_slot_operator(TIER_ONE, TIER_ONE, 1, DESK)
    new = ledger.split(DESK, claim, [1, FACE - 1]).answer
    ledger.approve(DESK, A, new)
    ledger.allow(DESK, new, A, 5)
    ledger.transfer_value(DESK, new, A, 5)
    ledger.transfer_claim(DESK, TIER_ONE, A, claim)
    with refused("ERC721InsufficientApproval", operator=DESK, tokenId=other):
        ledger.transfer_claim(DESK, TIER_ONE, A, other)
    with refused("AllowanceExceeded", claim=other, operator=DESK):
        ledger.transfer_value(DESK, other, A, 5)


def test_a_slot_operator_is_one_of_its_owner_and_not_of_the_next(ledger: Ledger, claim: int) -> None:
    ledger.set_slot_operator(TIER_ONE, TIER_ONE, 1, DESK)
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    with refused("ERC721InsufficientApproval", operator=DESK):
        ledger.transfer_claim(DESK, A, B, claim)


def test_a_slot_operator_that_was_excluded_may_do_nothing(ledger: Ledger, claim: int) -> None:
    ledger.set_slot_operator(TIER_ONE, TIER_ONE, 1, DESK)
    ledger.set_slot_operator(TIER_ONE, TIER_ONE, 1, DESK, approved=False)
    with refused("ERC721InsufficientApproval", operator=DESK, tokenId=claim):
        ledger.split(DESK, claim, [1, FACE - 1])


def test_being_operator_of_a_slot_is_not_being_operator_of_all(ledger: Ledger) -> None:
    ledger.set_slot_operator(TIER_ONE, TIER_ONE, 1, DESK)
    assert not ledger.is_operator(TIER_ONE, DESK)
    assert not is_slot_operator(ledger, TIER_ONE, 2, DESK)
    assert not is_slot_operator(ledger, TIER_ONE, 2**64 + 1, DESK)
