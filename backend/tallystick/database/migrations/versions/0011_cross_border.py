"""Cross-border trade; and a share of a round that is paid in parts, each known by the event that tells it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    _part_collections()
    _add_border()
    _keep_attempts()


_COLLECTION = (
    "deployment, receivable, serial, round, block, log_index, holder, face, share, transaction_hash, at"
)


def _part_collections() -> None:
    op.execute("CREATE TABLE kept_collection AS SELECT * FROM mirror_collection")
    op.drop_table("mirror_collection")
    op.create_table(
        "mirror_collection",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("holder", sa.LargeBinary(length=20), nullable=False),
        sa.Column("face", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "deployment",
            "receivable",
            "serial",
            "round",
            "block",
            "log_index",
            name=op.f("pk_mirror_collection"),
        ),
    )
    op.create_index("ix_mirror_collection_holder", "mirror_collection", ["deployment", "holder"])
    op.create_index(op.f("ix_mirror_collection_transaction_hash"), "mirror_collection", ["transaction_hash"])
    op.execute(
        "INSERT INTO mirror_collection (deployment, receivable, serial, round, block, log_index, holder, face, share,"
        " transaction_hash, at) SELECT deployment, receivable, serial, round, block, log_index, holder, face, share,"
        " transaction_hash, at FROM kept_collection"
    )
    op.drop_table("kept_collection")


def _add_border() -> None:
    op.create_table(
        "records_feed_source",
        sa.Column("feed", sa.LargeBinary(length=20), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("problem_code", sa.String(length=64), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("feed", name=op.f("pk_records_feed_source")),
    )
    op.create_table(
        "mirror_rate_reading",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.String(length=25), nullable=False),
        sa.Column("answer", sa.String(length=25), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("direction", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "block", "log_index", name=op.f("pk_mirror_rate_reading")),
    )
    op.create_index(
        "ix_mirror_rate_reading_currency",
        "mirror_rate_reading",
        ["deployment", "currency", "block", "log_index"],
    )
    op.create_table(
        "mirror_local_feed",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("feed", sa.LargeBinary(length=20), nullable=False),
        sa.Column("reporter", sa.LargeBinary(length=20), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "feed", name=op.f("pk_mirror_local_feed")),
    )
    op.create_table(
        "mirror_feed_answer",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("feed", sa.LargeBinary(length=20), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.String(length=59), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "feed", "round", name=op.f("pk_mirror_feed_answer")),
    )
    op.create_table(
        "mirror_border_factor",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("programme", sa.BigInteger(), nullable=False),
        sa.Column("none", sa.BigInteger(), nullable=False),
        sa.Column("shipped", sa.BigInteger(), nullable=False),
        sa.Column("customs", sa.BigInteger(), nullable=False),
        sa.Column("delivered", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "programme", name=op.f("pk_mirror_border_factor")),
    )
    op.create_table(
        "mirror_valuation",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("face", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.String(length=25), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("direction", sa.Integer(), nullable=False),
        sa.Column("is_fixed", sa.Boolean(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("factor_ppm", sa.BigInteger(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "block", "log_index", name=op.f("pk_mirror_valuation")),
    )
    op.create_index("ix_mirror_valuation_receivable", "mirror_valuation", ["deployment", "receivable"])
    op.create_table(
        "mirror_fixing_fallback",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("programme", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "programme", name=op.f("pk_mirror_fixing_fallback")),
    )
    op.create_table(
        "mirror_fixing",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.String(length=25), nullable=False),
        sa.Column("answer", sa.String(length=25), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("direction", sa.Integer(), nullable=False),
        sa.Column("fallback", sa.Boolean(), nullable=False),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "receivable", name=op.f("pk_mirror_fixing")),
    )
    op.create_table(
        "mirror_milestone",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("milestone", sa.Integer(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.LargeBinary(length=20), nullable=False),
        sa.Column("occurred_at", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "receivable", "milestone", name=op.f("pk_mirror_milestone")),
    )
    op.create_table(
        "mirror_border_limit",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("programme", sa.BigInteger(), nullable=False),
        sa.Column("transaction_cap", sa.BigInteger(), nullable=False),
        sa.Column("window_cap", sa.BigInteger(), nullable=False),
        sa.Column("window", sa.BigInteger(), nullable=False),
        sa.Column("countries", sa.String(length=25), nullable=False),
        sa.Column("released_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "programme", name=op.f("pk_mirror_border_limit")),
    )
    op.create_table(
        "mirror_border_purpose",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("programme", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "programme", "purpose", name=op.f("pk_mirror_border_purpose")),
    )
    op.create_table(
        "mirror_border_wallet",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("wallet", sa.LargeBinary(length=20), nullable=False),
        sa.Column("group", sa.LargeBinary(length=30), nullable=False),
        sa.Column("country", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "wallet", name=op.f("pk_mirror_border_wallet")),
    )
    op.create_table(
        "mirror_declared_purpose",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "receivable", name=op.f("pk_mirror_declared_purpose")),
    )
    op.create_table(
        "mirror_border_order",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("programme", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.LargeBinary(length=20), nullable=False),
        sa.Column("order", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "programme", "authority", name=op.f("pk_mirror_border_order")),
    )
    op.create_table(
        "mirror_border_movement",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("receivable", sa.BigInteger(), nullable=False),
        sa.Column("sender", sa.LargeBinary(length=20), nullable=True),
        sa.Column("recipient", sa.LargeBinary(length=20), nullable=False),
        sa.Column("sender_group", sa.LargeBinary(length=30), nullable=True),
        sa.Column("recipient_group", sa.LargeBinary(length=30), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("money", sa.BigInteger(), nullable=True),
        sa.Column("purpose", sa.BigInteger(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "block", "log_index", name=op.f("pk_mirror_border_movement")),
    )
    op.create_index(
        "ix_mirror_border_movement_receivable", "mirror_border_movement", ["deployment", "receivable"]
    )
    op.create_index("ix_mirror_border_movement_sender", "mirror_border_movement", ["deployment", "sender"])
    op.create_index(
        "ix_mirror_border_movement_recipient", "mirror_border_movement", ["deployment", "recipient"]
    )
    op.create_index("ix_mirror_event_address", "mirror_event", ["deployment", "address"])


def _keep_attempts() -> None:
    op.create_table(
        "records_stopped_attempt",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("party", sa.String(length=36), nullable=False),
        sa.Column("idempotency_key", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("programme", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("command", sa.String(length=64), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("further", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records_stopped_attempt")),
        sa.UniqueConstraint(
            "party", "idempotency_key", "fingerprint", name="uq_records_stopped_attempt_party_request"
        ),
    )
    op.create_index("ix_records_stopped_attempt_programme", "records_stopped_attempt", ["programme", "at"])
