"""Who takes part, and who may not for the time being."""

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.mirror.tables.base import Address, Hash, MirrorTables


class Account(MirrorTables):
    """A party's account on the chain: its roles and how many claims it holds.

    Whoever holds claims, is suspended or a desk has one, opened or not.
    """

    __tablename__ = "mirror_account"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    address: Mapped[bytes] = mapped_column(Address, primary_key=True)
    opened: Mapped[bool]
    roles: Mapped[int] = mapped_column(Integer)
    suspended: Mapped[bool]
    desk: Mapped[bool]
    claims: Mapped[int]


class Suspension(MirrorTables):
    """An authority's standing order that an account gives nothing and gains nothing."""

    __tablename__ = "mirror_suspension"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    account: Mapped[bytes] = mapped_column(Address, primary_key=True)
    authority: Mapped[bytes] = mapped_column(Address, primary_key=True)
    order: Mapped[bytes] = mapped_column(Hash)
