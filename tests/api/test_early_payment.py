"""Debtors that pay early by auction, and those who offer them a discount."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tallystick.mirror.verification import verify
from tallystick.money.discount import bank_discount
from tallystick.settings import Settings
from tests.api.note_market import NoteMarket
from tests.api.running_ledger import Firm, RunningLedger, problem

FACE, BUDGET = 1_000_000, 1_500_000
BASIS = 360
DAY = 86_400


@pytest.fixture
def market(tmp_path: Path) -> Iterator[NoteMarket]:
    """On a ledger of its own, whose clock may be set."""
    with closing(RunningLedger(Settings(home=tmp_path, port=0, collect_seconds=0))) as ledger:
        ledger.start()
        yield NoteMarket.opened(ledger)
        backend = ledger.backend
        assert verify(backend.store, backend.node, backend.contracts).equal


def open_auction(market: NoteMarket, pricing: str, budget: int = BUDGET) -> str:
    body = {
        "programme": market.notes.trade.programme,
        "budget": budget,
        "pricing": pricing,
        "closes_at": market.notes.ledger.moment(DAY // 2),
    }
    number: str = market.notes.trade.debtor.command("/v1/auctions", body)["auction"]["id"]
    return number


def offer(seller: Firm, auction: str, receivable: str, rate_ppm: int, amount: int = FACE) -> dict[str, Any]:
    body = {"receivable": receivable, "amount": amount, "rate_ppm": rate_ppm}
    made: dict[str, Any] = seller.command(f"/v1/auctions/{auction}/offers", body)["offer"]
    return made


def close(market: NoteMarket) -> int:
    """Lets the auctions close; what the keeper does by itself then."""
    market.notes.ledger.let_days_pass(1)
    return market.notes.ledger.backend.auction_keeper.clear_what_is_closed()


def sellers(market: NoteMarket) -> list[tuple[Firm, str]]:
    """The supplier and an investor, each with notes of a receivable."""
    bought, kept = market.wrapped(FACE), market.wrapped(FACE)
    order = market.ask(bought, FACE)
    market.investor.command(f"/v1/orders/{order}/fills", {"amount": FACE})
    market.approve(market.investor, bought)
    return [(market.supplier, kept), (market.investor, bought)]


@pytest.mark.parametrize("pricing", ["uniform", "as_bid"])
def test_whoever_gives_the_most_discount_is_paid_first(market: NoteMarket, pricing: str) -> None:
    (supplier, kept), (investor, bought) = sellers(market)
    auction = open_auction(market, pricing)
    first, second = offer(supplier, auction, kept, 70_000), offer(investor, auction, bought, 90_000)
    before = [market.balance(seller) for seller in (supplier, investor)]
    assert close(market) == 1
    told = market.notes.trade.debtor.read(f"/v1/auctions/{auction}")
    assert [row["id"] for row in told["standing"]] == [second["id"], first["id"]]
    high, low = told["standing"]
    rate = 70_000 if pricing == "uniform" else 90_000
    assert (high["paid_amount"], high["paid_ppm"], low["paid_ppm"]) == (FACE, rate, 70_000)
    days = market.investor.read("/v1/trades")["trades"][0]["remaining_days"] - 1
    assert high["price"] == FACE - bank_discount(FACE, rate, days, BASIS)
    assert low["price"] == low["paid_amount"] - bank_discount(low["paid_amount"], 70_000, days, BASIS)
    assert told["paid"] == high["price"] + low["price"] <= BUDGET
    assert told["returned"] == BUDGET - told["paid"]
    assert 0 < low["paid_amount"] < FACE
    after = [market.balance(seller) for seller in (supplier, investor)]
    assert after == [before[0] + low["price"], before[1] + high["price"]]
    assert market.notes.amount(market.notes.trade.debtor, bought) == FACE
    assert (told["stage"], told["marginal_ppm"]) == ("cleared", 70_000)
    assert market.notes.ledger.backend.auction_keeper.clear_what_is_closed() == 0


def test_an_offer_below_the_curve_is_refused(market: NoteMarket) -> None:
    receivable = market.wrapped(FACE)
    auction = open_auction(market, "uniform")
    low = {"receivable": receivable, "amount": FACE, "rate_ppm": 10_000}
    assert market.supplier.refused(f"/v1/auctions/{auction}/offers", low)["code"] == "rate_below_curve"


def test_an_offer_is_taken_back_and_everybody_sees_its_own(market: NoteMarket) -> None:
    (supplier, kept), (investor, bought) = sellers(market)
    auction = open_auction(market, "as_bid")
    made = offer(supplier, auction, kept, 80_000)
    offer(investor, auction, bought, 80_000)
    assert [row["id"] for row in supplier.read(f"/v1/auctions/{auction}")["standing"]] == [made["id"]]
    assert supplier.read(f"/v1/auctions/{auction}")["offers"] == 2
    foreign = investor.refused(f"/v1/early-offers/{made['id']}/withdrawal")
    assert foreign["code"] == "not_the_seller"
    taken = supplier.command(f"/v1/early-offers/{made['id']}/withdrawal")["offer"]
    assert taken["stage"] == "withdrawn"
    assert supplier.read(f"/v1/auctions/{auction}")["offers"] == 1


def test_what_cannot_be_delivered_stops_nobody_else(market: NoteMarket) -> None:
    (supplier, kept), (investor, bought) = sellers(market)
    auction = open_auction(market, "uniform")
    offer(supplier, auction, kept, 70_000)
    offer(investor, auction, bought, 90_000)
    path = f"/v1/receivables/{bought}/notes/approvals"
    investor.command(path, {"spender": "early-payment", "amount": 0})
    assert close(market) == 1
    told = market.notes.trade.debtor.read(f"/v1/auctions/{auction}")["standing"]
    assert [(row["stage"], row["paid_amount"]) for row in told] == [("skipped", None), ("paid", FACE)]
    assert market.notes.amount(investor, bought) == FACE


def test_a_debtor_has_its_money_back_as_long_as_nobody_has_offered(market: NoteMarket) -> None:
    receivable, debtor = market.wrapped(FACE), market.notes.trade.debtor
    auction = open_auction(market, "uniform")
    wallet = f"/v1/wallets/{debtor.party}"
    assert debtor.read(wallet)["held"] == BUDGET
    offer(market.supplier, auction, receivable, 80_000)
    path = f"/v1/auctions/{auction}/cancellation"
    assert debtor.refused(path)["code"] == "auction_has_offers"
    other = open_auction(market, "uniform", budget=100)
    cancelled = debtor.command(f"/v1/auctions/{other}/cancellation")["auction"]
    assert cancelled["stage"] == "cancelled"
    assert debtor.read(wallet)["held"] == BUDGET
    early = market.supplier.refused(f"/v1/auctions/{auction}/clearing")
    assert early["code"] == "auction_runs"
    assert problem(market.supplier.get("/v1/auctions/999999"))["code"] == "auction_not_found"
