"""Somebody at a terminal: one party's API key, and nothing but the command line."""

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner

from tallystick.app import described_app
from tallystick.refusal import Refusal
from tallystick.terminal.answers import told
from tallystick.terminal.commands import commands_of
from tallystick.terminal.operations import Operation, operations_of
from tallystick.terminal.vocabulary import Vocabulary
from tests.api.program import Ended, tallystick


@dataclass(frozen=True)
class Terminal:
    """The command line in the hands of one party."""

    home: Path
    key: str = ""
    loaded: bool = False
    """Whether the program is in memory already, which spares the seconds that it takes to load a chain."""

    def run(self, *words: str, typed: str = "", **settings: str) -> Ended:
        given = {"home": str(self.home)} | ({"api_key": self.key} if self.key else {}) | settings
        return _run(words, given) if self.loaded else tallystick(*words, typed=typed, **given)

    def told(self, *words: str, **settings: str) -> Any:
        """The answer of a command that succeeds."""
        ended = self.run(*words, **settings)
        assert ended.code == 0, ended
        return json.loads(ended.out)

    def refused(self, *words: str, **settings: str) -> list[str]:
        """What a command says that is refused: the lines on stderr, without the idempotency key."""
        ended = self.run(*words, **settings)
        assert (ended.code, ended.out) == (2, ""), ended
        assert "Traceback" not in ended.err
        return [line for line in ended.err.splitlines() if not line.startswith("Idempotency-Key: ")]


@cache
def _operations() -> list[Operation]:
    return operations_of(described_app().openapi())


@cache
def _program() -> typer.Typer:
    return commands_of(_operations())


def _run(words: tuple[str, ...], settings: dict[str, str]) -> Ended:
    """The same in this process."""
    environment: dict[str, str | None] = {name: None for name in os.environ if name.startswith("TALLYSTICK_")}
    environment |= {f"TALLYSTICK_{name.upper()}": value for name, value in settings.items()}
    ran = CliRunner().invoke(_program(), words, env=environment)
    if isinstance(ran.exception, Refusal):
        return Ended(2, ran.stdout, ran.stderr + told(ran.exception, Vocabulary.of(_operations(), words)))
    if ran.exception is not None:
        raise ran.exception
    return Ended(ran.exit_code, ran.stdout, ran.stderr)
