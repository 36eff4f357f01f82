"""What becomes of an offered receivable: accepted, declined, withdrawn or lapsed; evidence comes back exactly."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.contracts.driver.cast import CAR_MAKER, OPERATOR, STRANGER, TIER_ONE, A, Actor
from tests.contracts.driver.chain import START, day_number, moment
from tests.contracts.driver.contract import Outcome
from tests.contracts.driver.issuance import ACTIVE, DECLINED, LAPSED, OFFERED, WITHDRAWN, Issuance
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.registries import Evidence
from tests.contracts.driver.stage import DUE, Stage

ACCEPT_BY = date(2026, 9, 14)
OVER = moment(ACCEPT_BY, 23, 59, 59) + 1
End = Callable[[Issuance, int, list[bytes]], Outcome]

ENDS: dict[str, tuple[int, str, End]] = {
    "declined": (
        DECLINED,
        "ReceivableDeclined",
        lambda issuance, number, papers: issuance.decline(TIER_ONE, number, papers),
    ),
    "withdrawn": (
        WITHDRAWN,
        "ReceivableWithdrawn",
        lambda issuance, number, papers: issuance.withdraw(CAR_MAKER, number, papers),
    ),
    "lapsed": (
        LAPSED,
        "ReceivableLapsed",
        lambda issuance, number, papers: issuance.lapse(STRANGER, number, papers),
    ),
}
ending = pytest.mark.parametrize("end", ENDS)


@pytest.fixture
def papers(stage: Stage) -> list[bytes]:
    return [stage.invoice(100), stage.invoice(100)]


@pytest.fixture
def offered(stage: Stage, issuance: Issuance, papers: list[bytes]) -> int:
    """A receivable over 130 on both papers, to be accepted within two weeks."""
    drawings = [(papers[0], 100), (papers[1], 30)]
    receivable: int = issuance.issue(
        CAR_MAKER, stage.programme, TIER_ONE, 130, day_number(DUE), drawings, day_number(ACCEPT_BY)
    ).answer
    return receivable


def put_an_end(stage: Stage, end: str, receivable: int, papers: list[bytes]) -> Outcome:
    if end == "lapsed":
        stage.chain.go_to(OVER)
    return ENDS[end][2](stage.issuance, receivable, papers)


def test_a_receivable_is_accepted_until_the_last_second_of_its_last_day(
    stage: Stage, issuance: Issuance, offered: int
) -> None:
    stage.chain.go_to(OVER - 1)
    issuance.accept(TIER_ONE, offered)
    assert issuance.terms_of(offered).status == ACTIVE


def test_a_receivable_is_not_accepted_a_second_later(stage: Stage, issuance: Issuance, offered: int) -> None:
    stage.chain.go_to(OVER)
    with refused("AcceptanceTimeOver", receivable=offered, endedAt=OVER):
        issuance.accept(TIER_ONE, offered)
    assert issuance.terms_of(offered).status == OFFERED


@pytest.mark.parametrize("day", [day_number(START) - 1, day_number(DUE) + 1])
def test_the_time_for_acceptance_ends_between_today_and_the_due_day(
    stage: Stage, issuance: Issuance, day: int
) -> None:
    bounds = {"earliest": day_number(START), "latest": day_number(DUE)}
    with refused("AcceptDayOutOfRange", acceptDay=day, **bounds):
        issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, 100, day_number(DUE), [], day)
    for allowed in bounds.values():
        drawings = [(stage.invoice(100), 100)]
        issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, 100, day_number(DUE), drawings, allowed)


@ending
def test_an_offer_that_comes_to_nothing_gives_its_evidence_back(
    stage: Stage, evidence: Evidence, offered: int, papers: list[bytes], end: str
) -> None:
    drawn = [evidence.drawn_by(paper, offered) for paper in papers]
    assert drawn == [100, 30]
    put_an_end(stage, end, offered, papers)
    assert [evidence.document(paper).drawn for paper in papers] == [0, 0]
    assert [evidence.drawn_by(paper, offered) for paper in papers] == [0, 0]
    assert stage.issuance.terms_of(offered).status == ENDS[end][0]


@ending
def test_an_end_is_told_with_every_release(stage: Stage, offered: int, papers: list[bytes], end: str) -> None:
    assert put_an_end(stage, end, offered, papers).events == [
        ("EvidenceReleased", papers[0], offered, 100, 0),
        ("EvidenceReleased", papers[1], offered, 30, 0),
        (ENDS[end][1], offered),
    ]


@ending
def test_what_came_to_nothing_is_neither_accepted_nor_ended_again(
    stage: Stage, issuance: Issuance, offered: int, papers: list[bytes], end: str
) -> None:
    put_an_end(stage, end, offered, papers)
    with refused("ReceivableNotOffered", receivable=offered):
        issuance.accept(TIER_ONE, offered)
    for _, _, again in ENDS.values():
        with refused("ReceivableNotOffered", receivable=offered):
            again(issuance, offered, papers)


@ending
def test_an_accepted_receivable_is_not_ended_by_one_side(
    stage: Stage, issuance: Issuance, offered: int, papers: list[bytes], end: str
) -> None:
    issuance.accept(TIER_ONE, offered)
    with refused("ReceivableNotOffered", receivable=offered):
        put_an_end(stage, end, offered, papers)


@ending
def test_all_evidence_is_given_back_or_the_offer_stands(
    stage: Stage, evidence: Evidence, offered: int, papers: list[bytes], end: str
) -> None:
    with refused("EvidenceNotAllReleased", face=130, released=100):
        put_an_end(stage, end, offered, papers[:1])
    assert evidence.document(papers[0]).drawn == 100
    assert stage.issuance.terms_of(offered).status == OFFERED


def test_evidence_is_given_back_once_and_only_what_the_receivable_drew(
    stage: Stage, issuance: Issuance, evidence: Evidence, offered: int, papers: list[bytes]
) -> None:
    second = issuance.issue(
        CAR_MAKER, stage.programme, TIER_ONE, 70, day_number(DUE), [(papers[1], 70)]
    ).answer
    with refused("NothingDrawn", fingerprint=papers[0], consumer=offered):
        issuance.decline(TIER_ONE, offered, [papers[0], papers[0]])
    with refused("NothingDrawn", fingerprint=papers[0], consumer=second):
        issuance.decline(TIER_ONE, second, [papers[0]])
    issuance.decline(TIER_ONE, offered, papers)
    assert (evidence.document(papers[1]).drawn, evidence.drawn_by(papers[1], second)) == (70, 70)


def test_evidence_given_back_is_drawn_on_anew(
    stage: Stage, issuance: Issuance, offered: int, papers: list[bytes]
) -> None:
    with refused("EvidenceExceeded", drawn=100):
        issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, 100, day_number(DUE), [(papers[0], 100)])
    issuance.withdraw(CAR_MAKER, offered, papers)
    issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, 100, day_number(DUE), [(papers[0], 100)])


@pytest.mark.parametrize("somebody", [CAR_MAKER, OPERATOR, A, STRANGER], ids=lambda who: who.name)
def test_nobody_but_the_creditor_declines(
    issuance: Issuance, offered: int, papers: list[bytes], somebody: Actor
) -> None:
    with refused("NotTheCreditor", receivable=offered, caller=somebody):
        issuance.decline(somebody, offered, papers)


@pytest.mark.parametrize("somebody", [TIER_ONE, OPERATOR, A, STRANGER], ids=lambda who: who.name)
def test_nobody_but_the_debtor_withdraws(
    issuance: Issuance, offered: int, papers: list[bytes], somebody: Actor
) -> None:
    with refused("NotTheDebtor", receivable=offered, caller=somebody):
        issuance.withdraw(somebody, offered, papers)


def test_nothing_lapses_before_its_time_for_acceptance_is_over(
    stage: Stage, issuance: Issuance, offered: int, papers: list[bytes]
) -> None:
    stage.chain.go_to(OVER - 1)
    with refused("AcceptanceTimeRuns", receivable=offered, endsAt=OVER):
        issuance.lapse(CAR_MAKER, offered, papers)


def test_after_its_time_an_offer_may_still_be_declined_or_withdrawn(
    stage: Stage, issuance: Issuance, offered: int, papers: list[bytes]
) -> None:
    stage.chain.go_to(OVER)
    assert issuance.decline(TIER_ONE, offered, papers).events[-1] == ("ReceivableDeclined", offered)


@ending
def test_what_was_never_offered_is_unknown(stage: Stage, end: str) -> None:
    with refused("UnknownReceivable", receivable=9):
        ENDS[end][2](stage.issuance, 9, [])


def test_what_came_to_nothing_has_no_word_on_the_ledger(
    stage: Stage, ledger: Ledger, issuance: Issuance, offered: int, papers: list[bytes]
) -> None:
    issuance.decline(TIER_ONE, offered, papers)
    assert ledger.ask("receivableWord(uint64)", offered) == 0
    assert ledger.claims_held_by(TIER_ONE) == 0
    assert stage.issuance is issuance
