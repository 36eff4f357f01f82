"""One process at a time signs for an address, on either store; nonces follow each other whoever takes them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import tallystick.backend  # noqa: F401 (declares every table)
from tallystick.chain.node import Fees
from tallystick.database.migration import migrate
from tallystick.database.store import Store
from tallystick.sending import senders
from tallystick.sending.attempts import SignedTransaction
from tallystick.sending.command import Requester
from tallystick.sending.outbox import Outbox
from tallystick.sending.senders import SenderLeased, Senders

SENDER, OTHER = b"\x11" * 20, b"\x22" * 20


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("fresh_postgresql_database")
    store = Store(url)
    migrate(store)
    with store.writing() as session:
        for table in ("attempt", "transaction", "sender", "operation"):
            session.connection().exec_driver_sql(f"DELETE FROM records_{table}")
    yield store
    store.close()


def _signs(outbox: Outbox, operation: str, sender: bytes = SENDER, chain_nonce: int = 0) -> int:
    """The nonce with which an operation is signed."""
    requester = Requester(party="party", idempotency_key=operation, fingerprint=bytes(32))
    if outbox.get(operation) is None:
        outbox.store_intent(operation, requester, "split_claim", "{}", None)

    def sign(_step: int, nonce: int) -> SignedTransaction:
        unique = operation.encode().ljust(32)
        return SignedTransaction(sender, nonce, unique, unique, Fees(1, 1), signed_at=0)

    (pending,) = outbox.store_signed(operation, [sender], {sender: chain_nonce}, sign)
    return pending.nonce


def test_nonces_follow_each_other_beyond_what_the_chain_has_mined(store: Store) -> None:
    outbox = Outbox(store)
    assert [_signs(outbox, name, chain_nonce=5) for name in "abc"] == [5, 6, 7]
    assert _signs(outbox, "d", chain_nonce=20) == 20


def test_another_process_waits_until_what_was_signed_is_finished(store: Store) -> None:
    first, second = Outbox(store, "first"), Outbox(store, "second")
    assert _signs(first, "a") == 0
    for _ in range(2):
        with pytest.raises(SenderLeased):
            _signs(second, "b")
    assert _signs(second, "of another address", OTHER) == 0
    kept = second.get("b")
    assert kept is not None
    assert kept.stage == "intent"
    first.finish("a", "done", 201, "{}")
    assert _signs(second, "b") == 1
    with pytest.raises(SenderLeased):
        _signs(first, "c")


def test_a_process_that_has_died_keeps_others_waiting_for_the_time_of_its_lease(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(senders, "LEASE_SECONDS", 0)
    first, second = Outbox(store, "first"), Outbox(store, "second")
    assert _signs(first, "a") == 0
    assert _signs(second, "b") == 1


def test_a_process_that_knows_itself_alone_breaks_the_leases_of_the_dead(store: Store) -> None:
    assert _signs(Outbox(store, "first"), "a") == 0
    Senders(store).break_leases()
    assert _signs(Outbox(store, "second"), "b") == 1


def test_what_others_are_signing_for_is_left_to_them(store: Store) -> None:
    first, second = Outbox(store, "first"), Outbox(store, "second")
    _signs(first, "a")
    assert [operation.id for operation in first.unfinished()] == ["a"]
    assert second.unfinished() == []
