"""A well-formed request for every command about cross-border trade, each of which would succeed."""

from eth_account import Account

from tests.api.border_trade import (
    CAP,
    DAY,
    GOODS,
    VIETNAM,
    BorderTrade,
    feeds_of,
    local_feed,
    milestone,
    put_quotation,
    quote,
)
from tests.api.requests import Request, posts
from tests.api.running_ledger import RunningLedger


def border_commands(ledger: RunningLedger) -> list[Request]:
    border, stopped = BorderTrade.opened(ledger), BorderTrade.opened(ledger)
    host, debtor, programme = ledger.host, border.trade.debtor, border.trade.programme
    court, route = ledger.open_authority(), "programmes/{programme}/border"
    court.command(stopped.path("stop"), {"order": "(2026)京01行保1号"})
    limits = {
        "transaction_cap": CAP,
        "window_cap": 2 * CAP,
        "window_seconds": DAY,
        "countries": "1",
        "released_at": "none",
    }
    new = {"party": ledger.open_party().party, "group": "Nguyen", "country": VIETNAM}
    offered, shipped = border.offered(700), border.claim(800).split("-")[0]
    carrier, feeds = Account.create(), feeds_of(ledger)
    host.command("/v1/carriers", {"address": carrier.address, "trusted": True})
    host.command("/v1/exchange-feeds", feeds)
    worth = {"none_ppm": 1, "shipped_ppm": 1, "customs_ppm": 1, "delivered_ppm": 1}
    host.command(border.path("factors"), worth)
    spoken, source = local_feed(ledger)
    put_quotation(source, "7.1234", ledger.backend.node.head().timestamp)
    new_feed = {
        "description": "CNY / USD",
        "decimals": 8,
        "source": {"kind": "http", "location": "http://127.0.0.1:9/cny-usd"},
    }
    ledger.open_party().command("/v1/exchange-rates", {"currency": "USD"})  # or the ledger does it in between
    return posts(
        [
            (f"{route}/limits", host, f"programmes/{programme}/border/limits", limits),
            (
                f"{route}/purposes",
                host,
                f"programmes/{programme}/border/purposes",
                {"purpose": 224_010, "allowed": True},
            ),
            (f"{route}/fallback", host, f"programmes/{programme}/border/fallback", {"days": 3}),
            (f"{route}/stop", court, f"programmes/{programme}/border/stop", {"order": "(2026)京01行保2号"}),
            (f"{route}/resumption", court, f"programmes/{stopped.trade.programme}/border/resumption", None),
            ("border-wallets", ledger.operator, "border-wallets", new),
            (
                "receivables/{receivable}/purpose",
                debtor,
                f"receivables/{offered}/purpose",
                {"purpose": GOODS},
            ),
            (
                "receivables/{receivable}/milestones",
                border.trade.supplier,
                f"receivables/{shipped}/milestones",
                milestone(ledger, carrier, shipped, "shipped"),
            ),
            ("carriers", host, "carriers", {"address": Account.create().address, "trusted": True}),
            ("exchange-feeds", host, "exchange-feeds", feeds),
            ("local-feeds", host, "local-feeds", new_feed),
            ("local-feeds/{feed}/reading", host, f"local-feeds/{spoken}/reading", None),
            (
                f"{route}/factors",
                host,
                f"programmes/{programme}/border/factors",
                {"none_ppm": 0, "shipped_ppm": 700_000, "customs_ppm": 850_000, "delivered_ppm": 1_000_000},
            ),
            (
                "receivables/{receivable}/value",
                border.trade.supplier,
                f"receivables/{shipped}/value",
                None,
            ),
            ("exchange-rates", border.trade.supplier, "exchange-rates", {"currency": "USD"}),
        ]
    )


def fixing_another_day(ledger: RunningLedger) -> list[Request]:
    """What succeeds only on the due day."""
    border = BorderTrade.opened(ledger, released_at="none")
    quote(ledger, heartbeat=400 * DAY)
    receivable = border.claim(900, due_in=1).split("-")[0]
    path = f"receivables/{receivable}/fixing"
    return posts([("receivables/{receivable}/fixing", border.trade.supplier, path, None)])
