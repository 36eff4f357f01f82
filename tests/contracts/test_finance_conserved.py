"""Over wallets, holds, desk and ledger together: cash and title are conserved, no unit stands for two things."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tallystick.money.debt import Debt
from tests.contracts.driver.cast import (
    BANK,
    CAR_MAKER,
    COURT,
    FINANCIER,
    INVESTOR,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
    B,
)
from tests.contracts.driver.chain import START, day_number, moment
from tests.contracts.driver.finance import BASES, RATE, Finance, open_money_market
from tests.contracts.driver.refusals import Refused
from tests.contracts.driver.stage import Stage
from tests.contracts.driver.words import receivable_of

PEOPLE = (CAR_MAKER, TIER_ONE, A, B, FINANCIER, INVESTOR)
FINANCIERS = (FINANCIER, INVESTOR)
FACE = 1_000_000_000
ORDER = b"\1" * 32
SOON = START + timedelta(days=20)

pick = st.integers(0, 2**16)
some = st.fractions(0, 1, max_denominator=100).filter(bool)


class Market(RuleBasedStateMachine):
    """Everybody tries everything, mostly what may work. What is refused must have changed nothing at all."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        stage.reset()

    @initialize()
    def begin(self) -> None:
        stage = self.stage
        open_money_market(stage)
        self.finance = Finance(stage, SOON)
        self.in_all = stage.ecny.in_all()
        self.first = stage.claim(FACE, due=SOON)
        self.receivable = receivable_of(self.first)
        self.loans: dict[int, tuple[int, Debt]] = {}
        """Of each loan the pledged claim, and what is owed on it as Python reckons it."""
        self.holds: list[int] = []
        stage.ledger.split(TIER_ONE, self.first, [FACE // 2, FACE // 3, FACE - FACE // 2 - FACE // 3])

    # What there is

    def _claims(self) -> list[int]:
        count = self.stage.ledger.receivable(self.receivable).next_serial - 1
        return [self.receivable << 64 | serial for serial in range(1, count + 1)]

    def _claim(self, which: int) -> int:
        return self._claims()[which % len(self._claims())]

    def _holder(self, claim: int) -> Actor:
        owner = self.stage.ledger.claim(claim).owner
        return next(who for who in PEOPLE if who.address == owner)

    def _fingerprint(self) -> tuple[Any, ...]:
        ledger = self.stage.ledger
        claims = self._claims()
        return (
            [self.stage.ecny.balance(who) for who in PEOPLE],
            [self.stage.ecny.available(who) for who in PEOPLE],
            ledger.claims(self.receivable, 1, len(claims)),
            [ledger.ask("tieOf(uint256)", claim) for claim in claims],
        )

    def _try(self, act: Any, *arguments: Any) -> Any:
        """What it answers; None where it is refused, and then nothing has changed."""
        before = self._fingerprint()
        try:
            return act(*arguments)
        except Refused:
            assert self._fingerprint() == before
            return None

    # What they do

    @rule(which=pick, part=some, recourse=st.booleans(), buyer=st.sampled_from(FINANCIERS))
    def sell(self, which: int, part: Any, recourse: bool, buyer: Actor) -> None:
        claim = self._claim(which)
        value = int(self.stage.ledger.claim(claim).value * part)
        if value and self.finance.today <= day_number(SOON):
            self._register(buyer, claim)
            quote = self.finance.sale_quote(claim, value, buyer, recourse=recourse)
            self._try(self.finance.accept, quote, self._holder(claim), buyer)

    @rule(which=pick, part=some, share=some, days=st.integers(0, 10))
    def borrow(self, which: int, part: Any, share: Any, days: int) -> None:
        claim = self._claim(which)
        value = int(self.stage.ledger.claim(claim).value * part)
        if not value:
            return
        self._register(FINANCIER, claim)
        terms = self.finance.loan_quote(
            claim,
            value,
            principal=max(1, int(value * share)),
            repay_day=self.finance.today + days,
            reserve_ppm=500_000,
        )
        done = self._try(self.finance.accept, terms, self._holder(claim))
        if done is not None:
            number = next(event for event in done.events if event[0] == "LoanMade")[1]
            basis = BASES[terms.day_count]
            self.loans[number] = (done.answer, Debt(terms.principal, RATE, basis, terms.value_day))

    def _register(self, financier: Actor, claim: int) -> None:
        epoch = self.stage.ledger.claim(claim).epoch
        signature = "lienReceipt(address,uint256,uint256)"
        if self.stage.financing.ask(signature, financier, claim, epoch) == bytes(32):
            self.finance.record_lien(financier, claim)

    @rule(which=pick, part=some)
    def repay(self, which: int, part: Any) -> None:
        if self.loans:
            number = sorted(self.loans)[which % len(self.loans)]
            claim, debt = self.loans[number]
            debt = debt.on(self.finance.today)
            amount = int(debt.owed * part)
            if self._try(self.stage.financing.repay, TIER_ONE, number, amount) is not None:
                self.loans[number] = (claim, debt.after(amount))

    @rule(which=pick)
    def enforce(self, which: int) -> None:
        if self.loans and self.finance.today <= day_number(SOON):
            number = sorted(self.loans)[which % len(self.loans)]
            claim, debt = self.loans[number]
            value = self.stage.ledger.claim(claim).value
            if not value:
                return
            self._register(INVESTOR, claim)
            quote = self.finance.sale_quote(claim, value, INVESTOR)
            signature = self.stage.financing.sign(INVESTOR, quote)
            if self._try(self.stage.financing.enforce, FINANCIER, number, quote, signature) is not None:
                debt = debt.on(self.finance.today)
                self.loans[number] = (claim, debt.after(min(debt.owed, quote.proceeds)))

    @rule(which=pick, part=some)
    def fund(self, which: int, part: Any) -> None:
        del which
        amount = int(self.stage.settlement.owed(self.receivable) * part)
        if amount:
            self._try(self.stage.settlement.fund, CAR_MAKER, self.stage.ecny, self.receivable, amount)

    @rule(which=pick)
    def collect(self, which: int) -> None:
        self._collect(self._claim(which))

    def _collect(self, claim: int) -> None:
        done = self._try(self.stage.settlement.collect, STRANGER, [claim])
        for event in [] if done is None else done.events:
            if event[0] == "DebtPaid" and event[1] in self.loans:
                pledged, debt = self.loans[event[1]]
                self.loans[event[1]] = (pledged, debt.on(self.finance.today).after(event[4]))

    @rule(which=pick, act=st.sampled_from(["repurchase", "demand", "waive", "dispute", "withdraw", "freeze"]))
    def act_on_a_mark(self, which: int, act: str) -> None:
        stage, claim = self.stage, self._claim(which)
        holder = self._holder(claim)
        if act == "repurchase":
            self._try(stage.financing.repurchase, TIER_ONE, claim)
        elif act == "demand":
            self._try(stage.financing.demand_recourse, holder, claim)
        elif act == "waive":
            self._try(stage.ledger.send, holder, "waiveRecourse(uint256)", claim)
        elif act == "dispute":
            self._try(stage.disputes.dispute, CAR_MAKER, claim, stage.ledger.claim(claim).value)
        elif act == "withdraw":
            self._try(stage.disputes.withdraw, CAR_MAKER, claim)
        elif stage.ledger.claim(claim).frozen:
            stage.ledger.unfreeze(COURT, [claim])
        else:
            stage.ledger.freeze(COURT, [claim], ORDER)

    @rule(which=pick, part=some, to=st.sampled_from((TIER_ONE, A, B)))
    def pass_on(self, which: int, part: Any, to: Actor) -> None:
        claim = self._claim(which)
        value = int(self.stage.ledger.claim(claim).value * part)
        self._try(self.stage.ledger.transfer_value, self._holder(claim), claim, to, value)

    @rule(one=pick, other=pick)
    def mix(self, one: int, other: int) -> None:
        source, target = self._claim(one), self._claim(other)
        self._try(self.stage.ledger.move_value, self._holder(source), source, target, 1)

    @rule(payer=st.sampled_from(PEOPLE), payee=st.sampled_from(PEOPLE), amount=st.integers(1, 10**9))
    def pay_and_set_aside(self, payer: Actor, payee: Actor, amount: int) -> None:
        ecny = self.stage.ecny
        self._try(ecny.pay, payer, payee, amount)
        placed = self._try(ecny.hold, payer, amount, payee)
        if placed is not None and amount % 2:
            self._try(ecny.pay_hold, payee, placed.answer, payee, amount)
        elif placed is not None:
            self._try(ecny.return_hold, payee, placed.answer)

    @rule(days=st.integers(1, 20))
    def let_days_pass(self, days: int) -> None:
        today = self.finance.today - day_number(SOON) + days
        self.stage.chain.go_to(moment(SOON + timedelta(days=today), 12))

    def teardown(self) -> None:
        """In the end the debtor pays, and every claim is worth nothing any more: nothing is stuck."""
        if not hasattr(self, "first"):
            return
        stage = self.stage
        if self.finance.today <= day_number(SOON):
            self.let_days_pass(day_number(SOON) - self.finance.today + 1)
        owed = stage.settlement.owed(self.receivable)
        missing = owed - stage.ecny.available(CAR_MAKER)
        if missing > 0:
            stage.ecny.issue(BANK, CAR_MAKER, missing)
            self.in_all += missing
        if owed:
            stage.settlement.fund(CAR_MAKER, stage.ecny, self.receivable, owed)
        for claim in self._claims():
            word = stage.ledger.claim(claim)
            if word.frozen:
                stage.ledger.unfreeze(COURT, [claim])
            if word.value:
                self._collect(claim)
        assert stage.ledger.receivable(self.receivable).outstanding == 0
        self.cash_and_title_are_conserved()
        self.nothing_stands_for_two_things()
        self.debts_are_as_python_reckons_them()

    # What must be so

    @invariant()
    def cash_and_title_are_conserved(self) -> None:
        if not hasattr(self, "first"):
            return
        stage = self.stage
        assert sum(stage.ecny.balance(who) for who in PEOPLE) == stage.ecny.in_all() == self.in_all
        words = [stage.ledger.claim(claim) for claim in self._claims()]
        assert sum(word.value for word in words) == stage.ledger.receivable(self.receivable).outstanding
        for contract in (stage.ledger, stage.settlement, stage.financing, stage.disputes, stage.ecny):
            assert stage.ecny.balance(contract) == 0
            assert stage.ledger.claims_held_by(contract) == 0

    @invariant()
    def nothing_stands_for_two_things(self) -> None:
        if not hasattr(self, "first"):
            return
        open_loans = {claim: number for number, (claim, _) in self.loans.items()}
        for claim in self._claims():
            word = self.stage.ledger.claim(claim)
            party, agreement = self.stage.ledger.ask("tieOf(uint256)", claim)
            assert word.encumbered + word.recourse <= 1
            assert bool(word.encumbered or word.recourse) == (agreement != 0) == any(party)
            if word.encumbered:
                assert open_loans[claim] == agreement

    @invariant()
    def debts_are_as_python_reckons_them(self) -> None:
        if not hasattr(self, "first"):
            return
        for number, (claim, debt) in self.loans.items():
            now = debt.on(self.finance.today)
            assert self.stage.financing.owed(number, claim) == (now.principal, now.interest)
            tied = self.stage.ledger.ask("tieOf(uint256)", claim)[1] == number
            assert not tied or now.owed > 0


def run(stage: Stage, **hardness: Any) -> None:
    machine = partial(Market, stage)
    run_state_machine_as_test(machine, settings=settings(**hardness))  # type: ignore[arg-type]  # any factory will do


def test_whatever_they_do_cash_and_title_are_conserved(stage: Stage) -> None:
    run(stage, max_examples=5, stateful_step_count=25)


@pytest.mark.fuzz
@pytest.mark.timeout(0)
def test_at_length_cash_and_title_are_conserved(stage: Stage) -> None:
    run(stage, max_examples=300, stateful_step_count=60)
