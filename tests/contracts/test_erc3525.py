"""ERC-3525, sentence by sentence; each test is named after the sentence it holds."""

import pytest

from tests.contracts.driver.cast import DESK, NOBODY, STRANGER, TIER_ONE, A, B, C
from tests.contracts.driver.issuance import Issuance
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import FACE, Stage
from tests.contracts.driver.words import claim_id

TO_CLAIM = "transferFrom(uint256,uint256,uint256)"
TO_ADDRESS = "transferFrom(uint256,address,uint256)"


@pytest.fixture
def claim(stage: Stage) -> int:
    return stage.claim()


@pytest.fixture
def other(ledger: Ledger, claim: int) -> int:
    """A claim of A in the same slot, worth 1."""
    new: int = ledger.transfer_value(TIER_ONE, claim, A, 1).answer
    return new


# Events


def test_must_emit_transfer_value_when_value_is_transferred_to_another_token_of_the_slot(
    ledger: Ledger, claim: int, other: int
) -> None:
    assert ("TransferValue", claim, other, 3) in ledger.move_value(TIER_ONE, claim, other, 3).events


def test_must_emit_transfer_value_for_zero_value_transfers(ledger: Ledger, claim: int, other: int) -> None:
    assert ledger.move_value(TIER_ONE, claim, other, 0).events == [("TransferValue", claim, other, 0)]


def test_must_emit_transfer_value_from_zero_when_tokens_are_created(stage: Stage, issuance: Issuance) -> None:
    events = issuance.accept(TIER_ONE, stage.offer()).events
    assert ("TransferValue", 0, claim_id(1, 1), FACE) in events


def test_must_emit_approval_value_when_the_approval_value_is_set_or_changed(
    ledger: Ledger, claim: int
) -> None:
    assert ledger.allow(TIER_ONE, claim, C, 5).events == [("ApprovalValue", claim, C.address, 5)]
    assert ("ApprovalValue", claim, C.address, 3) in ledger.transfer_value(C, claim, C, 2).events
    assert ledger.allow(TIER_ONE, claim, C, 0).events == [("ApprovalValue", claim, C.address, 0)]


def test_must_emit_slot_changed_when_the_slot_is_set(
    stage: Stage, ledger: Ledger, issuance: Issuance
) -> None:
    receivable = stage.offer()
    first = claim_id(receivable, 1)
    assert ("SlotChanged", first, 0, receivable) in issuance.accept(TIER_ONE, receivable).events
    by_value = ledger.transfer_value(TIER_ONE, first, A, 1)
    assert ("SlotChanged", by_value.answer, 0, receivable) in by_value.events
    by_split = ledger.split(TIER_ONE, first, [1, FACE - 2])
    assert ("SlotChanged", by_split.answer, 0, receivable) in by_split.events


# Reading


def test_value_decimals_are_those_of_fen_and_cents(ledger: Ledger) -> None:
    assert ledger.ask("valueDecimals()") == 2


def test_balance_of_is_the_value_of_a_token(ledger: Ledger, claim: int, other: int) -> None:
    assert (ledger.value_of(claim), ledger.value_of(other)) == (FACE - 1, 1)


def test_slot_of_is_the_slot_of_a_token(stage: Stage, ledger: Ledger, claim: int, other: int) -> None:
    assert (ledger.slot_of(claim), ledger.slot_of(other), ledger.slot_of(stage.claim())) == (1, 1, 2)


def test_reading_a_token_that_does_not_exist_reverts(ledger: Ledger) -> None:
    for missing in (0, claim_id(1, 1), claim_id(2**64 - 1, 1)):
        for question in ("balanceOf(uint256)", "slotOf(uint256)"):
            with refused("ERC721NonexistentToken", tokenId=missing):
                ledger.ask(question, missing)


def test_allowance_is_the_maximum_value_that_an_operator_may_manage(ledger: Ledger, claim: int) -> None:
    assert ledger.allowance(claim, C) == 0
    ledger.allow(TIER_ONE, claim, C, 2**256 - 1)
    assert ledger.allowance(claim, C) == 2**256 - 1


# The approval of value


def test_approve_must_revert_unless_caller_is_owner_authorized_operator_or_approved_address(
    ledger: Ledger, claim: int
) -> None:
    ledger.set_operator(TIER_ONE, DESK)
    ledger.approve(TIER_ONE, B, claim)
    for somebody in (TIER_ONE, DESK, B):
        ledger.allow(somebody, claim, C, 5)
    for somebody in (C, STRANGER):
        with refused("ERC721InvalidApprover", approver=somebody):
            ledger.allow(somebody, claim, somebody, 5)


def test_approve_must_emit_the_approval_value_event(ledger: Ledger, claim: int) -> None:
    assert ledger.allow(TIER_ONE, claim, C, 7).events == [("ApprovalValue", claim, C.address, 7)]


def test_for_any_approving_function_the_caller_must_be_owner_or_approved_at_a_higher_level(
    ledger: Ledger, claim: int
) -> None:
    ledger.approve(TIER_ONE, B, claim)
    with refused("ERC721InvalidApprover", approver=B):
        ledger.approve(B, C, claim)
    ledger.allow(TIER_ONE, claim, C, FACE)
    with refused("ERC721InvalidApprover", approver=C):
        ledger.approve(C, C, claim)


# Value from claim to claim


def test_to_claim_must_revert_unless_caller_is_owner_operator_or_approved_for_all_or_enough_of_it(
    ledger: Ledger, claim: int, other: int
) -> None:
    ledger.set_operator(TIER_ONE, DESK)
    ledger.approve(TIER_ONE, B, claim)
    ledger.allow(TIER_ONE, claim, C, 5)
    for somebody in (TIER_ONE, DESK, B, C):
        ledger.move_value(somebody, claim, other, 5)
    assert ledger.value_of(other) == 21
    with refused("AllowanceExceeded", operator=C, allowance=0):
        ledger.move_value(C, claim, other, 1)
    with refused("AllowanceExceeded", operator=A):
        ledger.move_value(A, claim, other, 1)


def test_to_claim_must_revert_if_either_token_is_zero_or_does_not_exist(ledger: Ledger, claim: int) -> None:
    missing = claim + 1
    for source, destination in ((0, claim), (missing, claim), (claim, missing), (0, 0)):
        with refused("ERC721NonexistentToken"):
            ledger.move_value(TIER_ONE, source, destination, 0)
    with refused("SlotsDiffer", toClaim=0):
        ledger.move_value(TIER_ONE, claim, 0, 0)


def test_to_claim_must_revert_if_slots_do_not_match(stage: Stage, ledger: Ledger, claim: int) -> None:
    elsewhere = stage.claim()
    with refused("SlotsDiffer", fromClaim=claim, toClaim=elsewhere):
        ledger.move_value(TIER_ONE, claim, elsewhere, 1)


def test_to_claim_must_revert_if_value_exceeds_the_balance_or_the_allowance(
    ledger: Ledger, claim: int, other: int
) -> None:
    with refused("ValueExceeded", value=FACE - 1, requested=FACE):
        ledger.move_value(TIER_ONE, claim, other, FACE)
    ledger.allow(TIER_ONE, claim, C, 5)
    with refused("AllowanceExceeded", allowance=5, requested=6):
        ledger.move_value(C, claim, other, 6)


def test_to_claim_subtracts_from_the_source_and_adds_to_the_destination(
    ledger: Ledger, claim: int, other: int
) -> None:
    ledger.move_value(TIER_ONE, claim, other, 41)
    assert (ledger.value_of(claim), ledger.value_of(other)) == (FACE - 42, 42)


# Value from a claim to an address


def test_to_address_must_create_a_token_of_the_same_slot_and_return_its_id(
    ledger: Ledger, claim: int
) -> None:
    new = ledger.transfer_value(TIER_ONE, claim, A, 9).answer
    assert (ledger.owner_of(new), ledger.slot_of(new), ledger.value_of(new)) == (A.address, 1, 9)


def test_to_address_must_revert_unless_caller_is_owner_operator_or_approved_for_all_or_enough_of_it(
    ledger: Ledger, claim: int
) -> None:
    ledger.set_operator(TIER_ONE, DESK)
    ledger.approve(TIER_ONE, B, claim)
    ledger.allow(TIER_ONE, claim, C, 5)
    for somebody in (TIER_ONE, DESK, B, C):
        ledger.transfer_value(somebody, claim, A, 5)
    assert ledger.claims_held_by(A) == 4
    for somebody in (C, A):
        with refused("AllowanceExceeded", operator=somebody, allowance=0):
            ledger.transfer_value(somebody, claim, somebody, 1)


def test_to_address_must_revert_if_the_token_is_zero_or_does_not_exist(ledger: Ledger) -> None:
    for missing in (0, claim_id(1, 1)):
        with refused("ERC721NonexistentToken", tokenId=missing):
            ledger.transfer_value(TIER_ONE, missing, A, 1)


def test_to_address_must_revert_if_to_is_the_zero_address(ledger: Ledger, claim: int) -> None:
    with refused("ERC721InvalidReceiver", receiver=NOBODY):
        ledger.transfer_value(TIER_ONE, claim, NOBODY, 1)


def test_to_address_must_revert_if_value_exceeds_the_balance_or_the_allowance(
    ledger: Ledger, claim: int
) -> None:
    with refused("ValueExceeded", value=FACE, requested=FACE + 1):
        ledger.transfer_value(TIER_ONE, claim, A, FACE + 1)
    ledger.allow(TIER_ONE, claim, C, 5)
    with refused("AllowanceExceeded", allowance=5, requested=6):
        ledger.transfer_value(C, claim, A, 6)


def test_to_address_must_emit_transfer_and_transfer_value(ledger: Ledger, claim: int) -> None:
    outcome = ledger.transfer_value(TIER_ONE, claim, A, 9)
    assert ("Transfer", NOBODY, A.address, outcome.answer) in outcome.events
    assert ("TransferValue", claim, outcome.answer, 9) in outcome.events


# Relations between approval models


def test_approval_of_an_id_leads_to_the_ability_to_transfer_part_of_its_value(
    ledger: Ledger, claim: int
) -> None:
    ledger.approve(TIER_ONE, B, claim)
    assert ledger.value_of(ledger.transfer_value(B, claim, B, 9).answer) == 9


def test_approval_of_the_total_value_does_not_lead_to_the_ability_to_transfer_the_token(
    ledger: Ledger, claim: int
) -> None:
    ledger.allow(TIER_ONE, claim, C, FACE)
    with refused("ERC721InsufficientApproval", operator=C, tokenId=claim):
        ledger.transfer_claim(C, TIER_ONE, C, claim)


def test_an_operator_for_all_may_transfer_value_and_approve_it_to_a_third_party(
    ledger: Ledger, claim: int
) -> None:
    ledger.set_operator(TIER_ONE, DESK)
    ledger.transfer_value(DESK, claim, A, 1)
    ledger.allow(DESK, claim, C, 2)
    assert ledger.allowance(claim, C) == 2


def test_approving_value_does_not_affect_erc_721_approvals(ledger: Ledger, claim: int) -> None:
    ledger.approve(TIER_ONE, B, claim)
    ledger.allow(TIER_ONE, claim, C, 2)
    assert ledger.approved_for(claim) == B.address
    ledger.approve(TIER_ONE, NOBODY, claim)
    assert ledger.allowance(claim, C) == 2


@pytest.mark.parametrize(
    ("signature", "arguments"),
    [(TO_CLAIM, (1, 1, 0)), (TO_ADDRESS, (1, A, 1)), ("approve(uint256,address,uint256)", (1, A, 1))],
)
def test_functions_marked_payable_are_stricter_and_keep_no_ether(
    ledger: Ledger, claim: int, signature: str, arguments: tuple[object, ...]
) -> None:
    outcome = ledger.send(TIER_ONE, signature, claim, *arguments[1:], value=1)
    assert not outcome.receipt.succeeded
    assert ledger.chain.node.balance(ledger.address) == 0
