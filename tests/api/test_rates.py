"""Published rates over HTTP: taken in whole, in order and without gaps; and what a claim should bring by them."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from tallystick.money.business_days import is_business_day
from tallystick.money.calendar import add_months
from tallystick.money.discount import bank_discount
from tests.api.running_ledger import RunningLedger, problem
from tests.api.trade import today

TENORS = ("O/N", "1W", "2W", "1M", "3M", "6M", "9M", "1Y")
RATES = ("1.3650", "1.4700", "1.5120", "1.5480", "1.5800", "1.6300", "1.6480", "1.6600")
HEADING = "date,curve,tenor,rate_percent"
FACE = 10_000_000_000
_days = count()


def days_of_business() -> Iterator[date]:
    """Each once, for this run's tests: what was published does not change."""
    day = date(2021, 1, 4) + timedelta(14 * next(_days))
    while True:
        if is_business_day(day):
            yield day
        day += timedelta(days=1)


def shibor(day: date, rates: tuple[str, ...] = RATES) -> list[str]:
    return [f"{day},SHIBOR,{tenor},{rate}" for tenor, rate in zip(TENORS, rates, strict=True)]


def file(*rows: list[str] | str) -> bytes:
    lines = [HEADING, *(line for part in rows for line in ([part] if isinstance(part, str) else part))]
    return "\n".join(lines).encode()


def test_a_file_of_rates_is_taken_in(ledger: RunningLedger) -> None:
    first, second, *_ = (day for day, _ in zip(days_of_business(), range(2), strict=False))
    told = ledger.operator.command("/v1/rates", file(shibor(first), shibor(second)))
    assert told["curves"] == 2
    curves = {curve["published_on"]: curve for curve in ledger.operator.read("/v1/rates")["curves"]}
    assert [rate["tenor"] for rate in curves[str(first)]["rates"]] == list(TENORS)
    assert [rate["rate_ppm"] for rate in curves[str(second)]["rates"]][-3:] == [16_300, 16_480, 16_600]


def test_what_is_known_already_is_left_and_what_differs_refused(ledger: RunningLedger) -> None:
    day = next(days_of_business())
    for _ in range(2):
        ledger.operator.command("/v1/rates", file(shibor(day)))
    other = file(shibor(day, (*RATES[:-1], "1.6601")))
    assert ledger.operator.refused("/v1/rates", other)["code"] == "rates_published_otherwise"


def _wrong(day: date) -> Iterator[tuple[str, bytes, str]]:
    """What is wrong, in which file, and the code."""
    rows, later = shibor(day), shibor(day + timedelta(days=7))
    yield "a tenor is missing", file(rows[:3] + rows[4:]), "rates_gap"
    yield "the last tenor is missing", file(rows[:-1]), "rates_gap"
    yield "business days are missing", file(rows, later), "rates_gap"
    lpr = [
        f"{year}-{month}-20,LPR,{tenor},3.00"
        for year, month in ((2021, "01"), (2021, "03"))
        for tenor in ("1Y", "5Y")
    ]
    yield "a month is missing", file(lpr), "rates_gap"
    yield "tenors change places", file([rows[1], rows[0], *rows[2:]]), "rates_out_of_order"
    yield "a tenor stands twice", file([rows[0], *rows]), "rates_out_of_order"
    yield "days go back", file(later, rows), "rates_out_of_order"
    yield "a day stands twice", file(rows, lpr[:2], rows), "rates_out_of_order"
    yield "below zero", file(rows[:-1], f"{day},SHIBOR,1Y,-0.0100"), "rate_negative"
    yield "no tenor of it", file(f"{day},SHIBOR,5Y,1.0"), "unknown_tenor"
    yield "no such curve", file(f"{day},LIBOR,1Y,1.0"), "unknown_curve"
    yield "five decimals", file(f"{day},SHIBOR,O/N,1.36501"), "rates_file_malformed"
    yield "a word for a rate", file(f"{day},SHIBOR,O/N,low"), "rates_file_malformed"
    yield "no date", file("2021-02-30,SHIBOR,O/N,1.0"), "rates_file_malformed"
    yield "a field too few", file(f"{day},SHIBOR,O/N"), "rates_file_malformed"
    yield "another heading", b"day,curve,tenor,rate\n", "rates_file_malformed"
    yield "no CSV", b"\xff\xfe\x00", "rates_file_malformed"
    yield "no rates", file(), "rates_file_empty"


def test_a_file_with_gaps_or_disorder_is_refused_whole(ledger: RunningLedger) -> None:
    day = next(days_of_business())
    before = ledger.operator.read("/v1/rates")
    for what, content, code in _wrong(day):
        refused = ledger.operator.refused("/v1/rates", content)
        assert refused["code"] == code, (what, refused)
        assert "Line" in refused["detail"] or code in {"rates_file_empty", "rates_file_malformed"}, refused
    assert ledger.operator.read("/v1/rates") == before


@pytest.fixture(scope="module")
def published(sqlite_ledger: RunningLedger) -> RunningLedger:
    """A day's SHIBOR and a month's LPR, later than what other tests take in."""
    lpr = ["2025-08-20,LPR,1Y,3.00", "2025-08-20,LPR,5Y,3.50"]
    sqlite_ledger.operator.command("/v1/rates", file(shibor(date(2025, 8, 29)), lpr))
    return sqlite_ledger


def _terms(ledger: RunningLedger, **asked: Any) -> dict[str, Any]:
    query = {"face": FACE, "value_date": "2025-08-29", "due_date": "2026-02-28"} | asked
    return ledger.open_party("financier").read("/v1/terms", **query)


def test_terms_are_the_curve_plus_spread_and_expected_loss(published: RunningLedger) -> None:
    """183 days: 2026-02-28 is six months from 2025-08-29, where the knot lies; that Saturday is a worked one."""
    told = _terms(published, spread_ppm=38_000, expected_loss_ppm=6_000)
    assert (told["published_on"], told["days"], told["curve_ppm"]) == ("2025-08-29", 183, 16_300)
    assert told["paid_on"] == "2026-02-28"
    assert told["yield_ppm"] == 16_300 + 38_000 + 6_000
    exact = Decimal(60_300) / (1 + Decimal(60_300) * 183 / (360 * 10**6))
    assert told["rate_ppm"] == int(exact.to_integral_value())
    assert told["discount"] == bank_discount(FACE, told["rate_ppm"], 183, 360)
    assert told["proceeds"] == FACE - told["discount"]
    assert told["provisional"] is False


def test_between_tenors_terms_lie_on_the_line(published: RunningLedger) -> None:
    """2025-12-31 is 124 days: between 3M at 92 and 6M at 183."""
    told = _terms(published, due_date="2025-12-31")
    assert told["curve_ppm"] == round(15_800 + (16_300 - 15_800) * (124 - 92) / (183 - 92))


def test_money_that_comes_after_a_holiday_earns_for_the_days_in_between(published: RunningLedger) -> None:
    """Due on 2025-10-01, paid on 2025-10-09: 41 days of interest over the 33 days that the ledger counts."""
    told = _terms(published, due_date="2025-10-01", spread_ppm=44_000)
    assert (told["days"], told["paid_on"]) == (33, "2025-10-09")
    lent = 41
    exact = Decimal(told["yield_ppm"]) / (1 + Decimal(told["yield_ppm"]) * lent / (360 * 10**6)) * lent / 33
    assert abs(told["rate_ppm"] - exact) <= 1


def test_a_price_is_provisional_where_no_holiday_calendar_is_published(published: RunningLedger) -> None:
    told = _terms(published, due_date="2027-10-01", curve="LPR")
    assert (told["provisional"], told["paid_on"]) == (True, "2027-10-01")


def test_the_one_year_lpr_holds_for_anything_shorter(published: RunningLedger) -> None:
    assert _terms(published, curve="LPR", due_date="2025-09-15")["curve_ppm"] == 30_000
    assert (
        _terms(published, curve="LPR", value_date="2026-08-20", due_date="2026-12-31")["curve_ppm"] == 30_000
    )


def test_on_the_due_date_nothing_is_taken_off(published: RunningLedger) -> None:
    told = _terms(published, due_date="2025-08-29", spread_ppm=50_000)
    assert (told["days"], told["discount"], told["proceeds"]) == (0, 0, FACE)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"value_date": "2026-03-01"}, "due_before_value_date"),
        ({"due_date": "2026-09-30"}, "outside_curve"),
        ({"spread_ppm": -20_000}, "rate_negative"),
        ({"value_date": "2020-12-31", "due_date": "2021-03-31"}, "rates_not_known"),
        ({"day_count": "30/360"}, "malformed_request"),
        ({"curve": "LIBOR"}, "malformed_request"),
        ({"due_date": "tomorrow"}, "malformed_request"),
        ({"expected_loss_ppm": -1}, "malformed_request"),
    ],
)
def test_what_makes_no_price_is_refused(published: RunningLedger, asked: dict[str, Any], code: str) -> None:
    query = {"face": FACE, "value_date": "2025-08-29", "due_date": "2026-02-28"} | asked
    refused = problem(published.open_party("financier").get("/v1/terms", **query))
    assert refused["code"] == code
    assert refused["way_out"]


def test_terms_from_today_take_the_last_curve(published: RunningLedger) -> None:
    due = add_months(today(), 5).isoformat()
    told = published.open_party("supplier").read("/v1/terms", face=FACE, due_date=due)
    assert told["published_on"] >= "2025-08-29"
