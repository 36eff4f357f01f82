"""A mirror that was filled before a table was there has it filled from the events that it has kept."""

from alembic import command
from alembic.config import Config

from tallystick.database import migration
from tallystick.database.store import Store
from tallystick.mirror.following import Mirror
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
    config = Config()
    config.set_main_option("script_location", str(migration._LOCATION))
    config.attributes["engine"] = store.engine
    command.stamp(config, "0009")
    command.upgrade(config, "0010")
    assert rows_of(store, "mirror_note_agent") == agents
    assert verify(store, scene.node, scene.contracts).equal
