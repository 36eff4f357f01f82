"""A range of blocks goes in as a whole or not at all, wherever it is interrupted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, func, select

from tallystick.database.store import Store
from tallystick.mirror.following import Mirror
from tallystick.mirror.rebuilding import rebuild
from tallystick.mirror.verification import verify
from tests.backend.mirror.rows import TABLES, all_rows, rows_of
from tests.backend.mirror.scene import Scene


class PulledPlug(Exception):
    """What happens at the statement of our choice."""


@contextmanager
def interrupted_at(store: Store, statement: int) -> Iterator[list[str]]:
    """The statement of that number (from 0) does not get through; gives the list of those that were tried."""
    tried: list[str] = []

    def count(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        tried.append(sql)
        if len(tried) > statement:
            raise PulledPlug(sql)

    event.listen(store.engine, "before_cursor_execute", count)
    try:
        yield tried
    finally:
        event.remove(store.engine, "before_cursor_execute", count)


@contextmanager
def interrupted_at_commit(store: Store) -> Iterator[None]:
    def refuse(_connection: Any) -> None:
        raise PulledPlug("COMMIT")

    event.listen(store.engine, "commit", refuse)
    try:
        yield
    finally:
        event.remove(store.engine, "commit", refuse)


@pytest.fixture(params=[25, 1])
def halfway(request: pytest.FixtureRequest, store: Store, scene: Scene) -> Mirror:
    """Some blocks are left: many that add rows and change them; the last one, which takes a row out."""
    mirror = Mirror(store, scene.node, scene.contracts)
    mirror.catch_up(until=scene.node.head().number - request.param)
    return mirror


def test_interrupted_at_any_statement_it_leaves_what_was_and_later_completes(
    halfway: Mirror, store: Store, scene: Scene
) -> None:
    before = all_rows(store)
    statements = _statements_of_catching_up(halfway, store)
    last = {"DELETE"} if halfway.checkpoint().block == scene.node.head().number - 1 else set()
    assert {_verb(sql) for sql in statements} >= {"SELECT", "INSERT", "UPDATE"} | last
    for number in range(len(statements)):
        with interrupted_at(store, number), pytest.raises(PulledPlug):
            halfway.catch_up()
        assert all_rows(store) == before, statements[number]
    with interrupted_at_commit(store), pytest.raises(PulledPlug):
        halfway.catch_up()
    assert all_rows(store) == before
    halfway.catch_up()
    assert verify(store, scene.node, scene.contracts).equal


def test_an_interrupted_rebuild_is_completed_by_the_next_start(
    mirror: Mirror, store: Store, scene: Scene
) -> None:
    before = all_rows(store)
    del mirror
    with interrupted_at(store, 10_000) as tried:
        rebuild(store, scene.node, scene.contracts)
    for number in range(0, len(tried), 5):
        with interrupted_at(store, number), pytest.raises(PulledPlug):
            rebuild(store, scene.node, scene.contracts)
        Mirror(store, scene.node, scene.contracts).catch_up()
        assert all_rows(store) == before, tried[number]


def test_who_is_reading_meanwhile_sees_one_moment_only(halfway: Mirror, store: Store) -> None:
    blocks = len(rows_of(store, "mirror_block"))
    query = select(func.count()).select_from(TABLES["mirror_block"])
    with store.reading() as session:
        before = session.execute(query).scalar_one()
        halfway.catch_up()
        assert session.execute(query).scalar_one() == before == blocks
    assert len(rows_of(store, "mirror_block")) > blocks


def _statements_of_catching_up(mirror: Mirror, store: Store) -> list[str]:
    """What is asked of the database, up to the commit, which is not let through."""
    with interrupted_at_commit(store), interrupted_at(store, 10_000) as tried, pytest.raises(PulledPlug):
        mirror.catch_up()
    return tried


def _verb(sql: str) -> str:
    return sql.split(None, 1)[0]
