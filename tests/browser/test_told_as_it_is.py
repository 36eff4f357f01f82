"""What the portal says of sums, sides and days is what the ledger says of them, whoever reads it."""

import re

from playwright.sync_api import expect

from tallystick.money.amount import decimal_text
from tallystick.money.discount import bank_discount
from tests.browser.portal import Portal

MILLION = 100_000_000


def test_whoever_fills_an_order_reads_its_own_side_and_the_price_before_it_confirms(portal: Portal) -> None:
    buyer = portal.visitor("investor3")
    buyer.go("#/market/7")
    asks = buyer.panel("Book: asks")
    asks.get_by_role("row").filter(has_text="At the curve").get_by_role("link", name="Buy").click()
    expect(buyer.page.get_by_label("What it is about")).to_contain_text("Bid (you buy)")
    order = buyer.page.url.split("order=")[1]
    buyer.fill("Amount", "120,000")
    price = portal.program("investor3").read(f"/v1/orders/{order}/fill-check", amount=12_000_000)["price"]
    told = f"You pay CN¥{decimal_text(price)}"
    with buyer.page.expect_request(lambda one: one.url.endswith("/fills")) as sent:
        receipt = buyer.carry_out("Fill the order", told)
    assert sent.value.post_data_json == {"amount": 12_000_000, "limit": price}
    expect(receipt).to_contain_text(f"You bought CN¥120,000.00 for CN¥{decimal_text(price)}")


def test_a_financier_is_told_what_its_quote_would_bring_as_the_ledger_computes_it(portal: Portal) -> None:
    asking = {"value": MILLION, "financiers": [portal.parties["bank"]["party"]]}
    request = portal.program("A").command("/v1/claims/2-63/quote-requests", asking)["id"]
    bank = portal.visitor("bank")
    bank.go(f"#/commands/give-quote?request={request}")
    bank.fill("Rate", "5.37")
    bank.sees("the ledger would carry this out")
    bank.click("Continue")
    told = bank.page.locator(".consequence").inner_text()
    days = re.search(r"for ([0-9]+) days", told)
    assert days is not None
    proceeds = f"CN¥{decimal_text(MILLION - bank_discount(MILLION, 53_700, int(days[1]), 360))}"
    assert f"receives {proceeds}" in told
    bank.click("Give a quote")
    expect(bank.page.locator(".receipt")).to_contain_text(proceeds)


def test_a_supervisor_is_not_told_that_it_owns_or_owes_anything(portal: Portal) -> None:
    supervisor = portal.visitor("supervisor")
    for address in ("#/", "#/market", "#/receivables"):
        supervisor.go(address)
        for said in ("You hold", "What you hold", "What you owe", "you have a part in"):
            supervisor.does_not_see(said)


def test_what_is_only_offered_is_owed_by_nobody_yet(portal: Portal) -> None:
    debtor = portal.visitor("car_maker")
    for address, panel in (("#/", "What you owe"), ("#/receivables", "Receivables you have a part in")):
        debtor.go(address)
        rows = debtor.panel(panel).get_by_role("row").filter(has_text="Offered")
        expect(rows.first.get_by_role("cell").last).to_have_text(re.compile(r"CN¥0\.00$"))


def test_a_request_that_went_void_waits_for_nobody(portal: Portal) -> None:
    asking = {"value": MILLION, "financiers": [portal.parties["factor"]["party"]]}
    request = portal.program("A").command("/v1/claims/2-64/quote-requests", asking)
    factor = portal.visitor("factor")
    factor.go("#/")
    waiting = factor.panel("What waits for you").get_by_role("listitem").filter(has_text="asks for a quote")
    link = factor.page.locator(f"a[href$='request={request['id']}']")
    expect(link).to_have_count(1)
    expect(waiting.first).to_contain_text("and due on")
    expect(waiting.locator(".hint")).to_have_count(0)
    portal.program("A").command("/v1/transfers", {"to": portal.parties["B"]["party"], "claims": ["2-64"]})
    expect(link).to_have_count(0)
    factor.go("#/quotes")
    rows = factor.panel("Requests for quotes").get_by_role("row")
    expect(rows.filter(has_text="2-64")).to_contain_text("No longer open")


def test_an_order_that_has_gone_when_its_price_is_asked_for_is_not_confirmed(portal: Portal) -> None:
    buyer = portal.visitor("investor3")
    buyer.go("#/market/7")
    buyer.panel("Book: asks").get_by_role("link", name="Buy").first.click()
    buyer.fill("Amount", "100")
    buyer.sees("the ledger would carry this out")
    gone = {
        "allowed": False,
        "price": None,
        "code": "order_expired",
        "detail": "Order 12 is over.",
        "way_out": "x",
    }
    buyer.page.route("**/fill-check?*", lambda route: route.fulfill(json=gone))
    buyer.click("Continue")
    buyer.is_refused("order_expired")
    expect(buyer.page.locator(".confirm")).to_have_count(0)
