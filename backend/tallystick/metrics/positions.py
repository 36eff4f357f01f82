"""Reads what is owed and held: when it falls due, how old it is, how concentrated, and how deep it went."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from tallystick.metrics.scope import Scope
from tallystick.mirror.joins import its_parent, its_programme, its_rate_is_fixed, its_receivable
from tallystick.mirror.projections.receivables import FUNDED
from tallystick.mirror.tables import Claim, Holding, Lot, Programme, Receivable
from tallystick.money.ageing import AGES, NOT_DUE, age
from tallystick.money.calendar import date_of_day
from tallystick.money.distribution import concentration
from tallystick.money.flows import weighted_average_life

Rows = Select[*tuple[Any, ...]]

Side = Literal["all", "owed", "held"]
"""Everything of a scope without a party; what a party owes; what it holds."""


class TierFace(NamedTuple):
    """Face that ever came to a tier, and what of it lies there now. Minor units."""

    tier: int
    reached: int
    lies: int


@dataclass(frozen=True, slots=True)
class Position:
    """What is outstanding. Minor units; the life in days; `ladder` by month (2027-05) of the due date, in order."""

    side: Side
    currency: str
    outstanding: int
    count: int
    weighted_average_life: Decimal | None
    debtors_hhi: Decimal | None
    holders_hhi: Decimal | None
    ladder: Mapping[str, int]
    ageing: Mapping[str, int]


class PositionReader:
    """One deployment's claims and receivables, as they stand."""

    def __init__(self, deployment: int) -> None:
        self._deployment = deployment

    def positions(self, session: Session, scope: Scope, today: int) -> list[Position]:
        """By currency and side; sides and currencies with nothing outstanding are left out."""
        sides: tuple[Side, ...] = ("all",) if scope.party is None else ("owed", "held")
        return [position for side in sides for position in self._of_side(session, scope, side, today)]

    def tiers(self, session: Session, scope: Scope) -> dict[str, list[TierFace]]:
        """By currency, of the receivables of a programme, or of those that a party owes; currencies without are left
        out."""
        currencies = session.scalars(
            select(Programme.currency).where(Programme.deployment == self._deployment).distinct()
        )
        found = {currency: self._tiers_in(session, scope, currency) for currency in sorted(currencies)}
        return {currency: tiers for currency, tiers in found.items() if tiers}

    def _tiers_in(self, session: Session, scope: Scope, currency: str) -> list[TierFace]:
        numbers = select(Receivable.number).join(Programme, its_programme())
        numbers = numbers.where(Receivable.deployment == self._deployment, Programme.currency == currency)
        within = and_(Lot.deployment == self._deployment, Lot.receivable.in_(_of(numbers, scope)))
        issued = func.sum(case((Lot.parent.is_(None), Lot.amount), else_=0))
        there = select(Lot.tier, func.sum(Lot.remaining), issued).where(within).group_by(Lot.tier)
        before = aliased(Lot)
        passed_on = (
            select(Lot.tier, func.sum(Lot.amount))
            .join(before, its_parent(Lot, before))
            .where(within, Lot.tier > 1, before.tier < Lot.tier)
            .group_by(Lot.tier)
        )
        arrived = {tier: int(amount) for tier, amount in session.execute(passed_on)}
        return [
            TierFace(tier, int(came_with_the_issue) + arrived.get(tier, 0), int(lies))
            for tier, lies, came_with_the_issue in session.execute(there.order_by(Lot.tier))
        ]

    def _of_side(self, session: Session, scope: Scope, side: Side, today: int) -> list[Position]:
        due, debtors = self._held(scope) if side == "held" else self._owed(scope)
        rungs: dict[str, list[tuple[int, int]]] = {}
        unpaid: dict[str, list[tuple[int, int]]] = {}
        counts: dict[str, int] = {}
        for currency, day, amount, count, not_funded in session.execute(due):
            rungs.setdefault(currency, []).append((day, int(amount)))
            unpaid.setdefault(currency, []).append((day, int(not_funded)))
            counts[currency] = counts.get(currency, 0) + count
        owing = _by_currency(session.execute(debtors))
        holding = {} if side == "held" else _by_currency(session.execute(self._holders(scope)))
        return [
            Position(
                side=side,
                currency=currency,
                outstanding=sum(amount for _, amount in rows),
                count=counts[currency],
                weighted_average_life=_life(rows, today),
                debtors_hhi=concentration(owing[currency]),
                holders_hhi=concentration(holding[currency]) if currency in holding else None,
                ladder=_ladder(rows),
                ageing=_ageing(rows, unpaid[currency], today),
            )
            for currency, rows in sorted(rungs.items())
        ]

    def _owed(self, scope: Scope) -> tuple[Rows, Rows]:
        def of(*columns: Any) -> Rows:
            query = select(Programme.currency, *columns).select_from(Receivable)
            query = query.join(Programme, its_programme())
            query = query.where(Receivable.deployment == self._deployment, Receivable.outstanding > 0)
            return _of(query, scope)

        amount, unpaid = func.sum(Receivable.outstanding), _unpaid(Receivable.outstanding)
        due = of(Receivable.due_day, amount, func.count(), unpaid).group_by(
            Programme.currency, Receivable.due_day
        )
        debtors = of(amount).group_by(Programme.currency, Receivable.debtor)
        return due.order_by(Programme.currency, Receivable.due_day), debtors

    def _held(self, scope: Scope) -> tuple[Rows, Rows]:
        def of(*columns: Any) -> Rows:
            query = (
                select(Programme.currency, *columns)
                .select_from(Claim)
                .join(
                    Receivable,
                    its_receivable(Claim),
                )
                .join(Programme, its_programme())
                .where(Claim.deployment == self._deployment, Claim.face > 0, Claim.holder == scope.party)
            )
            if scope.programme is not None:
                query = query.where(Receivable.programme == scope.programme)
            return query

        amount, unpaid = func.sum(Claim.face), _unpaid(Claim.face)
        due = of(Receivable.due_day, amount, func.count(), unpaid).group_by(
            Programme.currency, Receivable.due_day
        )
        debtors = of(amount).group_by(Programme.currency, Receivable.debtor)
        return due.order_by(Programme.currency, Receivable.due_day), debtors

    def _holders(self, scope: Scope) -> Rows:
        query = (
            select(Programme.currency, func.sum(Holding.face))
            .select_from(Holding)
            .join(
                Receivable,
                its_receivable(Holding),
            )
            .join(Programme, its_programme())
            .where(Holding.deployment == self._deployment, Holding.face > 0)
            .group_by(Programme.currency, Holding.holder)
        )
        return _of(query, scope)


def _unpaid(amount: Any) -> Any:
    """What debtors could have set aside and have not in full: what waits to be paid out, or for a rate, is nobody's
    delay."""
    return func.sum(case((and_(Receivable.status != FUNDED, its_rate_is_fixed()), amount), else_=0))


def _of(query: Rows, scope: Scope) -> Rows:
    """Receivables of a programme, and of a debtor."""
    if scope.programme is not None:
        query = query.where(Receivable.programme == scope.programme)
    return query if scope.party is None else query.where(Receivable.debtor == scope.party)


def _by_currency(rows: Iterable[Any]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for currency, amount in rows:
        found.setdefault(currency, []).append(int(amount))
    return found


def _life(rungs: list[tuple[int, int]], today: int) -> Decimal | None:
    """Of what is not due yet: nobody knows when the rest comes."""
    life = weighted_average_life(((day, amount) for day, amount in rungs if day >= today), today)
    return None if life is None else life.quantize(Decimal("0.01"))


def _ladder(rungs: Iterable[tuple[int, int]]) -> dict[str, int]:
    ladder: dict[str, int] = {}
    for day, amount in rungs:
        month = date_of_day(day).strftime("%Y-%m")
        ladder[month] = ladder.get(month, 0) + amount
    return ladder


def _ageing(
    rungs: Iterable[tuple[int, int]], unpaid: Iterable[tuple[int, int]], today: int
) -> dict[str, int]:
    ages = dict.fromkeys(AGES, 0)
    for (day, amount), (_, late) in zip(rungs, unpaid, strict=True):
        ages[age(day, today)] += late
        ages[NOT_DUE] += amount - late
    return ages
