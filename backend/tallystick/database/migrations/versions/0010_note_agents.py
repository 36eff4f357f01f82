"""Who is a transfer agent of a series, as the events that an older mirror has kept tell it."""

import sqlalchemy as sa
from alembic import op
from eth_utils.crypto import keccak

revision = "0010"
down_revision = "0009"

ADDED, REMOVED = (keccak(text=f"{event}(address)") for event in ("AgentAdded", "AgentRemoved"))


def upgrade() -> None:
    agents = op.create_table(
        "mirror_note_agent",
        sa.Column("deployment", sa.Integer(), nullable=False),
        sa.Column("series", sa.LargeBinary(length=20), nullable=False),
        sa.Column("agent", sa.LargeBinary(length=20), nullable=False),
        sa.PrimaryKeyConstraint("deployment", "series", "agent", name=op.f("pk_mirror_note_agent")),
    )
    rows = [
        {"deployment": deployment, "series": series, "agent": agent}
        for deployment, series, agent in _acting()
    ]
    if rows:
        op.bulk_insert(agents, rows)


def _acting() -> list[tuple[int, bytes, bytes]]:
    """(deployment, series, agent) of those who were added and not removed since."""
    event, series = (
        sa.table(name, *map(sa.column, columns))
        for name, columns in (
            ("mirror_event", ("deployment", "block", "log_index", "address", "topics")),
            ("mirror_note_series", ("deployment", "address")),
        )
    )
    told = (
        sa.select(event.c.deployment, event.c.address, event.c.topics)
        .join(series, sa.and_(series.c.deployment == event.c.deployment, series.c.address == event.c.address))
        .order_by(event.c.deployment, event.c.block, event.c.log_index)
    )
    acting: dict[tuple[int, bytes, bytes], None] = {}
    for deployment, address, topics in op.get_bind().execute(told):
        key = deployment, bytes(address), bytes(topics[44:64])
        if topics[:32] == ADDED:
            acting[key] = None
        elif topics[:32] == REMOVED:
            del acting[key]
    return list(acting)
