"""Days pass on a ledger of its own: what falls due is funded and collected, feeds fall silent and speak again, and the
server is away in between. The tests are a story: each begins on the day on which the one before it ended."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tallystick.demo.model3.goods import MILESTONES, Carrier
from tallystick.demo.model3.rates import FIRST_RATE, rate_text
from tallystick.demo.portal_ledger import border, supply_chain
from tallystick.demo.portal_ledger.border import DUE_IN_DAYS
from tallystick.demo.portal_ledger.story import stage_over
from tallystick.demo.portal_ledger.supply_chain import DAYS_TO_DUE
from tallystick.demo.process import BackendProcess
from tallystick.demo.stage import Stage
from tallystick.money.calendar import instant_text
from tests.browser.portal import DESK, PHONE, Portal, Visitor, free_port

DUE_SOON, OWED_TO_PENANG = "4", "9"
MISPLACED, RATE_ON_DUE_DAY = 712_340, 72_000
OWED = 18_000_000_00
"""Fen: US$2,500,000.00 at 7.2000."""

PARTS_IN_A_WINDOW = 4
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

    def cash(self, party: str) -> int:
        """Fen in a party's wallet."""
        (wallet,) = self.stage.portals[party].read("/v1/wallets")["wallets"]
        balance: int = wallet["balance"]
        return balance


@pytest.fixture(scope="module")
def served_ledger(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Its server comes back at the same port; its keeper pays nobody, so that holders collect; feeds are read often."""
    home = tmp_path_factory.mktemp("later")
    settings = {
        "PORT": str(free_port()),
        "COLLECT_SECONDS": "0",
        "FEED_SECONDS": str(FEED_SECONDS),
    }
    stage = stage_over(
        BackendProcess(home, **{f"TALLYSTICK_{name}": value for name, value in settings.items()})
    )
    try:
        supply_chain.play(stage)
        border.play(stage, home / "quotations")
        parties = {key: {"api_key": portal.api_key} for key, portal in stage.portals.items()}
        yield Ledger(stage, Portal(browser, stage.url, parties), home / "quotations")
    finally:
        stage.close()


@pytest.fixture
def ledger(served_ledger: Ledger) -> Iterator[Ledger]:
    yield served_ledger
    assert served_ledger.portal.leave() == []


def test_a_page_that_stays_open_says_that_the_server_is_away_and_goes_on_when_it_is_back(
    ledger: Ledger,
) -> None:
    car_maker = ledger.portal.visitor("car_maker")
    car_maker.go(f"#/commands/fund?receivable={DUE_SOON}")
    receipt = car_maker.carry_out("Set payment aside", "eight million yuan", "cannot be used otherwise")
    expect(receipt).to_contain_text(f"CN¥8,000,000.00 are set aside for receivable {DUE_SOON}.")
    a, supervisor, elsewhere = (ledger.portal.visitor(party) for party in ("A", "supervisor", "A"))
    a.go(f"#/receivables/{DUE_SOON}")
    supervisor.go("#/border")
    elsewhere.go("#/")
    expect(a.panel("Terms")).to_contain_text("Active")
    expect(supervisor.panel("Exchange rates and feeds")).to_contain_text("The feeds of USD are good")
    for visitor in (a, supervisor, elsewhere):
        expect(live(visitor)).to_contain_text("Live, block")
        visitor.page.evaluate("window.neverLoadedAgain = true")

    ledger.stage.backend.stop()
    for visitor in (a, supervisor, elsewhere):
        expect(live(visitor)).to_have_text("Not live: reconnecting …")
    elsewhere.click("Receivables", "link")
    elsewhere.sees("The ledger does not answer.")
    elsewhere.shows_well(f"server-away-en-{PHONE}", PHONE)
    box = live(elsewhere).bounding_box()
    assert box is not None
    assert box["height"] > 1, "on a phone it is not told"

    ledger.stage.let_days_pass(DAYS_TO_DUE + 1)
    for visitor in (a, supervisor, elsewhere):
        expect(live(visitor)).to_contain_text("Live, block")
    expect(a.panel("Terms")).not_to_contain_text("Active")
    expect(elsewhere.page.get_by_role("heading", level=1)).to_have_text("Receivables")
    rates = supervisor.panel("Exchange rates and feeds")
    expect(rates).to_contain_text("The feeds of USD are not good: what falls due waits")
    expect(rates).to_contain_text("The feed has said nothing new for longer than was agreed.")
    for visitor in (a, supervisor, elsewhere):
        assert visitor.page.evaluate("window.neverLoadedAgain")
        visitor.errors.clear()  # a browser calls it an error that nobody answered


def test_what_was_set_aside_is_collected_when_it_is_due(ledger: Ledger) -> None:
    a = ledger.portal.visitor("A", "zh-CN")
    a.go("#/")
    expect(a.page.locator(".figures")).to_contain_text("¥4,000,000.00")
    before = ledger.cash("A")
    a.go(f"#/commands/collect?claim={DUE_SOON}-1")
    a.sees("预检通过")
    a.click("下一步")
    a.sees("份额面额按所付金额减少。")
    a.click("清分收款")
    receipt = a.page.locator(".receipt")
    expect(receipt).to_contain_text(f"份额 {DUE_SOON}-1 的 ¥8,000,000.00 已转入贵方钱包。")
    assert "0x" in (receipt.locator("code").text_content() or "")
    for width in (DESK, PHONE):
        a.shows_well(f"receipt-collection-zh-CN-{width}", width)
    assert ledger.cash("A") - before == 8_000_000_00
    a.go("#/")
    expect(a.page.locator(".figures")).to_contain_text("¥12,000,000.00")
    a.go(f"#/receivables/{DUE_SOON}")
    a.sees("已兑付")


TOLD = {
    "en-GB": ("The feeds of USD are good", "nothing new for longer than was agreed", "outside the bounds"),
    "zh-CN": ("USD 数据源正常", "数据源超过约定时间没有更新", "报价超出可采信的范围"),
    "zh-TW": ("USD 資料源正常", "資料源超過約定時間沒有更新", "報價超出可採信的範圍"),
}
"""By language: that feeds are good, that one is left behind, that one jumps beyond its bounds."""


def test_a_feed_that_is_not_believed_is_told_with_the_reason_and_as_good_when_it_resumes(
    ledger: Ledger,
) -> None:
    readers = [(ledger.portal.visitor("supervisor", language), *told) for language, told in TOLD.items()]
    for supervisor, good, stale, _ in readers:
        supervisor.go("#/border")
        supervisor.sees(stale)
        supervisor.sees("USD / CNY, first")
        supervisor.does_not_see(good)
    (_, (simplified, *_), _) = readers
    for width in (DESK, PHONE):
        simplified.shows_well(f"border-stale-feed-zh-CN-{width}", width)
    ledger.quote(FIRST_RATE)
    for supervisor, good, stale, _ in readers:
        supervisor.sees(good)
        supervisor.does_not_see(stale)
    ledger.quote(MISPLACED, FIRST_RATE)
    for supervisor, good, _, out_of_bounds in readers:
        supervisor.sees(out_of_bounds)
        supervisor.does_not_see(good)
    ledger.quote(FIRST_RATE)
    for supervisor, good, _, out_of_bounds in readers:
        supervisor.sees(good)
        supervisor.does_not_see(out_of_bounds)


def test_a_source_that_cannot_be_read_is_told_although_nothing_happens_on_the_ledger(ledger: Ledger) -> None:
    supervisor = ledger.portal.visitor("supervisor")
    supervisor.page.clock.install()
    supervisor.go("#/border")
    source = ledger.quotations / "second.json"
    quotation = source.read_text("utf-8")
    source.unlink()
    wait_until(lambda: "source_silent" in problems(ledger))
    supervisor.page.clock.fast_forward("01:00")
    supervisor.sees("The source cannot be read.")
    source.write_text(quotation, "utf-8")
    wait_until(lambda: problems(ledger) == {None})
    supervisor.page.clock.fast_forward("01:00")
    supervisor.does_not_see("The source cannot be read.")


def test_dollars_are_fixed_on_their_due_day_and_set_aside_in_yuan(ledger: Ledger) -> None:
    stage, path = ledger.stage, f"/v1/receivables/{OWED_TO_PENANG}"
    due = stage.portals["penang"].read(path)["due_date"]
    days = next(days for days in range(DUE_IN_DAYS) if stage.in_days(days) == due)
    stage.let_days_pass(days)
    stage.portals["operating_bank"].command(
        f"/v1/wallets/{stage.portals['platform'].party}/issues", {"amount": OWED}
    )
    platform = ledger.portal.visitor("platform")
    platform.go(f"#/commands/fund?receivable={OWED_TO_PENANG}")
    platform.fill("Amount", "18,000,000.00")
    platform.sees("Its rate is not fixed yet.")
    ledger.quote(RATE_ON_DUE_DAY)
    wait_until(ledger.is_good)
    penang = ledger.portal.visitor("penang")
    penang.go(f"#/receivables/{OWED_TO_PENANG}")
    penang.click("Fix the rate", "link")
    told = ("US$2,500,000.00 (two million, five hundred thousand US dollars)", "the same whoever asks for it")
    fixed = penang.carry_out("Fix the rate", *told)
    expect(fixed).to_contain_text("is paid at 7.2000 yuan for 1 USD")
    expect(fixed).to_contain_text("CN¥18,000,000.00")
    for width in (DESK, PHONE):
        penang.shows_well(f"receipt-fixing-en-{width}", width)
    about = platform.page.get_by_role("region", name="What it is about")
    expect(about).to_contain_text("CN¥18,000,000.00")
    receipt = platform.carry_out("Set payment aside", "CN¥18,000,000.00 (eighteen million yuan)")
    expect(receipt).to_contain_text(f"CN¥18,000,000.00 are set aside for receivable {OWED_TO_PENANG}.")
    platform.go("#/border")
    fixed = (
        platform.panel("What claims are worth in e-CNY").get_by_role("row").filter(has_text="2,500,000.00")
    )
    expect(fixed).to_contain_text("7.2000 yuan for 1 USD")
    expect(fixed).to_contain_text("Fixed")


def test_a_supplier_abroad_has_what_the_cap_lets_through_and_the_rest_waits(ledger: Ledger) -> None:
    stage = ledger.stage
    stage.let_days_pass(1)
    _deliver(stage, OWED_TO_PENANG)
    penang, supervisor = ledger.portal.visitor("penang"), ledger.portal.visitor("supervisor")
    penang.go(f"#/commands/collect?claim={OWED_TO_PENANG}-1")
    receipt = penang.carry_out("Collect", "at its fixed rate, as much as the limits let through")
    expect(receipt).to_contain_text(
        f"CN¥3,600,000.00 were paid into your wallet on claim {OWED_TO_PENANG}-1."
    )
    expect(receipt).not_to_contain_text("US$")
    expect(receipt).to_contain_text(f"{stage.today():%b %Y}")
    assert ledger.cash("penang") == 3_600_000_00
    supervisor.go("#/border")
    limits = supervisor.page.get_by_role("region", name="Limits:")
    limits.get_by_text("The figures as a table").click()
    used = limits.get_by_role("row").filter(has_text="Rahman Holdings")
    expect(used).to_contain_text("US$500,000.00")
    expect(used).to_contain_text("25.0 %")
    waiting = supervisor.panel("Due and not paid yet").get_by_role("row").filter(has_text="2,000,000.00")
    expect(waiting).to_contain_text("CN¥14,400,000.00")
    expect(waiting).to_contain_text("Being paid, as far as the limits allow")
    for _ in range(PARTS_IN_A_WINDOW - 1):
        stage.portals["penang"].command("/v1/collections", {"claims": [f"{OWED_TO_PENANG}-1"]})
    expect(used).to_contain_text("100.0 %")
    waits = supervisor.panel("Due and not paid yet").get_by_role("row")
    expect(waits.filter(has_text="US$500,000.00")).to_contain_text("CN¥3,600,000.00")
    expect(waits.filter(has_text="Its rate")).to_have_count(2)
    supervisor.shows_well(f"border-waits-for-the-cap-en-{PHONE}", PHONE)
    lion = ledger.portal.visitor("lion")
    lion.go("#/")
    expect(lion.panel("What waits for you")).to_contain_text("wait for their rate")
    lion.go("#/border")
    lion.panel("Due and not paid yet").get_by_role("link", name="Fix the rate").first.click()
    lion.sees("the ledger would carry this out")
    penang.go(f"#/claims/{OWED_TO_PENANG}-1")
    penang.sees("US$500,000.00")
    penang.click("Collect", "link")
    penang.sees("It is more than the owners behind the recipient may still get in this window.")


def live(visitor: Visitor) -> Locator:
    return visitor.page.locator("#live")


def problems(ledger: Ledger) -> set[str | None]:
    """What kept the feeds' sources from being read."""
    feeds = ledger.stage.portals["supervisor"].read("/v1/local-feeds")["feeds"]
    return {feed["source"]["problem_code"] for feed in feeds}


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(STEP_SECONDS)


def _deliver(stage: Stage, receivable: str) -> None:
    """A carrier signs for the goods, up to their delivery."""
    told = stage.portals["operator"].read("/v1/contracts")
    contracts = {contract["name"]: contract["address"] for contract in told["contracts"]}
    carrier = Carrier(int(told["chain_id"]), contracts["milestones"])
    stage.host().command("/v1/carriers", {"address": carrier.address, "trusted": True})
    for reached in MILESTONES:
        statement = carrier.statement(receivable, reached, stage.now() - 60)
        stage.portals["penang"].command(f"/v1/receivables/{receivable}/milestones", statement)
