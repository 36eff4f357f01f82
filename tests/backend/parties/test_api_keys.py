"""API keys: recognised while they are valid, and nothing else is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from tallystick.database.migration import migrate
from tallystick.database.store import Store
from tallystick.parties.api_keys import ApiKeys
from tallystick.parties.service import register
from tallystick.parties.tables import ApiKey
from tallystick.web.viewer import Role

ADDRESS = b"\x07" * 20


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    migrate(store)
    with store.writing() as session:
        register(session, "p1", "Firm", "123456789012345", frozenset({Role.DEBTOR, Role.SUPPLIER}), ADDRESS)
    yield store
    store.close()


def _given_out(store: Store, keys: ApiKeys) -> str:
    key_id = keys.new_id()
    with store.writing() as session:
        keys.keep(session, key_id, "p1")
    return keys.text(key_id)


def test_a_key_tells_who_asks_and_in_which_roles(store: Store) -> None:
    keys = ApiKeys(store, b"k" * 32)
    viewer = keys.viewer(_given_out(store, keys))
    assert viewer is not None
    assert (viewer.party, viewer.address, viewer.roles) == (
        "p1",
        ADDRESS,
        frozenset({Role.DEBTOR, Role.SUPPLIER}),
    )
    assert not viewer.sees_all


def test_a_party_may_have_several_keys_and_lose_one(store: Store) -> None:
    keys = ApiKeys(store, b"k" * 32)
    lost, kept = _given_out(store, keys), _given_out(store, keys)
    with store.writing() as session:
        session.execute(update(ApiKey).where(ApiKey.id == lost.split("_")[1]).values(revoked_at=1))
    assert keys.viewer(lost) is None
    assert keys.viewer(kept) is not None


def test_nothing_like_a_key_is_a_key(store: Store) -> None:
    keys = ApiKeys(store, b"k" * 32)
    key = _given_out(store, keys)
    prefix, key_id, secret = key.split("_")
    for wrong in (
        "",
        "_",
        "__",
        key + " ",
        key.upper(),
        f"{prefix}_{key_id}",
        f"{prefix}_{key_id}_",
        f"{prefix}_{key_id}_{secret[:-1]}",
        f"{prefix}_{key_id}_{secret}_",
        f"other_{key_id}_{secret}",
        f"{prefix}_{'0' * 16}_{secret}",
        f"{prefix}_{key_id}_{'é' * 64}",
    ):
        assert keys.viewer(wrong) is None, wrong


def test_the_database_keeps_a_hash_and_another_ledgers_key_is_another(store: Store) -> None:
    keys = ApiKeys(store, b"k" * 32)
    key = _given_out(store, keys)
    with store.reading() as session:
        (row,) = session.scalars(select(ApiKey))
    assert key.split("_")[2] not in {row.secret_hash.hex(), row.id}
    assert ApiKeys(store, b"other" * 8).text(row.id) != key
