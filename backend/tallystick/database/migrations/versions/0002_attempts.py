"""Several attempts at one nonce, who may sign for a sender, what was asked, and when an answer is final."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _keep_attempts_apart()
    _lease_senders()
    _tell_more_of_operations()


def _keep_attempts_apart() -> None:
    # Set aside first: SQLite alters a table by making it anew, which it refuses to do to one that is referred to.
    op.execute(
        "CREATE TABLE records_attempt_set_aside AS SELECT operation, step, signed, hash FROM records_transaction"
    )
    with op.batch_alter_table("records_transaction") as table:
        table.drop_constraint(op.f("uq_records_transaction_hash"), type_="unique")
        table.drop_column("signed")
        table.drop_column("hash")
    op.create_table(
        "records_attempt",
        sa.Column("operation", sa.String(length=36), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("signed", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("closing", sa.Boolean(), nullable=False),
        sa.Column("max_fee", sa.BigInteger(), nullable=False),
        sa.Column("priority_fee", sa.BigInteger(), nullable=False),
        sa.Column("signed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("operation", "step", "number", name=op.f("pk_records_attempt")),
        sa.ForeignKeyConstraint(
            ["operation", "step"],
            ["records_transaction.operation", "records_transaction.step"],
            name=op.f("fk_records_attempt_records_transaction"),
        ),
        sa.UniqueConstraint("hash", name=op.f("uq_records_attempt_hash")),
    )
    op.execute(
        "INSERT INTO records_attempt "
        "(operation, step, number, signed, hash, closing, max_fee, priority_fee, signed_at) "
        "SELECT operation, step, 0, signed, hash, FALSE, 0, 0, 0 FROM records_attempt_set_aside"
    )
    op.drop_table("records_attempt_set_aside")


def _lease_senders() -> None:
    with op.batch_alter_table("records_sender") as table:
        table.add_column(sa.Column("leased_to", sa.String(length=36), nullable=True))
        table.add_column(sa.Column("leased_until", sa.BigInteger(), nullable=False, server_default="0"))
        table.add_column(sa.Column("used_elsewhere", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("records_sender") as table:
        table.alter_column("leased_until", server_default=None)
        table.alter_column("used_elsewhere", server_default=None)


def _tell_more_of_operations() -> None:
    with op.batch_alter_table("records_operation") as table:
        table.add_column(sa.Column("request", sa.Text(), nullable=True))
        table.add_column(sa.Column("posted_block", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("posted_hash", sa.LargeBinary(length=32), nullable=True))
        table.add_column(sa.Column("final_at", sa.BigInteger(), nullable=True))
        table.drop_index("ix_records_operation_stage")
        table.create_index("ix_records_operation_stage_final_at", ["stage", "final_at"])
    # What was answered before finality was told counts as final: nobody watched over it.
    op.execute("UPDATE records_operation SET final_at = finished_at WHERE stage = 'done'")
