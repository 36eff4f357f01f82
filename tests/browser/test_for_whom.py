"""Whom a page or a command is for is told at once, as the ledger has it, and so is an address that names nothing."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.api.test_roles import ALLOWED
from tests.browser.portal import PHONE, Portal

ROUTES = {
    "accept-offer": "/v1/offers/{offer}/acceptance",
    "accept-quote": "/v1/quotes/{quote}/acceptance",
    "accept-receivable": "/v1/receivables/{receivable}/acceptance",
    "admit-abroad": "/v1/border-wallets",
    "admit-to-notes": "/v1/note-wallets",
    "approve-early": "/v1/receivables/{receivable}/notes/approvals",
    "approve-notes": "/v1/receivables/{receivable}/notes/approvals",
    "approve-payments": "/v1/payment-approvals",
    "ask-quotes": "/v1/claims/{claim}/quote-requests",
    "cancel-auction": "/v1/auctions/{auction}/cancellation",
    "cancel-order": "/v1/orders/{order}/cancellation",
    "clear-auction": "/v1/auctions/{auction}/clearing",
    "collect": "/v1/collections",
    "declare-purpose": "/v1/receivables/{receivable}/purpose",
    "decline-offer": "/v1/offers/{offer}/decline",
    "decline-receivable": "/v1/receivables/{receivable}/decline",
    "demand-recourse": "/v1/claims/{claim}/recourse/demand",
    "enforce-pledge": "/v1/agreements/{agreement}/enforcement",
    "fill-order": "/v1/orders/{order}/fills",
    "fix-rate": "/v1/receivables/{receivable}/fixing",
    "freeze": "/v1/freezes",
    "fund": "/v1/receivables/{receivable}/fundings",
    "give-quote": "/v1/quote-requests/{request}/quotes",
    "issue": "/v1/receivables",
    "issue-money": "/v1/wallets/{party}/issues",
    "lift-freeze": "/v1/freezes/lifting",
    "offer": "/v1/claims/{claim}/offers",
    "offer-early": "/v1/auctions/{auction}/offers",
    "open-auction": "/v1/auctions",
    "open-party": "/v1/parties",
    "open-programme": "/v1/programmes",
    "open-wallet": "/v1/wallets",
    "pause-receivable": "/v1/receivables/{receivable}/pause",
    "place-order": "/v1/receivables/{receivable}/notes/orders",
    "pledge": "/v1/claims/{claim}/encumbrance",
    "raise-dispute": "/v1/claims/{claim}/disputes",
    "record-lien": "/v1/claims/{claim}/liens",
    "redeem-money": "/v1/wallets/{party}/redemptions",
    "register-document": "/v1/documents",
    "reinstate": "/v1/parties/{party}/reinstatement",
    "release-pledge": "/v1/claims/{claim}/encumbrance/release",
    "repay": "/v1/agreements/{agreement}/repayments",
    "report-instruction": "/v1/instructions/{instruction}/report",
    "repurchase": "/v1/claims/{claim}/recourse/repurchase",
    "resume-programme": "/v1/programmes/{programme}/border/resumption",
    "resume-receivable": "/v1/receivables/{receivable}/resumption",
    "revoke-quote": "/v1/quotes/{quote}/revocation",
    "split": "/v1/claims/{claim}/splits",
    "stop-programme": "/v1/programmes/{programme}/border/stop",
    "suspend": "/v1/parties/{party}/suspension",
    "transfer": "/v1/transfers",
    "waive-recourse": "/v1/claims/{claim}/recourse/waiver",
    "withdraw-dispute": "/v1/claims/{claim}/disputes/withdrawal",
    "withdraw-early-offer": "/v1/early-offers/{early_offer}/withdrawal",
    "withdraw-offer": "/v1/offers/{offer}/withdrawal",
    "withdraw-receivable": "/v1/receivables/{receivable}/withdrawal",
    "wrap": "/v1/claims/{claim}/notes",
}
"""By command: what it asks the ledger for."""

NAMELESS = {
    "approve-payments",
    "freeze",
    "issue",
    "open-auction",
    "pause-receivable",
    "register-document",
    "resume-receivable",
    "suspend",
} | {"admit-abroad", "admit-to-notes", "open-party", "open-programme", "open-wallet"}
"""Commands that ask for all they need on their form."""

PARTY_OF = {
    "authority": "court",
    "bank": "operating_bank",
    "debtor": "car_maker",
    "financier": "bank",
    "operator": "operator",
    "supplier": "C",
}


def test_every_command_is_for_those_whom_the_ledger_lets_do_it(portal: Portal) -> None:
    nobody = portal.visitor()
    nobody.go("")
    admitted: dict[str, Any]
    commands, admitted = nobody.page.evaluate(
        "Promise.all([import('/portal/app/commands/all.js'), import('/portal/app/commands/admission.js')])"
        ".then(([all, admission]) => [Object.keys(all.COMMANDS), admission.ADMITTED])"
    )
    assert {command: set(roles) for command, (roles, *_) in admitted.items()} == {
        command: ALLOWED[f"POST {route}"] for command, route in ROUTES.items()
    }
    assert set(commands) == admitted.keys()


def test_an_address_that_names_nothing_says_so_whatever_the_command(portal: Portal) -> None:
    for role, party in PARTY_OF.items():
        visitor = portal.visitor(party)
        visitor.go("#/")
        for command, route in ROUTES.items():
            if role not in ALLOWED[f"POST {route}"] or command in NAMELESS:
                continue
            visitor.go(f"#/commands/{command}")
            visitor.sees("The address does not say what this is about.")
            visitor.does_not_see("undefined")


def test_a_command_of_another_role_is_told_to_be_before_anything_is_filled_in(portal: Portal) -> None:
    c = portal.visitor("C")
    c.go("#/commands/open-party")
    c.sees("This is only for: Operator.")
    expect(c.page.locator("form")).to_have_count(0)
    c.shows_well(f"not-for-you-{PHONE}", PHONE)
    c.go("#/audit")
    c.sees("This is only for: Supervisor.")
    expect(c.page.get_by_role("button", name="Verify now")).to_have_count(0)
    operator = portal.visitor("operator", "zh-CN")
    operator.go("#/receivables")
    operator.sees("仅供以下角色使用：核心企业")


@pytest.mark.parametrize("address", ["#/claims/", "#/receivables/", "#/market/", "#/commands/"])
def test_an_address_that_ends_before_its_number_is_no_page(portal: Portal, address: str) -> None:
    c = portal.visitor("C")
    c.go(address)
    expect(c.page.get_by_role("heading", level=1)).to_have_text("There is no such page")


def test_a_series_that_is_not_there_is_not_shown_as_one_to_trade_in(portal: Portal) -> None:
    investor = portal.visitor("investor1")
    investor.go("#/market/999")
    investor.sees("series_not_found")
    expect(investor.page.get_by_role("link", name="Place an order")).to_have_count(0)
    investor.errors.clear()  # the refusal itself
