"""Sales with recourse: the seller answers for the face, and for interest on it once the debtor is late."""

import pytest

from tallystick.money.debt import Debt
from tests.contracts.driver.cast import (
    CAR_MAKER,
    COURT,
    EVERYBODY,
    FINANCIER,
    INVESTOR,
    STRANGER,
    TIER_ONE,
    A,
    B,
)
from tests.contracts.driver.chain import START, day_number
from tests.contracts.driver.finance import FACE, FUNDS, MILLION, RATE, Finance, price
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import DUE
from tests.contracts.driver.words import receivable_of

ORDER = b"\1" * 32
WAIVE = "waiveRecourse(uint256)"
PROCEEDS = price(FACE, (DUE - START).days)
GRACE_DAYS = 15


def late(days: int, face: int = FACE) -> int:
    """What the seller owes on a face when the debtor is so many days late: the face, and 6 % a year on it."""
    return Debt(face, RATE, 360, day_number(DUE)).on(day_number(DUE) + days).owed


def tie(finance: Finance, claim: int) -> tuple[bytes, int]:
    party, agreement = finance.stage.ledger.ask("tieOf(uint256)", claim)
    return party, agreement


# What it is


def test_a_claim_sold_with_recourse_carries_it(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    agreement, sold = finance.sell_with_recourse(claim, MILLION)
    word = stage.ledger.claim(sold)
    assert (word.owner, word.recourse, stage.ledger.claim(claim).recourse) == (FINANCIER.address, 1, 0)
    assert tie(finance, sold) == (stage.financing.address, agreement)
    assert stage.financing.owed(agreement, sold) == (MILLION, 0)


def test_a_claim_sold_without_recourse_carries_none(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    finance.record_lien(FINANCIER, claim)
    finance.accept(finance.sale_quote(claim, FACE))
    assert not stage.ledger.claim(claim).recourse
    for command in (stage.financing.demand_recourse, stage.financing.repurchase):
        with refused("ClaimWithoutRecourse", claim=claim):
            command(FINANCIER, claim)


def test_it_goes_along_with_every_part_and_to_every_holder(finance: Finance) -> None:
    stage = finance.stage
    agreement, claim = finance.sell_with_recourse(stage.claim(FACE))
    part = stage.ledger.split(FINANCIER, claim, [FACE - 100, 100]).answer
    other = stage.ledger.transfer_value(FINANCIER, claim, INVESTOR, 300).answer
    even = stage.ledger.split_evenly(FINANCIER, part, 2, 50).answer
    stage.ledger.transfer_claim(FINANCIER, FINANCIER, INVESTOR, even)
    for piece in (claim, part, other, even):
        assert stage.ledger.claim(piece).recourse
        assert tie(finance, piece) == (stage.financing.address, agreement)
        assert stage.financing.owed(agreement, piece) == (stage.ledger.value_of(piece), 0)


def test_value_with_recourse_is_not_mixed_with_other_value(finance: Finance) -> None:
    stage = finance.stage
    root = stage.claim(FACE)
    _, marked = finance.sell_with_recourse(root, MILLION)
    plain = stage.ledger.transfer_value(TIER_ONE, root, FINANCIER, MILLION).answer
    for source, target in ((marked, plain), (plain, marked)):
        with refused("ClaimCarriesRecourse", claim=marked):
            stage.ledger.move_value(FINANCIER, source, target, 1)
        with refused("ClaimCarriesRecourse", claim=marked):
            stage.ledger.merge(FINANCIER, [source], target)


def test_it_is_given_once_and_not_pledged_on(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    finance.sell_with_recourse(claim)
    finance.record_lien(INVESTOR, claim)
    again = finance.sale_quote(claim, FACE, INVESTOR, recourse=True)
    with refused("ClaimCarriesRecourse", claim=claim):
        finance.accept(again, FINANCIER, INVESTOR)
    with refused("ClaimCarriesRecourse", claim=claim):
        finance.accept(finance.loan_quote(claim, financier=INVESTOR.address), FINANCIER, INVESTOR)
    with refused("ClaimCarriesRecourse", claim=claim):
        stage.ledger.encumber(FINANCIER, claim, B)
    finance.accept(again.but(recourse=False), FINANCIER, INVESTOR)
    assert stage.ledger.claim(claim).recourse


def test_the_holder_alone_lets_the_seller_off(finance: Finance) -> None:
    stage = finance.stage
    claim = stage.claim(FACE)
    finance.sell_with_recourse(claim)
    for somebody in EVERYBODY:
        if somebody is not FINANCIER:
            with refused("ERC721InsufficientApproval", operator=somebody):
                stage.ledger.send(somebody, WAIVE, claim)
    stage.ledger.suspend(COURT, FINANCIER, ORDER)
    with refused("AccountIsSuspended", account=FINANCIER):
        stage.ledger.send(FINANCIER, WAIVE, claim)
    stage.ledger.reinstate(COURT, FINANCIER)
    assert stage.ledger.send(FINANCIER, WAIVE, claim).events == [("RecourseEnded", claim)]
    assert not stage.ledger.claim(claim).recourse
    with refused("NoRecourse", claim=claim):
        stage.ledger.send(FINANCIER, WAIVE, claim)


# When the debtor pays


def test_who_is_paid_in_time_asks_nothing_of_the_seller(finance: Finance) -> None:
    stage = finance.stage
    agreement, claim = finance.sell_with_recourse(stage.claim(FACE))
    finance.go_to(0)
    finance.fund(receivable_of(claim), FACE)
    finance.go_to(9)
    stage.settlement.collect(STRANGER, [claim])
    assert finance.balances(FINANCIER, TIER_ONE) == (FUNDS - PROCEEDS + FACE, FUNDS + PROCEEDS)
    assert stage.financing.owed(agreement, claim) == (0, 0)


def test_what_is_collected_beyond_what_the_seller_answers_for_is_the_sellers(finance: Finance) -> None:
    """Thirty days late: overdue interest is ¥150,000.00, the financier's 6 % on the face is ¥50,000.00."""
    stage = finance.stage
    agreement, claim = finance.sell_with_recourse(stage.claim(FACE))
    finance.go_to(30)
    finance.fund(receivable_of(claim), FACE + 15_000_000)
    told = stage.settlement.collect(STRANGER, [claim]).events
    assert finance.balances(FINANCIER, TIER_ONE) == (
        FUNDS - PROCEEDS + FACE + 5_000_000,
        FUNDS + PROCEEDS + 10_000_000,
    )
    assert [event[4] for event in told if event[0] == "DebtPaid"] == [15_000_000, FACE - 10_000_000]
    assert stage.financing.owed(agreement, claim) == (0, 0)


def test_each_part_settles_for_itself(finance: Finance) -> None:
    stage = finance.stage
    agreement, claim = finance.sell_with_recourse(stage.claim(FACE))
    other = stage.ledger.transfer_value(FINANCIER, claim, INVESTOR, 4 * MILLION).answer
    finance.go_to(30)
    finance.fund(receivable_of(claim), FACE + 15_000_000)
    stage.settlement.collect(STRANGER, [other])
    assert stage.financing.owed(agreement, other) == (0, 0)
    assert stage.financing.owed(agreement, claim) == (6 * MILLION, 3_000_000)
    assert finance.balances(INVESTOR, TIER_ONE) == (
        FUNDS + 4 * MILLION + 2_000_000,
        FUNDS + PROCEEDS + 4_000_000,
    )
    stage.settlement.collect(STRANGER, [claim])
    assert finance.balances(TIER_ONE) == (FUNDS + PROCEEDS + 10_000_000,)


# When the debtor does not


def test_the_holder_calls_on_the_seller_once_the_debtor_is_in_default(finance: Finance) -> None:
    stage = finance.stage
    agreement, claim = finance.sell_with_recourse(stage.claim(FACE))
    for days in (1, GRACE_DAYS):
        finance.go_to(days)
        with refused("DebtorNotInDefault", claim=claim):
            stage.financing.demand_recourse(FINANCIER, claim)
    finance.go_to(GRACE_DAYS + 1)
    for somebody in EVERYBODY:
        if somebody is not FINANCIER:
            with refused("NotOwedTo", agreement=agreement, caller=somebody):
                stage.financing.demand_recourse(somebody, claim)
    owed = late(GRACE_DAYS + 1)
    assert stage.financing.demand_recourse(FINANCIER, claim).events == [
        ("RecourseDemanded", agreement, claim, FINANCIER.address, owed)
    ]
    finance.fund(receivable_of(claim), stage.settlement.owed(receivable_of(claim)))
    with refused("DebtorNotInDefault", claim=claim):
        stage.financing.demand_recourse(FINANCIER, claim)


def test_the_seller_pays_and_has_the_claim_back(finance: Finance) -> None:
    stage = finance.stage
    agreement, claim = finance.sell_with_recourse(stage.claim(FACE))
    finance.go_to(40)
    owed = late(40)
    told = stage.financing.repurchase(TIER_ONE, claim).events
    assert ("ClaimRepurchased", agreement, claim, FINANCIER.address, owed) in told
    word = stage.ledger.claim(claim)
    assert (word.owner, word.recourse) == (TIER_ONE.address, 0)
    assert tie(finance, claim) == (bytes(20), 0)
    assert finance.balances(FINANCIER, TIER_ONE) == (FUNDS - PROCEEDS + owed, FUNDS + PROCEEDS - owed)
    receivable = receivable_of(claim)
    recovered = stage.settlement.owed(receivable)
    finance.fund(receivable, recovered)
    stage.settlement.collect(STRANGER, [claim])
    assert finance.balances(TIER_ONE) == (FUNDS + PROCEEDS - owed + recovered,)


def test_the_seller_makes_up_for_what_the_debtor_has_not_paid(finance: Finance) -> None:
    """Half of it was paid late; the seller owes the shortfall, and no fen more."""
    stage = finance.stage
    agreement, claim = finance.sell_with_recourse(stage.claim(FACE))
    finance.go_to(10)
    finance.fund(receivable_of(claim), FACE // 2)
    stage.settlement.collect(STRANGER, [claim])
    debt = Debt(FACE, RATE, 360, day_number(DUE)).on(day_number(DUE) + 10).after(FACE // 2)
    assert stage.financing.owed(agreement, claim) == (debt.principal, debt.interest)
    finance.go_to(50)
    shortfall = debt.on(day_number(DUE) + 50).owed
    stage.financing.repurchase(TIER_ONE, claim)
    assert finance.balances(FINANCIER) == (FUNDS - PROCEEDS + FACE // 2 + shortfall,)


def test_a_part_is_bought_back_from_whoever_holds_it(finance: Finance) -> None:
    stage = finance.stage
    _, claim = finance.sell_with_recourse(stage.claim(FACE))
    part = stage.ledger.transfer_value(FINANCIER, claim, INVESTOR, MILLION).answer
    finance.go_to(1)
    stage.financing.repurchase(TIER_ONE, part)
    assert finance.balances(INVESTOR) == (FUNDS + late(1, MILLION),)
    assert stage.ledger.owner_of(claim) == FINANCIER.address


def test_a_claim_is_bought_back_by_its_seller_after_the_due_date_and_not_from_under_a_freeze(
    finance: Finance,
) -> None:
    stage = finance.stage
    agreement, claim = finance.sell_with_recourse(stage.claim(FACE))
    finance.go_to(0)
    with refused("RecourseNotDue", claim=claim, dueDay=day_number(DUE)):
        stage.financing.repurchase(TIER_ONE, claim)
    finance.go_to(1)
    for somebody in EVERYBODY:
        if somebody is not TIER_ONE:
            with refused("NotTheObligor", agreement=agreement, caller=somebody):
                stage.financing.repurchase(somebody, claim)
    stage.ledger.freeze(COURT, [claim], ORDER)
    with refused("ClaimIsFrozen", claim=claim):
        stage.financing.repurchase(TIER_ONE, claim)
    assert stage.ledger.owner_of(claim) == FINANCIER.address
    assert finance.balances(TIER_ONE) == (FUNDS + PROCEEDS,)


def test_a_receivable_with_recourse_in_it_is_not_cancelled(finance: Finance) -> None:
    """Its first creditor holds it all again, but the seller would owe for what is owed no more."""
    stage = finance.stage
    receivable, paper = stage.offer_on_paper(FACE)
    claim = stage.issuance.accept(TIER_ONE, receivable).answer
    finance.sell_with_recourse(claim)
    stage.ledger.transfer_claim(FINANCIER, FINANCIER, TIER_ONE, claim)
    stage.issuance.propose_cancellation(CAR_MAKER, receivable)
    with refused("ClaimCarriesRecourse", claim=claim):
        stage.issuance.cancel(TIER_ONE, receivable, [claim], [paper])
    stage.ledger.send(TIER_ONE, WAIVE, claim)
    stage.issuance.cancel(TIER_ONE, receivable, [claim], [paper])


@pytest.mark.parametrize("days", [1, 45])
def test_no_contract_ever_has_money_or_title(finance: Finance, days: int) -> None:
    stage = finance.stage
    _, sold = finance.sell_with_recourse(stage.claim(FACE))
    finance.lend(stage.claim(FACE))
    finance.go_to(days)
    stage.financing.repurchase(TIER_ONE, sold)
    finance.fund(2, stage.settlement.owed(2))
    stage.settlement.collect(A, [2 << 64 | 1])
    for contract in (stage.financing, stage.settlement, stage.ledger, stage.disputes, stage.ecny):
        assert stage.ecny.balance(contract) == 0
        assert stage.ledger.claims_held_by(contract) == 0
    assert sum(finance.balances(CAR_MAKER, TIER_ONE, FINANCIER, INVESTOR)) == 4 * FUNDS
