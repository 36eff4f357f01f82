"""The server is away for a while: every open page says so, and goes on by itself when it is back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tallystick.demo.portal_ledger.supply_chain import DAYS_TO_DUE
from tests.browser.later import DUE_SOON, Furnished, Ledger, is_away, is_live, live
from tests.browser.portal import PHONE

AWAY = {
    "en-GB": ("The ledger does not answer", "It is tried again by itself.", "Receivables"),
    "zh-CN": ("账本没有回应", "将自动重试。", "应收账款"),
    "zh-TW": ("帳本沒有回應", "將自動重試。", "應收帳款"),
}
"""By language: that the server is away, that the page tries again, and the page that was asked for."""


@pytest.fixture
def ledger(furnished_ledger: Furnished, tmp_path: Path) -> Iterator[Ledger]:
    """A browser calls it an error that nobody answers; that is what happens here."""
    opened = furnished_ledger.later(0, tmp_path / "ledger")
    yield opened
    for visitor in opened.portal.visitors:
        visitor.errors.clear()
    assert opened.portal.leave() == []
    opened.stage.backend.stop()


def test_a_page_that_stays_open_is_read_again_when_the_server_is_back(ledger: Ledger) -> None:
    a = ledger.portal.visitor("A")
    a.go(f"#/receivables/{DUE_SOON}")
    is_live(a)
    expect(a.panel("Terms")).to_contain_text("Active")
    a.page.evaluate("window.neverLoadedAgain = true")
    ledger.stage.backend.stop()
    is_away(a)
    ledger.stage.let_days_pass(DAYS_TO_DUE + 1)
    is_live(a)
    expect(a.panel("Terms")).not_to_contain_text("Active")
    assert a.page.evaluate("window.neverLoadedAgain")


def test_a_rate_that_has_become_too_old_meanwhile_is_told(ledger: Ledger) -> None:
    supervisor = ledger.portal.visitor("supervisor")
    supervisor.go("#/border")
    rates = supervisor.panel("Exchange rates and feeds")
    expect(rates).to_contain_text("The feeds of USD are good")
    ledger.stage.let_days_pass(1)
    expect(rates).to_contain_text("The feeds of USD are not good: what falls due waits")
    expect(rates).to_contain_text("The feed has said nothing new for longer than was agreed.")


def test_a_page_that_is_asked_for_meanwhile_comes_when_the_server_is_back(ledger: Ledger) -> None:
    a = ledger.portal.visitor("A")
    a.go("#/")
    is_live(a)
    ledger.stage.backend.stop()
    a.click("Receivables", "link")
    a.sees("The ledger does not answer.")
    a.shows_well(f"server-away-en-{PHONE}", PHONE)
    box = live(a).bounding_box()
    assert box is not None
    assert box["height"] > 1, "on a phone it is not told"
    ledger.stage.let_seconds_pass(1)
    expect(a.page.get_by_role("heading", level=1)).to_have_text("Receivables")


def test_a_tab_that_begins_meanwhile_goes_on_by_itself_when_the_server_is_back(ledger: Ledger) -> None:
    readers = [(ledger.portal.visitor(None, language), *told) for language, told in AWAY.items()]
    for reader, *_ in readers:
        reader.go("#/receivables")
    ledger.stage.backend.stop()
    for reader, away, again, _ in readers:
        reader.page.locator("#key").fill(ledger.portal.parties["A"]["api_key"])
        reader.page.keyboard.press("Enter")
        expect(reader.page.get_by_role("heading", level=1)).to_have_text(away)
        reader.sees(again)
        reader.shows_well(
            f"begins-while-away-{reader.page.locator('html').get_attribute('lang')}-{PHONE}", PHONE
        )
    ledger.stage.let_seconds_pass(1)
    for reader, *_, asked_for in readers:
        expect(reader.page.get_by_role("heading", level=1)).to_have_text(asked_for)
