"""The documents' own fields, which the chain does not know."""

from datetime import date

from sqlalchemy import Date, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.database.records import Records


class DocumentRecord(Records):
    """What a document, or a credit note on one, says. Found by its fingerprint, under which the chain knows it."""

    __tablename__ = "records_document"

    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    number: Mapped[str] = mapped_column(String)
    issued_on: Mapped[date] = mapped_column(Date)
    submitted_by: Mapped[str] = mapped_column(String(36))
