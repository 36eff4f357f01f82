"""A mirror that was filled before a table was there has it filled from the events that it has kept."""

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.schema import DropTable

from tallystick.database import migration
from tallystick.database.store import Store
from tallystick.mirror.following import Mirror
from tallystick.mirror.tables import border
from tallystick.mirror.tables.base import MirrorTables
from tallystick.mirror.verification import verify
from tests.backend.mirror.note_plays import Notes
from tests.backend.mirror.rows import TABLES, rows_of
from tests.backend.mirror.scene import Scene


def test_transfer_agents_of_series_are_found_in_the_events(
    mirror: Mirror, store: Store, scene: Scene
) -> None:
    notes = Notes(scene)
    (series, *_) = rows_of(store, "mirror_note_series")
    notes.receivable = series["receivable"]
    for name, change in (("bank", "addAgent"), ("court", "addAgent"), ("bank", "removeAgent")):
        notes.series("governor", f"{change}(address)", scene.address(name))
    mirror.catch_up()
    agents = rows_of(store, "mirror_note_agent")
    assert {scene.address("court"), scene.address("factor")} <= {row["agent"] for row in agents}
    TABLES["mirror_note_agent"].drop(store.engine)
    _upgraded(store, "0009", "0010")
    assert rows_of(store, "mirror_note_agent") == agents
    assert verify(store, scene.node, scene.contracts).equal


def test_what_was_collected_before_shares_were_paid_in_parts_stays(
    mirror: Mirror, store: Store, scene: Scene
) -> None:
    del scene
    mirror.catch_up()
    collected = rows_of(store, "mirror_collection")
    assert len(collected) > 1
    with store.engine.begin() as connection:
        for table in border.__dict__.values():
            if isinstance(table, type) and issubclass(table, MirrorTables) and table is not MirrorTables:
                connection.execute(DropTable(TABLES[table.__tablename__]))
        for name in ("records_feed_source", "records_stopped_attempt"):
            connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
        connection.execute(text("DROP INDEX ix_mirror_event_address"))
    _upgraded(store, "0010", "0011")
    assert rows_of(store, "mirror_collection") == collected


def _upgraded(store: Store, older: str, newer: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migration._LOCATION))
    config.attributes["engine"] = store.engine
    command.stamp(config, older)
    command.upgrade(config, newer)
