"""When something happened is the chain's to say: no receipt goes by the clock of the browser."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from playwright.sync_api import Locator, expect

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
