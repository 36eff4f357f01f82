"""The README names every command and every setting, and nothing that is not there."""

import re
import subprocess

import pytest
from typer.testing import CliRunner

from scripts.solidity_compiler import PROJECT
from tallystick.app import described_app
from tallystick.cli import application
from tallystick.settings import Settings
from tallystick.terminal.commands import commands_of
from tallystick.terminal.connections import CallerSettings
from tallystick.terminal.operations import operations_of

README = (PROJECT / "README.md").read_text("utf-8")
COMMANDS = sorted(
    str(command.name or command.callback.__name__)
    for command in application.registered_commands
    if command.callback
) + sorted(str(group.name) for group in application.registered_groups)
OPERATIONS = {operation.name: operation for operation in operations_of(described_app().openapi())}
"""The commands that are made from the API. Their own help explains them."""

SETTINGS = sorted(
    f"TALLYSTICK_{name.upper()}" for name in Settings.model_fields | CallerSettings.model_fields
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_explained(command: str) -> None:
    assert re.search(rf"tallystick {command}\b", README)


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_explained(setting: str) -> None:
    assert re.search(rf"\b{setting}\b", README)


def test_no_setting_is_named_that_does_not_exist() -> None:
    assert set(re.findall(r"TALLYSTICK_[A-Z_]+", README)) <= set(SETTINGS)


def test_no_command_is_named_that_does_not_exist() -> None:
    named = set(re.findall(r"(?:^|`|bin/)tallystick ([a-z][a-z-]*)", README, re.MULTILINE))
    assert named <= {*COMMANDS, *OPERATIONS}
    assert named & OPERATIONS.keys()


def test_every_operation_is_shown_as_it_is_written() -> None:
    for name, rest in re.findall(r"bin/tallystick ([a-z]+-[a-z-]+)(.*)", README):
        told = CliRunner().invoke(commands_of(OPERATIONS.values()), [name, "--help"], env={"COLUMNS": "300"})
        assert set(re.findall(r"--[a-z-]+", rest)) <= set(told.output.split()), name


def test_every_target_that_is_named_is_in_the_makefile() -> None:
    listed = subprocess.run(["make", "help"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    targets = set(re.findall(r"^make (\w+)", listed, re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE)) <= targets
    assert {"demo", "test", "serve", "lint", "bench", "fuzz", "contracts"} <= targets
