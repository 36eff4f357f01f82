"""Tier one has a claim of ¥10,000,000; two financiers have money, and the desk may pay with it."""

from datetime import date, timedelta
from typing import Any

from tallystick.money.discount import bank_discount
from tests.contracts.driver.cast import BANK, CAR_MAKER, FINANCIER, INVESTOR, OPERATOR, TIER_ONE, A, Actor, B
from tests.contracts.driver.chain import START, day_number, moment
from tests.contracts.driver.contract import Outcome
from tests.contracts.driver.financing import LoanQuote, Quote
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.stage import FINANCIER as FINANCIER_ROLE

MILLION = 100_000_000
FACE = 10 * MILLION
FUNDS = 100 * MILLION
PRINCIPAL = 5 * MILLION
RATE = 60_000
RESERVE = 120_000
BASES = {1: 360, 2: 365}
REPAY_DAY = START + timedelta(days=90)


def open_money_market(stage: Stage) -> None:
    """Wallets for everybody in it; ¥100,000,000 each for the financiers, the debtor and the seller."""
    for financier in (FINANCIER, INVESTOR):
        stage.ledger.open_account(OPERATOR, financier, FINANCIER_ROLE)
    for owner in (CAR_MAKER, TIER_ONE, A, B, FINANCIER, INVESTOR):
        stage.ecny.open_wallet(BANK, owner)
    for owner in (CAR_MAKER, TIER_ONE, FINANCIER, INVESTOR):
        stage.ecny.issue(BANK, owner, FUNDS)
        stage.ecny.approve(owner, stage.financing, FUNDS)


def price(value: int, days: int, rate: int = RATE) -> int:
    return value - bank_discount(value, rate, days, 360)


class Finance:
    """Financing on a stage, with everything that is not the point of a test filled in."""

    def __init__(self, stage: Stage, due: date = DUE) -> None:
        """`due` is when what is financed falls due."""
        self.stage = stage
        self.due = due
        self._receipts = 0

    @property
    def today(self) -> int:
        return day_number(START) + (self.stage.chain.time - moment(START)) // 86_400

    def record_lien(self, financier: Actor, claim: int) -> None:
        self._receipts += 1
        self.stage.financing.record_lien(financier, claim, self._receipts.to_bytes(32, "big"))

    def loan_quote(self, claim: int, value: int = FACE, **other: Any) -> LoanQuote:
        """¥5,000,000 at 6 % a year for ninety days."""
        return LoanQuote(
            financier=FINANCIER.address,
            claim=claim,
            epoch=self.stage.ledger.claim(claim).epoch,
            value=value,
            principal=PRINCIPAL,
            rate_ppm=RATE,
            day_count=1,
            value_day=self.today,
            repay_day=day_number(REPAY_DAY),
            reserve_ppm=RESERVE,
            expiry=self.stage.chain.time + 3_600,
        ).but(**other)

    def sale_quote(self, claim: int, value: int, buyer: Actor = FINANCIER, **other: Any) -> Quote:
        """At 6 % a year, for today."""
        rate = other.get("rate_ppm", RATE)
        return Quote(
            financier=buyer.address,
            claim=claim,
            epoch=self.stage.ledger.claim(claim).epoch,
            value=value,
            proceeds=price(value, day_number(self.due) - self.today, rate),
            rate_ppm=RATE,
            day_count=1,
            value_day=self.today,
            recourse=False,
            expiry=self.stage.chain.time + 3_600,
        ).but(**other)

    def accept(self, quote: Quote | LoanQuote, holder: Actor = TIER_ONE, by: Actor = FINANCIER) -> Outcome:
        desk = self.stage.financing
        return desk.accept(holder, self.stage.ledger, quote, desk.sign(by, quote))

    def lend(self, claim: int, value: int = FACE, holder: Actor = TIER_ONE, **other: Any) -> tuple[int, int]:
        """Agreement and pledged claim of a new loan."""
        self.record_lien(FINANCIER, claim)
        outcome = self.accept(self.loan_quote(claim, value, **other), holder)
        made = next(event for event in outcome.events if event[0] == "LoanMade")
        return made[1], outcome.answer

    def sell_with_recourse(self, claim: int, value: int = FACE, **other: Any) -> tuple[int, int]:
        """Agreement and claim that was sold."""
        self.record_lien(FINANCIER, claim)
        outcome = self.accept(self.sale_quote(claim, value, recourse=True, **other))
        sold = next(event for event in outcome.events if event[0] == "ClaimSold")
        return sold[-1], outcome.answer

    def fund(self, receivable: int, amount: int) -> None:
        self.stage.settlement.fund(CAR_MAKER, self.stage.ecny, receivable, amount)

    def go_to(self, days_after_due: int) -> None:
        """Noon, so many days after the due day (or before)."""
        self.stage.chain.go_to(moment(DUE + timedelta(days=days_after_due), 12))

    def balances(self, *owners: Actor) -> tuple[int, ...]:
        return tuple(self.stage.ecny.balance(owner) for owner in owners)
