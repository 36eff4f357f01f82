"""Reads rounds, what was paid in them, notices and write-offs. Every query starts from what its viewer may see."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from tallystick.mirror.joins import its_programme, its_receivable
from tallystick.mirror.places import Place
from tallystick.mirror.tables import (
    Account,
    Claim,
    Collection,
    Entry,
    Fixing,
    Posting,
    Programme,
    Receivable,
    Round,
    Wallet,
)
from tallystick.money.amount import HOME
from tallystick.receivables.identifiers import ClaimKey
from tallystick.settlement.tables import WriteOffRecord
from tallystick.web.viewer import Viewer


class CollectionRow(NamedTuple):
    collection: Collection
    interest: bool
    currency: str


class NoticeRow(NamedTuple):
    entry: Entry
    serial: int
    assignor: bytes
    assignee: bytes
    amount: int


class RoundRow(NamedTuple):
    round: Round
    paid: int


SharePlace = tuple[int, int, int, int, int]
"""Receivable, serial, round, block and log index."""

_SHARE_ORDER = (
    Collection.receivable,
    Collection.serial,
    Collection.round,
    Collection.block,
    Collection.log_index,
)


class SettlementRepository:
    """One deployment's settlement in the mirror."""

    def __init__(self, deployment: int) -> None:
        self._deployment = deployment

    def rounds(self, session: Session, receivable: int) -> list[RoundRow]:
        """Not filtered: the caller has shown that the viewer may see the receivable."""
        paid = (
            select(func.coalesce(func.sum(Collection.share), 0))
            .where(
                Collection.deployment == Round.deployment,
                Collection.receivable == Round.receivable,
                Collection.round == Round.round,
            )
            .scalar_subquery()
        )
        query = (
            select(Round, paid)
            .where(Round.deployment == self._deployment, Round.receivable == receivable)
            .order_by(Round.round)
        )
        return [RoundRow(row[0], int(row[1])) for row in session.execute(query)]

    def fixing(self, session: Session, receivable: int) -> Fixing | None:
        """The rate that governs its payment, where it is in a foreign currency and fixed."""
        return session.get(Fixing, (self._deployment, receivable))

    def collections(
        self, session: Session, viewer: Viewer, size: int, after: SharePlace | None
    ) -> list[CollectionRow]:
        """What the viewer was paid, and what was paid on receivables that it owes."""
        query = self._collections()
        if not viewer.sees_all:
            query = query.where(or_(Collection.holder == viewer.address, Receivable.debtor == viewer.address))
        if after is not None:
            query = query.where(tuple_(*_SHARE_ORDER) > after)
        return [CollectionRow(*row) for row in session.execute(query.limit(size))]

    def collected_in(self, session: Session, transaction: bytes) -> list[CollectionRow]:
        """What one transaction paid. Not filtered: the caller has just sent it."""
        query = self._collections().where(Collection.transaction_hash == transaction)
        return [CollectionRow(*row) for row in session.execute(query)]

    def notices(self, session: Session, receivable: int, size: int, after: Place | None) -> list[NoticeRow]:
        """Changes of holder, oldest first. Not filtered: the caller has shown that the viewer is the debtor."""
        given, gained = aliased(Posting), aliased(Posting)

        def of_entry(posting: type[Posting]) -> object:
            return and_(
                posting.deployment == Entry.deployment,
                posting.block == Entry.block,
                posting.log_index == Entry.log_index,
            )

        query = (
            select(Entry, gained.serial, given.holder, gained.holder, gained.amount)
            .join(given, and_(of_entry(given), given.amount < 0))  # type: ignore[arg-type]
            .join(gained, and_(of_entry(gained), gained.amount > 0))  # type: ignore[arg-type]
            .where(
                Entry.deployment == self._deployment,
                Entry.receivable == receivable,
                Entry.kind.in_(("pass", "assign", "sell")),
            )
            .order_by(Entry.block, Entry.log_index)
            .limit(size)
        )
        if after is not None:
            query = query.where(tuple_(Entry.block, Entry.log_index) > after)
        return [NoticeRow(*row) for row in session.execute(query)]

    def standing(self, session: Session, claims: Sequence[ClaimKey]) -> list[tuple[ClaimKey, int, int, int]]:
        """Of each claim, how many rounds its receivable has, how much face of the claim has taken its share in them,
        one round after the other, and what that was in all. Not filtered: it names a request of the ledger's own."""
        rounds = (
            select(Round.receivable, func.count())
            .where(
                Round.deployment == self._deployment,
                Round.receivable.in_({receivable for receivable, _ in claims}),
            )
            .group_by(Round.receivable)
        )
        taken = (
            select(
                Collection.receivable,
                Collection.serial,
                func.sum(Collection.face),
                func.sum(Collection.share),
            )
            .where(
                Collection.deployment == self._deployment,
                tuple_(Collection.receivable, Collection.serial).in_(list(claims)),
            )
            .group_by(Collection.receivable, Collection.serial)
        )
        counted = {row[0]: row[1] for row in session.execute(rounds)}
        sums = {(row[0], row[1]): (int(row[2]), int(row[3])) for row in session.execute(taken)}
        return [(claim, counted.get(claim[0], 0), *sums.get(claim, (0, 0))) for claim in claims]

    def collectable(
        self, session: Session, due_day: int, limit: int, without: Iterable[ClaimKey]
    ) -> list[ClaimKey]:
        """Claims in the ledger's own money whose holders can be paid now: of receivables due on `due_day` or before,
        with rounds that they have not taken, neither stopped nor tied but by a loan, and of holders with a wallet.

        Not filtered: it is the ledger that pays.
        """
        query = self._collectable(due_day).where(Programme.currency == HOME).limit(limit)
        waiting = list(without)
        if waiting:
            query = query.where(tuple_(Claim.receivable, Claim.serial).not_in(waiting))
        return [(row[0], row[1]) for row in session.execute(query)]

    def collectable_abroad(self, session: Session, due_day: int) -> list[ClaimKey]:
        """The same in foreign currencies. What of it is released now is for the contracts to say."""
        query = self._collectable(due_day).where(Programme.currency != HOME)
        return [(row[0], row[1]) for row in session.execute(query)]

    def write_offs(self, session: Session, viewer: Viewer) -> Sequence[WriteOffRecord]:
        """The viewer's own entries, and nobody else's."""
        query = select(WriteOffRecord).where(WriteOffRecord.holder == viewer.address)
        return session.scalars(query.order_by(WriteOffRecord.id)).all()

    def _collectable(self, due_day: int) -> Select[int, int]:
        last = (
            select(func.max(Round.round))
            .where(Round.deployment == Claim.deployment, Round.receivable == Claim.receivable)
            .correlate(Claim)
            .scalar_subquery()
        )
        suspended = exists().where(
            Account.deployment == Claim.deployment,
            Account.address == Claim.holder,
            Account.suspended,
        )
        return (
            select(Claim.receivable, Claim.serial)
            .join(Receivable, its_receivable(Claim))
            .join(Programme, its_programme())
            .join(Wallet, and_(Wallet.deployment == Claim.deployment, Wallet.owner == Claim.holder))
            .where(
                Claim.deployment == self._deployment,
                Receivable.due_day <= due_day,
                Claim.face > 0,
                Claim.round < last,
                ~Claim.frozen,
                or_(Claim.beneficiary.is_(None), Claim.agreement.is_not(None)),
                ~suspended,
            )
            .order_by(Claim.receivable, Claim.serial)
        )

    def _collections(self) -> Select[Collection, bool, str]:
        return (
            select(Collection, Round.interest, Programme.currency)
            .join(
                Round,
                and_(
                    Round.deployment == Collection.deployment,
                    Round.receivable == Collection.receivable,
                    Round.round == Collection.round,
                ),
            )
            .join(
                Receivable,
                its_receivable(Collection),
            )
            .join(
                Programme,
                its_programme(),
            )
            .where(Collection.deployment == self._deployment)
            .order_by(*_SHARE_ORDER)
        )
