"""A credit note lowers what a document is good for, from then on and once."""

import pytest

from tests.contracts.driver.cast import CAR_MAKER, REGISTRAR, TIER_ONE
from tests.contracts.driver.chain import day_number
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.registries import Evidence
from tests.contracts.driver.stage import DUE, Stage

NOTE, OTHER_NOTE = b"\1" * 32, b"\2" * 32


@pytest.fixture
def invoice(stage: Stage) -> bytes:
    return stage.invoice(100)


def issue(stage: Stage, invoice: bytes, amount: int) -> int:
    receivable: int = stage.issuance.issue(
        CAR_MAKER, stage.programme, TIER_ONE, amount, day_number(DUE), [(invoice, amount)]
    ).answer
    return receivable


def test_a_credited_document_is_good_for_what_is_left(
    stage: Stage, evidence: Evidence, invoice: bytes
) -> None:
    told = evidence.credit(REGISTRAR, invoice, NOTE, 40).events
    assert told == [("DocumentCredited", invoice, NOTE, 40, 60)]
    assert (evidence.document(invoice).amount, evidence.credited_by(NOTE)) == (60, invoice)
    with refused("EvidenceExceeded", amount=60, drawn=0, requested=61):
        issue(stage, invoice, 61)
    issue(stage, invoice, 60)


def test_a_credit_note_that_comes_too_late_stops_further_drawing(
    stage: Stage, evidence: Evidence, invoice: bytes
) -> None:
    receivable = issue(stage, invoice, 80)
    evidence.credit(REGISTRAR, invoice, NOTE, 40)
    document = evidence.document(invoice)
    assert (document.amount, document.drawn) == (60, 80)
    with refused("EvidenceExceeded", amount=60, drawn=80, requested=1):
        issue(stage, invoice, 1)
    stage.issuance.decline(TIER_ONE, receivable, [invoice])
    issue(stage, invoice, 60)


def test_several_credit_notes_add_up_to_the_document_and_no_further(
    evidence: Evidence, invoice: bytes
) -> None:
    evidence.credit(REGISTRAR, invoice, NOTE, 40)
    with refused("CreditExceedsDocument", fingerprint=invoice, amount=60, requested=61):
        evidence.credit(REGISTRAR, invoice, OTHER_NOTE, 61)
    evidence.credit(REGISTRAR, invoice, OTHER_NOTE, 60)
    assert evidence.document(invoice).amount == 0


def test_a_number_is_used_once_be_it_a_documents_or_a_credit_notes(
    stage: Stage, evidence: Evidence, invoice: bytes
) -> None:
    evidence.credit(REGISTRAR, invoice, NOTE, 40)
    for used in (NOTE, invoice, stage.invoice(100)):
        with refused("DocumentAlreadyRegistered", fingerprint=used):
            evidence.credit(REGISTRAR, invoice, used, 1)
    with refused("DocumentAlreadyRegistered", fingerprint=NOTE):
        evidence.register(REGISTRAR, NOTE, CAR_MAKER, TIER_ONE, 100)


def test_a_credit_note_is_over_something_and_on_a_document_that_is_known(
    evidence: Evidence, invoice: bytes
) -> None:
    with refused("DocumentAmountOutOfRange", amount=0):
        evidence.credit(REGISTRAR, invoice, NOTE, 0)
    with refused("UnknownDocument", fingerprint=OTHER_NOTE):
        evidence.credit(REGISTRAR, OTHER_NOTE, NOTE, 1)
    assert evidence.credited_by(NOTE) == bytes(32)


def test_a_fully_credited_document_stays_registered(evidence: Evidence, invoice: bytes) -> None:
    evidence.credit(REGISTRAR, invoice, NOTE, 100)
    with refused("DocumentAlreadyRegistered", fingerprint=invoice):
        evidence.register(REGISTRAR, invoice, CAR_MAKER, TIER_ONE, 100)
