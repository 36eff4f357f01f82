"""A debt in dollars falls due: its rate is fixed, yuan are set aside for it, and the limits let a part through."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.later import OWED, OWED_TO_PENANG, Furnished, Ledger
from tests.browser.portal import DESK, PHONE, Visitor

PARTS_IN_A_WINDOW = 4


@pytest.fixture(scope="module")
def funded_ledger(furnished_ledger: Furnished, tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """The day after the supplier in Penang was to be paid, with its rate fixed, the yuan set aside, and the goods
    delivered."""
    days = furnished_ledger.days_until_penang_is_due + 1
    ledger = furnished_ledger.later(days, tmp_path_factory.mktemp("funded") / "ledger")
    ledger.give_the_platform_what_it_owes()
    ledger.fix_what_is_owed_to_penang()
    ledger.stage.portals["platform"].command(f"/v1/receivables/{OWED_TO_PENANG}/fundings", {"amount": OWED})
    ledger.deliver_to_penangs_customer()
    return ledger.at_rest(days)


@pytest.fixture
def due(furnished_ledger: Furnished, tmp_path: Path) -> Iterator[Ledger]:
    """On that day, with nothing fixed."""
    yield from opened(furnished_ledger, furnished_ledger.days_until_penang_is_due, tmp_path)


@pytest.fixture
def funded(funded_ledger: Furnished, tmp_path: Path) -> Iterator[Ledger]:
    yield from opened(funded_ledger, 0, tmp_path)


def opened(furnished: Furnished, days: int, folder: Path) -> Iterator[Ledger]:
    ledger = furnished.later(days, folder / "ledger")
    yield ledger
    assert ledger.portal.leave() == []
    ledger.stage.backend.stop()


def test_nothing_is_set_aside_before_its_rate_is_fixed_and_then_what_it_comes_to_in_yuan(due: Ledger) -> None:
    due.give_the_platform_what_it_owes()
    platform = due.portal.visitor("platform")
    platform.go(f"#/commands/fund?receivable={OWED_TO_PENANG}")
    platform.fill("Amount", "18,000,000.00")
    platform.sees("Its rate is not fixed yet.")
    due.fix_what_is_owed_to_penang()
    about = platform.page.get_by_role("region", name="What it is about")
    expect(about).to_contain_text("CN¥18,000,000.00")
    receipt = platform.carry_out("Set payment aside", "CN¥18,000,000.00 (eighteen million yuan)")
    expect(receipt).to_contain_text(f"CN¥18,000,000.00 are set aside for receivable {OWED_TO_PENANG}.")


def test_whoever_is_to_be_paid_fixes_the_rate_at_what_the_feeds_say(due: Ledger) -> None:
    due.tell_the_rate_of_the_due_day()
    penang = due.portal.visitor("penang")
    penang.go(f"#/receivables/{OWED_TO_PENANG}")
    penang.click("Fix the rate", "link")
    told = ("US$2,500,000.00 (two million, five hundred thousand US dollars)", "the same whoever asks for it")
    fixed = penang.carry_out("Fix the rate", *told)
    expect(fixed).to_contain_text("is paid at 7.2000 yuan for 1 USD")
    expect(fixed).to_contain_text("CN¥18,000,000.00")
    for width in (DESK, PHONE):
        penang.shows_well(f"receipt-fixing-en-{width}", width)


def test_whoever_waits_for_a_rate_is_told_and_led_to_it(funded: Ledger) -> None:
    lion = funded.portal.visitor("lion")
    lion.go("#/")
    expect(lion.panel("What waits for you")).to_contain_text("wait for their rate")
    lion.go("#/border")
    lion.panel("Due and not paid yet").get_by_role("link", name="Fix the rate").first.click()
    lion.sees("the ledger would carry this out")


def test_a_fixed_rate_is_shown_as_fixed(funded: Ledger) -> None:
    platform = funded.portal.visitor("platform")
    platform.go("#/border")
    worth = platform.panel("What claims are worth in e-CNY").get_by_role("row")
    fixed = worth.filter(has_text="2,500,000.00")
    expect(fixed).to_contain_text("7.2000 yuan for 1 USD")
    expect(fixed).to_contain_text("Fixed")


def test_a_supplier_abroad_has_what_the_cap_lets_through(funded: Ledger) -> None:
    penang = funded.portal.visitor("penang")
    penang.go(f"#/commands/collect?claim={OWED_TO_PENANG}-1")
    receipt = penang.carry_out("Collect", "at its fixed rate, as much as the limits let through")
    paid = f"CN¥3,600,000.00 were paid into your wallet on claim {OWED_TO_PENANG}-1."
    expect(receipt).to_contain_text(paid)
    expect(receipt).not_to_contain_text("US$")
    expect(receipt).to_contain_text(f"{funded.stage.today():%b %Y}")
    assert funded.cash("penang") == 3_600_000_00


def test_what_was_let_through_uses_up_the_limit(funded: Ledger) -> None:
    supervisor = funded.portal.visitor("supervisor")
    funded.collect_for_penang(1)
    supervisor.go("#/border")
    limits = supervisor.page.get_by_role("region", name="Limits:")
    limits.get_by_text("The figures as a table").click()
    used = limits.get_by_role("row").filter(has_text="Rahman Holdings")
    expect(used).to_contain_text("US$500,000.00")
    expect(used).to_contain_text("25.0 %")
    funded.collect_for_penang(PARTS_IN_A_WINDOW - 1)
    expect(used).to_contain_text("100.0 %")


def test_the_rest_waits_and_is_told_with_what_it_waits_for(funded: Ledger) -> None:
    supervisor = funded.portal.visitor("supervisor")
    funded.collect_for_penang(1)
    supervisor.go("#/border")
    waiting = waits(supervisor).filter(has_text="2,000,000.00")
    expect(waiting).to_contain_text("CN¥14,400,000.00")
    expect(waiting).to_contain_text("Being paid, as far as the limits allow")
    funded.collect_for_penang(PARTS_IN_A_WINDOW - 1)
    expect(waits(supervisor).filter(has_text="US$500,000.00")).to_contain_text("CN¥3,600,000.00")
    expect(waits(supervisor).filter(has_text="Its rate")).to_have_count(2)
    supervisor.shows_well(f"border-waits-for-the-cap-en-{PHONE}", PHONE)


def test_more_than_the_cap_is_refused_before_it_is_asked_for(funded: Ledger) -> None:
    penang = funded.portal.visitor("penang")
    funded.collect_for_penang(PARTS_IN_A_WINDOW)
    penang.go(f"#/claims/{OWED_TO_PENANG}-1")
    penang.sees("US$500,000.00")
    penang.click("Collect", "link")
    penang.sees("It is more than the owners behind the recipient may still get in this window.")


def waits(supervisor: Visitor) -> Locator:
    return supervisor.panel("Due and not paid yet").get_by_role("row")
