"""What may become of an offer besides acceptance, and how both sides undo a receivable."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tallystick.settings import Settings
from tests.api.running_ledger import RunningLedger
from tests.api.trade import Trade, commitment, hand_over, pass_value, split, today

DAY_SECONDS = 86_400


@pytest.fixture
def trade(any_ledger: RunningLedger) -> Trade:
    return Trade.opened(any_ledger)


@pytest.mark.parametrize(
    ("what", "side", "status"), [("decline", "supplier", "declined"), ("withdrawal", "debtor", "withdrawn")]
)
def test_an_offer_that_ends_unaccepted_frees_its_documents(
    trade: Trade, what: str, side: str, status: str
) -> None:
    invoices = [trade.invoice(600), trade.invoice(400)]
    body = commitment(trade.programme, trade.supplier, 1_000, invoices[0], 600)
    body["evidence"].append({"document": invoices[1], "amount": 400})
    offered = trade.debtor.command("/v1/receivables", body)["receivable"]["id"]
    done = getattr(trade, side).command(f"/v1/receivables/{offered}/{what}")
    assert (done["receivable"]["status"], done["receivable"]["outstanding"]) == (status, 0)
    for firm in (trade.debtor, trade.supplier):
        assert firm.read(f"/v1/receivables/{offered}")["status"] == status
        for invoice, left in zip(invoices, (600, 400), strict=True):
            told = firm.read(f"/v1/documents/{invoice}")
            assert (told["drawn"], told["left"], told["drawings"]) == (0, left, [])
    assert trade.offer(600, invoices[0])


@pytest.mark.parametrize(
    ("what", "side", "code"),
    [
        ("decline", "debtor", "not_the_creditor"),
        ("withdrawal", "supplier", "not_the_debtor"),
        ("lapse", "debtor", "acceptance_time_runs"),
    ],
)
def test_each_end_of_an_offer_is_for_its_own_side_and_time(
    trade: Trade, what: str, side: str, code: str
) -> None:
    path = f"/v1/receivables/{trade.offer(700)}/{what}"
    assert getattr(trade, side).refused(path)["code"] == code


@pytest.mark.parametrize("what", ["decline", "withdrawal", "lapse"])
def test_what_is_accepted_does_not_end_by_one_side_alone(trade: Trade, what: str) -> None:
    receivable = trade.claim(700).split("-")[0]
    side = trade.supplier if what == "decline" else trade.debtor
    assert side.refused(f"/v1/receivables/{receivable}/{what}")["code"] == "receivable_not_offered"


def test_a_declined_receivable_can_no_longer_be_accepted(trade: Trade) -> None:
    offered = trade.offer(700)
    trade.supplier.command(f"/v1/receivables/{offered}/decline")
    for what in ("acceptance", "decline"):
        told = trade.supplier.refused(f"/v1/receivables/{offered}/{what}")
        assert told["code"] == "receivable_not_offered"


def test_the_last_day_to_accept_is_the_due_date_unless_the_debtor_names_one(trade: Trade) -> None:
    told = trade.debtor.read(f"/v1/receivables/{trade.offer(700)}")
    assert told["accept_by"] == told["due_date"]
    body = commitment(trade.programme, trade.supplier, 700, trade.invoice(700))
    body["accept_by"] = (today() + timedelta(days=14)).isoformat()
    assert trade.debtor.command("/v1/receivables", body)["receivable"]["accept_by"] == body["accept_by"]


# What takes days


@pytest.fixture
def ledger_of_its_own(tmp_path: Path) -> Iterator[RunningLedger]:
    """Its clock may be set forward without anybody else being late."""
    with closing(RunningLedger(Settings(home=tmp_path, port=0))) as ledger:
        ledger.start()
        yield ledger


def test_an_offer_that_nobody_accepts_in_time_lapses(ledger_of_its_own: RunningLedger) -> None:
    trade = Trade.opened(ledger_of_its_own)
    invoice = trade.invoice(900)
    body = commitment(trade.programme, trade.supplier, 900, invoice) | {"accept_by": today().isoformat()}
    offered = trade.debtor.command("/v1/receivables", body)["receivable"]["id"]
    ledger_of_its_own.let_days_pass(1)
    assert trade.supplier.refused(f"/v1/receivables/{offered}/acceptance")["code"] == "acceptance_time_over"
    path = f"/v1/receivables/{offered}/lapse"
    tried = trade.supplier.post(path, dry_run="true").json()
    assert (tried["command"], tried["would"]) == ("lapse_receivable", "succeed")
    first = trade.supplier.post(path, key="lapse")
    assert first.json()["receivable"]["status"] == "lapsed"
    assert trade.supplier.post(path, key="lapse").content == first.content
    assert trade.debtor.read(f"/v1/documents/{invoice}")["left"] == 900


# Undoing by both sides


def test_a_receivable_is_cancelled_by_the_signatures_of_both_sides(trade: Trade) -> None:
    claim = trade.claim(1_000)
    receivable = claim.split("-")[0]
    split(trade.supplier, claim, [300, 300, 400])
    path = f"/v1/receivables/{receivable}/cancellation"
    proposed = trade.debtor.command(path)["receivable"]
    assert (proposed["status"], proposed["outstanding"]) == ("active", 1_000)
    assert proposed["cancellation_proposed_by"]["id"] == trade.debtor.party
    assert trade.debtor.refused(path)["code"] == "cancellation_proposed_already"
    cancelled = trade.supplier.command(path)["receivable"]
    assert (cancelled["status"], cancelled["outstanding"]) == ("cancelled", 0)
    assert cancelled["cancellation_proposed_by"] is None
    assert trade.supplier.claims() == []
    assert trade.supplier.get(f"/v1/claims/{claim}").status_code == 404
    (document,) = trade.supplier.read("/v1/documents")["documents"]
    assert (document["left"], document["drawings"]) == (1_000, [])
    told = trade.ledger.host.read("/v1/verification")
    assert (told["verdict"], told["difference"]) == ("equal", None)


def test_a_proposal_is_retracted_by_the_one_who_made_it(trade: Trade) -> None:
    receivable = trade.claim(1_000).split("-")[0]
    path = f"/v1/receivables/{receivable}/cancellation"
    assert trade.supplier.refused(f"{path}/retraction")["code"] == "cancellation_not_proposed"
    trade.supplier.command(path)
    assert trade.debtor.refused(f"{path}/retraction")["code"] == "cancellation_of_other"
    told = trade.supplier.command(f"{path}/retraction")["receivable"]
    assert told["cancellation_proposed_by"] is None
    # The debtor's signature is the first one again
    assert trade.debtor.command(path)["receivable"]["status"] == "active"


def test_what_was_passed_on_must_come_back_before_a_receivable_is_cancelled(trade: Trade) -> None:
    claim, taker = trade.claim(1_000), trade.ledger.open_party()
    passed_on = pass_value(trade.supplier, taker, claim, 250)
    path = f"/v1/receivables/{claim.split('-')[0]}/cancellation"
    trade.supplier.command(path)
    told = trade.debtor.refused(path)
    assert (told["status"], told["code"]) == (409, "claims_passed_on")
    assert (told["values"]["sum"], told["values"]["outstanding"]) == (750, 1_000)
    hand_over(taker, trade.supplier, [passed_on])
    assert trade.debtor.command(path)["receivable"]["status"] == "cancelled"


def test_a_later_holder_has_no_say_in_undoing(trade: Trade) -> None:
    claim, taker = trade.claim(1_000), trade.ledger.open_party()
    hand_over(trade.supplier, taker, [claim])
    told = taker.refused(f"/v1/receivables/{claim.split('-')[0]}/cancellation")
    assert (told["status"], told["code"]) == (403, "not_a_side")
