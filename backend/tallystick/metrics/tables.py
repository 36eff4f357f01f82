"""What borrowers and financiers say of their costs: off the chain, and not derivable from it."""

from sqlalchemy import Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.database.records import Records

Address = LargeBinary(20)
Hash = LargeBinary(32)


class BaselineRecord(Records):
    """What a borrower has paid for money from a day on, and what shows it. Simple interest in ppm a year.

    `evidence` is the text that the borrower gave, `evidence_hash` its Keccak-256 in UTF-8. Nothing is ever changed: of
    two from the same day the later counts.
    """

    __tablename__ = "records_baseline"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    borrower: Mapped[bytes] = mapped_column(Address, index=True)
    rate_ppm: Mapped[int] = mapped_column(Integer)
    day_count: Mapped[str] = mapped_column(String(8))
    from_day: Mapped[int] = mapped_column(Integer)
    evidence: Mapped[str] = mapped_column(String)
    evidence_hash: Mapped[bytes] = mapped_column(Hash)
    created_at: Mapped[int]


class FinancingStatementRecord(Records):
    """What a financier says becomes of what a financing costs. Minor units; of several, the last counts."""

    __tablename__ = "records_financing_statement"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    quote: Mapped[bytes] = mapped_column(Hash)
    financier: Mapped[bytes] = mapped_column(Address)
    income: Mapped[int]
    fees: Mapped[int]
    taxes: Mapped[int]
    loss_reserve: Mapped[int]
    subsidies: Mapped[int]
    created_at: Mapped[int]

    __table_args__ = (Index("ix_records_financing_statement_quote", "quote"),)
