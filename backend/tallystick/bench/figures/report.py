"""The figures for people, as a table."""

from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from tallystick.bench.figures.measurement import PARTS

_MIB = 1_048_576


def headline(measured: dict[str, Any]) -> str:
    return (
        f"A report on {measured['claims']:,} claims and {measured['financings']:,} financings, SQLite: "
        f"{measured['report_seconds']:.1f} s, {measured['times_reading_the_rows']:.1f} times what it takes to read the "
        f"rows; at most {measured['peak_memory_bytes'] / _MIB:,.0f} MiB "
        f"({measured['peak_memory_with_xlsx_bytes'] / _MIB:,.0f} MiB with the workbook)."
    )


def table(measured: dict[str, Any]) -> Table:
    shown = Table("part", "seconds", "bytes", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in shown.columns[1:]:
        column.justify = "right"
    for part in ("rows", *PARTS, "xlsx"):
        size = measured["bytes"].get(part)
        shown.add_row(part, f"{measured['seconds'][part]:.2f}", "" if size is None else f"{size:,}")
    return shown
