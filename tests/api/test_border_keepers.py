"""Dollars are fixed and paid day after day without anybody's lifting a finger, as feeds and caps let them."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from sqlalchemy import URL
from structlog.testing import capture_logs

from tallystick.mirror.verification import verify
from tallystick.settings import Settings
from tests.api.border_trade import CAP, RATE, VIETNAM, BorderTrade, feeds_of, milestone, say
from tests.api.running_ledger import Firm, RunningLedger
from tests.api.trade import pass_value
from tests.postgresql import postgresql_database

DAY = 86_400
AN_HOUR = 3_600
A_MINUTE_LATER = 60
"""What waits is looked at again by then."""


@dataclass(frozen=True)
class House:
    """A ledger of this test's own, whose clock may be set, with a cross-border trade, two feeds, and a bank that has
    given everybody a wallet and the debtor money."""

    border: BorderTrade
    bank: Firm
    feeds: dict[str, Any]

    @property
    def ledger(self) -> RunningLedger:
        return self.border.ledger

    @property
    def debtor(self) -> Firm:
        return self.border.trade.debtor

    @property
    def supplier(self) -> Firm:
        return self.border.trade.supplier

    def time_passes(self, seconds: int) -> None:
        self.ledger.let_time_pass(seconds)

    def say(self, main: int, second: int | None = None) -> None:
        """The feeds have a new answer."""
        for feed, answer in (("main", main), ("second", second or main)):
            say(self.ledger, self.feeds[feed]["source"], answer)

    # What the keepers do by themselves every now and then

    def observe(self) -> int:
        return self.ledger.backend.rate_keeper.observe_what_is_new()

    def fix(self) -> int:
        return self.ledger.backend.rate_keeper.fix_what_is_due()

    def collect(self) -> int:
        return self.ledger.backend.keeper.collect_what_is_due()

    # What comes of it

    def position(self, claim: str) -> dict[str, Any]:
        return self.debtor.read(f"/v1/receivables/{_receivable(claim)}/settlement")

    def fund(self, claim: str) -> int:
        """What was owed, all of which is set aside now."""
        owed: int = self.position(claim)["owed"]["total"]
        self.debtor.command(f"/v1/receivables/{_receivable(claim)}/fundings")
        return owed

    def fixed_and_funded(self, *claims: str) -> int:
        """On the due day of all of them; what is owed in all."""
        self.time_passes(DAY)
        self.say(RATE)
        assert (self.observe(), self.fix()) == (1, len(claims))
        return sum(map(self.fund, claims))

    def balance(self, owner: Firm) -> int:
        balance: int = owner.read(f"/v1/wallets/{owner.party}")["balance"]
        return balance

    def ages(self) -> dict[str, int]:
        """Of what the debtor owes: how much of it has been overdue for how long, where it is anything."""
        (portfolio,) = self.debtor.read("/v1/figures")["portfolios"]
        (position,) = portfolio["positions"]
        return {one["age"]: one["face"] for one in position["ageing"] if one["face"]}

    def another(self, group: str) -> Firm:
        """With a wallet, and whose it is."""
        firm = self.ledger.open_party()
        self.border.admit(firm, group, VIETNAM)
        self.bank.command("/v1/wallets", {"party": firm.party})
        return firm

    def released(self) -> list[int]:
        """In dollars, the oldest first, each in a transaction of its own."""
        movements = self.debtor.read("/v1/border-movements", size=500)["movements"]
        paid = [row for row in reversed(movements) if row["kind"] == "release"]
        assert len({row["transaction"] for row in paid}) == len(paid)
        return [row["amount"] for row in paid]


def _receivable(claim: str) -> str:
    return claim.split("-", maxsplit=1)[0]


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    if request.param == "postgresql":
        server: URL = request.getfixturevalue("postgresql_url")
        with postgresql_database(server) as url:
            yield from _house(
                Settings(home=tmp_path, port=0, collect_seconds=0, feed_seconds=0, database_url=url)
            )
    else:
        yield from _house(Settings(home=tmp_path, port=0, collect_seconds=0, feed_seconds=0))


def _house(settings: Settings) -> Iterator[House]:
    with closing(RunningLedger(settings)) as ledger:
        ledger.start()
        border, bank = BorderTrade.opened(ledger, released_at="none"), ledger.open_bank()
        for owner in (border.trade.debtor, border.trade.supplier):
            bank.command("/v1/wallets", {"party": owner.party})
        bank.command(f"/v1/wallets/{border.trade.debtor.party}/issues", {"amount": 1_000 * CAP})
        feeds = feeds_of(ledger)
        ledger.host.command("/v1/exchange-feeds", feeds)
        yield House(border, bank, feeds)
        backend = ledger.backend
        assert verify(backend.store, backend.node, backend.contracts).equal


def limits(house: House, **changed: Any) -> None:
    told = house.supplier.read(house.border.path())["limits"]
    house.ledger.host.command(house.border.path("limits"), told | changed)


def test_what_is_above_the_cap_is_paid_to_the_fen_day_by_day(house: House) -> None:
    face = 3 * CAP + 1_234_567
    claim = house.border.claim(face, due_in=1)
    owed = house.fixed_and_funded(claim)
    assert house.collect() == 0, "its due day is not over"
    paid: list[int] = []
    for day in range(4):
        house.time_passes(DAY)
        with capture_logs() as told:
            assert (house.collect(), house.collect()) == (1, 0), "no more is released that day"
        assert not told, "what waits is no failure"
        paid.append(house.balance(house.supplier) - sum(paid))
        assert house.position(claim)["days_overdue"] == 0, "what waits for a cap is not overdue"
        if day < 3:
            assert house.ages() == {"not_due": face - sum(house.released())}
    assert (house.released(), sum(paid)) == ([CAP, CAP, CAP, 1_234_567], owed)
    assert {abs(part * face - owed * CAP) < face for part in paid[:3]} == {True}, "to within a fen"
    assert house.position(claim)["status"] == "settled"
    house.time_passes(DAY)
    assert house.collect() == 0


def test_as_much_is_paid_at_once_as_the_window_takes_one_cap_after_the_other(house: House) -> None:
    limits(house, window_cap=3 * CAP)
    claim = house.border.claim(4 * CAP, due_in=1)
    owed = house.fixed_and_funded(claim)
    house.time_passes(DAY)
    assert (house.collect(), house.released()) == (3, [CAP] * 3)
    house.time_passes(DAY)
    assert (house.collect(), house.balance(house.supplier)) == (1, owed)


def test_one_group_gets_its_cap_a_day_on_all_its_claims_and_another_group_its_own(house: House) -> None:
    sister, stranger = house.another("Lim family"), house.another("Nguyen")
    claim = house.border.claim(2 * CAP, due_in=1)
    pass_value(house.supplier, sister, claim, 7 * CAP // 10)
    pass_value(house.supplier, stranger, claim, 3 * CAP // 10)
    owed = house.fixed_and_funded(claim)
    house.time_passes(DAY)
    assert house.collect() == 2, "the first claim takes the group's whole cap, and the stranger's is paid"
    assert house.released() == [CAP, 3 * CAP // 10]
    assert (house.balance(sister), house.balance(stranger)) == (0, owed * 3 // 20)
    house.time_passes(DAY)
    assert (house.collect(), house.released()[2:]) == (1, [7 * CAP // 10])
    assert sum(map(house.balance, (house.supplier, sister, stranger))) == owed


def test_two_claims_of_a_group_share_what_is_left_of_its_window(house: House) -> None:
    claims = [house.border.claim(6 * CAP // 10, due_in=1) for _ in range(2)]
    owed = house.fixed_and_funded(*claims)
    house.time_passes(DAY)
    assert (house.collect(), house.released()) == (2, [6 * CAP // 10, 4 * CAP // 10])
    house.time_passes(DAY)
    assert (house.collect(), house.released()[2:]) == (1, [2 * CAP // 10])
    assert house.balance(house.supplier) == owed


def test_what_is_not_delivered_waits_and_holds_up_nothing_else(house: House) -> None:
    limits(house, released_at="delivered")
    carrier = Account.create()
    house.ledger.host.command("/v1/carriers", {"address": carrier.address, "trusted": True})
    at_sea, there = (house.border.claim(face, due_in=1) for face in (2_000, 3_000))
    first = house.fixed_and_funded(at_sea, there)

    def arrives(claim: str) -> None:
        path = f"/v1/receivables/{_receivable(claim)}/milestones"
        for reached in ("shipped", "customs", "delivered"):
            house.supplier.command(path, milestone(house.ledger, carrier, _receivable(claim), reached))

    arrives(there)
    house.time_passes(DAY)
    with capture_logs() as told:
        assert (house.collect(), house.collect()) == (1, 0)
    assert (house.released(), told) == ([3_000], [])
    arrives(at_sea)
    house.time_passes(A_MINUTE_LATER)
    assert (house.collect(), house.balance(house.supplier)) == (1, first)


def test_a_stopped_programme_pays_when_the_order_is_lifted(house: House) -> None:
    court = house.ledger.open_authority()
    claim = house.border.claim(2_000, due_in=1)
    owed = house.fixed_and_funded(claim)
    court.command(house.border.path("stop"), {"order": "(2026)京01行保1号"})
    house.time_passes(DAY)
    with capture_logs() as told:
        assert house.collect() == 0
    assert not told
    court.command(house.border.path("resumption"))
    house.time_passes(A_MINUTE_LATER)
    assert (house.collect(), house.balance(house.supplier)) == (1, owed)


def test_each_answer_that_is_believed_is_kept_once(house: House) -> None:
    def kept() -> Any:
        return house.supplier.read("/v1/exchange-rates/USD")["last"]

    assert kept() is None
    assert (house.observe(), house.observe()) == (1, 0)
    assert kept()["answer"] == str(RATE)
    house.time_passes(AN_HOUR)
    assert house.observe() == 0
    house.say(RATE, RATE + RATE // 20)
    with capture_logs() as told:
        assert (house.observe(), house.observe()) == (0, 0)
    assert [(one["event"], one["code"]) for one in told] == [("rate_not_believed", "rates_deviate")]
    house.say(RATE + 1)
    assert (house.observe(), kept()["answer"], house.observe()) == (1, str(RATE + 1), 0)
    house.time_passes(A_MINUTE_LATER)
    other = feeds_of(house.ledger)
    house.ledger.host.command("/v1/exchange-feeds", other)
    assert (house.observe(), kept()["round"]) == (1, "1"), "another feed begins to count anew"
    house.ledger.host.command("/v1/exchange-feeds", house.feeds)
    assert (house.observe(), house.observe()) == (1, 0), "a feed that comes back is kept again, once"
    assert kept()["answer"] == str(RATE + 1)


def test_while_the_feed_fails_nothing_is_fixed_and_when_it_resumes_all_goes_on(house: House) -> None:
    assert house.observe() == 1
    claims = [house.border.claim(face, due_in=2) for face in (1_001, 2_002)]
    house.time_passes(4 * DAY)
    with capture_logs() as told:
        assert [(house.observe(), house.fix(), house.collect()) for _ in range(3)] == [(0, 0, 0)] * 3
    assert [one["code"] for one in told] == ["rate_stale"]
    refused = house.debtor.refused(f"/v1/receivables/{_receivable(claims[0])}/fundings")
    assert refused["code"] == "not_fixed"
    house.say(RATE + 1)
    house.time_passes(A_MINUTE_LATER)
    assert (house.observe(), house.fix(), house.fix()) == (1, 2, 0)
    positions = [house.position(claim) for claim in claims]
    assert {(one["fixing"]["answer"], one["fixing"]["fallback"]) for one in positions} == {
        (str(RATE + 1), False)
    }
    assert all(one["owed"]["interest"] > 0 for one in positions), "a stale feed gives no debtor free delay"
    owed = sum(map(house.fund, claims))
    assert (house.collect(), house.balance(house.supplier)) == (2, owed)


def test_who_could_not_pay_is_not_overdue_until_the_rate_is_fixed(house: House) -> None:
    face = 1_001
    claim = house.border.claim(face, due_in=2)

    def standing() -> tuple[str, int, dict[str, int]]:
        position, receivable = (
            house.position(claim),
            house.debtor.read(f"/v1/receivables/{_receivable(claim)}"),
        )
        assert position["status"] == receivable["status"]
        return position["status"], position["days_overdue"], house.ages()

    house.time_passes(2 * DAY)
    assert standing() == ("active", 0, {"not_due": face})
    house.time_passes(2 * DAY)
    assert standing() == ("awaiting_fixing", 0, {"not_due": face})
    house.say(RATE)
    assert house.fix() == 1
    assert standing() == ("overdue", 2, {"1_30": face}), "interest runs from the due day on all the same"
    house.fund(claim)
    assert standing() == ("matured", 0, {"not_due": face})


def test_what_a_claim_is_worth_goes_on_record_with_each_milestone_and_the_fixing(house: House) -> None:
    keeper = house.ledger.backend.value_keeper
    receivable = _receivable(house.border.claim(CAP, due_in=2))
    assert keeper.record_what_has_changed() == 0, "nobody has said what milestones are worth"
    factors = {"none_ppm": 0, "shipped_ppm": 500_000, "customs_ppm": 500_000, "delivered_ppm": 1_000_000}
    house.ledger.host.command(house.border.path("factors"), factors)
    carrier = Account.create()
    house.ledger.host.command("/v1/carriers", {"address": carrier.address, "trusted": True})
    assert (keeper.record_what_has_changed(), keeper.record_what_has_changed()) == (1, 0)
    for reached in ("shipped", "customs"):
        signed = milestone(house.ledger, carrier, receivable, reached)
        house.supplier.command(f"/v1/receivables/{receivable}/milestones", signed)
        assert (keeper.record_what_has_changed(), keeper.record_what_has_changed()) == (1, 0)
    house.time_passes(2 * DAY)
    signed = milestone(house.ledger, carrier, receivable, "delivered")
    house.supplier.command(f"/v1/receivables/{receivable}/milestones", signed)
    with capture_logs() as told:
        assert keeper.record_what_has_changed() == 0, "no feed is good"
    assert not told, "what waits is no failure"
    house.say(RATE)
    house.time_passes(A_MINUTE_LATER)
    house.say(RATE + 7)
    assert (keeper.record_what_has_changed(), house.fix(), keeper.record_what_has_changed()) == (1, 1, 1)
    on_record = house.supplier.read(f"/v1/receivables/{receivable}/value")["recorded"]
    told_of = [(row["milestone"], row["fixed"], row["value"]) for row in reversed(on_record)]
    whole = CAP * (RATE + 7) // 10_000
    half = CAP * RATE // 20_000
    assert told_of == [
        ("none", False, 0),
        ("shipped", False, half),
        ("customs", False, half),
        ("delivered", False, whole),
        ("delivered", True, whole),
    ]


def test_after_the_days_agreed_on_the_last_rate_before_applies(house: House) -> None:
    house.ledger.host.command(house.border.path("fallback"), {"days": 2})
    assert house.observe() == 1
    claim = house.border.claim(1_001, due_in=2)
    house.time_passes(2 * DAY)
    assert (house.observe(), house.fix()) == (0, 0)
    house.time_passes(2 * DAY)
    assert (house.observe(), house.fix()) == (0, 1)
    fixing = house.position(claim)["fixing"]
    assert (fixing["answer"], fixing["fallback"]) == (str(RATE), True)
    owed = house.fund(claim)
    assert (house.collect(), house.balance(house.supplier)) == (1, owed)


def test_a_server_fixes_and_pays_by_itself(tmp_path: Path) -> None:
    house = next(houses := _house(Settings(home=tmp_path, port=0, collect_seconds=0.2)))
    claim = house.border.claim(CAP + 1, due_in=1)
    house.time_passes(DAY)
    house.say(RATE)
    _until(lambda: house.position(claim)["fixing"] is not None)
    owed = house.fund(claim)
    house.time_passes(DAY)
    _until(lambda: house.released() == [CAP])
    house.time_passes(DAY + A_MINUTE_LATER)
    _until(lambda: house.position(claim)["status"] == "settled")
    assert house.balance(house.supplier) == owed
    next(houses, None)


def _until(happened: Any, waits: Sequence[float] = (0.1,) * 200) -> None:
    for seconds in waits:
        if happened():
            return
        time.sleep(seconds)
    pytest.fail("it does not happen")
