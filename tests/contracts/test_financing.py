"""Financing: a holder accepts a financier's signed quote, and title and e-CNY change hands together or not at all."""

from dataclasses import astuple
from datetime import timedelta
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_account import Account
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.money.discount import bank_discount
from tests.contracts.driver.cast import (
    BANK,
    CAR_MAKER,
    COURT,
    DESK,
    EVERYBODY,
    FINANCIER,
    OPERATOR,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
    B,
)
from tests.contracts.driver.chain import START, day_number, moment
from tests.contracts.driver.contract import Contract, Party
from tests.contracts.driver.financing import QUOTE, Quote
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.solidity import compiled
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.stage import FINANCIER as FINANCIER_ROLE
from tests.contracts.driver.words import receivable_of

MILLION = 100_000_000
FACE = 10 * MILLION
FUNDS = 100 * MILLION
RECEIPT = b"\7" * 32
RATE = 60_000
DAYS = (DUE - START).days
BASES = {1: 360, 2: 365}
ORDER = b"\1" * 32


@pytest.fixture
def desk(stage: Stage) -> Stage:
    """Tier one holds a claim of ¥10,000,000; the financier has ¥100,000,000, and the desk may pay them."""
    stage.ledger.open_account(OPERATOR, FINANCIER, FINANCIER_ROLE)
    for owner in (CAR_MAKER, TIER_ONE, A, B, FINANCIER):
        stage.ecny.open_wallet(BANK, owner)
    stage.ecny.issue(BANK, FINANCIER, FUNDS)
    stage.ecny.approve(FINANCIER, stage.financing, FUNDS)
    return stage


@pytest.fixture
def claim(desk: Stage) -> int:
    """With the financier's lien on record."""
    claim = desk.claim(FACE)
    desk.financing.record_lien(FINANCIER, claim, RECEIPT)
    return claim


def price(value: int, rate: int = RATE, days: int = DAYS, day_count: int = 1) -> int:
    return value - bank_discount(value, rate, days, BASES[day_count])


def quote(stage: Stage, claim: int, value: int = FACE, **other: Any) -> Quote:
    """At 6 % a year, for today, good until this evening."""
    return Quote(
        financier=FINANCIER.address,
        claim=claim,
        epoch=stage.ledger.claim(claim).epoch,
        value=value,
        proceeds=price(value),
        rate_ppm=RATE,
        day_count=1,
        value_day=day_number(START),
        recourse=False,
        expiry=moment(START, 20),
    ).but(**other)


def signed(stage: Stage, terms: Quote, signer: Actor = FINANCIER) -> bytes:
    return stage.financing.sign(signer, terms)


def accept(stage: Stage, terms: Quote, seller: Actor = TIER_ONE, signature: bytes | None = None) -> Any:
    return stage.financing.accept(seller, stage.ledger, terms, signature or signed(stage, terms))


def untouched(stage: Stage, claim: int) -> bool:
    """Title and money are where they were."""
    word = stage.ledger.claim(claim)
    return (word.owner, word.value, stage.ecny.balance(FINANCIER)) == (TIER_ONE.address, FACE, FUNDS)


# What a sale is


def test_a_whole_claim_is_sold_in_one_transaction(desk: Stage, claim: int) -> None:
    terms = quote(desk, claim)
    outcome = accept(desk, terms)
    assert outcome.answer == claim
    assert desk.ledger.owner_of(claim) == FINANCIER.address
    assert desk.ecny.balance(TIER_ONE) == terms.proceeds == FACE - bank_discount(FACE, RATE, DAYS, 360)
    assert desk.ecny.balance(FINANCIER) == FUNDS - terms.proceeds
    assert desk.financing.has_ended(terms)
    names = [event[0] for event in outcome.events]
    assert names == ["ClaimSold", "Approval", "Transfer", "CarriedByDesk", "Transfer"]
    assert outcome.events[0] == (
        "ClaimSold",
        desk.financing.digest(terms),
        claim,
        FINANCIER.address,
        TIER_ONE.address,
        FACE,
        terms.proceeds,
        RATE,
        1,
        0,
    )


def test_any_part_of_a_claim_is_sold(desk: Stage, claim: int) -> None:
    terms = quote(desk, claim, 123_456_789, proceeds=price(123_456_789))
    into = accept(desk, terms).answer
    assert into != claim
    assert (desk.ledger.owner_of(into), desk.ledger.value_of(into)) == (FINANCIER.address, 123_456_789)
    assert desk.ledger.value_of(claim) == FACE - 123_456_789
    assert desk.ecny.balance(TIER_ONE) == terms.proceeds


def test_a_sale_is_no_trade_transfer_and_needs_no_document(desk: Stage) -> None:
    """A programme that demands evidence and acceptance of each transfer does not stand in the way of financing."""
    strict = desk.open_programme(evidence_required=True, acceptance_required=True)
    claim = desk.claim(FACE, programme=strict)
    desk.financing.record_lien(FINANCIER, claim, RECEIPT)
    accept(desk, quote(desk, claim, 500, proceeds=price(500)))
    accept(desk, quote(desk, claim, FACE - 500, proceeds=price(FACE - 500)))
    assert desk.ledger.owner_of(claim) == FINANCIER.address


@pytest.mark.parametrize("day_count", BASES)
def test_the_basis_of_a_year_is_the_quotes(desk: Stage, claim: int, day_count: int) -> None:
    terms = quote(desk, claim, day_count=day_count, proceeds=price(FACE, day_count=day_count))
    accept(desk, terms)
    assert desk.ecny.balance(TIER_ONE) == FACE - bank_discount(FACE, RATE, DAYS, BASES[day_count])


def test_what_a_wallet_signs_is_what_the_desk_asks_for(desk: Stage, claim: int) -> None:
    """EIP-712 by another implementation: the digest that eth-account signs is the contract's."""
    terms = quote(desk, claim)
    signature = signed(desk, terms)
    signer = Account._recover_hash(desk.financing.digest(terms), signature=signature)
    assert signer == FINANCIER.account.address


def test_the_financier_is_paid_at_maturity_as_whoever_holds_the_claim(desk: Stage, claim: int) -> None:
    accept(desk, quote(desk, claim))
    desk.ecny.issue(BANK, CAR_MAKER, FACE)
    desk.settlement.fund(CAR_MAKER, desk.ecny, receivable_of(claim), FACE)
    desk.chain.go_to(moment(DUE + timedelta(days=1)))
    desk.settlement.collect(STRANGER, [claim])
    assert desk.ecny.balance(FINANCIER) == FUNDS + bank_discount(FACE, RATE, DAYS, 360)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.integers(1, 2**53 - 1),
    rate=st.integers(0, 2_000_000),
    due_in=st.integers(1, 180),
    day_count=st.sampled_from([1, 2]),
)
def test_the_contract_discounts_as_python_does(
    stage: Stage, value: int, rate: int, due_in: int, day_count: int
) -> None:
    """Equal to the unit: one fen more or less is refused, and what is right is paid."""
    stage.reset()
    stage.ledger.open_account(OPERATOR, FINANCIER, FINANCIER_ROLE)
    for owner in (TIER_ONE, FINANCIER):
        stage.ecny.open_wallet(BANK, owner)
    stage.ecny.issue(BANK, FINANCIER, 2**53 - 1)
    stage.ecny.approve(FINANCIER, stage.financing, 2**256 - 1)
    claim = stage.claim(value, due=START + timedelta(days=due_in))
    stage.financing.record_lien(FINANCIER, claim, RECEIPT)
    proceeds = price(value, rate, due_in, day_count)
    terms = quote(stage, claim, value, rate_ppm=rate, day_count=day_count, proceeds=max(proceeds, 0))
    for wrong in (terms.proceeds - 1, terms.proceeds + 1):
        if wrong >= 0:
            error = "QuotePriceWrong" if wrong <= value else "PriceAboveFace"
            with refused(error, proceeds=wrong):
                accept(stage, terms.but(proceeds=wrong))
    if proceeds <= 0:
        with refused("QuotePriceWrong", expected=0):
            accept(stage, terms)
        return
    accept(stage, terms)
    assert stage.ecny.balance(TIER_ONE) == proceeds


# Attacks


def test_a_quote_is_accepted_once(desk: Stage, claim: int) -> None:
    terms = quote(desk, claim, 1_000, proceeds=price(1_000))
    signature = signed(desk, terms)
    accept(desk, terms, signature=signature)
    with refused("QuoteEnded", quote=desk.financing.digest(terms)):
        accept(desk, terms, signature=signature)
    again = terms.but(salt=b"\2" * 32)
    accept(desk, again)


def test_a_quote_ends_with_its_time(desk: Stage, claim: int) -> None:
    terms = quote(desk, claim)
    desk.chain.go_to(terms.expiry)
    with refused("QuoteExpired", expiry=terms.expiry):
        accept(desk, terms)
    assert untouched(desk, claim)


def test_a_quote_is_for_its_value_day(desk: Stage, claim: int) -> None:
    tomorrow = day_number(START) + 1
    terms = quote(desk, claim, expiry=moment(START + timedelta(days=2)))
    with refused("QuoteOfAnotherDay", valueDay=tomorrow, today=tomorrow - 1):
        accept(desk, terms.but(value_day=tomorrow, proceeds=price(FACE, days=DAYS - 1)))
    desk.chain.go_to(moment(START + timedelta(days=1), 9))
    with refused("QuoteOfAnotherDay", valueDay=tomorrow - 1, today=tomorrow):
        accept(desk, terms)


ALTERED: tuple[dict[str, Any], ...] = (
    {"rate_ppm": 30_000, "proceeds": price(FACE, 30_000)},
    {"day_count": 2, "proceeds": price(FACE, day_count=2)},
    {"expiry": moment(START, 23)},
    {"salt": b"\1" * 32},
)


@pytest.mark.parametrize("altered", ALTERED, ids="+".join)
def test_an_altered_quote_is_not_the_financiers(desk: Stage, claim: int, altered: dict[str, Any]) -> None:
    terms = quote(desk, claim)
    with refused("QuoteNotSigned", financier=FINANCIER):
        accept(desk, terms.but(**altered), signature=signed(desk, terms))
    assert untouched(desk, claim)


def test_a_quote_of_another_value_or_claim_sells_nothing(desk: Stage, claim: int) -> None:
    terms = quote(desk, claim, 1_000, proceeds=price(1_000))
    signature, other = signed(desk, terms), desk.claim(FACE)
    desk.financing.record_lien(FINANCIER, other, b"\6" * 32)
    for given_claim, value in ((claim, 999), (claim, FACE), (other, 1_000)):
        with refused("QuoteOfAnotherClaim", claim=claim, value=1_000):
            desk.financing.accept(TIER_ONE, desk.ledger, terms, signature, claim=given_claim, value=value)


@pytest.mark.parametrize(
    "domain", [{"chainId": 1}, {"version": "2"}, {"verifyingContract": "0x" + "11" * 20}]
)
def test_a_signature_for_another_chain_or_desk_is_worth_nothing(
    desk: Stage, claim: int, domain: dict[str, Any]
) -> None:
    terms = quote(desk, claim)
    with refused("QuoteNotSigned"):
        accept(desk, terms, signature=desk.financing.sign(FINANCIER, terms, **domain))


@pytest.mark.parametrize("signature", [b"\0" * 65, b"\1" * 64, b"\0"])
def test_what_is_no_signature_is_refused(desk: Stage, claim: int, signature: bytes) -> None:
    with refused("QuoteNotSigned"):
        accept(desk, quote(desk, claim), signature=signature)


@pytest.mark.parametrize(
    "somebody", [who for who in EVERYBODY if who is not TIER_ONE], ids=lambda who: who.name
)
def test_nobody_sells_what_another_holds_or_takes_its_price(desk: Stage, claim: int, somebody: Actor) -> None:
    """A quote that was seen on its way is good for the holder alone."""
    terms = quote(desk, claim)
    with refused("ERC721InsufficientApproval", operator=somebody):
        accept(desk, terms, seller=somebody)
    accept(desk, terms)


def test_an_operator_of_the_holder_does_not_sell_for_it(desk: Stage, claim: int) -> None:
    desk.ledger.set_operator(TIER_ONE, A)
    desk.ledger.approve(TIER_ONE, B, claim)
    for operator in (A, B):
        with refused("ERC721InsufficientApproval", operator=operator):
            accept(desk, quote(desk, claim), seller=operator)


def test_a_quote_for_a_claim_that_has_changed_hands_is_void(desk: Stage, claim: int) -> None:
    terms = quote(desk, claim)
    desk.ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    with refused("QuoteOfAnotherClaim", claim=claim, epoch=0):
        accept(desk, terms, seller=A)
    desk.ledger.transfer_claim(A, A, TIER_ONE, claim)
    with refused("QuoteOfAnotherClaim", claim=claim, epoch=0):
        accept(desk, terms)
    renewed = quote(desk, claim)
    with refused("LienReceiptMissing", financier=FINANCIER, claim=claim):
        accept(desk, renewed)


def test_a_quote_for_value_that_has_moved_on_sells_nothing(desk: Stage, claim: int) -> None:
    terms = quote(desk, claim)
    desk.ledger.transfer_value(TIER_ONE, claim, A, 1)
    with refused("ValueExceeded", claim=claim, value=FACE - 1, requested=FACE):
        accept(desk, terms)
    assert desk.ecny.balance(FINANCIER) == FUNDS


def test_a_financier_without_the_money_gets_nothing(desk: Stage, claim: int) -> None:
    terms = quote(desk, claim)
    desk.ecny.pay(FINANCIER, B, FUNDS - terms.proceeds + 1)
    with refused("FundsInsufficient", owner=FINANCIER, available=terms.proceeds - 1, needed=terms.proceeds):
        accept(desk, terms)
    assert desk.ledger.owner_of(claim) == TIER_ONE.address
    desk.ecny.pay(B, FINANCIER, 1)
    desk.ecny.approve(FINANCIER, desk.financing, terms.proceeds - 1)
    with refused("ERC20InsufficientAllowance", spender=desk.financing, needed=terms.proceeds):
        accept(desk, terms)
    assert desk.ledger.owner_of(claim) == TIER_ONE.address


def test_a_seller_without_a_wallet_keeps_its_claim(desk: Stage) -> None:
    claim = desk.claim(FACE)
    desk.ledger.transfer_claim(TIER_ONE, TIER_ONE, STRANGER, claim)
    desk.financing.record_lien(FINANCIER, claim, RECEIPT)
    with refused("WalletNotOpen", owner=STRANGER):
        accept(desk, quote(desk, claim), seller=STRANGER)
    assert desk.ledger.owner_of(claim) == STRANGER.address


def test_cash_never_moves_before_the_lien_is_on_record(desk: Stage) -> None:
    claim = desk.claim(FACE)
    with refused("LienReceiptMissing", financier=FINANCIER, claim=claim):
        accept(desk, quote(desk, claim))
    with refused("LienReceiptMissing"):
        desk.financing.record_lien(FINANCIER, claim, bytes(32))
    desk.ledger.open_account(OPERATOR, STRANGER, FINANCIER_ROLE)
    desk.financing.record_lien(STRANGER, claim, b"\5" * 32)  # another's does not count
    with refused("LienReceiptMissing", financier=FINANCIER, claim=claim):
        accept(desk, quote(desk, claim))
    assert desk.financing.record_lien(FINANCIER, claim, RECEIPT).events == [
        ("LienRecorded", FINANCIER.address, claim, 0, RECEIPT)
    ]
    accept(desk, quote(desk, claim))


def test_a_registration_is_for_one_claim_and_recorded_once(desk: Stage, claim: int) -> None:
    other = desk.claim(FACE)
    with refused("LienReceiptUsed", receipt=RECEIPT, claim=claim):
        desk.financing.record_lien(FINANCIER, other, RECEIPT)
    with refused("LienRecordedAlready", financier=FINANCIER, claim=claim, receipt=RECEIPT):
        desk.financing.record_lien(FINANCIER, claim, b"\6" * 32)
    for missing in (other + 1, 1 << 128 | claim):
        with refused("ERC721NonexistentToken", tokenId=missing):
            desk.financing.record_lien(FINANCIER, missing, b"\6" * 32)


@pytest.mark.parametrize(
    "somebody", [who for who in EVERYBODY if who is not FINANCIER], ids=lambda who: who.name
)
def test_only_financiers_record_liens_and_buy(desk: Stage, claim: int, somebody: Actor) -> None:
    with refused("NotAFinancier", account=somebody):
        desk.financing.record_lien(somebody, claim, b"\6" * 32)
    terms = quote(desk, claim, financier=somebody.address)
    with refused("NotAFinancier", account=somebody):
        accept(desk, terms, signature=signed(desk, terms, somebody))


def test_a_suspended_financier_buys_nothing_and_from_a_suspended_holder_nothing_is_bought(
    desk: Stage, claim: int
) -> None:
    for somebody in (FINANCIER, TIER_ONE):
        desk.ledger.suspend(COURT, somebody, ORDER)
        with refused("AccountIsSuspended", account=somebody):
            accept(desk, quote(desk, claim))
        desk.ledger.reinstate(COURT, somebody)
    accept(desk, quote(desk, claim))


def test_what_is_stopped_or_tied_is_not_sold(desk: Stage, claim: int) -> None:
    desk.ledger.freeze(COURT, [claim], ORDER)
    with refused("ClaimIsFrozen", claim=claim):
        accept(desk, quote(desk, claim))
    desk.ledger.unfreeze(COURT, [claim])
    desk.ledger.encumber(TIER_ONE, claim, B)
    with refused("ClaimIsEncumbered", claim=claim):
        accept(desk, quote(desk, claim))
    desk.ledger.release(B, claim)
    desk.ledger.pause(OPERATOR, receivable_of(claim))
    with refused("ReceivableIsPaused"):
        accept(desk, quote(desk, claim))
    assert untouched(desk, claim)


def test_what_is_due_or_paid_is_not_financed_any_more(desk: Stage, claim: int) -> None:
    desk.ecny.issue(BANK, CAR_MAKER, FACE)
    late = DUE + timedelta(days=1)
    desk.settlement.fund(CAR_MAKER, desk.ecny, receivable_of(claim), FACE)
    with refused("ReceivableNotActive"):
        accept(desk, quote(desk, claim))
    other = desk.claim(FACE)
    desk.financing.record_lien(FINANCIER, other, b"\6" * 32)
    desk.chain.go_to(moment(late, 9))
    terms = quote(desk, other, value_day=day_number(late), expiry=moment(late, 20), proceeds=FACE)
    with refused("QuoteOfAnotherDay", valueDay=day_number(late), today=day_number(DUE)):
        accept(desk, terms)


def test_a_price_above_the_face_is_refused(desk: Stage, claim: int) -> None:
    with refused("PriceAboveFace", value=FACE, proceeds=FACE + 1):
        accept(desk, quote(desk, claim, proceeds=FACE + 1))


def test_on_the_due_day_the_face_is_paid(desk: Stage, claim: int) -> None:
    desk.chain.go_to(moment(DUE, 9))
    terms = quote(desk, claim, value_day=day_number(DUE), expiry=moment(DUE, 20), proceeds=FACE)
    accept(desk, terms)
    assert desk.ecny.balance(TIER_ONE) == FACE


def test_a_financier_takes_its_quote_back(desk: Stage, claim: int) -> None:
    terms = quote(desk, claim)
    for somebody in EVERYBODY:
        if somebody is not FINANCIER:
            with refused("NotTheFinancier", financier=FINANCIER, caller=somebody):
                desk.financing.revoke(somebody, terms)
    digest = desk.financing.digest(terms)
    assert desk.financing.revoke(FINANCIER, terms).events == [("QuoteRevoked", digest, FINANCIER.address)]
    with refused("QuoteEnded", quote=digest):
        accept(desk, terms)
    with refused("QuoteEnded", quote=digest):
        desk.financing.revoke(FINANCIER, terms)


def test_nobody_but_the_ledger_tells_the_desk_of_a_sale(desk: Stage, claim: int) -> None:
    terms = quote(desk, claim)
    told = encode([QUOTE, "bytes"], [astuple(terms), signed(desk, terms)])
    senders: tuple[Party, ...] = (*EVERYBODY, desk.ecny, desk.settlement, desk.issuance)
    on_sale = "onSale(address,uint256,uint256,uint64,bytes)"
    for somebody in senders:
        with refused("NotTheLedger", caller=somebody):
            desk.financing.ask(on_sale, TIER_ONE, claim, 0, FACE, told, sender=somebody)
    for somebody in EVERYBODY:
        with refused("NotTheLedger", caller=somebody):
            desk.financing.send(somebody, on_sale, TIER_ONE, claim, 0, FACE, told)


def test_claims_are_sold_through_admitted_desks_only(desk: Stage, claim: int) -> None:
    terms = quote(desk, claim)
    for other in (DESK, desk.ecny, desk.settlement, bytes(20)):
        with refused("DeskNotAdmitted"):
            desk.financing.accept(TIER_ONE, desk.ledger, terms, signed(desk, terms), desk=other)
    with refused("ValueMissing"):
        desk.financing.accept(TIER_ONE, desk.ledger, terms, signed(desk, terms), value=0)


def test_the_desk_never_has_money_or_title(desk: Stage, claim: int) -> None:
    accept(desk, quote(desk, claim, 700, proceeds=price(700)))
    assert desk.ecny.balance(desk.financing) == 0
    assert desk.ledger.claims_held_by(desk.financing) == 0


# Financiers that are contracts


@pytest.fixture
def contract(desk: Stage) -> Contract:
    """A financier with an account, money, and a lien on claim 1-1; it signs for everything."""
    put = desk.put(compiled("ContractFinancier"))
    desk.ledger.open_account(OPERATOR, put, FINANCIER_ROLE)
    desk.ecny.open_wallet(BANK, put)
    desk.ecny.issue(BANK, put, FUNDS)
    act(put, desk.ecny, "approve(address,uint256)", desk.financing.address, FUNDS)
    claim = desk.claim(FACE)
    act(put, desk.financing, "recordLien(uint256,bytes32)", claim, RECEIPT)
    return put


def act(contract: Contract, target: Contract, signature: str, *arguments: Any) -> None:
    contract.send(STRANGER, "act(address,bytes)", target, target.encode(signature, *arguments))


def test_a_financier_that_is_a_contract_signs_by_its_own_code(desk: Stage, contract: Contract) -> None:
    terms = quote(desk, 1 << 64 | 1, 1_000, financier=contract.address, proceeds=price(1_000))
    contract.send(STRANGER, "setSigns(bool)", False)
    with refused("QuoteNotSigned", financier=contract):
        accept(desk, terms, signature=b"")
    contract.send(STRANGER, "setSigns(bool)", True)
    into = desk.financing.accept(TIER_ONE, desk.ledger, terms, b"").answer
    assert desk.ledger.owner_of(into) == contract.address


def test_who_has_signed_is_not_called_and_cannot_call_back(desk: Stage, contract: Contract) -> None:
    """A financier that would sell again from within the sale is never given the word: its signature was enough."""
    claim = 1 << 64 | 1
    terms = quote(desk, claim, 1_000, financier=contract.address, proceeds=price(1_000))
    told = encode([QUOTE, "bytes"], [astuple(terms), b""])
    again = desk.ledger.encode("sell(uint256,uint64,address,bytes)", claim, 1_000, desk.financing, told)
    contract.send(STRANGER, "callWhenGiven(address,bytes)", desk.ledger, again)
    desk.financing.accept(TIER_ONE, desk.ledger, terms, b"")
    assert contract.ask("succeeded()") is False
    assert contract.ask("answer()") == b""
    assert desk.ecny.balance(TIER_ONE) == terms.proceeds
    assert desk.ledger.value_of(claim) == FACE - 1_000
