"""The first layout: records of parties, keys, commands and documents; the mirror of the claim ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "records_document",
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("submitted_by", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_records_document")),
    )
    op.create_table(
        "records_imported_row",
        sa.Column("party", sa.String(length=36), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("party", "reference", name=op.f("pk_records_imported_row")),
    )
    op.create_table(
        "records_ledger",
        sa.Column("genesis_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("directory", sa.LargeBinary(length=20), nullable=False),
        sa.PrimaryKeyConstraint("genesis_hash", name=op.f("pk_records_ledger")),
    )
    op.create_table(
        "records_operation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party", sa.String(length=36), nullable=False),
        sa.Column("idempotency_key", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("answer_status", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records_operation")),
        sa.UniqueConstraint("party", "idempotency_key", name="uq_records_operation_party_idempotency_key"),
    )
    op.create_index("ix_records_operation_stage", "records_operation", ["stage"], unique=False)
    op.create_table(
        "records_order",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("authority", sa.LargeBinary(length=20), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records_order")),
    )
    op.create_index(op.f("ix_records_order_hash"), "records_order", ["hash"], unique=False)
    op.create_table(
        "records_party",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tax_number", sa.String(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("address", sa.LargeBinary(length=20), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records_party")),
        sa.UniqueConstraint("address", name=op.f("uq_records_party_address")),
        sa.UniqueConstraint("tax_number", name=op.f("uq_records_party_tax_number")),
    )
    op.create_table(
        "records_secret",
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("purpose", name=op.f("pk_records_secret")),
    )
    op.create_table(
        "records_sender",
        sa.Column("address", sa.LargeBinary(length=20), nullable=False),
        sa.Column("next_nonce", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_records_sender")),
    )
    op.create_table(
        "records_signing_key",
        sa.Column("address", sa.LargeBinary(length=20), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_records_signing_key")),
        sa.UniqueConstraint("purpose", name=op.f("uq_records_signing_key_purpose")),
    )
    op.create_table(
        "records_api_key",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("party", sa.String(length=36), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["party"], ["records_party.id"], name=op.f("fk_records_api_key_records_party")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records_api_key")),
    )
    op.create_table(
        "records_transaction",
        sa.Column("operation", sa.String(length=36), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("sender", sa.LargeBinary(length=20), nullable=False),
        sa.Column("nonce", sa.BigInteger(), nullable=False),
        sa.Column("signed", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation"], ["records_operation.id"], name=op.f("fk_records_transaction_records_operation")
        ),
        sa.PrimaryKeyConstraint("operation", "step", name=op.f("pk_records_transaction")),
        sa.UniqueConstraint("hash", name=op.f("uq_records_transaction_hash")),
        sa.UniqueConstraint("sender", "nonce", name="uq_records_transaction_sender_nonce"),
    )
    op.create_table(
        "mirror_account",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("address", sa.LargeBinary(length=20), nullable=False),
        sa.Column("opened", sa.Boolean(), nullable=False),
        sa.Column("roles", sa.Integer(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("desk", sa.Boolean(), nullable=False),
        sa.Column("claims", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "address", name=op.f("pk_mirror_account")),
    )
    op.create_table(
        "mirror_allowance",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("operator", sa.LargeBinary(length=20), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=78), nullable=False),
        sa.PrimaryKeyConstraint(
            "deployment", "receivable", "serial", "operator", name=op.f("pk_mirror_allowance")
        ),
    )
    op.create_index(
        "ix_mirror_allowance_operator", "mirror_allowance", ["deployment", "operator"], unique=False
    )
    op.create_table(
        "mirror_block",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("parent_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("timestamp", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "number", name=op.f("pk_mirror_block")),
    )
    op.create_table(
        "mirror_claim",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.LargeBinary(length=20), nullable=False),
        sa.Column("face", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("frozen", sa.Boolean(), nullable=False),
        sa.Column("beneficiary", sa.LargeBinary(length=20), nullable=True),
        sa.PrimaryKeyConstraint("deployment", "receivable", "serial", name=op.f("pk_mirror_claim")),
    )
    op.create_index("ix_mirror_claim_holder", "mirror_claim", ["deployment", "holder"], unique=False)
    op.create_table(
        "mirror_credit_note",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("credit_note", sa.LargeBinary(length=32), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "credit_note", name=op.f("pk_mirror_credit_note")),
    )
    op.create_index(
        "ix_mirror_credit_note_fingerprint", "mirror_credit_note", ["deployment", "fingerprint"], unique=False
    )
    op.create_table(
        "mirror_deployment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("genesis_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("directory", sa.LargeBinary(length=20), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("block_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("block_timestamp", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mirror_deployment")),
    )
    op.create_index(
        "uq_mirror_deployment_genesis_hash_directory",
        "mirror_deployment",
        ["genesis_hash", "directory"],
        unique=True,
    )
    op.create_table(
        "mirror_document",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("buyer", sa.LargeBinary(length=20), nullable=False),
        sa.Column("seller", sa.LargeBinary(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "fingerprint", name=op.f("pk_mirror_document")),
    )
    op.create_table(
        "mirror_drawing",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "deployment", "fingerprint", "receivable", "serial", name=op.f("pk_mirror_drawing")
        ),
    )
    op.create_table(
        "mirror_entry",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("timestamp", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "block", "log_index", name=op.f("pk_mirror_entry")),
    )
    op.create_index(op.f("ix_mirror_entry_receivable"), "mirror_entry", ["receivable"], unique=False)
    op.create_table(
        "mirror_freeze_order",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.LargeBinary(length=20), nullable=False),
        sa.Column("order", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint(
            "deployment", "receivable", "serial", "authority", name=op.f("pk_mirror_freeze_order")
        ),
    )
    op.create_table(
        "mirror_holding",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.LargeBinary(length=20), nullable=False),
        sa.Column("face", sa.BigInteger(), nullable=False),
        sa.Column("claims", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "receivable", "holder", name=op.f("pk_mirror_holding")),
    )
    op.create_table(
        "mirror_lot",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("lot", sa.BigInteger(), nullable=False),
        sa.Column("parent", sa.BigInteger(), nullable=True),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.LargeBinary(length=20), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("remaining", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "receivable", "lot", name=op.f("pk_mirror_lot")),
    )
    op.create_index("ix_mirror_lot_claim", "mirror_lot", ["deployment", "receivable", "serial"], unique=False)
    op.create_table(
        "mirror_offer",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("id", sa.LargeBinary(length=32), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("holder", sa.LargeBinary(length=20), nullable=False),
        sa.Column("recipient", sa.LargeBinary(length=20), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("expiry", sa.BigInteger(), nullable=False),
        sa.Column("drawings", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("into_serial", sa.BigInteger(), nullable=True),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "id", name=op.f("pk_mirror_offer")),
    )
    op.create_index(
        "ix_mirror_offer_claim", "mirror_offer", ["deployment", "receivable", "serial"], unique=False
    )
    op.create_index("ix_mirror_offer_holder", "mirror_offer", ["deployment", "holder"], unique=False)
    op.create_index("ix_mirror_offer_recipient", "mirror_offer", ["deployment", "recipient"], unique=False)
    op.create_table(
        "mirror_programme",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("regime", sa.Integer(), nullable=False),
        sa.Column("day_count", sa.Integer(), nullable=False),
        sa.Column("longest_term_months", sa.Integer(), nullable=False),
        sa.Column("acceptance_required", sa.Boolean(), nullable=False),
        sa.Column("evidence_required", sa.Boolean(), nullable=False),
        sa.Column("open_accounts_only", sa.Boolean(), nullable=False),
        sa.Column("token_offering", sa.Boolean(), nullable=False),
        sa.Column("policy", sa.LargeBinary(length=20), nullable=True),
        sa.Column("approval", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "number", name=op.f("pk_mirror_programme")),
    )
    op.create_table(
        "mirror_receivable",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("programme", sa.BigInteger(), nullable=False),
        sa.Column("debtor", sa.LargeBinary(length=20), nullable=False),
        sa.Column("creditor", sa.LargeBinary(length=20), nullable=False),
        sa.Column("face", sa.BigInteger(), nullable=False),
        sa.Column("outstanding", sa.BigInteger(), nullable=False),
        sa.Column("issue_day", sa.Integer(), nullable=False),
        sa.Column("accept_day", sa.Integer(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("cancellation_proposer", sa.LargeBinary(length=20), nullable=True),
        sa.Column("next_serial", sa.BigInteger(), nullable=False),
        sa.Column("next_lot", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "number", name=op.f("pk_mirror_receivable")),
    )
    op.create_index(op.f("ix_mirror_receivable_creditor"), "mirror_receivable", ["creditor"], unique=False)
    op.create_index(op.f("ix_mirror_receivable_debtor"), "mirror_receivable", ["debtor"], unique=False)
    op.create_table(
        "mirror_suspension",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("account", sa.LargeBinary(length=20), nullable=False),
        sa.Column("authority", sa.LargeBinary(length=20), nullable=False),
        sa.Column("order", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "account", "authority", name=op.f("pk_mirror_suspension")),
    )
    op.create_table(
        "mirror_term_rule",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("programme", sa.BigInteger(), nullable=False),
        sa.Column("from_day", sa.BigInteger(), nullable=False),
        sa.Column("longest_term_months", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "programme", "from_day", name=op.f("pk_mirror_term_rule")),
    )
    op.create_table(
        "mirror_event",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("transaction_index", sa.Integer(), nullable=False),
        sa.Column("address", sa.LargeBinary(length=20), nullable=False),
        sa.Column("topics", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment", "block"],
            ["mirror_block.deployment", "mirror_block.number"],
            name=op.f("fk_mirror_event_mirror_block"),
        ),
        sa.PrimaryKeyConstraint("deployment", "block", "log_index", name=op.f("pk_mirror_event")),
    )
    op.create_index(
        op.f("ix_mirror_event_transaction_hash"), "mirror_event", ["transaction_hash"], unique=False
    )
    op.create_table(
        "mirror_posting",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.LargeBinary(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment", "block", "log_index"],
            ["mirror_entry.deployment", "mirror_entry.block", "mirror_entry.log_index"],
            name=op.f("fk_mirror_posting_mirror_entry"),
        ),
        sa.PrimaryKeyConstraint("deployment", "block", "log_index", "line", name=op.f("pk_mirror_posting")),
    )
    op.create_index(
        "ix_mirror_posting_claim", "mirror_posting", ["deployment", "receivable", "serial"], unique=False
    )
    op.create_index("ix_mirror_posting_holder", "mirror_posting", ["deployment", "holder"], unique=False)
