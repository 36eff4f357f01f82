"""Reads what the mirror has of cross-border trade. Movements start from what their viewer may see."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from tallystick.mirror.joins import its_programme, its_rate_is_fixed, its_receivable
from tallystick.mirror.places import Place
from tallystick.mirror.projections.receivables import ACTIVE
from tallystick.mirror.tables import (
    BorderFactor,
    BorderLimit,
    BorderMovement,
    BorderOrder,
    BorderPurpose,
    BorderWallet,
    Fixing,
    FixingFallback,
    Milestone,
    Programme,
    RateReading,
    Receivable,
    Valuation,
)
from tallystick.money.amount import HOME
from tallystick.web.viewer import Viewer


class Unvalued(NamedTuple):
    """A receivable, how far its goods have come, and whether its rate is fixed."""

    receivable: int
    milestone: int
    is_fixed: bool


class BorderRepository:
    """One deployment's."""

    def __init__(self, deployment: int) -> None:
        self._deployment = deployment

    def limits(self, session: Session, programme: int) -> BorderLimit | None:
        return session.get(BorderLimit, (self._deployment, programme))

    def purposes(self, session: Session, programme: int) -> list[int]:
        query = select(BorderPurpose.purpose).where(
            BorderPurpose.deployment == self._deployment, BorderPurpose.programme == programme
        )
        return list(session.scalars(query.order_by(BorderPurpose.purpose)))

    def fallback(self, session: Session, programme: int) -> int | None:
        row = session.get(FixingFallback, (self._deployment, programme))
        return None if row is None else row.days

    def stops(self, session: Session, programme: int) -> Sequence[BorderOrder]:
        query = select(BorderOrder).where(
            BorderOrder.deployment == self._deployment, BorderOrder.programme == programme
        )
        return session.scalars(query.order_by(BorderOrder.authority)).all()

    def wallets(self, session: Session) -> Sequence[BorderWallet]:
        query = select(BorderWallet).where(BorderWallet.deployment == self._deployment)
        return session.scalars(query.order_by(BorderWallet.group, BorderWallet.wallet)).all()

    def fixing(self, session: Session, receivable: int) -> Fixing:
        """The caller has just had it fixed."""
        return session.get_one(Fixing, (self._deployment, receivable))

    def last_reading(self, session: Session, currency: str) -> RateReading | None:
        """What was believed last."""
        query = (
            select(RateReading)
            .where(RateReading.deployment == self._deployment, RateReading.currency == currency)
            .order_by(RateReading.block.desc(), RateReading.log_index.desc())
        )
        return session.scalars(query.limit(1)).first()

    def currencies(self, session: Session) -> list[str]:
        """The foreign ones that programmes are in."""
        query = select(Programme.currency).distinct()
        query = query.where(Programme.deployment == self._deployment, Programme.currency != HOME)
        return list(session.scalars(query.order_by(Programme.currency)))

    def unfixed(self, session: Session, due_day: int) -> list[int]:
        """Receivables in foreign currencies that are due on `due_day` or before, and whose rate is not fixed."""
        query = (
            select(Receivable.number)
            .join(Programme, its_programme())
            .where(
                Receivable.deployment == self._deployment,
                Receivable.status == ACTIVE,
                Receivable.due_day <= due_day,
                ~its_rate_is_fixed(),
            )
        )
        return list(session.scalars(query.order_by(Receivable.due_day, Receivable.number)))

    def unvalued(self, session: Session) -> list[Unvalued]:
        """Receivables that are owed in a foreign currency under a programme that says what milestones are worth, and of
        which no value is on record since the last milestone or the fixing."""
        reached = (
            select(func.coalesce(func.max(Milestone.milestone), 0))
            .where(Milestone.deployment == self._deployment, Milestone.receivable == Receivable.number)
            .scalar_subquery()
        )
        is_fixed = its_rate_is_fixed()
        on_record = exists().where(
            Valuation.deployment == self._deployment,
            Valuation.receivable == Receivable.number,
            Valuation.reached == reached,
            or_(and_(Valuation.is_fixed, is_fixed), and_(~Valuation.is_fixed, ~is_fixed)),
        )
        query = (
            select(Receivable.number, reached, is_fixed)
            .join(
                BorderFactor,
                and_(
                    BorderFactor.deployment == Receivable.deployment,
                    BorderFactor.programme == Receivable.programme,
                ),
            )
            .join(Programme, its_programme())
            .where(
                Receivable.deployment == self._deployment,
                Receivable.status == ACTIVE,
                Programme.currency != HOME,
                ~on_record,
            )
        )
        return [Unvalued(*row) for row in session.execute(query.order_by(Receivable.number))]

    def movements(
        self, session: Session, viewer: Viewer, size: int, before: Place | None
    ) -> list[tuple[BorderMovement, str]]:
        """What came to the viewer, left it, or was paid on what it owes, newest first, with its currency."""
        query = (
            select(BorderMovement, Programme.currency)
            .join(Receivable, its_receivable(BorderMovement))
            .join(Programme, its_programme())
            .where(BorderMovement.deployment == self._deployment)
            .order_by(BorderMovement.block.desc(), BorderMovement.log_index.desc())
            .limit(size)
        )
        if not viewer.sees_all:
            me = viewer.address
            query = query.where(
                or_(BorderMovement.sender == me, BorderMovement.recipient == me, Receivable.debtor == me)
            )
        if before is not None:
            query = query.where(tuple_(BorderMovement.block, BorderMovement.log_index) < before)
        return [(row[0], row[1]) for row in session.execute(query)]
