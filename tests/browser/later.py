"""A ledger of its own for each test, so many days after it was furnished: a copy, on which days have passed."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Locator, expect

from tallystick.demo.model3.goods import MILESTONES, Carrier
from tallystick.demo.model3.rates import rate_text
from tallystick.demo.portal_ledger import border, supply_chain
from tallystick.demo.portal_ledger.story import stage_over
from tallystick.demo.process import BackendProcess
from tallystick.demo.stage import DAY_SECONDS, Stage
from tallystick.money.calendar import instant_text
from tests.browser.portal import Portal, Visitor, free_port

DUE_SOON, OWED_TO_PENANG = "4", "9"
SET_ASIDE = 8_000_000_00
RATE_ON_DUE_DAY = 72_000
OWED = 18_000_000_00
"""Fen: US$2,500,000.00 at 7.2000."""

FEED_SECONDS = 0.5
STEP_SECONDS = 0.1
PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Ledger:
    """Its stage, its portal, and the folder with the files that its feeds read."""

    stage: Stage
    portal: Portal
    quotations: Path

    def quote(self, main: int, second: int | None = None) -> None:
        """Yuan for a dollar, as both sources have it from now on."""
        for name, answer in (("first", main), ("second", second or main)):
            said = {"answer": rate_text(answer), "updated_at": instant_text(self.stage.now() - 60)}
            (self.quotations / f"{name}.json").write_text(json.dumps(said), "utf-8")

    def is_good(self) -> bool:
        """Whether the feeds are believed."""
        good: bool = self.stage.portals["supervisor"].read("/v1/exchange-rates/USD")["good"]
        return good

    def problems(self) -> set[str | None]:
        """What keeps the feeds' sources from being read."""
        feeds = self.stage.portals["supervisor"].read("/v1/local-feeds")["feeds"]
        return {feed["source"]["problem_code"] for feed in feeds}

    def cash(self, party: str) -> int:
        """Fen in a party's wallet."""
        (wallet,) = self.stage.portals[party].read("/v1/wallets")["wallets"]
        balance: int = wallet["balance"]
        return balance

    def at_rest(self, days: int) -> "Furnished":
        """What it has become, so many days after it was begun, for others to go on from."""
        due = self.stage.portals["penang"].read(f"/v1/receivables/{OWED_TO_PENANG}")["due_date"]
        left = (date.fromisoformat(due) - self.stage.today()).days
        self.stage.backend.stop()
        quoted = {path.name: path.read_text("utf-8") for path in self.quotations.iterdir()}
        return Furnished(self, self.stage.backend, days, left, quoted)

    def tell_the_rate_of_the_due_day(self) -> None:
        """Its feeds speak again."""
        self.quote(RATE_ON_DUE_DAY)
        wait_until(self.is_good)

    def fix_what_is_owed_to_penang(self) -> None:
        """At what its feeds say then."""
        self.tell_the_rate_of_the_due_day()
        self.stage.portals["penang"].command(f"/v1/receivables/{OWED_TO_PENANG}/fixing")

    def give_the_platform_what_it_owes(self) -> None:
        wallet = f"/v1/wallets/{self.stage.portals['platform'].party}/issues"
        self.stage.portals["operating_bank"].command(wallet, {"amount": OWED})

    def deliver_to_penangs_customer(self) -> None:
        """A carrier signs for the goods, up to their delivery."""
        stage = self.stage
        told = stage.portals["operator"].read("/v1/contracts")
        contracts = {contract["name"]: contract["address"] for contract in told["contracts"]}
        carrier = Carrier(int(told["chain_id"]), contracts["milestones"])
        stage.host().command("/v1/carriers", {"address": carrier.address, "trusted": True})
        for reached in MILESTONES:
            statement = carrier.statement(OWED_TO_PENANG, reached, stage.now() - 60)
            stage.portals["penang"].command(f"/v1/receivables/{OWED_TO_PENANG}/milestones", statement)

    def collect_for_penang(self, times: int) -> None:
        for _ in range(times):
            self.stage.portals["penang"].command("/v1/collections", {"claims": [f"{OWED_TO_PENANG}-1"]})


@dataclass(frozen=True)
class Furnished:
    """A ledger at rest, so many days after it was begun, of which every test has a copy."""

    ledger: Ledger
    backend: BackendProcess
    days: int
    days_until_penang_is_due: int
    quoted: dict[str, str]

    def later(self, days: int, home: Path) -> Ledger:
        """A copy, running, on which so many days have passed since."""
        for name, text in self.quoted.items():
            (self.ledger.quotations / name).write_text(text, "utf-8")
        copy = self.backend.copied_to(home)
        copy.advance_clock(days * DAY_SECONDS)
        self.ledger.stage.go_on_in(copy, self.days + days)
        return self.ledger


def furnished(browser: Browser, home: Path) -> Furnished:
    """Its server comes back at the same port; its keeper pays nobody, so that holders collect; feeds are read often.
    What is due soon is set aside already."""
    settings = {
        "PORT": str(free_port()),
        "COLLECT_SECONDS": "0",
        "FEED_SECONDS": str(FEED_SECONDS),
    }
    quotations = home / "quotations"
    backend = BackendProcess(
        home / "ledger", **{f"TALLYSTICK_{name}": value for name, value in settings.items()}
    )
    stage = stage_over(backend)
    supply_chain.play(stage)
    border.play(stage, quotations)
    stage.portals["car_maker"].command(f"/v1/receivables/{DUE_SOON}/fundings", {"amount": SET_ASIDE})
    parties = {key: {"api_key": portal.api_key} for key, portal in stage.portals.items()}
    return Ledger(stage, Portal(browser, stage.url, parties), quotations).at_rest(0)


def live(visitor: Visitor) -> Locator:
    """Whether figures are read again by themselves."""
    return visitor.page.locator("#live")


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(STEP_SECONDS)


def is_away(visitor: Visitor) -> None:
    expect(live(visitor)).to_have_text("Not live: reconnecting …")


def is_live(visitor: Visitor) -> None:
    expect(live(visitor)).to_contain_text("Live, block")
