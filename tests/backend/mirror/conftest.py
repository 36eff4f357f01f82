"""Mirrors on both databases, of chains on which something has happened."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from tallystick.chain.embedded import EmbeddedNode, InMemoryNode
from tallystick.database.store import Store
from tallystick.mirror.following import Mirror
from tallystick.mirror.tables import MirrorTables
from tests.backend.chain.wallet import RICH, address_of
from tests.backend.mirror.plays import play_everything, play_model_1
from tests.backend.mirror.scene import Scene


class Stage:
    """A deployed scene in memory that can be set back to any earlier moment."""

    def __init__(self) -> None:
        self.node: InMemoryNode = EmbeddedNode.in_memory(address_of(RICH))
        before = self.node.snapshot()
        self.scene = Scene(self.node)
        self._moments = {"before deployment": before, "deployed": self.node.snapshot()}

    def at(self, moment: str, play: Callable[[Scene], None] | None = None) -> Scene:
        """The scene at that moment; the first time, `play` makes it happen on the bare deployment."""
        if moment not in self._moments and play is not None:
            self.node.restore(self._moments["deployed"])
            play(self.scene)
            self._moments[moment] = self.node.snapshot()
        self.node.restore(self._moments[moment])
        return self.scene


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.node.close()


@pytest.fixture
def bare(stage: Stage) -> Scene:
    """A deployment on which nothing has happened."""
    return stage.at("deployed")


@pytest.fixture
def scene(stage: Stage) -> Scene:
    """After one of everything."""
    return stage.at("everything", play_everything)


@pytest.fixture
def model_1(stage: Stage) -> Scene:
    return stage.at("model 1", play_model_1)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('store') / 'mirror.db'}"
    url: str = request.getfixturevalue("fresh_postgresql_database")
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A database of either kind with an empty mirror."""
    store = empty_mirror(store_url)
    yield store
    store.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    """Where the database makes no difference."""
    store = empty_mirror(f"sqlite:///{tmp_path / 'mirror.db'}")
    yield store
    store.close()


@pytest.fixture
def mirror(store: Store, scene: Scene) -> Mirror:
    """A mirror that has taken in one of everything."""
    mirror = Mirror(store, scene.node, scene.contracts)
    mirror.catch_up()
    return mirror


def empty_mirror(url: str) -> Store:
    store = Store(url)
    MirrorTables.metadata.create_all(store.engine)
    empty(store)
    return store


def empty(store: Store) -> None:
    with store.writing() as session:
        for table in reversed(MirrorTables.metadata.sorted_tables):
            session.execute(delete(table))
