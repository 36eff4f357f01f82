"""Calendar days in Asia/Shanghai and when things fall due.

China has kept UTC+8 without summer time since 1991, so a day is a fixed window of 86,400 seconds. The contracts compute
the same in `CalendarDay.sol`; a property test holds the two equal.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "CST")
_FIRST_DAY = date(1970, 1, 1)
_SECONDS_PER_DAY = 86_400
_OFFSET_SECONDS = 8 * 3_600


def day_of_moment(moment: int) -> int:
    """The number of the day (1970-01-01 is 0) on which a moment, in seconds since 1970, falls in Shanghai."""
    return (moment + _OFFSET_SECONDS) // _SECONDS_PER_DAY


def day_of_date(day: date) -> int:
    return (day - _FIRST_DAY).days


def date_of_day(day: int) -> date:
    return _FIRST_DAY + timedelta(days=day)


def due_moment(due_day: int) -> int:
    """When what is due on a day falls due: the first second after it, 00:00 +08:00 of the next day."""
    return (due_day + 1) * _SECONDS_PER_DAY - _OFFSET_SECONDS


LAST_MOMENT = int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())
"""After it RFC 3339 has no dates. On the chain there are later ones, for what never ends."""


def instant_text(moment: int) -> str:
    """RFC 3339 in UTC; what lies after `LAST_MOMENT` is told as that."""
    return datetime.fromtimestamp(min(moment, LAST_MOMENT), UTC).isoformat().replace("+00:00", "Z")


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later; the month's last day where it has no such day.

    2026-08-31 plus six months is 2027-02-28 (Civil Code of the PRC, article 202: a term counted in months ends on the
    corresponding day, or on the last day of the month where there is none).
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))
