"""Financing over HTTP: who asks whom, what a quote says, and that money and title change hands together or not."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account

from tallystick.mirror.verification import verify
from tallystick.money.calendar import add_months
from tallystick.money.discount import bank_discount
from tallystick.settings import Settings
from tests.api.own_wallet import OwnWallet
from tests.api.running_ledger import Firm, RunningLedger, problem
from tests.api.trade import Trade, split, today

VALUE = 100_000_000


@dataclass(frozen=True)
class Market:
    """A holder with a claim of ¥1,000,000.00 due in six months, and two financiers with ¥10,000,000.00 each."""

    ledger: RunningLedger
    trade: Trade
    holder: Firm
    claim: str
    factor: Firm
    other: Firm

    def ask(self, value: int = VALUE, *financiers: Firm, claim: str | None = None) -> str:
        body = {"value": value, "financiers": [one.party for one in financiers or (self.factor,)]}
        number: str = self.holder.command(f"/v1/claims/{claim or self.claim}/quote-requests", body)["id"]
        return number

    def quote(self, request: str, rate: int = 60_000, by: Firm | None = None, **terms: Any) -> dict[str, Any]:
        body = {"rate_ppm": rate, "expires_at": self.ledger.moment(3_600)} | terms
        return (by or self.factor).command(f"/v1/quote-requests/{request}/quotes", body)

    def record_lien(self, by: Firm | None = None, claim: str | None = None) -> None:
        financier, named = by or self.factor, claim or self.claim
        receipt = {"receipt": f"登记 {named} {financier.party}"}
        financier.command(f"/v1/claims/{named}/liens", receipt)

    def balance(self, owner: Firm) -> int:
        balance: int = owner.read(f"/v1/wallets/{owner.party}")["balance"]
        return balance

    def accept(self, quote: dict[str, Any], by: Firm | None = None) -> dict[str, Any]:
        return (by or self.holder).command(f"/v1/quotes/{quote['id']}/acceptance")

    def refused(self, quote: dict[str, Any], by: Firm | None = None) -> str:
        code: str = (by or self.holder).refused(f"/v1/quotes/{quote['id']}/acceptance")["code"]
        return code


def _market(ledger: RunningLedger) -> Market:
    trade, bank = Trade.opened(ledger), ledger.open_bank()
    factor, other = (ledger.open_party("financier") for _ in range(2))
    for owner, amount in ((trade.supplier, 0), (factor, 10 * VALUE), (other, 10 * VALUE)):
        bank.command("/v1/wallets", {"party": owner.party})
        if amount:
            bank.command(f"/v1/wallets/{owner.party}/issues", {"amount": amount})
            owner.command("/v1/payment-approvals", {"spender": "desk", "amount": amount})
    return Market(ledger, trade, trade.supplier, trade.claim(VALUE), factor, other)


@pytest.fixture
def market(ledger: RunningLedger) -> Market:
    return _market(ledger)


@pytest.mark.anvil
def test_a_claim_is_financed_on_a_real_node(any_ledger: RunningLedger) -> None:
    market = _market(any_ledger)
    quote = market.quote(market.ask())
    market.record_lien()
    market.accept(quote)
    assert market.balance(market.holder) == quote["proceeds"]


def test_a_holder_asks_two_financiers_takes_the_better_quote_and_has_the_money_at_once(
    market: Market,
) -> None:
    request = market.ask(VALUE, market.factor, market.other)
    dear, cheap = market.quote(request, 80_000), market.quote(request, 60_000, market.other)
    days = (add_months(today(), 6) - today()).days
    assert cheap["discount"] == bank_discount(VALUE, 60_000, days, 360)
    assert (cheap["days"], cheap["day_count"], cheap["recourse"]) == (days, "ACT/360", False)
    assert Decimal(cheap["simple_cost"]) > Decimal("0.06")
    assert Decimal(cheap["effective_annual_cost"]) > Decimal(cheap["simple_cost"])
    assert {row["id"] for row in market.holder.read("/v1/quotes")["quotes"]} == {dear["id"], cheap["id"]}
    market.record_lien(market.other)
    done = market.accept(cheap)
    assert done["claim"] == market.claim
    assert done["sale"]["proceeds"] == cheap["proceeds"] == market.balance(market.holder)
    assert market.balance(market.other) == 10 * VALUE - cheap["proceeds"]
    assert [row["id"] for row in market.other.claims()] == [market.claim]
    states = {row["id"]: row["state"] for row in market.holder.read("/v1/quotes")["quotes"]}
    assert states == {dear["id"]: "void", cheap["id"]: "accepted"}
    for side in (market.holder, market.other):
        (sale,) = side.read("/v1/sales")["sales"]
        assert (sale["claim"], sale["value"], sale["rate_ppm"]) == (market.claim, VALUE, 60_000)
    assert market.factor.read("/v1/sales")["sales"] == []
    backend = market.ledger.backend
    assert verify(backend.store, backend.node, backend.contracts).equal


def test_any_part_of_any_claim_is_sold(market: Market) -> None:
    quote = market.quote(market.ask(12_345_678))
    market.record_lien()
    done = market.accept(quote)
    assert done["claim"] != market.claim
    (bought,) = market.factor.claims()
    assert (bought["id"], bought["face"], bought["tiers"]) == (done["claim"], 12_345_678, [1])
    assert market.holder.read(f"/v1/claims/{market.claim}")["face"] == VALUE - 12_345_678


def test_no_money_moves_before_the_registration_is_on_record(market: Market) -> None:
    quote = market.quote(market.ask())
    assert quote["lien_recorded"] is False
    assert market.refused(quote) == "lien_receipt_missing"
    assert market.other.refused(f"/v1/claims/{market.claim}/liens", {"receipt": "x"})["code"] == (
        "claim_not_found"
    )
    market.record_lien()
    assert market.holder.read(f"/v1/quotes/{quote['id']}")["lien_recorded"] is True
    market.accept(quote)


def test_a_registration_is_for_one_claim(market: Market) -> None:
    first, second = split(market.holder, market.claim, [VALUE // 2, VALUE // 2])
    for claim in (first, second):
        market.ask(1_000, claim=claim)
    receipt = {"receipt": f"登记 {first}"}
    market.factor.command(f"/v1/claims/{first}/liens", receipt)
    refused = market.factor.refused(f"/v1/claims/{second}/liens", receipt)
    assert refused["code"] == "lien_receipt_used"


def test_a_quote_is_accepted_once_by_whom_it_was_given_to(market: Market) -> None:
    quote = market.quote(market.ask(1_000))
    market.record_lien()
    for somebody in (market.other, market.trade.debtor):
        assert market.refused(quote, somebody) == "quote_not_found"
    market.accept(quote)
    assert market.refused(quote) == "quote_ended"


def test_a_quote_is_void_when_its_claim_has_moved(market: Market) -> None:
    quote = market.quote(market.ask())
    market.record_lien()
    market.holder.command(
        f"/v1/claims/{market.claim}/transfers", {"to": market.trade.debtor.party, "value": 1}
    )
    assert market.holder.read(f"/v1/quotes/{quote['id']}")["state"] == "void"
    assert market.refused(quote) == "value_exceeded"
    assert market.balance(market.factor) == 10 * VALUE


def test_a_financier_takes_its_quote_back(market: Market) -> None:
    quote = market.quote(market.ask())
    market.record_lien()
    assert market.other.refused(f"/v1/quotes/{quote['id']}/revocation")["code"] == "quote_not_found"
    revoked = market.factor.command(f"/v1/quotes/{quote['id']}/revocation")["quote"]
    assert revoked["state"] == "revoked"
    assert market.refused(quote) == "quote_ended"


def test_a_financier_without_the_money_gets_nothing_and_its_balance_is_not_told(market: Market) -> None:
    quote = market.quote(market.ask())
    market.record_lien()
    market.factor.command("/v1/payments", {"to": market.other.party, "amount": 10 * VALUE - 1})
    refused = market.holder.refused(f"/v1/quotes/{quote['id']}/acceptance")
    assert refused["code"] == "financier_cannot_pay"
    assert set(refused["values"]) == {"quote"}
    market.other.command("/v1/payments", {"to": market.factor.party, "amount": 10 * VALUE - 1})
    market.factor.command("/v1/payment-approvals", {"spender": "desk", "amount": 0})
    assert market.refused(quote) == "financier_cannot_pay"
    assert [row["id"] for row in market.holder.claims()] == [market.claim]


def test_requests_and_quotes_are_told_to_those_whom_they_concern(market: Market) -> None:
    request = market.ask(VALUE, market.factor, market.other)
    quote = market.quote(request)
    (seen,) = market.factor.read("/v1/quote-requests")["requests"]
    assert [one["id"] for one in seen["financiers"]] == [market.factor.party]
    (own,) = market.holder.read("/v1/quote-requests")["requests"]
    assert {one["id"] for one in own["financiers"]} == {market.factor.party, market.other.party}
    assert market.other.read("/v1/quotes")["quotes"] == []
    assert problem(market.other.get(f"/v1/quotes/{quote['id']}"))["code"] == "quote_not_found"
    stranger = market.ledger.open_party("financier", "supplier")
    assert stranger.read("/v1/quote-requests")["requests"] == []
    body = {"rate_ppm": 1, "expires_at": market.ledger.moment(60)}
    refused = stranger.refused(f"/v1/quote-requests/{request}/quotes", body)
    assert refused["code"] == "quote_request_not_found"
    supervisor = market.ledger.open_party("supervisor")
    assert quote["id"] in {row["id"] for row in supervisor.read("/v1/quotes")["quotes"]}


def test_what_cannot_be_asked_or_quoted_is_refused(market: Market) -> None:
    path = f"/v1/claims/{market.claim}/quote-requests"
    asked = {"value": VALUE, "financiers": [market.factor.party]}
    assert market.holder.refused(path, asked | {"value": VALUE + 1})["code"] == "value_exceeded"
    assert market.other.refused(path, asked)["code"] == "claim_not_found"
    assert market.trade.debtor.refused(path, asked)["code"] == "claim_not_found"
    no_bank = asked | {"financiers": [market.trade.debtor.party]}
    assert market.holder.refused(path, no_bank)["code"] == "not_a_financier"
    request = market.ask()
    quotes = f"/v1/quote-requests/{request}/quotes"
    late = {"rate_ppm": 60_000, "expires_at": market.ledger.moment(-60)}
    assert market.factor.refused(quotes, late)["code"] == "quote_expired"
    usury = {"rate_ppm": 2_000_000, "expires_at": market.ledger.moment(60)}
    assert market.factor.refused(quotes, usury)["code"] == "rate_leaves_nothing"
    market.holder.command("/v1/transfers", {"to": market.trade.debtor.party, "claims": [market.claim]})
    good = {"rate_ppm": 60_000, "expires_at": market.ledger.moment(60)}
    assert market.factor.refused(quotes, good)["code"] == "request_void"


def test_a_financier_signs_with_a_wallet_of_its_own(market: Market) -> None:
    wallet = OwnWallet.opened(market.ledger, "financier")
    financier = wallet.firm
    request = market.ask(1_000, financier)
    path = f"/v1/quote-requests/{request}/quotes"
    body = {"rate_ppm": 60_000, "expires_at": market.ledger.moment(3_600)}
    needed = financier.refused(path, body)
    assert needed["code"] == "signature_needed"
    typed, salt = needed["values"]["typed_data"], needed["values"]["salt"]
    signed = Account.sign_typed_data(wallet.account.key, full_message=_with_integers(typed))
    signature = {"salt": salt, "signature": "0x" + bytes(signed.signature).hex()}
    other = {"salt": "0x" + "11" * 32, "signature": signature["signature"]}
    assert financier.refused(path, body | other)["code"] == "quote_not_signed"
    assert financier.refused(path, body | {"salt": salt, "signature": "0x12"})["code"] == "quote_not_signed"
    quote = financier.command(path, body | signature)
    assert quote["state"] == "open"
    assert financier.refused(path, body | signature)["code"] == "quote_given_already"


def _with_integers(typed: dict[str, Any]) -> dict[str, Any]:
    """As a wallet reads it."""
    kinds = {field["name"]: field["type"] for field in typed["types"]["SaleQuote"]}
    message = {
        name: int(value) if kinds[name].startswith("uint") else value
        for name, value in typed["message"].items()
    }
    domain = typed["domain"] | {"chainId": int(typed["domain"]["chainId"])}
    return typed | {"message": message, "domain": domain}


@pytest.fixture
def own_clock(tmp_path: Path) -> Iterator[Market]:
    with closing(RunningLedger(Settings(home=tmp_path, port=0, collect_seconds=0))) as ledger:
        ledger.start()
        yield _market(ledger)


def test_a_quote_ends_with_its_day(own_clock: Market) -> None:
    market = own_clock
    request = market.ask()
    far = {"rate_ppm": 60_000, "expires_at": market.ledger.moment(10 * 86_400)}
    quote = market.factor.command(f"/v1/quote-requests/{request}/quotes", far)
    market.record_lien()
    market.ledger.let_days_pass(1)
    assert market.holder.read(f"/v1/quotes/{quote['id']}")["state"] == "expired"
    assert market.refused(quote) == "quote_expired"
    renewed = market.quote(request, expires_at=market.ledger.moment(10 * 86_400))
    assert renewed["discount"] < quote["discount"]
    market.accept(renewed)


def test_what_is_due_is_not_financed(own_clock: Market) -> None:
    market = own_clock
    request = market.ask()
    market.ledger.let_days_pass(190)
    body = {"rate_ppm": 60_000, "expires_at": market.ledger.moment(200 * 86_400)}
    assert market.factor.refused(f"/v1/quote-requests/{request}/quotes", body)["code"] == "claim_due"
