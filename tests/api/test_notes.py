"""Notes as their holders, their transfer agent and the debtor know them."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from eth_utils.crypto import keccak

from tallystick.mirror.verification import verify
from tallystick.settings import Settings
from tests.api.note_trade import NoteTrade
from tests.api.running_ledger import Firm, RunningLedger, problem
from tests.api.trade import split

DAY = 86_400


@pytest.fixture
def notes(ledger: RunningLedger) -> NoteTrade:
    return NoteTrade.opened(ledger)


def path(receivable: str, what: str = "") -> str:
    return f"/v1/receivables/{receivable}/notes" + (f"/{what}" if what else "")


def give(giver: Firm, receivable: str, to: Firm, amount: int) -> dict[str, Any]:
    return giver.command(path(receivable, "transfers"), {"to": to.party, "amount": amount})


# Wrapping


def test_notes_are_as_many_as_the_claims_behind_them_are_worth(notes: NoteTrade) -> None:
    supplier, claim = notes.trade.supplier, notes.trade.claim(1_000)
    receivable = claim.split("-")[0]
    wrapped = supplier.command(f"/v1/claims/{claim}/notes", {"value": 600})
    assert (wrapped["value"], wrapped["amount"]) == (600, 600)
    assert supplier.command(f"/v1/claims/{claim}/notes", {})["amount"] == 1_000
    assert supplier.claims() == []
    series = supplier.read(path(receivable))
    assert (series["supply"], series["holders"], len(series["claims"])) == (1_000, 1, 2)
    unwrapped = supplier.command(path(receivable, "unwrapping"), {"value": 250})
    (left,) = supplier.claims()
    assert (left["id"], left["face"]) == (unwrapped["claim"], 250)
    assert unwrapped["amount"] == notes.amount(supplier, receivable) == 750
    assert supplier.read(path(receivable))["supply"] == 750


def test_what_is_scattered_is_put_together_before_more_of_it_is_unwrapped(notes: NoteTrade) -> None:
    supplier = notes.trade.supplier
    claims = split(supplier, notes.trade.claim(300), [100, 100, 100])
    receivable = claims[0].split("-")[0]
    for claim in claims:
        supplier.command(f"/v1/claims/{claim}/notes", {})
    refused = supplier.refused(path(receivable, "unwrapping"), {"value": 250})
    assert (refused["code"], refused["values"]["largest"]) == ("wrapped_claim_too_small", 100)
    series = supplier.command(path(receivable, "consolidation"), {"claims": claims[:2]})["series"]
    assert set(series["claims"]) == {claims[0], claims[2]}
    assert len(supplier.command(path(receivable, "consolidation"), {})["series"]["claims"]) == 1
    assert supplier.refused(path(receivable, "consolidation"), {})["code"] == "nothing_to_consolidate"
    assert supplier.command(path(receivable, "unwrapping"), {"value": 250})["value"] == 250
    elsewhere = {"claims": [claims[0], notes.trade.claim(10)]}
    assert supplier.refused(path(receivable, "consolidation"), elsewhere)["code"] == "claim_not_wrapped"


def test_only_a_holder_wraps_and_only_under_an_offering(notes: NoteTrade) -> None:
    claim, other = notes.trade.claim(100), notes.investor()
    assert other.refused(f"/v1/claims/{claim}/notes", {})["code"] == "claim_not_found"
    assert notes.trade.debtor.refused(f"/v1/claims/{claim}/notes", {})["code"] == "not_your_claim"
    too_much = notes.trade.supplier.refused(f"/v1/claims/{claim}/notes", {"value": 101})
    assert too_much["code"] == "value_exceeded"
    unverified = notes.trade.ledger.open_party("supplier")
    notes.trade.supplier.command("/v1/transfers", {"to": unverified.party, "claims": [claim]})
    assert unverified.refused(f"/v1/claims/{claim}/notes", {})["code"] == "not_verified"
    assert [row["id"] for row in unverified.claims()] == [claim]


def test_a_programme_without_offering_has_no_notes(ledger: RunningLedger) -> None:
    trade = NoteTrade.opened(ledger).trade
    plain = ledger.open_programme()
    agent = ledger.open_transfer_agent()
    refused = ledger.host.refused(f"/v1/programmes/{plain}/offering", {"agent": agent.party})
    assert refused["code"] == "tokens_not_offered"
    again = ledger.host.refused(f"/v1/programmes/{trade.programme}/offering", {"agent": agent.party})
    assert again["code"] == "offering_open_already"
    none = ledger.host.refused(f"/v1/programmes/{plain}/offering/rules", {"rules": []})
    assert none["code"] == "offering_not_found"


# Rules


RULES: list[tuple[dict[str, Any], int, str]] = [
    ({"rule": "maximum_balance", "most": 1_000}, 1_001, "maximum_balance_exceeded"),
    ({"rule": "holder_count", "most": 1}, 10, "too_many_holders"),
    ({"rule": "transfer_limit", "days": 30, "most": 50}, 51, "transfer_limit_exceeded"),
]


@pytest.mark.parametrize(("rule", "amount", "code"), RULES, ids=[code for _, _, code in RULES])
def test_a_rule_tells_beforehand_what_it_refuses(
    sqlite_ledger: RunningLedger, rule: dict[str, Any], amount: int, code: str
) -> None:
    notes = NoteTrade.opened(sqlite_ledger, rule)
    receivable, taker, supplier = notes.wrapped(2_000, 1_000), notes.investor(), notes.trade.supplier
    if code == "maximum_balance_exceeded":
        supplier = _with_more_than_one_may_have(notes, receivable)
    told = supplier.read(path(receivable, "transfer-check"), to=taker.party, amount=amount)
    assert (told["allowed"], told["rule"], told["code"]) == (False, rule["rule"], code)
    refused = supplier.refused(path(receivable, "transfers"), {"to": taker.party, "amount": amount})
    assert (refused["code"], refused["detail"]) == (told["code"], told["detail"])
    assert notes.amount(taker, receivable) == 0
    (offering,) = [
        row for row in taker.read("/v1/offerings")["offerings"] if row["programme"] == notes.trade.programme
    ]
    assert (offering["rules"], offering["agent"]["id"]) == ([rule], notes.agent.party)


def _with_more_than_one_may_have(notes: NoteTrade, receivable: str) -> Firm:
    """Wrapping is not asked for the most that somebody may hold: the supplier wraps the rest too."""
    (left,) = notes.trade.supplier.claims()
    notes.trade.supplier.command(f"/v1/claims/{left['id']}/notes", {})
    assert notes.amount(notes.trade.supplier, receivable) == 2_000
    return notes.trade.supplier


def test_countries_and_lock_up_refuse_by_name(sqlite_ledger: RunningLedger) -> None:
    countries = sqlite_ledger.host.command("/v1/country-lists", {"countries": ["156"]})["list"]["id"]
    lock_up = {"rule": "lock_up", "days": 7}
    notes = NoteTrade.opened(sqlite_ledger, {"rule": "countries", "list": countries}, lock_up)
    receivable, abroad, taker = notes.wrapped(100), notes.investor("702"), notes.investor()
    told = notes.trade.supplier.read(path(receivable, "transfer-check"), to=abroad.party, amount=1)
    assert (told["rule"], told["code"]) == ("countries", "country_not_allowed")
    give(notes.trade.supplier, receivable, taker, 10)
    told = taker.read(path(receivable, "transfer-check"), to=notes.trade.supplier.party, amount=1)
    assert (told["rule"], told["code"]) == ("lock_up", "notes_locked_up")
    programme = notes.trade.programme
    sqlite_ledger.host.command(f"/v1/programmes/{programme}/offering/rules", {"rules": []})
    give(taker, receivable, notes.trade.supplier, 10)


def test_a_transfer_that_would_go_through_is_told_so(notes: NoteTrade) -> None:
    receivable, taker = notes.wrapped(100), notes.investor()
    told = notes.trade.supplier.read(path(receivable, "transfer-check"), to=taker.party, amount=100)
    assert told == {"allowed": True, "rule": None, "code": None, "detail": None, "way_out": None}


# Passing on


def test_notes_are_passed_on_and_everybody_sees_its_own(notes: NoteTrade) -> None:
    supplier, first, second = notes.trade.supplier, notes.investor(), notes.investor()
    receivable = notes.wrapped(1_000)
    give(supplier, receivable, first, 400)
    told = give(first, receivable, second, 150)
    assert (told["sender"]["id"], told["recipient"]["id"], told["amount"]) == (first.party, second.party, 150)
    amounts = {firm.party: notes.amount(firm, receivable) for firm in (supplier, first, second)}
    assert amounts == {supplier.party: 600, first.party: 250, second.party: 150}
    for reader in (notes.trade.debtor, notes.agent, notes.ledger.open_party("supervisor")):
        held = {row["holder"]["id"]: row["amount"] for row in reader.read(path(receivable))["holdings"]}
        assert held == amounts
    (own,) = second.read(path(receivable))["holdings"]
    assert (own["holder"]["id"], own["amount"]) == (second.party, 150)
    stranger = notes.investor()
    assert problem(stranger.get(path(receivable)))["code"] == "series_not_found"
    assert stranger.read("/v1/notes")["notes"] == []


def test_movements_are_told_newest_first_page_by_page(notes: NoteTrade) -> None:
    supplier, taker, receivable = notes.trade.supplier, notes.investor(), notes.wrapped(100)
    give(supplier, receivable, taker, 30)
    taker.command(path(receivable, "unwrapping"), {"value": 10})
    told = taker.read("/v1/note-movements")["movements"]
    assert [(row["kind"], row["amount"]) for row in told] == [("unwrap", 10), ("transfer", 30)]
    assert (told[0]["recipient"], told[1]["sender"]["id"]) == (None, supplier.party)
    first = taker.read("/v1/note-movements", size=1)
    second = taker.read("/v1/note-movements", size=1, before=first["next"])
    assert first["movements"] + second["movements"] == told


def test_who_is_approved_moves_so_much_and_no_more(notes: NoteTrade) -> None:
    supplier, spender, receivable = notes.trade.supplier, notes.investor(), notes.wrapped(100)
    approval = supplier.command(path(receivable, "approvals"), {"spender": spender.party, "amount": 60})
    assert approval["approved"] == "60"
    moving = {"from": supplier.party, "to": spender.party}
    spender.command(path(receivable, "transfers"), moving | {"amount": 50})
    refused = spender.refused(path(receivable, "transfers"), moving | {"amount": 11})
    assert refused["code"] == "allowance_insufficient"
    supplier.command(path(receivable, "approvals"), {"spender": spender.party, "amount": 0})
    assert spender.refused(path(receivable, "transfers"), moving | {"amount": 1})["code"] == refused["code"]
    assert notes.amount(spender, receivable) == 50


# Transfer agents


def test_what_is_frozen_stays_where_it_is(notes: NoteTrade) -> None:
    supplier, taker, receivable = notes.trade.supplier, notes.investor(), notes.wrapped(100)
    freezing = {"party": supplier.party, "frozen": "70"}
    series = notes.agent.command(path(receivable, "freezes"), freezing)["series"]
    assert [(row["amount"], row["frozen"]) for row in series["holdings"]] == [(100, "70")]
    give(supplier, receivable, taker, 30)
    refused = supplier.refused(path(receivable, "transfers"), {"to": taker.party, "amount": 1})
    assert refused["code"] == "notes_frozen_in_part"
    assert supplier.refused(path(receivable, "unwrapping"), {"value": 1})["code"] == refused["code"]
    notes.agent.command(path(receivable, "freezes"), freezing | {"frozen": "0"})
    notes.agent.command(path(receivable, "wallet-freezes"), {"party": supplier.party, "frozen": True})
    for giver, getter in ((supplier, taker), (taker, supplier)):
        told = giver.refused(path(receivable, "transfers"), {"to": getter.party, "amount": 1})
        assert told["code"] == "note_wallet_frozen"
    notes.agent.command(path(receivable, "wallet-freezes"), {"party": supplier.party, "frozen": False})
    give(supplier, receivable, taker, 70)


def test_notes_are_moved_on_an_order_whose_hash_the_chain_keeps(notes: NoteTrade) -> None:
    supplier, taker, receivable = notes.trade.supplier, notes.investor(), notes.wrapped(100)
    order = "(2026)沪74执21号"
    forced = {"from": supplier.party, "to": taker.party, "amount": 40, "order": order}
    notes.agent.command(path(receivable, "forced-transfers"), forced)
    assert notes.amount(taker, receivable) == 40
    (movement, *_) = taker.read("/v1/note-movements")["movements"]
    assert (movement["kind"], movement["order"]) == ("order", "0x" + keccak(order.encode()).hex())
    to_nobody = forced | {"to": notes.ledger.open_party("investor").party}
    assert notes.agent.refused(path(receivable, "forced-transfers"), to_nobody)["code"] == "not_verified"


def test_an_agent_has_no_power_over_what_it_was_not_named_for(notes: NoteTrade) -> None:
    receivable, foreign = notes.wrapped(100), notes.ledger.open_transfer_agent()
    supplier = notes.trade.supplier
    asked: list[tuple[str, dict[str, Any]]] = [
        ("freezes", {"party": supplier.party, "frozen": "1"}),
        ("wallet-freezes", {"party": supplier.party, "frozen": True}),
        (
            "forced-transfers",
            {"from": supplier.party, "to": notes.investor().party, "amount": 1, "order": "x"},
        ),
        ("pauses", {"paused": True}),
        ("recoveries", {"lost": supplier.party, "to": notes.investor().party}),
    ]
    for what, body in asked:
        assert foreign.refused(path(receivable, what), body)["code"] == "not_an_agent", what
    assert problem(foreign.get(path(receivable)))["code"] == "series_not_found"
    decision = {"agent": foreign.party, "acting": True}
    notes.ledger.host.command(path(receivable, "agents"), decision)
    assert foreign.command(path(receivable, "pauses"), {"paused": True})["series"]["paused"]
    notes.ledger.host.command(path(receivable, "agents"), decision | {"acting": False})
    assert foreign.refused(path(receivable, "pauses"), {"paused": False})["code"] == "not_an_agent"


def test_who_sees_what_everybody_has_follows_the_agents_of_the_series(notes: NoteTrade) -> None:
    receivable, next_one = notes.wrapped(100), notes.ledger.open_transfer_agent()
    notes.ledger.host.command(
        f"/v1/programmes/{notes.trade.programme}/offering/agent", {"agent": next_one.party}
    )
    assert problem(next_one.get(path(receivable)))["code"] == "series_not_found", "it is for series to come"
    assert [row["amount"] for row in notes.agent.read(path(receivable))["holdings"]] == [100]
    for agent, acting in ((next_one, True), (notes.agent, False)):
        decision = {"agent": agent.party, "acting": acting}
        notes.ledger.host.command(path(receivable, "agents"), decision)
    seen = next_one.read(path(receivable))
    assert [row["amount"] for row in seen["holdings"]] == [100]
    assert [agent["id"] for agent in seen["agents"]] == [next_one.party]
    assert problem(notes.agent.get(path(receivable)))["code"] == "series_not_found"


def test_the_operator_is_never_a_transfer_agent(notes: NoteTrade) -> None:
    operator = notes.ledger.operator.read("/v1/parties/me")["id"]
    offering = f"/v1/programmes/{notes.trade.programme}/offering/agent"
    for where, body in (
        (offering, {"agent": operator}),
        (offering, {"agent": notes.trade.debtor.party}),
        (path(notes.wrapped(10), "agents"), {"agent": operator, "acting": True}),
    ):
        assert notes.ledger.host.refused(where, body)["code"] == "office_not_held"


def test_a_lost_wallets_notes_go_to_another_wallet_of_the_same_identity(notes: NoteTrade) -> None:
    lost, receivable = notes.investor(), notes.wrapped(100)
    give(notes.trade.supplier, receivable, lost, 60)
    new, foreign = notes.ledger.open_party("investor"), notes.investor()
    wallet = {"party": new.party, "country": "156", "identity": lost.party}
    notes.ledger.operator.command("/v1/note-wallets", wallet)
    wrong = {"lost": lost.party, "to": foreign.party}
    assert notes.agent.refused(path(receivable, "recoveries"), wrong)["code"] == "identity_differs"
    told = notes.agent.command(path(receivable, "recoveries"), {"lost": lost.party, "to": new.party})
    assert (told["sender"]["id"], told["recipient"]["id"], told["amount"]) == (lost.party, new.party, 60)
    assert (notes.amount(lost, receivable), notes.amount(new, receivable)) == (0, 60)
    unknown = {"lost": notes.ledger.open_party("investor").party, "to": new.party}
    assert notes.agent.refused(path(receivable, "recoveries"), unknown)["code"] == "wallet_not_registered"


# Maturity


@dataclass(frozen=True)
class House:
    """A ledger of this test's own, whose clock may be set: the supplier and two investors have notes."""

    notes: NoteTrade
    bank: Firm
    receivable: str
    first: Firm
    second: Firm

    def fund(self, amount: int | None = None) -> None:
        body = None if amount is None else {"amount": amount}
        self.notes.trade.debtor.command(f"/v1/receivables/{self.receivable}/fundings", body)

    def pay(self) -> int:
        """What the keeper does by itself every now and then."""
        return self.notes.ledger.backend.note_keeper.pay_what_is_due()

    def let_it_fall_due(self) -> None:
        self.notes.ledger.let_days_pass(190)

    def balance(self, owner: Firm) -> int:
        balance: int = owner.read(f"/v1/wallets/{owner.party}")["balance"]
        return balance


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with closing(RunningLedger(Settings(home=tmp_path, port=0, collect_seconds=0))) as ledger:
        ledger.start()
        notes, bank = NoteTrade.opened(ledger), ledger.open_bank()
        first, second, receivable = notes.investor(), notes.investor(), notes.wrapped(1_000)
        give(notes.trade.supplier, receivable, first, 300)
        give(notes.trade.supplier, receivable, second, 200)
        for owner in (notes.trade.debtor, notes.trade.supplier, first, second):
            bank.command("/v1/wallets", {"party": owner.party})
        bank.command(f"/v1/wallets/{notes.trade.debtor.party}/issues", {"amount": 10_000})
        yield House(notes, bank, receivable, first, second)
        backend = ledger.backend
        assert verify(backend.store, backend.node, backend.contracts).equal


def test_holders_of_notes_are_paid_by_the_ledger_itself(house: House) -> None:
    house.fund()
    assert house.pay() == 0, "nothing is due yet"
    house.let_it_fall_due()
    assert house.pay() == 3
    owners = (house.notes.trade.supplier, house.first, house.second)
    assert [house.balance(owner) for owner in owners] == [500, 300, 200]
    assert house.balance(house.notes.trade.debtor) == 9_000
    assert [house.notes.amount(owner, house.receivable) for owner in owners] == [0, 0, 0]
    (payment,) = house.first.read("/v1/note-payments")["payments"]
    assert (payment["face"], payment["share"], payment["round"]) == (300, 300, 1)
    assert house.pay() == 0
    status = house.notes.trade.debtor.read(f"/v1/receivables/{house.receivable}")["status"]
    assert status == "settled"


def test_a_part_is_paid_in_proportion_and_the_rest_when_it_comes(house: House) -> None:
    house.fund(500)
    house.let_it_fall_due()
    assert house.pay() == 3
    assert (house.balance(house.first), house.notes.amount(house.first, house.receivable)) == (150, 150)
    assert house.pay() == 0


def test_whoever_cannot_be_paid_keeps_nobody_waiting(house: House) -> None:
    """The wallet of one is full; another's notes are frozen."""
    house.bank.command(f"/v1/wallets/{house.first.party}/tier", {"tier": 4})
    house.bank.command(f"/v1/wallets/{house.first.party}/issues", {"amount": 999_900})
    freezing = {"party": house.second.party, "frozen": "200"}
    house.notes.agent.command(path(house.receivable, "freezes"), freezing)
    house.fund()
    house.let_it_fall_due()
    assert house.pay() == 1
    assert (house.balance(house.first), house.balance(house.second)) == (999_900, 0)
    collection = path(house.receivable, "collections")
    refused = house.second.refused(collection, {"holders": [house.second.party]})
    assert refused["code"] == "notes_frozen"
    assert house.second.refused(collection, {})["code"] == "balance_limit_exceeded"
    house.bank.command(f"/v1/wallets/{house.first.party}/tier", {"tier": 1})
    (payment,) = house.second.command(collection, {})["payments"]
    assert (payment["holder"]["id"], payment["share"]) == (house.first.party, 300)
    assert house.second.refused(collection, {})["code"] == "nobody_to_pay"
    house.notes.agent.command(path(house.receivable, "freezes"), freezing | {"frozen": "0"})
    assert house.pay() == 1
    assert (house.balance(house.first), house.balance(house.second)) == (1_000_200, 200)
