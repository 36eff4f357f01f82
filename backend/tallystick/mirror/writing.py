"""Writes derived rows, many at a time, and takes them out again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.orm import Session

from tallystick.mirror.derivation import Recorded
from tallystick.mirror.layout import BY_BLOCK, block_of, columns_of, key_of, table_of
from tallystick.mirror.state import Shelf, State
from tallystick.mirror.tables import (
    Account,
    Block,
    Claim,
    Document,
    Drawing,
    Entry,
    Event,
    Holding,
    Lot,
    MirrorTables,
    Posting,
    Programme,
    Receivable,
)

Rows = Sequence[Mapping[str, Any]]


def projections_of(state: State) -> list[tuple[type[MirrorTables], Shelf[Any, Any]]]:
    """Every projection with its table."""
    return [
        (Account, state.accounts),
        (Programme, state.programmes),
        (Document, state.documents),
        (Drawing, state.drawings),
        (Receivable, state.receivables),
        (Claim, state.claims),
        (Holding, state.holdings),
        (Lot, state.lots),
    ]


class Writer:
    """Writes one deployment's rows in one transaction."""

    def __init__(self, session: Session, deployment: int) -> None:
        self._session = session
        self._deployment = deployment

    def record(self, recorded: Recorded) -> None:
        self._insert(Block, recorded.blocks)
        self._insert(Event, recorded.events)

    def journal(self, state: State) -> None:
        self._insert(Entry, state.entries)
        self._insert(Posting, state.postings)

    def projections(self, state: State) -> None:
        """What has changed since the state was loaded."""
        for kind, shelf in projections_of(state):
            self._delete(kind, shelf.removed())
            self._update(kind, shelf.updated())
            self._insert(kind, shelf.added())

    def forget_after(self, block: int) -> None:
        """Takes out what the blocks after `block` brought in, except its effect on the projections."""
        for kind in reversed(BY_BLOCK):
            table = table_of(kind)
            later = block_of(table) > block
            self._session.execute(delete(table).where(table.c.deployment == self._deployment, later))

    def forget_projections(self) -> None:
        for kind, _ in projections_of(State()):
            table = table_of(kind)
            self._session.execute(delete(table).where(table.c.deployment == self._deployment))

    def _insert(self, kind: type[MirrorTables], rows: Rows) -> None:
        if rows:
            self._session.execute(insert(table_of(kind)), self._with_deployment(rows))

    def _update(self, kind: type[MirrorTables], rows: Rows) -> None:
        table = table_of(kind)
        key = key_of(table)
        values: dict[str, Any] = {
            name: bindparam(f"new_{name}") for name in columns_of(table) if name not in key
        }
        if rows:
            statement = update(table).where(*self._is_row(table, key)).values(values)
            self._session.connection().execute(statement, [_renamed(row, key) for row in rows])

    def _delete(self, kind: type[MirrorTables], rows: Rows) -> None:
        table = table_of(kind)
        key = key_of(table)
        if rows:
            statement = delete(table).where(*self._is_row(table, key))
            keys = [{f"key_{name}": row[name] for name in key} for row in rows]
            self._session.connection().execute(statement, keys)

    def _is_row(self, table: Table, key: Iterable[str]) -> list[Any]:
        same_key = [table.c[name] == bindparam(f"key_{name}") for name in key]
        return [table.c.deployment == self._deployment, *same_key]

    def _with_deployment(self, rows: Rows) -> list[dict[str, Any]]:
        return [{"deployment": self._deployment, **row} for row in rows]


def _renamed(row: Mapping[str, Any], key: Iterable[str]) -> dict[str, Any]:
    return {f"key_{name}" if name in key else f"new_{name}": value for name, value in row.items()}
