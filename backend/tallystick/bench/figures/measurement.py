"""Writes a large portfolio into a fresh ledger and has its report made."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tallystick.backend import opened_backend
from tallystick.bench.figures.portfolio import Extent, write_portfolio
from tallystick.settings import Settings

REPORT = ("figures", "page")
DATA = ("data", "tables", "csv", "parquet", "xlsx")
"""The figures once more, with a line for every financing, and as files."""


class NotMeasured(Exception):
    """The measuring process failed; what it said."""


def measure(extent: Extent) -> dict[str, Any]:
    """Seconds, bytes and memory. Raises `NotMeasured`."""
    with tempfile.TemporaryDirectory(prefix="tallystick-bench-") as folder:
        home = Path(folder) / "ledger"
        with opened_backend(Settings(home=home, port=0)) as backend:
            write_portfolio(backend.store, backend.mirror.deployment_id, extent)
        finished = subprocess.run(  # noqa: S603 (our own program)
            [sys.executable, "-m", "tallystick.bench.figures.measured", str(home)],
            capture_output=True,
            text=True,
            check=False,
        )
    if finished.returncode != 0:
        raise NotMeasured(finished.stderr.strip()[-2_000:])
    measured: dict[str, Any] = json.loads(finished.stdout)
    seconds = measured["seconds"]
    report = sum(seconds[part] for part in REPORT)
    return measured | {
        "claims": extent.claims,
        "report_seconds": report,
        "files_seconds": seconds["page"] + sum(seconds[part] for part in DATA),
        "times_reading_the_rows": report / seconds["rows"],
    }
