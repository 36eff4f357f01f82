"""Value goes out of one claim to many recipients at once, to all of them or to none."""

import pytest

from tests.contracts.driver.cast import NOBODY, OPERATOR, STRANGER, TIER_ONE, A, B, C
from tests.contracts.driver.contract import Party
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.solidity import compiled
from tests.contracts.driver.stage import Stage
from tests.contracts.driver.words import ClaimWord, claim_id

FIRST, SECOND, THIRD, FOURTH = (claim_id(1, serial) for serial in (1, 2, 3, 4))
ACCEPTS, REVERTS = 0, 1


@pytest.fixture(autouse=True)
def claim(stage: Stage) -> int:
    return stage.claim(100)


def test_every_recipient_gets_its_part_as_a_new_claim(ledger: Ledger) -> None:
    assert ledger.distribute(TIER_ONE, FIRST, [(A, 10), (B, 20), (A, 30)]).answer == SECOND
    assert ledger.claims(1, 1, 4) == [
        ClaimWord(TIER_ONE.address, 40, epoch=0),
        ClaimWord(A.address, 10, epoch=0),
        ClaimWord(B.address, 20, epoch=0),
        ClaimWord(A.address, 30, epoch=0),
    ]
    assert [ledger.claims_held_by(who) for who in (TIER_ONE, A, B)] == [1, 2, 1]


def test_each_part_is_told_as_value_to_somebody(ledger: Ledger) -> None:
    assert ledger.distribute(TIER_ONE, FIRST, [(A, 10), (B, 20)]).events == [
        ("Transfer", NOBODY, A.address, SECOND),
        ("SlotChanged", SECOND, 0, 1),
        ("TransferValue", FIRST, SECOND, 10),
        ("Transfer", NOBODY, B.address, THIRD),
        ("SlotChanged", THIRD, 0, 1),
        ("TransferValue", FIRST, THIRD, 20),
    ]


def test_all_of_a_claim_may_be_distributed(ledger: Ledger) -> None:
    ledger.distribute(TIER_ONE, FIRST, [(A, 60), (B, 40)])
    assert ledger.claim(FIRST) == ClaimWord(TIER_ONE.address, 0, epoch=0)


def test_all_get_their_part_or_none_does(ledger: Ledger) -> None:
    unfit: list[tuple[list[tuple[Party, int]], str]] = [
        ([(A, 60), (B, 41)], "ValueExceeded"),
        ([(A, 60), (B, 0)], "ValueMissing"),
        ([(A, 60), (NOBODY, 1)], "ERC721InvalidReceiver"),
        ([(A, 60), (ledger.address, 1)], "ERC721InvalidReceiver"),
    ]
    for parts, error in unfit:
        with refused(error):
            ledger.distribute(TIER_ONE, FIRST, parts)
    assert (ledger.value_of(FIRST), ledger.claims_held_by(A)) == (100, 0)


def test_distributing_to_nobody_is_refused(ledger: Ledger) -> None:
    with refused("NoPartsNamed", claim=FIRST):
        ledger.distribute(TIER_ONE, FIRST, [])


def test_an_allowance_is_no_right_to_distribute(ledger: Ledger) -> None:
    ledger.allow(TIER_ONE, FIRST, C, 100)
    with refused("ERC721InsufficientApproval", operator=C, tokenId=FIRST):
        ledger.distribute(C, FIRST, [(C, 10)])


def test_every_recipient_is_held_to_the_programmes_rules(stage: Stage, ledger: Ledger) -> None:
    closed = stage.claim(100, programme=stage.open_programme(open_accounts_only=True))
    with refused("AccountNotOpen", account=STRANGER):
        ledger.distribute(TIER_ONE, closed, [(A, 10), (STRANGER, 10)])
    ledger.open_account(OPERATOR, STRANGER, 2)
    ledger.distribute(TIER_ONE, closed, [(A, 10), (STRANGER, 10)])
    bound = stage.claim(100, programme=stage.open_programme(acceptance_required=True))
    with refused("AcceptanceRequired", recipient=A):
        ledger.distribute(TIER_ONE, bound, [(TIER_ONE, 10), (A, 10)])


def test_a_contract_among_the_recipients_may_refuse_for_all(stage: Stage, ledger: Ledger) -> None:
    willing, unwilling = (stage.put(compiled("Recipient"), manner, True) for manner in (ACCEPTS, REVERTS))
    with refused("ERC721InvalidReceiver", receiver=unwilling):
        ledger.distribute(TIER_ONE, FIRST, [(willing, 10), (unwilling, 10)])
    ledger.distribute(TIER_ONE, FIRST, [(willing, 10), (A, 10)])
    assert willing.ask("timesAsked()") == 1
