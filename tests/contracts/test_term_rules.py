"""A new longest term binds what is issued from its day on, in calendar months, and nothing issued before."""

from datetime import date, timedelta

import pytest

from tests.contracts.driver.cast import CAR_MAKER, GOVERNOR, TIER_ONE
from tests.contracts.driver.chain import START, day_number, moment
from tests.contracts.driver.issuance import Issuance
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.registries import Programmes
from tests.contracts.driver.stage import DUE, Stage

FROM = date(2026, 11, 30)
TODAY = day_number(START)


def test_a_shorter_term_takes_effect_on_its_day(
    stage: Stage, programmes: Programmes, issuance: Issuance
) -> None:
    programmes.set_term_rule(GOVERNOR, stage.programme, day_number(FROM), 3)
    papers = [stage.invoice(100), stage.invoice(100)]
    stage.chain.go_to(moment(FROM) - 1)
    six_months_on = day_number(date(2027, 5, 29))
    issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, 100, six_months_on, [(papers[0], 100)])
    stage.chain.go_to(moment(FROM))
    # Three calendar months after the 30th of November is the last of February.
    latest = day_number(date(2027, 2, 28))
    with refused("DueDayOutOfRange", dueDay=latest + 1, latest=latest):
        issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, 100, latest + 1, [(papers[1], 100)])
    issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, 100, latest, [(papers[1], 100)])


def test_what_was_issued_before_keeps_its_term(
    stage: Stage, programmes: Programmes, issuance: Issuance
) -> None:
    receivable = stage.offer(due=DUE)
    programmes.set_term_rule(GOVERNOR, stage.programme, TODAY + 1, 1)
    stage.chain.go_to(moment(START + timedelta(days=40)))
    issuance.accept(TIER_ONE, receivable)
    assert issuance.terms_of(receivable).due_day == day_number(DUE)


def test_a_term_may_also_be_lengthened_up_to_a_year(stage: Stage, programmes: Programmes) -> None:
    programmes.set_term_rule(GOVERNOR, stage.programme, TODAY + 1, 12)
    assert programmes.longest_term_on(stage.programme, TODAY) == 6
    assert programmes.longest_term_on(stage.programme, TODAY + 1) == 12


@pytest.mark.parametrize("months", [0, 13])
def test_no_rule_sets_a_term_of_nothing_or_beyond_a_year(
    stage: Stage, programmes: Programmes, months: int
) -> None:
    with refused("TermOutOfRange", months=months, longest=12):
        programmes.set_term_rule(GOVERNOR, stage.programme, TODAY + 1, months)


def test_a_rule_lies_ahead_of_today_and_of_every_rule_before(stage: Stage, programmes: Programmes) -> None:
    for day in (0, TODAY):
        with refused("TermRuleNotAhead", fromDay=day, earliest=TODAY + 1):
            programmes.set_term_rule(GOVERNOR, stage.programme, day, 3)
    programmes.set_term_rule(GOVERNOR, stage.programme, TODAY + 10, 3)
    with refused("TermRuleNotAhead", fromDay=TODAY + 10, earliest=TODAY + 11):
        programmes.set_term_rule(GOVERNOR, stage.programme, TODAY + 10, 4)
    programmes.set_term_rule(GOVERNOR, stage.programme, TODAY + 11, 4)
    assert programmes.term_rules(stage.programme) == [(0, 6), (TODAY + 10, 3), (TODAY + 11, 4)]


def test_each_rule_is_told_and_concerns_its_programme_only(stage: Stage, programmes: Programmes) -> None:
    other = stage.open_programme()
    outcome = programmes.set_term_rule(GOVERNOR, stage.programme, TODAY + 1, 3)
    assert outcome.events == [("TermRuleSet", stage.programme, TODAY + 1, 3)]
    assert programmes.longest_term_on(other, TODAY + 1) == 6
    assert programmes.terms_of(stage.programme).longest_term_months == 6


def test_a_programme_that_does_not_exist_has_no_rules(programmes: Programmes) -> None:
    with refused("UnknownProgramme", programme=9):
        programmes.set_term_rule(GOVERNOR, 9, TODAY + 1, 3)
    with refused("UnknownProgramme", programme=9):
        programmes.term_rules(9)
    with refused("UnknownProgramme", programme=9):
        programmes.longest_term_on(9, TODAY)
