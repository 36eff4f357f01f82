"""The market for notes: orders, trades, and debtors who pay early by auction."""

from sqlalchemy import Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.mirror.tables.base import Address, Hash, MirrorTables


class NoteOrder(MirrorTables):
    """An ask or a bid: open, filled, cancelled or expired (as somebody has put on record).

    `curve_version` 0 is an order by rate, any other an ask at that version of the programme's curve. `left` is what is
    not filled, also once it has ended. `expiry` and `at` in seconds since 1970.
    """

    __tablename__ = "mirror_note_order"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    receivable: Mapped[int]
    maker: Mapped[bytes] = mapped_column(Address)
    ask: Mapped[bool]
    amount: Mapped[int]
    minimum: Mapped[int]
    left: Mapped[int]
    rate_ppm: Mapped[int]
    curve_version: Mapped[int]
    expiry: Mapped[int]
    stage: Mapped[str] = mapped_column(String(9))
    at: Mapped[int]

    __table_args__ = (
        Index("ix_mirror_note_order_receivable", "deployment", "receivable"),
        Index("ix_mirror_note_order_maker", "deployment", "maker"),
    )


class NoteTrade(MirrorTables):
    """Notes that went from seller to buyer against e-CNY on an order. `at` in seconds since 1970."""

    __tablename__ = "mirror_note_trade"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True)
    log_index: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int]
    receivable: Mapped[int]
    seller: Mapped[bytes] = mapped_column(Address)
    buyer: Mapped[bytes] = mapped_column(Address)
    amount: Mapped[int]
    price: Mapped[int]
    curve_version: Mapped[int]
    transaction_hash: Mapped[bytes] = mapped_column(Hash)
    at: Mapped[int]

    __table_args__ = (Index("ix_mirror_note_trade_receivable", "deployment", "receivable"),)


class EarlyAuction(MirrorTables):
    """A debtor's budget for early payment: open, cleared or cancelled.

    `closing`, `expiry` (0: none), `at` and `cleared_at` in seconds since 1970. What came of it is null until it is
    cleared.
    """

    __tablename__ = "mirror_early_auction"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    hold: Mapped[int]
    debtor: Mapped[bytes] = mapped_column(Address)
    programme: Mapped[int]
    budget: Mapped[int]
    closing: Mapped[int]
    expiry: Mapped[int]
    uniform: Mapped[bool]
    stage: Mapped[str] = mapped_column(String(9))
    face: Mapped[int | None]
    paid: Mapped[int | None]
    marginal_ppm: Mapped[int | None]
    returned: Mapped[int | None]
    at: Mapped[int]
    cleared_at: Mapped[int | None]

    __table_args__ = (Index("ix_mirror_early_auction_debtor", "deployment", "debtor"),)


class EarlyOffer(MirrorTables):
    """Notes that were offered for early payment: made, withdrawn, paid or skipped.

    An offer that the money did not reach stays made. `paid_amount`, `price` and `paid_ppm` are what was bought of it
    and how; `reason` is the selector of the error for which it was skipped. `at` and `paid_at` in seconds since 1970.
    """

    __tablename__ = "mirror_early_offer"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    auction: Mapped[int]
    receivable: Mapped[int]
    seller: Mapped[bytes] = mapped_column(Address)
    amount: Mapped[int]
    rate_ppm: Mapped[int]
    stage: Mapped[str] = mapped_column(String(9))
    paid_amount: Mapped[int | None]
    price: Mapped[int | None]
    paid_ppm: Mapped[int | None]
    reason: Mapped[bytes | None] = mapped_column(LargeBinary(4))
    at: Mapped[int]
    paid_at: Mapped[int | None]
    transaction_hash: Mapped[bytes | None] = mapped_column(Hash)

    __table_args__ = (
        Index("ix_mirror_early_offer_auction", "deployment", "auction"),
        Index("ix_mirror_early_offer_seller", "deployment", "seller"),
    )
