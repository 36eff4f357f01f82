"""Loans against pledges, recourse and disputes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ADDRESS = sa.LargeBinary(length=20)
HASH = sa.LargeBinary(length=32)


def upgrade() -> None:
    _mark_claims()
    with op.batch_alter_table("mirror_sale") as table:
        table.add_column(sa.Column("agreement", sa.BigInteger(), nullable=True))
    _add_agreements()
    _add_debt_payments()
    _add_recourse_demands()
    _extend_quotes()


def _mark_claims() -> None:
    """Claims of older deployments carry none of these marks; new rows say it themselves."""
    with op.batch_alter_table("mirror_claim") as table:
        for mark in ("recourse", "disputed"):
            table.add_column(sa.Column(mark, sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("agreement", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("dispute_reason", HASH, nullable=True))
    with op.batch_alter_table("mirror_claim") as table:
        for mark in ("recourse", "disputed"):
            table.alter_column(mark, server_default=None)


def _add_agreements() -> None:
    op.create_table(
        "mirror_agreement",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("pledge", sa.Boolean(), nullable=False),
        sa.Column("quote", HASH, nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("creditor", ADDRESS, nullable=False),
        sa.Column("obligor", ADDRESS, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("rate_ppm", sa.BigInteger(), nullable=False),
        sa.Column("day_count", sa.Integer(), nullable=False),
        sa.Column("due_day", sa.BigInteger(), nullable=False),
        sa.Column("reserve_ppm", sa.BigInteger(), nullable=False),
        sa.Column("buyer", ADDRESS, nullable=True),
        sa.Column("proceeds", sa.BigInteger(), nullable=True),
        sa.Column("surplus", sa.BigInteger(), nullable=True),
        *_place(),
        sa.PrimaryKeyConstraint("deployment", "number", name=op.f("pk_mirror_agreement")),
    )
    for side in ("creditor", "obligor"):
        op.create_index(f"ix_mirror_agreement_{side}", "mirror_agreement", ["deployment", side])


def _add_debt_payments() -> None:
    op.create_table(
        "mirror_debt_payment",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("agreement", sa.BigInteger(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("payer", ADDRESS, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("through", sa.BigInteger(), nullable=False),
        *_place(),
        sa.PrimaryKeyConstraint("deployment", "block", "log_index", name=op.f("pk_mirror_debt_payment")),
    )
    op.create_index("ix_mirror_debt_payment_agreement", "mirror_debt_payment", ["deployment", "agreement"])


def _add_recourse_demands() -> None:
    op.create_table(
        "mirror_recourse_demand",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("agreement", sa.BigInteger(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("holder", ADDRESS, nullable=False),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        *_place(),
        sa.PrimaryKeyConstraint("deployment", "block", "log_index", name=op.f("pk_mirror_recourse_demand")),
    )
    op.create_index(
        "ix_mirror_recourse_demand_agreement", "mirror_recourse_demand", ["deployment", "agreement"]
    )


def _extend_quotes() -> None:
    """Quotes of before are of sales without recourse."""
    with op.batch_alter_table("records_quote") as table:
        table.add_column(sa.Column("recourse", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("repay_day", sa.Integer(), nullable=True))
        table.add_column(sa.Column("reserve_ppm", sa.Integer(), nullable=True))
    with op.batch_alter_table("records_quote") as table:
        table.alter_column("recourse", server_default=None)
    op.create_table(
        "records_dispute_reason",
        sa.Column("hash", HASH, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_records_dispute_reason")),
    )


def _place() -> tuple[sa.Column[int] | sa.Column[bytes], ...]:
    return (
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction_hash", HASH, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
