"""The mirror's rows, read and tampered with behind its back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Connection, Table, and_, delete, insert, select, text, update

from tallystick.database.store import Store
from tallystick.mirror.layout import columns_of, key_of
from tallystick.mirror.tables import MirrorTables

TABLES: dict[str, Table] = dict(MirrorTables.metadata.tables)


def all_rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table in the order of its key, without the deployments' numbers."""
    with store.reading() as session:
        return {
            name: [tuple(row) for row in session.execute(_ordered(table))] for name, table in TABLES.items()
        }


def rows_of(store: Store, name: str) -> list[dict[str, Any]]:
    """Whole rows, deployment and all."""
    table = TABLES[name]
    with store.reading() as session:
        found = session.execute(select(table).order_by(*table.primary_key))
        return [dict(row) for row in found.mappings()]


@contextmanager
def tampering(store: Store) -> Iterator[Connection]:
    """A connection of somebody whom no foreign key stops."""
    with store.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        if store.is_sqlite:
            driver.execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            if not store.is_sqlite:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            yield connection
        if store.is_sqlite:
            driver.execute("PRAGMA foreign_keys=ON")


@contextmanager
def changed(store: Store, name: str, row: dict[str, Any], column: str) -> Iterator[None]:
    """One column of one row says something else, until the end."""
    other = {**row, column: something_else(row[column], TABLES[name].c[column])}
    replace_in(store, name, row, {column: other[column]})
    yield
    replace_in(store, name, other, {column: row[column]})


@contextmanager
def missing(store: Store, name: str, row: dict[str, Any]) -> Iterator[None]:
    with tampering(store) as connection:
        connection.execute(delete(TABLES[name]).where(_is(TABLES[name], row)))
    yield
    with tampering(store) as connection:
        connection.execute(insert(TABLES[name]), [row])


@contextmanager
def added(store: Store, name: str, row: dict[str, Any]) -> Iterator[None]:
    """A copy of the row under another key, until the end."""
    column = key_of(TABLES[name])[-1]
    copy = {**row, column: something_else(row[column], TABLES[name].c[column])}
    with tampering(store) as connection:
        connection.execute(insert(TABLES[name]), [copy])
    yield
    with tampering(store) as connection:
        connection.execute(delete(TABLES[name]).where(_is(TABLES[name], copy)))


def something_else(value: Any, column: Column[Any]) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return value + 10_000
        case bytes():
            return bytes([value[0] ^ 1]) + value[1:] if value else b"\1"
        case str():
            return value[::-1] if value[::-1] != value else f"{value}1"
        case None:
            return b"\1" * 20 if column.type.python_type is bytes else 1
    raise TypeError(value)


def replace_in(store: Store, name: str, row: dict[str, Any], values: dict[str, Any]) -> None:
    with tampering(store) as connection:
        result = connection.execute(update(TABLES[name]).where(_is(TABLES[name], row)).values(values))
        assert result.rowcount == 1


def _is(table: Table, row: dict[str, Any]) -> Any:
    return and_(*(column == row[column.name] for column in table.primary_key))


def _ordered(table: Table) -> Any:
    return select(*(table.c[name] for name in columns_of(table))).order_by(*table.primary_key)
