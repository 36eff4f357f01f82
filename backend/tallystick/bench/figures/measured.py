"""Measures a report in a process of its own: `python -m tallystick.bench.figures.measured HOME` prints JSON."""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import text

from tallystick.backend import Backend, opened_backend
from tallystick.bench.figures.portfolio import PROGRAMME
from tallystick.reports.files import csv_of, parquet_of, xlsx_of
from tallystick.reports.page import MOST_FINANCINGS, page_of
from tallystick.reports.tables import report_tables
from tallystick.server import keep_what_is_there
from tallystick.settings import Settings
from tallystick.web.viewer import Role, Viewer

_HOST = Viewer("host", b"", frozenset({Role.HOST}))
_KIB = 1_024
_READ = ("mirror_claim", "mirror_lot", "mirror_sale", "mirror_holding")

T = TypeVar("T")


def main(home: Path) -> None:
    """Opens the ledger, asks it for a report as its host would, and tells what each part took."""
    with opened_backend(Settings(home=home, port=0), only_if_begun=True) as backend:
        keep_what_is_there()
        sys.stdout.write(json.dumps(_measured(backend)) + "\n")


def _measured(backend: Backend) -> dict[str, Any]:
    took: dict[str, float] = {}

    def timed(name: str, work: Callable[[], T]) -> T:
        start = time.perf_counter()
        done = work()
        took[name] = time.perf_counter() - start
        return done

    timed("rows", lambda: _read(backend))
    short = timed("figures", lambda: backend.figures.portfolio(_HOST, PROGRAMME, None, MOST_FINANCINGS))
    page = timed("page", lambda: page_of(short, "Bench"))
    report_rss = _most_memory()
    portfolio = timed("data", lambda: backend.figures.portfolio(_HOST, PROGRAMME, None))
    tables = timed("tables", lambda: report_tables(portfolio))
    csv = timed("csv", lambda: [csv_of(table) for table in tables])
    parquet = timed("parquet", lambda: [parquet_of(table) for table in tables])
    xlsx = timed("xlsx", lambda: xlsx_of(tables))
    (found,) = portfolio.figures.portfolios
    return {
        "seconds": took,
        "bytes": {
            "page": len(page),
            "csv": sum(map(len, csv)),
            "parquet": sum(map(len, parquet)),
            "xlsx": len(xlsx),
        },
        "peak_memory_bytes": report_rss,
        "peak_memory_with_data_bytes": _most_memory(),
        "outstanding": found.positions[0].outstanding,
        "tiers": [[tier.tier, tier.reached, tier.financed] for tier in found.tiers],
        "financings": len(portfolio.lines),
    }


def _read(backend: Backend) -> None:
    """The least that any report has to do: every row is looked at once."""
    with backend.store.reading() as session:
        for table in _READ:
            column = "value" if table == "mirror_sale" else "amount" if table == "mirror_lot" else "face"
            session.execute(text(f"SELECT sum({column}) FROM {table}")).all()  # noqa: S608 (names of our own)


def _most_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB


if __name__ == "__main__":
    main(Path(sys.argv[1]))
