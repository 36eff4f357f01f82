"""Loans and recourse over HTTP: repaid, collected, enforced, demanded, bought back; each side sees its own part."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tallystick.chain.interface import interface
from tallystick.mirror.verification import verify
from tallystick.money.calendar import add_months
from tallystick.receivables.identifiers import claim_number, parse_claim
from tallystick.settings import Settings
from tests.api.commands import financed, money_for
from tests.api.running_ledger import Firm, RunningLedger
from tests.api.trade import Trade, today

DAY = 86_400
VALUE = 100_000_000
PRINCIPAL = 50_000_000
FUNDS = 10 * VALUE
RESERVE = 200_000


@dataclass(frozen=True)
class House:
    """A ledger with a clock of its own; the holder has a claim of ¥1,000,000.00 due in six months."""

    ledger: RunningLedger
    trade: Trade
    holder: Firm
    claim: str
    lender: Firm
    buyer: Firm

    def lend(self, days: int = 90, value: int = VALUE) -> dict[str, Any]:
        loan = {
            "principal": PRINCIPAL,
            "repay_date": (today() + timedelta(days=days)).isoformat(),
            "reserve_rate_ppm": RESERVE,
        }
        return financed(self.holder, self.lender, self.claim, value, loan=loan)

    def balance(self, owner: Firm) -> int:
        balance: int = owner.read(f"/v1/wallets/{owner.party}")["balance"]
        return balance

    def days_pass(self, days: int) -> None:
        self.ledger.let_days_pass(days)
        # The ledger's time is its last block's: somebody does something on that day.
        self.trade.debtor.command("/v1/payment-approvals", {"spender": "desk", "amount": days})

    def until_due(self) -> int:
        return (add_months(today(), 6) - today()).days

    def agreement(self, who: Firm, number: str) -> dict[str, Any]:
        return who.read(f"/v1/agreements/{number}")

    def owed_on_chain(self, agreement: str, claim: str) -> int:
        """What the contract says itself."""
        backend = self.ledger.backend
        question = interface("FinancingDesk").encode(
            "owedOn(uint64,uint256)", int(agreement), claim_number(*parse_claim(claim))
        )
        answer = backend.node.call(backend.contracts.desk, question)
        return int.from_bytes(answer[:32], "big") + int.from_bytes(answer[32:], "big")

    def equal(self) -> bool:
        backend = self.ledger.backend
        return verify(backend.store, backend.node, backend.contracts).equal


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with closing(RunningLedger(Settings(home=tmp_path, port=0, collect_seconds=0))) as ledger:
        ledger.start()
        trade, bank = Trade.opened(ledger), ledger.open_bank()
        lender, buyer = (ledger.open_party("financier") for _ in range(2))
        for owner in (trade.debtor, trade.supplier, lender, buyer):
            money_for(bank, owner, FUNDS)
        yield House(ledger, trade, trade.supplier, trade.claim(VALUE), lender, buyer)


# Loans


def test_a_part_is_pledged_for_a_loan_which_is_repaid_and_the_pledge_is_free(house: House) -> None:
    done = house.lend(value=60_000_000)
    agreement, pledged = done["agreement"], done["claim"]
    assert (done["sale"], agreement["kind"], agreement["state"]) == (None, "loan", "running")
    assert pledged != house.claim
    shown = house.holder.read(f"/v1/claims/{pledged}")
    assert (shown["face"], shown["encumbered_for"]["name"]) == (60_000_000, "Financing desk (the ledger's)")
    assert house.balance(house.holder) == FUNDS + PRINCIPAL
    house.days_pass(90)
    (owing,) = house.agreement(house.holder, agreement["id"])["owing"]
    assert (owing["principal"], owing["interest"]) == (PRINCIPAL, 750_000)
    assert owing["owed"] == house.owed_on_chain(agreement["id"], pledged)
    repayments = f"/v1/agreements/{agreement['id']}/repayments"
    part = house.holder.command(repayments, {"amount": 10_750_000})["agreement"]
    assert part["owing"][0]["owed"] == house.owed_on_chain(agreement["id"], pledged) == 40_000_000
    assert part["payments"][0] | {"at": "", "transaction": ""} == {
        "claim": pledged,
        "payer": part["obligor"],
        "amount": 10_750_000,
        "interest": 750_000,
        "at": "",
        "transaction": "",
    }
    ended = house.holder.command(repayments, {})["agreement"]
    assert (ended["state"], ended["owing"][0]["owed"]) == ("ended", 0)
    assert house.holder.read(f"/v1/claims/{pledged}")["encumbered_for"] is None
    assert house.balance(house.lender) == FUNDS + 750_000
    assert house.holder.refused(repayments, {})["code"] == "nothing_owed"
    assert house.equal()


def test_a_quote_of_a_loan_says_what_the_money_costs(house: House) -> None:
    request = house.holder.command(
        f"/v1/claims/{house.claim}/quote-requests", {"value": VALUE, "financiers": [house.lender.party]}
    )["id"]
    repay = (today() + timedelta(days=90)).isoformat()
    loan = {"principal": PRINCIPAL, "repay_date": repay, "reserve_rate_ppm": RESERVE}
    body = {"rate_ppm": 60_000, "expires_at": house.ledger.moment(3_600), "loan": loan}
    path = f"/v1/quote-requests/{request}/quotes"
    quote = house.lender.command(path, body)
    assert (quote["kind"], quote["proceeds"], quote["discount"]) == ("loan", PRINCIPAL, 750_000)
    assert (quote["days"], quote["repay_date"], quote["reserve_rate_ppm"]) == (90, repay, RESERVE)
    assert quote["simple_cost"] == "0.060000"
    too_much = {"loan": loan | {"principal": VALUE + 1}}
    assert house.lender.refused(path, body | too_much)["code"] == "principal_out_of_range"
    yesterday = {"loan": loan | {"repay_date": (today() - timedelta(days=1)).isoformat()}}
    assert house.lender.refused(path, body | yesterday)["code"] == "repay_day_passed"
    assert house.lender.refused(path, body | {"recourse": True})["code"] == "recourse_of_a_sale"
    house.lender.command(f"/v1/quotes/{quote['id']}/revocation")
    assert house.holder.refused(f"/v1/quotes/{quote['id']}/acceptance")["code"] == "quote_ended"


def test_at_maturity_the_keeper_pays_the_lender_first_and_the_pledgor_the_rest(house: House) -> None:
    number = house.lend(days=400)["agreement"]["id"]
    receivable = house.claim.split("-")[0]
    house.trade.debtor.command(f"/v1/receivables/{receivable}/fundings")
    house.days_pass(house.until_due() + 1)
    (owing,) = house.agreement(house.lender, number)["owing"]
    assert house.ledger.backend.keeper.collect_what_is_due() == 1
    ended = house.agreement(house.lender, number)
    assert (ended["state"], ended["payments"][0]["amount"]) == ("ended", owing["owed"])
    assert ended["payments"][0]["payer"]["name"] == "Settlement (the ledger's)"
    assert house.balance(house.lender) == FUNDS - PRINCIPAL + owing["owed"]
    assert house.balance(house.holder) == FUNDS + PRINCIPAL + VALUE - owing["owed"]
    assert house.equal()


def test_the_pledge_of_an_overdue_loan_is_sold_to_a_third_party(house: House) -> None:
    number = house.lend(days=1)["agreement"]["id"]
    asked = {"value": VALUE, "financiers": [house.buyer.party]}
    requests = f"/v1/claims/{house.claim}/quote-requests"
    assert house.lender.refused(requests, asked | {"value": 1})["code"] == "pledge_sold_whole"

    def quoted(rate: int) -> dict[str, Any]:
        request = house.lender.command(requests, asked)["id"]
        body = {"rate_ppm": rate, "expires_at": house.ledger.moment(3_600)}
        return house.buyer.command(f"/v1/quote-requests/{request}/quotes", body)

    enforcement = f"/v1/agreements/{number}/enforcement"
    early = quoted(60_000)
    assert house.lender.refused(enforcement, {"quote": early["id"]})["code"] == "loan_not_overdue"
    house.days_pass(2)
    assert house.agreement(house.holder, number)["state"] == "overdue"
    house.buyer.command(f"/v1/claims/{house.claim}/liens", {"receipt": "登记 强制执行"})
    cheap = quoted(RESERVE + 1)
    assert house.lender.refused(enforcement, {"quote": cheap["id"]})["code"] == "price_below_reserve"
    quote = quoted(60_000)
    assert quote["state"] == "open"
    assert house.buyer.refused(enforcement, {"quote": quote["id"]})["code"] == "agreement_not_found"
    assert house.holder.refused(enforcement, {"quote": quote["id"]})["code"] == "role_not_allowed"
    owed = house.agreement(house.lender, number)["owing"][0]["owed"]
    done = house.lender.command(enforcement, {"quote": quote["id"]})["agreement"]
    assert (done["state"], done["enforcement"]["proceeds"]) == ("ended", quote["proceeds"])
    assert done["enforcement"]["surplus"] == quote["proceeds"] - owed
    assert house.balance(house.holder) == FUNDS + PRINCIPAL + quote["proceeds"] - owed
    assert [row["id"] for row in house.buyer.claims()] == [house.claim]
    assert house.lender.refused(enforcement, {"quote": quote["id"]})["code"] == "pledge_gone"
    assert house.equal()


def test_a_loan_is_told_to_its_sides_alone(house: House) -> None:
    number = house.lend()["agreement"]["id"]
    for side in (house.holder, house.lender):
        assert [row["id"] for row in side.read("/v1/agreements")["agreements"]] == [number]
    for stranger in (house.buyer, house.trade.debtor):
        assert stranger.read("/v1/agreements")["agreements"] == []
        refused = stranger.refused(f"/v1/agreements/{number}/repayments", {"amount": 1})
        assert refused["code"] == "agreement_not_found"
    supervisor = house.ledger.open_party("supervisor")
    assert number in {row["id"] for row in supervisor.read("/v1/agreements")["agreements"]}


def test_what_is_paid_on_a_loan_is_within_what_is_owed(house: House) -> None:
    number = house.lend()["agreement"]["id"]
    path = f"/v1/agreements/{number}/repayments"
    assert house.holder.refused(path, {"amount": PRINCIPAL + 1})["code"] == "payment_exceeds_debt"
    house.holder.command("/v1/payment-approvals", {"spender": "desk", "amount": 0})
    assert house.holder.refused(path, {"amount": 1})["code"] == "allowance_insufficient"


# Recourse


def test_the_seller_answers_for_a_debtor_in_default_and_has_the_claim_back(house: House) -> None:
    done = financed(house.holder, house.lender, house.claim, VALUE, recourse=True)
    agreement = done["agreement"]
    assert (done["sale"]["recourse"], agreement["kind"]) == (True, "recourse")
    assert house.lender.read(f"/v1/claims/{house.claim}")["recourse"] is True
    part = house.lender.command(f"/v1/claims/{house.claim}/splits", {"parts": [60_000_000, 40_000_000]})
    kept, passed_on = (row["id"] for row in part["claims"])
    house.lender.command("/v1/transfers", {"to": house.buyer.party, "claims": [passed_on]})
    house.days_pass(house.until_due() + 1)
    demand = f"/v1/claims/{passed_on}/recourse/demand"
    assert house.buyer.refused(demand)["code"] == "debtor_not_in_default"
    house.days_pass(30)
    assert house.lender.refused(demand)["code"] == "recourse_not_found"
    told = house.buyer.command(demand)["agreement"]
    assert [row["claim"] for row in told["owing"]] == [passed_on]
    owed = house.owed_on_chain(agreement["id"], passed_on)
    assert told["demands"][0]["owed"] == owed > 40_000_000
    seen = house.agreement(house.holder, agreement["id"])
    assert [(row["claim"], row["holder"]["id"]) for row in seen["owing"]] == [
        (kept, house.lender.party),
        (passed_on, house.buyer.party),
    ]
    assert seen["owing"][0]["owed"] == house.owed_on_chain(agreement["id"], kept)
    assert [row["claim"] for row in house.agreement(house.lender, agreement["id"])["owing"]] == [kept]
    assert house.lender.refused(f"/v1/claims/{kept}/recourse/repurchase")["code"] == "not_the_obligor"
    before = house.balance(house.buyer)
    house.holder.command(f"/v1/claims/{passed_on}/recourse/repurchase")
    assert house.balance(house.buyer) == before + owed
    assert [row["id"] for row in house.holder.claims()] == [passed_on]
    assert house.holder.read(f"/v1/claims/{passed_on}")["recourse"] is False
    house.lender.command(f"/v1/claims/{kept}/recourse/waiver")
    assert house.agreement(house.holder, agreement["id"])["state"] == "ended"
    assert house.holder.refused(f"/v1/claims/{kept}/recourse/repurchase")["code"] == "recourse_not_found"
    assert house.equal()


def test_what_is_collected_beyond_it_is_the_sellers(house: House) -> None:
    number = financed(house.holder, house.lender, house.claim, VALUE, recourse=True)["agreement"]["id"]
    proceeds = house.balance(house.holder) - FUNDS
    house.days_pass(house.until_due() + 30)
    receivable = house.claim.split("-")[0]
    house.trade.debtor.command(f"/v1/receivables/{receivable}/fundings")
    assert house.ledger.backend.keeper.collect_what_is_due() == 1
    overdue, own = 1_500_000, 500_000  # 0.05 % a day, and 6 % a year, for thirty days
    assert house.balance(house.lender) == FUNDS - proceeds + VALUE + own
    assert house.balance(house.holder) == FUNDS + proceeds + overdue - own
    assert house.agreement(house.lender, number)["state"] == "ended"
    assert house.equal()
