"""Who may act for a holder, how far, and that it ends for good when the claim changes hands."""

import pytest

from tests.contracts.driver.cast import DESK, NOBODY, STRANGER, TIER_ONE, A, B, C
from tests.contracts.driver.chain import moment
from tests.contracts.driver.ledger import Ledger, Offer
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import DUE, FACE, Stage

UNLIMITED = 2**256 - 1


def test_an_approved_party_hands_the_claim_over_once(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.approve(TIER_ONE, DESK, claim)
    assert ledger.approved_for(claim) == DESK.address
    ledger.transfer_claim(DESK, TIER_ONE, A, claim)
    assert ledger.approved_for(claim) == NOBODY
    with refused("ERC721InsufficientApproval", operator=DESK):
        ledger.transfer_claim(DESK, A, B, claim)


def test_no_approval_comes_back_to_life_when_the_claim_returns(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.approve(TIER_ONE, DESK, claim)
    ledger.allow(TIER_ONE, claim, C, 10)
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    ledger.transfer_claim(A, A, TIER_ONE, claim)
    assert (ledger.approved_for(claim), ledger.allowance(claim, C)) == (NOBODY, 0)
    with refused("ERC721InsufficientApproval", operator=DESK):
        ledger.transfer_claim(DESK, TIER_ONE, B, claim)
    with refused("AllowanceExceeded", operator=C, allowance=0):
        ledger.transfer_value(C, claim, C, 1)


def test_handing_a_claim_to_oneself_ends_its_approvals(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.approve(TIER_ONE, DESK, claim)
    ledger.allow(TIER_ONE, claim, C, 10)
    ledger.transfer_claim(TIER_ONE, TIER_ONE, TIER_ONE, claim)
    assert (ledger.approved_for(claim), ledger.allowance(claim, C)) == (NOBODY, 0)


def test_a_batch_ends_approvals_as_a_single_transfer_does(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.approve(TIER_ONE, DESK, claim)
    ledger.transfer_claims(TIER_ONE, [claim], A)
    assert ledger.approved_for(claim) == NOBODY


def test_the_new_owners_approvals_are_its_own(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.allow(TIER_ONE, claim, C, 10)
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    ledger.allow(A, claim, C, 3)
    assert ledger.allowance(claim, C) == 3


def test_an_approval_is_of_one_claim_only(stage: Stage, ledger: Ledger) -> None:
    one, other = stage.claim(), stage.claim()
    ledger.approve(TIER_ONE, DESK, one)
    ledger.allow(TIER_ONE, one, C, 10)
    with refused("ERC721InsufficientApproval", operator=DESK, tokenId=other):
        ledger.transfer_claim(DESK, TIER_ONE, A, other)
    with refused("AllowanceExceeded", claim=other, operator=C):
        ledger.transfer_value(C, other, C, 1)


def test_an_approval_is_taken_back_by_approving_nobody_or_another(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.approve(TIER_ONE, DESK, claim)
    ledger.approve(TIER_ONE, A, claim)
    with refused("ERC721InsufficientApproval", operator=DESK):
        ledger.transfer_claim(DESK, TIER_ONE, B, claim)
    ledger.approve(TIER_ONE, NOBODY, claim)
    with refused("ERC721InsufficientApproval", operator=A):
        ledger.transfer_claim(A, TIER_ONE, B, claim)


def test_without_an_approval_the_zero_address_may_do_nothing(stage: Stage, ledger: Ledger) -> None:
    """An approval that was never given equals the zero address; nobody may pass for it."""
    claim = stage.claim()
    with refused("ERC721InsufficientApproval", operator=NOBODY):
        ledger.ask("transferFrom(address,address,uint256)", TIER_ONE, A, claim, sender=NOBODY)


def test_an_approved_party_moves_value_without_limit(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.approve(TIER_ONE, DESK, claim)
    new = ledger.transfer_value(DESK, claim, A, FACE - 1).answer
    ledger.move_value(DESK, claim, new, 1)
    assert ledger.value_of(new) == FACE


def test_an_operator_disposes_of_every_claim_of_its_owner_until_told_otherwise(
    stage: Stage, ledger: Ledger
) -> None:
    one, other = stage.claim(), stage.claim()
    ledger.set_operator(TIER_ONE, DESK)
    assert ledger.is_operator(TIER_ONE, DESK)
    ledger.transfer_claim(DESK, TIER_ONE, A, one)
    ledger.set_operator(TIER_ONE, DESK, approved=False)
    assert not ledger.is_operator(TIER_ONE, DESK)
    with refused("ERC721InsufficientApproval", operator=DESK):
        ledger.transfer_claim(DESK, TIER_ONE, A, other)
    with refused("AllowanceExceeded", operator=DESK):
        ledger.transfer_value(DESK, other, A, 1)


def test_an_owner_may_have_several_operators(stage: Stage, ledger: Ledger) -> None:
    for operator in (DESK, C):
        ledger.set_operator(TIER_ONE, operator)
        ledger.transfer_claim(operator, TIER_ONE, A, stage.claim())
    assert ledger.claims_held_by(A) == 2


def test_an_operator_is_one_of_its_owner_not_of_the_claim(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.set_operator(TIER_ONE, DESK)
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    with refused("ERC721InsufficientApproval", operator=DESK):
        ledger.transfer_claim(DESK, A, B, claim)


def test_nobody_is_nobodys_operator(ledger: Ledger) -> None:
    with refused("ERC721InvalidOperator", operator=NOBODY):
        ledger.set_operator(TIER_ONE, NOBODY)


# Value allowances


def test_an_allowance_is_spent_fen_by_fen(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.allow(TIER_ONE, claim, C, 10)
    new = ledger.transfer_value(C, claim, C, 4).answer
    assert ledger.allowance(claim, C) == 6
    with refused("AllowanceExceeded", claim=claim, operator=C, allowance=6, requested=7):
        ledger.transfer_value(C, claim, C, 7)
    ledger.move_value(C, claim, new, 6)
    assert ledger.allowance(claim, C) == 0
    for value in (0, 1):
        with refused("AllowanceExceeded", allowance=0, requested=value):
            ledger.move_value(C, claim, new, value)


def test_a_move_of_zero_spends_nothing_of_an_allowance(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.allow(TIER_ONE, claim, C, 10)
    ledger.move_value(C, claim, claim, 0)
    assert ledger.allowance(claim, C) == 10


def test_the_largest_allowance_is_unlimited_and_is_not_spent(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.allow(TIER_ONE, claim, C, UNLIMITED)
    ledger.transfer_value(C, claim, C, 4)
    assert ledger.allowance(claim, C) == UNLIMITED
    ledger.allow(TIER_ONE, claim, C, UNLIMITED - 1)
    ledger.transfer_value(C, claim, C, 4)
    assert ledger.allowance(claim, C) == UNLIMITED - 5


def test_an_allowance_beyond_the_value_does_not_make_value(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.allow(TIER_ONE, claim, C, FACE + 1)
    with refused("ValueExceeded", claim=claim, value=FACE, requested=FACE + 1):
        ledger.transfer_value(C, claim, C, FACE + 1)
    assert ledger.allowance(claim, C) == FACE + 1


def test_the_owners_own_moves_leave_allowances_alone(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.allow(TIER_ONE, claim, C, 10)
    ledger.transfer_value(TIER_ONE, claim, A, 5)
    assert ledger.allowance(claim, C) == 10


def test_an_allowance_is_set_anew_not_added(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.allow(TIER_ONE, claim, C, 10)
    ledger.allow(TIER_ONE, claim, C, 4)
    assert ledger.allowance(claim, C) == 4
    ledger.allow(TIER_ONE, claim, C, 0)
    with refused("AllowanceExceeded", allowance=0):
        ledger.transfer_value(C, claim, C, 1)


@pytest.mark.parametrize("value", [FACE, UNLIMITED])
def test_an_allowance_over_all_of_a_claim_is_still_no_title_to_it(
    stage: Stage, ledger: Ledger, value: int
) -> None:
    claim = stage.claim()
    ledger.allow(TIER_ONE, claim, C, value)
    assert ledger.approved_for(claim) == NOBODY
    with refused("ERC721InsufficientApproval", operator=C):
        ledger.transfer_claim(C, TIER_ONE, C, claim)
    with refused("ERC721InsufficientApproval", operator=C):
        ledger.split(C, claim, [1, FACE - 1])
    with refused("ERC721InvalidApprover", approver=C):
        ledger.allow(C, claim, STRANGER, 1)


def test_an_allowance_out_of_a_claim_does_not_open_the_claim_it_flows_into(
    stage: Stage, ledger: Ledger
) -> None:
    source = stage.claim()
    theirs = ledger.transfer_value(TIER_ONE, source, A, 5).answer
    ledger.allow(TIER_ONE, source, C, 10)
    with refused("AllowanceExceeded", claim=theirs, operator=C):
        ledger.move_value(C, theirs, source, 1)


def test_what_allowing_and_offering_cost_does_not_grow_with_the_operators_approved_before(
    stage: Stage, ledger: Ledger
) -> None:
    costs = {}
    for earlier in (0, 20, 200):
        stage.reset()
        claim = stage.claim()
        operators = [number.to_bytes(20, "big") for number in range(2**159, 2**159 + earlier)]
        allowing = [
            ledger.encode("approve(uint256,address,uint256)", claim, operator, 10) for operator in operators
        ]
        appointing = [
            ledger.encode("setApprovalForAll(address,bool)", operator, True) for operator in operators
        ]
        if earlier:
            ledger.send(TIER_ONE, "multicall(bytes[])", [*allowing, *appointing])
            assert ledger.allowance(claim, operators[-1]) == 10
        allowed = ledger.allow(TIER_ONE, claim, C, 10).gas_used
        offered = ledger.offer(TIER_ONE, Offer(claim, A, 30, moment(DUE))).gas_used
        costs[earlier] = (allowed, offered)
    assert costs[0] == costs[20] == costs[200]


def test_nobody_is_allowed_value(stage: Stage, ledger: Ledger) -> None:
    with refused("ERC721InvalidOperator", operator=NOBODY):
        ledger.allow(TIER_ONE, stage.claim(), NOBODY, 1)


def test_approvals_of_a_claim_that_does_not_exist_are_refused(ledger: Ledger) -> None:
    with refused("ERC721NonexistentToken", tokenId=1):
        ledger.approve(TIER_ONE, A, 1)
    with refused("ERC721NonexistentToken", tokenId=1):
        ledger.allow(TIER_ONE, 1, A, 1)
    with refused("ERC721NonexistentToken", tokenId=1):
        ledger.approved_for(1)
    with refused("ERC721NonexistentToken", tokenId=1):
        ledger.allowance(1, A)


# An allowance is an offer, which may be turned down


def test_who_is_allowed_value_may_turn_it_down(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.allow(TIER_ONE, claim, C, 10)
    ledger.allow(TIER_ONE, claim, B, 10)
    assert ledger.renounce_allowance(C, claim).events == [("ApprovalValue", claim, C.address, 0)]
    assert (ledger.allowance(claim, C), ledger.allowance(claim, B)) == (0, 10)
    with refused("AllowanceExceeded", operator=C, allowance=0):
        ledger.transfer_value(C, claim, C, 1)


def test_where_nothing_is_allowed_nothing_is_turned_down(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    for somebody in (TIER_ONE, C):
        with refused("NothingAllowed", claim=claim, operator=somebody):
            ledger.renounce_allowance(somebody, claim)
    ledger.allow(TIER_ONE, claim, C, 10)
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    with refused("NothingAllowed", claim=claim, operator=C):
        ledger.renounce_allowance(C, claim)
