"""How long what is owed has been due, and when what is not yet due will be."""

from bisect import bisect_left

NOT_DUE = "not_due"
AGES = (NOT_DUE, "1_30", "31_60", "61_90", "over_90")
"""Days overdue. Source: the aged trial balance of receivables, in steps of thirty days."""

_UP_TO = (0, 30, 60, 90)


def age(due_day: int, today: int) -> str:
    """The bucket for what was due on a day: on the due day itself it is not overdue."""
    return AGES[bisect_left(_UP_TO, today - due_day)]
