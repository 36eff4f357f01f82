"""Whatever firms, persons, a bank and a releaser do with money in whatever order, no fen is made or lost on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.contracts.driver.cast import BANK, CAR_MAKER, DESK, TIER_ONE, A, Actor, B
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import Stage

TIERS = {CAR_MAKER: 0, TIER_ONE: 1, A: 3, B: 4}
LIMITS = {0: (0, 0, 0), 1: (0, 0, 0), 3: (2_000_000, 500_000, 1_000_000), 4: (1_000_000, 200_000, 500_000)}
LARGEST = 2**53 - 1

owner = st.sampled_from(list(TIERS))
pick = st.integers(0, 2**16)
amount = st.one_of(
    st.integers(0, 250_000), st.integers(0, 1_100_000), st.integers(0, 2**53), st.integers(0, 2**256 - 1)
)


@dataclass
class Purse:
    balance: int = 0
    held: int = 0
    paid: int = 0

    @property
    def free(self) -> int:
        return self.balance - self.held


@dataclass
class Held:
    payer: Actor
    payee: Actor | None
    left: int


@dataclass
class Model:
    """What should be there, by rules of a few lines, all within one day."""

    purses: dict[Actor, Purse] = field(default_factory=lambda: {someone: Purse() for someone in TIERS})
    holds: dict[int, Held] = field(default_factory=dict)

    @property
    def in_all(self) -> int:
        return sum(purse.balance for purse in self.purses.values())

    def refusal_of_payment(self, payer: Actor, payee: Actor, value: int, free: int) -> str | None:
        _, most, day = LIMITS[TIERS[payer]]
        if value > free:
            return "FundsInsufficient"
        if most and value > most:
            return "PaymentLimitExceeded"
        if day and self.purses[payer].paid + value > day:
            return "DailyLimitExceeded"
        return self.refusal_of_balance(payee, 0 if payer is payee else value)

    def refusal_of_balance(self, payee: Actor, value: int) -> str | None:
        limit = LIMITS[TIERS[payee]][0]
        return "BalanceLimitExceeded" if limit and self.purses[payee].balance + value > limit else None

    def pay(self, payer: Actor, payee: Actor, value: int) -> None:
        self.purses[payer].balance -= value
        self.purses[payer].paid += value
        self.purses[payee].balance += value


class MoneyInFourWallets(RuleBasedStateMachine):
    """Every rule does something that the model either expects to be done or names the refusal of."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.ecny = stage.ecny
        stage.reset()
        self.model = Model()
        for someone, tier in TIERS.items():
            self.ecny.open_wallet(BANK, someone, tier)
            self.ecny.approve(someone, BANK, 2**256 - 1)
        self._issue(CAR_MAKER, 10_000_000)

    def _issue(self, who: Actor, value: int) -> None:
        self.ecny.issue(BANK, who, value)
        self.model.purses[who].balance += value

    @rule(who=owner, value=amount)
    def issue(self, who: Actor, value: int) -> None:
        out_of_range = value == 0 or value > LARGEST - self.model.in_all
        refusal = "AmountOutOfRange" if out_of_range else self.model.refusal_of_balance(who, value)
        with expecting(refusal):
            self._issue(who, value)

    @rule(who=owner, value=amount)
    def redeem(self, who: Actor, value: int) -> None:
        purse = self.model.purses[who]
        refusal = "FundsInsufficient" if value > purse.free else None
        with expecting("AmountOutOfRange" if value == 0 or value > LARGEST else refusal):
            self.ecny.redeem(BANK, who, value)
            purse.balance -= value

    @rule(payer=owner, payee=owner, value=amount)
    def pay(self, payer: Actor, payee: Actor, value: int) -> None:
        with expecting(self.model.refusal_of_payment(payer, payee, value, self.model.purses[payer].free)):
            self.ecny.pay(payer, payee, value)
            self.model.pay(payer, payee, value)

    @rule(payer=owner, payee=st.one_of(st.none(), owner), value=amount)
    def hold(self, payer: Actor, payee: Actor | None, value: int) -> None:
        purse = self.model.purses[payer]
        refusal = "FundsInsufficient" if value > purse.free else None
        with expecting("AmountOutOfRange" if value == 0 or value > LARGEST else refusal):
            number = self.ecny.hold(payer, value, DESK, bytes(20) if payee is None else payee).answer
            purse.held += value
            self.model.holds[number] = Held(payer, payee, value)

    @rule(number=pick, payee=owner, value=st.one_of(amount, st.none()))
    def pay_hold(self, number: int, payee: Actor, value: int | None) -> None:
        if not self.model.holds:
            return
        hold = sorted(self.model.holds)[number % len(self.model.holds)]
        held = self.model.holds[hold]
        payee, value = held.payee or payee, held.left if value is None else value
        purse = self.model.purses[held.payer]
        if value == 0 or value > LARGEST:
            refusal: str | None = "AmountOutOfRange"
        elif value > held.left:
            refusal = "HoldExceeded"
        else:
            refusal = self.model.refusal_of_payment(held.payer, payee, value, purse.free + value)
        with expecting(refusal):
            self.ecny.pay_hold(DESK, hold, payee, value)
            self.model.pay(held.payer, payee, value)
            purse.held -= value
            held.left -= value
            if not held.left:
                del self.model.holds[hold]

    @rule(number=pick)
    def return_hold(self, number: int) -> None:
        if not self.model.holds:
            return
        hold = sorted(self.model.holds)[number % len(self.model.holds)]
        held = self.model.holds.pop(hold)
        self.ecny.return_hold(DESK, hold)
        self.model.purses[held.payer].held -= held.left

    @invariant()
    def everything_is_where_the_model_has_it(self) -> None:
        assert self.ecny.in_all() == self.model.in_all
        for someone, purse in self.model.purses.items():
            assert self.ecny.balance(someone) == purse.balance
            assert self.ecny.available(someone) == purse.free >= 0
            assert self.ecny.paid_today(someone) == min(purse.paid, 2**64 - 1)
        for contract in (self.ecny, DESK):
            assert self.ecny.balance(contract) == 0
        for hold, held in self.model.holds.items():
            assert self.ecny.hold_of(hold).amount == held.left


@contextmanager
def expecting(refusal: str | None) -> Iterator[None]:
    """The block is refused with that error, or not at all."""
    if refusal is None:
        yield
        return
    with refused(refusal):
        yield


def run(stage: Stage, **more: Any) -> None:
    machine = partial(MoneyInFourWallets, stage)
    run_state_machine_as_test(machine, settings=settings(**more))  # type: ignore[arg-type]  # any factory will do


def test_no_fen_is_made_or_lost(stage: Stage) -> None:
    run(stage, max_examples=12, stateful_step_count=20)


@pytest.mark.fuzz
@pytest.mark.timeout(0)
def test_no_fen_is_made_or_lost_in_a_long_time(stage: Stage) -> None:
    run(stage, max_examples=1_000, stateful_step_count=60)
