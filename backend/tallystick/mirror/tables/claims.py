"""Receivables, their claims, and who holds how much of them."""

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.mirror.tables.base import Address, Hash, MirrorTables


class Receivable(MirrorTables):
    """One debtor's commitment to pay. Days count from 1970-01-01.

    `status` as in `ReceivableStatus` on the chain: 1 offered, 2 active, 3 declined, 4 withdrawn, 5 lapsed, 6 cancelled,
    7 funded in part, 8 funded in full.
    """

    __tablename__ = "mirror_receivable"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    programme: Mapped[int]
    debtor: Mapped[bytes] = mapped_column(Address, index=True)
    creditor: Mapped[bytes] = mapped_column(Address, index=True)
    face: Mapped[int]
    outstanding: Mapped[int]
    issue_day: Mapped[int] = mapped_column(Integer)
    accept_day: Mapped[int] = mapped_column(Integer)
    due_day: Mapped[int] = mapped_column(Integer)
    status: Mapped[int] = mapped_column(Integer)
    paused: Mapped[bool]
    cancellation_proposer: Mapped[bytes | None] = mapped_column(Address)
    next_serial: Mapped[int]
    next_lot: Mapped[int]


class Claim(MirrorTables):
    """One holder's part of a receivable, as it stands.

    `beneficiary` is for whose benefit it is encumbered, None where it is not. `round` counts the rounds of
    settlement that it has taken.
    """

    __tablename__ = "mirror_claim"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    receivable: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(primary_key=True)
    holder: Mapped[bytes] = mapped_column(Address)
    face: Mapped[int]
    epoch: Mapped[int] = mapped_column(Integer)
    round: Mapped[int] = mapped_column(Integer)
    frozen: Mapped[bool]
    beneficiary: Mapped[bytes | None] = mapped_column(Address)
    recourse: Mapped[bool]
    agreement: Mapped[int | None]
    disputed: Mapped[bool]
    dispute_reason: Mapped[bytes | None] = mapped_column(Hash)

    __table_args__ = (Index("ix_mirror_claim_holder", "deployment", "holder"),)


class Holding(MirrorTables):
    """What one holder has of a receivable over all its claims."""

    __tablename__ = "mirror_holding"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    receivable: Mapped[int] = mapped_column(primary_key=True)
    holder: Mapped[bytes] = mapped_column(Address, primary_key=True)
    face: Mapped[int]
    claims: Mapped[int]


class FreezeOrder(MirrorTables):
    """An authority's standing order that a claim stays where it is."""

    __tablename__ = "mirror_freeze_order"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    receivable: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(primary_key=True)
    authority: Mapped[bytes] = mapped_column(Address, primary_key=True)
    order: Mapped[bytes] = mapped_column(Hash)
