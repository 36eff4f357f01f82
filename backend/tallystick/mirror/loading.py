"""Reads from the database just those rows that a range of events needs, with few queries however many events."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar, cast

from sqlalchemy import ARRAY, Column, ColumnElement, Select, and_, column, func, literal, select, tuple_
from sqlalchemy.orm import Session

from tallystick.mirror.derivation import Occurrence
from tallystick.mirror.events import ClaimId
from tallystick.mirror.layout import columns_of, key_of, table_of
from tallystick.mirror.needs import Needs
from tallystick.mirror.rows import LotRow
from tallystick.mirror.state import Shelf, State
from tallystick.mirror.tables import (
    Account,
    Allowance,
    Claim,
    Document,
    Drawing,
    FreezeOrder,
    Holding,
    Lot,
    MirrorTables,
    Offer,
    Receivable,
    Suspension,
)

KEYS_A_QUERY = 2_000

T = TypeVar("T")


def load(session: Session, deployment: int, occurrences: Iterable[Occurrence]) -> State:
    """The state as the database has it, as far as these events need it."""
    state, needs = State(), Needs(occurrences)
    rows = _Rows(session, deployment)
    rows.onto(state.receivables, Receivable, needs.receivables)
    rows.onto(state.claims, Claim, needs.claims)
    # Value moves between claims without naming their holders.
    needs.holdings.update((claim["receivable"], claim["holder"]) for claim in state.claims.rows())
    rows.onto(state.holdings, Holding, needs.holdings)
    rows.onto(state.accounts, Account, needs.accounts)
    rows.onto(state.suspensions, Suspension, needs.suspended, of=["account"])
    rows.onto(state.documents, Document, needs.documents)
    rows.onto(state.drawings, Drawing, needs.drawings)
    rows.onto(state.offers, Offer, needs.offers)
    rows.onto(state.allowances, Allowance, needs.handed_on, of=["receivable", "serial"])
    rows.onto(state.freeze_orders, FreezeOrder, needs.stopped, of=["receivable", "serial"])
    rows.open_lots_onto(state, needs.claims)
    return state


class _Rows:
    def __init__(self, session: Session, deployment: int) -> None:
        self._session = session
        self._deployment = deployment
        self._among = _among_arrays if session.connection().dialect.name == "postgresql" else _among_tuples

    def onto(
        self,
        shelf: Shelf[Any, Any],
        kind: type[MirrorTables],
        wanted: Collection[Any],
        of: list[str] | None = None,
    ) -> None:
        """The rows with these keys; with `of`, all rows of what these keys are of."""
        key = key_of(table_of(kind))
        sought = of or key
        keys = wanted if len(sought) > 1 else [(value,) for value in wanted]
        for row in self._rows(kind, sought, keys):
            values = tuple(row[name] for name in key)
            shelf.load(values if len(key) > 1 else values[0], row)

    def open_lots_onto(self, state: State, claims: Collection[ClaimId]) -> None:
        key = ["receivable", "serial"]
        lots = (cast("LotRow", row) for row in self._rows(Lot, key, claims, Lot.remaining > 0))
        for lot in sorted(lots, key=lambda row: row["lot"]):
            state.lots.load((lot["receivable"], lot["lot"]), lot)
            state.open_lots.setdefault((lot["receivable"], lot["serial"]), []).append(lot["lot"])

    def _rows(
        self,
        kind: type[MirrorTables],
        key: list[str],
        wanted: Collection[tuple[Any, ...]],
        *where: ColumnElement[bool],
    ) -> Iterator[dict[str, Any]]:
        table = table_of(kind)
        columns = [table.c[name] for name in columns_of(table)]
        query = select(*columns).where(table.c.deployment == self._deployment, *where)
        for chunk in _chunks(wanted):
            found = self._session.execute(self._among(query, [table.c[name] for name in key], chunk))
            yield from (dict(row) for row in found.mappings())


def _among_tuples(query: Select[Any], key: list[Column[Any]], wanted: list[tuple[Any, ...]]) -> Select[Any]:
    return query.where(tuple_(*key).in_(wanted))


def _among_arrays(query: Select[Any], key: list[Column[Any]], wanted: list[tuple[Any, ...]]) -> Select[Any]:
    """PostgreSQL makes one long OR of a list of tuples and walks the whole table with it; it joins arrays."""
    by_column = zip(*wanted, strict=True)
    arrays = (literal(list(values), ARRAY(own.type)) for own, values in zip(key, by_column, strict=True))
    given = func.unnest(*arrays).table_valued(*(column(own.name, own.type) for own in key)).render_derived()
    return query.join(given, and_(*(own == given.c[own.name] for own in key)))


def _chunks(keys: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(keys)
    while chunk := list(islice(remaining, KEYS_A_QUERY)):
        yield chunk
