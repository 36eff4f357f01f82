"""Cross-border trade over HTTP: who takes part, for what and how much, what stops it, and who sees it."""

import pytest
from eth_account import Account

from tests.api.border_trade import CAP, CHINA, DAY, GOODS, RATE, VIETNAM, BorderTrade, feeds_of, milestone
from tests.api.running_ledger import RunningLedger, problem
from tests.api.trade import pass_value


@pytest.fixture
def border(any_ledger: RunningLedger) -> BorderTrade:
    return BorderTrade.opened(any_ledger)


def test_what_may_cross_is_told_to_everybody(border: BorderTrade) -> None:
    host = border.ledger.host
    host.command(border.path("fallback"), {"days": 3})
    told = border.trade.supplier.read(border.path())
    assert told["limits"] | {"countries": ""} == {
        "transaction_cap": CAP,
        "window_cap": CAP,
        "window_seconds": DAY,
        "countries": "",
        "released_at": "delivered",
    }
    assert (told["purposes"], told["fallback_days"], told["stops"]) == ([GOODS], 3, [])
    agreed = host.refused(border.path("fallback"), {"days": 4})
    assert (agreed["code"], agreed["values"]["after_days"]) == ("fallback_agreed_already", 3)
    host.command(border.path("purposes"), {"purpose": GOODS, "allowed": False})
    assert border.trade.supplier.read(border.path())["purposes"] == []
    at_home = border.ledger.open_programme()
    body = told["limits"] | {"released_at": "none"}
    assert host.refused(f"/v1/programmes/{at_home}/border/limits", body)["code"] == "currency_is_home"


def test_the_cap_passes_and_a_cent_more_does_not(border: BorderTrade) -> None:
    supplier, taker = border.trade.supplier, border.ledger.open_party()
    claim = border.claim(3 * CAP)
    body = {"to": taker.party, "value": CAP}
    unknown = supplier.refused(f"/v1/claims/{claim}/transfers", body)
    assert unknown["code"] == "wallet_not_admitted"
    border.admit(taker, "Nguyen", VIETNAM)
    over = supplier.refused(f"/v1/claims/{claim}/transfers", body | {"value": CAP + 1})
    assert (over["code"], over["values"]["amount"], over["values"]["cap"]) == (
        "transaction_cap_exceeded",
        CAP + 1,
        CAP,
    )
    pass_value(supplier, taker, claim, CAP // 2 + 1)
    again = supplier.refused(f"/v1/claims/{claim}/transfers", body | {"value": CAP // 2 + 1})
    assert (again["code"], again["values"]["cap"]) == ("window_cap_exceeded", CAP)
    assert (
        "With 250,000.01 more the owners behind the recipient would get above 500,000.00" in again["detail"]
    )
    pass_value(supplier, taker, claim, CAP // 2 - 1)


def test_nothing_is_accepted_before_somebody_has_said_what_it_is_for(border: BorderTrade) -> None:
    debtor, supplier = border.trade.debtor, border.trade.supplier
    number = border.offered(700)
    acceptance, purpose = f"/v1/receivables/{number}/acceptance", f"/v1/receivables/{number}/purpose"
    assert supplier.refused(acceptance)["code"] == "purpose_not_declared"
    assert debtor.refused(purpose, {"purpose": 1})["code"] == "purpose_not_allowed"
    declared = debtor.command(purpose, {"purpose": GOODS})
    assert (declared["receivable"], declared["purpose"]) == (number, GOODS)
    assert debtor.refused(purpose, {"purpose": GOODS})["code"] == "purpose_declared_already"
    supplier.command(acceptance)
    stranger = border.ledger.open_party("debtor")
    assert stranger.refused(purpose, {"purpose": GOODS})["code"] == "receivable_not_found"


def test_an_authority_stops_a_programme_and_it_alone_lifts_its_order(border: BorderTrade) -> None:
    court, other = border.ledger.open_authority(), border.ledger.open_authority()
    claim, taker = border.claim(1_000), border.ledger.open_party()
    border.admit(taker, "Nguyen", VIETNAM)
    stopped = court.command(border.path("stop"), {"order": "(2026)京01行保1号"})["border"]
    assert [stop["authority"]["id"] for stop in stopped["stops"]] == [court.party]
    body = {"to": taker.party, "value": 10}
    assert (
        border.trade.supplier.refused(f"/v1/claims/{claim}/transfers", body)["code"] == "programme_suspended"
    )
    assert other.refused(border.path("resumption"))["code"] == "no_order_stands"
    assert court.command(border.path("resumption"))["border"]["stops"] == []
    pass_value(border.trade.supplier, taker, claim, 10)


def test_a_wallet_takes_part_with_owners_and_a_country_or_not_at_all(border: BorderTrade) -> None:
    operator, firm = border.ledger.operator, border.ledger.open_party()
    for half in ({"group": "x"}, {"country": CHINA}):
        assert (
            operator.refused("/v1/border-wallets", {"party": firm.party} | half)["code"] == "owner_incomplete"
        )
    long = {"party": firm.party, "group": "林" * 11, "country": CHINA}
    assert operator.refused("/v1/border-wallets", long)["code"] == "malformed_request"
    told = border.admit(firm, "林" * 10, CHINA)["wallet"]
    assert (told["party"]["id"], told["group"], told["country"]) == (firm.party, "林" * 10, CHINA)
    assert told in operator.read("/v1/border-wallets")["wallets"]
    left = operator.command("/v1/border-wallets", {"party": firm.party})["wallet"]
    assert (left["group"], left["country"]) == (None, None)
    listed = operator.read("/v1/border-wallets")["wallets"]
    assert firm.party not in {row["party"]["id"] for row in listed}


def test_feeds_are_told_good_or_why_they_are_not(border: BorderTrade) -> None:
    ledger, supplier = border.ledger, border.trade.supplier
    feeds = feeds_of(ledger)
    one = feeds | {"second": feeds["main"]}
    assert ledger.host.refused("/v1/exchange-feeds", one)["code"] == "feeds_are_one"
    ledger.host.command("/v1/exchange-feeds", feeds)
    seen = supplier.command("/v1/exchange-rates", {"currency": "USD"})["reading"]
    assert (seen["answer"], seen["decimals"], seen["quotes"]) == (str(RATE), 4, "cny_per_unit")
    health = supplier.read("/v1/exchange-rates/USD")
    assert (health["good"], health["code"], health["last"]) == (True, None, seen)
    narrow = feeds | {"main": feeds["main"] | {"least": str(RATE + 1)}}
    ledger.host.command("/v1/exchange-feeds", narrow)
    refused = supplier.refused("/v1/exchange-rates", {"currency": "USD"})
    health = supplier.read("/v1/exchange-rates/USD")
    assert (health["good"], health["code"], health["detail"]) == (False, refused["code"], refused["detail"])
    assert refused["code"] == "rate_out_of_bounds"
    assert health["last"] == seen


def test_milestones_are_what_a_trusted_carrier_has_signed(border: BorderTrade) -> None:
    ledger, supplier, carrier = border.ledger, border.trade.supplier, Account.create()
    receivable = border.claim(700).split("-")[0]
    path = f"/v1/receivables/{receivable}/milestones"
    signed = milestone(ledger, carrier, receivable, "shipped")
    assert supplier.refused(path, signed)["code"] == "not_a_carrier"
    ledger.host.command("/v1/carriers", {"address": carrier.address, "trusted": True})
    for wrong, code in (
        ({"document": "0x" + "0c" * 32}, "attestation_not_signed"),
        ({"milestone": "customs"}, "milestone_out_of_order"),
    ):
        assert supplier.refused(path, signed | wrong)["code"] == code
    told = supplier.command(path, signed)
    assert (told["receivable"], told["milestone"]) == (receivable, "shipped")
    assert supplier.refused(path, signed)["code"] == "milestone_out_of_order"
    ledger.host.command("/v1/carriers", {"address": carrier.address, "trusted": False})
    assert (
        supplier.refused(path, milestone(ledger, carrier, receivable, "customs"))["code"] == "not_a_carrier"
    )
    assert ledger.open_party().refused(path, signed)["code"] == "receivable_not_found"


def test_movements_are_told_to_those_in_them_and_to_the_supervisor(border: BorderTrade) -> None:
    debtor, supplier, taker = border.trade.debtor, border.trade.supplier, border.ledger.open_party()
    border.admit(taker, "Nguyen", VIETNAM)
    claim = border.claim(1_000)
    pass_value(supplier, taker, claim, 400)
    crossed, committed = supplier.read("/v1/border-movements")["movements"]
    assert (crossed["kind"], crossed["amount"], crossed["currency"]) == ("cross", 400, "USD")
    assert (crossed["sender_group"], crossed["recipient_group"]) == ("Lim family", None)
    assert (committed["kind"], committed["amount"], committed["purpose"]) == ("commit", 1_000, GOODS)
    assert committed["sender"]["id"] == debtor.party
    (got,) = taker.read("/v1/border-movements")["movements"]
    assert got == crossed | {"sender_group": None, "recipient_group": "Nguyen"}
    told = debtor.read("/v1/border-movements")["movements"]
    assert [row["transaction"] for row in told] == [crossed["transaction"], committed["transaction"]]
    assert [row["sender_group"] for row in told] == [None, "长风"]
    stranger = border.ledger.open_party()
    assert stranger.read("/v1/border-movements")["movements"] == []
    first = debtor.read("/v1/border-movements", size=1)
    assert debtor.read("/v1/border-movements", size=1, before=first["next"])["movements"] == told[1:]
    supervisor = border.ledger.open_party("supervisor")
    seen = supervisor.read("/v1/border-movements", size=500)["movements"]
    assert crossed | {"recipient_group": "Nguyen"} in seen
    assert problem(stranger.get("/v1/border-wallets"))["status"] == 403
