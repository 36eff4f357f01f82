"""Whatever four parties do to claims in whatever order, no fen of face is made or lost."""

from functools import partial
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.contracts.driver.cast import TIER_ONE, A, Actor, B, C
from tests.contracts.driver.model import Model
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import Stage
from tests.contracts.driver.words import receivable_of

PARTIES = (TIER_ONE, A, B, C)
FACES = (100, 2**53 - 1)

party = st.sampled_from(PARTIES)
pick = st.integers(0, 2**16)
amount = st.one_of(st.integers(0, 120), st.integers(0, 2**53), st.integers(2**63, 2**256 - 1))


class ClaimsInFourHands(RuleBasedStateMachine):
    """Every rule does something that the model either expects to be done or names the refusal of."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage, self.ledger = stage, stage.ledger
        stage.reset()
        self.model = Model()
        for face in FACES:
            claim = stage.claim(face)
            assert claim == self.model.mint(receivable_of(claim), TIER_ONE.address, face)

    def any_claim(self, number: int) -> int:
        return sorted(self.model.claims)[number % len(self.model.claims)]

    @rule(
        who=party,
        number=pick,
        cuts=st.lists(st.integers(0, 2**53), min_size=1, max_size=3),
        bent=st.booleans(),
    )
    def split(self, who: Actor, number: int, cuts: list[int], bent: bool) -> None:
        claim = self.any_claim(number)
        value = self.model.claims[claim].value
        borders = sorted(cut % (value + 1) for cut in cuts)
        parts = [end - start for start, end in zip([0, *borders], [*borders, value], strict=True)]
        parts[-1] += bent
        error = self._why_no_split(who, claim, parts)
        if error:
            with refused(error):
                self.ledger.split(who, claim, parts)
        else:
            self.ledger.split(who, claim, parts)
            self.model.split(claim, parts)

    def _why_no_split(self, who: Actor, claim: int, parts: list[int]) -> str | None:
        if not self.model.may_dispose(who.address, claim):
            return "ERC721InsufficientApproval"
        if 0 in parts:
            return "SplitIntoNothing"
        return None if sum(parts) == self.model.claims[claim].value else "SplitDoesNotAddUp"

    @rule(who=party, number=pick, to=party, value=amount)
    def value_to(self, who: Actor, number: int, to: Actor, value: int) -> None:
        claim = self.any_claim(number)
        error = self._why_no_move(who, claim, value) or (None if value else "ValueMissing")
        if error:
            with refused(error):
                self.ledger.transfer_value(who, claim, to, value)
        else:
            self.ledger.transfer_value(who, claim, to, value)
            self.model.value_to(who.address, claim, to.address, value)

    @rule(who=party, number=pick, other=pick, value=amount)
    def value_into(self, who: Actor, number: int, other: int, value: int) -> None:
        source, destination = self.any_claim(number), self.any_claim(other)
        error = self._why_no_move(who, source, value)
        if receivable_of(source) != receivable_of(destination):
            error = "SlotsDiffer"
        if error:
            with refused(error):
                self.ledger.move_value(who, source, destination, value)
        else:
            self.ledger.move_value(who, source, destination, value)
            self.model.value_into(who.address, source, destination, value)

    def _why_no_move(self, who: Actor, claim: int, value: int) -> str | None:
        if not self.model.may_move(who.address, claim, value):
            return "AllowanceExceeded"
        return "ValueExceeded" if value > self.model.claims[claim].value else None

    @rule(who=party, number=pick, to=party)
    def hand_over(self, who: Actor, number: int, to: Actor) -> None:
        claim = self.any_claim(number)
        owner = self.model.claims[claim].owner
        if self.model.may_dispose(who.address, claim):
            self.ledger.transfer_claim(who, owner, to, claim)
            self.model.hand_over(claim, to.address)
        else:
            with refused("ERC721InsufficientApproval", operator=who, tokenId=claim):
                self.ledger.transfer_claim(who, owner, to, claim)

    @rule(who=party, numbers=st.lists(pick, min_size=1, max_size=5), to=party)
    def hand_over_many(self, who: Actor, numbers: list[int], to: Actor) -> None:
        claims = [self.any_claim(number) for number in numbers]
        after = Model()
        after.claims, after.operators = dict(self.model.claims), self.model.operators
        for claim in claims:
            if not after.may_dispose(who.address, claim):
                with refused("ERC721InsufficientApproval", operator=who, tokenId=claim):
                    self.ledger.transfer_claims(who, claims, to)
                return
            after.hand_over(claim, to.address)
        self.ledger.transfer_claims(who, claims, to)
        self.model.claims = after.claims

    @rule(number=pick, to=party)
    def approve(self, number: int, to: Actor) -> None:
        claim = self.any_claim(number)
        self.ledger.approve(self._owner(claim), to, claim)
        self.model.claims[claim].approved = to.address

    @rule(number=pick, to=party, value=amount)
    def allow(self, number: int, to: Actor, value: int) -> None:
        claim = self.any_claim(number)
        self.ledger.allow(self._owner(claim), claim, to, value)
        self.model.claims[claim].allowances[to.address] = value

    @rule(owner=party, operator=party, approved=st.booleans())
    def set_operator(self, owner: Actor, operator: Actor, approved: bool) -> None:
        self.ledger.set_operator(owner, operator, approved)
        pair = (owner.address, operator.address)
        (self.model.operators.add if approved else self.model.operators.discard)(pair)

    def _owner(self, claim: int) -> Actor:
        return next(who for who in PARTIES if who.address == self.model.claims[claim].owner)

    @invariant()
    def every_claim_is_as_the_model_says(self) -> None:
        for receivable in self.model.faces:
            expected = self.model.of(receivable)
            words = self.ledger.claims(receivable, 1, len(expected) + 1)
            found = [(word.owner, word.value, word.epoch, word.round, word.flags) for word in words]
            assert found[:-1] == [(held.owner, held.value, held.epoch, 0, 0) for held in expected]
            assert found[-1] == (bytes(20), 0, 0, 0, 0)

    @invariant()
    def the_claims_of_a_receivable_add_up_to_what_is_outstanding(self) -> None:
        for receivable, face in self.model.faces.items():
            word = self.ledger.receivable(receivable)
            words = self.ledger.claims(receivable, 1, word.next_serial - 1)
            assert sum(claim.value for claim in words) == word.outstanding == face

    @invariant()
    def every_account_counts_the_claims_it_owns(self) -> None:
        for who in PARTIES:
            word = self.ledger.account(who)
            assert (word.claims, word.opened, word.roles) == (self.model.count(who.address), 1, 2)


def run(stage: Stage, **more: Any) -> None:
    machine = partial(ClaimsInFourHands, stage)
    run_state_machine_as_test(machine, settings=settings(**more))  # type: ignore[arg-type]  # any factory will do


def test_no_fen_is_made_or_lost(stage: Stage) -> None:
    run(stage, max_examples=12, stateful_step_count=20)


@pytest.mark.fuzz
@pytest.mark.timeout(0)
def test_no_fen_is_made_or_lost_in_a_long_campaign(stage: Stage) -> None:
    run(stage, max_examples=2_000, stateful_step_count=60)
