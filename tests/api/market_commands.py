"""A well-formed request for every command about the market and early payment, each of which would succeed."""

from datetime import timedelta

from tests.api.border_commands import fixing_another_day
from tests.api.note_market import NoteMarket
from tests.api.requests import Request, posts
from tests.api.running_ledger import RunningLedger
from tests.api.trade import commitment, today


def market_commands(ledger: RunningLedger) -> list[Request]:
    market = NoteMarket.opened(ledger)
    supplier, investor, debtor = market.notes.trade.supplier, market.investor, market.notes.trade.debtor
    receivable = market.wrapped(1_000)
    filled, cancelled = (market.ask(receivable, 50, rate_ppm=50_000) for _ in range(2))
    budget = {"programme": market.notes.trade.programme, "budget": 200, "pricing": "uniform"}
    closing = {"closes_at": ledger.moment(86_400)}
    auction, empty = (debtor.command("/v1/auctions", budget | closing)["auction"]["id"] for _ in range(2))
    offer = {"receivable": receivable, "amount": 60, "rate_ppm": 90_000}
    other = {"receivable": market.wrapped(1_000), "amount": 60, "rate_ppm": 90_000}
    made = supplier.command(f"/v1/auctions/{auction}/offers", offer)["offer"]["id"]
    orders, at_curve = f"receivables/{receivable}/notes/orders", {"expires_at": ledger.moment(86_400)}
    by_rate = at_curve | {"rate_ppm": 52_000}
    return posts(
        [
            (
                "receivables/{receivable}/notes/orders",
                supplier,
                orders,
                at_curve | {"side": "ask", "amount": 40, "minimum": 10},
            ),
            (
                "receivables/{receivable}/notes/orders",
                investor,
                orders,
                by_rate | {"side": "bid", "amount": 40},
            ),
            ("orders/{order}/fills", investor, f"orders/{filled}/fills", {"amount": 50}),
            ("orders/{order}/cancellation", supplier, f"orders/{cancelled}/cancellation", None),
            ("auctions", debtor, "auctions", budget | {"closes_at": ledger.moment(90_000)}),
            ("auctions/{auction}/offers", supplier, f"auctions/{auction}/offers", other),
            (
                "early-offers/{early_offer}/withdrawal",
                supplier,
                f"early-offers/{made}/withdrawal",
                None,
            ),
            ("auctions/{auction}/cancellation", debtor, f"auctions/{empty}/cancellation", None),
        ]
    )


def commands_of_another_day(ledger: RunningLedger) -> list[Request]:
    """What succeeds only days after this was asked for: holders are paid, orders are over, an auction has closed."""
    market = NoteMarket.opened(ledger)
    trade, supplier = market.notes.trade, market.supplier
    body = commitment(trade.programme, supplier, 500, trade.invoice(500))
    body["due_date"] = (today() + timedelta(days=1)).isoformat()
    due = trade.debtor.command("/v1/receivables", body)["receivable"]["id"]
    claim = supplier.command(f"/v1/receivables/{due}/acceptance")["claim"]["id"]
    supplier.command(f"/v1/claims/{claim}/notes", {})
    trade.debtor.command(f"/v1/receivables/{due}/fundings")
    receivable = market.wrapped(1_000)
    order = market.ask(receivable, 50, rate_ppm=50_000)
    budget = {"programme": trade.programme, "budget": 200, "pricing": "as_bid"}
    closing = {"closes_at": ledger.moment(3_600)}
    auction = trade.debtor.command("/v1/auctions", budget | closing)["auction"]["id"]
    offer = {"receivable": receivable, "amount": 60, "rate_ppm": 90_000}
    supplier.command(f"/v1/auctions/{auction}/offers", offer)
    return posts(
        [
            (
                "receivables/{receivable}/notes/collections",
                supplier,
                f"receivables/{due}/notes/collections",
                {},
            ),
            ("orders/expiry", supplier, "orders/expiry", {"orders": [order]}),
            ("auctions/{auction}/clearing", supplier, f"auctions/{auction}/clearing", None),
        ]
    ) + fixing_another_day(ledger)
