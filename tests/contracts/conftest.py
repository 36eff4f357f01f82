"""The deployment, made once and put back before each test; the tests of completeness, which come last."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.driver.border import Border
from tests.contracts.driver.chain import Snapshot
from tests.contracts.driver.finance import Finance, open_money_market
from tests.contracts.driver.identities import Identities
from tests.contracts.driver.issuance import Issuance
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.note_market import NoteMarket
from tests.contracts.driver.registries import Evidence, Programmes
from tests.contracts.driver.stage import Stage

FOLDER = Path(__file__).parent
LAST = "test_completeness.py"


@pytest.fixture(scope="session")
def deployment() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.chain.node.close()


@pytest.fixture
def stage(deployment: Stage) -> Stage:
    """The deployment as it was at the beginning."""
    deployment.reset()
    return deployment


@pytest.fixture
def ledger(stage: Stage) -> Ledger:
    return stage.ledger


@pytest.fixture
def issuance(stage: Stage) -> Issuance:
    return stage.issuance


@pytest.fixture
def evidence(stage: Stage) -> Evidence:
    return stage.evidence


@pytest.fixture
def programmes(stage: Stage) -> Programmes:
    return stage.programmes


@pytest.fixture
def finance(stage: Stage) -> Finance:
    open_money_market(stage)
    return Finance(stage)


@pytest.fixture
def identities(stage: Stage) -> Identities:
    return stage.identities


@pytest.fixture(scope="session")
def opened_market(deployment: Stage) -> tuple[NoteMarket, Snapshot]:
    deployment.reset()
    return NoteMarket(deployment), deployment.chain.snapshot()


@pytest.fixture
def market(stage: Stage, opened_market: tuple[NoteMarket, Snapshot]) -> NoteMarket:
    """What the stage holds besides is as it was at the beginning."""
    market, opened = opened_market
    stage.chain.restore(opened)
    return market


@pytest.fixture(scope="session")
def opened_border(deployment: Stage) -> tuple[Border, Snapshot]:
    deployment.reset()
    return Border(deployment), deployment.chain.snapshot()


@pytest.fixture
def border(stage: Stage, opened_border: tuple[Border, Snapshot]) -> Border:
    """What the stage holds besides is as it was at the beginning."""
    border, opened = opened_border
    stage.chain.restore(opened)
    return border


@pytest.fixture
def whole_room(request: pytest.FixtureRequest) -> None:
    """Skips what can only be said when every contract test has run; campaigns are not counted."""
    chosen = {item for item in request.session.items if FOLDER in item.path.parents}
    missing = set(FOLDER.glob("test_*.py")) - {item.path for item in chosen}
    unchosen = {item for item in _collected if item not in chosen and "fuzz" not in item.keywords}
    if missing or unchosen or any("::" in argument for argument in request.config.args):
        pytest.skip("only said when all contract tests run")


_collected: list[pytest.Item] = []


def pytest_itemcollected(item: pytest.Item) -> None:
    if FOLDER in item.path.parents:
        _collected.append(item)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path == FOLDER / LAST)
