"""Which rows were imported, so that the same file twice changes nothing."""

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.database.records import Records


class ImportedRow(Records):
    """A row by its party's own reference, and the receivable that came of it; none while it is being issued.

    `content` is the row with names resolved, as canonical JSON: another row under the same reference differs in it.
    """

    __tablename__ = "records_imported_row"

    party: Mapped[str] = mapped_column(String(36), primary_key=True)
    reference: Mapped[str] = mapped_column(String, primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    receivable: Mapped[int | None] = mapped_column(BigInteger)
