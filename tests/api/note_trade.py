"""A programme that is open for notes, and parties that may hold them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.api.running_ledger import Firm, RunningLedger
from tests.api.trade import Trade

CHINA = "156"
YEAR_SECONDS = 365 * 86_400


@dataclass(frozen=True)
class NoteTrade:
    """A trade whose claims can be made notes of, and who verifies and serves as agent there."""

    trade: Trade
    verifier: Firm
    agent: Firm

    @classmethod
    def opened(cls, ledger: RunningLedger, *rules: dict[str, Any]) -> "NoteTrade":
        trade = Trade.opened(
            ledger, regime="approved_infrastructure", approval="沪金监许〔2026〕12号", token_offering=True
        )
        agent = ledger.open_transfer_agent()
        path = f"/v1/programmes/{trade.programme}/offering"
        ledger.host.command(path, {"agent": agent.party, "rules": list(rules)})
        notes = cls(trade, verifier_of(ledger), agent)
        notes.verify(trade.supplier)
        return notes

    @property
    def ledger(self) -> RunningLedger:
        return self.trade.ledger

    def investor(self, country: str = CHINA) -> Firm:
        """A new one that may hold notes."""
        found = self.ledger.open_party("investor")
        self.verify(found, country)
        return found

    def verify(self, firm: Firm, country: str = CHINA) -> None:
        """Registers its wallet and states all that the ledger asks for."""
        self.ledger.operator.command("/v1/note-wallets", {"party": firm.party, "country": country})
        self.state(firm)

    def state(self, firm: Firm) -> None:
        for topic in required_topics(self.ledger):
            self.verifier.command("/v1/statements", statement(self.ledger, firm, topic))

    def wrapped(self, face: int, value: int | None = None) -> str:
        """The number of a receivable of which the supplier has made notes."""
        claim = self.trade.claim(face)
        body = {} if value is None else {"value": value}
        self.trade.supplier.command(f"/v1/claims/{claim}/notes", body)
        return claim.split("-")[0]

    def amount(self, firm: Firm, receivable: str) -> int:
        """What it has of the notes."""
        return sum(
            note["amount"] for note in firm.read("/v1/notes")["notes"] if note["receivable"] == receivable
        )


def required_topics(ledger: RunningLedger) -> list[str]:
    rules = ledger.operator.read("/v1/verification-rules")
    topics: list[str] = rules["topics"]
    return topics


def statement(ledger: RunningLedger, about: Firm, topic: str) -> dict[str, Any]:
    return {
        "party": about.party,
        "topic": topic,
        "expires_at": ledger.moment(YEAR_SECONDS),
        "evidence": "营业执照 2026",
    }


@cache
def verifier_of(ledger: RunningLedger) -> Firm:
    """One that is trusted on topic 1, which is required from then on, and on a few more."""
    if "1" not in required_topics(ledger):
        ledger.host.command("/v1/verification-rules", {"topic": "1", "required": True})
    return ledger.open_verifier("1", "2", "3", "4")
