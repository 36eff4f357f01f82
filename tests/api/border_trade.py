"""A cross-border programme over HTTP: a debtor at home owes dollars to suppliers abroad."""

import json
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address

from tallystick.money.calendar import instant_text
from tests.api.running_ledger import Firm, RunningLedger
from tests.api.trade import Trade, commitment, document, today
from tests.milestones import attestation

DAY = 86_400
CAP = 50_000_000
GOODS = 121_010
CHINA, SINGAPORE, VIETNAM = "156", "702", "704"
RATE = 71_234
"""Yuan for a dollar, with four decimals."""

RATE_TEXT = "7.1234"

PAPER = b"\x0b" * 32


@dataclass(frozen=True)
class BorderTrade:
    """US$500,000.00 at a time and a day; nothing is paid before it is delivered, unless told otherwise."""

    trade: Trade

    @classmethod
    def opened(cls, ledger: RunningLedger, **limits: Any) -> "BorderTrade":
        rules = {
            "currency": "USD",
            "regime": "offshore",
            "approval": "SAFE-2026-1",
            "policy": to_checksum_address(ledger.backend.contracts.cross_border),
        }
        border = cls(Trade.opened(ledger, **rules))
        listed = {"countries": [CHINA, SINGAPORE, VIETNAM]}
        countries = ledger.host.command("/v1/country-lists", listed)["list"]["id"]
        set_to = {
            "transaction_cap": CAP,
            "window_cap": CAP,
            "window_seconds": DAY,
            "countries": countries,
            "released_at": "delivered",
        }
        ledger.host.command(border.path("limits"), set_to | limits)
        ledger.host.command(border.path("purposes"), {"purpose": GOODS, "allowed": True})
        border.admit(border.trade.debtor, "长风", CHINA)
        border.admit(border.trade.supplier, "Lim family")
        return border

    @property
    def ledger(self) -> RunningLedger:
        return self.trade.ledger

    def path(self, what: str = "") -> str:
        return f"/v1/programmes/{self.trade.programme}/border" + (f"/{what}" if what else "")

    def admit(self, firm: Firm, group: str, country: str = SINGAPORE) -> dict[str, Any]:
        wallet = {"party": firm.party, "group": group, "country": country}
        return self.ledger.operator.command("/v1/border-wallets", wallet)

    def offered(self, face: int, due_in: int = 90) -> str:
        """A receivable of which nobody has said yet what it is for."""
        trade = self.trade
        paper = document(trade.debtor, trade.supplier, face, currency="USD")
        invoice = trade.supplier.command("/v1/documents", paper)["fingerprint"]
        body = commitment(trade.programme, trade.supplier, face, invoice)
        body["due_date"] = (today() + timedelta(days=due_in)).isoformat()
        number: str = trade.debtor.command("/v1/receivables", body)["receivable"]["id"]
        return number

    def claim(self, face: int, due_in: int = 90) -> str:
        number = self.offered(face, due_in)
        self.trade.debtor.command(f"/v1/receivables/{number}/purpose", {"purpose": GOODS})
        accepted = self.trade.supplier.command(f"/v1/receivables/{number}/acceptance")
        claim: str = accepted["claim"]["id"]
        return claim


def put_quotation(source: Path, answer: str, at: int) -> None:
    """What a file says from now on: `at` in seconds since 1970."""
    source.write_text(json.dumps({"answer": answer, "updated_at": instant_text(at)}), "utf-8")


def local_feed(ledger: RunningLedger, description: str = "USD / CNY") -> tuple[str, Path]:
    """A new feed that has said nothing yet, and the file that it reads."""
    source = ledger.settings.home.resolve() / f"quotation-{uuid4()}.json"
    body = {
        "description": description,
        "decimals": 4,
        "source": {"kind": "file", "location": str(source)},
    }
    address: str = ledger.host.command("/v1/local-feeds", body)["feed"]["address"]
    return address, source


def say(ledger: RunningLedger, feed: str, answer: int) -> None:
    """What a feed's file says from now on, ten-thousandths of a yuan for a dollar; the feed repeats it."""
    feeds = ledger.host.read("/v1/local-feeds")["feeds"]
    source = next(one["source"]["location"] for one in feeds if one["address"] == feed)
    put_quotation(Path(source), str(Decimal(answer).scaleb(-4)), ledger.backend.node.clock())
    ledger.host.command(f"/v1/local-feeds/{feed}/reading")


def feeds_of(ledger: RunningLedger, heartbeat: int = DAY) -> dict[str, Any]:
    """Two new feeds that say what a dollar is worth, as the API is told of them."""
    feeds = []
    for _ in range(2):
        address, source = local_feed(ledger)
        put_quotation(source, RATE_TEXT, ledger.backend.node.head().timestamp)
        ledger.host.command(f"/v1/local-feeds/{address}/reading")
        feeds.append(
            {
                "source": address,
                "quotes": "cny_per_unit",
                "heartbeat_seconds": heartbeat,
                "least": str(RATE // 2),
                "most": str(RATE * 2),
            }
        )
    main, second = feeds
    return {"currency": "USD", "main": main, "second": second, "deviation_ppm": 10_000}


def quote(ledger: RunningLedger, heartbeat: int = DAY) -> None:
    """Two feeds say what a dollar is worth, and the first one is believed."""
    ledger.host.command("/v1/exchange-feeds", feeds_of(ledger, heartbeat))
    ledger.open_party().command("/v1/exchange-rates", {"currency": "USD"})


def milestone(ledger: RunningLedger, carrier: LocalAccount, receivable: str, reached: str) -> dict[str, Any]:
    """What the carrier has signed, as the API takes it."""
    backend = ledger.backend
    at = backend.node.head().timestamp
    number = ("shipped", "customs", "delivered").index(reached) + 1
    contract = to_checksum_address(backend.contracts.milestones)
    stated = (int(receivable), number, at, PAPER)
    signature = attestation(carrier, backend.node.chain_id(), contract, stated)
    return {
        "milestone": reached,
        "occurred_at": instant_text(at),
        "document": "0x" + PAPER.hex(),
        "carrier": carrier.address,
        "signature": "0x" + signature.hex(),
    }
