"""The market for notes as those who trade there know it."""

from typing import Any

import pytest

from tallystick.money.curve import Knot
from tallystick.money.discount import bank_discount
from tallystick.money.discount_curve import DiscountCurve
from tests.api.note_market import CURVE, NoteMarket
from tests.api.running_ledger import Firm, RunningLedger, problem

BASIS = 360
FACE = 1_000_000


@pytest.fixture
def market(ledger: RunningLedger) -> NoteMarket:
    return NoteMarket.opened(ledger)


def fill(taker: Firm, order: str, amount: int, **terms: Any) -> dict[str, Any]:
    return taker.command(f"/v1/orders/{order}/fills", {"amount": amount} | terms)


def test_a_primary_sale_goes_at_the_curves_price(market: NoteMarket) -> None:
    receivable = market.wrapped(FACE)
    order = market.ask(receivable, FACE, minimum=1)
    (told,) = market.investor.read("/v1/orders", receivable=receivable)["orders"]
    assert (told["id"], told["rate_ppm"], told["curve_version"], told["yours"]) == (order, None, 1, False)
    before = [market.balance(owner) for owner in (market.supplier, market.investor)]
    checked = market.investor.read(f"/v1/orders/{order}/fill-check", amount=FACE // 2)
    traded = fill(market.investor, order, FACE // 2)
    trade = traded["trade"]
    curve = DiscountCurve([Knot(days, ppm) for days, ppm in CURVE.items()], BASIS)
    discount = curve.discount(FACE // 2, trade["remaining_days"])
    assert (trade["discount"], trade["price"]) == (discount, FACE // 2 - discount)
    assert (checked["allowed"], checked["price"], trade["primary"]) == (True, trade["price"], True)
    assert (traded["order"]["left"], traded["order"]["stage"]) == (FACE // 2, "open")
    after = [market.balance(owner) for owner in (market.supplier, market.investor)]
    assert after == [before[0] + trade["price"], before[1] - trade["price"]]
    assert market.notes.amount(market.investor, receivable) == FACE // 2
    assert fill(market.investor, order, FACE // 2)["order"]["stage"] == "filled"
    assert market.investor.read("/v1/orders", receivable=receivable)["orders"] == []


def test_an_investor_asks_at_the_curve_too(market: NoteMarket) -> None:
    receivable = market.wrapped(FACE)
    fill(market.investor, market.ask(receivable, FACE), FACE)
    market.approve(market.investor, receivable)
    order = market.place(market.investor, receivable, "ask", FACE)
    assert market.new_investor().read(f"/v1/orders/{order}")["curve_version"] == 1
    nowhere = {"side": "ask", "amount": 1, "expires_at": market.notes.ledger.moment(60)}
    missing = market.investor.refused("/v1/receivables/999999/notes/orders", nowhere)
    assert missing["code"] == "series_not_found"


def test_another_curve_changes_nothing_that_was_offered(market: NoteMarket) -> None:
    receivable = market.wrapped(FACE)
    order = market.ask(receivable, FACE)
    knots = {"knots": [{"remaining_days": 185, "rate_ppm": 70_000}]}
    programme = market.notes.trade.programme
    market.notes.ledger.host.command(f"/v1/programmes/{programme}/curves", knots)
    assert market.investor.refused(f"/v1/orders/{order}/fills", {"amount": FACE})["code"] == "curve_changed"
    told = market.investor.read(f"/v1/orders/{order}/fill-check", amount=FACE)
    assert (told["allowed"], told["price"], told["code"]) == (False, None, "curve_changed")


def test_what_was_bought_is_sold_again_by_rate(market: NoteMarket) -> None:
    receivable, second = market.wrapped(FACE), market.new_investor()
    fill(market.investor, market.ask(receivable, FACE), FACE)
    market.approve(market.investor, receivable)
    bid = market.place(second, receivable, "bid", 300_000, rate_ppm=40_000, minimum=100_000)
    too_little = market.investor.refused(f"/v1/orders/{bid}/fills", {"amount": 99_999})
    assert too_little["code"] == "fill_below_minimum"
    trade = fill(market.investor, bid, 200_000)["trade"]
    assert trade["discount"] == bank_discount(200_000, 40_000, trade["remaining_days"], BASIS)
    assert (trade["seller"]["id"], trade["buyer"]["id"]) == (market.investor.party, second.party)
    assert not trade["primary"]
    fill(market.investor, bid, 100_000)
    assert market.notes.amount(second, receivable) == 300_000
    own = second.read("/v1/orders", mine="true")["orders"]
    assert [(row["id"], row["stage"], row["left"]) for row in own] == [(bid, "filled", 0)]


def test_nobody_gets_a_worse_price_than_it_has_agreed_to(market: NoteMarket) -> None:
    receivable = market.wrapped(FACE)
    order = market.ask(receivable, FACE, minimum=1)
    price = market.investor.read(f"/v1/orders/{order}/fill-check", amount=FACE)["price"]
    dear = market.investor.refused(f"/v1/orders/{order}/fills", {"amount": FACE, "limit": price - 1})
    assert dear["code"] == "price_beyond_limit"
    assert fill(market.investor, order, FACE, limit=price)["trade"]["price"] == price


def test_an_order_ends_when_its_maker_says_so_and_nobody_elses_word_counts(market: NoteMarket) -> None:
    receivable = market.wrapped(FACE)
    order = market.ask(receivable, FACE, rate_ppm=50_000)
    assert market.investor.refused(f"/v1/orders/{order}/cancellation")["code"] == "not_the_maker"
    ended = market.supplier.command(f"/v1/orders/{order}/cancellation")["order"]
    assert (ended["stage"], ended["left"]) == ("cancelled", FACE)
    assert market.investor.refused(f"/v1/orders/{order}/fills", {"amount": FACE})["code"] == "order_ended"
    assert market.supplier.refused("/v1/orders/expiry", {"orders": [order]})["code"] == "order_ended"


def test_whoever_may_not_hold_notes_neither_buys_nor_sells(market: NoteMarket) -> None:
    receivable, stranger = market.wrapped(FACE), market.notes.ledger.open_party("investor")
    market.give_money(stranger)
    order = market.ask(receivable, FACE, minimum=1)
    assert stranger.refused(f"/v1/orders/{order}/fills", {"amount": 10})["code"] == "not_verified"
    bid = {"side": "bid", "amount": 10, "rate_ppm": 1, "expires_at": market.notes.ledger.moment(3_600)}
    path = f"/v1/receivables/{receivable}/notes"
    assert stranger.refused(f"{path}/orders", bid)["code"] == "not_verified"
    frozen = {"party": market.supplier.party, "frozen": True}
    market.notes.agent.command(f"{path}/wallet-freezes", frozen)
    told = market.investor.refused(f"/v1/orders/{order}/fills", {"amount": 10})
    assert told["code"] == "order_cannot_be_delivered"
    assert market.notes.amount(market.investor, receivable) == 0


def test_nobody_trades_with_itself(market: NoteMarket) -> None:
    receivable = market.wrapped(FACE)
    order = market.ask(receivable, FACE, rate_ppm=50_000)
    assert market.supplier.refused(f"/v1/orders/{order}/fills", {"amount": FACE})["code"] == "self_trade"


def test_money_that_is_not_there_moves_no_notes(market: NoteMarket) -> None:
    receivable, poor = market.wrapped(FACE), market.notes.investor()
    market.bank.command("/v1/wallets", {"party": poor.party})
    order = market.ask(receivable, FACE, rate_ppm=50_000)
    path = f"/v1/orders/{order}/fills"
    assert poor.refused(path, {"amount": FACE})["code"] == "payment_not_approved"
    poor.command("/v1/payment-approvals", {"spender": "market", "amount": FACE})
    assert poor.refused(path, {"amount": FACE})["code"] == "funds_insufficient"
    assert (market.notes.amount(poor, receivable), market.balance(poor)) == (0, 0)


def test_a_refused_fill_tells_nothing_of_the_maker(market: NoteMarket) -> None:
    """Neither who it is, nor what it has."""
    receivable, poor = market.wrapped(FACE), market.new_investor()
    bid = market.place(poor, receivable, "bid", 10**12, rate_ppm=0, minimum=1)
    address = poor.read("/v1/parties/me")["address"]
    told = market.supplier.read(f"/v1/orders/{bid}/fill-check", amount=10**11)
    refused = market.supplier.refused(f"/v1/orders/{bid}/fills", {"amount": 10**11})
    assert told["allowed"] is False
    for answer in (told, refused):
        assert address not in str(answer)


def test_a_trade_is_seen_by_its_two_sides_and_by_whoever_supervises(market: NoteMarket) -> None:
    receivable, other = market.wrapped(FACE), market.new_investor()
    traded = fill(market.investor, market.ask(receivable, FACE), FACE)["trade"]
    for reader in (market.supplier, market.investor, market.notes.ledger.open_party("supervisor")):
        assert traded in reader.read("/v1/trades")["trades"]
    assert other.read("/v1/trades")["trades"] == []
    assert problem(other.get("/v1/orders/999999"))["code"] == "order_not_found"


@pytest.mark.parametrize(
    "wrong",
    [
        {"side": "bid", "amount": 1},
        {"side": "sell", "amount": 1, "rate_ppm": 1},
        {"side": "ask", "amount": 0, "rate_ppm": 1},
        {"side": "ask", "amount": 1, "rate_ppm": -1},
    ],
)
def test_an_order_that_makes_no_sense_is_malformed(
    sqlite_ledger: RunningLedger, wrong: dict[str, Any]
) -> None:
    body = wrong | {"expires_at": sqlite_ledger.moment(60)}
    refused = sqlite_ledger.open_party("investor").refused("/v1/receivables/1/notes/orders", body)
    assert refused["code"] == "malformed_request"
