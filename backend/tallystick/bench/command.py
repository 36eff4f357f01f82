"""`tallystick bench gas`."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Subject(StrEnum):
    """What can be measured."""

    GAS = "gas"


def bench(
    name: Annotated[Subject, typer.Argument(help="What to measure.")],  # noqa: ARG001 (there is one subject yet)
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Also write the figures here.")
    ] = None,
    floors: Annotated[bool, typer.Option("--floors", help="Tell each floor part by part.")] = False,
) -> None:
    """Measure what operations on the ledger cost, on a chain in memory, against the least that they can."""
    from rich.console import Console  # noqa: PLC0415 (other commands need not load a chain)

    from tallystick.bench.measurement import measure_all  # noqa: PLC0415 (see above)
    from tallystick.bench.report import as_json, floor_table, headline, table  # noqa: PLC0415 (see above)

    measured = list(measure_all())
    console = Console(soft_wrap=True, highlight=False)
    console.print(headline())
    console.print(table(measured))
    for one in measured if floors else ():
        console.print(floor_table(one))
    if json_file is not None:
        json_file.write_text(json.dumps(as_json(measured), indent=1) + "\n", encoding="utf-8")
