"""The rate at which a receivable is paid: fixed once, whoever asks for it, whenever."""

import pytest

from tests.contracts.driver.border import DAY, DUE_DAY_BEGINS, FACE, RATE, Border
from tests.contracts.driver.cast import CAR_MAKER, EVERYBODY, GOVERNOR, STRANGER, TIER_ONE, A, Actor
from tests.contracts.driver.chain import moment
from tests.contracts.driver.cross_border import UNITS_PER_CNY, Fixing
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import DUE, Stage


def said(border: Border, at: int, answer: int) -> None:
    """Both feeds said so at that time, and it was believed."""
    border.stage.chain.go_to(at)
    border.quote(answer)
    border.rates.observe(STRANGER)


def fixed(border: Border, receivable: int, at: int) -> Fixing:
    if at > border.stage.chain.time:
        border.stage.chain.go_to(at)
    border.stage.fixings.fix(STRANGER, receivable)
    return border.stage.fixings.fixing(receivable)


@pytest.fixture
def receivable(border: Border) -> int:
    return border.claim(FACE) >> 64


# Which rate it is


def test_the_rate_is_the_one_believed_when_the_due_day_begins_however_late_it_is_fixed(
    border: Border, receivable: int
) -> None:
    said(border, DUE_DAY_BEGINS - 7_200, RATE - 5)
    said(border, DUE_DAY_BEGINS - 3_600, RATE)
    said(border, DUE_DAY_BEGINS + 60, RATE + 7)
    fixing = fixed(border, receivable, DUE_DAY_BEGINS + 30 * DAY)
    assert fixing == Fixing(
        border.main.ask("latestRoundData()")[0] - 1, RATE, DUE_DAY_BEGINS - 3_600, 8, UNITS_PER_CNY, False
    )


def test_what_is_fixed_is_told_with_all_that_it_rests_on(border: Border, receivable: int) -> None:
    said(border, DUE_DAY_BEGINS - 60, RATE)
    border.stage.chain.go_to(DUE_DAY_BEGINS)
    outcome = border.stage.fixings.fix(A, receivable)
    round_ = border.main.ask("latestRoundData()")[0]
    owed = border.stage.fixings.owed(receivable)
    told = (receivable, round_, RATE, DUE_DAY_BEGINS - 60, 8, UNITS_PER_CNY, False, owed)
    assert outcome.events == [("RateFixed", *told)]


@pytest.mark.parametrize(("age", "stale"), [(DAY, False), (DAY + 1, True)])
def test_a_rate_that_is_stale_when_the_due_day_begins_gives_way_to_the_next_good_one(
    border: Border, receivable: int, age: int, stale: bool
) -> None:
    said(border, DUE_DAY_BEGINS - age, RATE)
    said(border, DUE_DAY_BEGINS + 3_600, RATE + 9)
    fixing = fixed(border, receivable, DUE_DAY_BEGINS + 7_200)
    assert (fixing.answer, fixing.fallback_applied) == (RATE + 9 if stale else RATE, False)


def test_another_heartbeat_afterwards_changes_nothing(border: Border, receivable: int) -> None:
    said(border, DUE_DAY_BEGINS - 3_600, RATE)
    said(border, DUE_DAY_BEGINS + 3_600, RATE + 9)
    border.rates.set(GOVERNOR, border.main_feed(heartbeat=60), border.second_feed(), 20_000)
    assert fixed(border, receivable, DUE_DAY_BEGINS + 7_200).answer == RATE


def test_while_no_feed_is_good_settlement_halts_with_the_reason_and_goes_on_when_one_is(
    border: Border, receivable: int
) -> None:
    border.stage.chain.go_to(DUE_DAY_BEGINS + 60)
    with refused("AnswerStale", source=border.main):
        border.stage.fixings.fix(STRANGER, receivable)
    border.quote(RATE * 2)
    with refused("AnswerOutOfBounds", source=border.main):
        border.stage.fixings.fix(STRANGER, receivable)
    with refused("NotFixed", receivable=receivable):
        border.stage.fixings.owed(receivable)
    border.quote(RATE + 1)
    assert fixed(border, receivable, 0).answer == RATE + 1


def test_after_the_days_agreed_on_the_last_good_rate_before_applies(border: Border, receivable: int) -> None:
    said(border, DUE_DAY_BEGINS - 10 * DAY, RATE - 3)
    last = DUE_DAY_BEGINS + 3 * DAY
    border.stage.chain.go_to(last)
    with refused("AnswerStale"):
        border.stage.fixings.fix(STRANGER, receivable)
    border.stage.chain.go_to(last + 1)
    border.quote(RATE + 50)
    border.rates.observe(STRANGER)
    fixing = fixed(border, receivable, 0)
    assert (fixing.answer, fixing.fallback_applied) == (RATE - 3, True)


@pytest.mark.parametrize("observed", [True, False], ids=["believed by somebody", "not looked at yet"])
def test_where_there_was_no_rate_before_the_first_of_all_applies(
    border: Border, receivable: int, observed: bool
) -> None:
    border.stage.chain.go_to(DUE_DAY_BEGINS + 9 * DAY)
    border.quote(RATE + 2)
    if observed:
        border.rates.observe(STRANGER)
    fixing = fixed(border, receivable, 0)
    assert (fixing.answer, fixing.fallback_applied) == (RATE + 2, True)


def test_without_an_agreement_a_receivable_waits_for_a_good_rate(stage: Stage, border: Border) -> None:
    programme = stage.open_programme(currency=b"USD")
    paper = stage.invoice(FACE, TIER_ONE, currency=b"USD")
    day = (DUE_DAY_BEGINS + 8 * 3_600) // DAY
    receivable = stage.issuance.issue(CAR_MAKER, programme, TIER_ONE, FACE, day, [(paper, FACE)]).answer
    stage.issuance.accept(TIER_ONE, receivable)
    said(border, DUE_DAY_BEGINS - 10 * DAY, RATE - 3)
    stage.chain.go_to(DUE_DAY_BEGINS + 400 * DAY)
    with refused("AnswerStale"):
        stage.fixings.fix(STRANGER, receivable)
    border.quote(RATE + 4)
    fixing = fixed(border, receivable, 0)
    assert (fixing.answer, fixing.fallback_applied) == (RATE + 4, False)


# When, and how often


def test_nothing_is_fixed_before_the_due_day_and_nothing_twice(border: Border, receivable: int) -> None:
    said(border, DUE_DAY_BEGINS - 60, RATE)
    border.stage.chain.go_to(DUE_DAY_BEGINS - 1)
    with refused("NotYetToFix", receivable=receivable, notBefore=moment(DUE)):
        border.stage.fixings.fix(STRANGER, receivable)
    first = fixed(border, receivable, DUE_DAY_BEGINS)
    said(border, DUE_DAY_BEGINS + 60, RATE + 9)
    with refused("FixedAlready", receivable=receivable):
        border.stage.fixings.fix(STRANGER, receivable)
    assert border.stage.fixings.fixing(receivable) == first


def test_only_what_is_owed_in_a_foreign_currency_is_fixed(stage: Stage, border: Border) -> None:
    at_home = stage.claim() >> 64
    offered = border.offer()
    stage.chain.go_to(DUE_DAY_BEGINS)
    with refused("NothingToFix", receivable=at_home):
        stage.fixings.fix(STRANGER, at_home)
    with refused("ReceivableNotActive", receivable=offered):
        stage.fixings.fix(STRANGER, offered)
    with refused("UnknownReceivable", receivable=99):
        stage.fixings.fix(STRANGER, 99)


def test_what_would_be_more_than_the_ledger_counts_is_not_fixed(border: Border) -> None:
    face = 2**53 - 1
    receivable = border.claim(face) >> 64
    said(border, DUE_DAY_BEGINS - 60, RATE)
    border.stage.chain.go_to(DUE_DAY_BEGINS)
    with refused("ConvertedOutOfRange", receivable=receivable):
        border.stage.fixings.fix(STRANGER, receivable)


# What is agreed


def test_the_days_are_agreed_once_by_the_governor(stage: Stage) -> None:
    programme = stage.open_programme(currency=b"USD")
    for days in (0, 367):
        with refused("FallbackOutOfRange", afterDays=days):
            stage.fixings.agree_fallback(GOVERNOR, programme, days)
    outcome = stage.fixings.agree_fallback(GOVERNOR, programme, 366)
    assert outcome.events == [("FallbackAgreed", programme, 366)]
    assert stage.fixings.ask("fallbackDays(uint32)", programme) == 366
    with refused("FallbackAgreedAlready", programme=programme, afterDays=366):
        stage.fixings.agree_fallback(GOVERNOR, programme, 1)
    with refused("UnknownProgramme", programme=99):
        stage.fixings.agree_fallback(GOVERNOR, 99, 1)


@pytest.mark.parametrize(
    "somebody", [one for one in EVERYBODY if one is not GOVERNOR], ids=lambda who: who.name
)
def test_nobody_else_agrees_on_them(stage: Stage, somebody: Actor) -> None:
    with refused("AccessManagedUnauthorized", caller=somebody):
        stage.fixings.agree_fallback(somebody, stage.programme, 1)
