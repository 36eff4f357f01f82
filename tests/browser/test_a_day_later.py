"""Days pass: what falls due is collected, feeds fall silent and speak again. Each test has a copy of the ledger."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tallystick.demo.model3.rates import FIRST_RATE
from tallystick.demo.portal_ledger.supply_chain import DAYS_TO_DUE
from tests.browser.later import DUE_SOON, SET_ASIDE, Furnished, Ledger, wait_until
from tests.browser.portal import DESK, PHONE

MISPLACED = 712_340

TOLD = {
    "en-GB": ("The feeds of USD are good", "nothing new for longer than was agreed", "outside the bounds"),
    "zh-CN": ("USD 数据源正常", "数据源超过约定时间没有更新", "报价超出可采信的范围"),
    "zh-TW": ("USD 資料源正常", "資料源超過約定時間沒有更新", "報價超出可採信的範圍"),
}
"""By language: that feeds are good, that one is left behind, that one jumps beyond its bounds."""


@pytest.fixture
def later(furnished_ledger: Furnished, tmp_path: Path) -> Iterator[Callable[[int], Ledger]]:
    """Opens the ledger so many days later."""
    yield lambda days: furnished_ledger.later(days, tmp_path / "ledger")
    assert furnished_ledger.ledger.portal.leave() == []
    furnished_ledger.ledger.stage.backend.stop()


def test_what_was_set_aside_is_collected_when_it_is_due(later: Callable[[int], Ledger]) -> None:
    ledger = later(DAYS_TO_DUE + 1)
    a = ledger.portal.visitor("A", "zh-CN")
    before = ledger.cash("A")
    a.go(f"#/commands/collect?claim={DUE_SOON}-1")
    a.sees("预检通过")
    a.click("下一步")
    a.sees("份额面额按所付金额减少。")
    a.click("清分收款")
    receipt = a.page.locator(".receipt")
    expect(receipt).to_contain_text(f"份额 {DUE_SOON}-1 的 ¥8,000,000.00 已转入贵方钱包。")
    today = ledger.stage.today()
    expect(receipt).to_contain_text(f"{today.year}年{today.month}月{today.day}日")
    assert "0x" in (receipt.locator("code").text_content() or "")
    for width in (DESK, PHONE):
        a.shows_well(f"receipt-collection-zh-CN-{width}", width)
    assert ledger.cash("A") - before == SET_ASIDE


def test_what_was_collected_is_in_the_wallet_and_settled(later: Callable[[int], Ledger]) -> None:
    ledger = later(DAYS_TO_DUE + 1)
    a = ledger.portal.visitor("A", "zh-CN")
    a.go("#/")
    expect(a.page.locator(".figures")).to_contain_text("¥4,000,000.00")
    ledger.stage.portals["A"].command("/v1/collections", {"claims": [f"{DUE_SOON}-1"]})
    expect(a.page.locator(".figures")).to_contain_text("¥12,000,000.00")
    a.go(f"#/receivables/{DUE_SOON}")
    a.sees("已兑付")


def test_a_feed_that_has_fallen_silent_is_told_with_the_reason_until_it_speaks_again(
    later: Callable[[int], Ledger],
) -> None:
    ledger = later(1)
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


def test_a_feed_that_jumps_beyond_its_bounds_is_told_with_the_reason_until_it_is_back(
    later: Callable[[int], Ledger],
) -> None:
    ledger = later(0)
    readers = [(ledger.portal.visitor("supervisor", language), *told) for language, told in TOLD.items()]
    for supervisor, good, *_ in readers:
        supervisor.go("#/border")
        supervisor.sees(good)
    ledger.quote(MISPLACED, FIRST_RATE)
    for supervisor, good, _, out_of_bounds in readers:
        supervisor.sees(out_of_bounds)
        supervisor.does_not_see(good)
    ledger.quote(FIRST_RATE)
    for supervisor, good, _, out_of_bounds in readers:
        supervisor.sees(good)
        supervisor.does_not_see(out_of_bounds)


def test_a_source_that_cannot_be_read_is_told_although_nothing_happens_on_the_ledger(
    later: Callable[[int], Ledger],
) -> None:
    ledger = later(0)
    supervisor = ledger.portal.visitor("supervisor")
    supervisor.page.clock.install()
    supervisor.go("#/border")
    source = ledger.quotations / "second.json"
    quotation = source.read_text("utf-8")
    source.unlink()
    wait_until(lambda: "source_silent" in ledger.problems())
    supervisor.page.clock.fast_forward("01:00")
    supervisor.sees("The source cannot be read.")
    source.write_text(quotation, "utf-8")
    wait_until(lambda: ledger.problems() == {None})
    supervisor.page.clock.fast_forward("01:00")
    supervisor.does_not_see("The source cannot be read.")
