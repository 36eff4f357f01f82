"""Notes: who may hold them, which programmes offer them, who holds how many."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "mirror_listed_country",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("list", sa.BigInteger(), nullable=False),
        sa.Column("country", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "list", "country", name=op.f("pk_mirror_listed_country")),
    )
    op.create_table(
        "mirror_note_allowance",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("series", sa.LargeBinary(length=20), nullable=False),
        sa.Column("owner", sa.LargeBinary(length=20), nullable=False),
        sa.Column("spender", sa.LargeBinary(length=20), nullable=False),
        sa.Column("amount", sa.String(length=78), nullable=False),
        sa.PrimaryKeyConstraint(
            "deployment", "series", "owner", "spender", name=op.f("pk_mirror_note_allowance")
        ),
    )
    op.create_table(
        "mirror_note_balance",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("series", sa.LargeBinary(length=20), nullable=False),
        sa.Column("holder", sa.LargeBinary(length=20), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("frozen", sa.String(length=20), nullable=False),
        sa.Column("wallet_frozen", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "series", "holder", name=op.f("pk_mirror_note_balance")),
    )
    op.create_index(
        "ix_mirror_note_balance_holder", "mirror_note_balance", ["deployment", "holder"], unique=False
    )
    op.create_table(
        "mirror_note_movement",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("series", sa.LargeBinary(length=20), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("sender", sa.LargeBinary(length=20), nullable=False),
        sa.Column("recipient", sa.LargeBinary(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("order", sa.LargeBinary(length=32), nullable=True),
        sa.Column("transaction_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "block", "log_index", name=op.f("pk_mirror_note_movement")),
    )
    op.create_index(
        "ix_mirror_note_movement_receivable",
        "mirror_note_movement",
        ["deployment", "receivable"],
        unique=False,
    )
    op.create_table(
        "mirror_note_payment",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("holder", sa.LargeBinary(length=20), nullable=False),
        sa.Column("face", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "block", "log_index", name=op.f("pk_mirror_note_payment")),
    )
    op.create_index(
        "ix_mirror_note_payment_holder", "mirror_note_payment", ["deployment", "holder"], unique=False
    )
    op.create_table(
        "mirror_note_series",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("address", sa.LargeBinary(length=20), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("supply", sa.BigInteger(), nullable=False),
        sa.Column("holders", sa.BigInteger(), nullable=False),
        sa.Column("closing", sa.BigInteger(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "address", name=op.f("pk_mirror_note_series")),
    )
    op.create_index(
        "ix_mirror_note_series_receivable", "mirror_note_series", ["deployment", "receivable"], unique=False
    )
    op.create_table(
        "mirror_note_wallet",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("wallet", sa.LargeBinary(length=20), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=20), nullable=False),
        sa.Column("country", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "wallet", name=op.f("pk_mirror_note_wallet")),
    )
    op.create_index(
        "ix_mirror_note_wallet_identity", "mirror_note_wallet", ["deployment", "identity"], unique=False
    )
    op.create_table(
        "mirror_offering",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("programme", sa.BigInteger(), nullable=False),
        sa.Column("compliance", sa.LargeBinary(length=20), nullable=False),
        sa.Column("owner", sa.LargeBinary(length=20), nullable=False),
        sa.Column("agent", sa.LargeBinary(length=20), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "programme", name=op.f("pk_mirror_offering")),
    )
    op.create_table(
        "mirror_offering_module",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("compliance", sa.LargeBinary(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("module", sa.LargeBinary(length=20), nullable=False),
        sa.Column("setting", sa.String(length=25), nullable=False),
        sa.PrimaryKeyConstraint(
            "deployment", "compliance", "position", name=op.f("pk_mirror_offering_module")
        ),
    )
    op.create_table(
        "mirror_registry_generation",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "id", name=op.f("pk_mirror_registry_generation")),
    )
    op.create_table(
        "mirror_required_topic",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=78), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "topic", name=op.f("pk_mirror_required_topic")),
    )
    op.create_table(
        "mirror_statement",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=20), nullable=False),
        sa.Column("topic", sa.String(length=78), nullable=False),
        sa.Column("issuer", sa.LargeBinary(length=20), nullable=False),
        sa.Column("expiry", sa.BigInteger(), nullable=False),
        sa.Column("evidence", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "identity", "topic", name=op.f("pk_mirror_statement")),
    )
    op.create_table(
        "mirror_trusted_issuer",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.LargeBinary(length=20), nullable=False),
        sa.Column("topic", sa.String(length=78), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "issuer", "topic", name=op.f("pk_mirror_trusted_issuer")),
    )
    # ### end Alembic commands ###
