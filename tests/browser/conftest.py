"""One ledger with the demo's parties, one server and one browser for all tests here: they run in one worker."""

import os
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from tallystick.demo.portal_ledger.story import furnish, stage_over
from tallystick.demo.process import BackendProcess
from tallystick.portal.demo_parties import PARTIES_FILE
from tests.browser.chromium import HERE, chromium
from tests.browser.later import Furnished, furnished
from tests.browser.portal import Portal, furnished_parties
from tests.outside import outside


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program, environment = chromium()
    if not (HERE / "node_modules" / "axe-core").exists():
        outside("axe", "`make test` installs it into tests/browser/node_modules")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-gpu"],
            env={**os.environ, **environment},
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def served_portal(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    home = tmp_path_factory.mktemp("portal")
    stage = stage_over(BackendProcess(home, TALLYSTICK_PORTAL_PARTIES=str(home / PARTIES_FILE)))
    try:
        furnish(stage, home, home / "quotations")
        yield Portal(browser, stage.url, furnished_parties(home))
    finally:
        stage.close()


@pytest.fixture(scope="session")
def furnished_ledger(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    """At rest, for tests that let days pass, or the server be away: each has a copy."""
    made = furnished(browser, tmp_path_factory.mktemp("later"))
    yield made
    made.ledger.stage.close()


@pytest.fixture
def portal(served_portal: Portal) -> Iterator[Portal]:
    """Whatever a test does in it: no error on a console, and nothing asked of anybody but the ledger."""
    yield served_portal
    assert served_portal.leave() == []


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as client:
        yield client
