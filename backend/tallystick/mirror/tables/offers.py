"""What holders let others take."""

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.mirror.tables.base import Address, Hash, MirrorTables


class Offer(MirrorTables):
    """Value out of a claim that its holder offers to somebody, who signs for it or does not.

    `state` is open, accepted, declined or withdrawn. What is open may be dead: its time over (`expiry`, seconds since
    1970, at most 2^63 − 1 here), its claim gone or at another `epoch` than it was offered at. `drawings` is the ABI
    encoding of (bytes32,uint64)[]. `block`, `log_index` and `at` (seconds since 1970) say when it was made, the last
    time where the same was offered again.
    """

    __tablename__ = "mirror_offer"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    receivable: Mapped[int]
    serial: Mapped[int]
    epoch: Mapped[int] = mapped_column(Integer)
    holder: Mapped[bytes] = mapped_column(Address)
    recipient: Mapped[bytes] = mapped_column(Address)
    value: Mapped[int]
    expiry: Mapped[int]
    drawings: Mapped[bytes]
    state: Mapped[str] = mapped_column(String(16))
    into_serial: Mapped[int | None]
    block: Mapped[int]
    log_index: Mapped[int] = mapped_column(Integer)
    at: Mapped[int]

    __table_args__ = (
        Index("ix_mirror_offer_claim", "deployment", "receivable", "serial"),
        Index("ix_mirror_offer_holder", "deployment", "holder"),
        Index("ix_mirror_offer_recipient", "deployment", "recipient"),
    )


class Allowance(MirrorTables):
    """What an operator may take out of a claim while the claim is at `epoch`; nothing is no row.

    `value` is a decimal number of up to 256 bits; the largest, 2^256 − 1, is unlimited.
    """

    __tablename__ = "mirror_allowance"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    receivable: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(primary_key=True)
    operator: Mapped[bytes] = mapped_column(Address, primary_key=True)
    epoch: Mapped[int] = mapped_column(Integer)
    value: Mapped[str] = mapped_column(String(78))

    __table_args__ = (Index("ix_mirror_allowance_operator", "deployment", "operator"),)
