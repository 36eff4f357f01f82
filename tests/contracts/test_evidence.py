"""A trade document is a budget: registered once, drawn on by receivables, never beyond its amount."""

from datetime import date

import pytest
from eth_utils.crypto import keccak
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.driver.campaign import a_fifth_of_the_examples
from tests.contracts.driver.cast import CAR_MAKER, NOBODY, REGISTRAR, TIER_ONE, A, Actor, B
from tests.contracts.driver.chain import day_number
from tests.contracts.driver.issuance import Issuance
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.registries import Document, Evidence
from tests.contracts.driver.stage import DUE, Stage

PAPER = keccak(text="delivery note 7")


def issue(stage: Stage, creditor: Actor, *drawings: tuple[bytes, int]) -> int:
    face = sum(amount for _, amount in drawings)
    outcome = stage.issuance.issue(CAR_MAKER, stage.programme, creditor, face, day_number(DUE), drawings)
    receivable: int = outcome.answer
    return receivable


def test_a_registered_document_can_be_read_back(evidence: Evidence) -> None:
    evidence.register(REGISTRAR, PAPER, CAR_MAKER, TIER_ONE, 100, b"USD", kind=2)
    expected = Document(CAR_MAKER.address, 100, b"USD", 2, TIER_ONE.address, drawn=0)
    assert evidence.document(PAPER) == expected


@pytest.mark.parametrize("kind", [1, 2, 3])
def test_invoices_deliveries_and_acceptances_are_registered(evidence: Evidence, kind: int) -> None:
    evidence.register(REGISTRAR, PAPER, CAR_MAKER, TIER_ONE, 100, kind=kind)
    assert evidence.document(PAPER).kind == kind


def test_a_document_is_registered_once(evidence: Evidence) -> None:
    evidence.register(REGISTRAR, PAPER, CAR_MAKER, TIER_ONE, 100)
    with refused("DocumentAlreadyRegistered", fingerprint=PAPER):
        evidence.register(REGISTRAR, PAPER, CAR_MAKER, A, 1000, b"USD", kind=2)
    assert evidence.document(PAPER).amount == 100


def test_a_document_says_what_it_is(evidence: Evidence) -> None:
    with refused("DocumentAmountOutOfRange", amount=0):
        evidence.register(REGISTRAR, PAPER, CAR_MAKER, TIER_ONE, 0)
    with refused("DocumentWithoutCurrency", currency=bytes(3)):
        evidence.register(REGISTRAR, PAPER, CAR_MAKER, TIER_ONE, 100, bytes(3))
    with refused("DocumentWithoutKind", fingerprint=PAPER):
        evidence.register(REGISTRAR, PAPER, CAR_MAKER, TIER_ONE, 100, kind=0)


@pytest.mark.parametrize("amount", [2**53, 2**64 - 1])
def test_a_document_is_over_no_more_than_every_reader_can_count(evidence: Evidence, amount: int) -> None:
    evidence.register(REGISTRAR, bytes(32), CAR_MAKER, TIER_ONE, 2**53 - 1)
    with refused("DocumentAmountOutOfRange", amount=amount, largest=2**53 - 1):
        evidence.register(REGISTRAR, PAPER, CAR_MAKER, TIER_ONE, amount)


@pytest.mark.parametrize("currency", [b"cny", b"CN\0", b"CN1", b"\xff\xff\xff"])
def test_a_currency_is_three_capital_letters(evidence: Evidence, stage: Stage, currency: bytes) -> None:
    with refused("DocumentWithoutCurrency", currency=currency):
        evidence.register(REGISTRAR, PAPER, CAR_MAKER, TIER_ONE, 100, currency)
    with refused("ProgrammeWithoutCurrency", currency=currency):
        stage.open_programme(currency=currency)


def test_a_kind_of_document_that_nobody_knows_is_refused(evidence: Evidence) -> None:
    with refused("NoReason"):
        evidence.register(REGISTRAR, PAPER, CAR_MAKER, TIER_ONE, 100, kind=7)


@pytest.mark.parametrize(
    ("buyer", "seller"), [(NOBODY, TIER_ONE.address), (TIER_ONE.address, NOBODY), (A.address, A.address)]
)
def test_a_document_is_between_two_parties(evidence: Evidence, buyer: bytes, seller: bytes) -> None:
    with refused("DocumentNeedsTwoParties", buyer=buyer, seller=seller):
        evidence.register(REGISTRAR, PAPER, buyer, seller, 100)


def test_a_document_that_was_never_registered_is_unknown(stage: Stage, evidence: Evidence) -> None:
    with refused("UnknownDocument", fingerprint=PAPER):
        evidence.document(PAPER)
    with refused("UnknownDocument", fingerprint=PAPER):
        issue(stage, TIER_ONE, (PAPER, 100))


def test_a_document_supports_receivables_up_to_its_amount_and_no_further(
    stage: Stage, evidence: Evidence
) -> None:
    invoice = stage.invoice(100)
    issue(stage, TIER_ONE, (invoice, 60))
    with refused("EvidenceExceeded", fingerprint=invoice, amount=100, drawn=60, requested=41):
        issue(stage, TIER_ONE, (invoice, 41))
    issue(stage, TIER_ONE, (invoice, 40))
    assert evidence.document(invoice).drawn == 100
    with refused("EvidenceExceeded", amount=100, drawn=100, requested=1):
        issue(stage, TIER_ONE, (invoice, 1))


def test_the_same_document_twice_in_one_issue_counts_twice(stage: Stage, evidence: Evidence) -> None:
    invoice = stage.invoice(100)
    with refused("EvidenceExceeded", fingerprint=invoice, amount=100, drawn=60, requested=60):
        issue(stage, TIER_ONE, (invoice, 60), (invoice, 60))
    assert evidence.document(invoice).drawn == 0
    issue(stage, TIER_ONE, (invoice, 50), (invoice, 50))
    assert evidence.document(invoice).drawn == 100


def test_a_drawing_too_large_is_told_from_one_that_wraps(stage: Stage) -> None:
    invoice = stage.invoice(100)
    issue(stage, TIER_ONE, (invoice, 60))
    with refused("EvidenceExceeded", requested=2**64 - 1):
        stage.issuance.issue(
            CAR_MAKER, stage.programme, TIER_ONE, 40, day_number(DUE), [(invoice, 2**64 - 1), (invoice, 41)]
        )


def test_drawing_nothing_is_refused(stage: Stage) -> None:
    invoice = stage.invoice(100)
    with refused("DrawingWithoutAmount", fingerprint=invoice):
        issue(stage, TIER_ONE, (invoice, 100), (invoice, 0))


def test_a_document_between_others_supports_nothing(stage: Stage, issuance: Issuance) -> None:
    of_another_seller = stage.invoice(100, seller=A)
    of_another_buyer = stage.invoice(100, buyer=B)
    reversed_one = stage.invoice(100, seller=CAR_MAKER, buyer=TIER_ONE)
    for document in (of_another_seller, of_another_buyer, reversed_one):
        with refused("DocumentOfOthers", fingerprint=document, buyer=CAR_MAKER, seller=TIER_ONE):
            issue(stage, TIER_ONE, (document, 100))
    assert issuance.count() == 0


def test_an_offer_keeps_its_evidence_even_before_it_is_accepted(stage: Stage) -> None:
    invoice = stage.invoice(100)
    issue(stage, TIER_ONE, (invoice, 100))
    with refused("EvidenceExceeded", drawn=100):
        issue(stage, TIER_ONE, (invoice, 100))


def test_evidence_is_drawn_by_whichever_programme_on_one_budget(stage: Stage, issuance: Issuance) -> None:
    invoice = stage.invoice(100)
    issue(stage, TIER_ONE, (invoice, 100))
    other = stage.open_programme(name="Other")
    with refused("EvidenceExceeded", amount=100, drawn=100, requested=100):
        issuance.issue(CAR_MAKER, other, TIER_ONE, 100, day_number(date(2026, 10, 1)), [(invoice, 100)])


def test_every_drawing_is_told_with_the_total_after_it(stage: Stage, issuance: Issuance) -> None:
    one, other = stage.invoice(100), stage.invoice(100)
    drawings = [(one, 30), (other, 5), (one, 20)]
    outcome = issuance.issue(CAR_MAKER, stage.programme, TIER_ONE, 55, day_number(DUE), drawings)
    assert outcome.events[1:] == [
        ("EvidenceDrawn", one, 1, 30, 30),
        ("EvidenceDrawn", other, 1, 5, 5),
        ("EvidenceDrawn", one, 1, 20, 50),
    ]


def test_a_registration_is_told_in_full(evidence: Evidence) -> None:
    outcome = evidence.register(REGISTRAR, PAPER, CAR_MAKER, TIER_ONE, 100, kind=3)
    told = ("DocumentRegistered", PAPER, CAR_MAKER.address, TIER_ONE.address, 100, b"CNY", 3)
    assert outcome.events == [told]


@a_fifth_of_the_examples
@given(amounts=st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_whatever_is_asked_a_document_is_drawn_to_what_was_granted_and_within_its_amount(
    deployment: Stage, amounts: list[int]
) -> None:
    deployment.reset()
    invoice = deployment.invoice(100)
    granted = 0
    for amount in amounts:
        if granted + amount > 100:
            with refused("EvidenceExceeded", amount=100, drawn=granted, requested=amount):
                issue(deployment, TIER_ONE, (invoice, amount))
        else:
            issue(deployment, TIER_ONE, (invoice, amount))
            granted += amount
    assert deployment.evidence.document(invoice).drawn == granted
