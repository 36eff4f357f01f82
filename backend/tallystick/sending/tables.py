"""What must be on disk before a command leaves the house, so that it is never lost and never doubled."""

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
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

    `stage`: intent (accepted, nothing signed), prepared (waits for the signatures of a wallet), signed (transactions
    stored, sent or about to be), done, failed. The pair (party, idempotency_key) is the client's name for it, for
    ever. `fingerprint` tells whether a repeat is one, `request` is what was asked, where it is short enough to keep.
    `posted_block` and `posted_hash` name the block that its last transaction was mined in; `final_at` is set once no
    reorganisation can take that block back. Times in seconds since 1970.
    """

    __tablename__ = "records_operation"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    party: Mapped[str] = mapped_column(String(36))
    idempotency_key: Mapped[str] = mapped_column(String(255))
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    request: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(64))
    command: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(String(16))
    answer_status: Mapped[int | None] = mapped_column(Integer)
    answer: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[int]
    finished_at: Mapped[int | None]
    posted_block: Mapped[int | None]
    posted_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    final_at: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("party", "idempotency_key", name="uq_records_operation_party_idempotency_key"),
        Index("ix_records_operation_stage_final_at", "stage", "final_at"),
    )


class Transaction(Records):
    """One step of an operation: the nonce that it takes of its sender's, for good."""

    __tablename__ = "records_transaction"

    operation: Mapped[str] = mapped_column(ForeignKey("records_operation.id"), primary_key=True)
    step: Mapped[int] = mapped_column(Integer, primary_key=True)
    sender: Mapped[bytes] = mapped_column(LargeBinary(20))
    nonce: Mapped[int]

    __table_args__ = (UniqueConstraint("sender", "nonce", name="uq_records_transaction_sender_nonce"),)


class Attempt(Records):
    """Signed bytes for a step. In doubt the same bytes are sent again; a later attempt has the same nonce.

    `closing`: it does nothing but use the nonce up. Fees in wei per unit of gas. `signed_at` is the number of the
    chain's head when it was signed.
    """

    __tablename__ = "records_attempt"

    operation: Mapped[str] = mapped_column(String(36), primary_key=True)
    step: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    signed: Mapped[bytes]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    closing: Mapped[bool]
    max_fee: Mapped[int]
    priority_fee: Mapped[int]
    signed_at: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["operation", "step"], ["records_transaction.operation", "records_transaction.step"]
        ),
    )


class Sender(Records):
    """The next nonce that an address of ours will use, and which process may sign for it until when."""

    __tablename__ = "records_sender"

    address: Mapped[bytes] = mapped_column(LargeBinary(20), primary_key=True)
    next_nonce: Mapped[int]
    leased_to: Mapped[str | None] = mapped_column(String(36))
    leased_until: Mapped[int]
    used_elsewhere: Mapped[int] = mapped_column(Integer)
    """How many of its nonces were used by somebody else."""
