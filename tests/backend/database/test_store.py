"""The two ways into a database: a write is kept whole or not at all, and a reader sees one state."""

from collections.abc import Iterator
from threading import Thread

import pytest
from sqlalchemy import select

from tallystick.database.migration import migrate
from tallystick.database.store import Store
from tallystick.sending.tables import Secret


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path_factory.mktemp('store') / 'ledger.sqlite'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("fresh_postgresql_database")
    store = Store(url)
    migrate(store)
    yield store
    store.close()


def _keep(store: Store, purpose: str) -> None:
    with store.writing() as session:
        session.add(Secret(purpose=purpose, sealed=b"x"))


def _kept(store: Store) -> set[str]:
    with store.reading() as session:
        return set(session.scalars(select(Secret.purpose)))


def test_what_fails_half_way_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.writing() as session:
            session.add(Secret(purpose="half", sealed=b"x"))
            session.flush()
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        fail()
    assert "half" not in _kept(store)


def test_a_reader_sees_one_state_while_others_write(store: Store) -> None:
    with store.reading() as session:
        before = set(session.scalars(select(Secret.purpose)))
        writer = Thread(target=_keep, args=(store, "meanwhile"))
        writer.start()
        writer.join()
        assert set(session.scalars(select(Secret.purpose))) == before
    assert "meanwhile" in _kept(store)


def test_many_writers_wait_for_each_other(store: Store) -> None:
    writers = [Thread(target=_keep, args=(store, f"writer {number}")) for number in range(12)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert {f"writer {number}" for number in range(12)} <= _kept(store)


def test_only_one_at_a_time_starts_up(store: Store) -> None:
    """Two stores, as two processes would have."""
    order: list[str] = []
    other = Store(store.engine.url.render_as_string(hide_password=False))

    def start() -> None:
        with other.alone():
            order.append("second")

    with store.alone():
        second = Thread(target=start)
        second.start()
        second.join(0.3)
        order.append("first")
    second.join()
    other.close()
    assert order == ["first", "second"]
