"""Reads how claims were settled, what of what was due was paid when, and what moved in overseas wallets."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from tallystick.crossborder.countries import CHINA
from tallystick.crossborder.money_trail import MoneyMoved
from tallystick.mirror.joins import its_programme, its_receivable
from tallystick.mirror.journal import COMMITMENT, FREE, MONEY
from tallystick.mirror.tables import (
    BorderWallet,
    Entry,
    Fixing,
    NoteMovement,
    Posting,
    Programme,
    Receivable,
    Round,
)


class Scope(NamedTuple):
    """Of which receivables: of a programme, of a debtor (its wallet's address); neither is all. `before` is a moment in
    seconds since 1970: what came then or later is left out."""

    programme: int | None
    debtor: bytes | None
    before: int


class ReceivableRow(NamedTuple):
    """A receivable that was accepted. `face` in its currency, `owed` what that is in fen once its rate is fixed."""

    number: int
    currency: str
    debtor: bytes
    face: int
    due_day: int
    grace_days: int
    owed: int | None


class SettlingRow(NamedTuple):
    """Face that is not owed any more: `kind` is that of the journal's entry, retire where it was paid."""

    receivable: int
    kind: str
    holder: bytes
    amount: int
    at: int


class RoundRow(NamedTuple):
    """Fen that a debtor has set aside towards the face that was not funded yet."""

    receivable: int
    amount: int
    face: int


class ReturnReader:
    """One deployment's. Nothing is filtered but by scope: the caller has shown that the viewer may ask for it."""

    def __init__(self, deployment: int) -> None:
        self._deployment = deployment

    def currencies(self, session: Session, programme: int | None) -> list[str]:
        """Of a programme, or of all that there are."""
        query = select(Programme.currency).where(Programme.deployment == self._deployment)
        if programme is not None:
            query = query.where(Programme.number == programme)
        return sorted(set(session.scalars(query)))

    def receivables(self, session: Session, scope: Scope) -> list[ReceivableRow]:
        """Those that were accepted."""
        query = (
            select(
                Receivable.number,
                Programme.currency,
                Receivable.debtor,
                Receivable.face,
                Receivable.due_day,
                Programme.grace_days,
                Fixing.owed,
            )
            .join(Programme, its_programme())
            .join(
                Entry,
                and_(
                    Entry.deployment == Receivable.deployment,
                    Entry.receivable == Receivable.number,
                    Entry.kind == "mint",
                    Entry.timestamp < scope.before,
                ),
            )
            .outerjoin(
                Fixing,
                and_(Fixing.deployment == Receivable.deployment, Fixing.receivable == Receivable.number),
            )
            .order_by(Receivable.number)
        )
        return [ReceivableRow(*row) for row in session.execute(self._within(query, scope))]

    def settlings(self, session: Session, scope: Scope) -> list[SettlingRow]:
        """Whatever has returned to a debtor's commitment."""
        given, gained = aliased(Posting), aliased(Posting)
        query = (
            select(Entry.receivable, Entry.kind, given.holder, gained.amount, Entry.timestamp)
            .join(gained, and_(_of_entry(gained), gained.amount > 0, gained.serial == COMMITMENT))
            .join(given, and_(_of_entry(given), given.amount < 0))
            .join(Receivable, its_receivable(Entry))
            .where(Entry.timestamp < scope.before)
        )
        return [SettlingRow(*row) for row in session.execute(self._within(query, scope))]

    def retired_notes(self, session: Session, scope: Scope) -> list[tuple[int, bytes, int]]:
        """Receivable, holder and face of notes that were burnt as they were paid."""
        query = (
            select(NoteMovement.receivable, NoteMovement.sender, NoteMovement.amount)
            .join(Receivable, its_receivable(NoteMovement))
            .where(NoteMovement.kind == "retire", NoteMovement.at < scope.before)
        )
        return [(row[0], row[1], row[2]) for row in session.execute(self._within(query, scope))]

    def rounds(self, session: Session, scope: Scope) -> list[RoundRow]:
        """Those that pay face, in order."""
        query = (
            select(Round.receivable, Round.amount, Round.face)
            .join(Receivable, its_receivable(Round))
            .where(~Round.interest, Round.at < scope.before)
            .order_by(Round.receivable, Round.round)
        )
        return [RoundRow(*row) for row in session.execute(self._within(query, scope))]

    def overseas(self, session: Session) -> frozenset[bytes]:
        """Wallets that are known to be at home abroad."""
        query = select(BorderWallet.wallet).where(
            BorderWallet.deployment == self._deployment, BorderWallet.country != CHINA
        )
        return frozenset(session.scalars(query))

    def movements(self, session: Session, wallets: Iterable[bytes], before: int) -> list[MoneyMoved]:
        """All that came into these wallets or left them, in order.

        What a debtor's hold for a receivable pays is drawn out of it by the entry before.
        """
        given, gained, drawn = aliased(Posting), aliased(Posting), aliased(Posting)
        holds = select(Round.hold, Round.receivable).where(Round.deployment == self._deployment).distinct()
        funded = holds.subquery()
        among = list(wallets)
        query = (
            select(
                Entry.block,
                Entry.log_index,
                given.holder,
                gained.holder,
                gained.amount,
                Entry.timestamp,
                Entry.transaction_hash,
                funded.c.receivable,
            )
            .join(given, and_(_of_entry(given), given.amount < 0))
            .join(gained, and_(_of_entry(gained), gained.amount > 0))
            .outerjoin(
                drawn,
                and_(
                    drawn.deployment == Entry.deployment,
                    drawn.block == Entry.block,
                    drawn.log_index == Entry.log_index - 1,
                    drawn.receivable == MONEY,
                    drawn.serial > FREE,
                    drawn.holder == given.holder,
                    drawn.amount == given.amount,
                ),
            )
            .outerjoin(funded, funded.c.hold == drawn.serial)
            .where(
                Entry.deployment == self._deployment,
                Entry.receivable == MONEY,
                Entry.kind.in_(("issue", "redeem", "pay")),
                Entry.timestamp < before,
                or_(given.holder.in_(among), gained.holder.in_(among)),
            )
            .order_by(Entry.block, Entry.log_index)
        )
        return [MoneyMoved((block, log_index), *row) for block, log_index, *row in session.execute(query)]

    def _within(self, query: Select[*tuple[Any, ...]], scope: Scope) -> Select[*tuple[Any, ...]]:
        query = query.where(Receivable.deployment == self._deployment)
        if scope.programme is not None:
            query = query.where(Receivable.programme == scope.programme)
        return query if scope.debtor is None else query.where(Receivable.debtor == scope.debtor)


def _of_entry(posting: type[Posting]) -> ColumnElement[bool]:
    return and_(
        posting.deployment == Entry.deployment,
        posting.block == Entry.block,
        posting.log_index == Entry.log_index,
    )
