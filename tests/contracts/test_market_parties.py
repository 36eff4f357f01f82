"""Who trades notes: none come to anybody who may not have them, and none from anybody who is stopped."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.contracts.driver.cast import BANK, COURT, GOVERNOR, OPERATOR, STRANGER, TIER_ONE, A, Actor, B, C
from tests.contracts.driver.chain import START, Snapshot, moment
from tests.contracts.driver.contract import Contract
from tests.contracts.driver.identities import GERMANY, Identities
from tests.contracts.driver.note_market import AGENT, ISSUER, KNOWN, OWNER, NoteMarket
from tests.contracts.driver.notes import ORDER, UNLIMITED
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.solidity import compiled
from tests.contracts.driver.stage import Stage
from tests.contracts.driver.trading import MONEY, Trading, price
from tests.contracts.driver.venue import Venue

NOON = moment(START, 12)
SAYS_NO = 3

Stop = tuple[str, Callable[[Trading, Actor], object]]


@pytest.fixture(scope="module")
def opened(opened_market: tuple[NoteMarket, Snapshot]) -> tuple[Trading, Snapshot]:
    market, before = opened_market
    market.stage.chain.restore(before)
    trading = Trading(market, parts={B: 300_000})
    market.stage.curves.set(GOVERNOR, trading.programme, [(200, 50_000)])
    return trading, market.stage.chain.snapshot()


@pytest.fixture
def trading(stage: Stage, opened: tuple[Trading, Snapshot]) -> Trading:
    """Tier one has 700,000 notes and B 300,000; a curve is set."""
    trading, snapshot = opened
    stage.chain.restore(snapshot)
    return trading


@pytest.fixture
def venue(trading: Trading) -> Venue:
    return trading.venue


def frozen(trading: Trading, who: Actor) -> None:
    trading.series.freeze_wallet(AGENT, who)


def suspended(trading: Trading, who: Actor) -> None:
    trading.stage.ledger.suspend(COURT, who, ORDER)


def not_vouched_for(trading: Trading, who: Actor) -> None:
    trading.stage.identities.withdraw(ISSUER, who)


def not_registered(trading: Trading, who: Actor) -> None:
    trading.stage.identities.delete(OPERATOR, who)


def no_longer_vouched_for(trading: Trading, who: Actor) -> None:
    trading.stage.identities.state(ISSUER, who, expiry=NOON)
    trading.stage.chain.go_to(NOON)


def distrusted(trading: Trading, _who: Actor) -> None:
    """Whoever has stated about it."""
    trading.stage.identities.distrust(GOVERNOR, ISSUER)


STOPPED: dict[str, Stop] = {
    "frozen": ("WalletIsFrozen", frozen),
    "suspended": ("AccountIsSuspended", suspended),
}
UNVERIFIED: dict[str, Stop] = {
    "not vouched for": ("NotVerified", not_vouched_for),
    "not registered": ("NotVerified", not_registered),
    "no longer vouched for": ("NotVerified", no_longer_vouched_for),
    "distrusted": ("NotVerified", distrusted),
}


def ways(table: dict[str, Stop]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("error", "stop"), table.values(), ids=table)


# Placing


@ways(STOPPED | UNVERIFIED)
@pytest.mark.parametrize("place", [Venue.ask_for, Venue.ask_at_curve, Venue.bid_for])
def test_who_could_not_trade_places_nothing(
    trading: Trading,
    venue: Venue,
    place: Callable[..., object],
    error: str,
    stop: Callable[[Trading, Actor], object],
) -> None:
    stop(trading, TIER_ONE)
    with refused(error):
        place(venue, TIER_ONE, trading.receivable, 10, 1)
    assert venue.count() == 0


def test_nobody_offers_more_than_it_has_that_is_not_frozen(trading: Trading, venue: Venue) -> None:
    trading.series.freeze(AGENT, TIER_ONE, 100_000)
    figures: dict[str, Any] = {"account": TIER_ONE, "amount": 600_001, "unfrozen": 600_000}
    for place in (venue.ask_for, venue.ask_at_curve):
        with refused("ERC7943InsufficientUnfrozenBalance", **figures):
            place(TIER_ONE, trading.receivable, 600_001, 1)
        place(TIER_ONE, trading.receivable, 600_000, 1)
    with refused("ERC7943InsufficientUnfrozenBalance", account=C, amount=1, unfrozen=0):
        trading.ask_for(C, 1)
    trading.bid_for(TIER_ONE, 600_001)


def test_offers_do_not_add_up_since_none_of_them_encumbers(trading: Trading) -> None:
    """Both are over all that tier one has; the second is filled as far as the notes go."""
    first, second = (trading.ask_for(TIER_ONE, 700_000) for _ in range(2))
    trading.take(A, first, 500_000)
    trading.refuses("ERC20InsufficientBalance", second, C, 200_001, balance=200_000, needed=200_001)
    trading.take(C, second, 200_000)


# Filling


@ways(STOPPED | UNVERIFIED)
def test_whoever_may_not_get_notes_does_not_buy_from_an_ask(
    trading: Trading, error: str, stop: Callable[[Trading, Actor], object]
) -> None:
    orders = [trading.ask_for(TIER_ONE, 10), trading.ask_at_curve(TIER_ONE, 10)]
    stop(trading, A)
    for order in orders:
        trading.refuses(error, order, A, 5)


@ways(STOPPED | UNVERIFIED)
def test_whoever_may_not_get_notes_any_more_gets_none_by_an_earlier_bid(
    trading: Trading, error: str, stop: Callable[[Trading, Actor], object]
) -> None:
    order = trading.bid_for(A, 10)
    stop(trading, A)
    trading.refuses(error, order, B, 5)


@ways(STOPPED | UNVERIFIED)
def test_several_calls_in_one_lead_round_nothing(
    trading: Trading, venue: Venue, error: str, stop: Callable[[Trading, Actor], object]
) -> None:
    order = trading.ask_for(TIER_ONE, 10)
    stop(trading, A)
    with refused(error):
        venue.together(A, venue.filling(order, 5, 5))


@ways(STOPPED)
def test_whoever_is_stopped_sells_neither_by_an_ask_nor_into_a_bid(
    trading: Trading, error: str, stop: Callable[[Trading, Actor], object]
) -> None:
    ask, at_curve, bid = (
        trading.ask_for(TIER_ONE, 10),
        trading.ask_at_curve(TIER_ONE, 10),
        trading.bid_for(A, 10),
    )
    stop(trading, TIER_ONE)
    for order, taker in ((ask, A), (at_curve, A), (bid, TIER_ONE)):
        trading.refuses(error, order, taker, 5)


@ways({name: stop for name, stop in UNVERIFIED.items() if name != "distrusted"})
def test_whoever_is_verified_no_longer_still_sells_what_it_has(
    trading: Trading, error: str, stop: Callable[[Trading, Actor], object]
) -> None:
    """It may not have more of them, and it is not kept from having fewer."""
    ask, bid = trading.ask_for(TIER_ONE, 10), trading.bid_for(A, 10)
    stop(trading, TIER_ONE)
    trading.take(A, ask, 5)
    trading.take(TIER_ONE, bid, 5)
    with refused(error, holder=TIER_ONE):
        trading.bid_for(TIER_ONE, 5)


def test_frozen_notes_are_not_sold(trading: Trading) -> None:
    ask, bid = trading.ask_for(TIER_ONE, 700_000), trading.bid_for(A, 700_000)
    trading.series.freeze(AGENT, TIER_ONE, 699_990)
    for order, taker in ((ask, A), (bid, TIER_ONE)):
        figures = {"account": TIER_ONE, "amount": 11, "unfrozen": 10}
        trading.refuses("ERC7943InsufficientUnfrozenBalance", order, taker, 11, **figures)
    trading.take(A, ask, 10)


def test_nothing_is_filled_while_notes_are_paused(trading: Trading) -> None:
    order = trading.ask_for(TIER_ONE, 10)
    trading.series.pause(AGENT)
    trading.refuses("NotesPaused", order, A, 5)
    later = trading.ask_for(TIER_ONE, 10)
    trading.refuses("NotesPaused", later, A, 5)
    trading.series.unpause(AGENT)
    trading.take(A, order, 5)
    trading.take(A, later, 5)


def test_who_is_reinstated_trades_again(trading: Trading) -> None:
    order = trading.ask_for(TIER_ONE, 10)
    suspended(trading, TIER_ONE)
    trading.refuses("AccountIsSuspended", order, A, 5, account=TIER_ONE)
    trading.stage.ledger.reinstate(COURT, TIER_ONE)
    trading.take(A, order, 5)


# Registries, rules and policies


@pytest.fixture
def other_registry(trading: Trading) -> Identities:
    """The series' own from now on, which knows tier one, A and B and hears of no suspension."""
    stage = trading.stage
    put = stage.put(stage.identities.interface, GOVERNOR, OPERATOR, stage.ledger)
    registry = Identities(stage.chain, stage.identities.interface, put.address)
    for who in (TIER_ONE, A, B):
        registry.register(OPERATOR, who)
    trading.series.set_registry(OWNER, registry)
    return registry


def test_a_registry_of_the_series_own_says_who_is_verified(
    trading: Trading, other_registry: Identities
) -> None:
    order = trading.ask_for(TIER_ONE, 10)
    trading.take(A, order, 5)
    trading.refuses("NotVerified", order, C, 5, holder=C)
    with refused("NotVerified", holder=C):
        trading.bid_for(C, 5)
    other_registry.register(OPERATOR, C)
    trading.take(C, order, 5)


def test_a_registry_of_the_series_own_says_who_is_one_party(
    trading: Trading, other_registry: Identities
) -> None:
    other_registry.register(OPERATOR, C, identity=TIER_ONE)
    order = trading.ask_for(TIER_ONE, 10)
    trading.refuses("SelfTrade", order, C, 5, order=order, maker=TIER_ONE, taker=C)
    trading.take(A, order, 5)


@pytest.mark.usefixtures("other_registry")
def test_whoever_is_suspended_trades_nowhere_though_the_series_own_registry_has_not_heard_of_it(
    trading: Trading,
) -> None:
    ask, bid = trading.ask_for(TIER_ONE, 10), trading.bid_for(A, 10)
    suspended(trading, TIER_ONE)
    trading.series.transfer(TIER_ONE, B, 1)
    trading.refuses("AccountIsSuspended", ask, A, 5, account=TIER_ONE)
    trading.refuses("AccountIsSuspended", bid, TIER_ONE, 5, account=TIER_ONE)
    for place in (trading.ask_for, trading.bid_for):
        with refused("AccountIsSuspended", account=TIER_ONE):
            place(TIER_ONE, 5)
    trading.stage.ledger.reinstate(COURT, TIER_ONE)
    suspended(trading, A)
    trading.refuses("AccountIsSuspended", ask, A, 5, account=A)
    trading.refuses("AccountIsSuspended", bid, TIER_ONE, 5, account=A)


def test_the_rules_of_the_offering_bind_its_market(stage: Stage, market: NoteMarket) -> None:
    countries = stage.countries.list_countries(STRANGER, [156]).answer
    trading = Trading(market, (stage.countries, countries), (stage.maximum_balance, 600_000))
    stage.identities.set_country(OPERATOR, C, GERMANY)
    order = trading.ask_for(TIER_ONE, 700_000)
    trading.refuses("CountryNotAllowed", order, C, 5)
    trading.refuses("MaximumBalanceExceeded", order, A, 600_001, amount=600_001, most=600_000)
    trading.take(A, order, 600_000)


def test_rules_from_elsewhere_bind_it_too(trading: Trading) -> None:
    order = trading.ask_for(TIER_ONE, 10)
    trading.series.set_compliance(OWNER, trading.stage.put(compiled("Capricious"), SAYS_NO))
    trading.refuses("ERC7943CannotTransfer", order, A, 5)


def test_a_policy_of_the_receivable_has_the_last_word(stage: Stage, market: NoteMarket) -> None:
    policy: Contract = stage.put(compiled("Policy"))
    trading = Trading(market, policy=policy.address)
    order = trading.ask_for(TIER_ONE, 10)
    policy.send(STRANGER, "refuse(address)", A)
    before = trading.has(*KNOWN)
    assert trading.venue.check(order, A, 5) == price(5)
    with refused("UnknownError"):
        trading.take(A, order, 5)
    assert (trading.has(*KNOWN), trading.venue.left(order)) == (before, 10)
    trading.take(C, order, 5)


# Money


def test_both_sides_have_a_wallet_for_money(trading: Trading, venue: Venue) -> None:
    trading.market.admit(STRANGER)
    order = trading.ask_for(TIER_ONE, 10)
    figures: dict[str, Any] = {"buyer": STRANGER, "approved": 0, "price": price(5)}
    trading.refuses("MoneyNotApproved", order, STRANGER, 5, **figures)
    trading.series.transfer(TIER_ONE, STRANGER, 10)
    trading.series.approve(STRANGER, venue, UNLIMITED)
    trading.refuses("WalletNotOpen", trading.bid_for(A, 10), STRANGER, 5, owner=STRANGER)
    trading.refuses("WalletNotOpen", trading.ask_for(STRANGER, 10), A, 5, owner=STRANGER)


def test_money_that_is_held_for_something_else_pays_for_no_notes(trading: Trading) -> None:
    order = trading.ask_for(TIER_ONE, 1_000)
    trading.stage.ecny.hold(A, MONEY - 5, STRANGER)
    trading.refuses("FundsInsufficient", order, A, 6, owner=A, available=5, needed=6)
    trading.take(A, order, 5)


def test_the_limits_of_wallets_bind_a_fill(trading: Trading) -> None:
    """A wallet of tier 4 pays ¥2,000 at a time and ¥5,000 a day, and holds ¥10,000."""
    ecny = trading.stage.ecny
    order = trading.ask_for(TIER_ONE, 700_000, 0)
    ecny.change_tier(BANK, A, 4)
    trading.refuses("PaymentLimitExceeded", order, A, 200_001, owner=A, amount=200_001, limit=200_000)
    for _ in range(2):
        trading.take(A, order, 200_000)
    figures: dict[str, Any] = {"owner": A, "paidToday": 400_000, "amount": 100_001, "limit": 500_000}
    trading.refuses("DailyLimitExceeded", order, A, 100_001, **figures)
    trading.take(A, order, 100_000)
    ecny.pay(B, C, MONEY - 1_000_000)
    ecny.change_tier(BANK, B, 4)
    bid = trading.bid_for(C, 100, 0)
    trading.refuses("BalanceLimitExceeded", bid, B, 1, owner=B, balance=1_000_001, limit=1_000_000)
    ecny.change_tier(BANK, B, 0)
    trading.take(B, bid, 100)
