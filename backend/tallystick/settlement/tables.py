"""What holders have written off in their own books."""

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.database.records import Records


class WriteOffRecord(Records):
    """A holder no longer counts on being paid this part of a claim. Minor units, and seconds since 1970."""

    __tablename__ = "records_write_off"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    holder: Mapped[bytes] = mapped_column(LargeBinary(20))
    receivable: Mapped[int]
    serial: Mapped[int]
    amount: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[int]

    __table_args__ = (Index("ix_records_write_off_holder", "holder", "id"),)
