"""The figures for people, as a table."""

from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from tallystick.bench.figures.measurement import DATA, REPORT

_MIB = 1_048_576


def headline(measured: dict[str, Any]) -> str:
    claims, financings = measured["claims"], measured["financings"]
    memory, memory_of_all = (measured[f"peak_memory_{which}bytes"] / _MIB for which in ("", "with_data_"))
    return (
        f"A report on {claims:,} claims and {financings:,} financings, SQLite: {measured['report_seconds']:.1f} s and "
        f"at most {memory:,.0f} MiB, {measured['times_reading_the_rows']:.1f} times what reading the rows takes. All "
        f"its files, with a line for every financing: {measured['files_seconds']:.1f} s, {memory_of_all:,.0f} MiB."
    )


def table(measured: dict[str, Any]) -> Table:
    shown = Table("part", "seconds", "bytes", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in shown.columns[1:]:
        column.justify = "right"
    for part in ("rows", *REPORT, *DATA):
        size = measured["bytes"].get(part)
        shown.add_row(part, f"{measured['seconds'][part]:.2f}", "" if size is None else f"{size:,}")
    return shown
