"""What else each role can do on the ledger with the demo's parties: purposes, disputes, early payment, orders, wallets."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.portal import DESK, PHONE, Portal

SHOWN_IN = (("zh-CN", DESK), ("zh-TW", PHONE), ("en-GB", DESK))
"""Languages and widths at which a picture is kept."""


def shown(portal: Portal, party: str, address: str, picture: str) -> None:
    for language, width in SHOWN_IN:
        visitor = portal.visitor(party, language)
        visitor.go(address)
        if "commands" in address:
            expect(visitor.page.locator(".verdict > *")).to_be_visible()
        visitor.shows_well(f"{picture}-{language[:5]}-{width}", width)


def command(portal: Portal, party: str, path: str, body: object = None) -> dict[str, object]:
    """As a program of that party's would."""
    headers = {
        "Authorization": f"Bearer {portal.parties[party]['api_key']}",
        "Idempotency-Key": f"{path} {body}",
    }
    answer = httpx.post(portal.url + path, headers=headers, json=body, trust_env=False, timeout=30)
    told: dict[str, object] = answer.raise_for_status().json()
    return told
