"""Figures over HTTP: what is due, how deep it went, what money cost, and that each sees its own."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from tallystick.mirror.tables import Posting
from tallystick.money.calendar import add_months
from tallystick.money.cost import simple_interest
from tallystick.money.discount import bank_discount, effective_annual_cost, simple_cost
from tallystick.settings import Settings
from tests.api.commands import financed, money_for
from tests.api.running_ledger import Firm, RunningLedger, problem
from tests.api.trade import Trade, pass_value, split, today

VALUE = 1_000_000_000
"""¥10,000,000.00."""
FACE = 10 * VALUE
SIX, TWELVE = 60_000, 120_000
BASELINE = {
    "rate_ppm": TWELVE,
    "day_count": "ACT/360",
    "from_date": "2020-01-01",
    "evidence": "流动资金借款合同 2026-0117",
}


@dataclass(frozen=True)
class Chain:
    """A debtor owes tier 1 ¥100,000,000.00; tier 1 has passed 30 on to A, A 10 to C, which sells its 10 at 6 %."""

    ledger: RunningLedger
    trade: Trade
    a: Firm
    c: Firm
    bank: Firm
    supervisor: Firm
    claim: str
    """C's, which it sells."""

    @property
    def days(self) -> int:
        return (add_months(today(), 6) - today()).days

    @property
    def discount(self) -> int:
        return bank_discount(VALUE, SIX, self.days, 360)

    def of_programme(self) -> dict[str, Any]:
        told = self.supervisor.read("/v1/figures", programme=self.trade.programme)
        (portfolio,) = told["portfolios"]
        return dict(portfolio)

    def own(self, who: Firm) -> dict[str, Any]:
        (portfolio,) = who.read("/v1/figures")["portfolios"]
        return dict(portfolio)

    def financing(self, who: Firm) -> dict[str, Any]:
        (one,) = who.read("/v1/financings", programme=self.trade.programme)["financings"]
        return dict(one)


def _chain(ledger: RunningLedger) -> Chain:
    trade = Trade.opened(ledger)
    a, c = ledger.open_party("supplier"), ledger.open_party("supplier")
    bank, supervisor = ledger.open_party("financier"), ledger.open_party("supervisor")
    first = trade.claim(FACE)
    to_a = pass_value(trade.supplier, a, first, 3 * VALUE)
    to_c = pass_value(a, c, to_a, VALUE)
    operating = ledger.open_bank()
    for owner in (c, bank):
        money_for(operating, owner, VALUE)
    return Chain(ledger, trade, a, c, bank, supervisor, to_c)


@pytest.fixture
def chain(ledger: RunningLedger) -> Chain:
    return _chain(ledger)


@pytest.fixture
def sold(chain: Chain) -> Chain:
    financed(chain.c, chain.bank, chain.claim, VALUE, rate_ppm=SIX)
    return chain


def test_a_programme_without_a_single_financing_has_no_figures_of_one(chain: Chain) -> None:
    """n/a, never zero: nobody knows what money costs where none was given."""
    (together,) = chain.of_programme()["financings"]
    counted = {"side", "count", "face", "proceeds", "fees", "cost"}
    assert {
        name: figure for name, figure in together.items() if name not in counted and figure is not None
    } == {}
    assert together["count"] == 0
    assert all(tier["discount_rate"] is None for tier in chain.of_programme()["tiers"])


def test_a_ledger_without_anything_has_no_figures(ledger: RunningLedger) -> None:
    nobody = ledger.open_party("supplier")
    assert nobody.read("/v1/figures")["portfolios"] == []
    empty = ledger.open_programme()
    assert ledger.open_party("supervisor").read("/v1/figures", programme=empty)["portfolios"] == []


def test_one_financing_costs_what_its_formulas_say(sold: Chain) -> None:
    one, days, paid = sold.financing(sold.c), sold.days, VALUE - sold.discount
    assert (one["kind"], one["face"], one["proceeds"], one["fees"]) == ("sale", VALUE, paid, 0)
    assert (one["cost"], one["days"], one["tier"]) == (sold.discount, days, 3)
    assert Decimal(one["discount_rate"]) == Decimal("0.060000")
    assert Decimal(one["simple_cost"]) == round(simple_cost(VALUE, paid, 0, days, 360), 6)
    assert Decimal(one["effective_annual_cost"]) == round(effective_annual_cost(VALUE, paid, 0, days), 6)
    assert one["baseline"] is None
    assert 0 <= one["seconds_to_cash"] < 3_600


def test_a_programmes_figures_are_those_of_its_financings(sold: Chain) -> None:
    portfolio, one = sold.of_programme(), sold.financing(sold.supervisor)
    (together,) = portfolio["financings"]
    assert (together["count"], together["face"], together["cost"]) == (1, VALUE, sold.discount)
    assert together["discount_rate"] == one["discount_rate"]
    assert together["simple_cost"] == one["simple_cost"]
    assert together["xirr"] == one["effective_annual_cost"]
    assert Decimal(together["weighted_average_life"]) == sold.days
    assert Decimal(together["days_sales_outstanding_effect"]) == sold.days / Decimal(10)
    assert together["same_day_share"] == "1.000000"
    assert together["seconds_to_cash_p50"] == together["seconds_to_cash_p95"] == one["seconds_to_cash"]
    assert (together["unexplained"], together["unexplained_count"]) == (0, 0)


def test_a_programmes_position_is_what_its_debtors_owe(sold: Chain) -> None:
    (position,) = sold.of_programme()["positions"]
    due = add_months(today(), 6)
    assert (position["side"], position["outstanding"], position["count"]) == ("all", FACE, 1)
    assert position["maturity_ladder"] == [{"month": f"{due:%Y-%m}", "face": FACE}]
    assert position["ageing"][0] == {"age": "not_due", "face": FACE}
    assert {one["face"] for one in position["ageing"][1:]} == {0}
    assert Decimal(position["weighted_average_life"]) == sold.days
    assert (position["debtors_hhi"], position["holders_hhi"]) == ("1.0000", "0.5400")


def test_tiers_tell_how_deep_a_programme_went_and_what_money_cost_there(sold: Chain) -> None:
    told = [
        (
            tier["tier"],
            tier["reached"],
            tier["penetration"],
            tier["lies"],
            tier["financed"],
            tier["discount_rate"],
        )
        for tier in sold.of_programme()["tiers"]
    ]
    assert told == [
        (1, FACE, "1.000000", 7 * VALUE, 0, None),
        (2, 3 * VALUE, "0.300000", 2 * VALUE, 0, None),
        (3, VALUE, "0.100000", VALUE, VALUE, "0.060000"),
    ]


def test_splits_and_merges_on_the_way_change_no_figure(chain: Chain) -> None:
    parts = split(chain.c, chain.claim, [VALUE // 2, VALUE // 2])
    into, *others = parts
    merged = chain.c.command(f"/v1/claims/{into}/merges", {"claims": others})["claim"]["id"]
    financed(chain.c, chain.bank, merged, VALUE // 4, rate_ppm=SIX)
    one = chain.financing(chain.c)
    assert (one["tier"], one["face"]) == (3, VALUE // 4)
    reached = {tier["tier"]: tier["reached"] for tier in chain.of_programme()["tiers"]}
    assert reached == {1: FACE, 2: 3 * VALUE, 3: VALUE}


def test_a_baseline_shows_what_was_saved(sold: Chain) -> None:
    stated = sold.c.command("/v1/baselines", BASELINE)
    assert (stated["rate_ppm"], stated["evidence"]) == (TWELVE, BASELINE["evidence"])
    paid = VALUE - sold.discount
    elsewhere = simple_interest(paid, TWELVE, sold.days, 360)
    one = sold.financing(sold.c)["baseline"]
    assert (one["cost"], one["saving"]) == (elsewhere, elsewhere - sold.discount)
    (together,) = sold.of_programme()["financings"]
    assert (together["baseline_cost"], together["saving"]) == (elsewhere, elsewhere - sold.discount)
    assert together["baseline_rate"] == "0.120000"
    assert together["rate_beside_baseline"] == together["simple_cost"]
    assert together["baseline_share"] == "1.000000"


def test_a_baseline_from_a_later_day_is_none_for_what_came_before(sold: Chain) -> None:
    later = (today() + timedelta(days=1)).isoformat()
    sold.c.command("/v1/baselines", BASELINE | {"from_date": later})
    assert sold.financing(sold.c)["baseline"] is None
    (together,) = sold.of_programme()["financings"]
    assert together["saving"] is None


def test_of_two_baselines_the_later_counts(sold: Chain) -> None:
    for rate in (TWELVE, 90_000):
        sold.c.command("/v1/baselines", BASELINE | {"rate_ppm": rate})
    assert sold.financing(sold.c)["baseline"]["rate_ppm"] == 90_000
    listed = sold.c.read("/v1/baselines")["baselines"]
    assert [one["rate_ppm"] for one in listed] == [90_000, TWELVE]


def test_the_markets_claim_of_six_percent_and_eight_does_not_close(sold: Chain) -> None:
    """The supplier's cost fell from 12 % to 6 %, and the bank says that it earns 8 % on its cash: by how much not."""
    sold.c.command("/v1/baselines", BASELINE)
    paid = VALUE - sold.discount
    earned = simple_interest(paid, 80_000, sold.days, 360)
    told = sold.bank.command(
        f"/v1/financings/{sold.financing(sold.bank)['id']}/statements", {"income": earned}
    )
    assert (told["cost"], told["income"], told["stated"]) == (sold.discount, earned, True)
    assert told["unexplained"] == sold.discount - earned < 0
    (together,) = sold.of_programme()["financings"]
    assert together["unexplained"] == sold.discount - earned
    assert together["unexplained_count"] == 1
    assert together["rate_beside_baseline"] < together["baseline_rate"] == "0.120000"


def test_money_that_did_not_move_as_agreed_is_flagged(own_clock: Chain) -> None:
    """Where nothing is stated, the cost that was agreed is held against what left the financier's wallet."""
    chain = own_clock
    financed(chain.c, chain.bank, chain.claim, VALUE, rate_ppm=SIX)
    one = chain.financing(chain.bank)["statement"]
    assert (one["income"], one["stated"], one["unexplained"]) == (chain.discount, False, 0)
    (together,) = chain.of_programme()["financings"]
    assert (together["unexplained"], together["unexplained_count"]) == (0, 0)
    with chain.ledger.backend.store.writing() as session:
        paid = Posting.amount == -(VALUE - chain.discount)
        session.execute(update(Posting).where(paid).values(amount=Posting.amount - 70))
    one = chain.financing(chain.bank)["statement"]
    assert (one["income"], one["unexplained"]) == (chain.discount - 70, 70)
    (together,) = chain.of_programme()["financings"]
    assert (together["unexplained"], together["unexplained_count"]) == (70, 1)


def test_a_pledge_that_is_sold_costs_what_its_buyer_pays_to_all(own_clock: Chain) -> None:
    """To the lender what it is owed, to the pledgor the rest: together the price, so the cost closes."""
    chain = own_clock
    loan = {"principal": VALUE // 2, "repay_date": today().isoformat(), "reserve_rate_ppm": 200_000}
    lent = financed(chain.c, chain.bank, chain.claim, VALUE, rate_ppm=SIX, loan=loan)["agreement"]["id"]
    buyer = chain.ledger.open_party("financier")
    money_for(chain.ledger.open_bank(), buyer, VALUE)
    chain.ledger.let_days_pass(1)
    asked = {"value": VALUE, "financiers": [buyer.party]}
    request = chain.bank.command(f"/v1/claims/{chain.claim}/quote-requests", asked)["id"]
    terms = {"rate_ppm": SIX, "expires_at": chain.ledger.moment(2 * 86_400)}
    quote = buyer.command(f"/v1/quote-requests/{request}/quotes", terms)["id"]
    buyer.command(f"/v1/claims/{chain.claim}/liens", {"receipt": f"登记 {chain.claim} {buyer.party}"})
    chain.bank.command(f"/v1/agreements/{lent}/enforcement", {"quote": quote})
    one = chain.financing(buyer)
    assert (one["kind"], one["face"], one["statement"]["unexplained"]) == ("sale", VALUE, 0)
    (together,) = chain.of_programme()["financings"]
    assert (together["count"], together["unexplained_count"]) == (2, 0)


def test_a_statement_that_adds_up_closes(sold: Chain) -> None:
    """Fees come on top of the discount and make the money dearer; a later statement takes the place of the first."""
    path = f"/v1/financings/{sold.financing(sold.bank)['id']}/statements"
    sold.bank.command(path, {"income": 1})
    uses = {"income": sold.discount - 700, "fees": 1_000, "taxes": 500, "loss_reserve": 300, "subsidies": 100}
    told = sold.bank.command(path, uses)
    assert (told["cost"], told["unexplained"]) == (sold.discount + 1_000, 0)
    one = sold.financing(sold.c)
    assert (one["fees"], one["cost"]) == (1_000, sold.discount + 1_000)
    expected = simple_cost(VALUE, VALUE - sold.discount, 1_000, sold.days, 360)
    assert Decimal(one["simple_cost"]) == round(expected, 6)
    (together,) = sold.of_programme()["financings"]
    assert (together["fees"], together["unexplained"]) == (1_000, 0)


def test_a_loan_costs_its_interest(chain: Chain) -> None:
    repay = today() + timedelta(days=90)
    loan = {"principal": VALUE // 2, "repay_date": repay.isoformat(), "reserve_rate_ppm": 200_000}
    financed(chain.c, chain.bank, chain.claim, VALUE, rate_ppm=SIX, loan=loan)
    one = chain.financing(chain.c)
    interest = simple_interest(VALUE // 2, SIX, 90, 360)
    assert (one["kind"], one["proceeds"], one["face"], one["cost"]) == (
        "loan",
        VALUE // 2,
        VALUE // 2 + interest,
        interest,
    )
    assert (one["days"], one["end_date"], one["tier"]) == (90, repay.isoformat(), 3)
    assert Decimal(one["simple_cost"]) == Decimal("0.060000")


def test_each_sees_its_own_figures_and_no_others(sold: Chain) -> None:
    sold.c.command("/v1/baselines", BASELINE)
    sold.bank.command(f"/v1/financings/{sold.financing(sold.bank)['id']}/statements", {"income": 5})
    taken, given = sold.own(sold.c)["financings"]
    assert (taken["side"], taken["count"], taken["unexplained"]) == ("taken", 1, None)
    assert taken["saving"] is not None
    assert (given["side"], given["count"], given["simple_cost"]) == ("given", 0, None)
    taken, given = sold.own(sold.bank)["financings"]
    assert (taken["count"], given["count"], given["saving"]) == (0, 1, None)
    assert given["unexplained"] == sold.discount - 5
    assert sold.financing(sold.c)["statement"] is None
    assert sold.financing(sold.bank)["baseline"] is None
    assert sold.a.read("/v1/financings")["financings"] == []
    assert sold.bank.read("/v1/baselines")["baselines"] == []


def test_a_holders_position_is_what_it_holds_and_a_debtors_what_it_owes(sold: Chain) -> None:
    (held,) = sold.own(sold.a)["positions"]
    assert (held["side"], held["outstanding"], held["count"], held["holders_hhi"]) == (
        "held",
        2 * VALUE,
        1,
        None,
    )
    assert sold.own(sold.a)["tiers"] == []
    assert sold.own(sold.a)["received"] == 3 * VALUE
    debtor = sold.own(sold.trade.debtor)
    (owed,) = debtor["positions"]
    assert (owed["side"], owed["outstanding"]) == ("owed", FACE)
    assert [tier["financed"] for tier in debtor["tiers"]] == [None, None, None]
    assert [one["count"] for one in debtor["financings"]] == [0, 0]


def test_other_parties_figures_are_refused(sold: Chain) -> None:
    refused = problem(sold.a.get("/v1/figures", party=sold.c.party))
    assert (refused["status"], refused["code"]) == (403, "figures_not_yours")
    assert sold.supervisor.read("/v1/figures", party=sold.c.party)["party"]["id"] == sold.c.party
    assert problem(sold.supervisor.get("/v1/figures", programme=99_999))["code"] == "programme_not_found"
    assert problem(sold.supervisor.get("/v1/figures", party="nobody"))["code"] == "party_not_found"


def test_only_who_gave_the_money_states_what_becomes_of_its_cost(sold: Chain) -> None:
    path = f"/v1/financings/{sold.financing(sold.bank)['id']}/statements"
    other = sold.ledger.open_party("financier")
    assert other.refused(path, {"income": 5})["code"] == "financing_not_found"
    nowhere = f"/v1/financings/0x{'ab' * 32}/statements"
    assert sold.bank.refused(nowhere, {"income": 5})["code"] == "financing_not_found"
    assert sold.bank.refused(path, {"income": -1})["code"] == "malformed_request"


def test_financings_come_page_by_page(chain: Chain) -> None:
    parts = split(chain.c, chain.claim, [VALUE // 4] * 4)
    for part in parts:
        financed(chain.c, chain.bank, part, VALUE // 4, rate_ppm=SIX)
    listed = chain.c.read("/v1/financings")["financings"]
    assert len(listed) == 4
    first = chain.c.read("/v1/financings", size=3)
    rest = chain.c.read("/v1/financings", size=3, after=first["next"])
    assert first["financings"] + rest["financings"] == listed
    assert rest["next"] is None


# As time passes


@pytest.fixture
def own_clock(tmp_path: Path) -> Iterator[Chain]:
    with closing(RunningLedger(Settings(home=tmp_path, port=0, collect_seconds=0))) as ledger:
        ledger.start()
        yield _chain(ledger)


def test_what_is_not_paid_in_time_ages(own_clock: Chain) -> None:
    chain = own_clock
    assert chain.days > 0
    for days, bucket in ((chain.days, "not_due"), (30, "1_30"), (31, "61_90"), (100, "over_90")):
        chain.ledger.let_days_pass(days)
        (position,) = chain.of_programme()["positions"]
        ages = {one["age"]: one["face"] for one in position["ageing"]}
        assert ages.pop(bucket) == FACE
        assert set(ages.values()) == {0}
    assert position["weighted_average_life"] is None


def test_cash_that_comes_days_later_is_not_of_the_same_day(own_clock: Chain) -> None:
    chain = own_clock
    chain.ledger.let_days_pass(12)
    expires = chain.ledger.moment(13 * 86_400)
    asked = {"value": VALUE, "financiers": [chain.bank.party]}
    request = chain.c.command(f"/v1/claims/{chain.claim}/quote-requests", asked)["id"]
    quote = chain.bank.command(
        f"/v1/quote-requests/{request}/quotes", {"rate_ppm": SIX, "expires_at": expires}
    )
    chain.bank.command(f"/v1/claims/{chain.claim}/liens", {"receipt": f"登记 {chain.claim}"})
    chain.c.command(f"/v1/quotes/{quote['id']}/acceptance")
    (together,) = chain.of_programme()["financings"]
    assert together["same_day_share"] == "0.000000"
    assert 12 * 86_400 <= together["seconds_to_cash_p50"] < 13 * 86_400
    one = chain.financing(chain.c)
    assert date.fromisoformat(one["value_date"]) == today() + timedelta(days=12)
    assert one["days"] == (date.fromisoformat(one["end_date"]) - date.fromisoformat(one["value_date"])).days
