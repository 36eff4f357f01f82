"""Debtors pay early: auctions from the hold to the last fen of the budget."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from eth_utils.crypto import keccak

from tallystick.money.early_payment import early_price, face_for, least_ppm
from tests.contracts.driver.cast import (
    BANK,
    CAR_MAKER,
    COURT,
    GOVERNOR,
    NOBODY,
    OPERATOR,
    REGISTRAR,
    STRANGER,
    TIER_ONE,
    A,
    B,
    C,
)
from tests.contracts.driver.chain import day_number
from tests.contracts.driver.early_ground import CLOSING, CLOSING_DAY, DAYS, NEEDED, EarlyGround, told
from tests.contracts.driver.early_payment import (
    CANCELLED,
    CLEARED,
    OPEN,
    Auction,
    EarlyPayment,
    Offer,
    auction_terms,
)
from tests.contracts.driver.note_market import AGENT, ISSUER, OWNER, NoteMarket
from tests.contracts.driver.notes import NoteSeries
from tests.contracts.driver.refusals import read_error, refused, remember
from tests.contracts.driver.solidity import compiled
from tests.contracts.driver.stage import DUE, Stage

DAY = 86_400
ALL = 100_000
BUDGET = 1_000_000


@pytest.fixture
def ground(market: NoteMarket) -> EarlyGround:
    return EarlyGround(market)


@pytest.fixture
def contract(ground: EarlyGround) -> EarlyPayment:
    return ground.contract


def price(face: int, rate: int, days: int = DAYS) -> int:
    return early_price(face, rate, days, 360)


def selector(signature: str) -> bytes:
    return keccak(text=signature)[:4]


# Opening


def test_a_hold_opens_an_auction(stage: Stage, ground: EarlyGround, contract: EarlyPayment) -> None:
    terms = auction_terms(ground.programme, CLOSING, uniform=True)
    outcome = contract.open(CAR_MAKER, stage.ecny, BUDGET, terms, expiry=CLOSING + DAY)
    hold = outcome.answer
    assert told(outcome, "AuctionOpened") == [
        (1, hold, CAR_MAKER.address, ground.programme, BUDGET, CLOSING, CLOSING + DAY, True)
    ]
    assert contract.auction(1) == Auction(
        debtor=CAR_MAKER.address,
        programme=ground.programme,
        closing=CLOSING,
        day_count=1,
        uniform=True,
        status=OPEN,
        hold=hold,
        budget=BUDGET,
        expiry=CLOSING + DAY,
        first=0,
        offers=0,
    )
    assert stage.ecny.hold_of(hold).amount == BUDGET
    assert contract.offers(1) == []


def test_auctions_are_counted_and_each_has_its_own_kind(ground: EarlyGround, contract: EarlyPayment) -> None:
    assert [ground.open(1), ground.open(2, uniform=True), ground.open(3)] == [1, 2, 3]
    assert [contract.auction(number).uniform for number in (1, 2, 3)] == [False, True, False]
    assert len({contract.auction(number).hold for number in (1, 2, 3)}) == 3


def test_only_the_deployments_money_opens_an_auction(ground: EarlyGround, contract: EarlyPayment) -> None:
    arguments = (1, CAR_MAKER, NOBODY, BUDGET, 0, auction_terms(ground.programme, CLOSING))
    for who in (STRANGER, CAR_MAKER, OPERATOR, REGISTRAR, GOVERNOR, COURT):
        with refused("NotTheMoney", caller=who):
            contract.send(who, EarlyPayment.ON_HOLD_PLACED, *arguments)


@pytest.mark.parametrize("bit", [73, 74, 100, 255])
def test_a_purpose_of_something_else_is_refused(
    ground: EarlyGround, contract: EarlyPayment, bit: int
) -> None:
    word = int.from_bytes(auction_terms(ground.programme, CLOSING), "big") | 1 << bit
    purpose = word.to_bytes(32, "big")
    with refused("AuctionTermsMalformed", purpose=purpose):
        contract.open(CAR_MAKER, ground.stage.ecny, BUDGET, purpose)


def test_an_auction_closes_later_than_it_opens(ground: EarlyGround) -> None:
    now = ground.stage.chain.time
    for closing in (0, now - DAY, now):
        with refused("ClosingPassed", endedAt=closing):
            ground.open(BUDGET, closing=closing)
    ground.stage.chain.go_to(now + 100)
    with refused("ClosingPassed", endedAt=now + 100, time=now + 100):
        ground.open(BUDGET, closing=now + 100)
    ground.open(BUDGET, closing=now + 103)


def test_a_hold_for_one_payee_is_refused(ground: EarlyGround) -> None:
    with refused("HoldForOnePayee", payee=A):
        ground.open(BUDGET, payee=A)


def test_a_hold_lasts_a_day_beyond_the_closing_or_has_no_end(ground: EarlyGround) -> None:
    for expiry in (CLOSING, CLOSING + DAY - 1):
        with refused("HoldEndsTooSoon", expiry=expiry, until=CLOSING + DAY):
            ground.open(BUDGET, expiry=expiry)
    for expiry in (0, CLOSING + DAY):
        ground.open(BUDGET, expiry=expiry)


def test_a_programme_has_yuan_and_a_curve(ground: EarlyGround, market: NoteMarket) -> None:
    ground.programme = market.offering()
    with refused("CurveNotSet", programme=ground.programme, version=0):
        ground.open(BUDGET)
    ground.programme = market.offering(currency=b"USD")
    with refused("CurrencyNotPaid", programme=ground.programme, currency=b"USD"):
        ground.open(BUDGET)
    ground.programme = 99
    with refused("UnknownProgramme", programme=99):
        ground.open(BUDGET)


def test_a_debtor_may_hold_the_notes_that_it_will_get(ground: EarlyGround) -> None:
    stage = ground.stage
    stage.ledger.suspend(COURT, CAR_MAKER, b"\1" * 32)
    with refused("NotVerified", holder=CAR_MAKER):
        ground.open(BUDGET)
    stage.ledger.reinstate(COURT, CAR_MAKER)
    ground.open(BUDGET)
    stage.identities.withdraw(ISSUER, CAR_MAKER)
    with refused("NotVerified", holder=CAR_MAKER):
        ground.open(BUDGET)


# Offering


def test_an_offer_is_told_and_ties_nothing(ground: EarlyGround, contract: EarlyPayment) -> None:
    series, receivable = ground.notes({A: ALL})
    auction = ground.open(BUDGET)
    outcome = contract.offer(A, auction, receivable, ALL, NEEDED)
    assert outcome.answer == 1
    assert outcome.events == [("OfferMade", auction, 1, A.address, receivable, ALL, NEEDED)]
    assert contract.offer_of(1) == Offer(
        seller=A.address,
        amount=ALL,
        due_day=day_number(DUE),
        receivable=receivable,
        auction=auction,
        next=0,
        previous=0,
        rate=NEEDED,
    )
    series.transfer(A, B, ALL)


def test_offers_stand_by_falling_rate_and_equal_ones_as_they_came(
    ground: EarlyGround, contract: EarlyPayment
) -> None:
    receivables = [ground.notes({A: ALL, B: ALL})[1] for _ in range(3)]
    auction = ground.open(BUDGET)
    rates = (70_000, 90_000, 70_000, 80_000, 90_000, 60_000)
    for position, rate in enumerate(rates):
        contract.offer((A, B)[position % 2], auction, receivables[position // 2], ALL, rate)
    assert contract.offers(auction) == [2, 5, 4, 1, 3, 6]
    links = [
        (contract.offer_of(offer).previous, contract.offer_of(offer).next) for offer in (2, 5, 4, 1, 3, 6)
    ]
    assert links == [(0, 5), (2, 4), (5, 1), (4, 3), (1, 6), (3, 0)]
    assert (contract.auction(auction).first, contract.auction(auction).offers) == (2, 6)
    for rate, hint in ((95_000, 0), (90_000, 5), (89_999, 5), (70_000, 3), (60_000, 6), (0, 6)):
        assert contract.position(auction, rate) == hint


def test_a_hint_may_be_right_or_stale_but_not_too_far_down(
    ground: EarlyGround, contract: EarlyPayment
) -> None:
    receivables = [ground.notes({A: ALL, B: ALL, C: ALL})[1] for _ in range(4)]
    auction, other = ground.open(BUDGET), ground.open(BUDGET)
    contract.offer(A, auction, receivables[0], ALL, 90_000)
    contract.offer(A, auction, receivables[1], ALL, 70_000)
    contract.offer(A, other, receivables[0], ALL, 100_000)
    with refused("HintTooFarDown", hint=2, hintPpm=70_000, ratePpm=80_000):
        contract.offer(B, auction, receivables[0], ALL, 80_000, hint=2)
    hint = contract.position(auction, 80_000)
    contract.offer(C, auction, receivables[0], ALL, 85_000, hint)
    assert contract.offer(B, auction, receivables[0], ALL, 80_000, hint).answer == 5
    assert contract.offers(auction) == [1, 4, 5, 2]
    contract.withdraw(C, 4)
    # Withdrawn, of another auction, not there yet or its own number to come: as good as none.
    for position, useless in enumerate((4, 3, 99, 9)):
        contract.offer(C, auction, receivables[position], ALL, 80_000 - position, useless)
    assert contract.offers(auction) == [1, 5, 6, 7, 8, 9, 2]


def test_offers_are_taken_until_the_closing(ground: EarlyGround, contract: EarlyPayment) -> None:
    _, receivable = ground.notes({A: ALL, B: ALL})
    with refused("UnknownAuction", auction=1):
        contract.offer(A, 1, receivable, ALL, NEEDED)
    auction = ground.open(BUDGET)
    ground.stage.chain.go_to(CLOSING - 1)
    contract.offer(A, auction, receivable, ALL, NEEDED)
    ground.stage.chain.go_to(CLOSING)
    with refused("AuctionClosed", auction=auction, endedAt=CLOSING):
        contract.offer(B, auction, receivable, ALL, NEEDED)
    with refused("AuctionClosed", auction=auction, endedAt=CLOSING):
        contract.withdraw(A, 1)


def test_offered_are_notes_of_this_debtor_and_programme(
    ground: EarlyGround, contract: EarlyPayment, market: NoteMarket
) -> None:
    series, receivable = ground.notes({A: ALL})
    own = ground.programme
    ground.programme = market.offering()
    _, foreign = ground.notes({A: ALL})
    ground.programme = own
    auction = ground.open(BUDGET)
    with refused("NotPaidEarlyHere", auction=auction, receivable=foreign):
        contract.offer(A, auction, foreign, ALL, NEEDED)
    with refused("UnknownReceivable", receivable=99):
        contract.offer(A, auction, 99, ALL, NEEDED)
    unwrapped = ground.stage.claim(programme=own) >> 64
    with refused("SeriesNotOpen", receivable=unwrapped):
        contract.offer(TIER_ONE, auction, unwrapped, ALL, NEEDED)
    market.admit(STRANGER)
    ground.stage.ecny.open_wallet(BANK, STRANGER)
    ground.stage.ecny.pay(CAR_MAKER, STRANGER, 1)
    others = ground.open(1, debtor=STRANGER)
    with refused("NotPaidEarlyHere", auction=others, receivable=receivable):
        contract.offer(A, others, receivable, ALL, NEEDED)
    assert series.balance(A) == ALL


def test_offered_is_what_the_seller_has(ground: EarlyGround, contract: EarlyPayment) -> None:
    _, receivable = ground.notes({A: ALL})
    auction = ground.open(BUDGET)
    with refused("AmountMissing"):
        contract.offer(A, auction, receivable, 0, NEEDED)
    with refused("ERC20InsufficientBalance", sender=A, balance=ALL, needed=ALL + 1):
        contract.offer(A, auction, receivable, ALL + 1, NEEDED)
    for nobody in (STRANGER, OPERATOR, REGISTRAR, GOVERNOR, COURT):
        with refused("ERC20InsufficientBalance", sender=nobody, balance=0, needed=1):
            contract.offer(nobody, auction, receivable, 1, NEEDED)
    contract.offer(A, auction, receivable, ALL, NEEDED)


def test_a_seller_has_one_offer_of_a_receivable_at_a_time(
    ground: EarlyGround, contract: EarlyPayment
) -> None:
    _, receivable = ground.notes({A: ALL})
    first, second = ground.open(BUDGET), ground.open(BUDGET)
    contract.offer(A, first, receivable, ALL, NEEDED)
    with refused("OfferedAlready", receivable=receivable, offer=1):
        contract.offer(A, first, receivable, 1, NEEDED)
    contract.offer(A, second, receivable, ALL, NEEDED)
    contract.withdraw(A, 1)
    assert contract.offer(A, first, receivable, 1, NEEDED).answer == 3


def test_no_offer_is_below_the_curve(ground: EarlyGround, contract: EarlyPayment) -> None:
    """At 4.8 % for 30 days and 6 % for 200 it is 5.8729… % for the 180 days that remain."""
    series, receivable = ground.notes({A: ALL})
    auction = ground.open(BUDGET)
    least = least_ppm(48_000 * (200 - DAYS) + 60_000 * (DAYS - 30), 170)
    assert contract.least_rate(auction, receivable) == least == 58_589
    with refused("RateBelowCurve", ratePpm=least - 1, leastPpm=least):
        contract.offer(A, auction, receivable, ALL, least - 1)
    # Rounding hides nothing: on a fen neither the curve nor no discount at all takes anything off.
    assert ground.stage.curves.discount(ground.programme, 1, DAYS) == 0
    with refused("RateBelowCurve", ratePpm=0, leastPpm=least):
        contract.offer(A, auction, receivable, 1, 0)
    contract.offer(A, auction, receivable, ALL, least)
    assert ground.stage.curves.discount(ground.programme, ALL, DAYS) <= ALL - price(ALL, least)
    assert series.balance(A) == ALL


def test_on_a_knot_the_least_rate_is_the_knots(ground: EarlyGround, contract: EarlyPayment) -> None:
    _, receivable = ground.notes({A: ALL}, due=CLOSING_DAY + timedelta(days=30))
    _, beyond = ground.notes({A: ALL})
    auction = ground.open(BUDGET)
    assert contract.least_rate(auction, receivable) == 48_000
    ground.stage.curves.set(GOVERNOR, ground.programme, [(30, 50_000), (DAYS - 1, 55_000)])
    assert contract.least_rate(auction, receivable) == 50_000
    with refused("BeyondCurve", remainingDays=DAYS, last=DAYS - 1):
        contract.offer(A, auction, beyond, ALL, NEEDED)


def test_an_offer_leaves_something(ground: EarlyGround, contract: EarlyPayment) -> None:
    """For 180 days on 360 a rate of 100 % takes half off a face, half a fen of one fen up to all of it."""
    assert DAYS == 180
    _, receivable = ground.notes({A: ALL, B: ALL})
    auction = ground.open(BUDGET)
    with refused("OfferLeavesNothing", amount=1, discount=1):
        contract.offer(A, auction, receivable, 1, 1_000_000)
    with refused("OfferLeavesNothing", amount=ALL, discount=ALL):
        contract.offer(A, auction, receivable, ALL, 2_000_000)
    with refused("OfferLeavesNothing", amount=ALL):
        contract.offer(A, auction, receivable, ALL, 2**32 - 1)
    contract.offer(A, auction, receivable, 2, 1_000_000)
    contract.offer(B, auction, receivable, ALL, 1_999_980)


def test_what_is_due_on_the_day_of_the_closing_is_not_early(
    ground: EarlyGround, contract: EarlyPayment
) -> None:
    _, due = ground.notes({A: ALL}, due=CLOSING_DAY)
    _, later = ground.notes({A: ALL}, due=CLOSING_DAY + timedelta(days=1))
    auction = ground.open(BUDGET)
    earliest = day_number(CLOSING_DAY) + 1
    with refused("NotEarly", receivable=due, dueDay=earliest - 1, earliest=earliest):
        contract.offer(A, auction, due, ALL, NEEDED)
    contract.offer(A, auction, later, ALL, NEEDED)


def test_a_debtor_does_not_pay_itself(ground: EarlyGround, contract: EarlyPayment) -> None:
    stage = ground.stage
    stage.identities.register(OPERATOR, STRANGER, identity=CAR_MAKER)
    _, receivable = ground.notes({CAR_MAKER: ALL, STRANGER: ALL, TIER_ONE: ALL})
    auction = ground.open(BUDGET)
    for wallet in (CAR_MAKER, STRANGER):
        with refused("OwnDebt", seller=wallet, debtor=CAR_MAKER):
            contract.offer(wallet, auction, receivable, ALL, NEEDED)
    # Two wallets that nobody knows share nothing.
    for wallet in (CAR_MAKER, TIER_ONE):
        stage.identities.delete(OPERATOR, wallet)
    contract.offer(TIER_ONE, auction, receivable, ALL, NEEDED)
    with refused("OwnDebt", seller=CAR_MAKER):
        contract.offer(CAR_MAKER, auction, receivable, ALL, NEEDED)


# Withdrawing and cancelling


@pytest.mark.parametrize("gone", range(3))
def test_an_offer_is_taken_back_from_anywhere_in_the_list(
    ground: EarlyGround, contract: EarlyPayment, gone: int
) -> None:
    _, receivable = ground.notes({TIER_ONE: ALL, A: ALL, B: ALL})
    auction = ground.open(BUDGET)
    sellers = (TIER_ONE, A, B)
    offers = [ground.offer(seller, auction, receivable, ALL, 90_000 - i) for i, seller in enumerate(sellers)]
    outcome = contract.withdraw(sellers[gone], offers[gone])
    assert outcome.events == [("OfferWithdrawn", auction, offers[gone])]
    left = [offer for offer in offers if offer != offers[gone]]
    assert contract.offers(auction) == left
    assert [contract.offer_of(offer).previous for offer in left] == [0, left[0]]
    assert contract.auction(auction).offers == 2
    with refused("UnknownOffer", offer=offers[gone]):
        contract.withdraw(sellers[gone], offers[gone])


def test_an_offer_is_taken_back_by_its_seller_alone(ground: EarlyGround, contract: EarlyPayment) -> None:
    _, receivable = ground.notes({A: ALL})
    auction = ground.open(BUDGET)
    contract.offer(A, auction, receivable, ALL, NEEDED)
    for who in (CAR_MAKER, B, STRANGER, OPERATOR, REGISTRAR, GOVERNOR, COURT):
        with refused("NotTheSeller", offer=1, caller=who):
            contract.withdraw(who, 1)
    with refused("UnknownOffer", offer=2):
        contract.withdraw(A, 2)
    with refused("UnknownOffer", offer=0):
        contract.offer_of(0)


def test_an_auction_without_offers_is_cancelled_by_its_debtor(
    ground: EarlyGround, contract: EarlyPayment
) -> None:
    stage = ground.stage
    _, receivable = ground.notes({A: ALL})
    before = stage.ecny.available(CAR_MAKER)
    auction = ground.open(BUDGET)
    assert stage.ecny.available(CAR_MAKER) == before - BUDGET
    for who in (A, STRANGER, OPERATOR, REGISTRAR, GOVERNOR, COURT):
        with refused("NotTheAuctionsDebtor", auction=auction, caller=who):
            contract.cancel(who, auction)
    contract.offer(A, auction, receivable, ALL, NEEDED)
    with refused("AuctionHasOffers", auction=auction, offers=1):
        contract.cancel(CAR_MAKER, auction)
    contract.withdraw(A, 1)
    hold = contract.auction(auction).hold
    outcome = contract.cancel(CAR_MAKER, auction)
    assert outcome.events == [("AuctionCancelled", auction), ("HoldReturned", hold, BUDGET)]
    assert stage.ecny.available(CAR_MAKER) == before
    assert contract.auction(auction).status == CANCELLED
    with refused("AuctionOver", auction=auction):
        contract.cancel(CAR_MAKER, auction)
    with refused("AuctionOver", auction=auction):
        contract.offer(A, auction, receivable, ALL, NEEDED)
    with refused("AuctionOver", auction=auction):
        contract.clear(STRANGER, auction)
    with refused("AuctionOver", auction=auction):
        contract.preview(auction)


def test_an_auction_with_offers_binds_its_debtor_after_the_closing_too(
    ground: EarlyGround, contract: EarlyPayment
) -> None:
    _, receivable = ground.notes({A: ALL})
    auction = ground.open(BUDGET, expiry=CLOSING + DAY)
    contract.offer(A, auction, receivable, ALL, NEEDED)
    ground.close()
    with refused("AuctionHasOffers", auction=auction, offers=1):
        contract.cancel(CAR_MAKER, auction)
    with refused("HoldNotReturnable"):
        ground.stage.ecny.return_hold(CAR_MAKER, contract.auction(auction).hold)


# Clearing


def three_offers(ground: EarlyGround, uniform: bool, budget: int) -> tuple[NoteSeries, int, int]:
    """Of ¥1,000 each, at 10 %, 8 % and 6 %, for 180 days on ACT/360: ¥950, ¥960 and ¥970."""
    series, receivable = ground.notes({A: ALL, B: ALL, C: ALL})
    auction = ground.open(budget, uniform)
    for seller, rate in ((C, 60_000), (A, 100_000), (B, 80_000)):
        ground.offer(seller, auction, receivable, ALL, rate)
    ground.close()
    return series, receivable, auction


def test_as_bid_each_is_paid_at_its_own_rate(ground: EarlyGround, contract: EarlyPayment) -> None:
    """¥2,000 − ¥950 − ¥960 = ¥90, which at 3 % off is the price of ¥92.78."""
    stage = ground.stage
    series, receivable, auction = three_offers(ground, uniform=False, budget=200_000)
    free = stage.ecny.available(CAR_MAKER)
    outcome = contract.clear(STRANGER, auction)
    assert told(outcome, "OfferPaid", "AuctionCleared", "OfferSkipped") == [
        ("OfferPaid", auction, 2, A.address, receivable, 100_000, 95_000, 100_000),
        ("OfferPaid", auction, 3, B.address, receivable, 100_000, 96_000, 80_000),
        ("OfferPaid", auction, 1, C.address, receivable, 9_278, 9_000, 60_000),
        ("AuctionCleared", auction, 209_278, 200_000, 60_000, 0),
    ]
    assert series.balances(CAR_MAKER, A, B, C) == (209_278, 0, 0, ALL - 9_278)
    assert ground.market.paid(A, B, C) == (95_000, 96_000, 9_000)
    assert stage.ecny.balance(contract) == 0
    assert stage.ecny.available(CAR_MAKER) == free
    assert contract.auction(auction).status == CLEARED
    assert contract.offers(auction) == [2, 3, 1]


def test_at_one_rate_all_are_paid_at_the_lowest_accepted(ground: EarlyGround, contract: EarlyPayment) -> None:
    """At 6 % two cost ¥1,940, and ¥60 is left for the third: the price of ¥61.86."""
    series, receivable, auction = three_offers(ground, uniform=True, budget=200_000)
    outcome = contract.clear(STRANGER, auction)
    assert told(outcome, "OfferPaid", "AuctionCleared", "OfferSkipped") == [
        ("OfferPaid", auction, 2, A.address, receivable, 100_000, 97_000, 60_000),
        ("OfferPaid", auction, 3, B.address, receivable, 100_000, 97_000, 60_000),
        ("OfferPaid", auction, 1, C.address, receivable, 6_186, 6_000, 60_000),
        ("AuctionCleared", auction, 206_186, 200_000, 60_000, 0),
    ]
    assert series.balances(CAR_MAKER, A, B, C) == (206_186, 0, 0, ALL - 6_186)
    assert ground.market.paid(A, B, C) == (97_000, 97_000, 6_000)


def test_at_one_rate_what_would_not_buy_a_fen_of_the_next_goes_back(
    ground: EarlyGround, contract: EarlyPayment
) -> None:
    """At 6 % the first two would take all of ¥1,940, so they are paid at 8 %, and ¥20 are left."""
    stage = ground.stage
    _, _, auction = three_offers(ground, uniform=True, budget=194_000)
    free, hold = stage.ecny.available(CAR_MAKER), contract.auction(auction).hold
    outcome = contract.clear(STRANGER, auction)
    assert told(outcome, "AuctionCleared") == [(auction, 200_000, 192_000, 80_000, 2_000)]
    assert told(outcome, "HoldReturned") == [(hold, 2_000)]
    assert stage.ecny.available(CAR_MAKER) == free + 2_000
    with refused("HoldNotFound"):
        stage.ecny.hold_of(hold)


@pytest.mark.parametrize("uniform", [False, True])
def test_a_budget_above_all_offers_is_returned(
    ground: EarlyGround, contract: EarlyPayment, uniform: bool
) -> None:
    stage = ground.stage
    _, _, auction = three_offers(ground, uniform, budget=500_000)
    free = stage.ecny.available(CAR_MAKER)
    paid = 3 * 97_000 if uniform else 95_000 + 96_000 + 97_000
    outcome = contract.clear(STRANGER, auction)
    assert told(outcome, "AuctionCleared") == [(auction, 300_000, paid, 60_000, 500_000 - paid)]
    assert stage.ecny.available(CAR_MAKER) == free + 500_000 - paid


@pytest.mark.parametrize("uniform", [False, True])
def test_among_equal_rates_the_earlier_is_paid_first(
    ground: EarlyGround, contract: EarlyPayment, uniform: bool
) -> None:
    _, receivable = ground.notes({A: ALL, B: ALL, C: ALL})
    auction = ground.open(97_000 + 5_000, uniform)
    for seller in (C, A, B):
        ground.offer(seller, auction, receivable, ALL, 60_000)
    ground.close()
    contract.clear(STRANGER, auction)
    assert ground.market.paid(C, A, B) == (97_000, 5_000, 0)


def test_cleared_later_fewer_days_are_discounted(ground: EarlyGround, contract: EarlyPayment) -> None:
    _, receivable = ground.notes({A: ALL})
    auction = ground.open(BUDGET)
    ground.offer(A, auction, receivable, ALL, 60_000)
    ground.close(CLOSING_DAY + timedelta(days=60), hour=23)
    outcome = contract.clear(STRANGER, auction)
    assert told(outcome, "OfferPaid")[0][4:] == (ALL, 98_000, 60_000)


def test_an_auction_is_cleared_once_closed_and_once(ground: EarlyGround, contract: EarlyPayment) -> None:
    _, receivable = ground.notes({A: ALL})
    auction = ground.open(BUDGET, expiry=CLOSING + DAY)
    ground.offer(A, auction, receivable, ALL, 60_000)
    with refused("UnknownAuction", auction=99):
        contract.clear(STRANGER, 99)
    ground.stage.chain.go_to(CLOSING - 1)
    with refused("AuctionRuns", auction=auction, endsAt=CLOSING):
        contract.clear(STRANGER, auction)
    ground.stage.chain.go_to(CLOSING + DAY)
    contract.clear(STRANGER, auction)
    with refused("AuctionOver", auction=auction):
        contract.clear(STRANGER, auction)
    with refused("AuctionOver", auction=auction):
        contract.cancel(CAR_MAKER, auction)


def test_an_auction_that_nobody_clears_lapses_with_its_hold(
    ground: EarlyGround, contract: EarlyPayment
) -> None:
    stage = ground.stage
    _, receivable = ground.notes({A: ALL})
    free = stage.ecny.available(CAR_MAKER)
    auction = ground.open(BUDGET, expiry=CLOSING + DAY)
    ground.offer(A, auction, receivable, ALL, 60_000)
    stage.chain.go_to(CLOSING + DAY + 1)
    with refused("AuctionLapsed", auction=auction, expiry=CLOSING + DAY):
        contract.clear(STRANGER, auction)
    with refused("AuctionLapsed", auction=auction, expiry=CLOSING + DAY):
        contract.cancel(CAR_MAKER, auction)
    with refused("AuctionLapsed", auction=auction, expiry=CLOSING + DAY):
        contract.withdraw(A, 1)
    stage.ecny.return_hold(CAR_MAKER, contract.auction(auction).hold)
    assert stage.ecny.available(CAR_MAKER) == free
    with refused("AuctionLapsed", auction=auction):
        contract.clear(STRANGER, auction)


def test_an_auction_without_offers_is_cleared_with_nothing(
    ground: EarlyGround, contract: EarlyPayment
) -> None:
    auction = ground.open(BUDGET, uniform=True)
    ground.close()
    outcome = contract.clear(STRANGER, auction)
    assert told(outcome, "AuctionCleared") == [(auction, 0, 0, 0, BUDGET)]


# What cannot be delivered


def no_allowance(ground: EarlyGround, series: NoteSeries) -> None:
    series.approve(A, ground.contract, ALL - 1)


def no_notes(_: EarlyGround, series: NoteSeries) -> None:
    series.transfer(A, TIER_ONE, 1)


def frozen_wallet(_: EarlyGround, series: NoteSeries) -> None:
    series.freeze_wallet(AGENT, A)


def frozen_part(_: EarlyGround, series: NoteSeries) -> None:
    series.freeze(AGENT, A, 1)


def suspended(ground: EarlyGround, _: NoteSeries) -> None:
    ground.stage.ledger.suspend(COURT, A, b"\1" * 32)


def paused(_: EarlyGround, series: NoteSeries) -> None:
    series.pause(AGENT)


def same_identity(ground: EarlyGround, _: NoteSeries) -> None:
    ground.stage.identities.set_identity(OPERATOR, A, CAR_MAKER)


def module_refuses(ground: EarlyGround, series: NoteSeries) -> None:
    series.set_compliance(OWNER, ground.stage.put(compiled("Capricious"), 3))


def module_burns_all_gas(ground: EarlyGround, series: NoteSeries) -> None:
    series.set_compliance(OWNER, ground.stage.put(compiled("Capricious"), 6))


REASONS: dict[str, tuple[Callable[[EarlyGround, NoteSeries], None], str]] = {
    "allowance": (no_allowance, "ERC20InsufficientAllowance(address,uint256,uint256)"),
    "balance": (no_notes, "ERC20InsufficientBalance(address,uint256,uint256)"),
    "wallet frozen": (frozen_wallet, "WalletIsFrozen(address)"),
    "part frozen": (frozen_part, "ERC7943InsufficientUnfrozenBalance(address,uint256,uint256)"),
    "suspended": (suspended, "AccountIsSuspended(address)"),
    "paused": (paused, "NotesPaused(address)"),
    "debtor's own": (same_identity, "OwnDebt(address,address)"),
    "rules say no": (module_refuses, "ERC7943CannotTransfer(address,address,uint256)"),
    "rules burn all gas": (module_burns_all_gas, ""),
}


@pytest.mark.parametrize("uniform", [False, True])
@pytest.mark.parametrize("case", REASONS)
def test_what_cannot_be_delivered_is_passed_over_and_stops_nobody(
    ground: EarlyGround, contract: EarlyPayment, case: str, uniform: bool
) -> None:
    hinder, error = REASONS[case]
    series, receivable = ground.notes({A: ALL, TIER_ONE: 1})
    other, second = ground.notes({B: ALL, C: ALL})
    auction = ground.open(2 * 97_000, uniform)
    for seller, which, rate in ((A, receivable, 100_000), (B, second, 80_000), (C, second, 60_000)):
        ground.offer(seller, auction, which, ALL, rate)
    hinder(ground, series)
    ground.close()
    payments, skips = contract.preview(auction)
    assert skips == [(1, selector(error) if error else bytes(4))]
    if error:
        with refused(error.split("(")[0]):
            contract.check(1)
    outcome = contract.clear(STRANGER, auction)
    assert told(outcome, "OfferSkipped") == [(auction, *skips[0])]
    assert [paid[1] for paid in told(outcome, "OfferPaid")] == [2, 3] == [paid.offer for paid in payments]
    assert other.balance(CAR_MAKER) == 2 * ALL
    assert ground.market.paid(A, B) == (0, 97_000 if uniform else 96_000)


@pytest.mark.parametrize("uniform", [False, True])
def test_whoever_cannot_be_paid_sets_no_rate_for_others(
    ground: EarlyGround, contract: EarlyPayment, market: NoteMarket, uniform: bool
) -> None:
    """A wallet for money that is missing, or would hold more than its tier allows."""
    stage = ground.stage
    market.admit(STRANGER)
    market.admit(REGISTRAR)
    stage.ecny.open_wallet(BANK, REGISTRAR, tier=4)
    _, receivable = ground.notes({A: ALL, STRANGER: ALL, REGISTRAR: 1_000_001})
    auction = ground.open(10_000_000, uniform)
    ground.offer(A, auction, receivable, ALL, 80_000)
    ground.offer(STRANGER, auction, receivable, ALL, 70_000)
    ground.offer(REGISTRAR, auction, receivable, 1_000_001, 60_000)
    with refused("WalletNotOpen", owner=STRANGER):
        contract.check(2)
    with refused("BalanceLimitExceeded", owner=REGISTRAR, balance=1_000_001, limit=1_000_000):
        contract.check(3)
    ground.close()
    outcome = contract.clear(STRANGER, auction)
    assert told(outcome, "OfferPaid") == [(auction, 1, A.address, receivable, ALL, 96_000, 80_000)]
    assert [skip[1] for skip in told(outcome, "OfferSkipped")] == [2, 3]


def test_a_wallet_with_a_limit_is_paid_up_to_it(
    ground: EarlyGround, contract: EarlyPayment, market: NoteMarket
) -> None:
    stage = ground.stage
    market.admit(REGISTRAR)
    stage.ecny.open_wallet(BANK, REGISTRAR, tier=4)
    _, receivable = ground.notes({REGISTRAR: 1_000_000})
    auction = ground.open(10_000_000)
    ground.offer(REGISTRAR, auction, receivable, 1_000_000, 60_000)
    ground.close()
    contract.clear(STRANGER, auction)
    assert stage.ecny.balance(REGISTRAR) == 970_000


def test_what_has_fallen_due_meanwhile_is_passed_over(ground: EarlyGround, contract: EarlyPayment) -> None:
    due = CLOSING_DAY + timedelta(days=5)
    _, short = ground.notes({A: ALL}, due=due)
    _, long = ground.notes({B: ALL})
    auction = ground.open(BUDGET)
    ground.offer(A, auction, short, ALL, 90_000)
    ground.offer(B, auction, long, ALL, 60_000)
    ground.close(due, hour=1)
    with refused("NotEarly", receivable=short, dueDay=day_number(due), earliest=day_number(due) + 1):
        contract.check(1)
    outcome = contract.clear(STRANGER, auction)
    assert told(outcome, "OfferSkipped") == [(auction, 1, selector("NotEarly(uint64,uint32,uint32)"))]
    assert [paid[1] for paid in told(outcome, "OfferPaid")] == [2]


def test_a_debtor_that_may_not_hold_notes_any_more_gets_its_money_back(
    ground: EarlyGround, contract: EarlyPayment
) -> None:
    _, _, auction = three_offers(ground, uniform=False, budget=200_000)
    ground.stage.identities.withdraw(ISSUER, CAR_MAKER)
    outcome = contract.clear(STRANGER, auction)
    reason = selector("NotVerified(address)")
    assert told(outcome, "OfferSkipped") == [(auction, offer, reason) for offer in (2, 3, 1)]
    assert told(outcome, "AuctionCleared") == [(auction, 0, 0, 0, 200_000)]


def test_an_offer_that_the_money_does_not_reach_is_not_told(
    ground: EarlyGround, contract: EarlyPayment
) -> None:
    series, _, auction = three_offers(ground, uniform=False, budget=95_000)
    series.approve(B, contract, 0)
    outcome = contract.clear(STRANGER, auction)
    assert told(outcome, "OfferSkipped") == []
    assert [paid[1] for paid in told(outcome, "OfferPaid")] == [2]


@pytest.mark.parametrize(
    ("uniform", "paid", "returned"), [(False, [(3, 96_000), (1, 14_000)], 0), (True, [(3, 96_000)], 14_000)]
)
def test_what_fails_at_the_last_moment_moves_neither_notes_nor_money(
    stage: Stage, market: NoteMarket, uniform: bool, paid: list[tuple[int, int]], returned: int
) -> None:
    """A policy has the last word. As bid the money goes on to the next; one rate is found before anything moves."""
    chooser = stage.put(compiled("Chooser"))
    ground = EarlyGround(market, policy=chooser.address)
    series, _, auction = three_offers(ground, uniform, budget=110_000)
    chooser.send(STRANGER, "refuse(address)", A)
    outcome = ground.contract.clear(STRANGER, auction)
    assert told(outcome, "OfferSkipped") == [(auction, 2, selector("Unwanted(address)"))]
    assert [(event[1], event[5]) for event in told(outcome, "OfferPaid")] == paid
    assert series.balance(A) == ALL
    assert ground.market.paid(A) == (0,)
    assert told(outcome, "AuctionCleared")[0][-1] == returned


def test_money_that_cannot_be_paid_brings_no_notes(ground: EarlyGround, contract: EarlyPayment) -> None:
    """The debtor's own wallet may have become one with a limit to a payment: ¥50,000."""
    series, receivable = ground.notes({A: 6_000_000, B: ALL})
    auction = ground.open(10_000_000)
    ground.offer(A, auction, receivable, 6_000_000, 80_000)
    ground.offer(B, auction, receivable, ALL, 60_000)
    ground.stage.ecny.change_tier(BANK, CAR_MAKER, 2)
    ground.close()
    outcome = contract.clear(STRANGER, auction)
    reason = selector("PaymentLimitExceeded(address,uint256,uint256)")
    assert told(outcome, "OfferSkipped") == [(auction, 1, reason)]
    assert series.balances(CAR_MAKER, A, B) == (ALL, 6_000_000, 0)


# Who calls, with how much gas, and who calls back


def test_notes_and_money_are_delivered_by_the_contract_alone(
    ground: EarlyGround, contract: EarlyPayment
) -> None:
    _, receivable = ground.notes({A: ALL})
    auction = ground.open(BUDGET)
    arguments = (contract.auction(auction).hold, CAR_MAKER, receivable, A, 1, 1)
    for who in (CAR_MAKER, A, STRANGER, OPERATOR, REGISTRAR, GOVERNOR, COURT):
        with refused("NotItself", caller=who):
            contract.send(who, EarlyPayment.DELIVER, *arguments)


def test_nobody_has_offers_passed_over_by_sparing_gas(ground: EarlyGround, contract: EarlyPayment) -> None:
    """Whatever gas a clearing comes with, it is refused as a whole or pays everybody."""
    _, _, auction = three_offers(ground, uniform=False, budget=500_000)
    sparing = ground.stage.put(compiled("Sparing"))
    call = contract.encode("clear(uint64)", auction)
    cleared = 0
    for gas in range(20_000, 1_500_000, 40_000):
        before = ground.stage.chain.snapshot()
        receipt = ground.stage.chain.send(
            STRANGER, sparing.address, sparing.encode("act(address,bytes,uint256)", contract, call, gas)
        )
        if receipt.succeeded:
            cleared += 1
            assert ground.market.paid(A, B, C) == (95_000, 96_000, 97_000)
        ground.stage.chain.restore(before)
    assert cleared
    with refused("GasMissing", gasNeeded=515_625):
        sparing.ask("act(address,bytes,uint256)", contract, call, 500_000)


@pytest.mark.parametrize("function", ["clear", "cancel", "withdraw", "offer"])
def test_from_within_a_module_nothing_is_done_in_an_auction(
    stage: Stage, market: NoteMarket, function: str
) -> None:
    module = stage.put(compiled("WatchfulModule"), True)
    ground = EarlyGround(market, (module, 1))
    _, receivable, auction = three_offers(ground, uniform=False, budget=200_000)
    again: dict[str, tuple[Any, ...]] = {
        "clear": ("clear(uint64)", auction),
        "cancel": ("cancel(uint64)", auction),
        "withdraw": ("withdraw(uint64)", 1),
        "offer": (EarlyPayment.OFFER, auction, receivable, 1, NEEDED, 0),
    }
    call = ground.contract.encode(*again[function])
    module.send(STRANGER, "callBackWith(address,bytes)", ground.contract, call)
    ground.contract.clear(STRANGER, auction)
    assert not module.ask("calledBackWell()")
    answer = read_error(ground.contract.interface, module.ask("calledBackAnswer()"))
    assert answer.name == "ReentrancyGuardReentrantCall"
    remember(ground.contract.interface, again[function][0], answer.name, None)
    assert ground.market.paid(A, B, C) == (95_000, 96_000, 9_000)


def test_a_module_that_insists_on_it_has_the_offer_passed_over(stage: Stage, market: NoteMarket) -> None:
    module = stage.put(compiled("WatchfulModule"), True)
    ground = EarlyGround(market, (module, 1))
    _, _, auction = three_offers(ground, uniform=False, budget=200_000)
    again = ground.contract.encode("clear(uint64)", auction)
    module.send(STRANGER, "callBackWith(address,bytes)", ground.contract, again)
    module.send(STRANGER, "insist()")
    outcome = ground.contract.clear(STRANGER, auction)
    reason = selector("ReentrancyGuardReentrantCall()")
    assert told(outcome, "OfferSkipped") == [(auction, 2, reason), (auction, 3, reason), (auction, 1, reason)]


# Looking ahead


@pytest.mark.parametrize("uniform", [False, True])
def test_a_preview_before_the_closing_is_of_the_closings_day(
    ground: EarlyGround, contract: EarlyPayment, uniform: bool
) -> None:
    _, receivable = ground.notes({A: ALL, B: ALL, C: ALL})
    auction = ground.open(200_000, uniform)
    for seller, rate in ((C, 60_000), (A, 100_000), (B, 80_000)):
        ground.offer(seller, auction, receivable, ALL, rate)
    payments, skips = contract.preview(auction)
    assert ground.stage.chain.time < CLOSING
    ground.close()
    outcome = contract.clear(STRANGER, auction)
    assert skips == []
    assert told(outcome, "OfferPaid") == [
        (auction, one.offer, one.seller, one.receivable, one.amount, one.price, one.rate) for one in payments
    ]
    assert {one.days for one in payments} == {DAYS}


def test_the_face_for_the_rest_is_the_largest_that_it_pays(
    ground: EarlyGround, contract: EarlyPayment
) -> None:
    for budget in (1, 2, 33, 94_999):
        _, receivable = ground.notes({A: ALL})
        auction = ground.open(budget)
        ground.offer(A, auction, receivable, ALL, 100_000)
        (payment,), _ = contract.preview(auction)
        assert (payment.amount, payment.price) == (face_for(budget, 100_000, DAYS, 360), budget)
        assert price(payment.amount + 1, 100_000) == budget + 1


def test_days_are_counted_as_the_programme_does(market: NoteMarket) -> None:
    ground = EarlyGround(market, day_count=2)
    _, receivable = ground.notes({A: 36_500})
    auction = ground.open(BUDGET)
    ground.offer(A, auction, receivable, 36_500, 100_000)
    (payment,), _ = ground.contract.preview(auction)
    assert payment.price == 36_500 - 10 * 180


def test_sellers_of_several_receivables_are_paid_by_their_days(
    ground: EarlyGround, contract: EarlyPayment
) -> None:
    """At 6 % ¥1,000 cost ¥990 for 60 days and ¥970 for 180."""
    _, short = ground.notes({A: ALL}, due=CLOSING_DAY + timedelta(days=60))
    _, long = ground.notes({A: ALL})
    auction = ground.open(BUDGET, uniform=True)
    ground.offer(A, auction, short, ALL, 90_000)
    ground.offer(A, auction, long, ALL, 60_000)
    ground.close()
    outcome = contract.clear(STRANGER, auction)
    assert [event[5] for event in told(outcome, "OfferPaid")] == [99_000, 97_000]


def test_the_contract_knows_the_deployment(stage: Stage) -> None:
    known = {
        "money()": stage.ecny,
        "programmes()": stage.programmes,
        "issuance()": stage.issuance,
        "curves()": stage.curves,
        "identities()": stage.identities,
        "noteDesk()": stage.note_desk,
    }
    for question, there in known.items():
        assert stage.early_payment.ask(question) == there.address
