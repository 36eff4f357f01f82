"""Reads offers and allowances. Every query starts from what its viewer may see: those it made or was made."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from tallystick.mirror.joins import its_programme, its_receivable
from tallystick.mirror.tables import Allowance, Claim, Deployment, Offer, Programme, Receivable
from tallystick.receivables.identifiers import ClaimKey
from tallystick.web.viewer import Viewer


class OfferRow(NamedTuple):
    """An offer with what its recipient must know of the receivable."""

    offer: Offer
    state: str
    debtor: bytes
    due_day: int
    currency: str


class AllowanceRow(NamedTuple):
    allowance: Allowance
    holder: bytes
    currency: str


class OfferRepository:
    """One deployment's offers in the mirror."""

    def __init__(self, deployment: int) -> None:
        self._deployment = deployment

    def offer(self, session: Session, viewer: Viewer, identifier: bytes) -> OfferRow | None:
        query = self._visible(session, viewer).where(Offer.id == identifier)
        return next(iter(_offer_rows(session, query)), None)

    def offer_made(self, session: Session, identifier: bytes) -> OfferRow:
        """Not filtered: the caller has just made it or answered it."""
        return _offer_rows(session, self._offers(session).where(Offer.id == identifier))[0]

    def held_in(self, session: Session, claim: ClaimKey) -> dict[str, Any]:
        """A claim's `holder` and `currency`. Not filtered: they go into a call that the contract answers."""
        query = (
            select(Claim.holder, Programme.currency)
            .join(
                Receivable,
                its_receivable(Claim),
            )
            .join(
                Programme,
                its_programme(),
            )
            .where(
                Claim.deployment == self._deployment, Claim.receivable == claim[0], Claim.serial == claim[1]
            )
        )
        return {name: value for row in session.execute(query).mappings() for name, value in row.items()}

    def offers(
        self, session: Session, viewer: Viewer, size: int, after: tuple[int, int] | None, state: str | None
    ) -> list[OfferRow]:
        """The latest first, after the one at (block, log index)."""
        query = self._visible(session, viewer).order_by(Offer.block.desc(), Offer.log_index.desc())
        if after is not None:
            query = query.where(tuple_(Offer.block, Offer.log_index) < after)
        if state is not None:
            query = query.where(_state(self._now(session)) == state)
        return _offer_rows(session, query.limit(size))

    def allowances(
        self,
        session: Session,
        viewer: Viewer,
        size: int,
        after: tuple[int, int, bytes] | None = None,
        of: tuple[int, int] | None = None,
    ) -> list[AllowanceRow]:
        query = (
            select(Allowance, Claim.holder, Programme.currency)
            .join(Claim, _same_claim(Allowance))
            .join(Receivable, its_receivable(Allowance))
            .join(Programme, its_programme())
            .where(Allowance.deployment == self._deployment, Allowance.epoch == Claim.epoch)
            .order_by(Allowance.receivable, Allowance.serial, Allowance.operator)
            .limit(size)
        )
        if not viewer.sees_all:
            query = query.where(or_(Claim.holder == viewer.address, Allowance.operator == viewer.address))
        if after is not None:
            query = query.where(tuple_(Allowance.receivable, Allowance.serial, Allowance.operator) > after)
        if of is not None:
            query = query.where(Allowance.receivable == of[0], Allowance.serial == of[1])
        return [AllowanceRow(*row) for row in session.execute(query)]

    def allowed(self, session: Session, claim: tuple[int, int], operator: bytes) -> int:
        """What somebody may take out of a claim. Not filtered: the caller is one of the two sides."""
        row = session.get(Allowance, (self._deployment, *claim, operator))
        return 0 if row is None else int(row.value)

    def _visible(self, session: Session, viewer: Viewer) -> Select[Offer, str, bytes, int, str]:
        query = self._offers(session)
        if viewer.sees_all:
            return query
        return query.where(or_(Offer.holder == viewer.address, Offer.recipient == viewer.address))

    def _offers(self, session: Session) -> Select[Offer, str, bytes, int, str]:
        return (
            select(
                Offer,
                _state(self._now(session)),
                Receivable.debtor,
                Receivable.due_day,
                Programme.currency,
            )
            .join(Receivable, its_receivable(Offer))
            .join(Programme, its_programme())
            .outerjoin(Claim, _same_claim(Offer))
            .where(Offer.deployment == self._deployment)
        )

    def _now(self, session: Session) -> int:
        """The time of the last block taken in."""
        return session.execute(
            select(Deployment.block_timestamp).where(Deployment.id == self._deployment)
        ).scalar_one()


def _state(now: int) -> ColumnElement[str]:
    """What an offer is, from what the chain keeps of it, its claim and the time."""
    return case(
        (Offer.state != "open", Offer.state),
        (or_(Claim.epoch.is_(None), Claim.epoch != Offer.epoch), literal("ended")),
        (Offer.expiry <= now, literal("expired")),
        else_=literal("open"),
    )


def _same_claim(row: type[Offer | Allowance]) -> ColumnElement[bool]:
    return and_(
        Claim.deployment == row.deployment, Claim.receivable == row.receivable, Claim.serial == row.serial
    )


def _offer_rows(session: Session, query: Select[Offer, str, bytes, int, str]) -> list[OfferRow]:
    return [OfferRow(*row) for row in session.execute(query)]
