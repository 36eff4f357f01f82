"""Cross-border trade: rates, fixings, milestones, limits, whose wallets take part, and every movement.

Amounts are minor units of the programme's currency, `money` and `owed` fen; `at` says when the chain took it in, in
seconds since 1970, `updated_at` when a feed says that it was so. Rounds and answers of feeds are decimals of up to 80
bits.
"""

from sqlalchemy import Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.mirror.tables.base import Address, Hash, MirrorTables

Group = LargeBinary(30)
Large = String(25)


class RateReading(MirrorTables):
    """An answer of a feed that was believed. `direction` 1: yuan for one unit, 2: units for one yuan."""

    __tablename__ = "mirror_rate_reading"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True)
    log_index: Mapped[int] = mapped_column(Integer, primary_key=True)
    currency: Mapped[str] = mapped_column(String(3))
    at: Mapped[int]
    round: Mapped[str] = mapped_column(Large)
    answer: Mapped[str] = mapped_column(Large)
    updated_at: Mapped[int]
    decimals: Mapped[int] = mapped_column(Integer)
    direction: Mapped[int] = mapped_column(Integer)

    __table_args__ = (
        Index("ix_mirror_rate_reading_currency", "deployment", "currency", "block", "log_index"),
    )


class LocalFeed(MirrorTables):
    """A feed of the deployment's own, and who pushes to it."""

    __tablename__ = "mirror_local_feed"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    feed: Mapped[bytes] = mapped_column(Address, primary_key=True)
    reporter: Mapped[bytes] = mapped_column(Address)
    decimals: Mapped[int] = mapped_column(Integer)
    description: Mapped[str] = mapped_column(Text)


class FeedAnswer(MirrorTables):
    """What such a feed said, believed or not; of 192 bits, with a sign."""

    __tablename__ = "mirror_feed_answer"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    feed: Mapped[bytes] = mapped_column(Address, primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(String(59))
    updated_at: Mapped[int]
    at: Mapped[int]


class BorderFactor(MirrorTables):
    """What milestones of the goods are worth under a programme, in millionths."""

    __tablename__ = "mirror_border_factor"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    programme: Mapped[int] = mapped_column(primary_key=True)
    none: Mapped[int]
    shipped: Mapped[int]
    customs: Mapped[int]
    delivered: Mapped[int]


class Valuation(MirrorTables):
    """What a receivable was worth, as somebody put it on record: `fen` is face × rate × factor."""

    __tablename__ = "mirror_valuation"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True)
    log_index: Mapped[int] = mapped_column(Integer, primary_key=True)
    receivable: Mapped[int]
    face: Mapped[int]
    answer: Mapped[str] = mapped_column(Large)
    decimals: Mapped[int] = mapped_column(Integer)
    direction: Mapped[int] = mapped_column(Integer)
    is_fixed: Mapped[bool]
    reached: Mapped[int] = mapped_column(Integer)
    factor_ppm: Mapped[int]
    fen: Mapped[int]
    transaction_hash: Mapped[bytes] = mapped_column(Hash)
    at: Mapped[int]

    __table_args__ = (Index("ix_mirror_valuation_receivable", "deployment", "receivable"),)


class FixingFallback(MirrorTables):
    """After how many days without a good rate the last one before the due day applies."""

    __tablename__ = "mirror_fixing_fallback"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    programme: Mapped[int] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(Integer)


class Fixing(MirrorTables):
    """The rate that governs every payment of a receivable, and what its face is in fen."""

    __tablename__ = "mirror_fixing"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    receivable: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[str] = mapped_column(Large)
    answer: Mapped[str] = mapped_column(Large)
    updated_at: Mapped[int]
    decimals: Mapped[int] = mapped_column(Integer)
    direction: Mapped[int] = mapped_column(Integer)
    fallback: Mapped[bool]
    owed: Mapped[int]
    at: Mapped[int]


class Milestone(MirrorTables):
    """How far the goods have come: 1 shipped, 2 through customs, 3 delivered; `document` is the paper's hash."""

    __tablename__ = "mirror_milestone"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    receivable: Mapped[int] = mapped_column(primary_key=True)
    milestone: Mapped[int] = mapped_column(Integer, primary_key=True)
    block: Mapped[int]
    log_index: Mapped[int] = mapped_column(Integer)
    carrier: Mapped[bytes] = mapped_column(Address)
    occurred_at: Mapped[int]
    document: Mapped[bytes] = mapped_column(Hash)
    at: Mapped[int]


class BorderLimit(MirrorTables):
    """What may move under a programme; `window` in seconds, `countries` numbers a list, `released_at` a milestone."""

    __tablename__ = "mirror_border_limit"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    programme: Mapped[int] = mapped_column(primary_key=True)
    transaction_cap: Mapped[int]
    window_cap: Mapped[int]
    window: Mapped[int]
    countries: Mapped[str] = mapped_column(Large)
    released_at: Mapped[int] = mapped_column(Integer)


class BorderPurpose(MirrorTables):
    """A purpose that is allowed under a programme, by the balance-of-payments classification."""

    __tablename__ = "mirror_border_purpose"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    programme: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[int] = mapped_column(primary_key=True)


class BorderWallet(MirrorTables):
    """A wallet that takes part, and whose it is."""

    __tablename__ = "mirror_border_wallet"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    wallet: Mapped[bytes] = mapped_column(Address, primary_key=True)
    group: Mapped[bytes] = mapped_column(Group)
    country: Mapped[int] = mapped_column(Integer)


class DeclaredPurpose(MirrorTables):
    """What a receivable is for, as its debtor said."""

    __tablename__ = "mirror_declared_purpose"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    receivable: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[int]


class BorderOrder(MirrorTables):
    """An authority's order that stops everything under a programme."""

    __tablename__ = "mirror_border_order"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    programme: Mapped[int] = mapped_column(primary_key=True)
    authority: Mapped[bytes] = mapped_column(Address, primary_key=True)
    order: Mapped[bytes] = mapped_column(Hash)


class BorderMovement(MirrorTables):
    """A commitment accepted, a claim passed on, or money released; the last has no sender but the debtor's hold."""

    __tablename__ = "mirror_border_movement"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True)
    log_index: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(7))
    receivable: Mapped[int]
    sender: Mapped[bytes | None] = mapped_column(Address)
    recipient: Mapped[bytes] = mapped_column(Address)
    sender_group: Mapped[bytes | None] = mapped_column(Group)
    recipient_group: Mapped[bytes] = mapped_column(Group)
    amount: Mapped[int]
    money: Mapped[int | None]
    purpose: Mapped[int]
    transaction_hash: Mapped[bytes] = mapped_column(Hash)
    at: Mapped[int]

    __table_args__ = (
        Index("ix_mirror_border_movement_receivable", "deployment", "receivable"),
        Index("ix_mirror_border_movement_sender", "deployment", "sender"),
        Index("ix_mirror_border_movement_recipient", "deployment", "recipient"),
    )
