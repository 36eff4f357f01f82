"""Ledgers behind HTTP: on either database with the embedded chain, and on a real node."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import cache

import pytest
from pydantic import SecretStr
from sqlalchemy import URL

from tallystick.settings import Settings
from tests.anvil import running_anvil
from tests.api.running_ledger import RunningLedger
from tests.api.trade import Model1, play_model_1
from tests.postgresql import postgresql_database

ANVILS_FIRST_KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
"""Anvil gives this account coin; the key is in its documentation and worth nothing."""

Ledgers = Callable[[str], RunningLedger]


@pytest.fixture(scope="session")
def ledgers(postgresql_url: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledgers]:
    """Started when first asked for by name: sqlite, postgresql, anvil."""
    with ExitStack() as running:

        @cache
        def ledger(name: str) -> RunningLedger:
            settings = Settings(
                home=tmp_path_factory.mktemp(name),
                port=0,
                follow_seconds=0.5,
                feed_seconds=0,
                rail="instructions",
            )
            if name == "postgresql":
                url = running.enter_context(postgresql_database(postgresql_url))
                settings = settings.model_copy(update={"database_url": url})
            if name == "anvil":
                node = running.enter_context(running_anvil())
                settings = settings.model_copy(
                    update={
                        "chain": node.url,
                        "funder_key": SecretStr(ANVILS_FIRST_KEY),
                        "finality_blocks": 1,
                    }
                )
            started = running.enter_context(closing(RunningLedger(settings)))
            started.start()
            return started

        yield ledger


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, ledgers: Ledgers) -> RunningLedger:
    """One for all tests of the session: each opens parties of its own."""
    return ledgers(request.param)


@pytest.fixture(
    scope="session", params=["sqlite", "postgresql", pytest.param("anvil", marks=pytest.mark.anvil)]
)
def any_ledger(request: pytest.FixtureRequest, ledgers: Ledgers) -> RunningLedger:
    """The same, for what is also shown on a real node."""
    return ledgers(request.param)


@pytest.fixture(scope="session")
def sqlite_ledger(ledgers: Ledgers) -> RunningLedger:
    """Where neither database nor chain make a difference."""
    return ledgers("sqlite")


@pytest.fixture(scope="session")
def model_1s() -> Callable[[RunningLedger], Model1]:
    """Played once a ledger; who asks only reads."""
    return cache(play_model_1)


@pytest.fixture
def model_1(ledger: RunningLedger, model_1s: Callable[[RunningLedger], Model1]) -> Model1:
    return model_1s(ledger)


@pytest.fixture
def any_model_1(any_ledger: RunningLedger, model_1s: Callable[[RunningLedger], Model1]) -> Model1:
    return model_1s(any_ledger)
