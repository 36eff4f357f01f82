"""Reads what happened to the notes of a programme: movements, what was paid for them, and who is related to whom."""

from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from tallystick.metrics.note_book import Movement, PriceKey
from tallystick.mirror.events import NOBODY
from tallystick.mirror.joins import its_receivable
from tallystick.mirror.projections.market import PAID
from tallystick.mirror.tables import (
    CurveKnot,
    EarlyAuction,
    EarlyOffer,
    Entry,
    NoteMovement,
    NotePayment,
    NoteTrade,
    NoteWallet,
    Receivable,
)
from tallystick.money.curve import Knot


class TradeRow(NamedTuple):
    """Notes that were sold. `creditor` had the receivable first and `accepted_at` is when, in seconds since 1970."""

    receivable: int
    seller: bytes
    buyer: bytes
    amount: int
    price: int
    primary: bool
    at: int
    due_day: int
    creditor: bytes
    accepted_at: int
    transaction: bytes


class CurveVersion(NamedTuple):
    """A discount curve that priced from `at` on."""

    version: int
    at: int
    knots: tuple[Knot, ...]


class NoteReader:
    """One deployment's notes. Nothing is filtered: the figures are of a whole market."""

    def __init__(self, deployment: int) -> None:
        self._deployment = deployment

    def trades(self, session: Session, programme: int) -> list[TradeRow]:
        """On the market, in the order in which they happened."""
        query = (
            select(
                NoteTrade.receivable,
                NoteTrade.seller,
                NoteTrade.buyer,
                NoteTrade.amount,
                NoteTrade.price,
                NoteTrade.curve_version > 0,
                NoteTrade.at,
                Receivable.due_day,
                Receivable.creditor,
                self._accepted_at(),
                NoteTrade.transaction_hash,
            )
            .join(Receivable, its_receivable(NoteTrade))
            .where(NoteTrade.deployment == self._deployment, Receivable.programme == programme)
            .order_by(NoteTrade.block, NoteTrade.log_index)
        )
        return [TradeRow(*row) for row in session.execute(query)]

    def early_payments(self, session: Session, programme: int) -> list[TradeRow]:
        """What debtors have paid early by auction, as sales to them."""
        query = (
            select(
                EarlyOffer.receivable,
                EarlyOffer.seller,
                EarlyAuction.debtor,
                EarlyOffer.paid_amount,
                EarlyOffer.price,
                EarlyOffer.seller == Receivable.creditor,
                EarlyOffer.paid_at,
                Receivable.due_day,
                Receivable.creditor,
                self._accepted_at(),
                EarlyOffer.transaction_hash,
            )
            .join(Receivable, its_receivable(EarlyOffer))
            .join(
                EarlyAuction,
                and_(
                    EarlyAuction.deployment == EarlyOffer.deployment,
                    EarlyAuction.number == EarlyOffer.auction,
                ),
            )
            .where(
                EarlyOffer.deployment == self._deployment,
                EarlyOffer.stage == PAID,
                Receivable.programme == programme,
            )
            .order_by(EarlyOffer.paid_at, EarlyOffer.number)
        )
        return [TradeRow(*cast("tuple[Any, ...]", row)) for row in session.execute(query)]

    def movements(self, session: Session, programme: int) -> list[Movement]:
        """Every movement of notes, in order."""
        query = (
            select(
                NoteMovement.series,
                NoteMovement.sender,
                NoteMovement.recipient,
                NoteMovement.amount,
                NoteMovement.transaction_hash,
                NoteMovement.at,
            )
            .join(Receivable, its_receivable(NoteMovement))
            .where(NoteMovement.deployment == self._deployment, Receivable.programme == programme)
            .order_by(NoteMovement.block, NoteMovement.log_index)
        )
        return [Movement(*row) for row in session.execute(query)]

    def maturity_prices(self, session: Session, programme: int) -> dict[PriceKey, list[int]]:
        """What was paid for notes that were burnt as their holders were paid."""
        shares = (
            select(
                NotePayment.transaction_hash,
                NotePayment.receivable,
                NotePayment.holder,
                func.sum(NotePayment.share).label("share"),
            )
            .where(NotePayment.deployment == self._deployment)
            .group_by(NotePayment.transaction_hash, NotePayment.receivable, NotePayment.holder)
            .subquery()
        )
        query = (
            select(NoteMovement.transaction_hash, NoteMovement.sender, NoteMovement.amount, shares.c.share)
            .join(
                shares,
                and_(
                    shares.c.transaction_hash == NoteMovement.transaction_hash,
                    shares.c.receivable == NoteMovement.receivable,
                    shares.c.holder == NoteMovement.sender,
                ),
            )
            .join(Receivable, its_receivable(NoteMovement))
            .where(
                NoteMovement.deployment == self._deployment,
                NoteMovement.kind == "retire",
                Receivable.programme == programme,
            )
        )
        prices: dict[PriceKey, list[int]] = {}
        for transaction, holder, amount, share in session.execute(query):
            prices.setdefault((transaction, holder, NOBODY, amount), []).append(int(share))
        return prices

    def curves(self, session: Session, programme: int) -> list[CurveVersion]:
        """The earliest first."""
        query = select(CurveKnot).where(
            CurveKnot.deployment == self._deployment, CurveKnot.programme == programme
        )
        versions: dict[int, list[CurveKnot]] = {}
        for knot in session.scalars(query.order_by(CurveKnot.version, CurveKnot.remaining_days)):
            versions.setdefault(knot.version, []).append(knot)
        return [
            CurveVersion(
                number, knots[0].at, tuple(Knot(knot.remaining_days, knot.rate_ppm) for knot in knots)
            )
            for number, knots in versions.items()
        ]

    def identities(self, session: Session) -> dict[bytes, bytes]:
        """By which each registered wallet's party is known."""
        query = select(NoteWallet.wallet, NoteWallet.identity).where(
            NoteWallet.deployment == self._deployment
        )
        return {row.wallet: row.identity for row in session.execute(query)}

    def _accepted_at(self) -> ColumnElement[int]:
        return (
            select(func.min(Entry.timestamp))
            .where(
                Entry.deployment == Receivable.deployment,
                Entry.receivable == Receivable.number,
                Entry.kind == "mint",
            )
            .correlate(Receivable)
            .scalar_subquery()
        )
