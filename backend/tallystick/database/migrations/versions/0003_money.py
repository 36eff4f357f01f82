"""The mirror of e-CNY and of settlement; how receivables are paid; what holders write off and financiers
quote."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ADDRESS = sa.LargeBinary(length=20)
HASH = sa.LargeBinary(length=32)


def upgrade() -> None:
    _add_numbers("mirror_programme", "grace_days", "overdue_ppm")
    _add_numbers("mirror_claim", "round")
    _add_wallets()
    _add_rounds()
    _add_sales()
    _add_write_offs()
    _add_quotes()
    _add_instructions()


def _add_numbers(table_name: str, *columns: str) -> None:
    """What the rows of older deployments have of it is nothing; new rows say it themselves."""
    with op.batch_alter_table(table_name) as table:
        for column in columns:
            table.add_column(sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table(table_name) as table:
        for column in columns:
            table.alter_column(column, server_default=None)


def _add_wallets() -> None:
    op.create_table(
        "mirror_wallet",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("owner", ADDRESS, nullable=False),
        sa.Column("bank", ADDRESS, nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "owner", name=op.f("pk_mirror_wallet")),
    )
    op.create_index(op.f("ix_mirror_wallet_bank"), "mirror_wallet", ["bank"])
    op.create_table(
        "mirror_hold",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("payer", ADDRESS, nullable=False),
        sa.Column("releaser", ADDRESS, nullable=False),
        sa.Column("payee", ADDRESS, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("left", sa.BigInteger(), nullable=False),
        sa.Column("expiry", sa.BigInteger(), nullable=False),
        sa.Column("purpose", HASH, nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "number", name=op.f("pk_mirror_hold")),
    )
    for side in ("payer", "releaser", "payee"):
        op.create_index(f"ix_mirror_hold_{side}", "mirror_hold", ["deployment", side])
    op.create_table(
        "mirror_payment_approval",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("owner", ADDRESS, nullable=False),
        sa.Column("spender", ADDRESS, nullable=False),
        sa.Column("amount", sa.String(length=78), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "owner", "spender", name=op.f("pk_mirror_payment_approval")),
    )
    op.create_index(
        "ix_mirror_payment_approval_spender", "mirror_payment_approval", ["deployment", "spender"]
    )


def _add_rounds() -> None:
    op.create_table(
        "mirror_round",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("hold", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("face", sa.BigInteger(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.Boolean(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "receivable", "round", name=op.f("pk_mirror_round")),
    )
    op.create_table(
        "mirror_collection",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("holder", ADDRESS, nullable=False),
        sa.Column("face", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction_hash", HASH, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "deployment", "receivable", "serial", "round", name=op.f("pk_mirror_collection")
        ),
    )
    op.create_index("ix_mirror_collection_holder", "mirror_collection", ["deployment", "holder"])


def _add_write_offs() -> None:
    op.create_table(
        "records_write_off",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("holder", ADDRESS, nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records_write_off")),
    )
    op.create_index("ix_records_write_off_holder", "records_write_off", ["holder", "id"])


def _add_sales() -> None:
    op.create_table(
        "mirror_lien",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("financier", ADDRESS, nullable=False),
        sa.Column("receipt", HASH, nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "deployment", "receivable", "serial", "epoch", "financier", name=op.f("pk_mirror_lien")
        ),
    )
    op.create_table(
        "mirror_sale",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("quote", HASH, nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("seller", ADDRESS, nullable=False),
        sa.Column("financier", ADDRESS, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("proceeds", sa.BigInteger(), nullable=False),
        sa.Column("rate_ppm", sa.BigInteger(), nullable=False),
        sa.Column("day_count", sa.Integer(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction_hash", HASH, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "quote", name=op.f("pk_mirror_sale")),
    )
    for side in ("seller", "financier"):
        op.create_index(f"ix_mirror_sale_{side}", "mirror_sale", ["deployment", side])
    op.create_table(
        "mirror_revoked_quote",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("quote", HASH, nullable=False),
        sa.Column("financier", ADDRESS, nullable=False),
        sa.PrimaryKeyConstraint("deployment", "quote", name=op.f("pk_mirror_revoked_quote")),
    )


def _add_quotes() -> None:
    op.create_table(
        "records_quote_request",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("holder", ADDRESS, nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records_quote_request")),
    )
    op.create_index(op.f("ix_records_quote_request_holder"), "records_quote_request", ["holder"])
    op.create_table(
        "records_quote_request_addressee",
        sa.Column("request", sa.String(length=36), nullable=False),
        sa.Column("financier", ADDRESS, nullable=False),
        sa.PrimaryKeyConstraint("request", "financier", name=op.f("pk_records_quote_request_addressee")),
    )
    op.create_table(
        "records_quote",
        sa.Column("digest", HASH, nullable=False),
        sa.Column("request", sa.String(length=36), nullable=False),
        sa.Column("holder", ADDRESS, nullable=False),
        sa.Column("financier", ADDRESS, nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("proceeds", sa.BigInteger(), nullable=False),
        sa.Column("rate_ppm", sa.BigInteger(), nullable=False),
        sa.Column("day_count", sa.Integer(), nullable=False),
        sa.Column("value_day", sa.Integer(), nullable=False),
        sa.Column("expiry", sa.BigInteger(), nullable=False),
        sa.Column("salt", HASH, nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_records_quote")),
    )
    for side in ("holder", "financier"):
        op.create_index(f"ix_records_quote_{side}", "records_quote", [side])
    op.create_table(
        "records_lien_receipt",
        sa.Column("hash", HASH, nullable=False),
        sa.Column("financier", ADDRESS, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hash", "financier", name=op.f("pk_records_lien_receipt")),
    )


def _add_instructions() -> None:
    op.create_table(
        "records_instruction",
        sa.Column("directory", ADDRESS, nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("bank", ADDRESS, nullable=False),
        sa.Column("payer", ADDRESS, nullable=True),
        sa.Column("payee", ADDRESS, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("hold", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("transaction_hash", HASH, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("directory", "block", "log_index", name=op.f("pk_records_instruction")),
    )
    op.create_index("ix_records_instruction_bank", "records_instruction", ["bank", "state"])
