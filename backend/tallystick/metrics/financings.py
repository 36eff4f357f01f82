"""Reads financings: every sale, and every loan against a pledge, with what its cost is reckoned from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import CTE, ColumnElement, Select, and_, func, literal, select, tuple_, union_all
from sqlalchemy.orm import Session, aliased

from tallystick.metrics.scope import Scope
from tallystick.metrics.tables import BaselineRecord, FinancingStatementRecord
from tallystick.mirror.joins import its_parent, its_programme, its_receivable
from tallystick.mirror.journal import MONEY
from tallystick.mirror.places import Place
from tallystick.mirror.tables import Agreement, Block, Entry, Lot, Posting, Programme, Receivable, Sale
from tallystick.money.calendar import day_of_moment
from tallystick.money.cost import Uses
from tallystick.money.day_count import BASES_ON_CHAIN
from tallystick.money.debt import Debt


class Origin(NamedTuple):
    """The deepest tier of what was financed, and when its borrower had all of it, in seconds since 1970."""

    tier: int
    held_since: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """What money cost the borrower elsewhere, in ppm a year of simple interest, from a day on; and what shows it."""

    ppm: int
    day_count: str
    from_day: int
    evidence: str


class Financing(NamedTuple):
    """Money that came early. Minor units; days since 1970-01-01; `at` in seconds.

    `face` is what the money is given up for on `end_day`: the face that was sold, or what a loan is to be repaid with.
    `paid` is what was agreed, `given` what left its financier's wallet for it, by the journal. `uses` as its financier
    has stated them, None where it has not.
    """

    quote: bytes
    is_loan: bool
    receivable: int
    serial: int
    programme: int
    currency: str
    borrower: bytes
    financier: bytes
    face: int
    paid: int
    given: int
    rate_ppm: int
    basis: int
    value_day: int
    end_day: int
    at: int
    origin: Origin | None
    uses: Uses | None
    baseline: Baseline | None

    @property
    def days(self) -> int:
        return self.end_day - self.value_day

    @property
    def fees(self) -> int:
        """Those that the borrower bears."""
        return 0 if self.uses is None else self.uses.fees


class FinancingReader:
    """One deployment's financings."""

    def __init__(self, deployment: int) -> None:
        self._deployment = deployment

    def all(self, session: Session, scope: Scope) -> list[Financing]:
        """Those of a scope, the earliest first. Of a party, those that it took or gave."""
        rows = session.execute(self._rows(scope)).all()
        origins = self._origins(session, scope)
        statements = self._statements(session, scope)
        baselines = self._baselines(session)
        return [
            _financing(
                row,
                origins.get((row.block, row.log_index)),
                statements.get(row.quote),
                baselines.get(row.borrower, ()),
            )
            for row in rows
        ]

    def one(self, session: Session, quote: bytes) -> Financing | None:
        """None where nothing was financed by this quote. Not filtered: the caller tells each only what it may know."""
        return next(iter(self.all(session, Scope(quotes=(quote,)))), None)

    def page(self, session: Session, scope: Scope, after: bytes | None, size: int) -> list[Financing]:
        """So many at most, the latest first, after the one that `after` names; none after one that is not there."""
        rows = self._rows(scope).order_by(None).subquery()
        place = tuple_(rows.c.block, rows.c.log_index)
        query = select(rows.c.quote).order_by(rows.c.block.desc(), rows.c.log_index.desc()).limit(size)
        if after is not None:
            named = session.execute(
                select(rows.c.block, rows.c.log_index).where(rows.c.quote == after)
            ).one_or_none()
            if named is None:
                return []
            query = query.where(place < tuple(named))
        quotes = tuple(session.scalars(query))
        return self.all(session, replace(scope, quotes=quotes))[::-1]

    def received(self, session: Session, scope: Scope) -> dict[str, int]:
        """Face that came to a party, by currency; of a programme, or of everything, what was ever issued."""
        before = aliased(Lot)
        query = (
            select(Programme.currency, func.sum(Lot.amount))
            .select_from(Lot)
            .join(Receivable, its_receivable(Lot))
            .join(Programme, its_programme())
            .where(Lot.deployment == self._deployment)
            .group_by(Programme.currency)
        )
        if scope.programme is not None:
            query = query.where(Receivable.programme == scope.programme)
        if scope.party is None:
            query = query.where(Lot.parent.is_(None))
        else:
            query = query.outerjoin(
                before,
                its_parent(Lot, before),
            ).where(Lot.holder == scope.party, func.coalesce(before.holder != scope.party, True))
        return {currency: int(amount) for currency, amount in session.execute(query)}

    def _rows(self, scope: Scope) -> Select[*tuple[Any, ...]]:
        sales = _of_receivable(
            Sale,
            (literal(False), Sale.seller, Sale.financier, Sale.value, Sale.proceeds, Receivable.due_day),
        ).where(Sale.deployment == self._deployment, *_narrowed(scope, Sale, Sale.seller, Sale.financier))
        loans = _of_receivable(
            Agreement,
            (
                literal(True),
                Agreement.obligor,
                Agreement.creditor,
                Agreement.value,
                Agreement.paid,
                Agreement.due_day,
            ),
        ).where(
            Agreement.deployment == self._deployment,
            Agreement.pledge,
            *_narrowed(scope, Agreement, Agreement.obligor, Agreement.creditor),
        )
        both = union_all(sales, loans).subquery()
        return select(both).order_by(both.c.block, both.c.log_index)

    def _origins(self, session: Session, scope: Scope) -> dict[Place, Origin]:
        """Back from the lots that were financed, as far as they were their borrower's."""
        way = self._way_back(scope)
        financing = (way.c.at_block, way.c.at_log_index)
        each = (
            select(*financing, func.max(way.c.tier).label("tier"), func.min(way.c.block).label("block"))
            .group_by(*financing, way.c.financed)
            .subquery()
        )
        query = select(
            each.c.at_block, each.c.at_log_index, func.max(each.c.tier), func.max(Block.timestamp)
        ).join(Block, and_(Block.deployment == self._deployment, Block.number == each.c.block))
        query = query.group_by(each.c.at_block, each.c.at_log_index)
        return {
            (block, log_index): Origin(tier, moment)
            for block, log_index, tier, moment in session.execute(query)
        }

    def _way_back(self, scope: Scope) -> CTE:
        """From what was sold or pledged back through what its borrower had.

        Every sale has its posting and lots; they are outer joins so that SQLite, which knows nothing of how the rows
        are spread, begins with the sales.
        """
        sold, held = aliased(Lot), aliased(Lot)
        sales = (
            select(
                Sale.block.label("at_block"),
                Sale.log_index.label("at_log_index"),
                sold.lot.label("financed"),
                held.receivable,
                held.parent,
                Sale.seller.label("borrower"),
                held.block,
                held.tier,
            )
            .select_from(Sale)
            .join(Receivable, its_receivable(Sale))
            .outerjoin(
                Posting,
                and_(
                    Posting.deployment == Sale.deployment,
                    Posting.block == Sale.block,
                    Posting.log_index == _done_by(Sale),
                    Posting.amount > 0,
                ),
            )
            .outerjoin(
                sold,
                and_(
                    sold.deployment == Posting.deployment,
                    sold.receivable == Posting.receivable,
                    sold.serial == Posting.serial,
                    sold.block == Posting.block,
                    sold.log_index == Posting.log_index,
                ),
            )
            .outerjoin(held, its_parent(sold, held))
            .where(Sale.deployment == self._deployment, *_narrowed(scope, Sale, Sale.seller, Sale.financier))
        )
        loans = (
            select(
                Agreement.block,
                Agreement.log_index,
                held.lot,
                held.receivable,
                held.parent,
                Agreement.obligor,
                held.block,
                held.tier,
            )
            .select_from(Agreement)
            .join(
                held,
                and_(
                    held.deployment == Agreement.deployment,
                    held.receivable == Agreement.receivable,
                    held.serial == Agreement.serial,
                    held.holder == Agreement.obligor,
                    held.block <= Agreement.block,
                ),
            )
            .join(
                Receivable,
                its_receivable(Agreement),
            )
            .where(
                Agreement.deployment == self._deployment,
                Agreement.pledge,
                *_narrowed(scope, Agreement, Agreement.obligor, Agreement.creditor),
            )
        )
        financed = union_all(sales, loans).subquery()
        way = select(financed).cte("way", recursive=True)
        before = aliased(Lot)
        further = select(
            way.c.at_block,
            way.c.at_log_index,
            way.c.financed,
            before.receivable,
            before.parent,
            way.c.borrower,
            before.block,
            before.tier,
        ).join(
            before,
            and_(
                before.deployment == self._deployment,
                before.receivable == way.c.receivable,
                before.lot == way.c.parent,
                before.holder == way.c.borrower,
            ),
        )
        return way.union_all(further)

    def _statements(self, session: Session, scope: Scope) -> dict[bytes, Uses]:
        """The last of each financing."""
        query = select(FinancingStatementRecord).order_by(FinancingStatementRecord.id)
        if scope.quotes is not None:
            query = query.where(FinancingStatementRecord.quote.in_(scope.quotes))
        return {
            row.quote: Uses(row.income, row.fees, row.taxes, row.loss_reserve, row.subsidies)
            for row in session.scalars(query)
        }

    def _baselines(self, session: Session) -> dict[bytes, list[Baseline]]:
        """By borrower, what counts first first."""
        query = select(BaselineRecord).order_by(BaselineRecord.from_day.desc(), BaselineRecord.id.desc())
        found: dict[bytes, list[Baseline]] = {}
        for row in session.scalars(query):
            stated = Baseline(row.rate_ppm, row.day_count, row.from_day, row.evidence)
            found.setdefault(row.borrower, []).append(stated)
        return found


def _of_receivable(kind: type[Sale] | type[Agreement], terms: tuple[Any, ...]) -> Select[*tuple[Any, ...]]:
    is_loan, borrower, financier, value, paid, end_day = terms
    return (
        select(
            kind.quote,
            is_loan.label("is_loan"),
            kind.receivable,
            kind.serial,
            Receivable.programme,
            Programme.currency,
            borrower.label("borrower"),
            financier.label("financier"),
            value.label("value"),
            paid.label("paid"),
            kind.rate_ppm,
            kind.day_count,
            end_day.label("end_day"),
            kind.at,
            _given(kind, financier).label("given"),
            kind.block,
            kind.log_index,
        )
        .select_from(kind)
        .join(Receivable, its_receivable(kind))
        .join(Programme, its_programme())
    )


def _done_by(kind: type[Sale] | type[Agreement]) -> ColumnElement[int]:
    """The entry with which a financing is done: the claim's, or a loan's money.

    A quote is accepted first, then the money moves, then the claim, and no other financing comes in between.
    """
    entry = aliased(Entry)
    last = "sell" if kind is Sale else "pay"
    query = select(func.min(entry.log_index)).where(
        entry.deployment == kind.deployment,
        entry.block == kind.block,
        entry.log_index > kind.log_index,
        entry.kind == last,
    )
    return query.correlate(kind).scalar_subquery()


def _given(kind: type[Sale] | type[Agreement], financier: Any) -> ColumnElement[int]:
    """What left the financier's wallet until then, by the journal."""
    posting = aliased(Posting)
    query = select(-func.sum(posting.amount)).where(
        posting.deployment == kind.deployment,
        posting.block == kind.block,
        posting.log_index > kind.log_index,
        posting.log_index <= _done_by(kind),
        posting.receivable == MONEY,
        posting.holder == financier,
    )
    return query.correlate(kind).scalar_subquery()


def _narrowed(
    scope: Scope, kind: type[Sale] | type[Agreement], borrower: Any, financier: Any
) -> Iterator[ColumnElement[bool]]:
    if scope.programme is not None:
        yield Receivable.programme == scope.programme
    if scope.party is not None:
        yield (borrower == scope.party) | (financier == scope.party)
    if scope.quotes is not None:
        yield kind.quote.in_(scope.quotes)


def _financing(
    row: Any, origin: Origin | None, uses: Uses | None, baselines: Sequence[Baseline]
) -> Financing:
    quote, is_loan, receivable, serial, programme, currency, borrower, financier, *terms = row
    value, paid, rate_ppm, day_count, end_day, at, given, *_ = terms
    basis, value_day = BASES_ON_CHAIN[day_count], day_of_moment(at)
    face = Debt(paid, rate_ppm, basis, value_day).on(end_day).owed if is_loan else value
    baseline = next((one for one in baselines if one.from_day <= value_day), None) if baselines else None
    return Financing(
        quote,
        bool(is_loan),
        receivable,
        serial,
        programme,
        currency,
        borrower,
        financier,
        face,
        paid,
        given or 0,
        rate_ppm,
        basis,
        value_day,
        end_day,
        at,
        origin,
        uses,
        baseline,
    )
