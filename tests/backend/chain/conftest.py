"""Chains to try things on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tallystick.chain.embedded import EmbeddedNode, InMemoryNode
from tallystick.chain.json_rpc import JsonRpcNode
from tallystick.chain.node import Node
from tests.anvil import Anvil
from tests.backend.chain.wallet import RICH, Wallet, address_of


@dataclass(frozen=True)
class Chain:
    """A fresh chain on which `wallet` is rich; `advance` moves its clock by seconds."""

    node: Node
    wallet: Wallet
    advance: Callable[[int], object]


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[EmbeddedNode]:
    node = EmbeddedNode(tmp_path / "chain", address_of(RICH))
    yield node
    node.close()


@pytest.fixture
def memory() -> Iterator[InMemoryNode]:
    node = EmbeddedNode.in_memory(address_of(RICH))
    yield node
    node.close()


@pytest.fixture
def over_json_rpc(anvil: Anvil) -> Iterator[JsonRpcNode]:
    node = JsonRpcNode(anvil.url)
    yield node
    node.close()


@pytest.fixture(params=["embedded", pytest.param("json_rpc", marks=pytest.mark.anvil)])
def chain(request: pytest.FixtureRequest) -> Chain:
    """Either adapter: what holds for one holds for the other."""
    if request.param == "embedded":
        embedded: EmbeddedNode = request.getfixturevalue("embedded")
        return Chain(embedded, Wallet(embedded), embedded.advance_clock)
    anvil: Anvil = request.getfixturevalue("anvil")
    node: JsonRpcNode = request.getfixturevalue("over_json_rpc")
    return Chain(node, Wallet(node), lambda seconds: anvil.ask("evm_increaseTime", seconds))
