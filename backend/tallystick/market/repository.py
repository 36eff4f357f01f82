"""Reads orders and trades. The book is open to whoever may trade; whose an order is, is its maker's business."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, or_, select, tuple_
from sqlalchemy.orm import Session

from tallystick.mirror.joins import its_programme, its_receivable
from tallystick.mirror.places import Place
from tallystick.mirror.projections.market import OPEN
from tallystick.mirror.tables import NoteOrder, NoteTrade, Programme, Receivable
from tallystick.web.viewer import Viewer


class OrderRow(NamedTuple):
    order: NoteOrder
    receivable: Receivable
    currency: str


class TradeRow(NamedTuple):
    trade: NoteTrade
    due_day: int
    currency: str


class MarketRepository:
    """One deployment's market."""

    def __init__(self, deployment: int) -> None:
        self._deployment = deployment

    def book(
        self, session: Session, now: int, size: int, after: int | None, receivable: int | None
    ) -> list[OrderRow]:
        """Orders that can be filled at a moment, by number."""
        query = self._orders().where(NoteOrder.stage == OPEN, NoteOrder.expiry > now)
        if receivable is not None:
            query = query.where(NoteOrder.receivable == receivable)
        return self._page(session, query, size, after)

    def own(self, session: Session, maker: bytes, size: int, after: int | None) -> list[OrderRow]:
        """All that a maker has ever placed, by number."""
        return self._page(session, self._orders().where(NoteOrder.maker == maker), size, after)

    def order(self, session: Session, number: int) -> OrderRow | None:
        row = session.execute(self._orders().where(NoteOrder.number == number)).one_or_none()
        return None if row is None else OrderRow(*row)

    def programme_of(self, session: Session, receivable: int) -> int | None:
        """Not filtered: a curve is no secret."""
        query = select(Receivable.programme).where(
            Receivable.deployment == self._deployment, Receivable.number == receivable
        )
        return session.scalar(query)

    def over(self, session: Session, now: int, limit: int) -> Sequence[int]:
        """Orders whose time is over and of which nobody has said so yet."""
        query = select(NoteOrder.number).where(
            NoteOrder.deployment == self._deployment, NoteOrder.stage == OPEN, NoteOrder.expiry <= now
        )
        return session.scalars(query.order_by(NoteOrder.number).limit(limit)).all()

    def trades(self, session: Session, viewer: Viewer, size: int, before: Place | None) -> list[TradeRow]:
        """What the viewer has bought and sold, newest first; a supervisor sees every trade."""
        query = self._trades().order_by(NoteTrade.block.desc(), NoteTrade.log_index.desc()).limit(size)
        if not viewer.sees_all:
            query = query.where(or_(NoteTrade.seller == viewer.address, NoteTrade.buyer == viewer.address))
        if before is not None:
            query = query.where(tuple_(NoteTrade.block, NoteTrade.log_index) < before)
        return [TradeRow(*row) for row in session.execute(query)]

    def traded_in(self, session: Session, transaction: bytes) -> TradeRow:
        """What one transaction traded. Not filtered: the caller has just sent it."""
        query = self._trades().where(NoteTrade.transaction_hash == transaction)
        return TradeRow(*session.execute(query).one())

    def _page(
        self,
        session: Session,
        query: Select[NoteOrder, Receivable, str],
        size: int,
        after: int | None,
    ) -> list[OrderRow]:
        if after is not None:
            query = query.where(NoteOrder.number > after)
        return [OrderRow(*row) for row in session.execute(query.order_by(NoteOrder.number).limit(size))]

    def _orders(self) -> Select[NoteOrder, Receivable, str]:
        return (
            select(NoteOrder, Receivable, Programme.currency)
            .join(Receivable, its_receivable(NoteOrder))
            .join(Programme, its_programme())
            .where(NoteOrder.deployment == self._deployment)
        )

    def _trades(self) -> Select[NoteTrade, int, str]:
        return (
            select(NoteTrade, Receivable.due_day, Programme.currency)
            .join(Receivable, its_receivable(NoteTrade))
            .join(Programme, its_programme())
            .where(NoteTrade.deployment == self._deployment)
        )
