"""The operator opens accounts; an account that is open stays as it is."""

import pytest

from tests.contracts.driver.cast import NOBODY, OPERATOR, STRANGER, TIER_ONE
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import Stage


@pytest.mark.parametrize("roles", [0, 1, 2, 4, 8, 15])
def test_an_account_is_opened_with_its_roles(ledger: Ledger, roles: int) -> None:
    outcome = ledger.open_account(OPERATOR, STRANGER, roles)
    word = ledger.account(STRANGER)
    assert (word.opened, word.roles, word.claims) == (1, roles, 0)
    assert outcome.events == [("AccountOpened", STRANGER.address, roles)]


def test_an_account_is_opened_once(ledger: Ledger) -> None:
    with refused("AccountAlreadyOpen", account=TIER_ONE):
        ledger.open_account(OPERATOR, TIER_ONE, 15)
    assert ledger.account(TIER_ONE).roles == 2


@pytest.mark.parametrize("roles", [16, 17, 128, 255])
def test_roles_that_nobody_knows_are_refused(ledger: Ledger, roles: int) -> None:
    with refused("UnknownRoles", roles=roles):
        ledger.open_account(OPERATOR, STRANGER, roles)


def test_neither_nobody_nor_the_ledger_itself_has_an_account(ledger: Ledger) -> None:
    for account in (NOBODY, ledger.address):
        with refused("InvalidAccount", account=account):
            ledger.open_account(OPERATOR, account, 2)


def test_opening_an_account_keeps_the_claims_it_holds(stage: Stage, ledger: Ledger) -> None:
    ledger.split(TIER_ONE, stage.claim(10), [5, 5])
    ledger.transfer_claims(TIER_ONE, [2**64 + 1, 2**64 + 2], STRANGER)
    ledger.open_account(OPERATOR, STRANGER, 2)
    assert ledger.claims_held_by(STRANGER) == 2


def test_an_open_account_counts_claims_without_losing_its_roles(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim(10)
    ledger.split(TIER_ONE, claim, [5, 5])
    ledger.transfer_claim(TIER_ONE, TIER_ONE, STRANGER, claim)
    word = ledger.account(TIER_ONE)
    assert (word.claims, word.opened, word.roles) == (1, 1, 2)
