"""Where a receivable stands: what the chain says of it, and what the clock adds."""

from typing import Literal

from tallystick.mirror.projections.receivables import ACTIVE, CANCELLED, FUNDED, PART_FUNDED
from tallystick.money.calendar import due_moment

Status = Literal[
    "offered",
    "declined",
    "withdrawn",
    "lapsed",
    "cancelled",
    "active",
    "matured",
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


def status_of(
    status: int, outstanding: int, due_day: int, grace_days: int, funded_at: int | None, now: int
) -> Status:
    """`status` as the chain has it, `outstanding` what has not been paid to holders yet, in minor units.

    `funded_at` is when the debtor last set money aside for it, None where it never has; both that and `now` in seconds
    since 1970.
    """
    if status not in OWED:
        return _ENDED_BEFORE[status]
    if now < due_moment(due_day):
        return "active"
    defaulted_at = due_moment(due_day + grace_days)
    late = funded_at is not None and funded_at >= defaulted_at
    if status == FUNDED:
        if outstanding:
            return "matured"
        return "closed" if late else "settled"
    if now >= defaulted_at:
        return "recovering" if late else "defaulted"
    return "part_paid" if status == PART_FUNDED else "overdue"
