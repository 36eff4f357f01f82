"""`tallystick bench commands` in its short form: what it tells, and that nothing was lost while it measured."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tallystick.bench.commands import anvil
from tallystick.bench.commands.stage import Stage
from tallystick.bench.figures.portfolio import PIECE
from tallystick.cli import application
from tallystick.refusal import Unavailable

RUNS = [
    ("embedded", "single", 1),
    ("embedded", "single", 2),
    ("embedded", "batch", 1),
    ("anvil", "single", 1),
    ("anvil", "single", 2),
    ("anvil", "batch", 1),
]


@pytest.mark.anvil
def test_every_run_is_told_in_figures_for_programs_and_for_people(tmp_path: Path) -> None:
    file = tmp_path / "commands.json"
    told = CliRunner().invoke(application, ["bench", "commands", "--short", "--json", str(file)])
    assert told.exit_code == 0, told.output
    measured = json.loads(file.read_text("utf-8"))["runs"]
    assert [(run["node"], run["mode"], run["callers"]) for run in measured] == RUNS
    for run in measured:
        assert run["operations"] == run["requests"] * (20 if run["mode"] == "batch" else 1)
        assert (
            run["requests"]
            == {("single", 1): 3, ("single", 2): 4, ("batch", 1): 2}[run["mode"], run["callers"]]
        )
        assert 0 < run["p50_ms"] <= run["p95_ms"]
        assert 0 < run["node_share"] < 1
        assert run["operations_per_s"] > 0
        shown = [run["node"], run["mode"], str(run["callers"]), f"{run['operations_per_s']:,.1f}"]
        assert any(line.split()[:4] == shown for line in told.output.splitlines()), told.output


def _without_anvil(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anvil, "installed", lambda: None)


def test_where_anvil_is_not_installed_its_runs_are_loudly_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _without_anvil(monkeypatch)
    file = tmp_path / "commands.json"
    told = CliRunner().invoke(application, ["bench", "commands", "--short", "--json", str(file)])
    assert told.exit_code == 0, told.output
    assert "NOT MEASURED: the runs on Anvil" in told.stderr
    assert f"npm install {anvil.package()}" in told.stderr
    measured = json.loads(file.read_text("utf-8"))["runs"]
    assert {run["node"] for run in measured} == {"embedded"}


def test_face_that_went_missing_makes_the_bench_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    _without_anvil(monkeypatch)
    holding = Stage.holding

    def one_fen_more(stage: Stage, face: int, *rest: Any) -> Any:
        held = holding(stage, face, *rest)
        stage.faces[next(reversed(stage.faces))] += 1
        return held

    monkeypatch.setattr(Stage, "holding", one_fen_more)
    told = CliRunner().invoke(application, ["bench", "commands", "--short"])
    assert told.exit_code == 1
    assert "do not add up to its face" in told.stderr


def test_an_anvil_that_does_not_start_is_named() -> None:
    with pytest.raises(Unavailable, match="/nowhere/anvil") as refused, anvil.running(Path("/nowhere/anvil")):
        pass
    assert refused.value.code == "anvil_does_not_start"


def test_a_report_over_a_portfolio_is_told_part_by_part(tmp_path: Path) -> None:
    """In its short form: every claim is outstanding and every financing has its line."""
    file = tmp_path / "figures.json"
    told = CliRunner().invoke(application, ["bench", "figures", "--short", "--json", str(file)])
    assert told.exit_code == 0, told.output
    measured = json.loads(file.read_text("utf-8"))
    assert (measured["claims"], measured["financings"]) == (2_000, 200)
    assert measured["outstanding"] == 2_000 * PIECE
    assert measured["tiers"] == [[1, 2_000 * PIECE, 0], [2, 1_000 * PIECE, 200 * PIECE]]
    assert all(seconds > 0 for seconds in measured["seconds"].values())
    for part in ("figures", "page", "data", "tables", "csv", "parquet", "xlsx"):
        assert any(line.split()[:1] == [part] for line in told.output.splitlines()), told.output
