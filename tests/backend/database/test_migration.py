"""A migrated database is what the models say, on either store, however often it is migrated."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, inspect, select

import tallystick.backend  # noqa: F401 (declares every table)
from tallystick.database.migration import migrate
from tallystick.database.records import Records
from tallystick.database.store import Store
from tallystick.mirror.tables import MirrorTables
from tallystick.sending.tables import Secret


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Empty."""
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("fresh_postgresql_database")
    store = Store(url)
    reflected = MetaData()
    reflected.reflect(store.engine)
    reflected.drop_all(store.engine)
    yield store
    store.close()


def _differences(store: Store) -> list[object]:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_object": lambda _object, name, kind, *_: (
                    (kind, name) != ("table", "records_migration")
                ),
            },
        )
        return list(compare_metadata(context, [Records.metadata, MirrorTables.metadata]))  # type: ignore[arg-type] # a list is fine


def test_an_empty_database_becomes_what_the_models_say(store: Store) -> None:
    assert len(_differences(store)) >= len(Records.metadata.tables) + len(MirrorTables.metadata.tables)
    migrate(store)
    assert _differences(store) == []


def test_migrating_again_changes_nothing(store: Store) -> None:
    migrate(store)
    with store.writing() as session:
        session.add(Secret(purpose="kept", sealed=b"\x01"))
    before = set(inspect(store.engine).get_table_names())
    migrate(store)
    assert set(inspect(store.engine).get_table_names()) == before
    with store.reading() as session:
        assert session.scalar(select(Secret.sealed)) == b"\x01"
    assert _differences(store) == []


def test_every_table_says_by_its_name_whether_it_can_be_derived_again() -> None:
    assert all(name.startswith("records_") for name in Records.metadata.tables)
    assert all(name.startswith("mirror_") for name in MirrorTables.metadata.tables)
