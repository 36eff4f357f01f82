"""Whatever four parties, a debtor and a court do to claims in whatever order, no fen of face is made or lost."""

from functools import partial
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.contracts.driver.cast import CAR_MAKER, COURT, TIER_ONE, A, Actor, B, C
from tests.contracts.driver.chain import moment
from tests.contracts.driver.ledger import Offer
from tests.contracts.driver.model import Model
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.words import ClaimWord, claim_id, receivable_of

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
        self.papers: dict[int, bytes] = {}
        self.offers: list[tuple[Offer, int]] = []
        for face in FACES:
            self._issue(face)

    def _issue(self, face: int) -> None:
        receivable, paper = self.stage.offer_on_paper(face)
        self.papers[receivable] = paper
        claim = self.stage.issuance.accept(TIER_ONE, receivable).answer
        assert claim == self.model.mint(receivable, TIER_ONE.address, face)

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
        if sum(parts) != self.model.claims[claim].value:
            return "SplitDoesNotAddUp"
        return self._why_not_free(claim)

    def _why_not_free(self, *claims: int) -> str | None:
        return "ClaimIsFrozen" if any(self.model.claims[claim].frozen for claim in claims) else None

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
        error = self._why_no_move(who, source, value, destination)
        if receivable_of(source) != receivable_of(destination):
            error = "SlotsDiffer"
        if error:
            with refused(error):
                self.ledger.move_value(who, source, destination, value)
        else:
            self.ledger.move_value(who, source, destination, value)
            self.model.value_into(who.address, source, destination, value)

    def _why_no_move(self, who: Actor, claim: int, value: int, *into: int) -> str | None:
        if not self.model.may_move(who.address, claim, value):
            return "AllowanceExceeded"
        if self._why_not_free(claim, *into):
            return "ClaimIsFrozen"
        return "ValueExceeded" if value > self.model.claims[claim].value else None

    @rule(who=party, number=pick, to=party)
    def hand_over(self, who: Actor, number: int, to: Actor) -> None:
        claim = self.any_claim(number)
        owner = self.model.claims[claim].owner
        error = self._why_not_disposed(self.model, who, claim)
        if error:
            with refused(error):
                self.ledger.transfer_claim(who, owner, to, claim)
        else:
            self.ledger.transfer_claim(who, owner, to, claim)
            self.model.hand_over(claim, to.address)

    def _why_not_disposed(self, model: Model, who: Actor, claim: int) -> str | None:
        if not model.may_dispose(who.address, claim):
            return "ERC721InsufficientApproval"
        return "ClaimIsFrozen" if model.claims[claim].frozen else None

    @rule(who=party, numbers=st.lists(pick, min_size=1, max_size=5), to=party)
    def hand_over_many(self, who: Actor, numbers: list[int], to: Actor) -> None:
        claims = [self.any_claim(number) for number in numbers]
        after = Model()
        after.claims, after.operators = dict(self.model.claims), self.model.operators
        for claim in claims:
            error = self._why_not_disposed(after, who, claim)
            if error:
                with refused(error):
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

    @rule(who=party, numbers=st.lists(pick, min_size=1, max_size=3), into=pick)
    def merge(self, who: Actor, numbers: list[int], into: int) -> None:
        claims, taker = [self.any_claim(number) for number in numbers], self.any_claim(into)
        error = self._why_no_merge(who, claims, taker)
        if error:
            with refused(error):
                self.ledger.merge(who, claims, taker)
        else:
            self.ledger.merge(who, claims, taker)
            self.model.merge(claims, taker)

    def _why_no_merge(self, who: Actor, claims: list[int], into: int) -> str | None:
        """The first refusal in the order in which the contract looks, claim by claim."""
        error = self._why_not_disposed(self.model, who, into)
        for place, claim in enumerate(claims):
            error = error or self._why_not_absorbed(who, claim, into, claims[:place])
        return error

    def _why_not_absorbed(self, who: Actor, claim: int, into: int, gone: list[int]) -> str | None:
        if claim in gone:
            return "ERC721NonexistentToken"
        if claim == into:
            return "MergeIntoItself"
        if receivable_of(claim) != receivable_of(into):
            return "SlotsDiffer"
        if self.model.claims[claim].owner != self.model.claims[into].owner:
            return "OwnersDiffer"
        return self._why_not_disposed(self.model, who, claim)

    @rule(number=pick)
    def freeze_or_lift(self, number: int) -> None:
        claim = self.any_claim(number)
        held = self.model.claims[claim]
        if held.frozen:
            self.ledger.unfreeze(COURT, [claim])
        else:
            self.ledger.freeze(COURT, [claim], b"\1" * 32)
        held.frozen = not held.frozen

    @rule(number=pick, to=party, share=st.integers(1, 4))
    def offer(self, number: int, to: Actor, share: int) -> None:
        claim = self.any_claim(number)
        held = self.model.claims[claim]
        terms = Offer(claim, to, held.value // share, moment(DUE) - self.stage.chain.node.head().number)
        if to.address != held.owner and not held.frozen and terms.value:
            self.ledger.offer(self._owner(claim), terms)
            self.offers.append((terms, held.epoch))

    @rule(number=pick, to=party)
    def accept_offer(self, number: int, to: Actor) -> None:
        if not self.offers:
            return
        terms, epoch = self.offers[number % len(self.offers)]
        error = self._why_no_acceptance(terms, epoch, to)
        if error:
            with refused(error):
                self.ledger.accept_offer(to, terms)
            return
        self.offers.remove((terms, epoch))
        self.ledger.accept_offer(to, terms)
        if self.model.claims[terms.claim].value == terms.value:
            self.model.hand_over(terms.claim, to.address)
        else:
            owner = self.model.claims[terms.claim].owner
            self.model.value_to(owner, terms.claim, to.address, terms.value)

    def _why_no_acceptance(self, terms: Offer, epoch: int, who: Actor) -> str | None:
        held = self.model.claims.get(terms.claim)
        if held is None:
            return "ERC721NonexistentToken"
        if held.epoch != epoch:
            return "OfferNotOpen"
        if who != terms.to:
            return "NotTheRecipient"
        if held.frozen:
            return "ClaimIsFrozen"
        return "ValueExceeded" if held.value < terms.value else None

    @rule(number=pick)
    def cancel(self, number: int) -> None:
        """With everything that is worth anything; a new receivable takes its place."""
        receivable = receivable_of(self.any_claim(number))
        if not self.model.faces[receivable]:
            return
        claims = [claim for claim in self.model.of(receivable) if self.model.claims[claim].value]
        told = (receivable, claims, [self.papers[receivable]])
        issuance = self.stage.issuance
        issuance.propose_cancellation(CAR_MAKER, receivable)
        error = next(filter(None, map(self._why_not_back, claims)), None)
        if error:
            with refused(error):
                issuance.cancel(TIER_ONE, *told)
            issuance.retract_cancellation(CAR_MAKER, receivable)
        else:
            issuance.cancel(TIER_ONE, *told)
            self.model.cancel(receivable, claims)
            self._issue(FACES[0])

    def _why_not_back(self, claim: int) -> str | None:
        if self.model.claims[claim].owner != TIER_ONE.address:
            return "ClaimNotWithCreditor"
        return self._why_not_free(claim)

    def _owner(self, claim: int) -> Actor:
        return next(who for who in PARTIES if who.address == self.model.claims[claim].owner)

    @invariant()
    def every_claim_is_as_the_model_says(self) -> None:
        for receivable in self.model.faces:
            words = self.ledger.claims(receivable, 1, self.model.serials[receivable] + 1)
            for serial, word in enumerate(words, 1):
                held = self.model.claims.get(claim_id(receivable, serial))
                expected = ClaimWord(bytes(20), 0, 0)
                if held is not None:
                    expected = ClaimWord(held.owner, held.value, held.epoch, frozen=held.frozen)
                assert word == expected

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
