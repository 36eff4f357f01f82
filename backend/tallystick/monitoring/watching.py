"""A programme's movements, goods and limits, read and reckoned from the mirror. Nothing of it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tallystick.mirror.projections.receivables import CANCELLED
from tallystick.mirror.tables import BorderLimit, Fixing, Milestone, Programme, Receivable
from tallystick.monitoring.alerts import Alert, alerts
from tallystick.monitoring.attempts import AttemptRow, attempts_under
from tallystick.monitoring.goods import Difference, Goods, Paid, Stated, differences
from tallystick.monitoring.limit_use import LimitUse, limit_use
from tallystick.monitoring.movements import COMMIT, RELEASE, Movement, recorded
from tallystick.monitoring.payments import Released, released
from tallystick.monitoring.repository import (
    DrawnDocument,
    MonitoringRepository,
    MovementRow,
)


@dataclass(frozen=True, slots=True)
class Watched:
    """A receivable with the goods behind it, what was paid, and where the two part."""

    receivable: Receivable
    goods: Goods
    paid: int
    interest: int
    money: int
    differences: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class WatchedProgramme:
    """Everything about one programme. Alerts and attempts are None where they are not the viewer's to see."""

    programme: Programme
    limits: BorderLimit
    movements: Sequence[Movement]
    payments: Sequence[Released]
    fixings: dict[int, Fixing]
    receivables: Sequence[Watched]
    limit_use: Sequence[LimitUse]
    alerts: Sequence[Alert] | None
    attempts: Sequence[AttemptRow] | None


class Watcher:
    """Goes through programmes at one moment, `now`, in seconds since 1970."""

    def __init__(
        self, session: Session, repository: MonitoringRepository, clock: int, *, sees_all: bool
    ) -> None:
        """`clock` is what the chain's says; its last block may be ahead of it. `sees_all`: for whom is watched."""
        self._session = session
        self._repository = repository
        self._sees_all = sees_all
        self.block, time = repository.head(session)
        self.now = max(time, clock)
        self.history = repository.history(session)

    def watched(self, programme: Programme, limits: BorderLimit) -> WatchedProgramme:
        """Everything about a programme."""
        session, repository, number = self._session, self._repository, programme.number
        rows, collections = repository.movements(session, number), repository.collections(session, number)
        goods = _goods(rows, repository.documents(session, number), repository.milestones(session, number))
        movements, windows = recorded(rows, collections, goods, self.history)
        return WatchedProgramme(
            programme=programme,
            limits=limits,
            movements=movements,
            payments=released(rows, collections),
            fixings=repository.fixings(session, number),
            receivables=_beside_money(rows, goods, movements, self.now),
            limit_use=limit_use(movements, windows, limits, self.now),
            alerts=alerts(movements) if self._sees_all else None,
            attempts=attempts_under(session, number) if self._sees_all else None,
        )


def _goods(
    rows: Sequence[MovementRow],
    documents: Sequence[DrawnDocument],
    milestones: Mapping[int, Sequence[Milestone]],
) -> dict[int, Goods]:
    """Of each receivable that was committed."""
    drawn: dict[int, tuple[int, int]] = {}
    for document in documents:
        total, short = drawn.get(document.receivable, (0, 0))
        missing = min(document.amount, document.short)
        drawn[document.receivable] = (total + document.amount, short + missing)
    found = {}
    for row in rows:
        if row.movement.kind != COMMIT:
            continue
        receivable = row.receivable
        total, short = drawn.get(receivable.number, (0, 0))
        found[receivable.number] = Goods(
            receivable=receivable.number,
            face=receivable.face,
            outstanding=receivable.outstanding,
            due_day=receivable.due_day,
            cancelled=receivable.status == CANCELLED,
            drawn=total,
            short=short,
            committed_at=row.movement.at,
            milestones=tuple(_stated(one) for one in milestones.get(receivable.number, ())),
        )
    return found


def _stated(row: Milestone) -> Stated:
    return Stated(
        place=(row.block, row.log_index),
        milestone=row.milestone,
        carrier=bytes(row.carrier),
        document=bytes(row.document),
        occurred_at=row.occurred_at,
        at=row.at,
    )


def _beside_money(
    rows: Sequence[MovementRow], goods: dict[int, Goods], movements: Sequence[Movement], now: int
) -> list[Watched]:
    payments: dict[int, list[Paid]] = {}
    for movement in movements:
        if movement.kind == RELEASE:
            paid = Paid(movement.place, movement.at, movement.amount, movement.money or 0, movement.interest)
            payments.setdefault(movement.receivable, []).append(paid)
    receivables = {row.receivable.number: row.receivable for row in rows}
    found = []
    for number, behind in sorted(goods.items()):
        all_paid = payments.get(number, [])
        found.append(
            Watched(
                receivable=receivables[number],
                goods=behind,
                paid=sum(paid.amount for paid in all_paid if not paid.interest),
                interest=sum(paid.amount for paid in all_paid if paid.interest),
                money=sum(paid.money for paid in all_paid),
                differences=differences(behind, all_paid, now),
            )
        )
    return found
