"""A claim is cut into equal pieces and what is left, without naming each of them."""

import pytest

from tests.contracts.driver.cast import NOBODY, STRANGER, TIER_ONE
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import Stage
from tests.contracts.driver.words import claim_id

SECOND = claim_id(1, 2)
LARGEST = 2**64 - 1


def values(ledger: Ledger) -> list[int]:
    return [word.value for word in ledger.claims(1, 1, ledger.receivable(1).next_serial - 1)]


@pytest.mark.parametrize(
    ("count", "value", "after"),
    [
        (3, 30, [10, 30, 30, 30]),
        (4, 25, [25, 25, 25, 25]),
        (1, 99, [1, 99]),
        (2, 50, [50, 50]),
        (100, 1, [1] * 100),
    ],
)
def test_what_is_left_stays_and_where_nothing_is_left_the_last_piece_does(
    stage: Stage, ledger: Ledger, count: int, value: int, after: list[int]
) -> None:
    assert ledger.split_evenly(TIER_ONE, stage.claim(100), count, value).answer == SECOND
    assert values(ledger) == after
    assert ledger.claims_held_by(TIER_ONE) == len(after)
    assert ledger.receivable(1).outstanding == 100


def test_pieces_are_told_as_those_of_any_split(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim(100)
    assert ledger.split_evenly(TIER_ONE, claim, 2, 50).events == [
        ("Transfer", NOBODY, TIER_ONE.address, SECOND),
        ("SlotChanged", SECOND, 0, 1),
        ("TransferValue", claim, SECOND, 50),
    ]


@pytest.mark.parametrize(("count", "value"), [(2, 51), (101, 1), (1, 101), (LARGEST, LARGEST)])
def test_more_pieces_than_the_claim_is_worth_are_refused(
    stage: Stage, ledger: Ledger, count: int, value: int
) -> None:
    claim = stage.claim(100)
    with refused("SplitDoesNotAddUp", claim=claim, value=100, sum=count * value):
        ledger.split_evenly(TIER_ONE, claim, count, value)


@pytest.mark.parametrize(("count", "value"), [(0, 5), (1, 100)])
def test_a_split_that_cuts_nothing_off_is_refused(
    stage: Stage, ledger: Ledger, count: int, value: int
) -> None:
    claim = stage.claim(100)
    with refused("SplitNeedsTwoParts", claim=claim):
        ledger.split_evenly(TIER_ONE, claim, count, value)


def test_pieces_of_nothing_are_refused(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim(100)
    with refused("SplitIntoNothing", claim=claim, part=0):
        ledger.split_evenly(TIER_ONE, claim, 3, 0)


def test_nobody_cuts_anothers_claim(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim(100)
    with refused("ERC721InsufficientApproval", operator=STRANGER):
        ledger.split_evenly(STRANGER, claim, 2, 30)
