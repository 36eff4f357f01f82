"""The trade documents that receivables and transfers rest on."""

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.mirror.tables.base import Address, Hash, MirrorTables


class Document(MirrorTables):
    """A trade document as a budget: what it is good for and how much of it is drawn.

    `amount` is what the credit notes have left of it; more than that may be drawn where a credit note came late.
    """

    __tablename__ = "mirror_document"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    buyer: Mapped[bytes] = mapped_column(Address)
    seller: Mapped[bytes] = mapped_column(Address)
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    kind: Mapped[int] = mapped_column(Integer)
    drawn: Mapped[int]


class CreditNote(MirrorTables):
    """A credit note, which lowers by its `amount` what a document is good for."""

    __tablename__ = "mirror_credit_note"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    credit_note: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(Hash)
    amount: Mapped[int]

    __table_args__ = (Index("ix_mirror_credit_note_fingerprint", "deployment", "fingerprint"),)


class Drawing(MirrorTables):
    """What a receivable or a transfer draws on a document.

    `serial` is that of the claim that the transfer made or handed over, 0 for the issue of the receivable itself.
    """

    __tablename__ = "mirror_drawing"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    receivable: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[int]
