"""Days in Shanghai, counted on the chain exactly as Python's calendar counts them."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.contracts.driver.chain import SHANGHAI, date_of, day_number, moment
from tests.contracts.driver.contract import Contract
from tests.contracts.driver.solidity import compiled
from tests.contracts.driver.stage import Stage

FIRST, LAST = date(1970, 1, 1), date(2200, 12, 31)
MONTHS = st.integers(0, 24)
DAYS = st.dates(FIRST, LAST)
LEAP_OR_NOT = (1970, 1972, 1999, 2000, 2001, 2023, 2024, 2026, 2027, 2028, 2096, 2099, 2100, 2101, 2199, 2200)


@pytest.fixture(scope="module")
def calendar(deployment: Stage) -> Contract:
    deployment.reset()
    return deployment.put(compiled("CalendarHarness"))


def months_later(day: date, months: int) -> date:
    """The same day of the month; where the month has no such day, its last one."""
    candidate = day.replace(day=1)
    for _ in range(months):
        candidate = (candidate + timedelta(days=31)).replace(day=1)
    for length in range(day.day, 0, -1):
        try:
            return candidate.replace(day=length)
        except ValueError:
            continue
    raise AssertionError(day)


def packed(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def to_dates(calendar: Contract, days: list[date]) -> list[int]:
    return list(calendar.ask("toDates(uint32[])", [day_number(day) for day in days]))


def add_months(calendar: Contract, days: list[date], months: int) -> list[date]:
    found = calendar.ask("addMonths(uint32[],uint256)", [day_number(day) for day in days], months)
    return [date_of(number) for number in found]


def month_borders(years: tuple[int, ...]) -> list[date]:
    firsts = [date(year, month, 1) for year, month in product(years, range(1, 13))]
    return firsts + [first.replace(day=monthrange(first.year, first.month)[1]) for first in firsts]


@given(day=DAYS)
@example(day=FIRST)
@example(day=LAST)
@example(day=date(2000, 2, 29))
@example(day=date(2100, 3, 1))
def test_a_day_number_is_the_date_that_python_says(calendar: Contract, day: date) -> None:
    assert to_dates(calendar, [day]) == [packed(day)]
    assert calendar.ask("fromDate(uint256,uint256,uint256)", day.year, day.month, day.day) == day_number(day)


def test_months_begin_and_end_where_python_says(calendar: Contract) -> None:
    borders = month_borders(LEAP_OR_NOT)
    assert to_dates(calendar, borders) == [packed(day) for day in borders]


@given(day=DAYS, months=MONTHS)
def test_months_are_added_as_people_add_them(calendar: Contract, day: date, months: int) -> None:
    assert add_months(calendar, [day], months) == [months_later(day, months)]


@pytest.mark.parametrize("months", [1, 6, 12])
def test_from_every_end_of_a_month_months_are_added_as_people_add_them(
    calendar: Contract, months: int
) -> None:
    borders = month_borders((2023, 2024, 2026, 2027, 2099))
    assert add_months(calendar, borders, months) == [months_later(day, months) for day in borders]


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 8, 30), 6, date(2027, 2, 28)),
        (date(2026, 8, 28), 6, date(2027, 2, 28)),
        (date(2026, 9, 1), 6, date(2027, 3, 1)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 5, 15), 0, date(2026, 5, 15)),
    ],
)
def test_six_months_are_calendar_months_and_never_180_days(
    calendar: Contract, start: date, months: int, end: date
) -> None:
    assert add_months(calendar, [start], months) == [end]


@given(seconds=st.integers(0, int(datetime(2200, 12, 31, tzinfo=UTC).timestamp())))
def test_a_moment_falls_on_the_day_that_shanghais_calendar_shows(calendar: Contract, seconds: int) -> None:
    shown = datetime.fromtimestamp(seconds, SHANGHAI).date()
    assert calendar.ask("dayOf(uint256)", seconds) == day_number(shown)


@given(day=DAYS)
@example(day=date(2027, 2, 28))
def test_a_day_ends_at_sixteen_hours_utc(calendar: Contract, day: date) -> None:
    end = calendar.ask("endOf(uint32)", day_number(day))
    assert end == moment(day, 23, 59, 59) + 1
    assert end == int(datetime(day.year, day.month, day.day, 16, tzinfo=UTC).timestamp())
    assert calendar.ask("dayOf(uint256)", end - 1) == day_number(day)
    assert calendar.ask("dayOf(uint256)", end) == day_number(day) + 1


@pytest.mark.fuzz
def test_every_day_of_two_centuries_is_the_date_that_python_says(calendar: Contract) -> None:
    days = [FIRST + timedelta(days=count) for count in range((LAST - FIRST).days + 1)]
    for start in range(0, len(days), 2000):
        some = days[start : start + 2000]
        assert to_dates(calendar, some) == [packed(day) for day in some]
        assert add_months(calendar, some, 6) == [months_later(day, 6) for day in some]
