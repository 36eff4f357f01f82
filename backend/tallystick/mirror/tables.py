"""What the mirror keeps. Every table here is a function of the chain: drop them all, rebuild, and nothing is lost.

Rows are kept per deployment, that is per (genesis hash, directory contract). `block` and `log_index` name the event a
row comes from. Addresses and hashes are bytes, amounts integers of minor units, a claim the pair (receivable, serial).
"""

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Integer, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tallystick.database.naming import NAMING_CONVENTION

Address = LargeBinary(20)
Hash = LargeBinary(32)


class MirrorTables(DeclarativeBase):
    """The tables that `tallystick rebuild` may drop."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {int: BigInteger, bytes: LargeBinary}


class Deployment(MirrorTables):
    """A set of contracts on a chain, and how far it has been mirrored.

    `digest` is a running hash over every event taken in: two mirrors with the same checkpoint and digest are equal.
    """

    __tablename__ = "mirror_deployment"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    genesis_hash: Mapped[bytes] = mapped_column(Hash)
    directory: Mapped[bytes] = mapped_column(Address)
    block: Mapped[int]
    block_hash: Mapped[bytes] = mapped_column(Hash)
    block_timestamp: Mapped[int]
    digest: Mapped[bytes] = mapped_column(Hash)

    __table_args__ = (
        Index("uq_mirror_deployment_genesis_hash_directory", "genesis_hash", "directory", unique=True),
    )


class Block(MirrorTables):
    """A block that has been taken in, with the running digest after it."""

    __tablename__ = "mirror_block"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[bytes] = mapped_column(Hash)
    parent_hash: Mapped[bytes] = mapped_column(Hash)
    timestamp: Mapped[int]
    digest: Mapped[bytes] = mapped_column(Hash)


class Event(MirrorTables):
    """An event as the chain recorded it."""

    __tablename__ = "mirror_event"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True)
    log_index: Mapped[int] = mapped_column(Integer, primary_key=True)
    transaction_hash: Mapped[bytes] = mapped_column(Hash, index=True)
    transaction_index: Mapped[int] = mapped_column(Integer)
    address: Mapped[bytes] = mapped_column(Address)
    topics: Mapped[bytes]
    data: Mapped[bytes]

    __table_args__ = (
        ForeignKeyConstraint(["deployment", "block"], ["mirror_block.deployment", "mirror_block.number"]),
    )


class Entry(MirrorTables):
    """One movement of face value in the journal; its postings add up to zero.

    `kind`: mint (the debtor's commitment becomes a claim), divide (value into another claim of the same holder),
    pass (value into a claim of another holder), assign (a whole claim changes its holder).
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


class Account(MirrorTables):
    """A party's account on the chain: its roles and how many claims it holds. Holders that were never opened too."""

    __tablename__ = "mirror_account"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    address: Mapped[bytes] = mapped_column(Address, primary_key=True)
    opened: Mapped[bool]
    roles: Mapped[int] = mapped_column(Integer)
    claims: Mapped[int]


class Programme(MirrorTables):
    """The rules under which receivables are issued, as opened on the chain."""

    __tablename__ = "mirror_programme"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String)
    currency: Mapped[str] = mapped_column(String(3))
    kind: Mapped[int] = mapped_column(Integer)
    regime: Mapped[int] = mapped_column(Integer)
    day_count: Mapped[int] = mapped_column(Integer)
    longest_term_months: Mapped[int] = mapped_column(Integer)
    acceptance_required: Mapped[bool]
    evidence_required: Mapped[bool]
    open_accounts_only: Mapped[bool]
    approval: Mapped[bytes] = mapped_column(Hash)


class Document(MirrorTables):
    """A trade document as a budget: what it is good for and how much of it is drawn."""

    __tablename__ = "mirror_document"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    buyer: Mapped[bytes] = mapped_column(Address)
    seller: Mapped[bytes] = mapped_column(Address)
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    kind: Mapped[int] = mapped_column(Integer)
    drawn: Mapped[int]


class Drawing(MirrorTables):
    """What a receivable draws on a document."""

    __tablename__ = "mirror_drawing"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    receivable: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[int]


class Receivable(MirrorTables):
    """One debtor's commitment to pay. `status` as in `ReceivableStatus` on the chain; days count from 1970-01-01."""

    __tablename__ = "mirror_receivable"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    programme: Mapped[int]
    debtor: Mapped[bytes] = mapped_column(Address, index=True)
    creditor: Mapped[bytes] = mapped_column(Address, index=True)
    face: Mapped[int]
    outstanding: Mapped[int]
    issue_day: Mapped[int] = mapped_column(Integer)
    due_day: Mapped[int] = mapped_column(Integer)
    status: Mapped[int] = mapped_column(Integer)
    next_serial: Mapped[int]
    next_lot: Mapped[int]


class Claim(MirrorTables):
    """One holder's part of a receivable, as it stands."""

    __tablename__ = "mirror_claim"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    receivable: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(primary_key=True)
    holder: Mapped[bytes] = mapped_column(Address)
    face: Mapped[int]
    epoch: Mapped[int] = mapped_column(Integer)

    __table_args__ = (Index("ix_mirror_claim_holder", "deployment", "holder"),)


class Holding(MirrorTables):
    """What one holder has of a receivable over all its claims."""

    __tablename__ = "mirror_holding"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    receivable: Mapped[int] = mapped_column(primary_key=True)
    holder: Mapped[bytes] = mapped_column(Address, primary_key=True)
    face: Mapped[int]
    claims: Mapped[int]


class Lot(MirrorTables):
    """A piece of face with one history. Lots form the way back to the issue: each knows the lot it was cut from.

    `tier` counts trade transfers since issue, the creditor being tier 1. `amount` is what the lot began with,
    `remaining` what of it still lies in the claim; what is gone lies in the lots whose `parent` it is. Where value
    leaves a claim of several lots, the lot that came in first goes out first.
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
