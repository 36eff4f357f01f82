"""Days pass on a ledger of its own, and money does not come: a pledge is sold, a seller is called on; a debtor that has
money pays early, and a bank carries out what the ledger tells it. The tests are a story, as those of a day later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tallystick.demo.portal_ledger import note_market, supply_chain
from tallystick.demo.portal_ledger.story import stage_over
from tallystick.demo.process import BackendProcess
from tallystick.demo.stage import Stage
from tallystick.demo.trade import bill, commitment, offer
from tallystick.money.amount import decimal_text
from tests.browser.portal import Portal, free_port

FACE, LENT = 2_000_000_00, 1_000_000_00
LOAN_DAYS, RECEIVABLE_DAYS, AUCTION_DAYS = 3, 6, 3
BUDGET, BIDS = 300_000_00, (200_000_00, 150_000_00)
RATE_PPM, RESERVE_PPM, BUYERS_PPM = 60_000, 200_000, 80_000


@dataclass(frozen=True)
class Ledger:
    """Its stage and its portal; tier 1 has pledged one claim to the bank and sold it the other with recourse."""

    stage: Stage
    portal: Portal
    pledged: str
    sold: str

    def read(self, party: str, path: str) -> dict[str, Any]:
        """What the ledger tells a party."""
        told: dict[str, Any] = self.stage.portals[party].read(path)
        return told

    def let_days_pass(self, days: int) -> None:
        """Whoever looks at the portal leaves before: the server is away meanwhile."""
        assert self.portal.leave() == []
        self.stage.let_days_pass(days)


@pytest.fixture(scope="module")
def served_ledger(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Its keeper pays nobody and clears nothing, so that whoever is to do so can; banks are told what moved."""
    home = tmp_path_factory.mktemp("late")
    settings = {"PORT": str(free_port()), "COLLECT_SECONDS": "0", "RAIL": "instructions"}
    stage = stage_over(
        BackendProcess(home, **{f"TALLYSTICK_{name}": value for name, value in settings.items()})
    )
    try:
        supply_chain.play(stage)
        pledged, sold = _claims(stage)
        _finance(stage, pledged, loan=_loan(stage))
        _finance(stage, sold, recourse=True)
        note_market.play(stage)
        parties = {key: {"api_key": portal.api_key} for key, portal in stage.portals.items()}
        yield Ledger(stage, Portal(browser, stage.url, parties), pledged, sold)
    finally:
        stage.close()


@pytest.fixture
def ledger(served_ledger: Ledger) -> Iterator[Ledger]:
    yield served_ledger
    assert served_ledger.portal.leave() == []


def test_a_bank_reports_what_it_was_told_to_carry_out(ledger: Ledger) -> None:
    bank = ledger.portal.visitor("operating_bank")
    bank.go("#/")
    ledger.portal.shown("operating_bank", "#/", "instructions")
    row = bank.panel("To be carried out").get_by_role("row").nth(1)
    number = row.locator(".cell-value").first.inner_text()
    row.get_by_role("link", name="Report").click()
    bank.fill("Reference, or why it was refused", "EMIS-0001")
    told = f"You report that instruction {number} over CN¥"
    receipt = bank.carry_out("Report", told, "your report stands beside it")
    expect(receipt).to_contain_text(f"Instruction {number}: Carried out.")
    ledger.portal.shown("operating_bank", f"#/commands/report-instruction?instruction={number}", "report")
    bank.go("#/")
    bank.go(f"#/commands/report-instruction?instruction={number}")
    bank.choose("What came of it", "Refused")
    bank.fill("Reference, or why it was refused", "EMIS-0002")
    bank.is_refused("instruction_reported_already")


def test_an_auction_closes_and_pays_the_highest_bids(ledger: Ledger) -> None:
    stage = ledger.stage
    company, investor = ledger.portal.visitor("company"), ledger.portal.visitor("investor1")
    company.go("#/commands/open-auction")
    company.fill("Amount", "300,000")
    company.fill("Offers until the end of", stage.in_days(AUCTION_DAYS))
    company.carry_out("Pay early", "all at the lowest rate that is still accepted")
    auction = str(ledger.read("company", "/v1/auctions")["auctions"][0]["id"])
    for party, face, rate in zip(("distributor01", "distributor02"), BIDS, (90_000, 85_000), strict=True):
        series = ledger.read(party, "/v1/notes")["notes"][0]["receivable"]
        approval = {"spender": "early-payment", "amount": face}
        stage.portals[party].command(f"/v1/receivables/{series}/notes/approvals", approval)
        bid = {"receivable": series, "amount": face, "rate_ppm": rate}
        stage.portals[party].command(f"/v1/auctions/{auction}/offers", bid)
    investor.go(f"#/commands/clear-auction?auction={auction}")
    investor.is_refused("auction_runs")
    ledger.let_days_pass(AUCTION_DAYS + 1)
    company = ledger.portal.visitor("company")
    company.go(f"#/early-payment/{auction}")
    company.click("Clear the auction", "link")
    told = ("2 offers of auction", "CN¥300,000.00 (three hundred thousand yuan)", "What is left is")
    receipt = company.carry_out("Clear the auction", *told)
    cleared = ledger.read("company", f"/v1/auctions/{auction}")
    assert 0 < cleared["paid"] <= BUDGET
    expect(receipt).to_contain_text("8.50 %")
    expect(receipt).to_contain_text(f"CN¥{decimal_text(cleared['paid'])}")
    ledger.portal.shown("company", f"#/early-payment/{auction}", "auction-cleared")


def test_a_pledge_of_an_overdue_loan_is_sold_at_a_quote(ledger: Ledger) -> None:
    stage = ledger.stage
    (loan,) = [one for one in _agreements(ledger) if one["claim"] == ledger.pledged]
    bank = ledger.portal.visitor("bank")
    bank.go("#/")
    waiting = bank.panel("What waits for you").get_by_role("listitem").filter(has_text=ledger.pledged)
    expect(waiting).to_contain_text("一级 Tier 1 Powertrain has not repaid CN¥1,00")
    bank.go("#/quotes")
    bank.panel("Loans and recourse").get_by_role("link", name="Ask for quotes").click()
    bank.carry_out("Ask for quotes", "The pledge stays with its holder until you sell it")
    request = next(
        one["id"]
        for one in ledger.read("factor", "/v1/quote-requests")["requests"]
        if one["claim"] == ledger.pledged
    )
    for rate in (RESERVE_PPM + 1, BUYERS_PPM):
        quote = {"rate_ppm": rate, "expires_at": stage.days_from_now(1)}
        stage.portals["factor"].command(f"/v1/quote-requests/{request}/quotes", quote)
    receipt = {"receipt": f"动产初始登记 {ledger.pledged} factor"}
    stage.portals["factor"].command(f"/v1/claims/{ledger.pledged}/liens", receipt)
    bank.go(f"#/commands/enforce-pledge?agreement={loan['id']}")
    options = bank.page.get_by_label("Quote for the pledge", exact=True)
    options.select_option(label=_option(options.inner_text(), "20.0"))
    bank.is_refused("price_below_reserve")
    ledger.portal.shown("bank", f"#/commands/enforce-pledge?agreement={loan['id']}", "enforce-pledge")
    options.select_option(label=_option(options.inner_text(), "8.00 %"))
    told = (
        f"Claim {ledger.pledged} is sold to 东海保理 Donghai Factoring for CN¥",
        "are left over and go to",
    )
    sold = bank.carry_out("Sell the pledge", *told)
    expect(sold).to_contain_text("Ended")
    ended = ledger.read("bank", f"/v1/agreements/{loan['id']}")["enforcement"]
    expect(sold).to_contain_text(f"CN¥{decimal_text(ended['surplus'])}")


def test_a_seller_is_called_on_after_a_default_and_takes_the_claim_back(ledger: Ledger) -> None:
    ledger.let_days_pass(RECEIVABLE_DAYS - AUCTION_DAYS)
    bank = ledger.portal.visitor("bank")
    bank.go(f"#/commands/demand-recourse?claim={ledger.sold}")
    bank.is_refused("debtor_not_in_default")
    grace = int(ledger.read("tier1", "/v1/programmes/1")["grace_days"])
    ledger.let_days_pass(grace + 1)
    bank, tier1 = ledger.portal.visitor("bank"), ledger.portal.visitor("tier1")
    bank.go("#/")
    ledger.portal.shown("bank", f"#/claims/{ledger.sold}", "claim-recourse")
    waiting = bank.panel("What waits for you").get_by_role("listitem").filter(has_text=ledger.sold)
    waiting.get_by_role("link", name="Call on the seller").click()
    told = ("You call on 一级 Tier 1 Powertrain for CN¥2,00", "The ledger keeps when you did.")
    receipt = bank.carry_out("Call on the seller", *told)
    expect(receipt).to_contain_text("一级 Tier 1 Powertrain was called on for CN¥2,00")
    tier1.go("#/")
    ledger.portal.shown("tier1", "#/", "home-called-on")
    ledger.portal.shown("tier1", f"#/commands/repurchase?claim={ledger.sold}", "repurchase")
    waiting = tier1.panel("What waits for you").get_by_role("listitem").filter(has_text="called on")
    waiting.get_by_role("link", name="Take back").click()
    receipt = tier1.carry_out(
        "Take back", "to 江南银行 Jiangnan Bank", f"Claim {ledger.sold} over CN¥2,000,000.00"
    )
    expect(receipt).to_contain_text(f"claim {ledger.sold} is yours again")
    tier1.go(f"#/claims/{ledger.sold}")
    expect(tier1.panel("Terms")).to_contain_text("一级 Tier 1 Powertrain")


def _claims(stage: Stage) -> list[str]:
    """One due in sixty days, to be pledged, and one due soon, to be sold."""
    made = []
    for days in (60, RECEIVABLE_DAYS):
        invoice = bill(stage, "car_maker", "tier1", FACE)["fingerprint"]
        due = (stage.today() + timedelta(days=days)).isoformat()
        receivable = offer(stage, commitment(stage, "tier1", FACE, invoice) | {"due_date": due})["id"]
        made.append(stage.portals["tier1"].command(f"/v1/receivables/{receivable}/acceptance")["claim"]["id"])
    return made


def _loan(stage: Stage) -> dict[str, Any]:
    return {"principal": LENT, "repay_date": stage.in_days(LOAN_DAYS), "reserve_rate_ppm": RESERVE_PPM}


def _finance(stage: Stage, claim: str, **terms: Any) -> None:
    """Tier 1 has the bank pay for a claim of its own, or lend on it."""
    tier1, bank = stage.portals["tier1"], stage.portals["bank"]
    asking = {"value": FACE, "financiers": [bank.party]}
    request = tier1.command(f"/v1/claims/{claim}/quote-requests", asking)["id"]
    quote = {"rate_ppm": RATE_PPM, "expires_at": stage.days_from_now(1)} | terms
    given = bank.command(f"/v1/quote-requests/{request}/quotes", quote)["id"]
    bank.command(f"/v1/claims/{claim}/liens", {"receipt": f"动产初始登记 {claim} bank"})
    tier1.command(f"/v1/quotes/{given}/acceptance")


def _agreements(ledger: Ledger) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ledger.read("bank", "/v1/agreements")["agreements"]
    return found


def _option(told: str, rate: str) -> str:
    """Of the choices, the one at this rate."""
    return next(line.strip() for line in told.splitlines() if rate in line)
