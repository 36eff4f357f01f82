"""A holder cuts a claim into claims of its own; together they are worth what it was."""

import pytest

from tests.contracts.driver.cast import CAR_MAKER, DESK, OPERATOR, STRANGER, TIER_ONE, A, Actor
from tests.contracts.driver.chain import moment
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import DUE, FACE, Stage
from tests.contracts.driver.words import ClaimWord, claim_id

MILLION_YUAN = 100_000_000


def test_a_hundred_million_splits_into_a_hundred_claims_of_a_million(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim(100 * MILLION_YUAN)
    first_new = ledger.split(TIER_ONE, claim, [MILLION_YUAN] * 100).answer
    assert first_new == claim_id(1, 2)
    words = ledger.claims(1, 1, 101)
    assert words[:100] == [ClaimWord(TIER_ONE.address, MILLION_YUAN, epoch=0)] * 100
    assert words[100].owner == bytes(20)
    assert ledger.claims_held_by(TIER_ONE) == 100
    assert ledger.receivable(1).outstanding == 100 * MILLION_YUAN


def test_the_first_part_stays_in_the_claim_and_the_others_follow_in_order(
    stage: Stage, ledger: Ledger
) -> None:
    claim = stage.claim(60)
    assert ledger.split(TIER_ONE, claim, [10, 20, 30]).answer == claim_id(1, 2)
    assert [ledger.value_of(claim_id(1, serial)) for serial in (1, 2, 3)] == [10, 20, 30]
    assert ledger.split(TIER_ONE, claim_id(1, 3), [1, 29]).answer == claim_id(1, 4)
    assert [word.value for word in ledger.claims(1, 1, 4)] == [10, 20, 1, 29]


def test_a_claim_is_split_to_the_fen(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim(2**53 - 1)
    ledger.split(TIER_ONE, claim, [2**53 - 2, 1])
    assert [word.value for word in ledger.claims(1, 1, 2)] == [2**53 - 2, 1]


@pytest.mark.parametrize("parts", [[], [FACE]])
def test_a_split_has_two_parts_at_least(stage: Stage, ledger: Ledger, parts: list[int]) -> None:
    claim = stage.claim()
    with refused("SplitNeedsTwoParts", claim=claim):
        ledger.split(TIER_ONE, claim, parts)


@pytest.mark.parametrize(("parts", "place"), [([0, FACE], 0), ([FACE, 0], 1), ([1, FACE - 1, 0], 2)])
def test_no_part_is_nothing(stage: Stage, ledger: Ledger, parts: list[int], place: int) -> None:
    claim = stage.claim()
    with refused("SplitIntoNothing", claim=claim, part=place):
        ledger.split(TIER_ONE, claim, parts)


@pytest.mark.parametrize("parts", [[1, FACE], [1, FACE - 2], [FACE, FACE], [2**64 - 1, FACE + 1]])
def test_the_parts_add_up_to_the_claim(stage: Stage, ledger: Ledger, parts: list[int]) -> None:
    claim = stage.claim()
    with refused("SplitDoesNotAddUp", claim=claim, value=FACE, sum=sum(parts)):
        ledger.split(TIER_ONE, claim, parts)
    assert (ledger.value_of(claim), ledger.receivable(1).next_serial) == (FACE, 2)


def test_a_claim_that_is_worth_nothing_any_more_cannot_be_split(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.transfer_value(TIER_ONE, claim, A, FACE)
    with refused("SplitDoesNotAddUp", value=0, sum=2):
        ledger.split(TIER_ONE, claim, [1, 1])


def test_what_does_not_exist_cannot_be_split(stage: Stage, ledger: Ledger) -> None:
    for claim in (0, 1, stage.claim() + 1, 2**128 + claim_id(1, 1)):
        with refused("ERC721NonexistentToken", tokenId=claim):
            ledger.split(TIER_ONE, claim, [1, 1])


@pytest.mark.parametrize("somebody", [CAR_MAKER, OPERATOR, STRANGER], ids=lambda who: who.name)
def test_nobody_splits_anothers_claim(stage: Stage, ledger: Ledger, somebody: Actor) -> None:
    claim = stage.claim()
    with refused("ERC721InsufficientApproval", operator=somebody, tokenId=claim):
        ledger.split(somebody, claim, [1, FACE - 1])


def test_who_may_dispose_of_a_claim_splits_it_for_its_owner(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.approve(TIER_ONE, DESK, claim)
    new = ledger.split(DESK, claim, [1, FACE - 1]).answer
    assert ledger.owner_of(new) == TIER_ONE.address
    assert ledger.claims_held_by(DESK) == 0


def test_an_approval_of_the_claim_does_not_pass_to_what_is_cut_off(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.approve(TIER_ONE, DESK, claim)
    ledger.allow(TIER_ONE, claim, A, 5)
    new = ledger.split(TIER_ONE, claim, [1, FACE - 1]).answer
    assert (ledger.approved_for(claim), ledger.approved_for(new)) == (DESK.address, bytes(20))
    assert (ledger.allowance(claim, A), ledger.allowance(new, A)) == (5, 0)


def test_a_claim_is_split_until_the_books_close_at_the_end_of_the_due_day(
    stage: Stage, ledger: Ledger
) -> None:
    claim = stage.claim()
    stage.chain.go_to(moment(DUE, 23, 59, 59))
    ledger.split(TIER_ONE, claim, [1, FACE - 1])
    stage.chain.go_to(moment(DUE, 23, 59, 59) + 1)
    with refused("BooksClosed", receivable=1, dueAt=moment(DUE, 23, 59, 59) + 1):
        ledger.split(TIER_ONE, claim_id(1, 2), [1, FACE - 2])


def test_rules_on_transfers_do_not_concern_a_split(stage: Stage, ledger: Ledger) -> None:
    strict = stage.open_programme(acceptance_required=True, evidence_required=True, open_accounts_only=True)
    claim = stage.claim(programme=strict)
    ledger.split(TIER_ONE, claim, [1, FACE - 1])
    assert ledger.claims_held_by(TIER_ONE) == 2
