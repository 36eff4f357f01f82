"""What was confirmed is what is done, once; and whatever comes between is told."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.portal import Portal, Visitor
from tests.browser.test_receipts import behind_the_times

MILLION = 100_000_000
NOT_KNOWN = "What came of it is not known"


def face(portal: Portal, party: str, claim: str) -> int:
    told: int = portal.program(party).read(f"/v1/claims/{claim}")["face"]
    return told


def at_the_confirmation(portal: Portal, claim: str, amount: str | None = None) -> Visitor:
    """Of a transfer of this claim, or so much of it."""
    tier1 = portal.visitor("tier1")
    tier1.go(f"#/commands/transfer?claim={claim}")
    tier1.choose("To whom", "丙 C Alloys")
    if amount is not None:
        tier1.fill("Amount", amount)
    tier1.sees("the ledger would carry this out")
    tier1.click("Continue")
    expect(tier1.page.locator(".confirm")).to_be_visible()
    return tier1


def on_commands(visitor: Visitor, path: str, handler: Callable[[Route], Any]) -> None:
    """What is done for good, not what is only tried."""
    visitor.page.route(re.compile(rf"{path}$"), handler)


def heading(visitor: Visitor, text: str) -> None:
    expect(visitor.page.get_by_role("heading", level=2, name=text)).to_be_visible()


def test_a_claim_that_has_grown_since_it_was_confirmed_is_confirmed_anew(portal: Portal) -> None:
    tier1 = at_the_confirmation(portal, "2-32")
    portal.program("tier1").command("/v1/claims/2-32/merges", {"claims": ["2-33"]})
    tier1.click("Transfer")
    tier1.sees("It has changed meanwhile, and nothing was done")
    tier1.sees("Face: CN¥1,000,000.00 before, CN¥2,000,000.00 now")
    tier1.sees("CN¥1,000,000.00 (one million yuan) of it stay yours.")
    tier1.shows_well("changed-en")
    tier1.click("Transfer")
    expect(tier1.page.locator(".done")).to_have_text("CN¥1,000,000.00 were transferred to 丙 C Alloys.")
    assert face(portal, "tier1", "2-32") == MILLION


def test_a_claim_that_was_split_since_it_was_confirmed_is_not_passed_on(portal: Portal) -> None:
    tier1 = at_the_confirmation(portal, "2-34")
    portal.program("tier1").command("/v1/claims/2-34/splits", {"parts": [10_000_000, 90_000_000]})
    tier1.click("Transfer")
    expect(tier1.page.locator(".confirm")).to_contain_text("It is more than the claim holds.")
    assert face(portal, "tier1", "2-34") == 10_000_000


def test_a_pledge_of_a_claim_that_has_grown_is_confirmed_anew(portal: Portal) -> None:
    tier1 = portal.visitor("tier1")
    tier1.go("#/commands/pledge?claim=2-35")
    tier1.choose("Pledged to", "江南银行 Jiangnan Bank")
    tier1.sees("the ledger would carry this out")
    tier1.click("Continue")
    tier1.sees("Claim 2-35 over CN¥1,000,000.00")
    portal.program("tier1").command("/v1/claims/2-35/merges", {"claims": ["2-36"]})
    tier1.click("Pledge")
    tier1.sees("Claim 2-35 over CN¥2,000,000.00")
    tier1.click("Pledge")
    expect(tier1.page.locator(".receipt")).to_contain_text("CN¥2,000,000.00")


def test_no_other_amount_moves_even_where_a_claim_grows_at_the_last_moment(portal: Portal) -> None:
    tier1 = at_the_confirmation(portal, "2-37")

    def merged_first(route: Route) -> None:
        portal.program("tier1").command("/v1/claims/2-37/merges", {"claims": ["2-38"]})
        route.continue_()

    on_commands(tier1, "/v1/(transfers|claims/2-37/transfers)", merged_first)
    tier1.click("Transfer")
    expect(tier1.page.locator(".done")).to_have_text("CN¥1,000,000.00 were transferred to 丙 C Alloys.")
    assert face(portal, "tier1", "2-37") == MILLION


def test_a_receipt_tells_the_sums_of_the_answer_and_not_those_of_the_form(portal: Portal) -> None:
    tier1 = at_the_confirmation(portal, "2-48", "2")

    def otherwise(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        told["moved"][0]["value"] = 100
        route.fulfill(response=answer, json=told)

    on_commands(tier1, "/v1/claims/2-48/transfers", otherwise)
    tier1.click("Transfer")
    expect(tier1.page.locator(".done")).to_have_text("CN¥1.00 were transferred to 丙 C Alloys.")


def test_an_objection_names_its_amount_and_says_which_part_becomes_a_claim(portal: Portal) -> None:
    car_maker = portal.visitor("car_maker")
    car_maker.go("#/commands/raise-dispute?claim=2-39")
    car_maker.fill("What is objected", "Eight crates short")
    car_maker.fill("Amount", "400,000")
    car_maker.sees("the ledger would carry this out")
    car_maker.click("Continue")
    car_maker.sees("The disputed part becomes a claim of its own; CN¥600,000.00")
    car_maker.click("Back")
    car_maker.fill("Amount", "1,000,000")
    car_maker.sees("the ledger would carry this out")
    car_maker.click("Continue")
    with car_maker.page.expect_request(re.compile("/v1/claims/2-39/disputes$")) as sent:
        car_maker.click("Dispute")
    body = sent.value.post_data_json
    assert body is not None
    assert body["value"] == MILLION
    expect(car_maker.page.locator(".done")).to_have_text("CN¥1,000,000.00 of claim 2-39 are disputed.")
    portal.program("car_maker").command("/v1/claims/2-39/disputes/withdrawal")


def test_what_was_done_without_an_answer_is_found_and_not_done_twice(portal: Portal) -> None:
    tier1 = at_the_confirmation(portal, "2-40", "9")

    def answer_lost(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    on_commands(tier1, "/v1/claims/2-40/transfers", answer_lost)
    tier1.click("Transfer")
    heading(tier1, NOT_KNOWN)
    tier1.sees("it may have been done already")
    expect(tier1.page.get_by_role("button", name="Back", exact=True)).to_have_count(0)
    tier1.shows_well("not-known-en")
    tier1.page.reload()
    heading(tier1, NOT_KNOWN)
    tier1.sees("CN¥9.00 (nine yuan) of claim 2-40")
    tier1.click("Overview", "link")
    tier1.page.unroute_all()
    tier1.go("#/commands/transfer?claim=2-40")
    tier1.click("Ask what became of it")
    expect(tier1.page.locator(".done")).to_have_text("CN¥9.00 were transferred to 丙 C Alloys.")
    assert face(portal, "tier1", "2-40") == MILLION - 900
    tier1.page.reload()
    tier1.sees("The ledger is asked as soon as every field is filled in.")
    tier1.errors.clear()  # a browser calls it an error that nobody answered


def test_what_never_arrived_is_known_not_to_be_done_and_can_be_sent_again(portal: Portal) -> None:
    tier1 = at_the_confirmation(portal, "2-41", "7")
    keys: list[str] = []

    def never_arrives(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        route.abort("connectionrefused")

    on_commands(tier1, "/v1/claims/2-41/transfers", never_arrives)
    tier1.click("Transfer")
    heading(tier1, NOT_KNOWN)
    tier1.page.unroute_all()
    tier1.click("Ask what became of it")
    tier1.sees("it was not done")
    expect(tier1.page.get_by_label("Amount", exact=True)).to_have_value("7")
    tier1.sees("the ledger would carry this out")
    tier1.click("Continue")
    with tier1.page.expect_request(re.compile("/v1/claims/2-41/transfers$")) as sent:
        tier1.click("Transfer")
    assert {sent.value.headers["idempotency-key"]} == set(keys)
    expect(tier1.page.locator(".done")).to_contain_text("CN¥7.00")
    assert face(portal, "tier1", "2-41") == MILLION - 700
    tier1.errors.clear()  # a browser calls it an error that nobody answered


def test_nobody_goes_back_while_it_is_under_way_and_whoever_leaves_finds_out_later(portal: Portal) -> None:
    tier1 = at_the_confirmation(portal, "2-42", "5")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    on_commands(tier1, "/v1/claims/2-42/transfers", hold)
    tier1.click("Transfer")
    expect(tier1.page.get_by_role("button", name="Under way …")).to_be_disabled()
    expect(tier1.page.get_by_role("button", name="Back", exact=True)).to_be_disabled()
    while not held:
        tier1.page.wait_for_timeout(50)
    tier1.click("Overview", "link")
    tier1.sees("Claims held")
    held[0].continue_()
    tier1.page.unroute_all()
    while face(portal, "tier1", "2-42") == MILLION:
        tier1.page.wait_for_timeout(50)
    tier1.page.go_back()
    heading(tier1, NOT_KNOWN)
    tier1.click("Ask what became of it")
    expect(tier1.page.locator(".done")).to_contain_text("CN¥5.00")


def test_what_the_ledger_could_not_do_now_can_be_sent_again(portal: Portal) -> None:
    tier1 = at_the_confirmation(portal, "2-43", "3")
    problem = {
        "code": "node_unreachable",
        "detail": "The chain does not answer.",
        "way_out": "Try again.",
        "status": 503,
    }
    on_commands(tier1, "/v1/claims/2-43/transfers", lambda route: route.fulfill(status=503, json=problem))
    tier1.click("Transfer")
    expect(tier1.page.locator(".confirm")).to_contain_text("node_unreachable")
    tier1.page.unroute_all()
    tier1.click("Transfer")
    expect(tier1.page.locator(".done")).to_contain_text("CN¥3.00")
    tier1.errors.clear()  # the refusal


def test_what_was_typed_is_there_after_going_back_another_language_and_loading_again(portal: Portal) -> None:
    tier1 = at_the_confirmation(portal, "2-44", "1,234.5")

    def is_kept() -> None:
        form = tier1.page.locator("form")
        expect(form.locator("[name=value]")).to_have_value("1,234.5")
        expect(form.locator("[name=to] option:checked")).to_have_text("丙 C Alloys")

    tier1.click("Back")
    is_kept()
    tier1.page.get_by_label("Language").select_option("zh-TW")
    expect(tier1.page.locator("html")).to_have_attribute("lang", "zh-TW")
    is_kept()
    tier1.page.reload()
    is_kept()
    tier1.click("總覽", "link")
    tier1.page.go_back()
    expect(tier1.page.locator("form [name=value]")).to_have_value("1000000.00")


def test_checked_boxes_are_kept_too(portal: Portal) -> None:
    c = portal.visitor("C")
    c.go("#/commands/ask-quotes?claim=2-56")
    c.page.get_by_label("江南银行 Jiangnan Bank").uncheck()
    c.page.get_by_label("东海保理 Donghai Factoring").check()
    c.page.reload()
    expect(c.page.get_by_label("江南银行 Jiangnan Bank")).not_to_be_checked()
    expect(c.page.get_by_label("东海保理 Donghai Factoring")).to_be_checked()


@pytest.mark.parametrize(
    ("party", "address", "label"),
    [
        ("tier1", "transfer?claim=2-45", "To whom"),
        ("tier1", "offer?claim=2-45", "To whom"),
        ("tier1", "pledge?claim=2-45", "Pledged to"),
        ("tier1", "register-document", "Buyer"),
        ("court", "suspend", "Party"),
    ],
)
def test_nobody_is_chosen_until_somebody_chooses(
    portal: Portal, party: str, address: str, label: str
) -> None:
    visitor = portal.visitor(party)
    visitor.go(f"#/commands/{address}")
    expect(visitor.page.get_by_label(label, exact=True)).to_have_value("")
    visitor.sees("The ledger is asked as soon as every field is filled in.")
    visitor.click("Continue")
    expect(visitor.page.locator(".confirm")).to_have_count(0)


@pytest.mark.parametrize("amount", ["1,5", "12,50", "100 200", "1.234,50"])
def test_an_amount_that_can_be_read_in_two_ways_is_read_in_none(portal: Portal, amount: str) -> None:
    tier1 = portal.visitor("tier1")
    tier1.go("#/commands/split?claim=2-45")
    tier1.fill("Parts to split off", amount)
    tier1.sees("commas part thousands only")
    tier1.sees("Something that is filled in cannot be read")
    tier1.does_not_see("The ledger is asked")
    tier1.fill("Parts to split off", "100,200")
    tier1.sees("the ledger would carry this out")
    tier1.does_not_see("commas part thousands only")


def test_a_pre_check_after_a_change_is_of_what_is_there_now(portal: Portal) -> None:
    tier1 = portal.visitor("tier1")
    tier1.go("#/commands/split?claim=2-46")
    tier1.fill("Parts to split off", "400,000")
    tier1.sees("the ledger would carry this out")
    portal.program("tier1").command("/v1/claims/2-46/splits", {"parts": [50_000_000, 50_000_000]})
    expect(tier1.page.locator(".about")).to_contain_text("CN¥500,000.00")
    tier1.page.wait_for_timeout(1_000)
    tier1.sees("the ledger would carry this out")
    tier1.carry_out("Split", "Part 1: CN¥100,000.00", "Part 2: CN¥400,000.00")


def test_what_stands_beside_a_receipt_is_said_to_be_from_before(portal: Portal) -> None:
    tier1 = portal.visitor("tier1")
    tier1.go("#/commands/pledge?claim=2-47")
    tier1.choose("Pledged to", "江南银行 Jiangnan Bank")
    receipt = tier1.carry_out("Pledge")
    expect(tier1.page.locator(".about")).to_contain_text("As it was before:")
    expect(tier1.page.locator(".about")).to_contain_text("Free")
    receipt.get_by_role("link").first.click()
    tier1.sees("Pledged to 江南银行 Jiangnan Bank")


def test_days_are_counted_from_the_ledgers_and_not_from_the_browsers(portal: Portal) -> None:
    tier1 = behind_the_times(portal, "tier1")
    today = portal.program("tier1").read("/v1/figures")["as_of"]
    tier1.go("#/commands/register-document")
    expect(tier1.page.get_by_label("Issued on", exact=True)).to_have_value(today)
    tier1.go("#/commands/offer?claim=2-45")
    until = tier1.page.get_by_label("Valid until the end of", exact=True)
    expect(until).to_have_attribute("min", today)


def test_a_registered_document_has_its_block_and_one_way_home(portal: Portal) -> None:
    tier1 = portal.visitor("tier1")
    tier1.go("#/commands/register-document")
    tier1.fill("Number of the document", "26312000000023990077")
    tier1.choose("Buyer", "长风汽车 Changfeng Motors")
    tier1.fill("Amount", "1,234.56")
    receipt = tier1.carry_out("Register a document")
    newest = portal.program("tier1").read("/v1/operations", size=1)["operations"][0]
    expect(receipt).to_contain_text(f"Block{newest['block']:,}")
    expect(receipt).not_to_contain_text("None: kept beside the chain")
    expect(receipt.get_by_role("link", name="Overview", exact=True)).to_have_count(1)


def test_on_a_slow_link_it_is_seen_where_one_is_going(portal: Portal) -> None:
    tier1 = portal.visitor("tier1")
    tier1.go("#/receivables")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    tier1.page.route("**/v1/quotes*", hold)
    tier1.click("Offers and quotes", "link")
    main = tier1.page.locator("main")
    expect(main).to_have_attribute("aria-busy", "true")
    expect(tier1.page.get_by_role("link", name="Offers and quotes")).to_have_attribute("aria-current", "page")
    tier1.page.unroute_all()
    expect(main).not_to_have_attribute("aria-busy", "true")
    tier1.sees("Quotes")
