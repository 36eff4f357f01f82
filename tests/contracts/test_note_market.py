"""Orders for notes, and fills of them: notes against e-CNY in one transaction or not at all."""

from collections.abc import Callable

import pytest
from eth_utils.crypto import keccak

from tests.contracts.driver.cast import (
    BANK,
    COURT,
    EVERYBODY,
    GOVERNOR,
    NOBODY,
    OPERATOR,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
    B,
    C,
)
from tests.contracts.driver.chain import START, Snapshot, day_number, moment
from tests.contracts.driver.note_market import AGENT, CLOSING, FACE, KNOWN, NoteMarket
from tests.contracts.driver.notes import ORDER, UNLIMITED
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.solidity import compiled
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.trading import MONEY, Trading, price
from tests.contracts.driver.venue import NEVER, Order, Venue
from tests.contracts.driver.words import receivable_of

LARGEST = 2**53 - 1
NOON = moment(START, 12)


@pytest.fixture(scope="module")
def opened(opened_market: tuple[NoteMarket, Snapshot]) -> tuple[Trading, Snapshot]:
    market, before = opened_market
    market.stage.chain.restore(before)
    return Trading(market, parts={B: 300_000}), market.stage.chain.snapshot()


@pytest.fixture
def trading(stage: Stage, opened: tuple[Trading, Snapshot]) -> Trading:
    """Tier one has 700,000 notes and B 300,000."""
    trading, snapshot = opened
    stage.chain.restore(snapshot)
    return trading


@pytest.fixture
def venue(trading: Trading) -> Venue:
    return trading.venue


# Placing


def test_an_ask_is_told_in_full_and_moves_and_encumbers_nothing(trading: Trading, venue: Venue) -> None:
    before = trading.has(*KNOWN)
    outcome = venue.ask_for(TIER_ONE, trading.receivable, 500_000, 45_000, minimum=1_000, expiry=NOON)
    assert outcome.answer == venue.count() == 1
    told = (1, trading.receivable, TIER_ONE.address, True, 500_000, 1_000, 45_000, 0, NOON)
    assert outcome.events == [("OrderPlaced", *told)]
    kept = (TIER_ONE.address, NOON, day_number(DUE), 1, True, trading.receivable, 500_000, 1_000, 45_000, 0)
    assert venue.order(1) == Order(*kept)
    assert trading.has(*KNOWN) == before
    trading.series.transfer(TIER_ONE, A, 700_000)


def test_a_bid_is_told_in_full_and_needs_no_money_yet(trading: Trading, venue: Venue) -> None:
    outcome = venue.bid_for(C, trading.receivable, LARGEST, 45_000, minimum=LARGEST)
    told = (1, trading.receivable, C.address, False, LARGEST, LARGEST, 45_000, 0, CLOSING)
    assert outcome.events == [("OrderPlaced", *told)]
    assert not venue.order(1).ask


def test_an_ask_at_the_curve_is_told_with_the_curves_version(trading: Trading, venue: Venue) -> None:
    trading.stage.curves.set(GOVERNOR, trading.programme, [(200, 50_000)])
    outcome = venue.ask_at_curve(TIER_ONE, trading.receivable, 500_000, version=1)
    told = (1, trading.receivable, TIER_ONE.address, True, 500_000, 1, 0, 1, CLOSING)
    assert outcome.events == [("OrderPlaced", *told)]
    assert (venue.order(1).rate_ppm, venue.order(1).curve_version) == (0, 1)


def test_an_order_ends_at_the_latest_when_the_books_of_its_notes_close(
    trading: Trading, venue: Venue
) -> None:
    for expiry, kept in ((CLOSING - 1, CLOSING - 1), (CLOSING, CLOSING), (NEVER, CLOSING)):
        assert venue.order(trading.bid_for(A, 1, expiry=expiry)).expiry == kept


@pytest.mark.parametrize("place", [Venue.ask_for, Venue.ask_at_curve, Venue.bid_for])
def test_orders_that_make_no_sense_are_not_placed(
    trading: Trading, venue: Venue, place: Callable[..., object]
) -> None:
    trading.stage.curves.set(GOVERNOR, trading.programme, [(200, 50_000)])
    other = receivable_of(trading.market.claim())
    for receivable in (0, 99, other):
        with refused("SeriesNotOpen", receivable=receivable):
            place(venue, TIER_ONE, receivable, 10, 1)
    for amount in (0, LARGEST + 1, 2**64 - 1):
        with refused("OrderAmountOutOfRange", amount=amount, largest=LARGEST):
            place(venue, TIER_ONE, trading.receivable, amount, 1)
    for minimum in (0, 11):
        with refused("MinimumOutOfRange", minimum=minimum, amount=10):
            place(venue, TIER_ONE, trading.receivable, 10, 1, minimum=minimum)
    trading.stage.chain.go_to(NOON)
    for expiry in (0, NOON):
        with refused("ExpiryNotAhead", expiry=expiry, time=NOON):
            place(venue, TIER_ONE, trading.receivable, 10, 1, expiry=expiry)
    place(venue, TIER_ONE, trading.receivable, 10, 1, minimum=10, expiry=NOON + 1)
    assert venue.count() == 1


@pytest.mark.parametrize("place", [Venue.ask_for, Venue.ask_at_curve, Venue.bid_for])
def test_nothing_is_placed_once_the_books_have_closed(
    trading: Trading, venue: Venue, place: Callable[..., object]
) -> None:
    trading.stage.curves.set(GOVERNOR, trading.programme, [(200, 50_000)])
    trading.stage.chain.go_to(CLOSING - 1)
    place(venue, TIER_ONE, trading.receivable, 10, 1)
    trading.stage.chain.go_to(CLOSING)
    with refused("NotesClosed", series=trading.series, closedAt=CLOSING):
        place(venue, TIER_ONE, trading.receivable, 10, 1)


# Filling


def test_an_ask_is_filled_as_delivery_against_payment(trading: Trading, venue: Venue) -> None:
    """500,000 fen at 6 % for 181 of 360 days are 484,917 (15,083.33 off)."""
    order = trading.ask_for(TIER_ONE, 500_000)
    outcome = venue.fill(A, order, 500_000, 484_917)
    assert outcome.answer == 484_917
    parties = (TIER_ONE.address, A.address)
    assert outcome.events == [
        ("OrderFilled", order, trading.receivable, *parties, 500_000, 484_917, 0),
        ("Transfer", A.address, TIER_ONE.address, 484_917),
        ("Transfer", TIER_ONE.address, A.address, 500_000),
    ]
    assert trading.has(TIER_ONE, A) == [(200_000, MONEY + 484_917), (500_000, MONEY - 484_917)]


def test_a_bid_is_filled_as_delivery_against_payment(trading: Trading, venue: Venue) -> None:
    order = trading.bid_for(A, 500_000)
    outcome = venue.fill(TIER_ONE, order, 500_000, 484_917)
    parties = (TIER_ONE.address, A.address)
    assert outcome.events[0] == ("OrderFilled", order, trading.receivable, *parties, 500_000, 484_917, 0)
    assert trading.has(TIER_ONE, A) == [(200_000, MONEY + 484_917), (500_000, MONEY - 484_917)]


@pytest.mark.parametrize("ask", [True, False], ids=["ask", "bid"])
def test_fills_take_from_what_is_left_and_the_last_one_ends_the_order(
    trading: Trading, venue: Venue, ask: bool
) -> None:
    maker, takers = (TIER_ONE, (A, C)) if ask else (A, (B, TIER_ONE))
    order = trading.order_of(maker, 400_000, ask=ask)
    for taker, amount, left in ((takers[0], 100_000, 300_000), (takers[1], 299_999, 1)):
        outcome = venue.fill(taker, order, amount, amount if ask else 0)
        assert outcome.events[0][5:] == (amount, price(amount), left)
        assert venue.left(order) == left
        with refused("FillExceedsOrder", order=order, left=left, amount=left + 1):
            trading.take(takers[0], order, left + 1)
    paid = [trading.take(takers[0], order, 1), price(100_000), price(299_999)]
    with refused("OrderHasEnded", order=order):
        trading.take(takers[0], order, 1)
    sign = 1 if ask else -1
    notes, money = trading.has(maker)[0]
    assert (notes, money) == ((700_000 if ask else 0) - sign * 400_000, MONEY + sign * sum(paid))


def test_two_orders_are_filled_each_by_itself(trading: Trading, venue: Venue) -> None:
    first, second = trading.ask_for(TIER_ONE, 10), trading.ask_for(B, 20, 0)
    trading.take(A, second, 5)
    assert (venue.left(first), venue.left(second)) == (10, 15)
    trading.take(A, first, 10)
    assert venue.left(second) == 15


@pytest.mark.parametrize("ask", [True, False], ids=["ask", "bid"])
def test_a_fill_is_not_smaller_than_the_makers_minimum_unless_it_takes_all_that_is_left(
    trading: Trading, ask: bool
) -> None:
    maker, taker = (TIER_ONE, A) if ask else (A, TIER_ONE)
    terms = {"minimum": 100}
    order = trading.ask_for(maker, 250, **terms) if ask else trading.bid_for(maker, 250, **terms)
    for amount in (0, 1, 99):
        trading.refuses("FillBelowMinimum", order, taker, amount, order=order, minimum=100, amount=amount)
    trading.take(taker, order, 100)
    trading.take(taker, order, 100)
    trading.refuses("FillBelowMinimum", order, taker, 49, minimum=100, amount=49)
    trading.refuses("FillBelowMinimum", order, taker, 0, minimum=100, amount=0)
    trading.take(taker, order, 50)


def test_a_buyer_pays_no_more_than_its_limit(trading: Trading, venue: Venue) -> None:
    order = trading.ask_for(TIER_ONE, 500_000)
    with refused("PriceBeyondLimit", order=order, price=484_917, limit=484_916):
        venue.fill(A, order, 500_000, 484_916)
    assert (trading.has(A), venue.left(order)) == ([(0, MONEY)], 500_000)
    venue.fill(A, order, 500_000, 484_917)


def test_a_seller_gets_no_less_than_its_limit(trading: Trading, venue: Venue) -> None:
    order = trading.bid_for(A, 500_000)
    with refused("PriceBeyondLimit", order=order, price=484_917, limit=484_918):
        venue.fill(TIER_ONE, order, 500_000, 484_918)
    assert (trading.has(A), venue.left(order)) == ([(0, MONEY)], 500_000)
    venue.fill(TIER_ONE, order, 500_000, 484_917)


def test_a_limit_on_the_safe_side_makes_no_price_better_or_worse(trading: Trading, venue: Venue) -> None:
    order, other = trading.ask_for(TIER_ONE, 500_000), trading.bid_for(A, 200_000)
    assert venue.fill(A, order, 500_000, 2**64 - 1).answer == 484_917
    assert venue.fill(TIER_ONE, other, 200_000, 0).answer == price(200_000)


@pytest.mark.parametrize("order", [0, 2, 2**64 - 1])
def test_an_order_that_was_never_placed_is_unknown(trading: Trading, venue: Venue, order: int) -> None:
    trading.ask_for(TIER_ONE, 10)
    for attempt in every_use(venue, order):
        with refused("UnknownOrder", order=order):
            attempt()


def every_use(venue: Venue, order: int) -> tuple[Callable[[], object], ...]:
    """All that can be done with an order, by its maker where only that may."""
    return (
        lambda: venue.fill(A, order, 1, 1),
        lambda: venue.cancel(TIER_ONE, order),
        lambda: venue.expire(STRANGER, order),
        lambda: venue.order(order),
        lambda: venue.price(order, 1),
        lambda: venue.check(order, A, 1),
    )


def test_an_order_that_was_filled_cancelled_or_expired_has_ended_for_every_use(
    trading: Trading, venue: Venue
) -> None:
    filled, cancelled, expired = (trading.ask_for(TIER_ONE, 10, expiry=NOON) for _ in range(3))
    trading.take(A, filled, 10)
    venue.cancel(TIER_ONE, cancelled)
    trading.stage.chain.go_to(NOON)
    venue.expire(STRANGER, expired)
    for order in (filled, cancelled, expired):
        for attempt in every_use(venue, order):
            with refused("OrderHasEnded", order=order):
                attempt()


# Taking back, and running out of time


def test_a_maker_takes_back_what_is_left(trading: Trading, venue: Venue) -> None:
    order = trading.ask_for(TIER_ONE, 10)
    trading.take(A, order, 4)
    assert venue.cancel(TIER_ONE, order).events == [("OrderCancelled", order)]
    with refused("OrderHasEnded", order=order):
        trading.take(A, order, 1)


@pytest.mark.parametrize("ask", [True, False], ids=["ask", "bid"])
def test_nobody_but_its_maker_takes_an_order_back(trading: Trading, venue: Venue, ask: bool) -> None:
    order = trading.order_of(TIER_ONE, 10, ask=ask)
    for somebody in EVERYBODY:
        if somebody is not TIER_ONE:
            with refused("NotTheMaker", order=order, caller=somebody):
                venue.cancel(somebody, order)
    venue.cancel(TIER_ONE, order)


def test_a_maker_takes_its_order_back_whatever_stops_its_notes(trading: Trading, venue: Venue) -> None:
    stage, series = trading.stage, trading.series
    orders = [trading.ask_for(TIER_ONE, 10) for _ in range(6)]
    stage.ledger.suspend(COURT, TIER_ONE, ORDER)
    venue.cancel(TIER_ONE, orders[0])
    stage.ledger.reinstate(COURT, TIER_ONE)
    series.freeze_wallet(AGENT, TIER_ONE)
    venue.cancel(TIER_ONE, orders[1])
    series.pause(AGENT)
    venue.cancel(TIER_ONE, orders[2])
    series.approve(TIER_ONE, venue, 0)
    venue.cancel(TIER_ONE, orders[3])
    stage.chain.go_to(CLOSING + 1)
    venue.cancel(TIER_ONE, orders[4])
    trading.market.close(days=400)
    venue.cancel(TIER_ONE, orders[5])


def test_an_order_is_filled_before_its_expiry_and_not_at_it(trading: Trading, venue: Venue) -> None:
    order = trading.ask_for(TIER_ONE, 10, expiry=NOON)
    trading.stage.chain.go_to(NOON - 1)
    trading.take(A, order, 4)
    trading.stage.chain.go_to(NOON)
    trading.refuses("OrderHasExpired", order, A, 4, order=order, expiry=NOON)
    with refused("OrderHasExpired", order=order, expiry=NOON):
        venue.price(order, 4)
    trading.stage.chain.go_to(NOON + 100)
    trading.refuses("OrderHasExpired", order, A, 6)


def test_an_order_without_an_expiry_of_its_own_is_filled_until_the_books_close(trading: Trading) -> None:
    order = trading.ask_for(TIER_ONE, 10)
    trading.stage.chain.go_to(CLOSING - 1)
    assert trading.take(A, order, 4) == 4
    trading.stage.chain.go_to(CLOSING)
    trading.refuses("OrderHasExpired", order, A, 4, expiry=CLOSING)


def test_anybody_puts_away_what_has_expired_and_nothing_else(trading: Trading, venue: Venue) -> None:
    soon, also, later = (trading.ask_for(TIER_ONE, 10, expiry=end) for end in (NOON, NOON, NOON + 1))
    trading.stage.chain.go_to(NOON - 1)
    with refused("OrderNotExpired", order=soon, expiry=NOON):
        venue.expire(STRANGER, soon)
    trading.stage.chain.go_to(NOON)
    with refused("OrderNotExpired", order=later, expiry=NOON + 1):
        venue.expire(STRANGER, soon, later)
    with refused("OrderHasEnded", order=soon):
        venue.expire(STRANGER, soon, soon)
    outcome = venue.expire(STRANGER, also, soon)
    assert outcome.events == [("OrderExpired", also), ("OrderExpired", soon)]
    assert venue.left(later) == 10
    assert venue.expire(STRANGER).events == []


# All or nothing


def test_where_the_money_fails_no_notes_move(trading: Trading) -> None:
    stage = trading.stage
    order = trading.ask_for(TIER_ONE, 500_000)
    stage.ecny.pay(A, B, MONEY - 484_916)
    figures = {"owner": A, "available": 484_916, "needed": 484_917}
    trading.refuses("FundsInsufficient", order, A, 500_000, **figures)
    stage.ecny.pay(B, A, 1)
    trading.take(A, order, 500_000)


def test_where_the_notes_fail_no_money_moves(trading: Trading) -> None:
    order = trading.ask_for(TIER_ONE, 700_000)
    trading.series.transfer(TIER_ONE, C, 1)
    figures = {"sender": TIER_ONE, "balance": 699_999, "needed": 700_000}
    trading.refuses("ERC20InsufficientBalance", order, A, 700_000, **figures)
    trading.series.transfer(C, TIER_ONE, 1)
    trading.take(A, order, 700_000)


@pytest.mark.parametrize("ask", [True, False], ids=["ask", "bid"])
def test_the_market_takes_no_more_than_it_was_approved_for(trading: Trading, venue: Venue, ask: bool) -> None:
    """Each side has to have approved it, whoever of them is the maker."""
    maker, taker = (TIER_ONE, A) if ask else (A, TIER_ONE)
    order = trading.order_of(maker, 500_000, ask=ask)
    trading.series.approve(TIER_ONE, venue, 499_999)
    figures: dict[str, object] = {"seller": TIER_ONE, "approved": 499_999, "amount": 500_000}
    trading.refuses("NotesNotApproved", order, taker, 500_000, **figures)
    trading.series.approve(TIER_ONE, venue, 500_000)
    trading.stage.ecny.approve(A, venue, 484_916)
    figures = {"buyer": A, "approved": 484_916, "price": 484_917}
    trading.refuses("MoneyNotApproved", order, taker, 500_000, **figures)
    trading.stage.ecny.approve(A, venue, 484_917)
    trading.take(taker, order, 500_000)
    assert trading.series.allowance(TIER_ONE, venue) == 0
    assert trading.stage.ecny.ask("allowance(address,address)", A, venue) == 0


def test_the_market_holds_neither_notes_nor_money_and_nobody_gives_it_any(
    trading: Trading, venue: Venue
) -> None:
    ask, bid = trading.ask_for(TIER_ONE, 500_000), trading.bid_for(A, 500_000)
    trading.take(C, ask, 300_000)
    trading.take(B, bid, 300_000)
    assert (trading.series.balance(venue), trading.stage.ecny.balance(venue)) == (0, 0)
    with refused("NotVerified", holder=venue):
        trading.series.transfer(TIER_ONE, venue, 1)
    with refused("WalletNotOpen", owner=venue):
        trading.stage.ecny.pay(A, venue, 1)
    assert trading.series.in_all() == FACE
    assert trading.stage.ecny.in_all() == len(KNOWN) * MONEY


# Oneself


@pytest.mark.parametrize("ask", [True, False], ids=["ask", "bid"])
def test_nobody_fills_an_order_of_its_own(trading: Trading, ask: bool) -> None:
    order = trading.order_of(TIER_ONE, 10, ask=ask)
    trading.refuses("SelfTrade", order, TIER_ONE, 5, order=order, maker=TIER_ONE, taker=TIER_ONE)
    trading.stage.identities.delete(OPERATOR, TIER_ONE)
    trading.refuses("SelfTrade", order, TIER_ONE, 5, order=order, maker=TIER_ONE, taker=TIER_ONE)


@pytest.mark.parametrize("ask", [True, False], ids=["ask", "bid"])
def test_no_identity_fills_an_order_of_its_own_from_another_wallet(
    trading: Trading, venue: Venue, ask: bool
) -> None:
    """The stranger's wallet is one of tier one's."""
    trading.market.admit(STRANGER, identity=TIER_ONE)
    trading.let_pay(STRANGER)
    trading.series.transfer(TIER_ONE, STRANGER, 100)
    trading.series.approve(STRANGER, venue, UNLIMITED)
    order = trading.order_of(TIER_ONE, 10, ask=ask)
    trading.refuses("SelfTrade", order, STRANGER, 5, order=order, maker=TIER_ONE, taker=STRANGER)
    theirs = trading.order_of(STRANGER, 10, ask=ask)
    trading.refuses("SelfTrade", theirs, TIER_ONE, 5, order=theirs, maker=STRANGER, taker=TIER_ONE)
    trading.take(B, order, 5)


def test_wallets_without_an_identity_are_not_one_party(trading: Trading) -> None:
    """Nobody vouches for either, so that only the buyer is stopped."""
    order = trading.bid_for(A, 10)
    for wallet in (A, B):
        trading.stage.identities.delete(OPERATOR, wallet)
    assert trading.stage.identities.identity(A) == trading.stage.identities.identity(B) == NOBODY
    trading.refuses("NotVerified", order, B, 5, holder=A)


# Rules that call back


AGAIN: dict[str, tuple[object, ...]] = {
    "fill(uint64,uint64,uint64)": (1, 1, 1),
    "cancel(uint64)": (1,),
    "expire(uint64[])": ([1],),
    "ask(uint64,uint64,uint64,uint32,uint40)": (1, 1, 1, 0, NEVER),
    "askAtCurve(uint64,uint64,uint64,uint32,uint40)": (1, 1, 1, 1, NEVER),
    "bid(uint64,uint64,uint64,uint32,uint40)": (1, 1, 1, 0, NEVER),
}


@pytest.mark.parametrize("signature", AGAIN)
def test_from_within_a_module_nothing_is_done_at_the_market(
    stage: Stage, market: NoteMarket, signature: str
) -> None:
    module = stage.put(compiled("WatchfulModule"), True)
    trading = Trading(market, (module, 1))
    order = trading.ask_for(TIER_ONE, 10)
    again = trading.venue.encode(signature, *AGAIN[signature])
    module.send(STRANGER, "callBackWith(address,bytes)", trading.venue, again)
    trading.take(A, order, 4)
    assert not module.ask("calledBackWell()")
    assert module.ask("calledBackAnswer()") == keccak(text="ReentrancyGuardReentrantCall()")[:4]
    assert (trading.venue.left(order), trading.series.balance(A)) == (6, 4)


def test_a_module_that_insists_on_it_stops_the_fill(stage: Stage, market: NoteMarket) -> None:
    module = stage.put(compiled("WatchfulModule"), True)
    trading = Trading(market, (module, 1))
    order = trading.ask_for(TIER_ONE, 10)
    again = trading.venue.filling(order, 4, 4)
    module.send(STRANGER, "callBackWith(address,bytes)", trading.venue, again)
    module.send(STRANGER, "insist()")
    before = trading.has(TIER_ONE, A)
    with refused("ReentrancyGuardReentrantCall"):
        trading.take(A, order, 4)
    assert (trading.has(TIER_ONE, A), trading.venue.left(order)) == (before, 10)


def test_from_within_a_module_an_order_is_seen_as_the_fill_leaves_it(
    stage: Stage, market: NoteMarket
) -> None:
    module = stage.put(compiled("WatchfulModule"), True)
    trading = Trading(market, (module, 1))
    order = trading.ask_for(TIER_ONE, 10)
    seen = trading.venue.encode("orderOf(uint64)", order)
    module.send(STRANGER, "callBackWith(address,bytes)", trading.venue, seen)
    trading.take(A, order, 4)
    answer = module.ask("calledBackAnswer()")
    assert int.from_bytes(answer[6 * 32 : 7 * 32], "big") == 6


# Several calls in one


def test_several_fills_and_an_order_over_the_rest_go_in_one_transaction(
    trading: Trading, venue: Venue
) -> None:
    first, second = trading.ask_for(TIER_ONE, 100), trading.ask_for(B, 100, 50_000)
    rest = venue.encode("bid(uint64,uint64,uint64,uint32,uint40)", trading.receivable, 300, 1, 40_000, NEVER)
    venue.together(A, venue.filling(second, 100, 100), venue.filling(first, 100, 100), rest)
    assert trading.series.balance(A) == 200
    assert (venue.order(3).maker, venue.left(3)) == (A.address, 300)


def test_one_refusal_undoes_all_of_them(trading: Trading, venue: Venue) -> None:
    first, second = trading.ask_for(TIER_ONE, 100), trading.ask_for(B, 100)
    before = trading.has(*KNOWN)
    with refused("PriceBeyondLimit", order=second):
        venue.together(A, venue.filling(first, 100, 100), venue.filling(second, 100, 1))
    assert (trading.has(*KNOWN), venue.left(first)) == (before, 100)
    with refused("FillExceedsOrder", order=first, left=50, amount=60):
        venue.together(A, venue.filling(first, 50, 50), venue.filling(first, 60, 60))


def test_a_call_of_nothing_known_fails_as_a_whole(venue: Venue) -> None:
    with refused("FailedCall"):
        venue.together(A, b"\1\2\3\4")


# No powers


def test_there_is_nothing_to_be_done_at_the_market_but_trading(venue: Venue) -> None:
    names = {signature.split("(")[0] for signature in venue.changing_functions}
    assert names == {"ask", "askAtCurve", "bid", "fill", "cancel", "expire", "multicall"}


def test_the_market_knows_the_contracts_that_it_was_deployed_with(stage: Stage) -> None:
    named = {
        "money()": stage.ecny,
        "programmes()": stage.programmes,
        "accounts()": stage.ledger,
        "issuance()": stage.issuance,
        "curves()": stage.curves,
        "noteDesk()": stage.note_desk,
    }
    assert {name: stage.venue.ask(name) for name in named} == {
        name: contract.address for name, contract in named.items()
    }


@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_no_office_trades_or_touches_what_others_trade(
    trading: Trading, venue: Venue, somebody: Actor
) -> None:
    if somebody in KNOWN:
        return
    stage = trading.stage
    stage.curves.set(GOVERNOR, trading.programme, [(200, 50_000)])
    order = trading.ask_for(TIER_ONE, 10)
    for place in (venue.ask_for, venue.ask_at_curve, venue.bid_for):
        with refused("NotVerified", holder=somebody):
            place(somebody, trading.receivable, 10, 1)
    with refused("MoneyNotApproved", buyer=somebody, approved=0):
        venue.buy(somebody, order, 10)
    stage.ecny.open_wallet(BANK, somebody)
    stage.ecny.issue(BANK, somebody, MONEY)
    stage.ecny.approve(somebody, venue, UNLIMITED)
    with refused("NotVerified", holder=somebody):
        venue.buy(somebody, order, 10)
    with refused("NotTheMaker", order=order, caller=somebody):
        venue.cancel(somebody, order)
    with refused("OrderNotExpired", order=order):
        venue.expire(somebody, order)
    assert venue.left(order) == 10
