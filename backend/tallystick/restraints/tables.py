"""What authorities' orders say. The chain knows only their hashes."""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.database.records import Records


class OrderRecord(Records):
    """An order as its authority named it, once for each command. `hash` is the Keccak-256 of its UTF-8 text."""

    __tablename__ = "records_order"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    authority: Mapped[bytes] = mapped_column(LargeBinary(20))
    text: Mapped[str] = mapped_column(String)
    created_at: Mapped[int]
