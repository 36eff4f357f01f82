"""In the background the mirror follows a chain that others write to, and does not die of a bad moment."""

import time
from collections.abc import Callable

from structlog.testing import capture_logs

from tallystick.chain.node import Header, NodeUnreachable
from tallystick.database.store import Store
from tallystick.mirror.following import Follower, Mirror
from tests.backend.mirror.conftest import Stage
from tests.backend.mirror.scene import Scene


class Shaky:
    """A node whose head cannot be had while it is down."""

    def __init__(self, stage: Stage) -> None:
        self._node = stage.node
        self.down = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._node, name)

    def head(self) -> Header:
        if self.down:
            raise NodeUnreachable("down for a moment")
        return self._node.head()


def soon(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)
    return true()


def test_what_others_do_on_the_chain_appears_by_itself(store: Store, scene: Scene) -> None:
    mirror = Mirror(store, scene.node, scene.contracts)
    follower = Follower(mirror, interval_seconds=0.01)
    follower.start()
    try:
        assert soon(lambda: mirror.checkpoint().block == scene.node.head().number)
        scene.issue(77)
        assert soon(lambda: mirror.checkpoint().block == scene.node.head().number)
    finally:
        follower.stop()


def test_a_failure_is_told_and_tried_again(sqlite: Store, stage: Stage, scene: Scene) -> None:
    node = Shaky(stage)
    mirror = Mirror(sqlite, node, scene.contracts)  # type: ignore[arg-type]
    follower = Follower(mirror, interval_seconds=0.01)
    node.down = True
    follower.start()
    try:
        assert soon(lambda: isinstance(follower.failure, NodeUnreachable))
        node.down = False
        assert soon(lambda: mirror.checkpoint().block == scene.node.head().number)
        assert soon(lambda: follower.failure is None)
    finally:
        follower.stop()


def test_a_failure_is_told_in_the_log_once_as_long_as_it_lasts(
    sqlite: Store, stage: Stage, scene: Scene
) -> None:
    node = Shaky(stage)
    follower = Follower(Mirror(sqlite, node, scene.contracts))  # type: ignore[arg-type]
    with capture_logs() as told:
        for node.down in (True, True, False, True):
            follower._attempt()
    failures = [(entry["event"], entry["error"], entry["exc_info"]) for entry in told]
    assert failures == [("mirror_follow_failed", "down for a moment", None)] * 2


def test_once_stopped_it_follows_no_more_and_can_start_again(sqlite: Store, scene: Scene) -> None:
    mirror = Mirror(sqlite, scene.node, scene.contracts)
    follower = Follower(mirror, interval_seconds=0.01)
    follower.start()
    assert soon(lambda: mirror.checkpoint().block == scene.node.head().number)
    follower.stop()
    follower.stop()
    scene.issue(77)
    time.sleep(0.1)
    assert mirror.checkpoint().block < scene.node.head().number
    follower.start()
    try:
        assert soon(lambda: mirror.checkpoint().block == scene.node.head().number)
    finally:
        follower.stop()
