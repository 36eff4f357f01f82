"""What was stated about costs, and published rates."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ADDRESS = sa.LargeBinary(length=20)
HASH = sa.LargeBinary(length=32)


def upgrade() -> None:
    op.create_table(
        "records_baseline",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("borrower", ADDRESS, nullable=False),
        sa.Column("rate_ppm", sa.Integer(), nullable=False),
        sa.Column("day_count", sa.String(length=8), nullable=False),
        sa.Column("from_day", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("evidence_hash", HASH, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records_baseline")),
    )
    op.create_index(op.f("ix_records_baseline_borrower"), "records_baseline", ["borrower"])
    op.create_table(
        "records_financing_statement",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("quote", HASH, nullable=False),
        sa.Column("financier", ADDRESS, nullable=False),
        sa.Column("income", sa.BigInteger(), nullable=False),
        sa.Column("fees", sa.BigInteger(), nullable=False),
        sa.Column("taxes", sa.BigInteger(), nullable=False),
        sa.Column("loss_reserve", sa.BigInteger(), nullable=False),
        sa.Column("subsidies", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records_financing_statement")),
    )
    op.create_index("ix_records_financing_statement_quote", "records_financing_statement", ["quote"])
    op.create_table(
        "records_rate",
        sa.Column("curve", sa.String(length=16), nullable=False),
        sa.Column("published_day", sa.Integer(), nullable=False),
        sa.Column("tenor", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ppm", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("curve", "published_day", "tenor", name=op.f("pk_records_rate")),
    )
