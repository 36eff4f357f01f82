"""Whatever is funded and collected in whatever order, every round adds up to the fen and full payment ends at zero."""

from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tallystick.money.settlement import Funding, Owed, owed, share
from tests.contracts.driver.cast import BANK, CAR_MAKER, COURT, STRANGER, TIER_ONE, A, Actor, B, C
from tests.contracts.driver.chain import day_number, moment
from tests.contracts.driver.refusals import refused_or_done
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.words import receivable_of

HOLDERS = (TIER_ONE, A, B, C)
FUNDS = 2**53 - 1
PPM = 500
ORDER = b"\1" * 32

pick = st.integers(0, 2**16)
holder = st.sampled_from(HOLDERS)
face = st.one_of(st.integers(4, 1_000), st.integers(4, 2**50), st.just(3_333_333_333))
share_of_debt = st.fractions(0, 1, max_denominator=1_000)


@dataclass
class RoundModel:
    """What was funded, over how much, and which claims have taken their share."""

    amount: int
    face: int
    hold: int
    interest: bool
    cursor: int = 0
    paid: int = 0


@dataclass
class ClaimModel:
    holder: Actor
    face: int
    taken: int = 0
    frozen: bool = False


@dataclass
class Model:
    face: int
    claims: dict[int, ClaimModel] = field(default_factory=dict)
    rounds: list[RoundModel] = field(default_factory=list)
    fundings: list[Funding] = field(default_factory=list)
    paid: dict[Actor, int] = field(default_factory=lambda: dict.fromkeys(HOLDERS, 0))
    today: int = 0

    @property
    def owed(self) -> Owed:
        return owed(self.face, PPM, day_number(DUE), self.fundings, self.today)

    @property
    def is_due(self) -> bool:
        return self.today > day_number(DUE)

    def fund(self, amount: int, hold: int) -> None:
        now = self.owed
        towards_interest = min(amount, now.interest)
        for part, interest in ((towards_interest, True), (amount - towards_interest, False)):
            if part:
                self.fundings.append(Funding(self.today, part, interest))
                self.rounds.append(RoundModel(part, now.face, hold, interest))

    def collect(self, claim: int) -> None:
        mine = self.claims[claim]
        for kept in self.rounds[mine.taken :]:
            got = share(kept.amount, kept.face, kept.cursor, mine.face)
            assert abs(got - Fraction(kept.amount * mine.face, kept.face)) < 1
            kept.cursor += mine.face
            kept.paid += got
            self.paid[mine.holder] += got
            mine.face -= 0 if kept.interest else got
        mine.taken = len(self.rounds)


class PaymentOfOneReceivable(RuleBasedStateMachine):
    """Two claims a holder. Every rule is done by the contracts as the model has it, or refused as it says."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        stage.reset()

    @initialize(face=face, cuts=st.lists(share_of_debt, min_size=3, max_size=3))
    def begin(self, face: int, cuts: list[Fraction]) -> None:
        stage = self.stage
        for owner in (CAR_MAKER, *HOLDERS):
            stage.ecny.open_wallet(BANK, owner)
        stage.ecny.issue(BANK, CAR_MAKER, FUNDS)
        first = stage.claim(face)
        self.receivable = receivable_of(first)
        self.model = Model(face, {first: ClaimModel(TIER_ONE, face)}, today=self._today())
        for cut, who in zip(cuts, (A, B, C), strict=True):
            value = int(cut * self.model.claims[first].face)
            if value:
                claim = stage.ledger.transfer_value(TIER_ONE, first, who, value).answer
                self.model.claims[first].face -= value
                self.model.claims[claim] = ClaimModel(who, value)

    def _today(self) -> int:
        return (self.stage.chain.node.head().timestamp + 8 * 3600) // 86_400

    @rule(part=share_of_debt, beyond=st.integers(-1, 1))
    def fund(self, part: Fraction, beyond: int) -> None:
        model, all_of_it = self.model, self.model.owed.total
        amount = int(part * all_of_it) if part < 1 else max(all_of_it + beyond, 0)
        with refused_or_done(self._refusal_of_funding(amount, all_of_it)):
            hold = self.stage.settlement.fund(CAR_MAKER, self.stage.ecny, self.receivable, amount).answer
            model.fund(amount, hold)

    def _refusal_of_funding(self, amount: int, all_of_it: int) -> str | None:
        if amount <= 0:
            return "AmountOutOfRange"
        if amount > FUNDS - sum(self.model.paid.values()) - self._held():
            return "FundsInsufficient"
        if self.model.owed.face == 0:
            return "ReceivableNotActive"
        return "FundingExceedsDebt" if amount > all_of_it else None

    @rule(which=pick)
    def collect(self, which: int) -> None:
        claim = self._claim(which)
        with refused_or_done(self._refusal_of_collecting(claim)):
            self.stage.settlement.collect(STRANGER, [claim])
            self.model.collect(claim)

    @rule(order=st.permutations(range(4)))
    def collect_all_that_can_be(self, order: list[int]) -> None:
        claims = [self._claim(number) for number in order if number < len(self.model.claims)]
        ready = [claim for claim in claims if self._refusal_of_collecting(claim) is None]
        if ready:
            self.stage.settlement.collect(STRANGER, ready)
            for claim in ready:
                self.model.collect(claim)

    def _refusal_of_collecting(self, claim: int) -> str | None:
        mine = self.model.claims[claim]
        if not self.model.is_due:
            return "NotYetDue"
        if mine.frozen:
            return "ClaimIsFrozen"
        return "NothingToCollect" if mine.taken == len(self.model.rounds) or not mine.face else None

    @rule(which=pick, to=holder)
    def assign(self, which: int, to: Actor) -> None:
        claim = self._claim(which)
        mine = self.model.claims[claim]
        with refused_or_done("ClaimIsFrozen" if mine.frozen else None):
            self.stage.ledger.transfer_claim(mine.holder, mine.holder, to, claim)
            mine.holder = to

    @rule(which=pick)
    def freeze_or_unfreeze(self, which: int) -> None:
        claim = self._claim(which)
        mine = self.model.claims[claim]
        if mine.frozen:
            self.stage.ledger.unfreeze(COURT, [claim])
        else:
            self.stage.ledger.freeze(COURT, [claim], ORDER)
        mine.frozen = not mine.frozen

    @rule(days=st.integers(0, 200))
    def let_days_pass(self, days: int) -> None:
        last = max(self.model.today, day_number(DUE))
        self.stage.chain.go_to(moment(DUE + timedelta(days=last - day_number(DUE) + days + 1), 1))
        self.model.today = last + days + 1

    @invariant()
    def money_and_face_are_where_they_should_be(self) -> None:
        if not hasattr(self, "model"):
            return
        stage, model = self.stage, self.model
        assert {who: stage.ecny.balance(who) for who in HOLDERS} == model.paid
        assert stage.ecny.balance(CAR_MAKER) == FUNDS - sum(model.paid.values())
        assert stage.ecny.available(CAR_MAKER) == stage.ecny.balance(CAR_MAKER) - self._held()
        assert stage.ecny.balance(stage.settlement) == 0
        for claim, mine in model.claims.items():
            word = stage.ledger.claim(claim)
            assert (word.owner, word.value, word.round) == (mine.holder.address, mine.face, mine.taken)
        outstanding = sum(mine.face for mine in model.claims.values())
        assert stage.ledger.receivable(self.receivable).outstanding == outstanding
        unfunded, interest, rounds = stage.settlement.position(self.receivable)
        assert (Owed(unfunded, interest), rounds) == (model.owed, len(model.rounds))

    @invariant()
    def rounds_are_paid_out_to_the_fen(self) -> None:
        if not hasattr(self, "model"):
            return
        for number, kept in enumerate(self.model.rounds, 1):
            found = self.stage.settlement.round(self.receivable, number)
            told = (found.amount, found.face, found.cursor, found.hold, found.interest)
            assert told == (kept.amount, kept.face, kept.cursor, kept.hold, kept.interest)
            assert kept.cursor <= kept.face
            if kept.cursor == kept.face:
                assert kept.paid == kept.amount

    def teardown(self) -> None:
        """In the end all is paid, whatever came before."""
        if not hasattr(self, "model"):
            return
        if not self.model.is_due:
            self.let_days_pass(0)
        if (
            self.model.owed.face
            and self.model.owed.total <= FUNDS - sum(self.model.paid.values()) - self._held()
        ):
            self.fund(Fraction(1), 0)
        for number, claim in enumerate(list(self.model.claims)):
            if self.model.claims[claim].frozen:
                self.freeze_or_unfreeze(number)
        self.collect_all_that_can_be(list(range(4)))
        self.money_and_face_are_where_they_should_be()
        self.rounds_are_paid_out_to_the_fen()
        if not self.model.owed.face:
            assert {mine.face for mine in self.model.claims.values()} == {0}
            assert self._held() == 0

    def _held(self) -> int:
        return sum(kept.amount - kept.paid for kept in self.model.rounds)

    def _claim(self, which: int) -> int:
        return sorted(self.model.claims)[which % len(self.model.claims)]


def run(stage: Stage, **hardness: Any) -> None:
    machine = partial(PaymentOfOneReceivable, stage)
    run_state_machine_as_test(machine, settings=settings(**hardness))  # type: ignore[arg-type]  # any factory will do


def test_whatever_is_funded_and_collected_everything_adds_up(stage: Stage) -> None:
    run(stage, max_examples=20, stateful_step_count=20)


@pytest.mark.fuzz
@pytest.mark.timeout(0)
def test_at_length_everything_adds_up(stage: Stage) -> None:
    run(stage, max_examples=500, stateful_step_count=60)
