"""An embedded chain belongs to one process at a time."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tallystick.chain.embedded import ChainDiffers, ChainInUse, EmbeddedNode
from tallystick.refusal import Unavailable
from tests.backend.chain.wallet import RICH, address_of, key

PROJECT = Path(__file__).parents[3]


def test_a_second_process_is_refused_by_the_name_of_the_first(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.backend.chain.endless_sender", str(tmp_path)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(ChainInUse) as refused:
            EmbeddedNode(tmp_path, address_of(RICH))
        holder.kill()
    assert isinstance(refused.value, Unavailable)
    assert refused.value.code == "chain_in_use"
    assert str(holder.pid) in refused.value.detail
    assert str(tmp_path) in refused.value.detail
    assert refused.value.way_out


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.backend.chain.endless_sender", str(tmp_path)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        os.kill(holder.pid, signal.SIGKILL)
    EmbeddedNode(tmp_path, address_of(RICH)).close()


def test_the_same_process_cannot_open_a_chain_twice(tmp_path: Path) -> None:
    first = EmbeddedNode(tmp_path, address_of(RICH))
    with pytest.raises(ChainInUse) as refused:
        EmbeddedNode(tmp_path, address_of(RICH))
    assert refused.value.values["process_id"] == str(os.getpid())
    first.close()
    EmbeddedNode(tmp_path, address_of(RICH)).close()


def test_a_chain_is_not_opened_as_another_one(tmp_path: Path) -> None:
    EmbeddedNode(tmp_path, address_of(RICH), chain_id=5).close()
    with pytest.raises(ChainDiffers) as refused:
        EmbeddedNode(tmp_path, address_of(RICH), chain_id=6)
    assert refused.value.code == "chain_differs"
    assert refused.value.values == {"what": "chain_id", "stored": 5, "asked": 6}
    with pytest.raises(ChainDiffers, match="prefunded"):
        EmbeddedNode(tmp_path, address_of(key(2)), chain_id=5)
    again = EmbeddedNode(tmp_path, address_of(RICH), chain_id=5)
    assert again.chain_id() == 5
    again.close()


def test_two_fresh_chains_are_never_taken_for_one_another(tmp_path: Path) -> None:
    hashes = set()
    for name in ("one", "other"):
        node = EmbeddedNode(tmp_path / name, address_of(RICH), wall=lambda: 1_800_000_000)
        hashes.add(node.genesis_hash())
        node.close()
    assert len(hashes) == 2
