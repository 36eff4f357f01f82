"""The figures for people, as tables, and for programs, as JSON."""

from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from tallystick.bench.gas import reference
from tallystick.bench.gas.floor import Part
from tallystick.bench.gas.measurement import Measured
from tallystick.chain.artifacts import artifact
from tallystick.chain.embedded import FORK


def tools() -> dict[str, Any]:
    """What made and ran the code: the figures hold for these only."""
    compiler = artifact("ReceivableLedger").compiler
    return {
        "compiler": compiler["version"],
        "optimizer": compiler["optimizer"],
        "via_ir": compiler["viaIR"],
        "evm_version": compiler["evmVersion"],
        "fork": FORK,
    }


def as_json(measured: Sequence[Measured]) -> dict[str, Any]:
    return {**tools(), "reference": reference.NAMES, "operations": [_operation(one) for one in measured]}


def _operation(measured: Measured) -> dict[str, Any]:
    return {
        "name": measured.name,
        "gas": measured.gas,
        "floor": measured.floor,
        "ratio": round(measured.ratio, 3),
        "reference": measured.reference,
    }


def headline() -> str:
    told = tools()
    runs = f"{told['optimizer']['runs']} runs" if told["optimizer"]["enabled"] else "no optimizer"
    pipeline = "via IR" if told["via_ir"] else "legacy pipeline"
    references = "\n".join(f"Reference for {kind}: {name}." for kind, name in reference.NAMES.items())
    return (
        f"Gas of whole transactions: solc {told['compiler']}, {runs}, {pipeline}, for {told['evm_version']}; "
        f"run on {told['fork']} rules.\n{references}"
    )


def table(measured: Sequence[Measured]) -> Table:
    shown = Table(
        "operation", "gas", "floor", "ratio", "budget", "reference", box=SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
    for column in shown.columns:
        column.no_wrap = True
        column.justify = "right"
    shown.columns[0].justify = "left"
    for one in measured:
        shown.add_row(
            *(one.name, f"{one.gas:,}", f"{one.floor:,}", f"{one.ratio:.3f}"),
            *(_figure(one.budget), _figure(one.reference)),
        )
    return shown


def floor_table(measured: Measured) -> Table:
    """Of what one floor consists."""
    shown = Table(
        "part", "count", "gas", title=f"{measured.name}: {measured.operation.note}", title_justify="left"
    )
    shown.columns[1].justify = shown.columns[2].justify = "right"
    for part in [*measured.parts, Part("floor", 1, measured.floor)]:
        shown.add_row(part.name, f"{part.count:,}", f"{part.gas:,}")
    return shown


def _figure(gas: int | None) -> str:
    return "" if gas is None else f"{gas:,}"
