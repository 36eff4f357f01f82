"""A receivable in dollars over HTTP: nothing to fund before its rate is fixed, and fen from then on."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tallystick.mirror.verification import verify
from tallystick.money.calendar import date_of_day, day_of_moment
from tallystick.settings import Settings
from tests.api.border_trade import RATE, quote
from tests.api.running_ledger import RunningLedger
from tests.api.trade import Trade, commitment, document, split

DAY = 86_400
FACE, OWED = 1_001, 7_131
"""US$10.01 at 7.1234 yuan are ¥71.305234, rounded half to even: ¥71.31."""


@pytest.fixture
def trade(tmp_path: Path) -> Iterator[Trade]:
    with closing(RunningLedger(Settings(home=tmp_path, port=0, collect_seconds=0, feed_seconds=0))) as ledger:
        ledger.start()
        dollars = {"currency": "USD", "regime": "offshore", "approval": "SAFE-2026-1"}
        yield Trade.opened(ledger, **dollars)


def _claim(trade: Trade) -> str:
    paper = document(trade.debtor, trade.supplier, FACE, currency="USD")
    invoice = trade.supplier.command("/v1/documents", paper)["fingerprint"]
    today = date_of_day(day_of_moment(trade.ledger.backend.node.clock()))
    body = commitment(trade.programme, trade.supplier, FACE, invoice)
    body["due_date"] = (today + timedelta(days=1)).isoformat()
    number = trade.debtor.command("/v1/receivables", body)["receivable"]["id"]
    accepted = trade.supplier.command(f"/v1/receivables/{number}/acceptance")
    claim: str = accepted["claim"]["id"]
    return claim


def test_dollars_are_paid_in_fen_at_the_fixing_and_told_so(trade: Trade) -> None:
    bank, backend = trade.ledger.open_bank(), trade.ledger.backend
    for owner in (trade.debtor, trade.supplier):
        bank.command("/v1/wallets", {"party": owner.party})
    bank.command(f"/v1/wallets/{trade.debtor.party}/issues", {"amount": 10_000})
    claim = _claim(trade)
    receivable = claim.split("-")[0]
    path = f"/v1/receivables/{receivable}/settlement"

    def told() -> dict[str, Any]:
        return trade.debtor.read(path)

    assert (told()["face"], told()["currency"], told()["owed"], told()["fixing"]) == (FACE, "USD", None, None)
    for body in (None, {"amount": 1}):
        refused = trade.debtor.refused(f"/v1/receivables/{receivable}/fundings", body)
        assert refused["code"] == "not_fixed", body
    trade.ledger.let_days_pass(1)
    quote(trade.ledger)
    fixing = trade.supplier.command(f"/v1/receivables/{receivable}/fixing")["fixing"]
    assert fixing == told()["fixing"]
    assert (fixing["answer"], fixing["decimals"], fixing["quotes"]) == (str(RATE), 4, "cny_per_unit")
    assert (fixing["fallback"], fixing["owed"]) == (False, OWED)
    assert told()["owed"] == {"face": OWED, "interest": 0, "total": OWED}
    parts = split(trade.supplier, claim, [1_000, 1])
    trade.debtor.command(f"/v1/receivables/{receivable}/fundings")
    assert told()["owed"] == {"face": 0, "interest": 0, "total": 0}
    trade.ledger.let_days_pass(1)
    assert backend.keeper.collect_what_is_due() == len(parts)
    first = trade.debtor.read("/v1/collections", size=1)
    second = trade.debtor.read("/v1/collections", size=1, after=first["next"])
    shares = first["shares"] + second["shares"]
    assert [row["claim"] for row in shares] == parts
    assert sum(row["share"] for row in shares) == OWED
    assert trade.supplier.read(f"/v1/wallets/{trade.supplier.party}")["balance"] == OWED
    assert told()["status"] == "settled"
    assert verify(backend.store, backend.node, backend.contracts).equal
