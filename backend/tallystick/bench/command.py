"""`tallystick bench gas`, `tallystick bench commands` and `tallystick bench figures`."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

bench = typer.Typer(no_args_is_help=True)

JsonFile = Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Also write the figures here.")]


@bench.command()
def gas(
    json_file: JsonFile = None,
    floors: Annotated[bool, typer.Option("--floors", help="Tell each floor part by part.")] = False,
) -> None:
    """Measure what operations on the ledger cost, on a chain in memory, against the least that they can."""
    from tallystick.bench.gas.measurement import measure_all  # noqa: PLC0415 (other commands need not load a chain)
    from tallystick.bench.gas.report import as_json, floor_table, headline, table  # noqa: PLC0415 (see above)

    measured = list(measure_all())
    console = _console()
    console.print(headline())
    console.print(table(measured))
    for one in measured if floors else ():
        console.print(floor_table(one))
    _write(json_file, as_json(measured))


@bench.command()
def commands(
    json_file: JsonFile = None,
    anvil: Annotated[
        str | None, typer.Option(metavar="PATH|URL", help="Anvil's binary, or an Anvil that runs.")
    ] = None,
    short: Annotated[bool, typer.Option("--short", help="So few that only the way is shown.")] = False,
) -> None:
    """Measure commands through HTTP, on the embedded chain and on Anvil, one by one and in batches."""
    from tallystick.bench.commands.anvil import package  # noqa: PLC0415 (see above)
    from tallystick.bench.commands.measurement import anvil_at_hand, measure_all  # noqa: PLC0415 (see above)
    from tallystick.bench.commands.report import HEADLINE, as_json, table  # noqa: PLC0415 (see above)
    from tallystick.bench.commands.runs import SHORT, Extent, NotDone  # noqa: PLC0415 (see above)

    anvil_at = anvil_at_hand(anvil)
    if anvil_at is None:
        typer.echo(
            f"NOT MEASURED: the runs on Anvil, which is not installed. `npm install {package()}` gets it; "
            "name its binary, or the URL of one that runs, with --anvil.",
            err=True,
        )
    try:
        measured = list(measure_all(anvil_at, SHORT if short else Extent()))
    except NotDone as failure:
        typer.echo(str(failure), err=True)
        raise typer.Exit(1) from None
    console = _console()
    console.print(HEADLINE)
    console.print(table(measured))
    _write(json_file, as_json(measured))


@bench.command()
def figures(
    json_file: JsonFile = None,
    short: Annotated[bool, typer.Option("--short", help="So few that only the way is shown.")] = False,
) -> None:
    """Measure a report over a million claims and a hundred thousand financings."""
    from tallystick.bench.figures.measurement import NotMeasured, measure  # noqa: PLC0415 (see above)
    from tallystick.bench.figures.portfolio import SHORT, Extent  # noqa: PLC0415 (see above)
    from tallystick.bench.figures.report import headline, table  # noqa: PLC0415 (see above)

    try:
        measured = measure(SHORT if short else Extent())
    except NotMeasured as failure:
        typer.echo(str(failure), err=True)
        raise typer.Exit(1) from None
    console = _console()
    console.print(headline(measured))
    console.print(table(measured))
    _write(json_file, measured)


def _console() -> Console:
    return Console(soft_wrap=True, highlight=False)


def _write(file: Path | None, figures: dict[str, Any]) -> None:
    if file is not None:
        file.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
