"""The creditor's signature mints the first claim, over the whole face, once."""

import pytest

from tests.contracts.driver.cast import (
    CAR_MAKER,
    DESK,
    GOVERNOR,
    OPERATOR,
    REGISTRAR,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
)
from tests.contracts.driver.chain import SHANGHAI, day_number, moment, utc
from tests.contracts.driver.issuance import OFFERED, Issuance
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import DUE, FACE, Stage
from tests.contracts.driver.words import claim_id


def test_acceptance_mints_one_claim_over_the_whole_face(
    stage: Stage, ledger: Ledger, issuance: Issuance
) -> None:
    receivable = stage.offer()
    claim = issuance.accept(TIER_ONE, receivable).answer
    assert claim == claim_id(receivable, 1)
    assert (ledger.owner_of(claim), ledger.value_of(claim)) == (TIER_ONE.address, FACE)
    assert ledger.claims_held_by(TIER_ONE) == 1
    assert ledger.receivable(receivable).outstanding == FACE


@pytest.mark.parametrize(
    "somebody", [CAR_MAKER, OPERATOR, REGISTRAR, GOVERNOR, A, STRANGER], ids=lambda who: who.name
)
def test_nobody_but_the_creditor_accepts(stage: Stage, issuance: Issuance, somebody: Actor) -> None:
    receivable = stage.offer()
    with refused("NotTheCreditor", receivable=receivable, caller=somebody):
        issuance.accept(somebody, receivable)
    assert issuance.terms_of(receivable).status == OFFERED


def test_not_even_the_creditors_operator_accepts(stage: Stage, ledger: Ledger, issuance: Issuance) -> None:
    receivable = stage.offer()
    ledger.set_operator(TIER_ONE, DESK)
    with refused("NotTheCreditor", caller=DESK):
        issuance.accept(DESK, receivable)


def test_a_receivable_is_accepted_once(stage: Stage, ledger: Ledger, issuance: Issuance) -> None:
    receivable = stage.offer()
    issuance.accept(TIER_ONE, receivable)
    with refused("ReceivableNotOffered", receivable=receivable):
        issuance.accept(TIER_ONE, receivable)
    assert ledger.claims_held_by(TIER_ONE) == 1


def test_what_was_never_offered_cannot_be_accepted(issuance: Issuance) -> None:
    for receivable in (0, 1, 2**64 - 1):
        with refused("UnknownReceivable", receivable=receivable):
            issuance.accept(TIER_ONE, receivable)


def test_it_may_be_accepted_until_the_last_second_of_the_due_day_in_shanghai(
    stage: Stage, issuance: Issuance
) -> None:
    receivable = stage.offer()
    last_second = moment(DUE, 23, 59, 59)
    assert utc(last_second).astimezone(SHANGHAI).date() == DUE
    stage.chain.go_to(last_second)
    assert issuance.accept(TIER_ONE, receivable).answer == claim_id(receivable, 1)


def test_nothing_is_accepted_once_it_is_due(stage: Stage, issuance: Issuance) -> None:
    receivable = stage.offer()
    due_at = moment(DUE, 23, 59, 59) + 1
    stage.chain.go_to(due_at)
    with refused("AcceptanceTimeOver", receivable=receivable, endedAt=due_at):
        issuance.accept(TIER_ONE, receivable)
    assert utc(due_at).hour == 16
    assert issuance.terms_of(receivable).due_day == day_number(DUE)


def test_the_rules_on_transfers_do_not_stand_in_the_way_of_acceptance(stage: Stage, ledger: Ledger) -> None:
    strict = stage.open_programme(acceptance_required=True, evidence_required=True, open_accounts_only=True)
    assert ledger.owner_of(stage.claim(programme=strict)) == TIER_ONE.address
