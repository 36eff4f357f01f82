"""Notes: which programmes offer them, their series, who holds how many, and how they came there."""

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.mirror.tables.base import Address, Hash, MirrorTables


class Offering(MirrorTables):
    """A programme whose claims can be wrapped; `compliance` is the contract of its rules.

    `owner` had it when it was opened, `agent` is the transfer agent of series to come.
    """

    __tablename__ = "mirror_offering"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    programme: Mapped[int] = mapped_column(primary_key=True)
    compliance: Mapped[bytes] = mapped_column(Address)
    owner: Mapped[bytes] = mapped_column(Address)
    agent: Mapped[bytes] = mapped_column(Address)
    at: Mapped[int]


class OfferingModule(MirrorTables):
    """A rule of an offering and what it is set to, in the order in which the rules are asked.

    `setting` is a decimal of up to 80 bits.
    """

    __tablename__ = "mirror_offering_module"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    compliance: Mapped[bytes] = mapped_column(Address, primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    module: Mapped[bytes] = mapped_column(Address)
    setting: Mapped[str] = mapped_column(String(25))


class NoteSeries(MirrorTables):
    """The notes on one receivable; `supply` is the face of its claims that are wrapped.

    `closing` (when notes stop changing hands) and `at` in seconds since 1970.
    """

    __tablename__ = "mirror_note_series"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    address: Mapped[bytes] = mapped_column(Address, primary_key=True)
    receivable: Mapped[int]
    supply: Mapped[int]
    holders: Mapped[int]
    closing: Mapped[int]
    paused: Mapped[bool]
    at: Mapped[int]

    __table_args__ = (Index("ix_mirror_note_series_receivable", "deployment", "receivable"),)


class NoteAgent(MirrorTables):
    """Who is a transfer agent of a series."""

    __tablename__ = "mirror_note_agent"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    series: Mapped[bytes] = mapped_column(Address, primary_key=True)
    agent: Mapped[bytes] = mapped_column(Address, primary_key=True)


class NoteBalance(MirrorTables):
    """What a wallet has of a series, and how much of it is frozen; nothing is no row.

    `frozen` is a decimal of up to 64 bits, since it may be more than there is.
    """

    __tablename__ = "mirror_note_balance"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    series: Mapped[bytes] = mapped_column(Address, primary_key=True)
    holder: Mapped[bytes] = mapped_column(Address, primary_key=True)
    balance: Mapped[int]
    frozen: Mapped[str] = mapped_column(String(20))
    wallet_frozen: Mapped[bool]

    __table_args__ = (Index("ix_mirror_note_balance_holder", "deployment", "holder"),)


class NoteAllowance(MirrorTables):
    """What a spender may move of somebody's notes; nothing is no row. `amount` is a decimal of up to 256 bits."""

    __tablename__ = "mirror_note_allowance"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    series: Mapped[bytes] = mapped_column(Address, primary_key=True)
    owner: Mapped[bytes] = mapped_column(Address, primary_key=True)
    spender: Mapped[bytes] = mapped_column(Address, primary_key=True)
    amount: Mapped[str] = mapped_column(String(78))


class NoteMovement(MirrorTables):
    """A movement of notes: wrap, unwrap, transfer, order, recover or retire (burnt as they were paid).

    `order` is the hash of the order that forced it. `at` in seconds since 1970.
    """

    __tablename__ = "mirror_note_movement"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True)
    log_index: Mapped[int] = mapped_column(Integer, primary_key=True)
    series: Mapped[bytes] = mapped_column(Address)
    receivable: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    sender: Mapped[bytes] = mapped_column(Address)
    recipient: Mapped[bytes] = mapped_column(Address)
    amount: Mapped[int]
    order: Mapped[bytes | None] = mapped_column(Hash)
    transaction_hash: Mapped[bytes] = mapped_column(Hash)
    at: Mapped[int]

    __table_args__ = (Index("ix_mirror_note_movement_receivable", "deployment", "receivable"),)


class NotePayment(MirrorTables):
    """A note holder's share of a round; `face` is what it had before it."""

    __tablename__ = "mirror_note_payment"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True)
    log_index: Mapped[int] = mapped_column(Integer, primary_key=True)
    receivable: Mapped[int]
    round: Mapped[int] = mapped_column(Integer)
    holder: Mapped[bytes] = mapped_column(Address)
    face: Mapped[int]
    share: Mapped[int]
    transaction_hash: Mapped[bytes] = mapped_column(Hash)
    at: Mapped[int]

    __table_args__ = (Index("ix_mirror_note_payment_holder", "deployment", "holder"),)
