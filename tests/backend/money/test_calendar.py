"""Days in Shanghai, and terms of calendar months."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.money.calendar import (
    add_months,
    date_of_day,
    day_of_date,
    day_of_moment,
    due_moment,
    instant_text,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
DATES = st.dates(date(1992, 1, 1), date(2150, 12, 31))
"""China has had no summer time since 1991."""


@pytest.mark.parametrize(
    ("issued", "months", "due", "days"),
    [
        ("2026-08-31", 6, "2027-02-28", 181),
        ("2027-08-31", 6, "2028-02-29", 182),
        ("2026-11-23", 6, "2027-05-23", 181),
        ("2026-03-01", 6, "2026-09-01", 184),
        ("2026-12-31", 6, "2027-06-30", 181),
        ("2026-01-31", 1, "2026-02-28", 28),
        ("2024-02-29", 12, "2025-02-28", 365),
        ("2026-12-15", 1, "2027-01-15", 31),
        ("2026-05-05", 0, "2026-05-05", 0),
    ],
)
def test_a_term_ends_on_the_corresponding_day_or_on_the_months_last(
    issued: str, months: int, due: str, days: int
) -> None:
    begin, end = date.fromisoformat(issued), date.fromisoformat(due)
    assert add_months(begin, months) == end
    assert (end - begin).days == days


@given(DATES, st.integers(0, 240))
def test_months_are_counted_as_a_calendar_on_the_wall_would(day: date, months: int) -> None:
    """An independent rule: turn the page `months` times, then go back until the day exists."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    for number in (day.day, 30, 29, 28):
        try:
            expected = date(year, month, min(number, day.day))
        except ValueError:
            continue
        break
    assert add_months(day, months) == expected


@given(DATES)
def test_six_months_are_181_to_184_days_and_never_180(day: date) -> None:
    assert 181 <= (add_months(day, 6) - day).days <= 184


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (0, 0),
        (16 * 3_600 - 1, 0),  # 23:59:59 in Shanghai
        (16 * 3_600, 1),  # midnight there, afternoon in Greenwich
        (-8 * 3_600, 0),
        (-8 * 3_600 - 1, -1),
    ],
)
def test_a_day_begins_at_midnight_in_shanghai(moment: int, day: int) -> None:
    assert day_of_moment(moment) == day


@given(st.integers(694_224_000, 5_000_000_000))
def test_days_are_those_of_the_time_zone_database(moment: int) -> None:
    assert date_of_day(day_of_moment(moment)) == datetime.fromtimestamp(moment, SHANGHAI).date()


@given(DATES)
def test_what_is_due_on_a_day_falls_due_as_the_next_begins(day: date) -> None:
    due = due_moment(day_of_date(day))
    following = day + timedelta(days=1)
    assert due == datetime(following.year, following.month, following.day, tzinfo=SHANGHAI).timestamp()
    assert day_of_moment(due - 1) == day_of_date(day)
    assert day_of_moment(due) == day_of_date(following)


@given(DATES)
def test_a_date_and_its_number_are_the_same_day(day: date) -> None:
    assert date_of_day(day_of_date(day)) == day


def test_a_moment_is_written_in_utc() -> None:
    assert instant_text(due_moment(day_of_date(date(2027, 5, 23)))) == "2027-05-23T16:00:00Z"
