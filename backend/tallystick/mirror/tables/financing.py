"""Liens on record, sales to financiers, and quotes taken back."""

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.mirror.tables.base import Address, Hash, MirrorTables


class Lien(MirrorTables):
    """A financier's registration of its interest in a claim, as its holder at `epoch` has it."""

    __tablename__ = "mirror_lien"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    receivable: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(Integer, primary_key=True)
    financier: Mapped[bytes] = mapped_column(Address, primary_key=True)
    receipt: Mapped[bytes] = mapped_column(Hash)
    block: Mapped[int]
    log_index: Mapped[int] = mapped_column(Integer)
    at: Mapped[int]


class Sale(MirrorTables):
    """A quote that was accepted: `value` of a claim against `proceeds`, in minor units, at `rate_ppm` a year.

    `day_count` as the chain counts them: 1 ACT/360, 2 ACT/365F.
    """

    __tablename__ = "mirror_sale"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    quote: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    receivable: Mapped[int]
    serial: Mapped[int]
    seller: Mapped[bytes] = mapped_column(Address)
    financier: Mapped[bytes] = mapped_column(Address)
    value: Mapped[int]
    proceeds: Mapped[int]
    rate_ppm: Mapped[int]
    day_count: Mapped[int] = mapped_column(Integer)
    block: Mapped[int]
    log_index: Mapped[int] = mapped_column(Integer)
    transaction_hash: Mapped[bytes] = mapped_column(Hash)
    at: Mapped[int]

    __table_args__ = (
        Index("ix_mirror_sale_seller", "deployment", "seller"),
        Index("ix_mirror_sale_financier", "deployment", "financier"),
    )


class RevokedQuote(MirrorTables):
    """A quote that its financier has taken back."""

    __tablename__ = "mirror_revoked_quote"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    quote: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    financier: Mapped[bytes] = mapped_column(Address)
