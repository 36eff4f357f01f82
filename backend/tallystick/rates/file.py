"""Reading a file of published rates: all of it, in order and without gaps, or a refusal that names the line.

The file is CSV in UTF-8 with the heading `date,curve,tenor,rate_percent`: one row for each tenor, a day's rows
together and in the order of the tenors.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import NamedTuple

from tallystick.money.business_days import CalendarNotPublished, is_business_day
from tallystick.rates.published import TENORS
from tallystick.refusal import Refusal

HEADING = ("date", "curve", "tenor", "rate_percent")
_PPM_A_PERCENT = 10_000
_DECIMALS = 4
_PERCENT = re.compile(r"(-?)([0-9]{1,3})(?:\.([0-9]{1,4}))?")


class Published(NamedTuple):
    """A curve as published on a day: ppm a year in the order of its tenors."""

    curve: str
    day: date
    ppm: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    day: date
    curve: str
    tenor: str
    ppm: int


def read_rates(content: bytes) -> list[Published]:
    """By curve and day as the file has them. Raises `Refusal`: the file is taken whole or not at all."""
    rows = list(_rows(content))
    if not rows:
        raise Refusal("rates_file_empty", "The file has no rates.", "Give at least one day of a curve.")
    days = [
        _whole_day(curve, day, list(group))
        for (curve, day), group in groupby(rows, key=lambda row: (row.curve, row.day))
    ]
    for name in TENORS:
        _require_order([one for one in days if one[0].curve == name])
    return [one for one, _ in days]


def _rows(content: bytes) -> Iterator[_Row]:
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        heading = tuple(next(lines, ()))
        if heading != HEADING:
            raise _malformed(1, f"the heading is {','.join(heading)!r}", f"Begin with {','.join(HEADING)}.")
        for fields in lines:
            if fields:
                yield _row(lines.line_num, fields)
    except (UnicodeDecodeError, csv.Error) as error:
        raise Refusal(
            "rates_file_malformed", f"The file is no CSV in UTF-8: {error}.", "Save it as CSV in UTF-8."
        ) from error


def _row(line: int, fields: list[str]) -> _Row:
    if len(fields) != len(HEADING):
        raise _malformed(line, f"it has {len(fields)} fields", f"Give {', '.join(HEADING)}.")
    written, curve, tenor, rate = fields
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise _malformed(line, f"{written!r} is no date", "Write it as 2026-11-27.") from error
    if curve not in TENORS:
        raise Refusal(
            "unknown_curve",
            f"Line {line}: there is no curve {curve!r}.",
            f"Use one of {', '.join(TENORS)}.",
            {"line": line, "curve": curve},
        )
    if tenor not in TENORS[curve]:
        raise Refusal(
            "unknown_tenor",
            f"Line {line}: {curve} is not published for {tenor!r}.",
            f"Its tenors are {', '.join(TENORS[curve])}.",
            {"line": line, "tenor": tenor},
        )
    return _Row(line, day, curve, tenor, _ppm(line, rate))


def _ppm(line: int, text: str) -> int:
    """1.3650 per cent are 13,650 ppm."""
    found = _PERCENT.fullmatch(text)
    if found is None:
        raise _malformed(line, f"{text!r} is no rate", "Write per cent to four decimals, as in 1.3650.")
    if found[1]:
        raise Refusal(
            "rate_negative",
            f"Line {line}: {text} per cent is below zero.",
            "Look the rate up again: no curve of the renminbi is.",
            {"line": line, "rate_percent": text},
        )
    return int(found[2]) * _PPM_A_PERCENT + int((found[3] or "").ljust(_DECIMALS, "0"))


def _whole_day(curve: str, day: date, rows: list[_Row]) -> tuple[Published, int]:
    """All tenors of a curve on a day, each once and in order."""
    tenors = [row.tenor for row in rows]
    expected = list(TENORS[curve])
    if sorted(set(tenors), key=expected.index) != tenors:
        raise Refusal(
            "rates_out_of_order",
            f"Line {rows[0].line}: the tenors of {curve} on {day} stand as {', '.join(tenors)}.",
            f"Give each once, in this order: {', '.join(expected)}.",
            {"line": rows[0].line},
        )
    missing = [tenor for tenor in expected if tenor not in tenors]
    if missing:
        raise Refusal(
            "rates_gap",
            f"Line {rows[-1].line}: {curve} on {day} lacks {', '.join(missing)}.",
            "Give every tenor that was published.",
            {"line": rows[-1].line, "missing": missing},
        )
    return Published(curve, day, tuple(row.ppm for row in rows)), rows[0].line


def _require_order(days: list[tuple[Published, int]]) -> None:
    for (earlier, _), (later, line) in pairwise(days):
        if later.day <= earlier.day:
            raise Refusal(
                "rates_out_of_order",
                f"Line {line}: {later.curve} of {later.day} comes after that of {earlier.day}.",
                "Give the days in ascending order, each once.",
                {"line": line},
            )
        missing = _skipped(earlier, later)
        if missing is not None:
            raise Refusal(
                "rates_gap",
                f"Line {line}: {later.curve} lacks {missing}, between {earlier.day} and {later.day}.",
                "Give every publication from the first day to the last.",
                {"line": line, "missing": [missing]},
            )


def _skipped(earlier: Published, later: Published) -> str | None:
    """A publication that there must have been between two."""
    if earlier.curve == "LPR":
        months = (later.day.year - earlier.day.year) * 12 + later.day.month - earlier.day.month
        return None if months <= 1 else f"the month after {earlier.day:%Y-%m}"
    day = earlier.day + timedelta(days=1)
    while day < later.day:
        try:
            if is_business_day(day):
                return str(day)
        except CalendarNotPublished:
            return None
        day += timedelta(days=1)
    return None


def _malformed(line: int, what: str, way_out: str) -> Refusal:
    return Refusal("rates_file_malformed", f"Line {line}: {what}.", way_out, {"line": line})
