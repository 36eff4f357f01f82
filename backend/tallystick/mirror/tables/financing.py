"""Liens on record, sales to financiers, loans of theirs, what goes on after them, and quotes taken back."""

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

    `day_count` as the chain counts them: 1 ACT/360, 2 ACT/365F. `agreement` where the seller gave recourse.
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
    agreement: Mapped[int | None]
    block: Mapped[int]
    log_index: Mapped[int] = mapped_column(Integer)
    transaction_hash: Mapped[bytes] = mapped_column(Hash)
    at: Mapped[int]

    __table_args__ = (
        Index("ix_mirror_sale_seller", "deployment", "seller"),
        Index("ix_mirror_sale_financier", "deployment", "financier"),
    )


class Agreement(MirrorTables):
    """What goes on after money was `paid`: a loan against the pledge of `value`, or the recourse of its sale.

    `due_day` is a loan's last day to repay, or the due day of the receivable that recourse is given for. `buyer`,
    `proceeds` and `surplus` are of a pledge that was sold. Minor units, and days since 1970-01-01.
    """

    __tablename__ = "mirror_agreement"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    pledge: Mapped[bool]
    quote: Mapped[bytes] = mapped_column(Hash)
    receivable: Mapped[int]
    serial: Mapped[int]
    creditor: Mapped[bytes] = mapped_column(Address)
    obligor: Mapped[bytes] = mapped_column(Address)
    value: Mapped[int]
    paid: Mapped[int]
    rate_ppm: Mapped[int]
    day_count: Mapped[int] = mapped_column(Integer)
    due_day: Mapped[int]
    reserve_ppm: Mapped[int]
    buyer: Mapped[bytes | None] = mapped_column(Address)
    proceeds: Mapped[int | None]
    surplus: Mapped[int | None]
    block: Mapped[int]
    log_index: Mapped[int] = mapped_column(Integer)
    transaction_hash: Mapped[bytes] = mapped_column(Hash)
    at: Mapped[int]

    __table_args__ = (
        Index("ix_mirror_agreement_creditor", "deployment", "creditor"),
        Index("ix_mirror_agreement_obligor", "deployment", "obligor"),
    )


class DebtPayment(MirrorTables):
    """`amount` paid on what is owed under an agreement on a claim, of it `interest` up to the day `through`.

    `principal` is what is owed of it after the payment. Minor units.
    """

    __tablename__ = "mirror_debt_payment"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True)
    log_index: Mapped[int] = mapped_column(Integer, primary_key=True)
    agreement: Mapped[int]
    receivable: Mapped[int]
    serial: Mapped[int]
    payer: Mapped[bytes] = mapped_column(Address)
    amount: Mapped[int]
    interest: Mapped[int]
    principal: Mapped[int]
    through: Mapped[int]
    transaction_hash: Mapped[bytes] = mapped_column(Hash)
    at: Mapped[int]

    __table_args__ = (Index("ix_mirror_debt_payment_agreement", "deployment", "agreement"),)


class RecourseDemand(MirrorTables):
    """A holder has called on the seller, who owed so much on the claim then. Minor units."""

    __tablename__ = "mirror_recourse_demand"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True)
    log_index: Mapped[int] = mapped_column(Integer, primary_key=True)
    agreement: Mapped[int]
    receivable: Mapped[int]
    serial: Mapped[int]
    holder: Mapped[bytes] = mapped_column(Address)
    owed: Mapped[int]
    transaction_hash: Mapped[bytes] = mapped_column(Hash)
    at: Mapped[int]

    __table_args__ = (Index("ix_mirror_recourse_demand_agreement", "deployment", "agreement"),)


class RevokedQuote(MirrorTables):
    """A quote that its financier has taken back."""

    __tablename__ = "mirror_revoked_quote"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    quote: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    financier: Mapped[bytes] = mapped_column(Address)
