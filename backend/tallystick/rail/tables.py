"""What banks have been instructed to carry out."""

from sqlalchemy import Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.database.records import Records

Address = LargeBinary(20)


class Instruction(Records):
    """A movement of money for a bank to carry out. Fen, and seconds since 1970.

    `state` is open, carried_out or refused; `reference` is the bank's own.
    """

    __tablename__ = "records_instruction"

    directory: Mapped[bytes] = mapped_column(Address, primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True)
    log_index: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    bank: Mapped[bytes] = mapped_column(Address)
    payer: Mapped[bytes | None] = mapped_column(Address)
    payee: Mapped[bytes | None] = mapped_column(Address)
    amount: Mapped[int]
    hold: Mapped[int | None]
    at: Mapped[int]
    transaction_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    state: Mapped[str] = mapped_column(String(16))
    reference: Mapped[str | None] = mapped_column(String)

    __table_args__ = (Index("ix_records_instruction_bank", "bank", "state"),)
