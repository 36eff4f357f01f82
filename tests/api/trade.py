"""What firms do with each other on the ledger, up to the whole of model 1."""

import itertools
import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tallystick.money.calendar import add_months, date_of_day, day_of_moment
from tests.api.running_ledger import Firm, RunningLedger

MILLION = 100_000_000
"""¥1,000,000.00 in fen."""

FACE = 100 * MILLION

_document_numbers = itertools.count(1)


def today() -> date:
    """The ledger's day."""
    return date_of_day(day_of_moment(int(time.time())))


def document(buyer: Firm, seller: Firm, amount: int, **other: Any) -> dict[str, Any]:
    return {
        "kind": "invoice",
        "number": f"2631200000{next(_document_numbers):08d}",
        "issued_on": (today() - timedelta(days=2)).isoformat(),
        "buyer": buyer.party,
        "seller": seller.party,
        "amount": amount,
    } | other


def credit_note(amount: int, **other: Any) -> dict[str, Any]:
    return {
        "number": f"2631200000{next(_document_numbers):08d}",
        "issued_on": today().isoformat(),
        "amount": amount,
    } | other


def commitment(
    programme: str, creditor: Firm, face: int, invoice: str, drawn: int | None = None
) -> dict[str, Any]:
    return {
        "programme": programme,
        "creditor": creditor.party,
        "face": face,
        "due_date": add_months(today(), 6).isoformat(),
        "evidence": [{"document": invoice, "amount": face if drawn is None else drawn}],
    }


@dataclass(frozen=True)
class Trade:
    """A debtor and a supplier under a programme of their own, with room for more receivables."""

    ledger: RunningLedger
    programme: str
    debtor: Firm
    supplier: Firm

    @classmethod
    def opened(cls, ledger: RunningLedger, **rules: Any) -> "Trade":
        return cls(
            ledger, ledger.open_programme(**rules), ledger.open_party("debtor"), ledger.open_party("supplier")
        )

    def invoice(self, amount: int) -> str:
        """A registered invoice's fingerprint."""
        registered = self.supplier.command("/v1/documents", document(self.debtor, self.supplier, amount))
        fingerprint: str = registered["fingerprint"]
        return fingerprint

    def offer(self, face: int, invoice: str | None = None) -> str:
        """A receivable that waits for its creditor."""
        body = commitment(self.programme, self.supplier, face, invoice or self.invoice(face))
        number: str = self.debtor.command("/v1/receivables", body)["receivable"]["id"]
        return number

    def claim(self, face: int) -> str:
        """The first claim of a receivable that was issued and accepted."""
        accepted = self.supplier.command(f"/v1/receivables/{self.offer(face)}/acceptance")
        number: str = accepted["claim"]["id"]
        return number


def row_to_import(trade: Trade, face: int, **fields: Any) -> dict[str, Any]:
    """A receivable of a file, on an invoice of its own unless documents are given."""
    documents = fields.pop("documents", None) or [{"fingerprint": trade.invoice(face)}]
    return {
        "reference": f"PO-{next(_document_numbers)}",
        "creditor": trade.supplier.party,
        "face": face,
        "currency": "CNY",
        "due_date": add_months(today(), 6).isoformat(),
        "documents": documents,
    } | fields


def split(holder: Firm, claim: str, parts: list[int]) -> list[str]:
    return [part["id"] for part in holder.command(f"/v1/claims/{claim}/splits", {"parts": parts})["claims"]]


def hand_over(giver: Firm, taker: Firm, claims: list[str]) -> dict[str, Any]:
    return giver.command("/v1/transfers", {"to": taker.party, "claims": claims})


def pass_value(giver: Firm, taker: Firm, claim: str, value: int) -> str:
    """The new claim of the taker."""
    receipt = giver.command(f"/v1/claims/{claim}/transfers", {"to": taker.party, "value": value})
    (moved,) = receipt["moved"]
    number: str = moved["to_claim"]
    return number


@dataclass(frozen=True)
class Model1:
    """The golden state: of 100 claims tier 1 holds 50, A 20, B 20, C 10."""

    ledger: RunningLedger
    programme: str
    invoice: str
    receivable: str
    claims: list[str]
    car_maker: Firm
    tier1: Firm
    a: Firm
    b: Firm
    c: Firm
    supervisor: Firm
    stranger: Firm


def play_model_1(ledger: RunningLedger) -> Model1:
    trade = Trade.opened(ledger)
    a, b, c = (ledger.open_party("supplier", name=f"供应商 {name}") for name in "ABC")
    invoice = trade.invoice(FACE)
    receivable = trade.offer(FACE, invoice)
    minted = trade.supplier.command(f"/v1/receivables/{receivable}/acceptance")["claim"]
    claims = split(trade.supplier, minted["id"], [MILLION] * 100)
    hand_over(trade.supplier, a, claims[:30])
    hand_over(trade.supplier, b, claims[30:50])
    hand_over(a, c, claims[:10])
    return Model1(
        ledger,
        trade.programme,
        invoice,
        receivable,
        claims,
        trade.debtor,
        trade.supplier,
        a,
        b,
        c,
        ledger.open_party("supervisor"),
        ledger.open_party("debtor", "supplier", "financier", "investor"),
    )
