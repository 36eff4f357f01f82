"""Bringing a database to the present layout, with Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from tallystick.database.store import Store

_LOCATION = Path(__file__).parent / "migrations"


def migrate(store: Store) -> None:
    """Creates the tables of a new database, or alters those of an older one. Running it again changes nothing."""
    config = Config()
    config.set_main_option("script_location", str(_LOCATION))
    config.attributes["engine"] = store.engine
    command.upgrade(config, "head")
