"""Who has not paid what is due issues nothing more, from the day after until it is settled."""

from datetime import date, timedelta

import pytest

from tests.contracts.driver.cast import CAR_MAKER, OPERATOR, STRANGER, TIER_ONE
from tests.contracts.driver.chain import day_number, moment
from tests.contracts.driver.issuance import Issuance
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import DEBTOR, Stage
from tests.contracts.driver.words import claim_id

DUE_DAY = date(2026, 9, 30)
DAY_AFTER = moment(DUE_DAY + timedelta(days=1))
LATER = day_number(date(2026, 12, 1))


@pytest.fixture
def paper(stage: Stage, issuance: Issuance) -> bytes:
    """What receivable 1, due at the end of September, rests on; it is accepted."""
    paper = stage.invoice(100)
    issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, 100, day_number(DUE_DAY), [(paper, 100)])
    issuance.accept(TIER_ONE, 1)
    return paper


def issue(stage: Stage) -> None:
    drawings = [(stage.invoice(100), 100)]
    stage.issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, 100, LATER, drawings)


@pytest.mark.usefixtures("paper")
def test_a_debtor_is_overdue_when_the_due_day_is_over(stage: Stage, issuance: Issuance) -> None:
    stage.chain.go_to(DAY_AFTER - 60)
    issue(stage)
    assert issuance.overdue_since(CAR_MAKER) == 0
    drawings = [(stage.invoice(100), 100)]
    stage.chain.go_to(DAY_AFTER)
    with refused("IssuerOverdue", debtor=CAR_MAKER, sinceDay=day_number(DUE_DAY)):
        issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, 100, LATER, drawings)
    assert issuance.overdue_since(CAR_MAKER) == day_number(DUE_DAY)


def test_undoing_what_was_overdue_frees_the_issuer(stage: Stage, issuance: Issuance, paper: bytes) -> None:
    stage.chain.go_to(DAY_AFTER)
    issuance.propose_cancellation(CAR_MAKER, 1)
    issuance.cancel(TIER_ONE, 1, [claim_id(1, 1)], [paper])
    assert issuance.overdue_since(CAR_MAKER) == 0
    issue(stage)


def test_while_one_of_two_is_overdue_the_issuer_is_not_free(
    stage: Stage, issuance: Issuance, paper: bytes
) -> None:
    stage.claim(100, due=DUE_DAY)
    stage.chain.go_to(DAY_AFTER)
    issuance.propose_cancellation(CAR_MAKER, 1)
    issuance.cancel(TIER_ONE, 1, [claim_id(1, 1)], [paper])
    with refused("IssuerOverdue", debtor=CAR_MAKER):
        issue(stage)


def test_the_earliest_of_several_overdue_days_is_named(stage: Stage, issuance: Issuance) -> None:
    days = [date(2027, 1, 31), date(2026, 10, 2), date(2026, 11, 11)]
    for day in days:
        stage.claim(100, due=day)
    for last in sorted(days):
        stage.chain.go_to(moment(last + timedelta(days=1)))
        stage.invoice(1)
        assert issuance.overdue_since(CAR_MAKER) == day_number(date(2026, 10, 2))


def test_the_overdue_day_is_found_across_years_and_words_of_the_calendar(
    stage: Stage, issuance: Issuance
) -> None:
    far = stage.open_programme(longest_term_months=12)
    stage.claim(100, programme=far, due=date(2027, 8, 31))
    stage.chain.go_to(moment(date(2027, 8, 31), 23))
    stage.invoice(1)
    assert issuance.overdue_since(CAR_MAKER) == 0
    stage.chain.go_to(moment(date(2027, 9, 1)))
    stage.invoice(1)
    assert issuance.overdue_since(CAR_MAKER) == day_number(date(2027, 8, 31))


def test_what_was_never_accepted_makes_nobody_overdue(stage: Stage, issuance: Issuance) -> None:
    stage.offer(100, due=DUE_DAY)
    stage.chain.go_to(DAY_AFTER)
    issue(stage)
    assert issuance.overdue_since(CAR_MAKER) == 0


@pytest.mark.usefixtures("paper")
def test_one_debtors_default_does_not_stop_another(stage: Stage, ledger: Ledger) -> None:
    ledger.open_account(OPERATOR, STRANGER, DEBTOR)
    stage.chain.go_to(DAY_AFTER)
    drawings = [(stage.invoice(100, buyer=STRANGER), 100)]
    stage.issuance.issue(STRANGER, stage.programme, TIER_ONE, 100, LATER, drawings)
    assert stage.issuance.overdue_since(STRANGER) == 0
