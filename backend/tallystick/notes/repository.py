"""Reads offerings, series and notes. Every query starts from what its viewer may see."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from tallystick.mirror.joins import its_programme, its_receivable
from tallystick.mirror.places import Place
from tallystick.mirror.tables import (
    Account,
    Claim,
    NoteAgent,
    NoteAllowance,
    NoteBalance,
    NoteMovement,
    NotePayment,
    NoteSeries,
    NoteWallet,
    Offering,
    OfferingModule,
    Programme,
    Receivable,
    Round,
    Wallet,
)
from tallystick.web.viewer import Viewer


class SeriesRow(NamedTuple):
    """A series with its receivable and the currency of both."""

    series: NoteSeries
    receivable: Receivable
    currency: str


class BalanceRow(NamedTuple):
    balance: NoteBalance
    series: NoteSeries
    currency: str
    due_day: int


class PaymentRow(NamedTuple):
    payment: NotePayment
    currency: str


class NoteRepository:
    """One deployment's notes. `desk` holds the claims that are wrapped."""

    def __init__(self, deployment: int, desk: bytes) -> None:
        self._deployment = deployment
        self._desk = desk

    # Offerings

    def offerings(self, session: Session) -> Sequence[Offering]:
        """Every programme whose claims can be wrapped."""
        query = select(Offering).where(Offering.deployment == self._deployment)
        return session.scalars(query.order_by(Offering.programme)).all()

    def offering(self, session: Session, programme: int) -> Offering | None:
        return session.get(Offering, (self._deployment, programme))

    def existing_offering(self, session: Session, programme: int) -> Offering:
        """The caller has just done something with it."""
        return session.get_one(Offering, (self._deployment, programme))

    def modules(self, session: Session, compliances: Iterable[bytes]) -> dict[bytes, list[OfferingModule]]:
        """The rules of these compliance contracts, in the order in which they are asked."""
        query = select(OfferingModule).where(
            OfferingModule.deployment == self._deployment,
            OfferingModule.compliance.in_(list(compliances)),
        )
        found: dict[bytes, list[OfferingModule]] = {}
        for row in session.scalars(query.order_by(OfferingModule.compliance, OfferingModule.position)):
            found.setdefault(row.compliance, []).append(row)
        return found

    # Series

    def series(self, session: Session, viewer: Viewer, receivable: int) -> SeriesRow | None:
        """None where there is none that this viewer has to do with."""
        row = session.execute(self._series(receivable).where(self._seen(viewer))).one_or_none()
        return None if row is None else SeriesRow(*row)

    def series_with(self, session: Session, receivable: int) -> SeriesRow:
        """Not filtered: the caller has just done something with it."""
        return SeriesRow(*session.execute(self._series(receivable)).one())

    def address(self, session: Session, receivable: int) -> bytes | None:
        """Not filtered: for whoever acts on the ledger's behalf."""
        query = select(NoteSeries.address).where(
            NoteSeries.deployment == self._deployment, NoteSeries.receivable == receivable
        )
        return session.scalar(query)

    def receivable_of(self, session: Session, series: bytes) -> int:
        """Not filtered: the caller has just done something with it."""
        return session.get_one(NoteSeries, (self._deployment, series)).receivable

    def agents(self, session: Session, series: bytes) -> list[bytes]:
        """The transfer agents of a series, by address."""
        query = select(NoteAgent.agent).where(
            NoteAgent.deployment == self._deployment, NoteAgent.series == series
        )
        return list(session.scalars(query.order_by(NoteAgent.agent)))

    def holders(self, session: Session, series: bytes, only: bytes | None = None) -> Sequence[NoteBalance]:
        """Who has notes of a series, or that one alone. Not filtered: the caller has seen who may know."""
        query = select(NoteBalance).where(
            NoteBalance.deployment == self._deployment, NoteBalance.series == series
        )
        if only is not None:
            query = query.where(NoteBalance.holder == only)
        return session.scalars(query.order_by(NoteBalance.balance.desc(), NoteBalance.holder)).all()

    def wrapped(self, session: Session, receivable: int) -> list[Claim]:
        """The claims of a receivable that the note desk holds, by number."""
        query = select(Claim).where(
            Claim.deployment == self._deployment,
            Claim.receivable == receivable,
            Claim.holder == self._desk,
            Claim.face > 0,
        )
        return list(session.scalars(query.order_by(Claim.serial)))

    def allowance(self, session: Session, series: bytes, owner: bytes, spender: bytes) -> str:
        """What a spender may move; a decimal of up to 256 bits."""
        row = session.get(NoteAllowance, (self._deployment, series, owner, spender))
        return "0" if row is None else row.amount

    # A viewer's own

    def balances(self, session: Session, viewer: Viewer) -> list[BalanceRow]:
        """What the viewer has, by receivable; for a supervisor, what everybody has."""
        query = (
            select(NoteBalance, NoteSeries, Programme.currency, Receivable.due_day)
            .join(
                NoteSeries,
                and_(
                    NoteSeries.deployment == NoteBalance.deployment,
                    NoteSeries.address == NoteBalance.series,
                ),
            )
            .join(Receivable, its_receivable(NoteSeries))
            .join(Programme, its_programme())
            .where(NoteBalance.deployment == self._deployment, NoteBalance.balance > 0)
            .order_by(NoteSeries.receivable, NoteBalance.holder)
        )
        if not viewer.sees_all:
            query = query.where(NoteBalance.holder == viewer.address)
        return [BalanceRow(*row) for row in session.execute(query)]

    def movements(
        self, session: Session, viewer: Viewer, size: int, before: Place | None
    ) -> list[tuple[NoteMovement, str]]:
        """What came to the viewer and left it, newest first."""
        query = (
            select(NoteMovement, Programme.currency)
            .join(Receivable, its_receivable(NoteMovement))
            .join(Programme, its_programme())
            .where(NoteMovement.deployment == self._deployment)
            .order_by(NoteMovement.block.desc(), NoteMovement.log_index.desc())
            .limit(size)
        )
        if not viewer.sees_all:
            query = query.where(
                or_(NoteMovement.sender == viewer.address, NoteMovement.recipient == viewer.address)
            )
        if before is not None:
            query = query.where(tuple_(NoteMovement.block, NoteMovement.log_index) < before)
        return [(row[0], row[1]) for row in session.execute(query)]

    def payments(self, session: Session, viewer: Viewer, size: int, before: Place | None) -> list[PaymentRow]:
        """What the viewer was paid on notes, newest first."""
        query = (
            select(NotePayment, Programme.currency)
            .join(Receivable, its_receivable(NotePayment))
            .join(Programme, its_programme())
            .where(NotePayment.deployment == self._deployment)
            .order_by(NotePayment.block.desc(), NotePayment.log_index.desc())
            .limit(size)
        )
        if not viewer.sees_all:
            query = query.where(NotePayment.holder == viewer.address)
        if before is not None:
            query = query.where(tuple_(NotePayment.block, NotePayment.log_index) < before)
        return [PaymentRow(*row) for row in session.execute(query)]

    def paid_in(self, session: Session, transaction: bytes) -> list[PaymentRow]:
        """What one transaction paid. Not filtered: the caller has just sent it."""
        query = (
            select(NotePayment, Programme.currency)
            .join(Receivable, its_receivable(NotePayment))
            .join(Programme, its_programme())
            .where(NotePayment.deployment == self._deployment, NotePayment.transaction_hash == transaction)
            .order_by(NotePayment.block, NotePayment.log_index)
        )
        return [PaymentRow(*row) for row in session.execute(query)]

    def moved_in(self, session: Session, transaction: bytes) -> int:
        """How many notes one transaction moved. Not filtered: the caller has just sent it."""
        query = select(func.sum(NoteMovement.amount)).where(
            NoteMovement.deployment == self._deployment, NoteMovement.transaction_hash == transaction
        )
        return session.scalar(query) or 0

    # Maturity

    def payable(self, session: Session, due_day: int) -> list[int]:
        """Receivables due on `due_day` or before of which notes are left and that were funded.

        Not filtered: it is the ledger that pays.
        """
        query = (
            select(NoteSeries.receivable)
            .join(Receivable, its_receivable(NoteSeries))
            .where(
                NoteSeries.deployment == self._deployment,
                NoteSeries.supply > 0,
                Receivable.due_day <= due_day,
                exists().where(
                    Round.deployment == NoteSeries.deployment, Round.receivable == NoteSeries.receivable
                ),
            )
            .order_by(NoteSeries.receivable)
        )
        return list(session.scalars(query))

    def rounds(self, session: Session, receivable: int) -> int:
        """How often it was funded."""
        query = select(func.count()).where(
            Round.deployment == self._deployment, Round.receivable == receivable
        )
        return session.scalar(query) or 0

    def unpaid_holders(
        self, session: Session, receivable: int, limit: int, without: Sequence[bytes] = ()
    ) -> list[bytes]:
        """Holders that have not been paid every round, whom nothing keeps from being paid, by address."""
        last = (
            select(func.max(Round.round))
            .where(Round.deployment == self._deployment, Round.receivable == receivable)
            .scalar_subquery()
        )
        paid = (
            select(func.coalesce(func.max(NotePayment.round), 0))
            .where(
                NotePayment.deployment == NoteBalance.deployment,
                NotePayment.receivable == receivable,
                NotePayment.holder == NoteBalance.holder,
            )
            .correlate(NoteBalance)
            .scalar_subquery()
        )
        suspended = exists().where(
            Account.deployment == NoteBalance.deployment,
            Account.address == NoteBalance.holder,
            Account.suspended,
        )
        query = (
            select(NoteBalance.holder)
            .join(
                NoteSeries,
                and_(
                    NoteSeries.deployment == NoteBalance.deployment,
                    NoteSeries.address == NoteBalance.series,
                ),
            )
            .join(
                Wallet,
                and_(Wallet.deployment == NoteBalance.deployment, Wallet.owner == NoteBalance.holder),
            )
            .where(
                NoteBalance.deployment == self._deployment,
                NoteSeries.receivable == receivable,
                NoteBalance.balance > 0,
                NoteBalance.frozen == "0",
                ~NoteBalance.wallet_frozen,
                ~suspended,
                paid < last,
                NoteBalance.holder.not_in(without),
            )
            .order_by(NoteBalance.holder)
            .limit(limit)
        )
        return list(session.scalars(query))

    def identity(self, session: Session, wallet: bytes) -> bytes | None:
        """By which a registered wallet's party is known."""
        row = session.get(NoteWallet, (self._deployment, wallet))
        return None if row is None else row.identity

    def _series(self, receivable: int) -> Select[NoteSeries, Receivable, str]:
        return (
            select(NoteSeries, Receivable, Programme.currency)
            .join(Receivable, its_receivable(NoteSeries))
            .join(Programme, its_programme())
            .where(NoteSeries.deployment == self._deployment, NoteSeries.receivable == receivable)
        )

    def _seen(self, viewer: Viewer) -> ColumnElement[bool]:
        """Whoever owes it, holds or held of it, may move of it, or is a transfer agent of it."""
        if viewer.sees_all:
            return NoteSeries.deployment == NoteSeries.deployment
        me = viewer.address
        return or_(
            Receivable.debtor == me,
            exists().where(
                NoteAgent.deployment == NoteSeries.deployment,
                NoteAgent.series == NoteSeries.address,
                NoteAgent.agent == me,
            ),
            exists().where(
                Claim.deployment == NoteSeries.deployment,
                Claim.receivable == NoteSeries.receivable,
                Claim.holder == me,
            ),
            exists().where(
                NoteMovement.deployment == NoteSeries.deployment,
                NoteMovement.series == NoteSeries.address,
                or_(NoteMovement.sender == me, NoteMovement.recipient == me),
            ),
            exists().where(
                NoteAllowance.deployment == NoteSeries.deployment,
                NoteAllowance.series == NoteSeries.address,
                NoteAllowance.spender == me,
            ),
        )
