"""What each role sees, in three languages and at two widths: judged by axe, with pictures kept and figures right."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.portal import DESK, PHONE, Portal


@pytest.mark.parametrize(
    ("party", "language", "address", "picture"),
    [
        (None, "zh-CN", "", "sign-in"),
        ("car_maker", "zh-TW", "#/", "home-core-enterprise"),
        ("C", "zh-CN", "#/", "home-supplier"),
        ("bank", "en-GB", "#/", "home-financier"),
        ("investor1", "zh-TW", "#/", "home-investor"),
        ("supervisor", "zh-CN", "#/", "home-supervisor"),
        ("car_maker", "zh-CN", "#/receivables/2", "receivable"),
        ("C", "en-GB", "#/claims/2-56", "claim"),
        ("bank", "zh-TW", "#/quotes", "quotes"),
        ("investor1", "en-GB", "#/market/7", "series"),
        ("investor1", "zh-CN", "#/market", "market"),
        ("B", "zh-TW", "#/receivables", "receivables"),
        ("supervisor", "zh-TW", "#/border", "border"),
        ("lion", "zh-CN", "#/border", "border-supplier"),
        ("car_maker", "en-GB", "#/commands/issue", "issue"),
        ("bank", "zh-CN", "#/commands/give-quote?request={request}", "give-quote"),
    ],
)
def test_a_page_is_fit_to_be_used(
    portal: Portal, party: str | None, language: str, address: str, picture: str
) -> None:
    visitor = portal.visitor(party, language)
    visitor.go(address.format(request=portal.asked("bank")))
    for width in (DESK, PHONE):
        visitor.shows_well(f"{picture}-{language[:5]}-{width}", width)


def test_a_core_enterprise_sees_holders_by_tier_and_the_flow_of_a_receivable(portal: Portal) -> None:
    car_maker = portal.visitor("car_maker")
    car_maker.go("#/receivables/2")
    expect(car_maker.panel("Terms")).to_contain_text("one hundred million yuan")
    flow = car_maker.panel("Flow")
    flow.get_by_text("The figures as a table").click()
    rows = flow.get_by_role("row")
    expect(rows.nth(1)).to_contain_text("长风汽车 Changfeng Motors")
    expect(rows.nth(1)).to_contain_text("CN¥100,000,000.00")
    expect(flow).to_contain_text("丙 C Alloys · tier 3")
    tree = car_maker.panel("Tree")
    expect(tree).to_contain_text("Accepted by 一级 Tier 1 Powertrain")
    expect(tree.locator("code").first).to_contain_text("0x")
    expect(car_maker.panel("Evidence")).to_contain_text("Invoice")


def test_a_debtor_is_shown_what_it_owes_and_not_what_others_hold(portal: Portal) -> None:
    car_maker = portal.visitor("car_maker")
    car_maker.go("#/")
    expect(car_maker.panel("What you owe")).to_contain_text("CN¥100,000,000.00")
    expect(car_maker.page.get_by_role("region", name="What you hold")).to_have_count(0)
    expect(car_maker.page.locator(".figures")).not_to_contain_text("Claims held")


def test_what_is_held_is_told_by_due_date_and_debtor(portal: Portal) -> None:
    a = portal.visitor("A")
    a.go("#/")
    rows = a.panel("What you hold").get_by_role("row")
    first, second = rows.nth(1), rows.nth(2)
    expect(first).to_contain_text("CN¥8,000,000.00")
    expect(second).to_contain_text("长风汽车 Changfeng Motors")
    ladder = a.panel("Maturities")
    ladder.get_by_text("The figures as a table").click()
    expect(ladder.get_by_role("row")).to_have_count(3)


def test_a_supplier_sees_nothing_of_its_siblings(portal: Portal) -> None:
    b = portal.visitor("B")
    b.go("#/receivables/2")
    expect(b.panel("Tree")).to_contain_text("Passed on to 乙 B Electronics")
    b.does_not_see("甲 A Castings")
    b.does_not_see("丙 C Alloys")
    b.go("#/receivables/4")
    b.sees("Refused")
    b.errors.clear()  # the refusal itself


def test_cross_border_trade_is_shown_with_its_rates_limits_and_alerts(portal: Portal) -> None:
    supervisor = portal.visitor("supervisor")
    supervisor.go("#/border")
    rates = supervisor.panel("Exchange rates and feeds")
    expect(rates).to_contain_text("The feeds of USD are good")
    expect(rates).to_contain_text("7.1234 yuan for 1 USD")
    worth = supervisor.panel("What claims are worth in e-CNY").get_by_role("row").nth(1)
    expect(worth).to_contain_text("US$1,500,000.00")
    expect(worth).to_contain_text("CN¥4,274,040.00")  # 1,500,000.00 × 7.1234 × 40 %
    limits = supervisor.page.get_by_role("region", name="Limits:")
    limits.get_by_text("The figures as a table").click()
    used = limits.get_by_role("row").filter(has_text="Rahman Holdings")
    expect(used).to_contain_text("US$1,440,000.00")
    expect(used).to_contain_text("72.0 %")
    expect(supervisor.page.get_by_role("region", name="Alerts:")).to_contain_text("Parts below the cap")


def test_a_limit_is_told_before_it_stops_a_transfer(portal: Portal) -> None:
    lion = portal.visitor("lion")
    lion.go("#/commands/transfer?claim=10-1")
    lion.choose("To whom", "柔佛塑料 Johor Plastics")
    lion.sees("the ledger would carry this out")
    lion.choose("To whom", "经销商01 Distributor 01")
    lion.sees("The recipient's wallet is not admitted to cross-border trade.")
    lion.go("#/border")
    lion.does_not_see("Rahman Holdings")
    lion.does_not_see("Alerts")


def test_an_address_that_was_kept_is_asked_for_after_signing_in(portal: Portal) -> None:
    c = portal.visitor()
    c.go("#/receivables/2")
    expect(c.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    c.fill("API key of your party", portal.parties["C"]["api_key"])
    c.click("Sign in")
    expect(c.page.get_by_role("heading", level=1)).to_have_text("Receivable 2")
    key = portal.parties["C"]["api_key"]
    assert all(key not in address and quote(key) not in address for address in (c.page.url, *c.requests))
    c.click("Offers and quotes", "link")
    c.page.go_back()
    expect(c.page.get_by_role("heading", level=1)).to_have_text("Receivable 2")
    c.click("Sign out")
    expect(c.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert c.page.evaluate("sessionStorage.length") == 0


def test_a_wrong_key_is_refused_with_the_way_out(portal: Portal) -> None:
    stranger = portal.visitor()
    stranger.go("")
    stranger.fill("API key of your party", "nobody's")
    stranger.click("Sign in")
    stranger.sees("This API key is not known, or was revoked.")
    stranger.errors.clear()  # the refusal itself


def test_everything_can_be_done_with_the_keyboard(portal: Portal) -> None:
    tier1 = portal.visitor("tier1")
    tier1.go("#/commands/transfer?claim=2-4")
    keyboard = tier1.page.keyboard
    keyboard.press("Tab")
    expect(tier1.page.locator(":focus")).to_have_text("Skip to the content")
    keyboard.press("Enter")
    expect(tier1.page.locator(":focus")).to_have_text("Transfer")
    keyboard.press("Tab")
    keyboard.press("ArrowDown")
    keyboard.press("Tab")
    keyboard.press("Control+a")
    keyboard.type("10.00")
    tier1.sees("the ledger would carry this out")
    keyboard.press("Enter")
    expect(tier1.page.locator(":focus")).to_have_text("Confirm")
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(tier1.page.locator(":focus")).to_have_text("Receipt")
    tier1.sees("CN¥10.00 were transferred to 丙 C Alloys.")


def test_the_language_is_chosen_once_and_kept(portal: Portal) -> None:
    c = portal.visitor("C", "zh-HK")
    c.go("#/quotes")
    expect(c.page.get_by_role("heading", level=1)).to_have_text("要約與報價")
    c.page.get_by_label("Language").select_option("zh-CN")
    expect(c.page.get_by_role("heading", level=1)).to_have_text("要约与报价")
    assert c.page.locator("html").get_attribute("lang") == "zh-CN"
    c.go("#/receivables/2")
    c.sees("¥100,000,000.00")
    c.sees("人民币壹亿元整")


TOUCHING = 1.0
"""In pixels: less is the air round letters."""

LABELS = """(url) => import(url).then((echarts) => {
  const chart = echarts.getInstanceByDom(document.querySelector("#flow-heading ~ figure .canvas"));
  const boxes = new Map();
  for (const piece of chart.getZr().storage.getDisplayList()) {
    if (piece.type !== "tspan") continue;
    const box = piece.getBoundingRect().clone();
    if (piece.transform) box.applyTransform(piece.transform);
    const label = piece.parent;
    if (boxes.has(label)) boxes.get(label).union(box);
    else boxes.set(label, box);
  }
  return [...boxes.values()].map(({x, y, width, height}) => [x, y, x + width, y + height]);
})"""


def test_no_label_of_a_flow_lies_on_another_on_a_phone(portal: Portal) -> None:
    car_maker = portal.visitor("car_maker")
    car_maker.page.set_viewport_size({"width": PHONE, "height": 900})
    car_maker.go("#/receivables/2")
    boxes = car_maker.page.evaluate(LABELS, "/portal/vendor/echarts/echarts.esm.min.js")
    assert len(boxes) > 4
    car_maker.shows_well(f"flow-{PHONE}", PHONE)
    overlapping = [
        (one, other)
        for position, one in enumerate(boxes)
        for other in boxes[position + 1 :]
        if min(one[2], other[2]) - max(one[0], other[0]) > TOUCHING
        and min(one[3], other[3]) - max(one[1], other[1]) > TOUCHING
    ]
    assert overlapping == []


def test_the_place_where_one_is_stands_in_sight_on_a_phone(portal: Portal) -> None:
    supervisor = portal.visitor("supervisor")
    supervisor.page.set_viewport_size({"width": PHONE, "height": 900})
    supervisor.go("#/audit")
    expect(supervisor.page.get_by_role("link", name="Audit", exact=True)).to_be_in_viewport(ratio=0.9)


def test_a_table_that_goes_on_below_shows_that_it_does_until_its_end_is_seen(portal: Portal) -> None:
    tier1 = portal.visitor("tier1")
    tier1.go("#/receivables/2")
    tier1.panel("Claims").locator("summary").first.click()
    region = tier1.panel("Claims").locator(".table-region")
    expect(region).to_have_css("box-shadow", re.compile("inset"))
    region.evaluate("(one) => one.scrollTo(0, one.scrollHeight)")
    expect(region).to_have_css("box-shadow", "none")
