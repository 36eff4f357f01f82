"""Disputes and credit notes over HTTP: no new financing of the disputed part, and everything else goes on."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tallystick.settings import Settings
from tests.api.commands import financed, money_for
from tests.api.running_ledger import RunningLedger
from tests.api.trade import Trade, credit_note

VALUE = 1_000_000


@pytest.fixture
def trade(ledger: RunningLedger) -> Trade:
    return Trade.opened(ledger)


def test_a_disputed_part_is_not_financed_until_the_debtor_lets_it_fall(trade: Trade) -> None:
    ledger, holder = trade.ledger, trade.supplier
    bank, financier = ledger.open_bank(), ledger.open_party("financier")
    for owner in (holder, financier):
        money_for(bank, owner, 2 * VALUE)
    claim = trade.claim(VALUE)
    raised = trade.debtor.command(f"/v1/claims/{claim}/disputes", {"value": 400_000, "reason": "货物短少"})
    dispute = raised["dispute"]
    disputed = dispute["claim"]
    assert disputed != claim
    assert (dispute["value"], dispute["reason"], dispute["by_credit_note"]) == (400_000, "货物短少", False)
    for side in (trade.debtor, holder):
        assert side.read("/v1/disputes")["disputes"] == [dispute]
    assert financier.read("/v1/disputes")["disputes"] == []
    assert holder.read(f"/v1/claims/{disputed}")["disputed"] is True
    refused = holder.refused(
        f"/v1/claims/{disputed}/quote-requests", {"value": 1, "financiers": [financier.party]}
    )
    assert refused["code"] == "claim_disputed"
    financed(holder, financier, claim, 600_000)
    assert holder.refused(f"/v1/claims/{disputed}/disputes/withdrawal")["code"] == "role_not_allowed"
    trade.debtor.command(f"/v1/claims/{disputed}/disputes/withdrawal")
    financed(holder, financier, disputed, 400_000)


def test_only_who_owes_disputes(trade: Trade) -> None:
    claim = trade.claim(VALUE)
    other = trade.ledger.open_party("debtor")
    path = f"/v1/claims/{claim}/disputes"
    for body in ({"reason": "x"}, {"value": 5, "reason": "x"}):
        assert other.refused(path, body)["code"] == "claim_not_found"
    assert other.refused(f"{path}/withdrawal")["code"] == "claim_not_found"
    assert trade.debtor.refused(path, {"value": VALUE + 1, "reason": "x"})["code"] == "value_exceeded"
    assert trade.debtor.refused(f"{path}/withdrawal")["code"] == "claim_not_disputed"


@pytest.fixture
def unkept(tmp_path: Path) -> Iterator[Trade]:
    """On a ledger that does nothing by itself."""
    with closing(RunningLedger(Settings(home=tmp_path, port=0, collect_seconds=0))) as ledger:
        ledger.start()
        yield Trade.opened(ledger)


def test_a_credit_note_that_comes_too_late_stops_new_financing_by_itself(unkept: Trade) -> None:
    """The seller of the document bears it first, with what it still holds."""
    ledger, seller = unkept.ledger, unkept.supplier
    invoice = unkept.invoice(VALUE)
    number = unkept.offer(VALUE, invoice)
    claim = seller.command(f"/v1/receivables/{number}/acceptance")["claim"]["id"]
    taker = ledger.open_party()
    seller.command(f"/v1/claims/{claim}/transfers", {"to": taker.party, "value": 900_000})
    seller.command(f"/v1/documents/{invoice}/credit-notes", credit_note(300_000))
    assert ledger.backend.credit_notes.dispute_what_is_undone() == 2
    assert ledger.backend.credit_notes.dispute_what_is_undone() == 0
    of_seller, of_taker = (side.read("/v1/disputes")["disputes"] for side in (seller, taker))
    assert [(row["value"], row["by_credit_note"]) for row in of_seller] == [(100_000, True)]
    assert [(row["value"], row["by_credit_note"]) for row in of_taker] == [(200_000, True)]
    assert sum(row["face"] for row in taker.claims()) == 900_000
    seller.command(f"/v1/documents/{invoice}/credit-notes", credit_note(50_000))
    assert ledger.backend.credit_notes.dispute_what_is_undone() == 1
    assert sum(row["value"] for row in taker.read("/v1/disputes")["disputes"]) == 250_000
