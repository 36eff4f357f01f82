"""Who is a transfer agent of a series."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "mirror_note_agent",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("series", sa.LargeBinary(length=20), nullable=False),
        sa.Column("agent", sa.LargeBinary(length=20), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "series", "agent", name=op.f("pk_mirror_note_agent")),
    )
