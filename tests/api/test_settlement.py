"""From the due date on: the debtor funds, holders are paid by themselves, and what is late costs interest."""

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from tallystick.mirror.verification import verify
from tallystick.money.calendar import date_of_day, day_of_moment
from tallystick.settings import Settings
from tests.api.running_ledger import Firm, RunningLedger, problem
from tests.api.trade import Trade, commitment, split
from tests.postgresql import postgresql_database

DAY = 86_400
FACE = 100_000_000


@dataclass(frozen=True)
class House:
    """A ledger of this test's own, whose clock may be set, with a trade on it and a bank that has given everybody a
    wallet and the debtor ¥100,000,000.00."""

    ledger: RunningLedger
    trade: Trade
    bank: Firm
    buyer: Firm

    @property
    def debtor(self) -> Firm:
        return self.trade.debtor

    @property
    def supplier(self) -> Firm:
        return self.trade.supplier

    def today(self) -> Any:
        return date_of_day(day_of_moment(self.ledger.backend.node.clock()))

    def claim(self, face: int = FACE, due_in: int = 1) -> str:
        """The first claim of a receivable that is due in so many days."""
        invoice = self.trade.invoice(face)
        body = commitment(self.trade.programme, self.supplier, face, invoice)
        body["due_date"] = (self.today() + timedelta(days=due_in)).isoformat()
        number = self.debtor.command("/v1/receivables", body)["receivable"]["id"]
        accepted = self.supplier.command(f"/v1/receivables/{number}/acceptance")
        claim: str = accepted["claim"]["id"]
        return claim

    def let_days_pass(self, days: int) -> None:
        self.ledger.let_days_pass(days)

    def collect(self) -> int:
        """What the keeper does by itself every now and then."""
        return self.ledger.backend.keeper.collect_what_is_due()

    def fund(self, claim: str, amount: int | None = None) -> dict[str, Any]:
        body = None if amount is None else {"amount": amount}
        return self.debtor.command(f"/v1/receivables/{claim.split('-', maxsplit=1)[0]}/fundings", body)

    def position(self, claim: str, viewer: Firm | None = None) -> dict[str, Any]:
        return (viewer or self.debtor).read(f"/v1/receivables/{claim.split('-', maxsplit=1)[0]}/settlement")

    def status(self, claim: str) -> str:
        number = claim.split("-", maxsplit=1)[0]
        status: str = self.debtor.read(f"/v1/receivables/{number}")["status"]
        assert status == self.position(claim)["status"]
        return status

    def balance(self, owner: Firm) -> int:
        balance: int = owner.read(f"/v1/wallets/{owner.party}")["balance"]
        return balance


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    if request.param == "postgresql":
        server: URL = request.getfixturevalue("postgresql_url")
        with postgresql_database(server) as url:
            yield from _house(Settings(home=tmp_path, port=0, collect_seconds=0, database_url=url))
    else:
        yield from _house(Settings(home=tmp_path, port=0, collect_seconds=0))


def _house(settings: Settings) -> Iterator[House]:
    with closing(RunningLedger(settings)) as ledger:
        ledger.start()
        trade, bank, buyer = Trade.opened(ledger), ledger.open_bank(), ledger.open_party()
        for owner in (trade.debtor, trade.supplier, buyer):
            bank.command("/v1/wallets", {"party": owner.party})
        bank.command(f"/v1/wallets/{trade.debtor.party}/issues", {"amount": 100 * FACE})
        yield House(ledger, trade, bank, buyer)
        backend = ledger.backend
        assert verify(backend.store, backend.node, backend.contracts).equal


def test_holders_are_paid_when_it_is_due_without_lifting_a_finger(house: House) -> None:
    claim, other = split(house.supplier, house.claim(), [FACE // 4, FACE - FACE // 4])
    house.supplier.command("/v1/transfers", {"to": house.buyer.party, "claims": [other]})
    funded = house.fund(claim)
    assert (funded["hold"]["amount"], funded["hold"]["receivable"]) == (FACE, claim.split("-")[0])
    assert funded["settlement"]["owed"] == {"face": 0, "interest": 0, "total": 0}
    assert house.collect() == 0
    assert house.status(claim) == "active"
    house.let_days_pass(2)
    assert house.status(claim) == "matured"
    assert house.collect() == 2
    assert house.status(claim) == "settled"
    assert (house.balance(house.supplier), house.balance(house.buyer)) == (FACE // 4, FACE - FACE // 4)
    assert house.collect() == 0
    assert house.supplier.claims() == []
    (round_,) = house.position(claim)["rounds"]
    assert (round_["kind"], round_["amount"], round_["paid"]) == ("face", FACE, FACE)


def test_a_holder_collects_for_itself_and_nothing_twice(house: House) -> None:
    claim = house.claim()
    house.fund(claim, FACE // 2)
    refused = house.supplier.refused("/v1/collections", {"claims": [claim]})
    assert refused["code"] == "not_yet_due"
    house.let_days_pass(2)
    (share,) = house.supplier.command("/v1/collections", {"claims": [claim]})["shares"]
    assert (share["claim"], share["kind"], share["face"], share["share"]) == (claim, "face", FACE, FACE // 2)
    assert share["holder"]["id"] == house.supplier.party
    refused = house.supplier.refused("/v1/collections", {"claims": [claim]})
    assert refused["code"] == "nothing_to_collect"
    assert house.buyer.refused("/v1/collections", {"claims": [claim]})["code"] == "claim_not_found"
    assert house.position(claim)["owed"]["face"] == FACE // 2


def test_what_is_late_costs_interest_and_ends_in_default(house: House) -> None:
    claim = house.claim()
    house.let_days_pass(2)
    assert house.status(claim) == "overdue"
    position = house.position(claim)
    assert (position["days_overdue"], position["owed"]["interest"]) == (1, 50_000)
    house.fund(claim, 50_000 + FACE // 2)
    assert house.collect() == 1
    assert house.status(claim) == "part_paid"
    invoice = house.trade.invoice(100)
    body = commitment(house.trade.programme, house.supplier, 100, invoice)
    assert house.debtor.refused("/v1/receivables", body)["code"] == "issuer_overdue"
    house.let_days_pass(20)
    assert house.status(claim) == "defaulted"
    position = house.position(claim)
    assert position["owed"] == {
        "face": FACE // 2,
        "interest": 20 * 25_000,
        "total": FACE // 2 + 20 * 25_000,
    }
    house.fund(claim, FACE // 4)
    assert house.status(claim) == "recovering"
    house.fund(claim)
    assert house.collect() == 1
    assert house.status(claim) == "closed"
    assert house.balance(house.supplier) == FACE + 50_000 + 20 * 25_000
    kinds = [row["kind"] for row in house.position(claim)["rounds"]]
    assert kinds == ["interest", "face", "interest", "face", "face"]
    house.debtor.command("/v1/receivables", body)


def test_ten_million_thirty_days_late_cost_a_hundred_and_fifty_thousand(house: House) -> None:
    claim = house.claim(10 * FACE)
    house.let_days_pass(31)
    owed = house.position(claim)["owed"]
    assert owed == {"face": 10 * FACE, "interest": 15_000_000, "total": 10 * FACE + 15_000_000}
    house.fund(claim)
    house.collect()
    assert house.balance(house.supplier) == 10 * FACE + 15_000_000


def test_whom_the_keeper_cannot_pay_holds_up_nobody_else(house: House) -> None:
    without = house.ledger.open_party()
    court = house.ledger.open_authority()
    parts = split(house.supplier, house.claim(), [FACE // 4] * 4)
    for claim, taker in zip(parts[1:], (without, house.buyer, house.buyer), strict=True):
        house.supplier.command("/v1/transfers", {"to": taker.party, "claims": [claim]})
    house.bank.command(f"/v1/wallets/{house.buyer.party}/tier", {"tier": 4})  # holds ¥10,000 at most
    court.command("/v1/freezes", {"claims": [parts[3]], "order": "(2026)沪01执保123号"})
    house.fund(parts[0])
    house.let_days_pass(2)
    assert house.collect() == 1
    assert (house.balance(house.supplier), house.balance(house.buyer)) == (FACE // 4, 0)
    house.bank.command("/v1/wallets", {"party": without.party})
    assert house.collect() == 1
    house.bank.command(f"/v1/wallets/{house.buyer.party}/tier", {"tier": 0})
    assert house.collect() == 0  # left alone for a while
    house.buyer.command("/v1/collections", {"claims": [parts[2]]})
    court.command("/v1/freezes/lifting", {"claims": [parts[3]]})
    assert house.collect() == 1
    assert house.balance(house.buyer) == FACE // 2
    assert house.status(parts[0]) == "settled"


def test_many_claims_are_paid_in_batches(house: House) -> None:
    split(house.supplier, claim := house.claim(120), [1] * 120)
    house.fund(claim)
    house.let_days_pass(2)
    assert house.collect() == 120
    assert house.balance(house.supplier) == 120


def test_what_cannot_be_funded_is_refused(house: House) -> None:
    claim = house.claim(1_000)
    path = f"/v1/receivables/{claim.split('-')[0]}/fundings"
    refused = house.debtor.refused(path, {"amount": 1_001})
    assert (refused["code"], refused["values"]["owed"]) == ("funding_exceeds_debt", 1_000)
    other = house.ledger.open_party("debtor")
    assert other.refused(path, {"amount": 1})["code"] == "receivable_not_found"
    assert house.supplier.refused(path, {"amount": 1})["code"] == "role_not_allowed"
    offered = house.trade.offer(500)
    refused = house.debtor.refused(f"/v1/receivables/{offered}/fundings", {"amount": 1})
    assert refused["code"] == "receivable_not_active"
    house.fund(claim)
    assert house.debtor.refused(path)["code"] == "nothing_owed"
    assert house.debtor.refused(path, {"amount": 1})["code"] == "receivable_not_active"
    assert house.debtor.refused(f"/v1/receivables/{claim.split('-')[0]}/cancellation")["code"] == (
        "receivable_not_active"
    )


def test_a_debtor_without_the_money_funds_nothing(house: House) -> None:
    claim = house.claim(100 * FACE)
    house.debtor.command("/v1/payments", {"to": house.buyer.party, "amount": 1})
    path = f"/v1/receivables/{claim.split('-')[0]}/fundings"
    assert house.debtor.refused(path)["code"] == "funds_insufficient"
    assert house.position(claim)["rounds"] == []


def test_what_was_paid_is_told_to_who_was_paid_and_to_who_owed(house: House) -> None:
    claim, other = split(house.supplier, house.claim(1_000), [700, 300])
    house.supplier.command("/v1/transfers", {"to": house.buyer.party, "claims": [other]})
    house.fund(claim)
    house.let_days_pass(2)
    house.collect()

    def told(viewer: Firm) -> list[tuple[str, int]]:
        return [(row["claim"], row["share"]) for row in viewer.read("/v1/collections")["shares"]]

    assert told(house.supplier) == [(claim, 700)]
    assert told(house.buyer) == [(other, 300)]
    assert told(house.debtor) == [(claim, 700), (other, 300)]
    assert told(house.ledger.open_party("supervisor")) == [(claim, 700), (other, 300)]
    first = house.debtor.read("/v1/collections", size=1)
    second = house.debtor.read("/v1/collections", size=1, after=first["next"])
    assert [row["claim"] for row in first["shares"] + second["shares"]] == [claim, other]
    movements = house.buyer.read(f"/v1/wallets/{house.buyer.party}/movements")["movements"]
    assert [(row["kind"], row["amount"]) for row in movements] == [("pay", 300)]


def test_a_debtor_has_notice_of_each_assignment_and_since_when(house: House) -> None:
    claim, other = split(house.supplier, house.claim(1_000), [700, 300])
    before = house.ledger.moment(0)
    house.supplier.command("/v1/transfers", {"to": house.buyer.party, "claims": [other]})
    passed = house.supplier.command(f"/v1/claims/{claim}/transfers", {"to": house.buyer.party, "value": 100})
    path = f"/v1/receivables/{claim.split('-')[0]}/notices"
    told = house.debtor.read(path)["notices"]
    assert [(row["kind"], row["claim"], row["amount"]) for row in told] == [
        ("assign", other, 300),
        ("pass", passed["moved"][0]["to_claim"], 100),
    ]
    assert {row["assignor"]["id"] for row in told} == {house.supplier.party}
    assert {row["assignee"]["id"] for row in told} == {house.buyer.party}
    assert all(before <= row["noticed_at"] <= house.ledger.moment(0) for row in told)
    assert told[1]["transaction"] == passed["transaction"]
    assert house.ledger.open_party("supervisor").read(path)["notices"] == told
    first = house.debtor.read(path, size=1)
    assert house.debtor.read(path, size=1, after=first["next"])["notices"] == told[1:]
    holder = house.ledger.open_party("debtor", "supplier")
    house.buyer.command("/v1/transfers", {"to": holder.party, "claims": [other]})
    assert problem(holder.get(path))["code"] == "not_the_debtor"


def test_a_write_off_is_a_holders_own_entry_and_leaves_the_debt_alive(house: House) -> None:
    claim = house.claim(1_000)
    body = {"amount": 600, "reason": "债务人破产"}
    entry = house.supplier.command(f"/v1/claims/{claim}/write-offs", body)
    assert house.supplier.read("/v1/write-offs")["write_offs"] == [entry]
    assert (entry["claim"], entry["amount"], entry["reason"]) == (claim, 600, "债务人破产")
    for other in (house.debtor, house.buyer):
        assert other.read("/v1/write-offs")["write_offs"] == []
        assert other.refused(f"/v1/claims/{claim}/write-offs", body)["code"] == "claim_not_found"
    refused = house.supplier.refused(f"/v1/claims/{claim}/write-offs", {"amount": 401, "reason": "x"})
    assert refused["code"] == "write_off_exceeds_claim"
    assert house.position(claim)["owed"]["face"] == 1_000
    house.fund(claim)
    house.let_days_pass(2)
    house.collect()
    assert house.balance(house.supplier) == 1_000


def test_the_position_is_told_to_debtor_holders_and_nobody_else(house: House) -> None:
    claim = house.claim(1_000)
    for viewer in (house.debtor, house.supplier, house.ledger.open_party("supervisor")):
        assert house.position(claim, viewer)["owed"]["face"] == 1_000
    number = claim.split("-")[0]
    assert problem(house.buyer.get(f"/v1/receivables/{number}/settlement"))["code"] == "receivable_not_found"
    offered = house.trade.offer(500)
    assert house.debtor.read(f"/v1/receivables/{offered}/settlement")["owed"]["total"] == 0


def test_a_server_pays_what_is_due_by_itself(tmp_path: Path) -> None:
    house = next(houses := _house(Settings(home=tmp_path, port=0, collect_seconds=0.2)))
    claim = house.claim(1_000)
    house.fund(claim)
    house.let_days_pass(2)
    for _ in range(100):
        if house.balance(house.supplier) == 1_000:
            break
        time.sleep(0.1)
    assert house.status(claim) == "settled"
    next(houses, None)
