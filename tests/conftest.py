"""Services from outside the package, and how hard the property tests try."""

import os
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from sqlalchemy import URL
from xdist.remote import Producer

pytest.register_assert_rewrite("tests.contracts.driver")  # before anything imports it

from tallystick.money.calendar import day_of_moment, due_moment  # noqa: E402
from tests.account import render_account  # noqa: E402
from tests.anvil import Anvil, running_anvil  # noqa: E402
from tests.postgresql import postgresql_database, postgresql_server  # noqa: E402
from tests.workers import ModulesToWorkers, put_longest_first  # noqa: E402

LAST_OF_A_DAY_SECONDS = 60

# No deadlines: two busy cores make the same example fast or slow. CI tries the same examples every time.
settings.register_profile("default", max_examples=50, deadline=None)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, database=None)
settings.register_profile("fuzz", max_examples=10_000, deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "default")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ModulesToWorkers:
    return ModulesToWorkers(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        put_longest_first(items)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    render_account(terminalreporter)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """What a test calls today is still today when the ledger acts on it: none begins just before a day of the ledger's
    is over."""
    now = int(time.time())
    left = due_moment(day_of_moment(now)) - now
    if left <= LAST_OF_A_DAY_SECONDS:
        time.sleep(left)
    return (yield)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[URL]:
    """A PostgreSQL server for the whole run.

    Not in pytest's own folder: every other run of pytest closes that to all but its owner, and PostgreSQL, which does
    not run as root, would lose its data from under its feet.
    """
    with TemporaryDirectory(prefix="tallystick-") as folder, postgresql_server(Path(folder)) as url:
        yield url


@pytest.fixture(scope="module")
def fresh_postgresql_database(postgresql_url: URL) -> Iterator[str]:
    """The SQLAlchemy URL of a database that nobody else uses, empty at the start of each test module."""
    with postgresql_database(postgresql_url) as url:
        yield url


@pytest.fixture
def anvil() -> Iterator[Anvil]:
    """A node of this test's own, at block zero."""
    with running_anvil() as node:
        yield node
