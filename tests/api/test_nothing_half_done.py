"""What was not sent to its end is not carried out, and of what came to nothing no record stays."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from tallystick.chain.node import TransactionRejected
from tallystick.evidence.tables import DocumentRecord
from tests.api.running_ledger import RunningLedger
from tests.api.trade import Trade, credit_note, document


def test_a_request_that_breaks_off_moves_nothing(ledger: RunningLedger) -> None:
    trade = Trade.opened(ledger)
    claim, taker = trade.claim(1_000), trade.ledger.open_party()
    body = json.dumps({"to": taker.party, "value": 11}).encode()
    address = urlsplit(trade.ledger.url)
    head = (
        f"POST /v1/claims/{claim}/transfers HTTP/1.1\r\nHost: {address.netloc}\r\n"
        f"Authorization: Bearer {trade.supplier.api_key}\r\nIdempotency-Key: broken off\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body) + 1}\r\n\r\n"
    )
    assert address.hostname is not None
    with socket.create_connection((address.hostname, address.port or 80)) as connection:
        connection.sendall(head.encode() + body)
    deadline = time.monotonic() + 1
    while time.monotonic() < deadline:
        assert trade.supplier.read(f"/v1/claims/{claim}")["face"] == 1_000
        time.sleep(0.1)
    whole = trade.supplier.post(f"/v1/claims/{claim}/transfers", json.loads(body), key="broken off")
    assert whole.status_code == 201
    assert trade.supplier.read(f"/v1/claims/{claim}")["face"] == 989


def test_a_party_or_document_that_the_chain_did_not_take_can_be_sent_in_again(ledger: RunningLedger) -> None:
    trade = Trade.opened(ledger)
    firm = {"name": "再来", "tax_number": "AGAIN00000000000001", "roles": ["supplier"]}
    papers = document(trade.debtor, trade.supplier, 5)
    for caller, path, body in (
        (ledger.operator, "/v1/parties", firm),
        (trade.supplier, "/v1/documents", papers),
    ):
        parties = len(ledger.operator.read("/v1/parties")["parties"])
        with _node_that_rejects(ledger):
            assert caller.refused(path, body)["code"] == "transaction_rejected"
        assert len(ledger.operator.read("/v1/parties")["parties"]) == parties
        answered = caller.command(path, body | ({"issued_on": "2026-01-02"} if "issued_on" in body else {}))
        assert answered.get("issued_on", "2026-01-02") == "2026-01-02"


def test_of_a_credit_note_that_the_chain_did_not_take_nothing_stays_recorded(ledger: RunningLedger) -> None:
    trade = Trade.opened(ledger)
    invoice, note = trade.invoice(5), credit_note(1)
    path, before = f"/v1/documents/{invoice}/credit-notes", _recorded(ledger)
    with _node_that_rejects(ledger):
        assert trade.supplier.refused(path, note)["code"] == "transaction_rejected"
    assert _recorded(ledger) == before
    assert trade.supplier.read(f"/v1/documents/{invoice}")["credit_notes"] == []
    (told,) = trade.supplier.command(path, note)["credit_notes"]
    assert (told["number"], _recorded(ledger)) == (note["number"], before + 1)


def _recorded(ledger: RunningLedger) -> int:
    """Of how many documents and credit notes the backend knows the fields."""
    with ledger.backend.store.reading() as session:
        return len(session.scalars(select(DocumentRecord.fingerprint)).all())


@contextmanager
def _node_that_rejects(ledger: RunningLedger) -> Iterator[None]:
    """The node does not take the next transaction, whatever the reason; it takes those after it."""
    node = ledger.backend.node
    send, rejections = node.send, iter(["not this one"])

    def take_or_reject(signed: bytes) -> bytes:
        for reason in rejections:
            raise TransactionRejected(reason)
        return send(signed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(node, "send", take_or_reject)
        yield
    assert next(rejections, None) is None
