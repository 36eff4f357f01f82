"""A cross-border programme: the car maker in China owes dollars to suppliers abroad, who are paid in e-CNY."""

from datetime import date, timedelta
from typing import Any

from tallystick.chain.deployment import CARRIER_ROLE
from tallystick.chain.interface import interface
from tests.contracts.driver.cast import (
    BANK,
    CAR_MAKER,
    CARRIER,
    GOVERNOR,
    OPERATOR,
    REPORTER,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
    B,
    C,
)
from tests.contracts.driver.chain import day_number, moment
from tests.contracts.driver.cross_border import (
    CNY_PER_UNIT,
    CUSTOMS,
    DELIVERED,
    SHIPPED,
    UNITS_PER_CNY,
    USD,
    Aggregator,
    Feed,
    Limits,
)
from tests.contracts.driver.stage import DUE, Stage

DAY = 86_400
CAP = 50_000_000
FACE = 2_000_000_000
GOODS = 121_010
CHINA, SINGAPORE, VIETNAM, THAILAND, MALAYSIA = 156, 702, 704, 764, 458
COUNTRIES = (CHINA, SINGAPORE, VIETNAM, THAILAND, MALAYSIA)
HOMES = {CAR_MAKER: CHINA, TIER_ONE: SINGAPORE, A: VIETNAM, B: THAILAND, C: MALAYSIA}
FUNDS = 10**14
DUE_DAY_BEGINS = moment(DUE)
DUE_DAY_ENDS = moment(DUE + timedelta(days=1))
RATE = 14_038_238
"""Dollars for a yuan, with eight decimals, as Chainlink quotes: a dollar is about 7.1234 yuan."""
SECOND_RATE = 71_234
"""Yuan for a dollar, with four decimals."""


class Border:
    """Both feeds good, everybody admitted by its own group, US$500,000.00 at a time and a day."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.policy, self.rates = stage, stage.cross_border, stage.rates
        self.main = self.aggregator(8, "CNY / USD")
        self.second = self.aggregator(4, "USD / CNY")
        self.quote()
        stage.rates.set(GOVERNOR, self.main_feed(), self.second_feed(), 20_000)
        stage.access.send(GOVERNOR, "grantRole(uint64,address,uint32)", CARRIER_ROLE, CARRIER, 0)
        self.countries = stage.countries.list_countries(STRANGER, list(COUNTRIES)).answer
        self.programme = self.open_programme()
        for wallet, country in HOMES.items():
            self.policy.admit(OPERATOR, wallet, wallet.name.encode(), country)
            stage.ecny.open_wallet(BANK, wallet)
        stage.ecny.issue(BANK, CAR_MAKER, FUNDS)

    def aggregator(self, decimals: int, description: str) -> Aggregator:
        put = self.stage.put(interface("LocalAggregator"), REPORTER, decimals, description)
        return Aggregator(put.chain, put.interface, put.address)

    def main_feed(
        self, heartbeat: int = DAY, least: int = RATE * 9 // 10, most: int = RATE * 11 // 10
    ) -> Feed:
        return Feed(self.main, UNITS_PER_CNY, heartbeat, least, most)

    def second_feed(self, heartbeat: int = DAY, least: int = 60_000, most: int = 80_000) -> Feed:
        return Feed(self.second, CNY_PER_UNIT, heartbeat, least, most)

    def quote(self, answer: int = RATE, second: int = SECOND_RATE) -> None:
        """Both feeds say so now."""
        now = self.stage.chain.time
        self.main.report(REPORTER, answer, now)
        self.second.report(REPORTER, second, now)

    def open_programme(
        self, cap: int = CAP, window: int = DAY, released_at: int = DELIVERED, **terms: Any
    ) -> int:
        programme = self.stage.open_programme(
            currency=USD, regime=3, approval=b"\7" * 32, policy=self.policy.address, **terms
        )
        limits = Limits(cap, cap, window, self.countries, released_at)
        self.policy.set_limits(GOVERNOR, programme, limits)
        self.policy.allow(GOVERNOR, programme, GOODS)
        self.stage.fixings.agree_fallback(GOVERNOR, programme, 3)
        return programme

    def offer(self, face: int = FACE, creditor: Actor = TIER_ONE, due: date = DUE, programme: int = 0) -> int:
        paper = self.stage.invoice(face, creditor, currency=USD)
        number = programme or self.programme
        outcome = self.stage.issuance.issue(
            CAR_MAKER, number, creditor, face, day_number(due), [(paper, face)]
        )
        receivable: int = outcome.answer
        return receivable

    def claim(self, face: int = FACE, creditor: Actor = TIER_ONE, due: date = DUE, programme: int = 0) -> int:
        receivable = self.offer(face, creditor, due, programme)
        self.policy.declare(CAR_MAKER, receivable, GOODS)
        claim: int = self.stage.issuance.accept(creditor, receivable).answer
        return claim

    def deliver(self, receivable: int) -> None:
        """Shipped, cleared and delivered, each just now."""
        for milestone in (SHIPPED, CUSTOMS, DELIVERED):
            self.stage.milestones.attest(STRANGER, CARRIER, receivable, milestone, self.stage.chain.time)

    def fixed(self, receivable: int, answer: int = RATE, second: int = SECOND_RATE) -> int:
        """At the beginning of the due day, at what the feeds say an hour before; answers with the fen that are owed."""
        if self.stage.chain.time < DUE_DAY_BEGINS - 3_600:
            self.stage.chain.go_to(DUE_DAY_BEGINS - 3_600)
            self.quote(answer, second)
            self.rates.observe(STRANGER)
        if self.stage.chain.time < DUE_DAY_BEGINS:
            self.stage.chain.go_to(DUE_DAY_BEGINS)
        self.stage.fixings.fix(STRANGER, receivable)
        return self.stage.fixings.owed(receivable)

    def funded(self, claim: int) -> int:
        """Fixed, delivered and funded in full on its due day; it is the day after now."""
        receivable = claim >> 64
        owed = self.fixed(receivable)
        self.deliver(receivable)
        self.fund(receivable, owed)
        if self.stage.chain.time < DUE_DAY_ENDS:
            self.stage.chain.go_to(DUE_DAY_ENDS)
        return owed

    def fund(self, receivable: int, amount: int) -> None:
        self.stage.settlement.fund(CAR_MAKER, self.stage.ecny, receivable, amount)

    def collect(self, claim: int, who: Actor = STRANGER) -> None:
        self.stage.settlement.collect(who, [claim])

    def a_day_later(self) -> None:
        self.stage.chain.go_to(self.stage.chain.time + DAY)
