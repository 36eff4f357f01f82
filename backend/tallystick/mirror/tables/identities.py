"""Who may hold notes, and on whose word. A topic is a decimal of up to 256 bits."""

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.mirror.tables.base import Address, Hash, MirrorTables


class RegistryGeneration(MirrorTables):
    """One row: under which generation of topics and issuers wallets are verified now."""

    __tablename__ = "mirror_registry_generation"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    generation: Mapped[int]


class RequiredTopic(MirrorTables):
    """On what there must be a statement about whoever holds notes."""

    __tablename__ = "mirror_required_topic"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    topic: Mapped[str] = mapped_column(String(78), primary_key=True)


class TrustedIssuer(MirrorTables):
    """Whose statements count, on which topic."""

    __tablename__ = "mirror_trusted_issuer"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    issuer: Mapped[bytes] = mapped_column(Address, primary_key=True)
    topic: Mapped[str] = mapped_column(String(78), primary_key=True)


class Statement(MirrorTables):
    """What an issuer states about an identity; `expiry` and `at` in seconds since 1970."""

    __tablename__ = "mirror_statement"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    identity: Mapped[bytes] = mapped_column(Address, primary_key=True)
    topic: Mapped[str] = mapped_column(String(78), primary_key=True)
    issuer: Mapped[bytes] = mapped_column(Address)
    expiry: Mapped[int]
    evidence: Mapped[bytes] = mapped_column(Hash)
    at: Mapped[int]


class NoteWallet(MirrorTables):
    """Whose a wallet is, and before when it may hold notes, which is only good in the present generation."""

    __tablename__ = "mirror_note_wallet"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    wallet: Mapped[bytes] = mapped_column(Address, primary_key=True)
    identity: Mapped[bytes] = mapped_column(Address)
    country: Mapped[int] = mapped_column(Integer)
    until: Mapped[int]
    generation: Mapped[int]

    __table_args__ = (Index("ix_mirror_note_wallet_identity", "deployment", "identity"),)


class ListedCountry(MirrorTables):
    """A country of a list that offerings can be restricted to (ISO 3166-1 numeric)."""

    __tablename__ = "mirror_listed_country"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    list: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[int] = mapped_column(Integer, primary_key=True)
