"""Business days of mainland China, as the State Council's yearly notices lay them down.

The notice for a year appears late in the one before; a day that no published notice covers is not guessed at.
"""

from datetime import date, timedelta

import chinese_calendar


class CalendarNotPublished(LookupError):
    """A day of a year for which no holiday calendar is known."""


def is_business_day(day: date) -> bool:
    """Weekends that are worked in exchange for holidays are business days. Raises `CalendarNotPublished`."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as unknown:
        raise CalendarNotPublished(f"no holiday calendar covers {day}") from unknown


def business_day_from(day: date) -> date:
    """The day itself, or the first business day after it.

    Where the last day of a term is a holiday, the day after the holiday is its last day (Civil Code of the PRC, article
    203). Raises `CalendarNotPublished`.
    """
    while not is_business_day(day):
        day += timedelta(days=1)
    return day
