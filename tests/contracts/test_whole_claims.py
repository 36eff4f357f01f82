"""Whole claims change hands, one by one or many at once, and take their value with them."""

import pytest

from tests.contracts.driver.cast import CAR_MAKER, DESK, NOBODY, OPERATOR, STRANGER, TIER_ONE, A, Actor, B
from tests.contracts.driver.chain import day_number, moment
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.solidity import compiled
from tests.contracts.driver.stage import DUE, FACE, Stage
from tests.contracts.driver.words import ClaimWord, claim_id

LAST_EPOCH = 2**16 - 1


def test_a_claim_changes_hands_with_its_value(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    assert ledger.claim(claim) == ClaimWord(A.address, FACE, epoch=1)
    assert (ledger.claims_held_by(TIER_ONE), ledger.claims_held_by(A)) == (0, 1)


def test_each_change_of_hands_raises_the_epoch_by_one(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    for epoch, (giver, taker) in enumerate([(TIER_ONE, A), (A, B), (B, B), (B, TIER_ONE)], 1):
        ledger.transfer_claim(giver, giver, taker, claim)
        assert ledger.claim(claim).epoch == epoch
    assert [ledger.claims_held_by(who) for who in (TIER_ONE, A, B)] == [1, 0, 0]


def test_a_claim_handed_to_oneself_is_still_held_once(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.transfer_claim(TIER_ONE, TIER_ONE, TIER_ONE, claim)
    assert ledger.claim(claim) == ClaimWord(TIER_ONE.address, FACE, epoch=1)
    assert ledger.claims_held_by(TIER_ONE) == 1


def test_no_claim_and_no_value_goes_to_the_ledger_itself_which_could_never_move_it(
    stage: Stage, ledger: Ledger
) -> None:
    claim = stage.claim()
    with refused("ERC721InvalidReceiver", receiver=ledger.address):
        ledger.transfer_claim(TIER_ONE, TIER_ONE, ledger.address, claim)
    with refused("ERC721InvalidReceiver", receiver=ledger.address):
        ledger.transfer_claims(TIER_ONE, [claim], ledger.address)
    with refused("ERC721InvalidReceiver", receiver=ledger.address):
        ledger.transfer_value(TIER_ONE, claim, ledger.address, 1)
    with refused("InvalidAccount", account=ledger.address):
        stage.offer(creditor=ledger.address)


def test_a_claim_without_value_changes_hands_too(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.transfer_value(TIER_ONE, claim, A, FACE)
    ledger.transfer_claim(TIER_ONE, TIER_ONE, B, claim)
    assert ledger.claim(claim) == ClaimWord(B.address, 0, epoch=1)


def test_who_sold_a_claim_no_longer_disposes_of_it(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    with refused("ERC721IncorrectOwner", sender=TIER_ONE, tokenId=claim, owner=A):
        ledger.transfer_claim(TIER_ONE, TIER_ONE, B, claim)
    with refused("ERC721InsufficientApproval", operator=TIER_ONE, tokenId=claim):
        ledger.transfer_claim(TIER_ONE, A, B, claim)
    with refused("AllowanceExceeded", operator=TIER_ONE):
        ledger.transfer_value(TIER_ONE, claim, B, 1)


@pytest.mark.parametrize("somebody", [CAR_MAKER, OPERATOR, STRANGER], ids=lambda who: who.name)
def test_nobody_takes_anothers_claim(stage: Stage, ledger: Ledger, somebody: Actor) -> None:
    claim = stage.claim()
    with refused("ERC721InsufficientApproval", operator=somebody, tokenId=claim):
        ledger.transfer_claim(somebody, TIER_ONE, somebody, claim)
    with refused("ERC721InsufficientApproval", operator=somebody, tokenId=claim):
        ledger.transfer_claims(somebody, [claim], somebody)


def test_a_claim_goes_to_somebody(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    with refused("ERC721InvalidReceiver", receiver=NOBODY):
        ledger.transfer_claim(TIER_ONE, TIER_ONE, NOBODY, claim)
    with refused("ERC721InvalidReceiver", receiver=NOBODY):
        ledger.transfer_claims(TIER_ONE, [claim], NOBODY)


def test_a_claim_still_changes_hands_after_the_due_date(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    other = ledger.split(TIER_ONE, claim, [1, FACE - 1]).answer
    stage.chain.go_to(moment(DUE) + 10 * 86_400)
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    ledger.transfer_claims(TIER_ONE, [other], A)
    assert ledger.claims_held_by(A) == 2


# Many at once


def test_many_claims_change_hands_at_once(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim(100)
    ledger.split(TIER_ONE, claim, [1] * 100)
    handed = [claim_id(1, serial) for serial in range(1, 31)]
    ledger.transfer_claims(TIER_ONE, handed, A)
    assert (ledger.claims_held_by(TIER_ONE), ledger.claims_held_by(A)) == (70, 30)
    owners = [(word.owner, word.epoch) for word in ledger.claims(1, 1, 100)]
    assert owners == [(A.address, 1)] * 30 + [(TIER_ONE.address, 0)] * 70


def test_claims_of_different_receivables_go_together(stage: Stage, ledger: Ledger) -> None:
    claims = [stage.claim(), stage.claim()]
    ledger.transfer_claims(TIER_ONE, claims, A)
    assert [ledger.owner_of(claim) for claim in claims] == [A.address] * 2


def test_an_operator_hands_over_claims_of_several_owners_together(stage: Stage, ledger: Ledger) -> None:
    claims = [stage.claim(), stage.claim(holder=B)]
    for owner in (TIER_ONE, B):
        ledger.set_operator(owner, DESK)
    ledger.transfer_claims(DESK, claims, A)
    assert ledger.claims_held_by(A) == 2


def test_all_change_hands_or_none(stage: Stage, ledger: Ledger) -> None:
    mine, theirs = stage.claim(), stage.claim(holder=B)
    with refused("ERC721InsufficientApproval", operator=TIER_ONE, tokenId=theirs):
        ledger.transfer_claims(TIER_ONE, [mine, theirs], A)
    assert (ledger.owner_of(mine), ledger.claims_held_by(A)) == (TIER_ONE.address, 0)
    with refused("ERC721NonexistentToken", tokenId=mine + 1):
        ledger.transfer_claims(TIER_ONE, [mine, mine + 1], A)
    assert ledger.claim(mine).epoch == 0


def test_a_claim_is_not_handed_over_twice_at_once(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    with refused("ERC721InsufficientApproval", operator=TIER_ONE, tokenId=claim):
        ledger.transfer_claims(TIER_ONE, [claim, claim], A)


def test_handing_over_no_claims_at_all_is_refused(ledger: Ledger) -> None:
    with refused("NoClaimsNamed"):
        ledger.transfer_claims(TIER_ONE, [], A)


# What a programme may demand


def test_where_acceptance_is_required_the_recipient_itself_takes_the_claim(
    stage: Stage, ledger: Ledger
) -> None:
    claim = stage.claim(programme=stage.open_programme(acceptance_required=True))
    with refused("AcceptanceRequired", recipient=A):
        ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    with refused("AcceptanceRequired", recipient=A):
        ledger.transfer_claim_safely(TIER_ONE, TIER_ONE, A, claim)
    with refused("AcceptanceRequired", recipient=A):
        ledger.transfer_claims(TIER_ONE, [claim], A)
    ledger.approve(TIER_ONE, A, claim)
    ledger.transfer_claim(A, TIER_ONE, A, claim)
    assert ledger.owner_of(claim) == A.address


def test_in_a_batch_too_the_recipient_itself_takes_the_claims(stage: Stage, ledger: Ledger) -> None:
    number = stage.open_programme(acceptance_required=True)
    claims = [stage.claim(programme=number), stage.claim(programme=number)]
    for claim in claims:
        ledger.approve(TIER_ONE, A, claim)
    with refused("AcceptanceRequired", recipient=B):
        ledger.transfer_claims(A, claims, B)
    ledger.transfer_claims(A, claims, A)
    assert ledger.claims_held_by(A) == 2


def test_one_claim_that_needs_acceptance_stops_the_batch(stage: Stage, ledger: Ledger) -> None:
    free, bound = stage.claim(), stage.claim(programme=stage.open_programme(acceptance_required=True))
    with refused("AcceptanceRequired", recipient=A):
        ledger.transfer_claims(TIER_ONE, [free, bound], A)
    assert ledger.owner_of(free) == TIER_ONE.address


def test_where_transfers_need_evidence_a_bare_handing_over_is_refused(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim(programme=stage.open_programme(evidence_required=True))
    ledger.approve(TIER_ONE, A, claim)
    for somebody in (TIER_ONE, A):
        with refused("EvidenceRequired", receivable=1):
            ledger.transfer_claim(somebody, TIER_ONE, A, claim)
        with refused("EvidenceRequired", receivable=1):
            ledger.transfer_claims(somebody, [claim], A)
    ledger.transfer_claim(TIER_ONE, TIER_ONE, TIER_ONE, claim)


def test_a_claim_goes_only_to_open_accounts_where_the_programme_says_so(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim(programme=stage.open_programme(open_accounts_only=True))
    with refused("AccountNotOpen", account=STRANGER):
        ledger.transfer_claim(TIER_ONE, TIER_ONE, STRANGER, claim)
    with refused("AccountNotOpen", account=STRANGER):
        ledger.transfer_claims(TIER_ONE, [claim], STRANGER)
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    assert ledger.owner_of(claim) == A.address


# The last epoch


@pytest.fixture
def aged(stage: Stage) -> Ledger:
    contract = stage.put(compiled("AgedLedger"), stage.access)
    return Ledger(stage.chain, contract.interface, contract.address)


def put(aged: Ledger, epoch: int) -> int:
    arguments = (TIER_ONE, 100, epoch, day_number(DUE))
    claim: int = aged.send(TIER_ONE, "put(address,uint64,uint16,uint32)", *arguments).answer
    return claim


def test_a_claim_changes_hands_up_to_its_last_epoch(aged: Ledger) -> None:
    claim = put(aged, LAST_EPOCH - 1)
    aged.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    assert aged.claim(claim) == ClaimWord(A.address, 100, epoch=LAST_EPOCH)


def test_at_its_last_epoch_a_whole_claim_no_longer_moves(aged: Ledger) -> None:
    claim = put(aged, LAST_EPOCH)
    for to in (A, TIER_ONE):
        with refused("ClaimWornOut", claim=claim):
            aged.transfer_claim(TIER_ONE, TIER_ONE, to, claim)
        with refused("ClaimWornOut", claim=claim):
            aged.transfer_claims(TIER_ONE, [claim], to)


def test_at_its_last_epoch_a_claims_value_still_moves(aged: Ledger) -> None:
    claim = put(aged, LAST_EPOCH)
    new = aged.transfer_value(TIER_ONE, claim, A, 30).answer
    aged.move_value(A, new, claim, 5)
    aged.split(TIER_ONE, claim, [25, 50])
    assert [(word.value, word.epoch) for word in aged.claims(1, 1, 3)] == [(25, LAST_EPOCH), (25, 0), (50, 0)]


def test_approvals_work_at_the_last_epoch_and_are_not_those_of_the_first(aged: Ledger) -> None:
    first, last = put(aged, 0), put(aged, LAST_EPOCH)
    aged.approve(TIER_ONE, DESK, first)
    aged.allow(TIER_ONE, last, A, 5)
    assert (aged.approved_for(first), aged.approved_for(last)) == (DESK.address, NOBODY)
    assert (aged.allowance(first, A), aged.allowance(last, A)) == (0, 5)
