"""What is asked and quoted before anything is sold: off the chain, and not derivable from it."""

from sqlalchemy import Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.database.records import Records

Address = LargeBinary(20)
Hash = LargeBinary(32)


class QuoteRequestRecord(Records):
    """A holder asks for quotes on `value` of a claim. Minor units, and seconds since 1970."""

    __tablename__ = "records_quote_request"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    holder: Mapped[bytes] = mapped_column(Address, index=True)
    receivable: Mapped[int]
    serial: Mapped[int]
    value: Mapped[int]
    created_at: Mapped[int]


class QuoteRequestAddressee(Records):
    """A financier whom a request is for."""

    __tablename__ = "records_quote_request_addressee"

    request: Mapped[str] = mapped_column(String(36), primary_key=True)
    financier: Mapped[bytes] = mapped_column(Address, primary_key=True)


class QuoteRecord(Records):
    """A financier's signed quote, by the digest that it signed. Terms as on the chain; `proceeds` is what it pays.

    It is of a loan where it has a `repay_day`, and of a sale else. `holder` is who was given it and may accept it.
    """

    __tablename__ = "records_quote"

    digest: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    request: Mapped[str] = mapped_column(String(36))
    holder: Mapped[bytes] = mapped_column(Address)
    financier: Mapped[bytes] = mapped_column(Address)
    receivable: Mapped[int]
    serial: Mapped[int]
    epoch: Mapped[int] = mapped_column(Integer)
    value: Mapped[int]
    proceeds: Mapped[int]
    rate_ppm: Mapped[int]
    day_count: Mapped[int] = mapped_column(Integer)
    recourse: Mapped[bool]
    repay_day: Mapped[int | None] = mapped_column(Integer)
    reserve_ppm: Mapped[int | None] = mapped_column(Integer)
    value_day: Mapped[int] = mapped_column(Integer)
    expiry: Mapped[int]
    salt: Mapped[bytes] = mapped_column(Hash)
    signature: Mapped[bytes]
    created_at: Mapped[int]

    __table_args__ = (
        Index("ix_records_quote_holder", "holder"),
        Index("ix_records_quote_financier", "financier"),
    )


class LienReceiptRecord(Records):
    """The registration's number behind a receipt's hash, as its financier gave it."""

    __tablename__ = "records_lien_receipt"

    hash: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    financier: Mapped[bytes] = mapped_column(Address, primary_key=True)
    text: Mapped[str] = mapped_column(String)
