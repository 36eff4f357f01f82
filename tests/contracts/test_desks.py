"""A desk is an admitted contract: what it moves the recipient has signed for there, and it is no trade transfer."""

import pytest

from tests.contracts.driver.cast import COURT, GOVERNOR, INVESTOR, NOBODY, STRANGER, TIER_ONE, A
from tests.contracts.driver.contract import Contract, Outcome
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.solidity import compiled
from tests.contracts.driver.stage import FACE, Stage
from tests.contracts.driver.words import claim_id

FIRST = claim_id(1, 1)
HAND_OVER = "transferFrom(address,address,uint256)"
VALUE = "transferFrom(uint256,address,uint256)"


@pytest.fixture
def desk(stage: Stage, ledger: Ledger) -> Contract:
    """Tier one's operator, admitted; the claim is of a programme that asks for acceptance and evidence."""
    stage.claim(programme=stage.open_programme(acceptance_required=True, evidence_required=True))
    desk = stage.put(compiled("SilentHolder"))
    ledger.send(TIER_ONE, "setApprovalForAll(address,bool)", desk, True)
    ledger.admit_desk(GOVERNOR, desk)
    return desk


def carry(desk: Contract, ledger: Ledger, signature: str, *arguments: object) -> Outcome:
    return desk.send(STRANGER, "act(address,bytes)", ledger, ledger.encode(signature, *arguments))


def test_what_a_desk_carries_needs_no_further_signature_and_no_evidence(
    ledger: Ledger, desk: Contract
) -> None:
    assert carry(desk, ledger, VALUE, FIRST, A, 30).events == [
        ("CarriedByDesk", desk.address, FIRST),
        ("Transfer", NOBODY, A.address, claim_id(1, 2)),
        ("SlotChanged", claim_id(1, 2), 0, 1),
        ("TransferValue", FIRST, claim_id(1, 2), 30),
    ]
    assert carry(desk, ledger, HAND_OVER, TIER_ONE, A, FIRST).events == [
        ("CarriedByDesk", desk.address, FIRST),
        ("Transfer", TIER_ONE.address, A.address, FIRST),
    ]


def test_each_part_that_a_desk_distributes_is_told_as_carried(ledger: Ledger, desk: Contract) -> None:
    outcome = carry(desk, ledger, "distribute(uint256,(address,uint64)[])", FIRST, [(A, 30), (INVESTOR, 20)])
    carried = [event for event in outcome.events if event[0] == "CarriedByDesk"]
    assert carried == [("CarriedByDesk", desk.address, FIRST)] * 2


def test_what_stays_with_its_owner_is_not_carried(ledger: Ledger, desk: Contract) -> None:
    names = [event[0] for event in carry(desk, ledger, VALUE, FIRST, TIER_ONE, 30).events]
    assert "CarriedByDesk" not in names


def test_a_contract_that_is_no_desk_or_no_longer_one_is_held_to_the_rules(
    ledger: Ledger, desk: Contract
) -> None:
    carry(desk, ledger, VALUE, FIRST, A, 30)
    assert ledger.dismiss_desk(GOVERNOR, desk).events == [("DeskDismissed", desk.address)]
    with refused("EvidenceRequired", receivable=1):
        carry(desk, ledger, VALUE, FIRST, A, 30)
    ledger.admit_desk(GOVERNOR, desk)
    carry(desk, ledger, VALUE, FIRST, A, 30)


def test_where_only_acceptance_is_required_a_dismissed_desk_does_not_stand_in_for_it(
    stage: Stage, ledger: Ledger, desk: Contract
) -> None:
    bound = stage.claim(programme=stage.open_programme(acceptance_required=True))
    carry(desk, ledger, VALUE, bound, A, 30)
    ledger.dismiss_desk(GOVERNOR, desk)
    with refused("AcceptanceRequired", recipient=A):
        carry(desk, ledger, VALUE, bound, A, 30)


def test_a_desk_moves_only_what_holders_have_approved_it_for(
    stage: Stage, ledger: Ledger, desk: Contract
) -> None:
    ledger.set_operator(TIER_ONE, desk, approved=False)
    with refused("ERC721InsufficientApproval", operator=desk, tokenId=FIRST):
        carry(desk, ledger, HAND_OVER, TIER_ONE, A, FIRST)
    with refused("AllowanceExceeded", operator=desk):
        carry(desk, ledger, VALUE, FIRST, A, 30)
    assert stage.ledger.value_of(FIRST) == FACE


def test_a_desk_carries_neither_frozen_claims_nor_to_unknown_or_suspended_accounts(
    stage: Stage, ledger: Ledger, desk: Contract
) -> None:
    closed = stage.claim(programme=stage.open_programme(open_accounts_only=True))
    with refused("AccountNotOpen", account=STRANGER):
        carry(desk, ledger, VALUE, closed, STRANGER, 30)
    ledger.freeze(COURT, [FIRST], b"\1" * 32)
    with refused("ClaimIsFrozen", claim=FIRST):
        carry(desk, ledger, VALUE, FIRST, A, 30)
    ledger.suspend(COURT, desk, b"\1" * 32)
    with refused("AccountIsSuspended", account=desk):
        carry(desk, ledger, VALUE, closed, A, 30)


def test_a_desk_is_a_contract_admitted_and_dismissed_once(ledger: Ledger, desk: Contract) -> None:
    for nobody in (NOBODY, A, ledger.address):
        with refused("InvalidAccount", account=nobody):
            ledger.admit_desk(GOVERNOR, nobody)
    with refused("DeskAlreadyAdmitted", desk=desk):
        ledger.admit_desk(GOVERNOR, desk)
    assert ledger.account(desk).desk == 1
    ledger.dismiss_desk(GOVERNOR, desk)
    with refused("DeskNotAdmitted", desk=desk):
        ledger.dismiss_desk(GOVERNOR, desk)
    assert ledger.admit_desk(GOVERNOR, desk).events == [("DeskAdmitted", desk.address)]
