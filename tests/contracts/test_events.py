"""Exactly these events, in this order: the mirror books what they say and nothing else."""

import pytest

from tests.contracts.driver.cast import CAR_MAKER, DESK, NOBODY, TIER_ONE, A, B
from tests.contracts.driver.chain import START, day_number
from tests.contracts.driver.issuance import Issuance
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.stage import DUE, FACE, Stage
from tests.contracts.driver.words import claim_id

UNLIMITED = 2**256 - 1


def test_an_issue_tells_the_offer_and_then_its_drawings(stage: Stage, issuance: Issuance) -> None:
    invoice = stage.invoice()
    outcome = issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, FACE, day_number(DUE), [(invoice, FACE)])
    parties = (CAR_MAKER.address, TIER_ONE.address)
    days = (day_number(START), day_number(DUE), day_number(DUE))
    assert outcome.events == [
        ("ReceivableOffered", 1, *parties, stage.programme, FACE, *days),
        ("EvidenceDrawn", invoice, 1, FACE, FACE),
    ]


def test_an_acceptance_tells_itself_and_the_minting(stage: Stage, issuance: Issuance) -> None:
    receivable = stage.offer()
    claim = claim_id(receivable, 1)
    assert issuance.accept(TIER_ONE, receivable).events == [
        ("ReceivableAccepted", receivable, claim),
        ("Transfer", NOBODY, TIER_ONE.address, claim),
        ("SlotChanged", claim, 0, receivable),
        ("TransferValue", 0, claim, FACE),
    ]


def test_a_split_tells_each_new_claim_and_the_value_it_got(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim(60)
    second, third = claim_id(1, 2), claim_id(1, 3)
    assert ledger.split(TIER_ONE, claim, [10, 20, 30]).events == [
        ("Transfer", NOBODY, TIER_ONE.address, second),
        ("SlotChanged", second, 0, 1),
        ("TransferValue", claim, second, 20),
        ("Transfer", NOBODY, TIER_ONE.address, third),
        ("SlotChanged", third, 0, 1),
        ("TransferValue", claim, third, 30),
    ]


def test_value_to_somebody_tells_the_new_claim_and_its_value(stage: Stage, ledger: Ledger) -> None:
    claim, new = stage.claim(), claim_id(1, 2)
    assert ledger.transfer_value(TIER_ONE, claim, A, 30).events == [
        ("Transfer", NOBODY, A.address, new),
        ("SlotChanged", new, 0, 1),
        ("TransferValue", claim, new, 30),
    ]


@pytest.mark.parametrize("value", [0, 1, 10])
def test_value_between_claims_tells_the_value_and_nothing_else(
    stage: Stage, ledger: Ledger, value: int
) -> None:
    claim = stage.claim()
    theirs = ledger.transfer_value(TIER_ONE, claim, A, 30).answer
    told = [("TransferValue", claim, theirs, value)]
    assert ledger.move_value(TIER_ONE, claim, theirs, value).events == told


@pytest.mark.parametrize("value", [0, FACE])
def test_value_from_a_claim_to_itself_is_told_as_well(stage: Stage, ledger: Ledger, value: int) -> None:
    claim = stage.claim()
    assert ledger.move_value(TIER_ONE, claim, claim, value).events == [("TransferValue", claim, claim, value)]


def test_a_whole_claim_tells_who_had_it_and_who_has_it(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    told = [("Transfer", TIER_ONE.address, A.address, claim)]
    assert ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim).events == told
    told = [("Transfer", A.address, B.address, claim)]
    assert ledger.transfer_claim_safely(A, A, B, claim).events == told
    told = [("Transfer", B.address, B.address, claim)]
    assert ledger.transfer_claim_safely(B, B, B, claim, b"why").events == told


def test_a_batch_tells_each_claim_in_the_order_it_was_named(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    other = ledger.split(TIER_ONE, claim, [1, FACE - 1]).answer
    assert ledger.transfer_claims(TIER_ONE, [other, claim], A).events == [
        ("Transfer", TIER_ONE.address, A.address, other),
        ("Transfer", TIER_ONE.address, A.address, claim),
    ]


def test_approvals_are_told(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    assert ledger.approve(TIER_ONE, A, claim).events == [("Approval", TIER_ONE.address, A.address, claim)]
    assert ledger.approve(TIER_ONE, NOBODY, claim).events == [("Approval", TIER_ONE.address, NOBODY, claim)]
    assert ledger.allow(TIER_ONE, claim, A, 9).events == [("ApprovalValue", claim, A.address, 9)]
    for approved in (True, False):
        told = [("ApprovalForAll", TIER_ONE.address, DESK.address, approved)]
        assert ledger.set_operator(TIER_ONE, DESK, approved).events == told


def test_an_operators_approval_is_told_as_the_owners(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.set_operator(TIER_ONE, DESK)
    assert ledger.approve(DESK, A, claim).events == [("Approval", TIER_ONE.address, A.address, claim)]


def test_a_spent_allowance_is_told_with_what_is_left(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.allow(TIER_ONE, claim, A, 10)
    events = ledger.transfer_value(A, claim, A, 4).events
    assert events[0] == ("ApprovalValue", claim, A.address, 6)
    assert events[1:] == [
        ("Transfer", NOBODY, A.address, claim_id(1, 2)),
        ("SlotChanged", claim_id(1, 2), 0, 1),
        ("TransferValue", claim, claim_id(1, 2), 4),
    ]


def test_an_unlimited_allowance_is_not_told_again(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    ledger.allow(TIER_ONE, claim, A, UNLIMITED)
    assert ledger.move_value(A, claim, claim, 4).events == [("TransferValue", claim, claim, 4)]
