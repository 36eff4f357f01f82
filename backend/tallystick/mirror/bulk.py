"""Many rows at a time, by each database's quickest way: executemany on SQLite, arrays on PostgreSQL.

SQLAlchemy's own executemany looks at every value of every row, and psycopg's sends every row by itself; for the
mirror's hundreds of thousands of rows that is most of the time. Every name in these statements comes from the
tables' own definitions, every value goes beside them.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table

from tallystick.mirror.layout import columns_of, key_of

ROWS_A_STATEMENT = 20_000

Rows = Sequence[Mapping[str, Any]]


class Bulk:
    """Writes rows of one deployment. The rows are without the deployment's number."""

    def __init__(self, connection: Connection, deployment: int) -> None:
        self._connection = connection
        self._deployment = deployment
        self._arrays = connection.dialect.name == "postgresql"

    def insert(self, table: Table, rows: Rows) -> None:
        if not rows:
            return
        columns = columns_of(table)
        into = f"INSERT INTO {table.name} (deployment, {_listed(columns)})"
        if self._arrays:
            statement = (
                f"{into} SELECT {self._deployment}, * FROM {_given(self._connection.dialect, table, columns)}"  # noqa: S608
            )
        else:
            statement = f"{into} VALUES ({self._deployment}, {', '.join('?' * len(columns))})"
        self._execute(statement, columns, rows)

    def update(self, table: Table, rows: Rows) -> None:
        if not rows:
            return
        key = key_of(table)
        others = [name for name in columns_of(table) if name not in key]
        if not others:
            return
        value = '"{0}" = given."{0}"' if self._arrays else '"{0}" = ?'
        values = ", ".join(value.format(name) for name in others)
        given = f" FROM {_given(self._connection.dialect, table, [*others, *key])}" if self._arrays else ""
        statement = f"UPDATE {table.name} SET {values}{given} WHERE {self._same(table, key)}"  # noqa: S608
        self._execute(statement, [*others, *key], rows)

    def delete(self, table: Table, rows: Rows) -> None:
        if not rows:
            return
        key = key_of(table)
        given = f" USING {_given(self._connection.dialect, table, key)}" if self._arrays else ""
        statement = f"DELETE FROM {table.name}{given} WHERE {self._same(table, key)}"  # noqa: S608
        self._execute(statement, key, rows)

    def _same(self, table: Table, key: Sequence[str]) -> str:
        own = f"{table.name}.deployment = {self._deployment}"
        other = 'given."{}"' if self._arrays else "?"
        return " AND ".join([own, *(f'{table.name}."{name}" = {other.format(name)}' for name in key)])

    def _execute(self, statement: str, columns: Sequence[str], rows: Rows) -> None:
        values = [itemgetter(name) for name in columns]
        for chunk in _chunks(rows):
            by_column = [list(map(value, chunk)) for value in values]
            parameters = tuple(by_column) if self._arrays else list(zip(*by_column, strict=True))
            self._connection.exec_driver_sql(statement, parameters)


def _given(dialect: Dialect, table: Table, columns: Sequence[str]) -> str:
    """The rows, handed over column by column."""
    arrays = ", ".join(f"%b::{table.c[name].type.compile(dialect)}[]" for name in columns)
    return f"unnest({arrays}) AS given({_listed(columns)})"


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _chunks(rows: Rows) -> Iterator[list[Mapping[str, Any]]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, ROWS_A_STATEMENT)):
        yield chunk
