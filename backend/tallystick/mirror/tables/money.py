"""e-CNY: wallets, what is set aside in them, what their owners let others pay; and what claims were paid from it."""

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.mirror.tables.base import Address, Hash, MirrorTables


class Wallet(MirrorTables):
    """Somebody's e-CNY. `held` is what of `balance` is set aside by holds. Amounts are fen."""

    __tablename__ = "mirror_wallet"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    owner: Mapped[bytes] = mapped_column(Address, primary_key=True)
    bank: Mapped[bytes] = mapped_column(Address, index=True)
    tier: Mapped[int] = mapped_column(Integer)
    balance: Mapped[int]
    held: Mapped[int]


class Hold(MirrorTables):
    """Money that its payer has set aside for `releaser` to pay out, to `payee` alone where there is one.

    `left` is what of `amount` was neither paid nor returned yet. `expiry` in seconds since 1970, 0 where there is none.
    `block`, `log_index` and `at` (seconds since 1970) say when it was placed.
    """

    __tablename__ = "mirror_hold"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    payer: Mapped[bytes] = mapped_column(Address)
    releaser: Mapped[bytes] = mapped_column(Address)
    payee: Mapped[bytes | None] = mapped_column(Address)
    amount: Mapped[int]
    left: Mapped[int]
    expiry: Mapped[int]
    purpose: Mapped[bytes] = mapped_column(Hash)
    block: Mapped[int]
    log_index: Mapped[int] = mapped_column(Integer)
    at: Mapped[int]

    __table_args__ = (
        Index("ix_mirror_hold_payer", "deployment", "payer"),
        Index("ix_mirror_hold_releaser", "deployment", "releaser"),
        Index("ix_mirror_hold_payee", "deployment", "payee"),
    )


class PaymentApproval(MirrorTables):
    """What a spender may pay out of somebody's wallet; nothing is no row. `amount` is a decimal of up to 256 bits."""

    __tablename__ = "mirror_payment_approval"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    owner: Mapped[bytes] = mapped_column(Address, primary_key=True)
    spender: Mapped[bytes] = mapped_column(Address, primary_key=True)
    amount: Mapped[str] = mapped_column(String(78))

    __table_args__ = (Index("ix_mirror_payment_approval_spender", "deployment", "spender"),)


class Round(MirrorTables):
    """What one funding of a receivable brought, as face or as overdue interest, and how far it was paid out.

    `amount` is divided over `face`, of which `cursor` has taken its share. `block`, `log_index` and `at` (seconds since
    1970) say when it was funded.
    """

    __tablename__ = "mirror_round"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    receivable: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(Integer, primary_key=True)
    hold: Mapped[int]
    amount: Mapped[int]
    face: Mapped[int]
    cursor: Mapped[int]
    interest: Mapped[bool]
    block: Mapped[int]
    log_index: Mapped[int] = mapped_column(Integer)
    at: Mapped[int]


class Collection(MirrorTables):
    """A claim's share of a round, or a part of it, as it was paid to who held it then; `face` is what took it."""

    __tablename__ = "mirror_collection"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    receivable: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(Integer, primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True)
    log_index: Mapped[int] = mapped_column(Integer, primary_key=True)
    holder: Mapped[bytes] = mapped_column(Address)
    face: Mapped[int]
    share: Mapped[int]
    transaction_hash: Mapped[bytes] = mapped_column(Hash, index=True)
    at: Mapped[int]

    __table_args__ = (Index("ix_mirror_collection_holder", "deployment", "holder"),)
