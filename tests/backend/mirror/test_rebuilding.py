"""Dropped and derived again, the mirror is the same, and nothing else has been touched."""

from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select

from tallystick.database.store import Store
from tallystick.mirror import fetching, rebuilding
from tallystick.mirror.digest import row_digest
from tallystick.mirror.following import Mirror
from tallystick.mirror.rebuilding import rebuild
from tallystick.mirror.tables import MirrorTables
from tallystick.mirror.verification import verify
from tests.backend.mirror.rows import TABLES, added, all_rows, changed, missing, replace_in, rows_of
from tests.backend.mirror.scene import Scene


def test_a_rebuild_gives_the_same_digest_and_the_same_rows(
    mirror: Mirror, store: Store, scene: Scene
) -> None:
    rows, digest = all_rows(store), row_digest(store, mirror.deployment_id)
    assert rebuild(store, scene.node, scene.contracts) == (digest, digest)
    assert all_rows(store) == rows
    assert verify(store, scene.node, scene.contracts).equal


def test_the_digests_are_of_the_block_where_the_mirror_stood(
    mirror: Mirror, store: Store, scene: Scene
) -> None:
    digest = row_digest(store, mirror.deployment_id)
    scene.issue_and_accept(800)
    assert rebuild(store, scene.node, scene.contracts) == (digest, digest)
    assert mirror.checkpoint().block == scene.node.head().number
    assert row_digest(store, mirror.deployment_id) != digest


def test_a_rebuild_mends_what_was_tampered_with(mirror: Mirror, store: Store, scene: Scene) -> None:
    digest = row_digest(store, mirror.deployment_id)
    replace_in(store, "mirror_lot", rows_of(store, "mirror_lot")[0], {"tier": 9})
    before, after = rebuild(store, scene.node, scene.contracts)
    assert before != digest == after


def test_a_rebuild_works_where_the_tables_are_gone(mirror: Mirror, store: Store, scene: Scene) -> None:
    digest = row_digest(store, mirror.deployment_id)
    MirrorTables.metadata.drop_all(store.engine)
    _, after = rebuild(store, scene.node, scene.contracts)
    mirror.catch_up()
    assert row_digest(store, mirror.deployment_id) == digest
    assert after != digest  # it stood before the first block when it was asked


def test_a_rebuild_touches_no_other_table(mirror: Mirror, store: Store, scene: Scene) -> None:
    del mirror
    others = MetaData()
    records = Table("records_of_others", others, Column("id", Integer, primary_key=True))
    others.drop_all(store.engine)
    others.create_all(store.engine)
    with store.writing() as session:
        session.execute(insert(records), [{"id": 7}])
    rebuild(store, scene.node, scene.contracts)
    with store.reading() as session:
        assert session.execute(select(records.c.id)).scalars().all() == [7]
    others.drop_all(store.engine)


def test_a_mirror_that_was_open_meanwhile_goes_on(mirror: Mirror, store: Store, scene: Scene) -> None:
    other = Scene(scene.node, first_key=3_000)
    Mirror(store, scene.node, other.contracts).catch_up()
    rebuild(store, scene.node, other.contracts)  # which now is the first deployment in the tables
    scene.issue(60)
    mirror.catch_up()
    numbers = {row["directory"]: row["id"] for row in rows_of(store, "mirror_deployment")}
    assert mirror.deployment_id == numbers[scene.contracts.directory] != numbers[other.contracts.directory]
    assert verify(store, scene.node, scene.contracts).equal
    assert verify(store, scene.node, other.contracts).equal


def test_the_digest_is_the_same_on_every_database(
    mirror: Mirror, store: Store, sqlite: Store, scene: Scene
) -> None:
    first = Mirror(sqlite, scene.node, Scene(scene.node, first_key=4_000).contracts)
    other = Mirror(sqlite, scene.node, scene.contracts)
    assert first.deployment_id != other.deployment_id
    other.catch_up(until=mirror.checkpoint().block)
    assert row_digest(sqlite, other.deployment_id) == row_digest(store, mirror.deployment_id)


def test_every_value_counts_in_the_digest(mirror: Mirror, store: Store) -> None:
    digest = row_digest(store, mirror.deployment_id)
    for name in TABLES:
        row = rows_of(store, name)[-1]
        for column in row if store.is_sqlite else list(row)[-1:]:
            if column not in {"id", "genesis_hash", "directory"} or name != "mirror_deployment":
                with changed(store, name, row, column):
                    assert row_digest(store, mirror.deployment_id) != digest, (name, column)
    for name in set(TABLES) - {"mirror_deployment"}:
        row = rows_of(store, name)[-1]
        with missing(store, name, row):
            assert row_digest(store, mirror.deployment_id) != digest, name
        with added(store, name, row):
            assert row_digest(store, mirror.deployment_id) != digest, name
    assert row_digest(store, mirror.deployment_id) == digest


def test_whoever_reads_during_a_rebuild_sees_what_was_there_before(
    mirror: Mirror, store: Store, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    del mirror
    before, seen = rows_of(store, "mirror_claim"), []
    really_fetch = fetching.fetch_after

    def fetch_after(*arguments: Any) -> Any:
        seen.append(rows_of(store, "mirror_claim"))
        return really_fetch(*arguments)

    monkeypatch.setattr(rebuilding, "fetch_after", fetch_after)
    rebuild(store, scene.node, scene.contracts)
    assert before
    assert seen
    assert all(rows == before for rows in seen)
