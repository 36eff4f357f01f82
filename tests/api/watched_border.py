"""A cross-border programme from its first commitment to the last cent paid, as a supervisor watches it."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from eth_account import Account

from tests.api.border_trade import CAP, VIETNAM, BorderTrade, milestone, quote
from tests.api.running_ledger import Firm, RunningLedger
from tests.api.trade import pass_value

FACE = 60_000_000
PASSED = (12_345_678, 15_000_000, 20_000_001)
"""Three parts to one group, each below the cap of US$500,000.00, together US$473,456.79: 94.7 % of it."""

ODD_NAME = '=2+3 <b>越南</b> & "Đông" Co'
MONEY = 10**12


@dataclass(frozen=True)
class WatchedBorder:
    """US$600,000.00, of which a part is passed on; delivered, fixed, funded, and paid as far as the cap lets it."""

    border: BorderTrade
    taker: Firm
    supervisor: Firm
    bank: Firm
    receivable: str

    @classmethod
    def played(cls, ledger: RunningLedger) -> "WatchedBorder":
        border = BorderTrade.opened(ledger)
        taker = ledger.open_party(name=ODD_NAME)
        border.admit(taker, "Nguyễn gia", VIETNAM)
        bank = ledger.open_bank("江南 <银行>")
        for owner in (border.trade.debtor, border.trade.supplier, taker):
            bank.command("/v1/wallets", {"party": owner.party})
        bank.command(f"/v1/wallets/{border.trade.debtor.party}/issues", {"amount": MONEY})
        claim = border.claim(FACE, due_in=1)
        receivable = claim.split("-")[0]
        for value in PASSED:
            pass_value(border.trade.supplier, taker, claim, value)
        played = cls(border, taker, ledger.open_party("supervisor"), bank, receivable)
        played._deliver()
        played._pay()
        return played

    def _deliver(self) -> None:
        ledger, carrier = self.border.ledger, Account.create()
        ledger.host.command("/v1/carriers", {"address": carrier.address, "trusted": True})
        for reached in ("shipped", "customs", "delivered"):
            stated = milestone(ledger, carrier, self.receivable, reached)
            self.border.trade.supplier.command(f"/v1/receivables/{self.receivable}/milestones", stated)

    def _pay(self) -> None:
        ledger, path = self.border.ledger, f"/v1/receivables/{self.receivable}"
        ledger.let_days_pass(1)
        quote(ledger)
        self.border.trade.supplier.command(f"{path}/fixing")
        self.border.trade.debtor.command(f"{path}/fundings")
        ledger.let_days_pass(1)
        claims = [f"{self.receivable}-{serial}" for serial in range(1, len(PASSED) + 2)]
        self.border.trade.debtor.command("/v1/collections", {"claims": claims})
        ledger.backend.keeper.collect_what_is_due()

    @property
    def programme(self) -> str:
        return self.border.trade.programme

    def watched(self, who: Firm | None = None) -> dict[str, Any]:
        """The one programme as somebody sees it; the supervisor, unless told otherwise."""
        (programme,) = (who or self.supervisor).read("/v1/monitoring", programme=self.programme)["programmes"]
        return dict(programme)

    def archive(self, who: Firm | None = None) -> zipfile.ZipFile:
        answer = (who or self.supervisor).get("/v1/monitoring/report", programme=self.programme, format="zip")
        assert answer.headers["content-type"] == "application/zip", answer.text
        return zipfile.ZipFile(io.BytesIO(answer.content))

    def payments(self) -> list[dict[str, Any]]:
        return [row for row in self.watched()["movements"] if row["kind"] == "release"]


assert sum(PASSED) * 10 >= CAP * 9
