"""Disputes and credit notes stop new financing of the disputed part, and nothing else."""

import pytest

from tests.contracts.driver.cast import (
    CAR_MAKER,
    COURT,
    EVERYBODY,
    FINANCIER,
    REGISTRAR,
    STRANGER,
    TIER_ONE,
    A,
)
from tests.contracts.driver.chain import day_number
from tests.contracts.driver.disputes import REASON
from tests.contracts.driver.finance import FACE, FUNDS, MILLION, Finance
from tests.contracts.driver.ledger import Offer
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.words import receivable_of

NOTE, OTHER_NOTE, ORDER = b"\1" * 32, b"\2" * 32, b"\3" * 32


@pytest.fixture
def on_paper(stage: Stage) -> tuple[int, bytes]:
    """A claim of ¥10,000,000 and the invoice that it rests on."""
    receivable, paper = stage.offer_on_paper(FACE)
    return stage.issuance.accept(TIER_ONE, receivable).answer, paper


def test_the_disputed_part_is_neither_sold_nor_pledged(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    outcome = stage.disputes.dispute(CAR_MAKER, claim, 3 * MILLION)
    disputed = outcome.answer
    assert outcome.events[-1] == ("ClaimDisputed", disputed, REASON)
    assert (stage.ledger.value_of(claim), stage.ledger.value_of(disputed)) == (7 * MILLION, 3 * MILLION)
    assert stage.ledger.owner_of(disputed) == TIER_ONE.address
    finance.record_lien(FINANCIER, disputed)
    with refused("ClaimIsDisputed", claim=disputed):
        finance.accept(finance.sale_quote(disputed, 1))
    with refused("ClaimIsDisputed", claim=disputed):
        finance.accept(finance.loan_quote(disputed, 1, principal=1))
    finance.record_lien(FINANCIER, claim)
    finance.accept(finance.sale_quote(claim, 7 * MILLION))
    stage.disputes.withdraw(CAR_MAKER, disputed)
    finance.accept(finance.sale_quote(disputed, 3 * MILLION))


def test_everything_else_goes_on(finance: Finance) -> None:
    """It is split, passed on and paid; what comes of it is disputed too."""
    stage = finance.stage
    claim = stage.claim(FACE)
    assert stage.disputes.dispute(CAR_MAKER, claim, FACE).answer == claim
    part = stage.ledger.split(TIER_ONE, claim, [FACE - MILLION, MILLION]).answer
    given = stage.ledger.transfer_value(TIER_ONE, claim, A, MILLION).answer
    stage.ledger.transfer_claim(TIER_ONE, TIER_ONE, A, part)
    for piece in (claim, part, given):
        assert stage.ledger.claim(piece).disputed
    with refused("ClaimIsDisputed", claim=given):
        stage.ledger.merge(A, [part], given)
    finance.fund(receivable_of(claim), FACE)
    finance.go_to(1)
    stage.settlement.collect(STRANGER, [claim, part, given])
    assert finance.balances(TIER_ONE, A) == (FUNDS + FACE - 2 * MILLION, 2 * MILLION)


def test_what_is_financed_already_stays_financed(finance: Finance) -> None:
    stage = finance.stage
    claim, pledged = stage.claim(FACE), stage.claim(FACE)
    finance.sell_with_recourse(claim)
    finance.lend(pledged)
    for financed in (claim, pledged):
        stage.disputes.dispute(CAR_MAKER, financed, FACE)
    finance.fund(receivable_of(pledged), FACE)
    finance.go_to(1)
    stage.settlement.collect(STRANGER, [pledged])
    assert not stage.ledger.claim(pledged).encumbered
    stage.financing.repurchase(TIER_ONE, claim)


def test_only_the_debtor_disputes_and_lets_an_objection_fall(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    for somebody in EVERYBODY:
        if somebody is not CAR_MAKER:
            with refused("NotAReceivableOf", receivable=receivable_of(claim), caller=somebody):
                stage.disputes.dispute(somebody, claim, 1)
    stage.disputes.dispute(CAR_MAKER, claim, FACE)
    for somebody in EVERYBODY:
        if somebody is not CAR_MAKER:
            with refused("NotAReceivableOf", caller=somebody):
                stage.disputes.withdraw(somebody, claim)


def test_a_dispute_is_about_value_that_is_there(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    with refused("ValueExceeded", claim=claim, value=FACE, requested=FACE + 1):
        stage.disputes.dispute(CAR_MAKER, claim, FACE + 1)
    with refused("ValueMissing", claim=claim):
        stage.disputes.dispute(CAR_MAKER, claim, 0)
    with refused("ERC721NonexistentToken"):
        stage.disputes.dispute(CAR_MAKER, claim + 1, 1)
    with refused("NotAReceivableOf"):
        stage.disputes.dispute(CAR_MAKER, claim + (1 << 128), 1)
    with refused("ClaimIsNotDisputed", claim=claim):
        stage.disputes.withdraw(CAR_MAKER, claim)
    stage.disputes.dispute(CAR_MAKER, claim, FACE)
    with refused("ClaimIsDisputed", claim=claim):
        stage.disputes.dispute(CAR_MAKER, claim, 1)


def test_part_of_a_frozen_claim_cannot_be_told_apart_but_all_of_it_can(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    stage.ledger.freeze(COURT, [claim], ORDER)
    with refused("ClaimIsFrozen", claim=claim):
        stage.disputes.dispute(CAR_MAKER, claim, 1)
    stage.disputes.dispute(CAR_MAKER, claim, FACE)
    word = stage.ledger.claim(claim)
    assert (word.frozen, word.disputed) == (1, 1)


def test_a_credit_note_that_comes_too_late_stops_the_financing_of_what_it_undoes(
    finance: Finance, on_paper: tuple[int, bytes]
) -> None:
    stage = finance.stage
    claim, paper = on_paper
    stage.evidence.credit(REGISTRAR, paper, NOTE, 2 * MILLION)
    first = stage.disputes.dispute_for_credit(REGISTRAR, claim, MILLION, NOTE).answer
    second = stage.disputes.dispute_for_credit(REGISTRAR, claim, MILLION, NOTE).answer
    assert stage.disputes.disputed_for(paper, receivable_of(claim)) == 2 * MILLION
    for disputed in (first, second):
        assert stage.ledger.claim(disputed).disputed
    with refused("CreditExceeded", fingerprint=paper, short=2 * MILLION, disputed=2 * MILLION, requested=1):
        stage.disputes.dispute_for_credit(REGISTRAR, claim, 1, NOTE)
    stage.evidence.credit(REGISTRAR, paper, OTHER_NOTE, 1)
    stage.disputes.dispute_for_credit(REGISTRAR, claim, 1, OTHER_NOTE)


def test_a_transfer_rests_on_its_own_document(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE, programme=stage.open_programme(evidence_required=True))
    paper = stage.invoice(MILLION, seller=A, buyer=TIER_ONE)
    terms = Offer(claim, A, MILLION, stage.chain.time + 3_600, ((paper, MILLION),))
    stage.ledger.offer(TIER_ONE, terms)
    given = stage.ledger.accept_offer(A, terms).answer
    stage.evidence.credit(REGISTRAR, paper, NOTE, 300)
    with refused("CreditExceeded", short=0):
        stage.disputes.dispute_for_credit(REGISTRAR, claim, 1, NOTE)
    stage.disputes.dispute_for_credit(REGISTRAR, given, 300, NOTE)
    assert stage.disputes.disputed_for(paper, given) == 300
    with refused("CreditExceeded", short=300, disputed=300, requested=1):
        stage.disputes.dispute_for_credit(REGISTRAR, given, 1, NOTE)


def test_a_credit_note_that_leaves_enough_stops_nothing(stage: Stage) -> None:
    paper = stage.invoice(FACE)
    issued = stage.issuance.issue(CAR_MAKER, 1, TIER_ONE, FACE - 100, day_number(DUE), [(paper, FACE - 100)])
    claim = stage.issuance.accept(TIER_ONE, issued.answer).answer
    stage.evidence.credit(REGISTRAR, paper, NOTE, 100)
    with refused("CreditExceeded", short=0, requested=1):
        stage.disputes.dispute_for_credit(REGISTRAR, claim, 1, NOTE)
    with refused("CreditNoteUnknown", creditNote=OTHER_NOTE):
        stage.disputes.dispute_for_credit(REGISTRAR, claim, 1, OTHER_NOTE)
    other = stage.claim(FACE)
    stage.evidence.credit(REGISTRAR, paper, OTHER_NOTE, 100)
    with refused("CreditExceeded", short=0, requested=1):
        stage.disputes.dispute_for_credit(REGISTRAR, other, 1, OTHER_NOTE)
