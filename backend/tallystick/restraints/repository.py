"""Reads orders and encumbrances. Every query starts from what its viewer may see: what it ordered, what stops it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Select, and_, or_, select, tuple_
from sqlalchemy.orm import Session

from tallystick.mirror.joins import its_programme, its_receivable
from tallystick.mirror.tables import Account, Claim, FreezeOrder, Programme, Receivable, Suspension
from tallystick.receivables.identifiers import ClaimKey
from tallystick.restraints.tables import OrderRecord
from tallystick.web.viewer import Viewer


class FreezeRow(NamedTuple):
    """An order that stands on a claim, and the claim."""

    freeze: FreezeOrder
    claim: Claim
    currency: str


class RestraintRepository:
    """One deployment's orders and encumbrances."""

    def __init__(self, deployment: int) -> None:
        self._deployment = deployment

    def freezes(
        self,
        session: Session,
        viewer: Viewer,
        size: int,
        after: tuple[int, int, bytes] | None = None,
        of: Iterable[ClaimKey] | None = None,
    ) -> list[FreezeRow]:
        """The orders on claims that the viewer gave, and those on claims that it holds."""
        key = (FreezeOrder.receivable, FreezeOrder.serial, FreezeOrder.authority)
        query = (
            select(FreezeOrder, Claim, Programme.currency)
            .join(
                Claim,
                and_(
                    Claim.deployment == FreezeOrder.deployment,
                    Claim.receivable == FreezeOrder.receivable,
                    Claim.serial == FreezeOrder.serial,
                ),
            )
            .join(Receivable, its_receivable(Claim))
            .join(Programme, its_programme())
            .where(FreezeOrder.deployment == self._deployment)
            .order_by(*key)
            .limit(size)
        )
        if not viewer.sees_all:
            query = query.where(or_(FreezeOrder.authority == viewer.address, Claim.holder == viewer.address))
        if after is not None:
            query = query.where(tuple_(*key) > after)
        if of is not None:
            query = query.where(tuple_(FreezeOrder.receivable, FreezeOrder.serial).in_(list(of)))
        return [FreezeRow(*row) for row in session.execute(query)]

    def frozen(self, session: Session, claims: Iterable[ClaimKey]) -> dict[ClaimKey, bool]:
        """Whether any order stands on each claim. Not filtered: the caller has just lifted its own."""
        query = select(Claim.receivable, Claim.serial, Claim.frozen).where(
            Claim.deployment == self._deployment,
            tuple_(Claim.receivable, Claim.serial).in_(list(claims)),
        )
        return {(receivable, serial): frozen for receivable, serial, frozen in session.execute(query)}

    def suspensions(
        self, session: Session, viewer: Viewer, account: bytes | None = None
    ) -> Sequence[Suspension]:
        """The orders on parties that the viewer gave, and those on itself."""
        query = (
            select(Suspension)
            .where(Suspension.deployment == self._deployment)
            .order_by(Suspension.account, Suspension.authority)
        )
        if not viewer.sees_all:
            query = query.where(
                or_(Suspension.authority == viewer.address, Suspension.account == viewer.address)
            )
        if account is not None:
            query = query.where(Suspension.account == account)
        return session.scalars(query).all()

    def suspended(self, session: Session, account: bytes) -> bool:
        """Whether any order stands on a party. Not filtered: the caller has just lifted its own."""
        row = session.get(Account, (self._deployment, account))
        return row is not None and row.suspended

    def encumbered(
        self,
        session: Session,
        viewer: Viewer,
        size: int,
        after: ClaimKey | None = None,
        claim: ClaimKey | None = None,
    ) -> list[tuple[Claim, str]]:
        """Encumbered claims that the viewer holds or may release, with their currency."""
        key = tuple_(Claim.receivable, Claim.serial)
        query: Select[Claim, str] = (
            select(Claim, Programme.currency)
            .join(Receivable, its_receivable(Claim))
            .join(Programme, its_programme())
            .where(Claim.deployment == self._deployment, Claim.beneficiary.is_not(None))
            .order_by(Claim.receivable, Claim.serial)
            .limit(size)
        )
        if not viewer.sees_all:
            query = query.where(or_(Claim.holder == viewer.address, Claim.beneficiary == viewer.address))
        if after is not None:
            query = query.where(key > after)
        if claim is not None:
            query = query.where(Claim.receivable == claim[0], Claim.serial == claim[1])
        return [(found, currency) for found, currency in session.execute(query)]

    def texts(
        self, session: Session, orders: Iterable[tuple[bytes, bytes]]
    ) -> dict[tuple[bytes, bytes], str]:
        """What orders say, by (authority, hash). Not filtered: the caller names only orders that its viewer may see."""
        key = tuple_(OrderRecord.authority, OrderRecord.hash)
        query = select(OrderRecord).where(key.in_(list(orders)))
        return {(row.authority, row.hash): row.text for row in session.scalars(query)}
