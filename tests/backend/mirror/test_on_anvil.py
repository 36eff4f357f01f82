"""The same on a real JSON-RPC node, with a real reorganisation."""

from collections.abc import Iterator

import pytest

from tallystick.chain.json_rpc import JsonRpcNode
from tallystick.database.store import Store
from tallystick.mirror.following import Mirror
from tallystick.mirror.rebuilding import rebuild
from tallystick.mirror.verification import verify
from tests.anvil import Anvil
from tests.backend.mirror.plays import play_everything
from tests.backend.mirror.rows import all_rows, rows_of
from tests.backend.mirror.scene import Scene

pytestmark = pytest.mark.anvil


@pytest.fixture
def on_anvil(anvil: Anvil) -> Iterator[Scene]:
    node = JsonRpcNode(anvil.url)
    scene = Scene(node, advance_clock=lambda seconds: anvil.ask("evm_increaseTime", seconds))
    play_everything(scene)
    yield scene
    node.close()


def test_everything_is_mirrored_equal_and_rebuilt_the_same(store: Store, on_anvil: Scene) -> None:
    mirror = Mirror(store, on_anvil.node, on_anvil.contracts, blocks_a_transaction=7)
    mirror.catch_up()
    verification = verify(store, on_anvil.node, on_anvil.contracts)
    assert verification.equal, verification.difference
    assert verification.compared["mirror_lot"] == len(rows_of(store, "mirror_lot")) > 10
    before, after = rebuild(store, on_anvil.node, on_anvil.contracts)
    assert before == after


def test_a_reorganised_chain_is_followed(store: Store, on_anvil: Scene, anvil: Anvil, sqlite: Store) -> None:
    mirror = Mirror(store, on_anvil.node, on_anvil.contracts)
    mirror.catch_up()
    old = all_rows(store)
    anvil.ask("anvil_reorg", 4, [])  # four blocks, now empty
    assert mirror.catch_up().block == on_anvil.node.head().number
    assert len(rows_of(store, "mirror_event")) < len(old["mirror_event"])
    assert_same_as_from_the_beginning(store, on_anvil, sqlite)


def test_a_chain_set_back_and_gone_on_otherwise_is_followed(
    store: Store, on_anvil: Scene, anvil: Anvil, sqlite: Store
) -> None:
    mirror = Mirror(store, on_anvil.node, on_anvil.contracts)
    snapshot = anvil.ask("evm_snapshot")
    on_anvil.pass_value((1, 1), "C", 40, by="tier1")
    on_anvil.assign((3, 1), "A", by="B")
    mirror.catch_up()
    anvil.ask("evm_revert", snapshot)
    mirror.catch_up()
    assert_same_as_from_the_beginning(store, on_anvil, sqlite)
    on_anvil.issue_and_accept(4_000)
    on_anvil.pass_value((1, 1), "B", 41, by="tier1")
    mirror.catch_up()
    assert_same_as_from_the_beginning(store, on_anvil, sqlite)


def assert_same_as_from_the_beginning(store: Store, scene: Scene, sqlite: Store) -> None:
    Mirror(sqlite, scene.node, scene.contracts).catch_up()
    assert all_rows(store) == all_rows(sqlite)
    verification = verify(store, scene.node, scene.contracts)
    assert verification.equal, verification.difference
