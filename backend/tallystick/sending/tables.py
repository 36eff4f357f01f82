"""What must be on disk before a command leaves the house, so that it is never lost and never doubled."""

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.database.records import Records


class Ledger(Records):
    """The one ledger that this database belongs to: a directory contract on a chain."""

    __tablename__ = "records_ledger"

    genesis_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    directory: Mapped[bytes] = mapped_column(LargeBinary(20))


class SigningKey(Records):
    """A private key, sealed. `purpose` is unique: a service of the ledger, or `party:<id>`."""

    __tablename__ = "records_signing_key"

    address: Mapped[bytes] = mapped_column(LargeBinary(20), primary_key=True)
    purpose: Mapped[str] = mapped_column(String, unique=True)
    sealed: Mapped[bytes]


class Secret(Records):
    """A secret of the ledger that signs nothing on the chain, sealed."""

    __tablename__ = "records_secret"

    purpose: Mapped[str] = mapped_column(String, primary_key=True)
    sealed: Mapped[bytes]


class Operation(Records):
    """A command from its intent to its answer.

    `stage`: intent (accepted, nothing signed), signed (transactions stored, sent or about to be), done, failed. The
    pair (party, idempotency_key) is the client's name for it, for ever. `fingerprint` tells whether a repeat is one.
    """

    __tablename__ = "records_operation"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    party: Mapped[str] = mapped_column(String(36))
    idempotency_key: Mapped[str] = mapped_column(String(255))
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    kind: Mapped[str] = mapped_column(String(64))
    command: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(String(16))
    answer_status: Mapped[int | None] = mapped_column(Integer)
    answer: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[int]
    finished_at: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("party", "idempotency_key", name="uq_records_operation_party_idempotency_key"),
        Index("ix_records_operation_stage", "stage"),
    )


class Transaction(Records):
    """The signed bytes of one step of an operation; in doubt the same bytes are sent again."""

    __tablename__ = "records_transaction"

    operation: Mapped[str] = mapped_column(ForeignKey("records_operation.id"), primary_key=True)
    step: Mapped[int] = mapped_column(Integer, primary_key=True)
    sender: Mapped[bytes] = mapped_column(LargeBinary(20))
    nonce: Mapped[int]
    signed: Mapped[bytes]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)

    __table_args__ = (UniqueConstraint("sender", "nonce", name="uq_records_transaction_sender_nonce"),)


class Sender(Records):
    """The next nonce that an address of ours will use."""

    __tablename__ = "records_sender"

    address: Mapped[bytes] = mapped_column(LargeBinary(20), primary_key=True)
    next_nonce: Mapped[int]
