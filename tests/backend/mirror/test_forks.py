"""When the chain goes over to another branch, the mirror follows: nothing of the old one is left."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count

import pytest

from tallystick.chain.embedded import EmbeddedNode, InMemoryNode
from tallystick.chain.node import Header, Log, NodeUnreachable
from tallystick.database.store import Store
from tallystick.mirror import undoing
from tallystick.mirror.following import Mirror
from tallystick.mirror.verification import verify
from tallystick.refusal import Unavailable
from tests.backend.chain.wallet import RICH, Wallet, address_of
from tests.backend.mirror.conftest import Stage
from tests.backend.mirror.rows import all_rows
from tests.backend.mirror.scene import Scene
from tests.backend.mirror.test_one_transaction import PulledPlug, interrupted_at


def play_on(scene: Scene) -> None:
    """Changes, adds and removes rows of everything that was there."""
    scene.assign((3, 1), "A", by="B")
    scene.pass_value((1, 1), "C", 40, by="tier1")
    scene.accept(2)
    scene.split((2, 1), [300, 400], by="tier1")
    scene.open_programme(b"another")
    scene.issue(900)
    scene.ledger("operator", "openAccount(address,uint8)", scene.address("C"), 2)


def play_otherwise(scene: Scene) -> None:
    scene.pass_value((1, 1), "B", 60, by="tier1")
    scene.issue(123)


def assert_as_if_it_had_only_seen_this_branch(store: Store, scene: Scene, sqlite: Store) -> None:
    Mirror(sqlite, scene.node, scene.contracts).catch_up()
    assert all_rows(store) == all_rows(sqlite)
    assert verify(store, scene.node, scene.contracts).equal


@pytest.mark.parametrize(
    "otherwise", [play_otherwise, lambda _scene: None], ids=["another branch", "a shorter one"]
)
def test_what_the_old_branch_did_is_undone_and_what_the_new_one_did_is_in(
    mirror: Mirror, store: Store, scene: Scene, sqlite: Store, otherwise: Callable[[Scene], None]
) -> None:
    node = in_memory(scene)
    fork = node.snapshot()
    play_on(scene)
    mirror.catch_up()
    before = all_rows(store)
    node.restore(fork)
    node.advance_clock(1)
    otherwise(scene)
    assert mirror.catch_up().block_hash == node.head().hash
    assert all_rows(store) != before
    assert_as_if_it_had_only_seen_this_branch(store, scene, sqlite)


def test_who_waits_for_a_block_of_the_new_branch_is_not_answered_from_the_old_one(
    mirror: Mirror, store: Store, scene: Scene, sqlite: Store
) -> None:
    node = in_memory(scene)
    fork = node.snapshot()
    play_on(scene)
    old = mirror.wait_for(node.head().number, timeout_seconds=5)
    node.restore(fork)
    node.advance_clock(1)
    play_otherwise(scene)
    waited_for = node.head()
    assert waited_for.number < old.block
    assert mirror.wait_for(waited_for.number, timeout_seconds=5).block_hash == waited_for.hash
    assert_as_if_it_had_only_seen_this_branch(store, scene, sqlite)


def test_a_longer_branch_is_followed_too(mirror: Mirror, store: Store, scene: Scene, sqlite: Store) -> None:
    node = in_memory(scene)
    fork = node.snapshot()
    play_otherwise(scene)
    mirror.catch_up()
    node.restore(fork)
    node.advance_clock(1)
    play_on(scene)
    mirror.catch_up()
    assert_as_if_it_had_only_seen_this_branch(store, scene, sqlite)


def test_a_fork_deeper_than_one_look_back_is_found(
    stage: Stage, store: Store, sqlite: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "BLOCKS_A_LOOK", 3)
    scene = stage.at("deployed")
    Mirror(store, scene.node, scene.contracts).catch_up()
    scene.open_accounts()
    scene.open_programme()
    scene.issue_and_accept(500)
    Mirror(store, scene.node, scene.contracts).catch_up()
    scene = stage.at("deployed")
    stage.node.advance_clock(1)
    scene.open_programme(b"the other branch")
    Mirror(store, scene.node, scene.contracts).catch_up()
    assert_as_if_it_had_only_seen_this_branch(store, scene, sqlite)


def test_interrupted_at_any_statement_of_the_undoing_it_leaves_what_was(
    mirror: Mirror, store: Store, scene: Scene, sqlite: Store
) -> None:
    node = in_memory(scene)
    fork = node.snapshot()
    play_on(scene)
    mirror.catch_up()
    before = all_rows(store)
    node.restore(fork)
    node.advance_clock(1)
    play_otherwise(scene)
    interruptions = 0
    while all_rows(store) == before:
        with interrupted_at(store, interruptions), suppress(PulledPlug):
            mirror.catch_up()
        interruptions += 1
    assert interruptions > 30
    assert_as_if_it_had_only_seen_this_branch(store, scene, sqlite)


def test_another_chain_is_refused_by_name(store: Store, scene: Scene) -> None:
    other = EmbeddedNode.in_memory(address_of(RICH), wall=lambda: 1_000_000_000)
    for _ in range(scene.contracts.block + 1):
        Wallet(other).send(to=bytes(20))
    try:
        with pytest.raises(Unavailable) as refused:
            Mirror(store, other, scene.contracts)
    finally:
        other.close()
    assert refused.value.code == "chain_changed"


@pytest.mark.parametrize("caught_up", [False, True])
def test_a_chain_that_has_lost_the_deployment_is_refused_by_name_and_nothing_is_undone(
    store: Store, stage: Stage, caught_up: bool
) -> None:
    scene = stage.at("deployed")
    mirror = Mirror(store, scene.node, scene.contracts)
    if caught_up:
        mirror.catch_up()
    before = all_rows(store)
    stage.at("before deployment")
    stage.node.advance_clock(1)
    for _ in range(40):
        Wallet(scene.node).send(to=bytes(20))
    with pytest.raises(Unavailable) as refused:
        mirror.catch_up()
    assert refused.value.code == "chain_changed"
    assert all_rows(store) == before


class Fickle:
    """A node that goes over to another branch just before its logs are read, or the headers after a block, as often
    as it is told to."""

    def __init__(
        self, node: InMemoryNode, switch: Callable[[], None], times: int, after: int | None = None
    ) -> None:
        self._node = node
        self._switch = switch
        self._times = times
        self._after = after

    def __getattr__(self, name: str) -> object:
        return getattr(self._node, name)

    def logs(self, headers: Sequence[Header], addresses: Sequence[bytes]) -> list[list[Log]]:
        if self._after is None and headers:
            self._perhaps_switch()
        return self._node.logs(headers, addresses)

    def headers(self, first: int, last: int) -> list[Header]:
        if self._after is not None and first > self._after:
            self._perhaps_switch()
        return self._node.headers(first, last)

    def _perhaps_switch(self) -> None:
        if self._times:
            self._times -= 1
            self._switch()


def test_a_node_that_switches_while_it_is_read_is_asked_again(
    stage: Stage, store: Store, scene: Scene, sqlite: Store
) -> None:
    node = stage.node
    fork = node.snapshot()
    scene.issue(1_000)

    def switch() -> None:
        node.restore(fork)
        node.advance_clock(1)
        play_otherwise(scene)

    Mirror(store, Fickle(node, switch, times=1), scene.contracts).catch_up()  # type: ignore[arg-type]
    Mirror(store, node, scene.contracts).catch_up()
    assert_as_if_it_had_only_seen_this_branch(store, scene, sqlite)


def test_a_block_that_does_not_follow_from_the_last_one_is_not_taken_in(
    stage: Stage, store: Store, mirror: Mirror, scene: Scene, sqlite: Store
) -> None:
    node = stage.node
    fork = node.snapshot()
    scene.issue(1_000)
    checkpoint = mirror.catch_up()
    scene.issue(2_000)

    def switch() -> None:
        node.restore(fork)
        node.advance_clock(1)
        play_on(scene)

    fickle = Fickle(node, switch, times=1, after=checkpoint.block)
    Mirror(store, fickle, scene.contracts).catch_up()  # type: ignore[arg-type]
    mirror.catch_up()
    assert_as_if_it_had_only_seen_this_branch(store, scene, sqlite)


def test_a_node_that_never_settles_is_given_up_for_now(stage: Stage, sqlite: Store, scene: Scene) -> None:
    node, fork, seconds = stage.node, stage.node.snapshot(), count(1)

    def switch() -> None:
        node.restore(fork)
        node.advance_clock(next(seconds))
        play_otherwise(scene)

    before = Mirror(sqlite, node, scene.contracts).catch_up()
    scene.issue(1_000)
    with pytest.raises(Unavailable) as refused:
        Mirror(sqlite, Fickle(node, switch, times=1_000), scene.contracts).catch_up()  # type: ignore[arg-type]
    assert refused.value.code == "chain_unsettled"
    assert Mirror(sqlite, node, scene.contracts).checkpoint() == before


def test_a_node_that_cannot_be_reached_is_not_taken_for_a_fork(
    stage: Stage, sqlite: Store, scene: Scene
) -> None:
    def fail() -> None:
        raise NodeUnreachable("no answer")

    with pytest.raises(NodeUnreachable):
        Mirror(sqlite, Fickle(stage.node, fail, times=1), scene.contracts).catch_up()  # type: ignore[arg-type]


def in_memory(scene: Scene) -> InMemoryNode:
    assert isinstance(scene.node, InMemoryNode)
    return scene.node
