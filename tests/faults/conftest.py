"""Ledgers to kill servers over, and the account of what became of them."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tests.account import TOLD
from tests.faults.furnishing import Furnished, furnish
from tests.faults.house import House

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
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Says a line in the account at the end of the run."""
    return partial(record_property, TOLD)
