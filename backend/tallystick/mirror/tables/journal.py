"""Every movement of face value and of money, and the way back of every part of it."""

from sqlalchemy import ForeignKeyConstraint, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.mirror.tables.base import Address, Hash, MirrorTables


class Entry(MirrorTables):
    """One movement of face value or of money in the journal; its postings add up to zero.

    `kind`: mint (the debtor's commitment becomes a claim), divide (value into another claim of the same holder),
    pass (value into a claim of another holder), assign (a whole claim changes its holder), sell (either of the two, but
    carried by a desk: no trade transfer), cancel (a claim returns into the commitment, which both sides undo),
    retire (it returns there, being paid).

    Of money, with 0 for a receivable: issue and redeem (a bank, against what all e-CNY there is stands for), pay, hold
    (set aside), draw (out of a hold, to be paid), return (what is left of a hold is free again).
    """

    __tablename__ = "mirror_entry"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True)
    log_index: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    receivable: Mapped[int] = mapped_column(index=True)
    transaction_hash: Mapped[bytes] = mapped_column(Hash)
    timestamp: Mapped[int]


class Posting(MirrorTables):
    """One side of an entry: what an account gains (positive) or gives (negative).

    An account is a claim in somebody's hands (receivable, serial, holder); serial 0 is the debtor's commitment.
    Money is at receivable 0: serial 0 is what a wallet's owner has free, a positive serial a hold, −1 what the banks
    have issued.
    """

    __tablename__ = "mirror_posting"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True)
    log_index: Mapped[int] = mapped_column(Integer, primary_key=True)
    line: Mapped[int] = mapped_column(Integer, primary_key=True)
    receivable: Mapped[int]
    serial: Mapped[int]
    holder: Mapped[bytes] = mapped_column(Address)
    amount: Mapped[int]

    __table_args__ = (
        Index("ix_mirror_posting_claim", "deployment", "receivable", "serial"),
        Index("ix_mirror_posting_holder", "deployment", "holder"),
        ForeignKeyConstraint(
            ["deployment", "block", "log_index"],
            ["mirror_entry.deployment", "mirror_entry.block", "mirror_entry.log_index"],
        ),
    )


class Lot(MirrorTables):
    """A piece of face with one history. Lots form the way back to the issue: each knows the lot it was cut from.

    `tier` counts trade transfers since issue, the creditor being tier 1; what a desk carries is
    none. `amount` is what the lot began with,
    `remaining` what of it still lies in the claim; what is gone lies in the lots whose `parent` it is, or was
    cancelled or paid. Where value leaves a claim of several lots, the lot that came in first goes out first.
    """

    __tablename__ = "mirror_lot"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    receivable: Mapped[int] = mapped_column(primary_key=True)
    lot: Mapped[int] = mapped_column(primary_key=True)
    parent: Mapped[int | None]
    serial: Mapped[int]
    holder: Mapped[bytes] = mapped_column(Address)
    tier: Mapped[int] = mapped_column(Integer)
    amount: Mapped[int]
    remaining: Mapped[int]
    block: Mapped[int]
    log_index: Mapped[int] = mapped_column(Integer)

    __table_args__ = (Index("ix_mirror_lot_claim", "deployment", "receivable", "serial"),)
