"""What the everyday movements cost, in gas on Cancun rules, against what the design promises."""

from collections.abc import Callable

import pytest

from tests.contracts.driver.cast import STRANGER, TIER_ONE, A
from tests.contracts.driver.contract import Outcome
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.stage import FACE, Stage
from tests.contracts.driver.words import AccountWord, claim_id

Movement = Callable[[Ledger], Outcome]
FIRST, FAMILIAR, OTHER = claim_id(1, 1), claim_id(1, 2), claim_id(1, 3)
VALUE = 1_000_000

BUDGETS: dict[str, tuple[int, Movement]] = {
    "value to a new owner": (86_700, lambda ledger: ledger.transfer_value(TIER_ONE, FIRST, STRANGER, VALUE)),
    "value to an existing owner": (69_600, lambda ledger: ledger.transfer_value(TIER_ONE, FIRST, A, VALUE)),
    "value between claims": (40_400, lambda ledger: ledger.move_value(TIER_ONE, FIRST, FAMILIAR, VALUE)),
    "whole claim to a new owner": (
        60_100,
        lambda ledger: ledger.transfer_claim(TIER_ONE, TIER_ONE, STRANGER, OTHER),
    ),
    "whole claim to an existing owner": (
        43_000,
        lambda ledger: ledger.transfer_claim(TIER_ONE, TIER_ONE, A, OTHER),
    ),
}


@pytest.fixture
def held(stage: Stage, ledger: Ledger) -> Ledger:
    """Tier one has two claims, A has one, the stranger was never seen."""
    assert stage.claim() == FIRST
    ledger.transfer_value(TIER_ONE, FIRST, A, VALUE)
    ledger.split(TIER_ONE, FIRST, [FACE // 2, FACE - VALUE - FACE // 2])
    assert ledger.account(STRANGER) == AccountWord(0, 0, 0, 0, 0, 0)
    return ledger


@pytest.mark.parametrize("movement", BUDGETS)
def test_a_movement_stays_within_its_budget(
    held: Ledger, movement: str, record_property: Callable[[str, object], None]
) -> None:
    budget, move = BUDGETS[movement]
    spent = move(held).gas_used
    record_property("gas", spent)
    assert spent <= budget, f"{movement} costs {spent} gas"


def test_of_many_claims_handed_over_at_once_each_costs_less_than_alone(held: Ledger) -> None:
    held.split(TIER_ONE, FIRST, [1] * 29 + [FACE // 2 - 29])
    handed = [claim_id(1, serial) for serial in range(4, 33)]
    spent = held.transfer_claims(TIER_ONE, handed, A).gas_used
    assert spent / len(handed) < 15_000, spent
