"""Each role's main job, from signing in to the receipt, and what the portal says before something is refused."""

import re

from playwright.sync_api import expect

from tallystick.money.amount import decimal_text
from tallystick.money.discount import bank_discount
from tests.browser.portal import Portal

FIVE_MILLION = 500_000_000


def test_a_supplier_signs_in_accepts_a_commitment_and_has_a_claim(portal: Portal) -> None:
    tier1 = portal.visitor()
    tier1.sign_in_as("一级 Tier 1 Powertrain")
    waiting = tier1.panel("What waits for you")
    expect(waiting).to_contain_text("commits to pay you CN¥25,000,000.00")
    tier1.click("Accept", "link")
    receipt = tier1.carry_out("Accept", "CN¥25,000,000.00 (twenty-five million yuan)", "cannot be taken back")
    expect(receipt).to_contain_text("You hold a claim of CN¥25,000,000.00 out of receivable 3.")
    assert receipt.locator("code").text_content() is not None
    tier1.shows_well("receipt-en")
    tier1.click("Claim 3-1", "link")
    tier1.sees("Claim 3-1")


def test_a_split_is_refused_before_it_happens_and_then_carried_out(portal: Portal) -> None:
    tier1 = portal.visitor("tier1")
    tier1.go("#/commands/split?claim=2-1")
    tier1.fill("Parts to split off", "400,000.00\n800,000.00")
    tier1.sees("Pre-check: the ledger would refuse this")
    tier1.sees("The parts do not add up to the claim's face.")
    tier1.sees("split_does_not_add_up")
    tier1.shows_well("refusal-en")
    tier1.fill("Parts to split off", "400,000.00\n100,000.01")
    receipt = tier1.carry_out("Split", "Part 1: CN¥499,999.99", "Part 3: CN¥100,000.01")
    expect(receipt).to_contain_text("Claim 2-1 is split into 3 claims.")


def test_a_part_of_a_claim_is_transferred_and_the_rest_stays(portal: Portal) -> None:
    tier1 = portal.visitor("tier1")
    tier1.go("#/commands/transfer?claim=2-2")
    tier1.choose("To whom", "丙 C Alloys")
    tier1.fill("Amount", "1,000,000.01")
    tier1.sees("It is more than the claim holds.")
    tier1.fill("Amount", "one million")
    tier1.click("Continue")
    tier1.sees("An amount with at most two decimals")
    tier1.fill("Amount", "250,000")
    told = ("two hundred and fifty thousand yuan", "CN¥750,000.00 (seven hundred and fifty thousand yuan)")
    expect(tier1.carry_out("Transfer", *told)).to_contain_text(
        "CN¥250,000.00 were transferred to 丙 C Alloys."
    )


def test_an_offer_is_made_and_accepted_by_its_recipient(portal: Portal) -> None:
    c = portal.visitor("C")
    c.go("")
    c.click("Accept the offer", "link")
    receipt = c.carry_out("Accept the offer", "CN¥2,000,000.00 (two million yuan)")
    expect(receipt).to_contain_text("CN¥2,000,000.00 from 乙 B Electronics are yours.")
    expect(receipt.get_by_role("link").first).to_have_text(re.compile("^Claim "))


def test_an_offer_is_made_and_declined(portal: Portal) -> None:
    tier1, b = portal.visitor("tier1"), portal.visitor("B", "zh-CN")
    tier1.go("#/commands/offer?claim=2-3")
    tier1.choose("To whom", "乙 B Electronics")
    tier1.fill("Amount", "300000")
    tier1.carry_out("Offer", "It stays yours until it is accepted")
    b.go("#/quotes")
    b.page.get_by_role("link", name="拒收要约").first.click()
    b.sees("预检通过")
    b.click("下一步")
    b.sees("人民币叁拾万元整")
    b.click("拒收要约")
    expect(b.page.locator(".receipt")).to_contain_text("已拒收一级 Tier 1 Powertrain的 ¥300,000.00。")


def test_quotes_are_compared_side_by_side_and_one_is_accepted(portal: Portal) -> None:
    c = portal.visitor("C")
    c.go("#/quotes?claim=2-51")
    rows = c.page.get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("highest proceeds")
    for row, rate, ppm in ((1, "6.00 %", 60_000), (2, "6.60 %", 66_000)):
        expect(rows.nth(row)).to_contain_text(rate)
        days = re.search(r"([0-9]+) days", rows.nth(row).inner_text())
        assert days is not None
        proceeds = FIVE_MILLION - bank_discount(FIVE_MILLION, ppm, int(days[1]), 360)
        expect(rows.nth(row)).to_contain_text(f"CN¥{decimal_text(proceeds)}")
    c.shows_well("quotes-en")
    rows.nth(2).get_by_role("link", name="Accept the quote").click()
    receipt = c.carry_out("Accept the quote", "CN¥5,000,000.00 (five million yuan)", "cannot call on you")
    expect(receipt).to_contain_text("东海保理 Donghai Factoring has paid you")


def test_a_financier_gives_a_quote_and_puts_its_lien_on_record(portal: Portal) -> None:
    bank = portal.visitor()
    bank.sign_in_as("江南银行 Jiangnan Bank")
    bank.page.get_by_role("link", name="Give a quote").first.click()
    bank.fill("Rate", "5.75")
    receipt = bank.carry_out("Give a quote", "CN¥1,000,000.00 (one million yuan)", "5.75 % a year")
    expect(receipt).to_contain_text("丙 C Alloys has your quote.")
    bank.go("#/commands/record-lien?claim=2-60")
    bank.fill("Number of the registration", "动产初始登记 2026-0099")
    expect(bank.carry_out("Record the lien")).to_contain_text("is on record")


def test_a_loan_is_quoted_with_its_own_terms_and_accepted_as_a_pledge(portal: Portal) -> None:
    a, factor = portal.visitor("A"), portal.visitor("factor")
    a.go("#/commands/ask-quotes?claim=2-62")
    a.carry_out("Ask for quotes", "The claim stays yours and free")
    factor.go("#/quotes")
    factor.panel("Requests for quotes").get_by_role("link", name="Give a quote").first.click()
    expect(factor.page.get_by_label("Principal")).to_be_hidden()
    factor.choose("Kind of quote", "Loan against pledge")
    factor.fill("Principal", "600,000")
    factor.carry_out("Give a quote", "a loan of CN¥600,000.00 (six hundred thousand yuan) on claim 2-62")
    factor.go("#/commands/record-lien?claim=2-62")
    factor.fill("Number of the registration", "动产初始登记 2026-0100")
    factor.carry_out("Record the lien")
    a.go("#/quotes?claim=2-62")
    a.click("Accept the quote", "link")
    receipt = a.carry_out("Accept the quote", "claim 2-62 over CN¥1,000,000.00", "the pledge can be sold")
    expect(receipt).to_contain_text("东海保理 Donghai Factoring has lent you CN¥600,000.00.")
    a.go("#/claims/2-62")
    a.sees("Pledged to")


def test_what_is_pledged_cannot_be_passed_on_and_the_portal_says_so_first(portal: Portal) -> None:
    a = portal.visitor("A")
    a.go("#/commands/pledge?claim=2-61")
    a.choose("Pledged to", "江南银行 Jiangnan Bank")
    a.carry_out("Pledge", "It stays yours; only 江南银行 Jiangnan Bank can release it.")
    a.go("#/commands/transfer?claim=2-61")
    a.choose("To whom", "丙 C Alloys")
    a.sees("The claim is pledged: it cannot move until it is released.")
    a.sees("claim_encumbered")


def test_a_loan_is_repaid_and_its_pledge_is_free(portal: Portal) -> None:
    b = portal.visitor("B")
    b.go("#/quotes")
    b.page.get_by_role("link", name="Repay").click()
    receipt = b.carry_out("Repay", "CN¥4,000,000.00 (four million yuan)", "Claim 6-1 is free then.")
    expect(receipt).to_contain_text("Ended")


def test_a_core_enterprise_issues_on_a_document_and_sets_a_payment_aside(portal: Portal) -> None:
    car_maker = portal.visitor()
    car_maker.sign_in_as("长风汽车 Changfeng Motors")
    car_maker.click("Receivables", "link")
    car_maker.click("Issue a receivable", "link")
    car_maker.fill("Amount", "75,000,000.01")
    car_maker.sees("The document is not good for so much any more.")
    car_maker.fill("Amount", "30,000,000.00")
    receipt = car_maker.carry_out("Issue a receivable", "CN¥45,000,000.00 are left")
    expect(receipt).to_contain_text("waits for the acceptance of 一级 Tier 1 Powertrain")
    car_maker.go("")
    expect(car_maker.panel("What waits for you")).to_contain_text("CN¥8,000,000.00 to be paid")
    car_maker.click("Set payment aside", "link")
    expect(car_maker.carry_out("Set payment aside", "eight million yuan")).to_contain_text("are set aside")
    car_maker.go("")
    car_maker.sees("CN¥8,000,000.00 set aside for payments")
    car_maker.sees("Nothing waits for you.")


def test_a_claim_that_is_not_due_is_not_collected_and_the_reason_is_told(portal: Portal) -> None:
    a = portal.visitor("A", "zh-CN")
    a.go("#/commands/collect?claim=4-1")
    a.sees("预检未通过")
    a.sees("尚未到期。")
    a.sees("处理办法")


def test_a_supplier_registers_a_document(portal: Portal) -> None:
    tier1 = portal.visitor("tier1")
    tier1.go("#/commands/register-document")
    tier1.sees("The ledger is asked as soon as every field is filled in.")
    tier1.fill("Number of the document", "26312000000023990001")
    tier1.choose("Buyer", "长风汽车 Changfeng Motors")
    tier1.fill("Amount", "1,234.56")
    told = "one thousand, two hundred and thirty-four yuan and fifty-six fen"
    expect(tier1.carry_out("Register a document", told)).to_contain_text("is registered")


def test_an_investor_buys_notes_and_places_and_cancels_an_order(portal: Portal) -> None:
    investor = portal.visitor()
    investor.sign_in_as("丙资管 Investor 3")
    investor.click("Note market", "link")
    investor.click("Series 7", "link")
    asks = investor.panel("Book: asks")
    asks.get_by_role("row").filter(has_text="At the curve").get_by_role("link", name="Buy").click()
    investor.fill("Amount", "100,000")
    receipt = investor.carry_out("Fill the order", "one hundred thousand yuan")
    expect(receipt).to_contain_text("You bought CN¥100,000.00 for")
    investor.go("#/commands/place-order?receivable=7")
    investor.choose("Side", "Bid (you buy)")
    investor.fill("Amount", "50,000")
    investor.carry_out("Place an order", "fifty thousand yuan", "5.00 % a year")
    investor.go("#/market/7")
    investor.click("Cancel the order", "link")
    expect(investor.carry_out("Cancel the order")).to_contain_text("is cancelled")


def test_a_supplier_turns_a_claim_into_notes_where_the_programme_lets_it(portal: Portal) -> None:
    company, distributor = portal.visitor("company"), portal.visitor("distributor01")
    distributor.go("#/commands/register-document")
    distributor.fill("Number of the document", "26312000000023990002")
    distributor.choose("Buyer", "江河日用品 Jianghe Consumer Goods")
    distributor.fill("Amount", "500,000")
    distributor.carry_out("Register a document")
    company.go("#/commands/issue")
    company.choose("Programme", "江河经销商计划 Jianghe distributors 2026")
    company.carry_out("Issue a receivable", "five hundred thousand yuan")
    distributor.go("#/")
    distributor.click("Accept", "link")
    distributor.carry_out("Accept")
    distributor.page.locator(".receipt").get_by_role("link").first.click()
    distributor.click("Turn into notes", "link")
    receipt = distributor.carry_out("Turn into notes", "CN¥500,000.00 (five hundred thousand yuan)")
    expect(receipt).to_contain_text("You have notes with a face of CN¥500,000.00.")
    receipt.get_by_role("link").first.click()
    distributor.click("Let the market move notes", "link")
    distributor.fill("Amount", "500,000")
    expect(distributor.carry_out("Let the market move notes")).to_contain_text("may move up to")


def test_a_payment_is_approved(portal: Portal) -> None:
    factor = portal.visitor("factor")
    factor.go("#/quotes")
    factor.click("Approve payments", "link")
    factor.fill("Amount", "20,000,000")
    told = "The financing desk may take up to CN¥20,000,000.00 (twenty million yuan) out of your wallet."
    expect(factor.carry_out("Approve payments", told)).to_contain_text("may move up to CN¥20,000,000.00")


def test_a_supervisor_verifies_the_mirror(portal: Portal) -> None:
    supervisor = portal.visitor()
    supervisor.sign_in_as("金融监管局 Financial Supervisor")
    supervisor.click("Audit", "link")
    supervisor.click("Verify now")
    supervisor.sees("Equal: the mirror is the chain")
    expect(supervisor.page.get_by_role("row").filter(has_text="mirror_claim")).to_be_visible()
    supervisor.shows_well("audit-en")
