"""What early payment costs under a programme."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "mirror_curve_knot",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("programme", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("remaining_days", sa.Integer(), nullable=False),
        sa.Column("rate_ppm", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "deployment", "programme", "version", "remaining_days", name=op.f("pk_mirror_curve_knot")
        ),
    )
