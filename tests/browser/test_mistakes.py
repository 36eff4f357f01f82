"""What the portal says where it cannot go on: it never stays at «Loading», and tells how to go on."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.portal import PHONE, Portal

UNEXPECTED = {
    "en-GB": ("This cannot be shown", "Load again", "Receivables"),
    "zh-CN": ("无法显示", "重新载入", "应收账款"),
    "zh-TW": ("無法顯示", "重新載入", "應收帳款"),
}
"""By language: that there is a mistake, the way on, and the page that was asked for."""

MAIN = "**/app/main.js"
UNDER_IT = "**/app/router.js"


def senseless(route: Route) -> None:
    """An answer that no page is made for."""
    route.fulfill(json={"receivables": [None, None], "next": None})


def away(route: Route) -> None:
    route.abort("connectionrefused")


@pytest.mark.parametrize("language", UNEXPECTED)
def test_a_mistake_of_the_portals_own_is_told_with_the_way_on(portal: Portal, language: str) -> None:
    told, again, asked_for = UNEXPECTED[language]
    c = portal.visitor("C", language)
    c.page.route("**/v1/receivables?*", senseless)
    c.go("#/receivables")
    heading = c.page.get_by_role("heading", level=1)
    expect(heading).to_have_text(told)
    c.sees("TypeError")
    expect(c.page.locator(".loading")).to_have_count(0)
    c.shows_well(f"unexpected-{language[:5]}-{PHONE}", PHONE)
    c.page.unroute("**/v1/receivables?*")
    c.click(again)
    expect(heading).to_have_text(asked_for)
    c.errors.clear()  # the mistake itself


def test_a_mistake_before_the_first_page_is_told_too(portal: Portal) -> None:
    c = portal.visitor("C")
    c.page.route("**/v1/parties/me", lambda route: route.fulfill(json={"id": "C", "name": "C"}))
    c.go("#/")
    expect(c.page.get_by_role("heading", level=1)).to_have_text("This cannot be shown")
    c.page.unroute("**/v1/parties/me")
    c.click("Load again")
    c.sees("Claims held")
    c.errors.clear()  # the mistake itself


def test_a_ledger_that_cannot_answer_yet_is_asked_again_and_nobody_is_signed_out(portal: Portal) -> None:
    c = portal.visitor("C", "zh-CN")
    problem = {"code": "node_unreachable", "detail": "The chain does not answer.", "way_out": "Try again."}
    c.page.route("**/v1/parties/me", lambda route: route.fulfill(status=503, json=problem))
    c.go("#/")
    c.sees("链没有回应，未办理任何事项，请重试。")
    c.sees("将自动重试。")
    c.page.unroute("**/v1/parties/me")
    c.sees("持有债权")
    c.errors.clear()  # the refusals


def test_a_portal_whose_files_do_not_come_says_so_in_every_language_until_they_do(portal: Portal) -> None:
    c = portal.visitor("C")
    for files in (MAIN, UNDER_IT):
        c.page.route(files, away)
    c.go("#/")
    for text in ("The portal could not be loaded.", "门户未能载入", "門戶未能載入"):
        c.sees(text)
    c.shows_well(f"not-loaded-{PHONE}", PHONE)
    for files in (MAIN, UNDER_IT):
        c.page.unroute(files)
    c.sees("Claims held")
    c.errors.clear()  # a browser calls it an error that nobody answered


def test_a_file_that_is_broken_does_not_make_a_page_load_for_ever(portal: Portal) -> None:
    c = portal.visitor("C")
    c.page.route(UNDER_IT, away)
    c.go("#/")
    c.sees("The portal could not be loaded.")
    c.page.evaluate("window.neverLoadedAgain = true")
    c.page.wait_for_timeout(2_500)  # longer than it waits before it looks whether the ledger is back
    assert c.page.evaluate("window.neverLoadedAgain")
    c.page.unroute(UNDER_IT)
    c.click("Load again")
    c.sees("Claims held")
    c.errors.clear()  # a browser calls it an error that nobody answered


def test_whoever_chooses_a_party_while_the_ledger_is_away_is_told(portal: Portal) -> None:
    stranger = portal.visitor()
    stranger.go("")
    stranger.page.route("**/demo-parties/*", away)
    stranger.click("丙 C Alloys")
    stranger.sees("The ledger does not answer.")
    stranger.page.unroute("**/demo-parties/*")
    stranger.click("丙 C Alloys")
    stranger.sees("Claims held")
    stranger.errors.clear()  # a browser calls it an error that nobody answered


def test_a_pre_check_that_nobody_answers_is_not_called_a_refusal(portal: Portal) -> None:
    tier1 = portal.visitor("tier1")
    tier1.page.route("**dry_run=true", away)
    tier1.go("#/commands/transfer?claim=2-8")
    tier1.choose("To whom", "丙 C Alloys")
    verdict = tier1.page.locator("#pre-check")
    expect(verdict).to_contain_text("The ledger does not answer")
    expect(verdict).not_to_contain_text("refuse")
    tier1.errors.clear()  # a browser calls it an error that nobody answered


@pytest.mark.parametrize("key", ["клавиша", "tally key", "密钥"])
def test_what_cannot_be_a_key_is_told_where_it_is_typed(portal: Portal, key: str) -> None:
    stranger = portal.visitor()
    stranger.go("")
    stranger.fill("API key of your party", key)
    stranger.click("Sign in")
    stranger.sees("A key has letters without accents, digits and signs, and no blanks.")
    expect(stranger.page.get_by_label("API key of your party")).to_have_attribute("aria-invalid", "true")
    assert stranger.page.evaluate("sessionStorage.length") == 0
    assert stranger.violations() == []


def test_a_tab_that_was_left_with_what_cannot_be_a_key_asks_for_one(portal: Portal) -> None:
    stranger = portal.visitor()
    stranger.page.add_init_script("sessionStorage.setItem('tallystick.api-key', 'ключ')")
    stranger.go("")
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_whoever_waits_for_a_ledger_that_is_away_can_sign_out(portal: Portal) -> None:
    c = portal.visitor("C")
    c.page.route("**/v1/parties/me", away)
    c.go("#/")
    c.sees("It is tried again by itself.")
    c.click("Sign out")
    expect(c.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert c.page.evaluate("sessionStorage.length") == 0
    c.errors.clear()  # a browser calls it an error that nobody answered


REVOKED = {
    "code": "api_key_unknown",
    "detail": "This API key is not known.",
    "way_out": "Ask the operator for a new one.",
}


def revoked(route: Route) -> None:
    route.fulfill(status=401, json=REVOKED)


def test_whoever_has_a_revoked_key_is_told_why_it_is_signed_out(portal: Portal) -> None:
    c = portal.visitor("C")
    c.go("#/")
    c.page.route("**/v1/receivables?*", revoked)
    c.click("Receivables", "link")
    expect(c.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    c.sees("This API key is not known, or was revoked.")
    assert c.page.evaluate("sessionStorage.length") == 0
    c.errors.clear()  # the refusal itself


def test_a_key_that_is_revoked_while_a_form_is_filled_in_signs_out_with_the_reason(portal: Portal) -> None:
    tier1 = portal.visitor("tier1")
    tier1.go("#/commands/split?claim=2-11")
    tier1.page.route("**/splits?dry_run=true", revoked)
    tier1.fill("Parts to split off", "10.00")
    expect(tier1.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    tier1.sees("This API key is not known, or was revoked.")
    expect(tier1.page.locator("form")).to_have_count(1)
    tier1.errors.clear()  # the refusal itself
