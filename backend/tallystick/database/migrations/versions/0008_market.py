"""The market for notes, and early payment by auction."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "mirror_note_order",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("maker", sa.LargeBinary(length=20), nullable=False),
        sa.Column("ask", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("minimum", sa.BigInteger(), nullable=False),
        sa.Column("left", sa.BigInteger(), nullable=False),
        sa.Column("rate_ppm", sa.BigInteger(), nullable=False),
        sa.Column("curve_version", sa.BigInteger(), nullable=False),
        sa.Column("expiry", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.String(length=9), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "number", name=op.f("pk_mirror_note_order")),
    )
    op.create_index("ix_mirror_note_order_maker", "mirror_note_order", ["deployment", "maker"], unique=False)
    op.create_index(
        "ix_mirror_note_order_receivable", "mirror_note_order", ["deployment", "receivable"], unique=False
    )
    op.create_table(
        "mirror_note_trade",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("seller", sa.LargeBinary(length=20), nullable=False),
        sa.Column("buyer", sa.LargeBinary(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("curve_version", sa.BigInteger(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "block", "log_index", name=op.f("pk_mirror_note_trade")),
    )
    op.create_index(
        "ix_mirror_note_trade_receivable", "mirror_note_trade", ["deployment", "receivable"], unique=False
    )
    op.create_table(
        "mirror_early_auction",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hold", sa.BigInteger(), nullable=False),
        sa.Column("debtor", sa.LargeBinary(length=20), nullable=False),
        sa.Column("programme", sa.BigInteger(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.Column("closing", sa.BigInteger(), nullable=False),
        sa.Column("expiry", sa.BigInteger(), nullable=False),
        sa.Column("uniform", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(length=9), nullable=False),
        sa.Column("face", sa.BigInteger(), nullable=True),
        sa.Column("paid", sa.BigInteger(), nullable=True),
        sa.Column("marginal_ppm", sa.BigInteger(), nullable=True),
        sa.Column("returned", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("cleared_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("deployment", "number", name=op.f("pk_mirror_early_auction")),
    )
    op.create_index(
        "ix_mirror_early_auction_debtor", "mirror_early_auction", ["deployment", "debtor"], unique=False
    )
    op.create_table(
        "mirror_early_offer",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("auction", sa.BigInteger(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("seller", sa.LargeBinary(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("rate_ppm", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.String(length=9), nullable=False),
        sa.Column("paid_amount", sa.BigInteger(), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("paid_ppm", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.LargeBinary(length=4), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("paid_at", sa.BigInteger(), nullable=True),
        sa.Column("transaction_hash", sa.LargeBinary(length=32), nullable=True),
        sa.PrimaryKeyConstraint("deployment", "number", name=op.f("pk_mirror_early_offer")),
    )
    op.create_index(
        "ix_mirror_early_offer_auction", "mirror_early_offer", ["deployment", "auction"], unique=False
    )
    op.create_index(
        "ix_mirror_early_offer_seller", "mirror_early_offer", ["deployment", "seller"], unique=False
    )
