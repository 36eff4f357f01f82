"""Credit notes lower what a document is good for: by its issuer's word, once each, for everybody to see who may."""

from typing import Any

import pytest

from tests.api.running_ledger import Firm, RunningLedger
from tests.api.trade import Trade, commitment, credit_note, document


@pytest.fixture
def trade(ledger: RunningLedger) -> Trade:
    return Trade.opened(ledger)


def _path(invoice: str) -> str:
    return f"/v1/documents/{invoice}/credit-notes"


def _credit(issuer: Firm, invoice: str, amount: int, **other: Any) -> dict[str, Any]:
    """The document as it stands afterwards."""
    return issuer.command(_path(invoice), credit_note(amount, **other))


def _good_for(told: dict[str, Any]) -> tuple[int, int, int, int]:
    return told["amount"], told["credited"], told["drawn"], told["left"]


def test_both_sides_and_the_supervisor_see_what_was_credited_and_by_which_notes(trade: Trade) -> None:
    invoice = trade.invoice(1_000)
    _credit(trade.supplier, invoice, 300, number="HZ-1", issued_on="2026-12-02")
    told = _credit(trade.supplier, invoice, 50, number="HZ-2", issued_on="2026-12-03")
    assert _good_for(told) == (650, 350, 0, 650)
    notes = {(note["number"], note["issued_on"], note["amount"]) for note in told["credit_notes"]}
    assert notes == {("HZ-1", "2026-12-02", 300), ("HZ-2", "2026-12-03", 50)}
    fingerprints = [note["fingerprint"] for note in told["credit_notes"]]
    assert len({*fingerprints, invoice}) == 3
    assert fingerprints == sorted(fingerprints)
    for viewer in (trade.supplier, trade.debtor, trade.ledger.open_party("supervisor")):
        assert viewer.read(f"/v1/documents/{invoice}") == told
        assert told in viewer.read("/v1/documents")["documents"]
        # A note is no document: nothing can be drawn on it.
        assert viewer.get(f"/v1/documents/{fingerprints[0]}").status_code == 404
    assert trade.ledger.host.read("/v1/verification")["verdict"] == "equal"


def test_nothing_is_drawn_beyond_what_the_credit_notes_leave(trade: Trade) -> None:
    invoice = trade.invoice(1_000)
    _credit(trade.supplier, invoice, 400)
    body = commitment(trade.programme, trade.supplier, 601, invoice)
    told = trade.debtor.refused("/v1/receivables", body)
    assert (told["code"], told["values"]["amount"]) == ("evidence_exceeded", 600)
    trade.offer(600, invoice)
    assert _good_for(trade.supplier.read(f"/v1/documents/{invoice}")) == (600, 400, 600, 0)


def test_what_rests_on_a_document_stays_when_the_credit_note_comes_late(trade: Trade) -> None:
    invoice = trade.invoice(1_000)
    receivable = trade.offer(900, invoice)
    assert _good_for(_credit(trade.supplier, invoice, 400)) == (600, 400, 900, 0)
    told = trade.debtor.refused("/v1/receivables", commitment(trade.programme, trade.supplier, 1, invoice))
    assert told["code"] == "evidence_exceeded"
    trade.supplier.command(f"/v1/receivables/{receivable}/decline")
    assert _good_for(trade.supplier.read(f"/v1/documents/{invoice}")) == (600, 400, 0, 600)


def test_credit_notes_add_up_to_the_document_at_most(trade: Trade) -> None:
    invoice = trade.invoice(1_000)
    _credit(trade.supplier, invoice, 400)
    told = trade.supplier.refused(_path(invoice), credit_note(601))
    assert (told["status"], told["code"]) == (422, "credit_exceeds_document")
    assert (told["values"]["amount"], told["values"]["requested"]) == (600, 601)
    assert _good_for(_credit(trade.supplier, invoice, 600)) == (0, 1_000, 0, 0)


def test_only_the_issuer_of_a_document_credits_it(trade: Trade) -> None:
    invoice = trade.invoice(1_000)
    assert trade.debtor.refused(_path(invoice), credit_note(1))["code"] == "document_of_others"
    papers = document(trade.debtor, trade.supplier, 500, kind="acceptance")
    acceptance = trade.debtor.command("/v1/documents", papers)["fingerprint"]
    assert trade.supplier.refused(_path(acceptance), credit_note(1))["code"] == "document_of_others"
    assert _good_for(_credit(trade.debtor, acceptance, 200)) == (300, 200, 0, 300)


def test_a_stranger_cannot_tell_by_crediting_which_documents_there_are(trade: Trade) -> None:
    invoice, stranger = trade.invoice(1_000), trade.ledger.open_party()
    nowhere = "0x" + "77" * 32
    told, unknown = (stranger.post(_path(where), credit_note(1)) for where in (invoice, nowhere))
    assert told.json()["code"] == "document_not_found"
    assert told.text == unknown.text.replace(nowhere, invoice)


def test_a_number_is_used_once_be_it_a_documents_or_a_credit_notes(trade: Trade) -> None:
    papers = document(trade.debtor, trade.supplier, 1_000)
    invoice = trade.supplier.command("/v1/documents", papers)["fingerprint"]
    noted = credit_note(100, number="ab-12 34", issued_on="2026-12-02")
    first = trade.supplier.command(_path(invoice), noted)
    (note,) = first["credit_notes"]
    # The same note however it is written, the invoice's own number, and an invoice of the note's number
    for number, fingerprint in (("ＡＢ1234", note["fingerprint"]), (papers["number"], invoice)):
        for used in (invoice, trade.invoice(50)):
            told = trade.supplier.refused(_path(used), noted | {"number": number, "issued_on": "2026-12-03"})
            assert (told["status"], told["code"]) == (409, "document_already_registered")
            assert told["values"]["fingerprint"] == fingerprint
    told = trade.supplier.refused("/v1/documents", papers | {"number": "AB1234", "issued_on": "2026-12-03"})
    assert told["code"] == "document_already_registered"
    assert trade.supplier.read(f"/v1/documents/{invoice}") == first
    # Another issuer numbers as it likes
    other = Trade.opened(trade.ledger)
    assert _credit(other.supplier, other.invoice(10), 1, number="ab-12 34")["left"] == 9


def test_a_credit_note_that_is_repeated_credits_once(trade: Trade) -> None:
    invoice, body = trade.invoice(1_000), credit_note(300)
    first, second = (trade.supplier.post(_path(invoice), body, key=f"note {invoice}") for _ in range(2))
    assert (first.status_code, second.headers["idempotency-replayed"]) == (201, "true")
    assert first.text == second.text
    assert trade.supplier.read(f"/v1/documents/{invoice}")["credited"] == 300
