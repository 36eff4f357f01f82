"""Past SQLAlchemy's object mapper and composer, for what every command asks: they would take longer over it than the
database does."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import ClauseElement, Connection, CursorResult, Executable, Result, Table
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.compiler import SQLCompiler

Values = Mapping[str, Any]


def table_of(model: type[DeclarativeBase]) -> Table:
    """The table behind a class."""
    return cast("Table", model.__table__)


class Prepared:
    """A statement that is composed once for each kind of database, and from then on goes to the driver as it is.

    Its values are what the driver takes and gives: integers, texts, bytes. Lists of values (`IN`) are not for it.
    """

    def __init__(self, statement: ClauseElement, *names: str) -> None:
        """`names` are the columns that an INSERT without values of its own is given."""
        self._statement = statement
        self._names = list(names) or None
        self._texts: dict[str, tuple[str, Sequence[str] | None, dict[str, Any]]] = {}

    def on(self, connection: Connection, values: Values | Sequence[Values]) -> CursorResult[*tuple[Any, ...]]:
        """Executes it once, or once for each of several sets of values."""
        text, order, fixed = self._texts.get(connection.dialect.name) or self._composed(connection)
        parameters: Any
        if isinstance(values, Mapping):
            parameters = _in_order({**fixed, **values}, order)
        else:
            parameters = [_in_order({**fixed, **one}, order) for one in values]
        return connection.exec_driver_sql(text, parameters)

    def within(self, session: Session, values: Values | Sequence[Values]) -> CursorResult[*tuple[Any, ...]]:
        """The same in a session's transaction. It does not see what the session has not flushed."""
        return self.on(session.connection(), values)

    def _composed(self, connection: Connection) -> tuple[str, Sequence[str] | None, dict[str, Any]]:
        composed = self._statement.compile(dialect=connection.dialect, column_keys=self._names)
        compiled = cast("SQLCompiler", composed)
        fixed = {name: value for name, value in compiled.params.items() if value is not None}
        found = compiled.string, compiled.positiontup, fixed
        self._texts[connection.dialect.name] = found
        return found


def _in_order(values: Values, order: Sequence[str] | None) -> Any:
    return values if order is None else tuple(values[name] for name in order)


def execute(
    session: Session, statement: Executable, values: Values | Sequence[Values]
) -> Result[*tuple[Any, ...]]:
    """A statement with lists of values, past the object mapper only."""
    return session.connection().execute(statement, values)


def affected(result: Result[*tuple[Any, ...]]) -> int:
    """How many rows a statement has changed."""
    return cast("CursorResult[*tuple[Any, ...]]", result).rowcount
