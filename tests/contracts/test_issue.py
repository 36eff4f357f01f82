"""A debtor offers its commitment; nothing is minted, and every rule of the programme holds."""

from datetime import date, timedelta

import pytest

from tests.contracts.driver.cast import (
    CAR_MAKER,
    GOVERNOR,
    NOBODY,
    OPERATOR,
    REGISTRAR,
    STRANGER,
    TIER_ONE,
    A,
)
from tests.contracts.driver.chain import START, day_number, moment
from tests.contracts.driver.issuance import OFFERED, Issuance, Terms
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.registries import Evidence
from tests.contracts.driver.stage import DUE, FACE, Stage

LARGEST = 2**53 - 1
TODAY = day_number(START)


def test_a_debtor_issues_to_its_supplier_on_an_invoice(stage: Stage, issuance: Issuance) -> None:
    invoice = stage.invoice()
    outcome = issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, FACE, day_number(DUE), [(invoice, FACE)])
    assert outcome.answer == 1
    assert issuance.terms_of(1) == Terms(
        debtor=CAR_MAKER.address,
        face=FACE,
        issue_day=TODAY,
        status=OFFERED,
        creditor=TIER_ONE.address,
        accept_day=day_number(DUE),
        due_day=day_number(DUE),
        programme=stage.programme,
    )


def test_an_offer_mints_nothing(stage: Stage, ledger: Ledger) -> None:
    receivable = stage.offer()
    assert ledger.claims_held_by(TIER_ONE) == 0
    assert ledger.ask("receivableWord(uint64)", receivable) == 0
    with refused("ERC721NonexistentToken"):
        ledger.owner_of(receivable << 64 | 1)


def test_receivables_are_numbered_from_one_without_gaps(stage: Stage, issuance: Issuance) -> None:
    assert stage.offer() == 1
    with refused("FaceOutOfRange"):
        issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, 0, day_number(DUE), [])
    assert stage.offer() == 2
    assert issuance.count() == 2


def test_only_an_open_account_issues(stage: Stage, issuance: Issuance) -> None:
    invoice = stage.invoice(100, buyer=STRANGER)
    with refused("AccountNotOpen", account=STRANGER):
        issuance.issue(STRANGER, stage.programme, TIER_ONE, 100, day_number(DUE), [(invoice, 100)])


@pytest.mark.parametrize("roles", [0, 2, 4, 8, 14])
def test_only_a_debtor_issues(stage: Stage, ledger: Ledger, issuance: Issuance, roles: int) -> None:
    ledger.open_account(OPERATOR, STRANGER, roles)
    invoice = stage.invoice(100, buyer=STRANGER)
    with refused("RoleMissing", account=STRANGER, role=1):
        issuance.issue(STRANGER, stage.programme, TIER_ONE, 100, day_number(DUE), [(invoice, 100)])


def test_issuing_needs_a_programme_that_exists(stage: Stage, issuance: Issuance) -> None:
    for number in (0, stage.programme + 1):
        with refused("UnknownProgramme", programme=number):
            issuance.issue(CAR_MAKER, number, TIER_ONE, FACE, day_number(DUE), [(stage.invoice(), FACE)])


def test_the_creditor_is_somebody(stage: Stage, issuance: Issuance) -> None:
    with refused("InvalidAccount", account=NOBODY):
        issuance.issue(CAR_MAKER, stage.programme, NOBODY, FACE, day_number(DUE), [])


def test_nobody_owes_to_itself(stage: Stage, issuance: Issuance) -> None:
    with refused("CreditorIsDebtor", debtor=CAR_MAKER):
        issuance.issue(CAR_MAKER, stage.programme, CAR_MAKER, FACE, day_number(DUE), [])


def test_the_creditor_needs_an_open_account_only_where_the_programme_says_so(
    stage: Stage, ledger: Ledger, issuance: Issuance
) -> None:
    assert stage.offer(creditor=STRANGER) == 1
    closed = stage.open_programme(open_accounts_only=True)
    drawings = [(stage.invoice(FACE, STRANGER), FACE)]
    with refused("AccountNotOpen", account=STRANGER):
        issuance.issue(CAR_MAKER, closed, STRANGER, FACE, day_number(DUE), drawings)
    ledger.open_account(OPERATOR, STRANGER, 2)
    assert issuance.issue(CAR_MAKER, closed, STRANGER, FACE, day_number(DUE), drawings).answer == 2


@pytest.mark.parametrize("face", [0, LARGEST + 1, 2**64 - 1])
def test_a_face_of_nothing_or_more_than_json_can_carry_is_refused(
    stage: Stage, issuance: Issuance, face: int
) -> None:
    with refused("FaceOutOfRange", face=face, largest=LARGEST):
        issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, face, day_number(DUE), [])


@pytest.mark.parametrize("face", [1, LARGEST])
def test_the_smallest_and_the_largest_face_are_issued(stage: Stage, issuance: Issuance, face: int) -> None:
    assert issuance.terms_of(stage.offer(face)).face == face


def test_it_falls_due_tomorrow_at_the_earliest_and_within_the_programmes_term(
    stage: Stage, issuance: Issuance
) -> None:
    for day in (0, TODAY - 1, TODAY, day_number(DUE) + 1, 2**32 - 1):
        with refused("DueDayOutOfRange", dueDay=day, earliest=TODAY + 1, latest=day_number(DUE)):
            issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, FACE, day, [])
    assert stage.offer(due=START + timedelta(days=1)) == 1
    assert stage.offer(due=DUE) == 2


@pytest.mark.parametrize(
    ("months", "latest"), [(1, date(2026, 9, 30)), (6, date(2027, 2, 28)), (12, date(2027, 8, 31))]
)
def test_the_longest_term_counts_calendar_months(
    stage: Stage, issuance: Issuance, months: int, latest: date
) -> None:
    number = stage.open_programme(longest_term_months=months)
    assert stage.offer(programme=number, due=latest) == 1
    with refused("DueDayOutOfRange", latest=day_number(latest)):
        issuance.issue(CAR_MAKER, number, TIER_ONE, FACE, day_number(latest) + 1, [])


def test_the_day_of_issue_changes_at_midnight_in_shanghai(stage: Stage, issuance: Issuance) -> None:
    tomorrow = START + timedelta(days=1)
    invoices = [(stage.invoice(), FACE)], [(stage.invoice(), FACE)]
    stage.chain.go_to(moment(tomorrow) - 1)
    late = issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, FACE, day_number(tomorrow), invoices[0])
    assert issuance.terms_of(late.answer).issue_day == TODAY
    stage.chain.go_to(moment(tomorrow))
    with refused("DueDayOutOfRange", earliest=TODAY + 2):
        issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, FACE, day_number(tomorrow), invoices[1])


@pytest.mark.parametrize("drawn", [FACE - 1, FACE + 1])
def test_the_evidence_drawn_equals_the_face(stage: Stage, issuance: Issuance, drawn: int) -> None:
    invoice = stage.invoice(2 * FACE)
    with refused("EvidenceDoesNotMatchFace", face=FACE, drawn=drawn):
        issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, FACE, day_number(DUE), [(invoice, drawn)])


def test_nothing_is_issued_on_no_evidence(stage: Stage, issuance: Issuance) -> None:
    with refused("EvidenceDoesNotMatchFace", face=FACE, drawn=0):
        issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, FACE, day_number(DUE), [])


def test_documents_larger_than_any_face_do_not_add_up_to_one(stage: Stage, issuance: Issuance) -> None:
    drawings = [(stage.invoice(LARGEST), LARGEST), (stage.invoice(LARGEST), LARGEST)]
    with refused("EvidenceDoesNotMatchFace", face=FACE, drawn=2 * LARGEST):
        issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, FACE, day_number(DUE), drawings)


def test_a_receivable_may_rest_on_several_documents(
    stage: Stage, issuance: Issuance, evidence: Evidence
) -> None:
    one, other = stage.invoice(60), stage.invoice(60)
    issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, 100, day_number(DUE), [(one, 60), (other, 40)])
    assert (evidence.document(one).drawn, evidence.document(other).drawn) == (60, 40)


def test_a_refused_issue_draws_on_nothing(stage: Stage, issuance: Issuance, evidence: Evidence) -> None:
    invoice = stage.invoice(FACE)
    with refused("EvidenceDoesNotMatchFace"):
        issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, FACE, day_number(DUE), [(invoice, FACE - 1)])
    assert evidence.document(invoice).drawn == 0
    assert issuance.count() == 0


def test_the_currency_of_the_evidence_is_the_programmes(stage: Stage, issuance: Issuance) -> None:
    dollars = stage.invoice(FACE, currency=b"USD")
    with refused("DocumentInOtherCurrency", fingerprint=dollars, currency=b"USD"):
        issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, FACE, day_number(DUE), [(dollars, FACE)])
    number = stage.open_programme(currency=b"USD")
    assert issuance.issue(CAR_MAKER, number, TIER_ONE, FACE, day_number(DUE), [(dollars, FACE)]).answer == 1


def test_neither_operator_registrar_nor_governor_issues_for_a_debtor(
    stage: Stage, issuance: Issuance
) -> None:
    for somebody in (OPERATOR, REGISTRAR, GOVERNOR, A):
        with refused("RoleMissing" if somebody is A else "AccountNotOpen", account=somebody):
            issuance.issue(
                somebody, stage.programme, TIER_ONE, FACE, day_number(DUE), [(stage.invoice(), FACE)]
            )


def test_the_terms_of_what_was_never_issued_are_unknown(issuance: Issuance) -> None:
    with refused("UnknownReceivable", receivable=1):
        issuance.terms_of(1)
