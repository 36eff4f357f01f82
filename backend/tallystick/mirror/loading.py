"""Reads from the database just those rows that a range of events needs, with few queries however many events."""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any, TypeVar, cast

from sqlalchemy import ARRAY, Result, Select, and_, bindparam, column, func, literal, select, tuple_
from sqlalchemy.orm import Session

from tallystick.database.core import execute
from tallystick.mirror.derivation import Occurrence
from tallystick.mirror.events import ClaimId
from tallystick.mirror.layout import columns_of, key_of, table_of
from tallystick.mirror.needs import Needs
from tallystick.mirror.rows import LotRow
from tallystick.mirror.state import Shelf, State
from tallystick.mirror.tables import (
    Account,
    Agreement,
    Allowance,
    BorderFactor,
    BorderLimit,
    BorderOrder,
    BorderPurpose,
    BorderWallet,
    Claim,
    Document,
    Drawing,
    EarlyAuction,
    EarlyOffer,
    FreezeOrder,
    Hold,
    Holding,
    Lot,
    MirrorTables,
    NoteAgent,
    NoteAllowance,
    NoteBalance,
    NoteOrder,
    NoteSeries,
    NoteWallet,
    Offer,
    Offering,
    OfferingModule,
    PaymentApproval,
    Receivable,
    RegistryGeneration,
    RequiredTopic,
    Round,
    Statement,
    Suspension,
    TrustedIssuer,
    Wallet,
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
    rows.onto(state.suspensions, Suspension, needs.suspended, of=("account",))
    rows.onto(state.documents, Document, needs.documents)
    rows.onto(state.drawings, Drawing, needs.drawings)
    rows.onto(state.offers, Offer, needs.offers)
    rows.onto(state.allowances, Allowance, needs.handed_on, of=("receivable", "serial"))
    rows.onto(state.freeze_orders, FreezeOrder, needs.stopped, of=("receivable", "serial"))
    rows.onto(state.holds, Hold, needs.holds)
    # What leaves a hold leaves its payer's wallet, which the event does not name.
    needs.wallets.update(hold["payer"] for hold in state.holds.rows())
    rows.onto(state.wallets, Wallet, needs.wallets)
    rows.onto(state.payment_approvals, PaymentApproval, needs.payment_approvals)
    rows.onto(state.rounds, Round, needs.rounds)
    rows.onto(state.agreements, Agreement, needs.agreements)
    rows.onto(state.generation, RegistryGeneration, needs.generation)
    rows.onto(state.required_topics, RequiredTopic, needs.topics)
    rows.onto(state.trusted_issuers, TrustedIssuer, needs.issuers, of=("issuer",))
    rows.onto(state.statements, Statement, needs.statements)
    rows.onto(state.note_wallets, NoteWallet, needs.note_wallets)
    rows.onto(state.offerings, Offering, needs.offerings)
    rows.onto(state.offering_modules, OfferingModule, needs.rules, of=("compliance",))
    rows.onto(state.note_series, NoteSeries, needs.note_series)
    rows.onto(state.note_agents, NoteAgent, needs.note_agents)
    rows.onto(state.note_balances, NoteBalance, needs.note_balances)
    rows.onto(state.note_allowances, NoteAllowance, needs.note_allowances)
    rows.onto(state.note_orders, NoteOrder, needs.note_orders)
    rows.onto(state.early_auctions, EarlyAuction, needs.early_auctions)
    rows.onto(state.early_offers, EarlyOffer, needs.early_offers)
    rows.onto(state.border.factors, BorderFactor, needs.border_factors)
    rows.onto(state.border.limits, BorderLimit, needs.border_limits)
    rows.onto(state.border.purposes, BorderPurpose, needs.border_purposes)
    rows.onto(state.border.wallets, BorderWallet, needs.border_wallets)
    rows.onto(state.border.orders, BorderOrder, needs.border_orders)
    rows.open_lots_onto(state, needs.claims)
    return state


class _Rows:
    def __init__(self, session: Session, deployment: int) -> None:
        self._session = session
        self._deployment = deployment
        self._found = (
            _found_by_arrays if session.connection().dialect.name == "postgresql" else _found_by_tuples
        )

    def onto(
        self,
        shelf: Shelf[Any, Any],
        kind: type[MirrorTables],
        wanted: Collection[Any],
        of: tuple[str, ...] | None = None,
    ) -> None:
        """The rows with these keys; with `of`, all rows of what these keys are of."""
        key = key_of(table_of(kind))
        sought = of or key
        keys = wanted if len(sought) > 1 else [(value,) for value in wanted]
        for row in self._rows(kind, sought, keys):
            values = tuple(row[name] for name in key)
            shelf.load(values if len(key) > 1 else values[0], row)

    def open_lots_onto(self, state: State, claims: Collection[ClaimId]) -> None:
        lots = (cast("LotRow", row) for row in self._rows(Lot, ("receivable", "serial"), claims))
        for lot in sorted(lots, key=lambda row: row["lot"]):
            state.lots.load((lot["receivable"], lot["lot"]), lot)
            state.open_lots.setdefault((lot["receivable"], lot["serial"]), []).append(lot["lot"])

    def _rows(
        self, kind: type[MirrorTables], key: tuple[str, ...], wanted: Collection[tuple[Any, ...]]
    ) -> Iterator[dict[str, Any]]:
        for chunk in _chunks(wanted):
            found = self._found(self._session, self._deployment, kind, key, chunk)
            yield from (dict(row) for row in found.mappings())


@cache
def _query(kind: type[MirrorTables]) -> Select[Any]:
    """A deployment's rows, of lots only those with something left. Composed once, since every block asks for it."""
    table = table_of(kind)
    columns = [table.c[name] for name in columns_of(table)]
    query = select(*columns).where(table.c.deployment == bindparam("deployment"))
    return query.where(table.c.remaining > 0) if kind is Lot else query


@cache
def _query_by_tuples(kind: type[MirrorTables], key: tuple[str, ...]) -> Select[Any]:
    columns = [table_of(kind).c[name] for name in key]
    return _query(kind).where(tuple_(*columns).in_(bindparam("wanted", expanding=True)))


def _found_by_tuples(
    session: Session,
    deployment: int,
    kind: type[MirrorTables],
    key: tuple[str, ...],
    wanted: list[tuple[Any, ...]],
) -> Result[Any]:
    return execute(session, _query_by_tuples(kind, key), {"deployment": deployment, "wanted": wanted})


def _found_by_arrays(
    session: Session,
    deployment: int,
    kind: type[MirrorTables],
    key: tuple[str, ...],
    wanted: list[tuple[Any, ...]],
) -> Result[Any]:
    """PostgreSQL makes one long OR of a list of tuples and walks the whole table with it; it joins arrays."""
    columns = [table_of(kind).c[name] for name in key]
    by_column = zip(*wanted, strict=True)
    arrays = (literal(list(values), ARRAY(own.type)) for own, values in zip(columns, by_column, strict=True))
    given = (
        func.unnest(*arrays).table_valued(*(column(own.name, own.type) for own in columns)).render_derived()
    )
    query = _query(kind).join(given, and_(*(own == given.c[own.name] for own in columns)))
    return execute(session, query, {"deployment": deployment})


def _chunks(keys: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(keys)
    while chunk := list(islice(remaining, KEYS_A_QUERY)):
        yield chunk
