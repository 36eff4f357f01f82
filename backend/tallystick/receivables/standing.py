"""Where a receivable stands: what the chain says of it, and what the clock adds."""

from typing import Literal

from tallystick.mirror.projections.receivables import ACTIVE, CANCELLED, FUNDED, PART_FUNDED
from tallystick.money.calendar import due_moment
from tallystick.receivables.repository import ReceivableRow

Status = Literal[
    "offered",
    "declined",
    "withdrawn",
    "lapsed",
    "cancelled",
    "active",
    "matured",
    "awaiting_fixing",
    "part_paid",
    "overdue",
    "defaulted",
    "recovering",
    "settled",
    "closed",
]

_ENDED_BEFORE: dict[int, Status] = {
    1: "offered",
    3: "declined",
    4: "withdrawn",
    5: "lapsed",
    CANCELLED: "cancelled",
}
OWED = {ACTIVE, PART_FUNDED, FUNDED}
"""What the chain says of a receivable that was accepted and not undone."""


def status_of(found: ReceivableRow, now: int) -> Status:
    """`now` in seconds since 1970."""
    row = found.receivable
    if row.status not in OWED:
        return _ENDED_BEFORE[row.status]
    if now < due_moment(row.due_day):
        return "active"
    defaulted_at = due_moment(row.due_day + found.grace_days)
    late = found.funded_at is not None and found.funded_at >= defaulted_at
    if row.status == FUNDED:
        if row.outstanding:
            return "matured"
        return "closed" if late else "settled"
    if not found.fixed:
        return "awaiting_fixing"
    if now >= defaulted_at:
        return "recovering" if late else "defaulted"
    return "part_paid" if row.status == PART_FUNDED else "overdue"
