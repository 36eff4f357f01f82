"""When something happened is the chain's to say: no receipt goes by the clock of the browser."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from playwright.sync_api import Dialog, Locator, expect

from tests.browser.portal import Portal, Visitor

LONG_AGO = "2001-01-01T00:00:00Z"


def behind_the_times(portal: Portal, party: str) -> Visitor:
    """Somebody whose machine has the time wrong."""
    visitor = portal.visitor(party)
    visitor.page.clock.install(time=LONG_AGO)
    return visitor


def newest_operation(portal: Portal, http: httpx.Client, party: str) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {portal.parties[party]['api_key']}"}
    listed = http.get(f"{portal.url}/v1/operations", params={"size": 1}, headers=headers).raise_for_status()
    operation: dict[str, Any] = listed.json()["operations"][0]
    return operation


def tells(receipt: Locator, moment: str) -> None:
    """As the clock in Shanghai has it."""
    at = datetime.fromisoformat(moment).astimezone(ZoneInfo("Asia/Shanghai"))
    expect(receipt).to_contain_text(f"{at.day} {at:%b %Y}, {at:%H:%M:%S}")


def test_a_receipt_tells_the_time_of_the_block_in_which_it_happened(
    portal: Portal, http: httpx.Client
) -> None:
    tier1 = behind_the_times(portal, "tier1")
    tier1.go("#/commands/transfer?claim=2-9")
    tier1.choose("To whom", "丙 C Alloys")
    receipt = tier1.carry_out("Transfer")
    tells(receipt, newest_operation(portal, http, "tier1")["block_at"])


def test_a_receipt_of_what_is_kept_beside_the_chain_tells_when_the_ledger_kept_it(
    portal: Portal, http: httpx.Client
) -> None:
    c = behind_the_times(portal, "C")
    c.go("#/commands/ask-quotes?claim=2-58")
    receipt = c.carry_out("Ask for quotes")
    operation = newest_operation(portal, http, "C")
    assert operation["block_at"] is None
    tells(receipt, operation["finished_at"])


def test_a_receipt_without_an_answer_about_its_time_tells_none(portal: Portal) -> None:
    tier1 = behind_the_times(portal, "tier1")
    tier1.page.route(
        "**/v1/operations/*", lambda route: route.fulfill(status=503, json={"code": "x", "detail": "x"})
    )
    tier1.go("#/commands/transfer?claim=2-10")
    tier1.choose("To whom", "丙 C Alloys")
    receipt = tier1.carry_out("Transfer")
    expect(receipt).to_contain_text("were transferred")
    expect(receipt.get_by_text("When", exact=True)).to_have_count(0)
    tier1.errors.clear()  # that it is not told


def test_a_printed_receipt_says_whose_it_is_and_what_it_is_about(portal: Portal) -> None:
    factor = portal.visitor("factor")
    factor.go("#/commands/approve-payments?spender=desk")
    factor.fill("Amount", "21,000,000")
    receipt = factor.carry_out("Approve payments")
    factor.page.emulate_media(media="print")
    expect(factor.page.get_by_text("东海保理 Donghai Factoring", exact=True).first).to_be_visible()
    expect(factor.page.get_by_label("What it is about")).to_be_visible()
    expect(receipt).to_be_visible()
    for hidden in ("nav", "select", "button"):
        expect(factor.page.locator(hidden).first).to_be_hidden()


def test_a_key_that_is_shown_once_stays_in_sight_until_it_is_kept(portal: Portal) -> None:
    operator = portal.visitor("operator", permissions=["clipboard-read", "clipboard-write"])
    operator.go("#/commands/open-party")
    operator.fill("Registered name", "庚 G Bearings")
    operator.fill("Tax number", "91310000MA9GG9GG05")
    receipt = operator.carry_out("Open an account")
    key = receipt.get_by_text("tally_").text_content()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    operator.page.on("dialog", stay)
    operator.page.evaluate("location.reload()")
    operator.page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(receipt).to_contain_text(str(key))
    operator.click("Overview", "link")
    unkept = operator.page.locator("#unkept")
    expect(unkept).to_contain_text("The API key of 庚 G Bearings, which is shown no second time")
    expect(unkept).to_contain_text(str(key))
    operator.shows_well("key-not-kept-390", 390)
    with operator.page.expect_download() as saved:
        operator.click("Save as a file")
    assert saved.value.path().read_text("utf-8").strip() == key
    assert saved.value.suggested_filename == "tallystick-91310000MA9GG9GG05.txt"
    operator.go("#/")
    operator.page.reload()
    operator.wait()
    assert asked == ["beforeunload"]
    expect(unkept).to_have_count(0)


def test_a_key_is_copied(portal: Portal) -> None:
    operator = portal.visitor("operator", "zh-CN", permissions=["clipboard-read", "clipboard-write"])
    operator.go("#/commands/open-party")
    operator.page.get_by_label("企业全称").fill("辛 H Gears")
    operator.page.locator("#field-tax_number").fill("91310000MA9HH9HH04")
    operator.sees("预检通过")
    operator.click("下一步")
    operator.page.locator(".confirm .primary").click()
    key = operator.page.locator(".receipt").get_by_text("tally_").text_content()
    operator.click("复制")
    operator.sees("已复制。")
    assert operator.page.evaluate("navigator.clipboard.readText()") == key
