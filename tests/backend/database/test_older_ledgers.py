"""A database of an earlier version keeps what it has: answers, and what was signed and not answered yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, text

from tallystick.database import migration
from tallystick.database.migration import migrate
from tallystick.database.store import Store
from tallystick.sending.attempts import Attempts
from tallystick.sending.command import Requester
from tallystick.sending.outbox import Outbox

SENDER, FINGERPRINT = b"\x11" * 20, b"\x22" * 32
SIGNED, HASH = b"\x02signed", b"\x33" * 32
OPERATION = (
    "INSERT INTO records_operation "
    "(id, party, idempotency_key, fingerprint, kind, command, stage, answer_status, answer, created_at, finished_at) "
    "VALUES (:id, 'party', :id, :fingerprint, 'split_claim', '{}', :stage, :status, :answer, 1, :finished)"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """At the first version, with an operation at each of its stages."""
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("fresh_postgresql_database")
    store = Store(url)
    reflected = MetaData()
    reflected.reflect(store.engine)
    reflected.drop_all(store.engine)
    config = Config()
    config.set_main_option("script_location", str(migration._LOCATION))
    config.attributes["engine"] = store.engine
    command.upgrade(config, "0001")
    _fill(store)
    yield store
    store.close()


def _fill(store: Store) -> None:
    with store.writing() as session:
        for stage, status, answer, finished in (
            ("intent", None, None, None),
            ("signed", None, None, None),
            ("done", 201, '{"answer": 1}', 5),
            ("failed", 409, '{"code": "x"}', 6),
        ):
            session.execute(
                text(OPERATION),
                {
                    "id": stage,
                    "fingerprint": FINGERPRINT,
                    "stage": stage,
                    "status": status,
                    "answer": answer,
                    "finished": finished,
                },
            )
        session.execute(
            text(
                "INSERT INTO records_transaction (operation, step, sender, nonce, signed, hash) "
                "VALUES ('signed', 0, :sender, 7, :signed, :hash)"
            ),
            {"sender": SENDER, "signed": SIGNED, "hash": HASH},
        )
        session.execute(
            text("INSERT INTO records_sender (address, next_nonce) VALUES (:sender, 8)"), {"sender": SENDER}
        )


def test_what_was_signed_is_still_there_to_be_sent(store: Store) -> None:
    migrate(store)
    (pending,) = Attempts(store).of("signed")
    assert (pending.sender, pending.nonce) == (SENDER, 7)
    assert [(attempt.signed, attempt.hash, attempt.closing) for attempt in pending.attempts] == [
        (SIGNED, HASH, False)
    ]
    assert [operation.id for operation in Outbox(store).unfinished()] == ["signed", "intent"]


def test_what_was_answered_is_answered_as_before_and_final(store: Store) -> None:
    migrate(store)
    outbox = Outbox(store)
    done = outbox.find(Requester(party="party", idempotency_key="done", fingerprint=FINGERPRINT))
    assert done is not None
    assert (done.answer_status, done.answer, done.final_at) == (201, '{"answer": 1}', 5)
    assert outbox.posted(10) == []


def test_nobody_has_a_lease_on_what_was_signed_for_before(store: Store) -> None:
    migrate(store)
    with store.reading() as session:
        row = session.execute(
            text("SELECT next_nonce, leased_to, leased_until, used_elsewhere FROM records_sender")
        ).one()
    assert tuple(row) == (8, None, 0, 0)
