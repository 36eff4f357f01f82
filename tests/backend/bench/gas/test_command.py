"""`tallystick bench gas`, as it is typed."""

import json

import pytest
from typer.testing import CliRunner

from tallystick.bench.gas.operations import OPERATIONS
from tallystick.cli import application


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, object]]:
    """What is printed, and what is written."""
    file = tmp_path_factory.mktemp("bench") / "gas.json"
    told = CliRunner().invoke(application, ["bench", "gas", "--json", str(file)])
    assert told.exit_code == 0, told.output
    return told.output, json.loads(file.read_text("utf-8"))


def test_every_operation_is_printed_with_its_figures(measured: tuple[str, dict[str, object]]) -> None:
    printed, written = measured
    lines = {line.split()[0]: line.split()[1:4] for line in printed.splitlines() if line.strip()}
    operations = written["operations"]
    assert isinstance(operations, list)
    for one in operations:
        assert lines[one["name"]] == [f"{one['gas']:,}", f"{one['floor']:,}", f"{one['ratio']:.3f}"]


def test_the_file_has_name_gas_floor_ratio_and_reference_of_each(
    measured: tuple[str, dict[str, object]],
) -> None:
    operations = measured[1]["operations"]
    assert isinstance(operations, list)
    assert [one["name"] for one in operations] == [operation.name for operation in OPERATIONS]
    for one in operations:
        assert list(one) == ["name", "gas", "floor", "ratio", "reference"]
        assert one["ratio"] == round(one["gas"] / one["floor"], 3)
    assert operations[0]["reference"] == 229_886


def test_compiler_optimiser_and_evm_are_told(measured: tuple[str, dict[str, object]]) -> None:
    printed, written = measured
    assert "solc 0.8.37" in printed
    assert "800 runs" in printed
    assert "cancun" in printed
    assert written["optimizer"] == {"enabled": True, "runs": 800}
    assert written["evm_version"] == written["fork"] == "cancun"


def test_what_cannot_be_measured_is_refused() -> None:
    assert CliRunner().invoke(application, ["bench", "speed"]).exit_code == 2
