"""What debtors object. The chain knows only its hash."""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.database.records import Records


class DisputeReason(Records):
    """`hash` is the Keccak-256 of the text in UTF-8."""

    __tablename__ = "records_dispute_reason"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    text: Mapped[str] = mapped_column(String)
