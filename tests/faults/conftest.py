"""Ledgers to kill servers over, and the account of what became of them."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.furnishing import Furnished, furnish
from tests.faults.house import House

_told = pytest.StashKey[list[str]]()

Tell = Callable[[str], None]


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """On SQLite; to be copied."""
    return furnish(House(tmp_path_factory.mktemp("furnished") / "home"))


@pytest.fixture(scope="module")
def two_at_a_time() -> Iterator[ThreadPoolExecutor]:
    """Starting a server is most of the work, so two are under way at once."""
    with ThreadPoolExecutor(2) as pool:
        yield pool


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Says a line in the account at the end of the run."""
    return request.config.stash.setdefault(_told, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    lines = config.stash.get(_told, [])
    if lines:
        terminalreporter.section("servers killed and started again")
        for line in lines:
            terminalreporter.line(line)
