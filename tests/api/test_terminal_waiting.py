"""A command that its chain is slow to confirm: the terminal waits, or is told what to ask about later."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tallystick.running import OPERATOR_KEY_FILE
from tests.anvil import Anvil, running_anvil
from tests.api.conftest import ANVILS_FIRST_KEY
from tests.api.program import starting
from tests.api.terminal import Terminal

pytestmark = pytest.mark.anvil

BLOCK_SECONDS = 2
FAST = {"receipt_timeout_seconds": "0.05", "follow_seconds": "0.2", "finality_blocks": "1"}


def party(number: int) -> tuple[str, ...]:
    return (
        "open-party",
        "--name",
        f"供应商 {number}",
        "--tax-number",
        f"{number:018d}",
        "--roles",
        "supplier",
    )


@dataclass(frozen=True)
class Slow:
    """The operator of a ledger on a chain that is slow to confirm, and where that is."""

    operator: Terminal
    settings: dict[str, str]
    node: Anvil


@pytest.fixture(scope="module", params=["served", "unserved"])
def slow(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slow]:
    home: Path = tmp_path_factory.mktemp(request.param) / "home"
    with running_anvil() as node:
        settings = FAST | {"chain": node.url, "funder_key": ANVILS_FIRST_KEY}
        slow = Slow(Terminal(home, f"@{home / OPERATOR_KEY_FILE}"), settings, node)
        with starting(home, **settings) as server:
            server.wait_until_it_answers()
            if request.param == "served":
                node.ask("evm_setIntervalMining", BLOCK_SECONDS)
                yield slow
                return
        node.ask("evm_setIntervalMining", BLOCK_SECONDS)
        yield slow


def test_the_terminal_waits_for_the_answer_that_the_command_has_in_the_end(slow: Slow) -> None:
    ended = slow.operator.run(*party(1), **slow.settings)
    assert ended.code == 0, ended
    assert "on its way" in ended.err
    opened = json.loads(ended.out)
    assert opened["api_key"].startswith("tally_")
    assert slow.operator.told("get-party", opened["party"]["id"], **slow.settings) == opened["party"]


def test_who_does_not_wait_is_told_what_to_ask_about_and_can_wait_later(slow: Slow) -> None:
    words = (*party(2), "--idempotency-key", "second")
    slow.node.ask("evm_setIntervalMining", 0)
    told = slow.operator.told(*words, "--no-wait", **slow.settings)
    slow.node.ask("evm_setIntervalMining", BLOCK_SECONDS)
    assert told["stage"] == "pending"
    assert slow.operator.told(*words, **slow.settings)["api_key"].startswith("tally_")
    operation = slow.operator.told("get-operation", told["operation"], **slow.settings)
    assert operation["stage"] in {"posted", "final"}
    assert operation["answer_status"] == 201


def test_an_operation_can_be_followed_until_nothing_takes_it_back(slow: Slow) -> None:
    slow.node.ask("evm_setIntervalMining", 0)
    told = slow.operator.told(*party(3), "--no-wait", **slow.settings)
    slow.node.ask("evm_setIntervalMining", BLOCK_SECONDS)
    ended = slow.operator.run("follow-operation", told["operation"], **slow.settings)
    assert ended.code == 0, ended
    stages = [json.loads(line)["stage"] for line in ended.out.splitlines()]
    assert stages == ["pending", "posted", "final"][-len(stages) :]
    assert len(stages) > 1
