"""Loans against pledges: repaid and released, or enforced by collection or sale, and what is left over goes back."""

from dataclasses import astuple
from datetime import timedelta
from typing import Any

import pytest
from eth_abi.abi import encode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.money.debt import Debt
from tests.contracts.driver.cast import (
    BANK,
    COURT,
    EVERYBODY,
    FINANCIER,
    GOVERNOR,
    INVESTOR,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
    B,
)
from tests.contracts.driver.chain import START, day_number, moment
from tests.contracts.driver.finance import (
    BASES,
    FACE,
    FUNDS,
    MILLION,
    PRINCIPAL,
    RATE,
    REPAY_DAY,
    RESERVE,
    Finance,
    open_money_market,
)
from tests.contracts.driver.financing import LOAN_QUOTE
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.words import receivable_of

ORDER = b"\1" * 32
SURRENDER = "surrender(uint256,address)"
ON_PLEDGE = "onPledge(address,uint256,uint256,uint64,uint256,bytes)"
ON_COLLECTION = "onCollection(uint256,address,uint64,uint32)"
NINETY_DAYS = 7_500_000
"""Interest on ¥5,000,000 at 6 % for ninety days, ACT/360: ¥75,000.00."""


def overdue(finance: Finance) -> None:
    """The day after the loan was to be repaid, at noon."""
    finance.stage.chain.go_to(moment(REPAY_DAY + timedelta(days=1), 12))


# What a loan is


def test_a_part_of_a_claim_is_pledged_and_the_loan_paid_out_in_one_transaction(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    finance.record_lien(FINANCIER, claim)
    terms = finance.loan_quote(claim, 6 * MILLION)
    outcome = finance.accept(terms)
    pledged = outcome.answer
    assert stage.ledger.owner_of(pledged) == TIER_ONE.address
    assert (stage.ledger.value_of(pledged), stage.ledger.value_of(claim)) == (6 * MILLION, 4 * MILLION)
    assert stage.ledger.claim(pledged).encumbered
    assert not stage.ledger.claim(claim).encumbered
    assert finance.balances(TIER_ONE, FINANCIER) == (FUNDS + PRINCIPAL, FUNDS - PRINCIPAL)
    assert stage.ledger.ask("tieOf(uint256)", pledged) == (stage.financing.address, 1)
    assert outcome.events[-3] == (
        "LoanMade",
        1,
        stage.financing.digest(terms),
        pledged,
        FINANCIER.address,
        TIER_ONE.address,
        6 * MILLION,
        PRINCIPAL,
        RATE,
        1,
        day_number(REPAY_DAY),
        RESERVE,
    )


def test_a_whole_claim_is_pledged_as_it_is(finance: Finance) -> None:
    claim = finance.stage.claim(FACE)
    agreement, pledged = finance.lend(claim)
    assert pledged == claim
    assert finance.stage.financing.owed(agreement, pledged) == (PRINCIPAL, 0)


def test_a_pledged_claim_stays_where_it_is(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    finance.lend(claim)
    with refused("ClaimIsEncumbered", claim=claim):
        stage.ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    with refused("ClaimIsEncumbered", claim=claim):
        stage.ledger.split(TIER_ONE, claim, [1, FACE - 1])
    with refused("ClaimIsEncumbered", claim=claim):
        stage.ledger.encumber(TIER_ONE, claim, B)
    finance.record_lien(INVESTOR, claim)
    with refused("ClaimIsEncumbered", claim=claim):
        finance.accept(finance.loan_quote(claim, financier=INVESTOR.address), by=INVESTOR)
    with refused("ClaimIsEncumbered", claim=claim):
        finance.accept(finance.sale_quote(claim, FACE, INVESTOR), by=INVESTOR)


def test_nobody_pledges_to_a_desk_behind_its_back(finance: Finance) -> None:
    claim = finance.stage.claim(FACE)
    with refused("InvalidBeneficiary", claim=claim, beneficiary=finance.stage.financing):
        finance.stage.ledger.encumber(TIER_ONE, claim, finance.stage.financing)


# Repayment


def test_who_repays_has_its_claim_free_again(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    agreement, pledged = finance.lend(claim)
    stage.chain.go_to(moment(REPAY_DAY, 12))
    assert stage.financing.owed(agreement, pledged) == (PRINCIPAL, NINETY_DAYS)
    told = stage.financing.repay(TIER_ONE, agreement, PRINCIPAL + NINETY_DAYS).events
    assert told[0] == (
        "DebtPaid",
        agreement,
        pledged,
        TIER_ONE.address,
        PRINCIPAL + NINETY_DAYS,
        NINETY_DAYS,
        0,
        day_number(REPAY_DAY),
    )
    assert told[-1] == ("ClaimReleased", pledged, stage.financing.address)
    assert finance.balances(TIER_ONE, FINANCIER) == (FUNDS - NINETY_DAYS, FUNDS + NINETY_DAYS)
    assert stage.ledger.ask("tieOf(uint256)", pledged) == (bytes(20), 0)
    stage.ledger.transfer_claim(TIER_ONE, TIER_ONE, A, pledged)


def test_a_loan_is_repaid_in_parts_and_by_anybody(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    agreement, pledged = finance.lend(claim)
    stage.chain.go_to(moment(START + timedelta(days=30), 12))
    stage.financing.repay(INVESTOR, agreement, 2 * MILLION + 2_500_000)
    assert stage.financing.owed(agreement, pledged) == (3 * MILLION, 0)
    assert stage.ledger.claim(pledged).encumbered
    stage.chain.go_to(moment(REPAY_DAY, 12))
    assert stage.financing.owed(agreement, pledged) == (3 * MILLION, 3_000_000)
    stage.financing.repay(TIER_ONE, agreement, 3 * MILLION + 3_000_000)
    assert not stage.ledger.claim(pledged).encumbered


def test_no_more_is_paid_than_is_owed(finance: Finance) -> None:
    claim = finance.stage.claim(FACE)
    desk = finance.stage.financing
    agreement, _ = finance.lend(claim)
    with refused("PaymentExceedsDebt", agreement=agreement, owed=PRINCIPAL, amount=PRINCIPAL + 1):
        desk.repay(TIER_ONE, agreement, PRINCIPAL + 1)
    with refused("PaymentMissing", agreement=agreement):
        desk.repay(TIER_ONE, agreement, 0)
    with refused("UnknownAgreement", agreement=agreement + 1):
        desk.repay(TIER_ONE, agreement + 1, 1)
    desk.repay(TIER_ONE, agreement, PRINCIPAL)
    with refused("PaymentExceedsDebt", owed=0):
        desk.repay(TIER_ONE, agreement, 1)


def test_what_was_repaid_can_be_pledged_again(finance: Finance) -> None:
    claim = finance.stage.claim(FACE)
    first, _ = finance.lend(claim)
    finance.stage.financing.repay(TIER_ONE, first, PRINCIPAL)
    second = finance.accept(finance.loan_quote(claim, salt=b"\2" * 32)).events
    assert next(event for event in second if event[0] == "LoanMade")[1] == first + 1
    assert finance.stage.ledger.ask("tieOf(uint256)", claim)[1] == first + 1


# Enforcement by collection


def test_a_pledge_that_falls_due_pays_its_loan_and_the_rest_is_the_pledgors(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    agreement, pledged = finance.lend(claim)
    finance.fund(receivable_of(claim), FACE)
    finance.go_to(1)
    interest = stage.financing.owed(agreement, pledged)[1]
    assert interest == Debt(PRINCIPAL, RATE, 360, day_number(START)).on(day_number(DUE) + 1).interest
    stage.settlement.collect(STRANGER, [claim])
    assert finance.balances(FINANCIER, TIER_ONE) == (
        FUNDS + interest,
        FUNDS + PRINCIPAL + FACE - PRINCIPAL - interest,
    )
    assert stage.financing.owed(agreement, pledged) == (0, 0)
    assert stage.ledger.claim(claim).value == 0
    assert not stage.ledger.claim(claim).encumbered


def test_a_pledge_that_collects_too_little_leaves_the_rest_of_the_loan_owed(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    agreement, pledged = finance.lend(claim)
    finance.fund(receivable_of(claim), MILLION)
    finance.go_to(1)
    owed = sum(stage.financing.owed(agreement, pledged))
    stage.settlement.collect(STRANGER, [claim])
    assert sum(stage.financing.owed(agreement, pledged)) == owed - MILLION
    assert finance.balances(FINANCIER, TIER_ONE) == (FUNDS - PRINCIPAL + MILLION, FUNDS + PRINCIPAL)
    assert stage.ledger.claim(claim).encumbered
    finance.fund(receivable_of(claim), stage.settlement.owed(receivable_of(claim)))
    stage.settlement.collect(STRANGER, [claim])
    assert sum(stage.financing.owed(agreement, pledged)) == 0
    assert stage.ledger.claim(claim).value == 0


def test_what_is_tied_to_somebody_who_is_no_desk_stays_held(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    stage.ledger.encumber(TIER_ONE, claim, B)
    finance.fund(receivable_of(claim), FACE)
    finance.go_to(1)
    with refused("ClaimIsEncumbered", claim=claim):
        stage.settlement.collect(STRANGER, [claim])


def test_a_suspended_lender_is_not_paid(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    finance.lend(claim)
    finance.fund(receivable_of(claim), FACE)
    finance.go_to(1)
    stage.ledger.suspend(COURT, FINANCIER, ORDER)
    with refused("AccountIsSuspended", account=FINANCIER):
        stage.settlement.collect(STRANGER, [claim])
    stage.ledger.reinstate(COURT, FINANCIER)
    stage.settlement.collect(STRANGER, [claim])


def test_a_dismissed_desk_finishes_what_it_has_begun(finance: Finance) -> None:
    stage = finance.stage
    first, second = stage.claim(FACE), stage.claim(FACE)
    finance.lend(first)
    agreement, _ = finance.lend(second)
    stage.ledger.dismiss_desk(GOVERNOR, stage.financing)
    stage.financing.repay(TIER_ONE, agreement, PRINCIPAL)
    finance.fund(receivable_of(first), FACE)
    finance.go_to(1)
    stage.settlement.collect(STRANGER, [first])
    assert not stage.ledger.claim(first).encumbered


# Enforcement by sale


def test_a_pledge_is_sold_when_its_loan_is_overdue_and_the_surplus_goes_back(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    agreement, pledged = finance.lend(claim)
    overdue(finance)
    finance.record_lien(INVESTOR, claim)
    terms = finance.sale_quote(claim, FACE, INVESTOR)
    owed = sum(stage.financing.owed(agreement, pledged))
    signature = stage.financing.sign(INVESTOR, terms)
    told = stage.financing.enforce(FINANCIER, agreement, terms, signature).events
    surplus = terms.proceeds - owed
    assert ("PledgeEnforced", agreement, claim, INVESTOR.address, terms.proceeds, surplus) in told
    assert stage.ledger.owner_of(claim) == INVESTOR.address
    assert not stage.ledger.claim(claim).encumbered
    assert finance.balances(FINANCIER, TIER_ONE, INVESTOR) == (
        FUNDS - PRINCIPAL + owed,
        FUNDS + PRINCIPAL + surplus,
        FUNDS - terms.proceeds,
    )
    with refused("PledgeGone", agreement=agreement):
        stage.financing.enforce(FINANCIER, agreement, terms, signature)


def test_a_sale_that_brings_too_little_leaves_the_rest_of_the_loan_owed(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    agreement, pledged = finance.lend(claim, principal=FACE)
    overdue(finance)
    finance.record_lien(INVESTOR, claim)
    terms = finance.sale_quote(claim, FACE, INVESTOR, rate_ppm=RESERVE)
    owed = sum(stage.financing.owed(agreement, pledged))
    stage.financing.enforce(FINANCIER, agreement, terms, stage.financing.sign(INVESTOR, terms))
    left = sum(stage.financing.owed(agreement, pledged))
    assert left == owed - terms.proceeds > 0
    stage.financing.repay(TIER_ONE, agreement, left)
    assert stage.ledger.owner_of(claim) == INVESTOR.address


def test_a_pledge_is_never_the_lenders_own_and_never_sold_below_the_reserve(finance: Finance) -> None:
    """No forfeiture: neither of the two can be the buyer, and the price is at most as low as was agreed."""
    stage = finance.stage
    claim = stage.claim(FACE)
    agreement, _ = finance.lend(claim)
    desk = stage.financing
    with refused("LoanNotOverdue", agreement=agreement, repayDay=day_number(REPAY_DAY)):
        desk.enforce(FINANCIER, agreement, finance.sale_quote(claim, FACE, INVESTOR), b"")
    overdue(finance)
    finance.record_lien(INVESTOR, claim)
    good = finance.sale_quote(claim, FACE, INVESTOR)
    for party in (FINANCIER, TIER_ONE):
        terms = good.but(financier=party.address)
        with refused("BuyerIsParty", agreement=agreement, buyer=party):
            desk.enforce(FINANCIER, agreement, terms, desk.sign(party, terms))
    low = finance.sale_quote(claim, FACE, INVESTOR, rate_ppm=RESERVE + 1)
    with refused("PriceBelowReserve", reservePpm=RESERVE, ratePpm=RESERVE + 1):
        desk.enforce(FINANCIER, agreement, low, desk.sign(INVESTOR, low))
    with_recourse = good.but(recourse=True)
    with refused("RecourseNotGiven", agreement=agreement):
        desk.enforce(FINANCIER, agreement, with_recourse, desk.sign(INVESTOR, with_recourse))
    part = finance.sale_quote(claim, FACE - 1, INVESTOR)
    with refused("QuoteOfAnotherClaim", value=FACE - 1):
        desk.enforce(FINANCIER, agreement, part, desk.sign(INVESTOR, part))
    with refused("QuoteNotSigned", financier=INVESTOR):
        desk.enforce(FINANCIER, agreement, good, desk.sign(FINANCIER, good))
    for somebody in EVERYBODY:
        if somebody is not FINANCIER:
            with refused("NotOwedTo", agreement=agreement, caller=somebody):
                desk.enforce(somebody, agreement, good, desk.sign(INVESTOR, good))
    stage.ledger.freeze(COURT, [claim], ORDER)
    with refused("ClaimIsFrozen", claim=claim):
        desk.enforce(FINANCIER, agreement, good, desk.sign(INVESTOR, good))
    assert finance.balances(FINANCIER, INVESTOR) == (FUNDS - PRINCIPAL, FUNDS)
    assert stage.ledger.owner_of(claim) == TIER_ONE.address


# Attacks


@pytest.mark.parametrize(
    ("error", "change"),
    [
        ("PrincipalOutOfRange", {"principal": FACE + 1}),
        ("PrincipalOutOfRange", {"principal": 0}),
        ("RepayDayPassed", {"repay_day": day_number(START) - 1}),
        ("QuoteOfAnotherDay", {"value_day": day_number(START) + 1}),
        ("QuoteExpired", {"expiry": moment(START)}),
        ("QuoteOfAnotherClaim", {"epoch": 7}),
        ("QuoteNotSigned", {"signed_by": A}),
        ("NotAFinancier", {"financier": A.address, "signed_by": A}),
        ("LienReceiptMissing", {"financier": INVESTOR.address, "signed_by": INVESTOR}),
    ],
    ids=str,
)
def test_a_bad_loan_is_not_made(finance: Finance, error: str, change: dict[str, Any]) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    finance.record_lien(FINANCIER, claim)
    change = dict(change)
    by: Actor = change.pop("signed_by", FINANCIER)
    with refused(error):
        finance.accept(finance.loan_quote(claim, **change), by=by)
    assert finance.balances(TIER_ONE, FINANCIER) == (FUNDS, FUNDS)
    assert not stage.ledger.claim(claim).encumbered


def test_a_loans_quote_is_accepted_once_altered_never_and_taken_back_by_its_financier(
    finance: Finance,
) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    finance.record_lien(FINANCIER, claim)
    terms = finance.loan_quote(claim, MILLION, principal=1_000)
    signature = stage.financing.sign(FINANCIER, terms)
    altered = terms.but(principal=2_000)
    with refused("QuoteNotSigned"):
        stage.financing.accept(TIER_ONE, stage.ledger, altered, signature)
    stage.financing.accept(TIER_ONE, stage.ledger, terms, signature)
    with refused("QuoteEnded", quote=stage.financing.digest(terms)):
        stage.financing.accept(TIER_ONE, stage.ledger, terms, signature)
    other = terms.but(salt=b"\2" * 32)
    for somebody in EVERYBODY:
        if somebody is not FINANCIER:
            with refused("NotTheFinancier", financier=FINANCIER, caller=somebody):
                stage.financing.revoke(somebody, other)
    stage.financing.revoke(FINANCIER, other)
    assert stage.financing.has_ended(other)
    with refused("QuoteEnded"):
        finance.accept(other)


def test_a_financier_without_funds_lends_nothing(finance: Finance) -> None:
    claim = finance.stage.claim(FACE)
    finance.record_lien(FINANCIER, claim)
    finance.stage.ecny.pay(FINANCIER, B, FUNDS)
    with refused("FundsInsufficient", owner=FINANCIER, available=0, needed=PRINCIPAL):
        finance.accept(finance.loan_quote(claim))
    assert not finance.stage.ledger.claim(claim).encumbered


def test_claims_are_pledged_by_their_holders_through_admitted_desks_only(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    finance.record_lien(FINANCIER, claim)
    terms = finance.loan_quote(claim)
    for somebody in EVERYBODY:
        if somebody is not TIER_ONE:
            with refused("ERC721InsufficientApproval", operator=somebody):
                finance.accept(terms, somebody)
    with refused("DeskNotAdmitted", desk=stage.settlement):
        stage.financing.accept(TIER_ONE, stage.ledger, terms, b"", desk=stage.settlement)
    with refused("ValueExceeded", value=FACE, requested=FACE + 1):
        stage.financing.accept(TIER_ONE, stage.ledger, terms, b"", value=FACE + 1)


def test_nobody_but_the_ledger_and_the_settlement_tells_the_desk_what_happens(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    terms = finance.loan_quote(claim)
    told = encode([LOAN_QUOTE, "bytes"], [astuple(terms), stage.financing.sign(FINANCIER, terms)])
    for somebody in EVERYBODY:
        with refused("NotTheLedger", caller=somebody):
            stage.financing.send(somebody, ON_PLEDGE, TIER_ONE, claim, 0, FACE, claim, told)
        with refused("NotTheSettlement", caller=somebody):
            stage.financing.send(somebody, ON_COLLECTION, claim, TIER_ONE, 1, 1)
    with refused("NotTheSettlement", caller=stage.ledger):
        stage.financing.ask(ON_COLLECTION, claim, TIER_ONE, 1, 1, sender=stage.ledger)
    with refused("NotTheLedger", caller=stage.settlement):
        stage.financing.ask(ON_PLEDGE, TIER_ONE, claim, 0, FACE, claim, told, sender=stage.settlement)


def test_a_pledge_is_handed_over_by_its_desk_alone(finance: Finance) -> None:
    stage = finance.stage
    pledged, plain, free = stage.claim(FACE), stage.claim(FACE), stage.claim(FACE)
    finance.lend(pledged)
    stage.ledger.encumber(TIER_ONE, plain, B)
    for claim in (pledged, plain, free):
        for somebody in EVERYBODY:
            with refused("NotTiedToDesk", claim=claim, desk=somebody):
                stage.ledger.send(somebody, SURRENDER, claim, somebody)
    with refused("NotTiedToDesk", desk=stage.settlement):
        stage.ledger.ask(SURRENDER, pledged, A, sender=stage.settlement)
    with refused("ERC721InvalidReceiver"):
        stage.ledger.ask(SURRENDER, pledged, bytes(20), sender=stage.financing)
    with refused("NotTheBeneficiary", claim=pledged, beneficiary=stage.financing):
        stage.ledger.release(FINANCIER, pledged)


def test_a_sales_agreement_is_no_loan(finance: Finance) -> None:
    claim = finance.stage.claim(FACE)
    agreement, _ = finance.sell_with_recourse(claim)
    with refused("NotALoan", agreement=agreement):
        finance.stage.financing.repay(TIER_ONE, agreement, 1)
    with refused("NotALoan", agreement=agreement):
        finance.stage.financing.enforce(FINANCIER, agreement, finance.sale_quote(claim, FACE), b"")


# Equal to Python


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.integers(1, 2**50),
    share=st.fractions(0, 1, max_denominator=1_000),
    rate=st.integers(0, 400_000),
    day_count=st.sampled_from([1, 2]),
    payments=st.lists(st.tuples(st.integers(0, 40), st.fractions(0, 1, max_denominator=50)), max_size=4),
)
def test_a_loan_is_reckoned_as_python_reckons_it(
    stage: Stage,
    value: int,
    share: Any,
    rate: int,
    day_count: int,
    payments: list[tuple[int, Any]],
) -> None:
    """Principal and interest to the fen, after each of several payments at any distance."""
    stage.reset()
    open_money_market(stage)
    stage.ecny.issue(BANK, FINANCIER, 2**52)
    stage.ecny.issue(BANK, TIER_ONE, 2**51)
    for owner in (FINANCIER, TIER_ONE):
        stage.ecny.approve(owner, stage.financing, 2**256 - 1)
    finance = Finance(stage)
    principal = max(1, int(value * share))
    claim = stage.claim(value)
    agreement, pledged = finance.lend(claim, value, principal=principal, rate_ppm=rate, day_count=day_count)
    debt = Debt(principal, rate, BASES[day_count], day_number(START))
    day = day_number(START)
    for days, part in payments:
        day += days
        stage.chain.go_to(
            max(stage.chain.time + 1, moment(START + timedelta(days=day - day_number(START)), 12))
        )
        debt = debt.on(day)
        assert stage.financing.owed(agreement, pledged) == (debt.principal, debt.interest)
        amount = int(debt.owed * part)
        if amount:
            stage.financing.repay(TIER_ONE, agreement, amount)
            debt = debt.after(amount)
    assert stage.financing.owed(agreement, pledged) == (debt.principal, debt.interest)
    assert bool(stage.ledger.claim(pledged).encumbered) == (debt.owed > 0)
