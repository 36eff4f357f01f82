"""A programme with a curve, whose supplier sells notes and whose investor has money for them."""

from dataclasses import dataclass
from typing import Any

from tests.api.note_trade import NoteTrade
from tests.api.running_ledger import Firm, RunningLedger

MONEY = 10_000_000
CURVE = {30: 50_000, 185: 60_000}


@dataclass(frozen=True)
class NoteMarket:
    """Everybody may hold notes and has a wallet; market and early payment may move what they give."""

    notes: NoteTrade
    bank: Firm
    investor: Firm

    @classmethod
    def opened(cls, ledger: RunningLedger, *rules: dict[str, Any]) -> "NoteMarket":
        notes = NoteTrade.opened(ledger, *rules)
        knots = [{"remaining_days": days, "rate_ppm": ppm} for days, ppm in CURVE.items()]
        ledger.host.command(f"/v1/programmes/{notes.trade.programme}/curves", {"knots": knots})
        notes.verify(notes.trade.debtor)
        market = cls(notes, ledger.open_bank(), notes.investor())
        for owner in (notes.trade.supplier, notes.trade.debtor, market.investor):
            market.give_money(owner)
        return market

    @property
    def supplier(self) -> Firm:
        return self.notes.trade.supplier

    def give_money(self, owner: Firm) -> None:
        """A wallet with money that the market may pay out of."""
        self.bank.command("/v1/wallets", {"party": owner.party})
        self.bank.command(f"/v1/wallets/{owner.party}/issues", {"amount": MONEY})
        owner.command("/v1/payment-approvals", {"spender": "market", "amount": MONEY})

    def new_investor(self) -> Firm:
        found = self.notes.investor()
        self.give_money(found)
        return found

    def wrapped(self, face: int) -> str:
        """Notes of the supplier's, which the market and early payment may move."""
        receivable = self.notes.wrapped(face)
        self.approve(self.supplier, receivable)
        return receivable

    def approve(self, owner: Firm, receivable: str) -> None:
        for spender in ("market", "early-payment"):
            body = {"spender": spender, "amount": MONEY}
            owner.command(f"/v1/receivables/{receivable}/notes/approvals", body)

    def place(self, maker: Firm, receivable: str, side: str, amount: int, **terms: Any) -> str:
        """An order's number; it stands for a day."""
        body = {"side": side, "amount": amount, "expires_at": self.notes.ledger.moment(86_400)} | terms
        order: str = maker.command(f"/v1/receivables/{receivable}/notes/orders", body)["order"]["id"]
        return order

    def ask(self, receivable: str, amount: int, **terms: Any) -> str:
        return self.place(self.supplier, receivable, "ask", amount, **terms)

    def balance(self, owner: Firm) -> int:
        balance: int = owner.read(f"/v1/wallets/{owner.party}")["balance"]
        return balance
