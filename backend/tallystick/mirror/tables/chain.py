"""How far the chain has been mirrored, and what it recorded."""

from sqlalchemy import ForeignKeyConstraint, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.mirror.tables.base import Address, Hash, MirrorTables


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
        Index("ix_mirror_event_address", "deployment", "address"),
    )
