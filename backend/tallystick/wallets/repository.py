"""Reads wallets, what moved in them, approvals and holds. Every query starts from what its viewer may see."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from tallystick.mirror.journal import MONEY
from tallystick.mirror.tables import Entry, Hold, PaymentApproval, Posting, Wallet
from tallystick.web.viewer import Viewer

MOVEMENTS = ("issue", "redeem", "pay")


class MovementRow(NamedTuple):
    """An entry of the journal that moves money between wallets, with both its sides."""

    entry: Entry
    payer: bytes
    payee: bytes
    amount: int


class WalletRepository:
    """One deployment's money in the mirror."""

    def __init__(self, deployment: int) -> None:
        self._deployment = deployment

    def wallet(self, session: Session, viewer: Viewer, owner: bytes) -> Wallet | None:
        query = select(Wallet).where(Wallet.deployment == self._deployment, Wallet.owner == owner)
        return session.scalar(query.where(_visible(viewer)))

    def wallet_of(self, session: Session, owner: bytes) -> Wallet | None:
        """Not filtered: the caller has just done something with it, or asks whether there is one."""
        return session.get(Wallet, (self._deployment, owner))

    def wallets(self, session: Session, viewer: Viewer) -> Sequence[Wallet]:
        """The viewer's own; a bank's customers'; for the supervisor all."""
        query = select(Wallet).where(Wallet.deployment == self._deployment, _visible(viewer))
        return session.scalars(query.order_by(Wallet.owner)).all()

    def movements(
        self, session: Session, owner: bytes, size: int, before: tuple[int, int] | None
    ) -> list[MovementRow]:
        """What came into a wallet or left it, the latest first."""
        given, gained = aliased(Posting), aliased(Posting)
        place = tuple_(Entry.block, Entry.log_index)
        query = (
            select(Entry, given.holder, gained.holder, gained.amount)
            .join(given, and_(_of_entry(given), given.amount < 0))
            .join(gained, and_(_of_entry(gained), gained.amount > 0))
            .where(
                Entry.deployment == self._deployment,
                Entry.receivable == MONEY,
                Entry.kind.in_(MOVEMENTS),
                or_(given.holder == owner, gained.holder == owner),
            )
            .order_by(Entry.block.desc(), Entry.log_index.desc())
            .limit(size)
        )
        if before is not None:
            query = query.where(place < before)
        return [MovementRow(*row) for row in session.execute(query)]

    def approvals(self, session: Session, viewer: Viewer) -> Sequence[PaymentApproval]:
        """Those that the viewer gave or was given."""
        query = select(PaymentApproval).where(PaymentApproval.deployment == self._deployment)
        if not viewer.sees_all:
            query = query.where(
                or_(PaymentApproval.owner == viewer.address, PaymentApproval.spender == viewer.address)
            )
        return session.scalars(query.order_by(PaymentApproval.owner, PaymentApproval.spender)).all()

    def hold(self, session: Session, viewer: Viewer, number: int) -> Hold | None:
        query = select(Hold).where(Hold.deployment == self._deployment, Hold.number == number)
        return session.scalar(query.where(_concerned(viewer)))

    def hold_of(self, session: Session, number: int) -> Hold:
        """Not filtered: the caller has just done something with it."""
        return session.get_one(Hold, (self._deployment, number))

    def holds(
        self, session: Session, viewer: Viewer, size: int, after: int | None, only_open: bool
    ) -> Sequence[Hold]:
        """Those that the viewer placed, may release, or is the payee of."""
        query = select(Hold).where(Hold.deployment == self._deployment, _concerned(viewer))
        if only_open:
            query = query.where(Hold.left > 0)
        if after is not None:
            query = query.where(Hold.number > after)
        return session.scalars(query.order_by(Hold.number).limit(size)).all()


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.sees_all:
        return Wallet.deployment == Wallet.deployment
    return or_(Wallet.owner == viewer.address, Wallet.bank == viewer.address)


def _concerned(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.sees_all:
        return Hold.deployment == Hold.deployment
    return or_(Hold.payer == viewer.address, Hold.releaser == viewer.address, Hold.payee == viewer.address)


def _of_entry(posting: type[Posting]) -> ColumnElement[bool]:
    return and_(
        posting.deployment == Entry.deployment,
        posting.block == Entry.block,
        posting.log_index == Entry.log_index,
    )
