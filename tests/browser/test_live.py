"""What one browser does, another shows, without being asked to."""

import json

from playwright.sync_api import expect

from tests.browser.portal import Portal


def test_what_is_transferred_in_one_browser_appears_in_the_other(portal: Portal) -> None:
    tier1, b = portal.visitor("tier1"), portal.visitor("B")
    b.go("#/")
    expect(b.page.get_by_role("status").first).to_contain_text("Live, block")
    figure = b.page.locator(".figures dd").first
    before = figure.text_content() or ""
    tier1.go("#/commands/transfer?claim=2-5")
    tier1.choose("To whom", "乙 B Electronics")
    tier1.carry_out("Transfer")
    expect(figure).not_to_have_text(before)


def test_what_is_only_asked_for_beside_the_chain_appears_too(portal: Portal) -> None:
    c, factor = portal.visitor("C"), portal.visitor("factor")
    factor.go("#/quotes")
    rows = factor.panel("Requests for quotes").get_by_role("row")
    before = rows.count()
    c.go("#/commands/ask-quotes?claim=2-57")
    c.page.get_by_label("江南银行 Jiangnan Bank").uncheck()
    c.page.get_by_label("东海保理 Donghai Factoring").check()
    c.carry_out("Ask for quotes", "东海保理 Donghai Factoring are asked")
    expect(rows).to_have_count(before + 1)


def test_a_pre_check_is_made_again_when_the_ledger_has_moved(portal: Portal) -> None:
    one, other = portal.visitor("tier1"), portal.visitor("tier1")
    one.go("#/commands/transfer?claim=2-6")
    one.choose("To whom", "丙 C Alloys")
    one.sees("the ledger would carry this out")
    other.go("#/commands/transfer?claim=2-6")
    other.choose("To whom", "甲 A Castings")
    other.carry_out("Transfer")
    one.sees("the ledger would refuse this")


def test_what_a_reader_has_opened_stays_open(portal: Portal) -> None:
    tier1, car_maker = portal.visitor("tier1"), portal.visitor("car_maker")
    car_maker.go("#/receivables/2")
    flow = car_maker.panel("Flow")
    flow.get_by_text("The figures as a table").click()
    tree = car_maker.panel("Tree")
    steps = tree.get_by_role("listitem").count()
    tier1.go("#/commands/transfer?claim=2-7")
    tier1.choose("To whom", "甲 A Castings")
    tier1.carry_out("Transfer")
    expect(tree.get_by_role("listitem")).not_to_have_count(steps)
    expect(flow.get_by_role("table")).to_be_visible()


def test_many_tabs_of_a_party_hold_one_stream_and_another_takes_over_where_it_goes(portal: Portal) -> None:
    tier1, a = portal.visitor("tier1"), portal.visitor("A")
    key = json.dumps(portal.parties["A"]["api_key"])
    streams: list[str] = []
    a.context.on("request", lambda one: streams.append(one.url) if one.url.endswith("/v1/changes") else None)
    pages = [a.page, *(a.context.new_page() for _ in range(7))]
    for page in pages:
        page.add_init_script(f"sessionStorage.setItem('tallystick.api-key', {key})")
        page.goto(f"{portal.url}/portal/#/")
        expect(page.locator("#live")).to_contain_text("Live, block")
    assert len(streams) == 1
    figures = [page.locator(".figures dd").first for page in pages]
    before = figures[0].text_content() or ""
    tier1.go("#/commands/transfer?claim=2-14")
    tier1.choose("To whom", "甲 A Castings")
    tier1.carry_out("Transfer")
    for figure in figures:
        expect(figure).not_to_have_text(before)
    pages[0].close()
    before = figures[-1].text_content() or ""
    tier1.go("#/")
    tier1.go("#/commands/transfer?claim=2-15")
    tier1.choose("To whom", "甲 A Castings")
    tier1.carry_out("Transfer")
    for figure in figures[1:]:
        expect(figure).not_to_have_text(before)
    assert len(streams) == 2


def test_where_a_browser_lets_tabs_agree_on_nothing_each_follows_by_itself(portal: Portal) -> None:
    c = portal.visitor("C")
    c.page.add_init_script("Object.defineProperty(Navigator.prototype, 'locks', {value: undefined})")
    c.go("#/")
    expect(c.page.locator("#live")).to_contain_text("Live, block")
    assert c.page.evaluate("navigator.locks === undefined")
