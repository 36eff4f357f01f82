"""`tallystick demo` plays model 1, writes down every figure, and fails where one is not what it must be."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tallystick.cli import application
from tallystick.demo import story
from tests.api.program import Ended, tallystick


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, Path]:
    directory = tmp_path_factory.mktemp("demo")
    return tallystick("demo", "--directory", str(directory)), directory


def _figures(directory: Path) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((directory / "model1.json").read_text("utf-8"))
    return figures


def test_the_demo_ends_well_and_writes_its_figures_down(played: tuple[Ended, Path]) -> None:
    ended, directory = played
    assert ended.code == 0, ended
    figures = _figures(directory)
    assert figures["holdings"] == {
        "tier1": 5_000_000_000,
        "A": 2_000_000_000,
        "B": 2_000_000_000,
        "C": 1_000_000_000,
    }
    assert (figures["hhi"], figures["mean_depth"]) == (0.34, 1.6)
    assert figures["verify"] == "equal"
    assert (figures["declined"]["status"], figures["declined"]["left"]) == ("declined", 10_000_000_000)
    assert figures["claims"] == {"count": 100, "face": 100_000_000}
    assert figures["merged"] == {"claims": 30, "face": 3_000_000_000}
    assert figures["distributed"] == {"A": 1_000_000_000, "B": 2_000_000_000}
    assert [refusal["code"] for refusal in figures["refusals"]] == [
        "evidence_exceeded",
        "claim_already_passed_on",
        "not_your_claim",
    ]


def test_the_demo_shows_what_it_writes_down(played: tuple[Ended, Path]) -> None:
    ended, directory = played
    for shown in (
        "HHI 0.34, mean depth 1.60",
        "¥100,000,000.00",
        "¥50,000,000.00",
        "¥10,000,000.00",
        "evidence_exceeded",
        "claim_already_passed_on",
        "not_your_claim",
        "equal: the mirror equals the chain",
    ):
        assert shown in ended.out, shown
    assert ended.out.count("equal: the mirror equals the chain") == 2, "before and after the restart"
    assert "Traceback" not in ended.err
    assert {path.name for path in directory.iterdir()} >= {"model1.json", "ledger"}


@pytest.mark.parametrize(
    ("figure", "wrong"),
    [("hhi", 0.35), ("mean_depth", 1.61), ("holdings", {"tier1": 4_999_999_999, "A": 2_000_000_001})],
)
def test_the_demo_fails_where_a_figure_is_off(
    played: tuple[Ended, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: str, wrong: object
) -> None:
    figures = _figures(played[1])

    def play(self: story.Story) -> None:
        self.figures |= figures | {figure: wrong}

    monkeypatch.setattr(story.Story, "play", play)
    result = CliRunner().invoke(application, ["demo", "--directory", str(tmp_path)])
    assert result.exit_code != 0
    assert figure in str(result.exception)
    assert not (tmp_path / "model1.json").exists()
