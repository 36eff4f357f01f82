"""Somebody at a browser: signed in as a party, in a language, on a screen of some width."""

import json
import socket
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from tallystick.demo.portal import Portal as Program
from tests.browser.chromium import HERE

SCREENSHOTS = HERE.parents[1] / "var" / "screenshots"
DESK, PHONE = 1280, 390
SHOWN_IN = (("zh-CN", DESK), ("zh-TW", PHONE), ("en-GB", DESK))
"""Languages and widths at which a picture is kept of a page."""

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE_MILLISECONDS = 10_000

expect.set_options(timeout=PATIENCE_MILLISECONDS)


@dataclass
class Visitor:
    """A browser tab of its own, that notes what a console or a network log would tell."""

    context: BrowserContext
    page: Page
    url: str
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def go(self, address: str) -> None:
        """To a page of the portal, as somebody who has kept its address."""
        self.page.goto(f"{self.url}/portal/{address}")
        self.wait()

    def sign_in_as(self, name: str) -> None:
        """As one of the demo's parties, on the page that whoever comes to the portal sees first."""
        self.page.goto(f"{self.url}/")
        self.click(name)
        self.wait()

    def wait(self) -> None:
        """Until the page is there, and so are its charts."""
        self.page.wait_for_selector("main:not([aria-busy]) h1")
        expect(self.page.locator(".canvas:not(:has(canvas))")).to_have_count(0)

    def click(self, name: str, role: Any = "button") -> None:
        self.page.get_by_role(role, name=name, exact=True).first.click()

    def panel(self, heading: str) -> Locator:
        """A section by its heading."""
        return self.page.get_by_role("region", name=heading, exact=True).first

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(label=text)

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def does_not_see(self, text: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(text)

    def is_refused(self, code: str) -> None:
        """On a command's page that is filled in: the pre-check says that it would be, and why."""
        self.sees("Pre-check: the ledger would refuse this")
        expect(self.page.locator("#pre-check code")).to_have_text(code)

    def carry_out(self, command: str, *consequences: str) -> Locator:
        """On a command's page that is filled in: pre-check, confirmation with its consequences, receipt."""
        self.sees("the ledger would carry this out")
        self.click("Continue")
        confirmation = self.page.locator(".confirm")
        for told in consequences:
            expect(confirmation).to_contain_text(told)
        self.click(command)
        receipt = self.page.locator(".receipt")
        expect(receipt).to_be_visible()
        return receipt

    def shows_well(self, name: str, width: int = DESK) -> None:
        """Keeps a picture of the page, and requires what axe asks of it, on a screen of this width."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
        violations = self.violations()
        assert violations == [], violations
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            "it is wider than the screen"
        )

    def violations(self) -> list[str]:
        """What axe finds, each with the first element it finds it on."""
        self.page.evaluate(axe())
        found = self.page.evaluate(
            "(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", AXE_RULES
        )
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]

    def _said(self, message: ConsoleMessage) -> None:
        """A browser calls every refusal an error of the network; those of a pre-check are what it is for."""
        if message.type == "error" and "dry_run=true" not in message.location["url"]:
            self.errors.append(f"{message.text} {message.location['url']}")


@dataclass(frozen=True)
class Portal:
    """The portal of a ledger with the demo's parties, and the browser it is looked at with."""

    browser: Browser
    url: str
    parties: dict[str, dict[str, str]]
    visitors: list[Visitor] = field(default_factory=list)

    def visitor(self, party: str | None = None, language: str = "en-GB", **context: Any) -> Visitor:
        """Signed in as that party already, unless there is none."""
        opened = self.browser.new_context(
            locale=language, viewport={"width": DESK, "height": 900}, reduced_motion="reduce", **context
        )
        page = opened.new_page()
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        if party is not None:
            key = json.dumps(self.parties[party]["api_key"])
            page.add_init_script(f"sessionStorage.setItem('tallystick.api-key', {key})")
        visitor = Visitor(opened, page, self.url)
        self.visitors.append(visitor)
        return visitor

    def program(self, party: str) -> Program:
        """Another session of that party's, which needs no browser."""
        known = self.parties[party]
        return Program(_client(), self.url, known["api_key"], known.get("party", ""))

    def asked(self, party: str) -> str:
        """A request for a quote that went to this financier."""
        request: str = self.program(party).read("/v1/quote-requests")["requests"][0]["id"]
        return request

    def shown(self, party: str, address: str, picture: str) -> None:
        """A page of a party's, fit to be used in every language; whoever has looked at it leaves again."""
        for language, width in SHOWN_IN:
            visitor = self.visitor(party, language)
            visitor.go(address)
            if "commands" in address:
                expect(visitor.page.locator(".verdict > *")).to_be_visible()
            visitor.shows_well(f"{picture}-{language[:5]}-{width}", width)
            self.visitors.remove(visitor)
            assert self._closed(visitor) == []

    def leave(self) -> list[str]:
        """Closes all tabs: what their consoles said, and what they asked of anybody but the ledger."""
        told = [said for visitor in self.visitors for said in self._closed(visitor)]
        self.visitors.clear()
        return told

    def _closed(self, visitor: Visitor) -> list[str]:
        visitor.context.close()
        asked = [url for url in visitor.requests if not url.startswith((self.url, "blob:", "data:"))]
        return visitor.errors + asked


@cache
def _client() -> httpx.Client:
    return httpx.Client(trust_env=False, timeout=30)


@cache
def axe() -> str:
    return (HERE / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def furnished_parties(home: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((home / "parties.json").read_text("utf-8"))
    return found


def free_port() -> int:
    """For a server that is to come back where it was."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
