"""Reads auctions of early payment and the offers in them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from tallystick.mirror.projections.market import OPEN, WITHDRAWN
from tallystick.mirror.tables import EarlyAuction, EarlyOffer, Programme


class AuctionRow(NamedTuple):
    """An auction, its currency, and how many offers it has that were not withdrawn."""

    auction: EarlyAuction
    currency: str
    offers: int


class EarlyPaymentRepository:
    """One deployment's auctions. Every party may know that a debtor pays early; offers are their sellers' business."""

    def __init__(self, deployment: int) -> None:
        self._deployment = deployment

    def auctions(self, session: Session, size: int, before: int | None) -> list[AuctionRow]:
        """The newest first."""
        query = self._auctions().order_by(EarlyAuction.number.desc()).limit(size)
        if before is not None:
            query = query.where(EarlyAuction.number < before)
        return [AuctionRow(*row) for row in session.execute(query)]

    def auction(self, session: Session, number: int) -> AuctionRow | None:
        row = session.execute(self._auctions().where(EarlyAuction.number == number)).one_or_none()
        return None if row is None else AuctionRow(*row)

    def offers(self, session: Session, auction: int, seller: bytes | None = None) -> Sequence[EarlyOffer]:
        """In the order in which they are paid: the highest rate first, among equals the earlier one."""
        query = select(EarlyOffer).where(
            EarlyOffer.deployment == self._deployment, EarlyOffer.auction == auction
        )
        if seller is not None:
            query = query.where(EarlyOffer.seller == seller)
        return session.scalars(query.order_by(EarlyOffer.rate_ppm.desc(), EarlyOffer.number)).all()

    def existing_offer(self, session: Session, number: int) -> EarlyOffer:
        """The caller has just done something with it."""
        return session.get_one(EarlyOffer, (self._deployment, number))

    def to_clear(self, session: Session, now: int) -> Sequence[int]:
        """Auctions that are closed, can still be cleared, and have not been. Not filtered: the ledger asks."""
        query = select(EarlyAuction.number).where(
            EarlyAuction.deployment == self._deployment,
            EarlyAuction.stage == OPEN,
            EarlyAuction.closing <= now,
            (EarlyAuction.expiry == 0) | (EarlyAuction.expiry >= now),
        )
        return session.scalars(query.order_by(EarlyAuction.number)).all()

    def _auctions(self) -> Select[EarlyAuction, str, int]:
        standing = (
            select(func.count())
            .where(
                EarlyOffer.deployment == EarlyAuction.deployment,
                EarlyOffer.auction == EarlyAuction.number,
                EarlyOffer.stage != WITHDRAWN,
            )
            .correlate(EarlyAuction)
            .scalar_subquery()
        )
        return (
            select(EarlyAuction, Programme.currency, standing)
            .join(
                Programme,
                and_(
                    Programme.deployment == EarlyAuction.deployment,
                    Programme.number == EarlyAuction.programme,
                ),
            )
            .where(EarlyAuction.deployment == self._deployment)
        )
