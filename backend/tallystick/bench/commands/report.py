"""The figures for people, as a table, and for programs, as JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from tallystick.bench.commands.runs import Run

HEADLINE = (
    "Commands through HTTP, SQLite, one server process; single: value into a new claim; batch: whole claims."
)
COLUMNS = ("node", "mode", "callers", "operations/s", "p50 ms", "p95 ms", "node share")


def as_json(measured: Sequence[Run]) -> dict[str, Any]:
    return {"runs": [asdict(run) for run in measured]}


def table(measured: Sequence[Run]) -> Table:
    shown = Table(*COLUMNS, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in shown.columns[2:]:
        column.justify = "right"
    for run in measured:
        shown.add_row(
            run.node,
            run.mode,
            str(run.callers),
            f"{run.operations_per_s:,.1f}",
            f"{run.p50_ms:,.1f}",
            f"{run.p95_ms:,.1f}",
            f"{run.node_share:.0%}",
        )
    return shown
