"""Value moves out of a claim, into a new claim or into one that is there, and none is made or lost."""

import pytest

from tests.contracts.driver.cast import CAR_MAKER, DESK, NOBODY, OPERATOR, STRANGER, TIER_ONE, A, Actor, B
from tests.contracts.driver.chain import moment
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import DUE, FACE, Stage
from tests.contracts.driver.words import ClaimWord, claim_id

HOW_MUCH_IS_TOO_MUCH = [FACE + 1, 2**64, 2**64 + 1, 2**256 - 1]


def test_value_sent_to_somebody_is_a_new_claim_of_theirs(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    new = ledger.transfer_value(TIER_ONE, claim, A, 30).answer
    assert new == claim_id(1, 2)
    assert ledger.claim(new) == ClaimWord(A.address, 30, epoch=0)
    assert ledger.value_of(claim) == FACE - 30
    assert (ledger.claims_held_by(TIER_ONE), ledger.claims_held_by(A)) == (1, 1)


def test_value_sent_again_is_a_further_claim(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.transfer_value(TIER_ONE, claim, A, 30)
    assert ledger.transfer_value(TIER_ONE, claim, A, 30).answer == claim_id(1, 3)
    assert ledger.claims_held_by(A) == 2


def test_value_sent_to_oneself_is_a_further_claim_too(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    new = ledger.transfer_value(TIER_ONE, claim, TIER_ONE, 30).answer
    assert (ledger.value_of(claim), ledger.value_of(new)) == (FACE - 30, 30)
    assert ledger.claims_held_by(TIER_ONE) == 2


def test_value_moves_into_a_claim_that_is_there(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    theirs = ledger.transfer_value(TIER_ONE, claim, A, 30).answer
    ledger.move_value(TIER_ONE, claim, theirs, 12)
    assert (ledger.value_of(claim), ledger.value_of(theirs)) == (FACE - 42, 42)
    assert ledger.claims_held_by(A) == 1
    assert ledger.claim(theirs).epoch == 0


def test_ones_own_claims_merge(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    other = ledger.split(TIER_ONE, claim, [1, FACE - 1]).answer
    ledger.move_value(TIER_ONE, other, claim, FACE - 1)
    assert (ledger.value_of(claim), ledger.value_of(other)) == (FACE, 0)


def test_a_claim_emptied_of_its_value_is_still_there_and_can_be_filled_again(
    stage: Stage, ledger: Ledger
) -> None:
    claim = stage.claim()
    theirs = ledger.transfer_value(TIER_ONE, claim, A, FACE).answer
    assert (ledger.owner_of(claim), ledger.value_of(claim)) == (TIER_ONE.address, 0)
    assert ledger.claims_held_by(TIER_ONE) == 1
    ledger.move_value(A, theirs, claim, 5)
    assert ledger.value_of(claim) == 5


def test_moving_value_from_a_claim_to_itself_changes_nothing(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    for value in (0, 1, FACE):
        ledger.move_value(TIER_ONE, claim, claim, value)
        assert ledger.claim(claim) == ClaimWord(TIER_ONE.address, FACE, epoch=0)


@pytest.mark.parametrize("value", HOW_MUCH_IS_TOO_MUCH)
def test_more_than_there_is_does_not_move(stage: Stage, ledger: Ledger, value: int) -> None:
    claim = stage.claim()
    other = ledger.transfer_value(TIER_ONE, claim, A, 1).answer
    for to_claim in (other, claim):
        with refused("ValueExceeded", claim=claim, value=FACE - 1, requested=value):
            ledger.move_value(TIER_ONE, claim, to_claim, value)
    with refused("ValueExceeded", claim=claim, value=FACE - 1, requested=value):
        ledger.transfer_value(TIER_ONE, claim, A, value)
    assert (ledger.value_of(claim), ledger.value_of(other)) == (FACE - 1, 1)


def test_a_new_claim_is_worth_something(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    with refused("ValueMissing", claim=claim):
        ledger.transfer_value(TIER_ONE, claim, A, 0)


def test_value_does_not_cross_from_one_receivable_to_another(stage: Stage, ledger: Ledger) -> None:
    one, other = stage.claim(), stage.claim()
    for value in (0, 1):
        with refused("SlotsDiffer", fromClaim=one, toClaim=other):
            ledger.move_value(TIER_ONE, one, other, value)


def test_value_moves_only_between_claims_that_exist(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    with refused("ERC721NonexistentToken", tokenId=claim + 1):
        ledger.move_value(TIER_ONE, claim, claim + 1, 1)
    for missing in (claim + 1, 2**128 + claim):
        with refused("ERC721NonexistentToken", tokenId=missing):
            ledger.move_value(TIER_ONE, missing, claim, 1)
        with refused("ERC721NonexistentToken", tokenId=missing):
            ledger.transfer_value(TIER_ONE, missing, A, 1)
    with refused("SlotsDiffer", fromClaim=claim, toClaim=2**128 + claim):
        ledger.move_value(TIER_ONE, claim, 2**128 + claim, 1)


def test_value_goes_to_somebody(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    with refused("ERC721InvalidReceiver", receiver=NOBODY):
        ledger.transfer_value(TIER_ONE, claim, NOBODY, 1)


@pytest.mark.parametrize("value", [0, 1])
@pytest.mark.parametrize("somebody", [CAR_MAKER, OPERATOR, STRANGER], ids=lambda who: who.name)
def test_a_stranger_moves_nothing_not_even_zero(
    stage: Stage, ledger: Ledger, somebody: Actor, value: int
) -> None:
    claim = stage.claim()
    with refused("AllowanceExceeded", claim=claim, operator=somebody, allowance=0, requested=value):
        ledger.move_value(somebody, claim, claim, value)
    with refused("AllowanceExceeded", claim=claim, operator=somebody, allowance=0, requested=value):
        ledger.transfer_value(somebody, claim, somebody, value)


def test_value_moves_until_the_books_close_at_the_end_of_the_due_day(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    due_at = moment(DUE, 23, 59, 59) + 1
    theirs = ledger.transfer_value(TIER_ONE, claim, A, 5).answer
    stage.chain.go_to(due_at - 1)
    ledger.transfer_value(TIER_ONE, claim, A, 1)
    ledger.move_value(TIER_ONE, claim, theirs, 1)
    stage.chain.go_to(due_at)
    with refused("BooksClosed", receivable=1, dueAt=due_at):
        ledger.transfer_value(TIER_ONE, claim, A, 1)
    for value in (0, 1):
        with refused("BooksClosed", receivable=1, dueAt=due_at):
            ledger.move_value(TIER_ONE, claim, theirs, value)


def test_where_acceptance_is_required_the_recipient_itself_takes_the_value(
    stage: Stage, ledger: Ledger
) -> None:
    claim = stage.claim(programme=stage.open_programme(acceptance_required=True))
    with refused("AcceptanceRequired", recipient=A):
        ledger.transfer_value(TIER_ONE, claim, A, 30)
    ledger.allow(TIER_ONE, claim, A, 35)
    theirs = ledger.transfer_value(A, claim, A, 30).answer
    assert ledger.owner_of(theirs) == A.address
    ledger.move_value(A, claim, theirs, 5)
    assert ledger.value_of(theirs) == 35
    for value in (0, 1):
        with refused("AcceptanceRequired", recipient=A):
            ledger.move_value(TIER_ONE, claim, theirs, value)


def test_an_operator_does_not_accept_for_the_recipient(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim(programme=stage.open_programme(acceptance_required=True))
    for somebody in (TIER_ONE, A):
        ledger.set_operator(somebody, DESK)
    with refused("AcceptanceRequired", recipient=A):
        ledger.transfer_value(DESK, claim, A, 30)


def test_acceptance_is_not_asked_for_among_ones_own_claims(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim(programme=stage.open_programme(acceptance_required=True, evidence_required=True))
    other = ledger.transfer_value(TIER_ONE, claim, TIER_ONE, 30).answer
    ledger.set_operator(TIER_ONE, DESK)
    ledger.move_value(DESK, other, claim, 30)
    assert ledger.value_of(claim) == FACE


def test_where_transfers_need_evidence_the_bare_forms_are_refused(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim(programme=stage.open_programme(evidence_required=True))
    ledger.allow(TIER_ONE, claim, A, FACE)
    for somebody in (TIER_ONE, A):
        with refused("EvidenceRequired", receivable=1):
            ledger.transfer_value(somebody, claim, A, 30)


def test_value_reaches_only_open_accounts_where_the_programme_says_so(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim(programme=stage.open_programme(open_accounts_only=True))
    with refused("AccountNotOpen", account=STRANGER):
        ledger.transfer_value(TIER_ONE, claim, STRANGER, 30)
    ledger.open_account(OPERATOR, STRANGER, 0)
    theirs = ledger.transfer_value(TIER_ONE, claim, STRANGER, 30).answer
    ledger.move_value(STRANGER, theirs, claim, 30)
    assert ledger.value_of(claim) == FACE


def test_value_passes_from_hand_to_hand(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    first = ledger.transfer_value(TIER_ONE, claim, A, 30).answer
    second = ledger.transfer_value(A, first, B, 10).answer
    assert (ledger.value_of(claim), ledger.value_of(first), ledger.value_of(second)) == (FACE - 30, 20, 10)
    assert ledger.receivable(1).outstanding == FACE
