"""Whatever becomes of the notes of a receivable, they are backed to the unit, and every unit is paid once."""

from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tallystick.money.settlement import Funding, Owed, owed, share
from tests.contracts.driver.cast import BANK, CAR_MAKER, COURT, OPERATOR, STRANGER, TIER_ONE, A, Actor, B
from tests.contracts.driver.chain import Snapshot, day_number, moment
from tests.contracts.driver.identities import FOR_EVER
from tests.contracts.driver.note_market import AGENT, FUNDS, ISSUER, KNOWN, NoteMarket
from tests.contracts.driver.refusals import refused_or_done
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.words import NoteWord, claim_id, receivable_of

PPM = 500
PARTIES = (*KNOWN, STRANGER)
"""The stranger has a wallet for money, but is not known to the registry to begin with."""

pick = st.integers(0, 2**16)
party = st.sampled_from(PARTIES)
face = st.one_of(st.integers(4, 1_000), st.integers(4, 2**50), st.just(3_333_333_333))
part = st.fractions(0, 1, max_denominator=1_000)
some = st.one_of(st.just(Fraction(1)), st.fractions(Fraction(1, 50), 1, max_denominator=50))


@dataclass
class RoundModel:
    amount: int
    face: int
    interest: bool
    cursor: int = 0
    paid: int = 0


@dataclass
class HolderModel:
    notes: int = 0
    frozen: int = 0
    wallet_frozen: bool = False
    round: int = 0

    @property
    def unfrozen(self) -> int:
        return max(self.notes - self.frozen, 0)


@dataclass
class ClaimModel:
    """A claim of a party, or one that is wrapped."""

    holder: Actor | None
    face: int
    taken: int = 0


@dataclass
class Model:
    face: int
    claims: dict[int, ClaimModel] = field(default_factory=dict)
    holders: dict[Actor, HolderModel] = field(default_factory=lambda: {who: HolderModel() for who in PARTIES})
    known_until: dict[Actor, int] = field(default_factory=lambda: dict.fromkeys(KNOWN, FOR_EVER))
    rounds: list[RoundModel] = field(default_factory=list)
    fundings: list[Funding] = field(default_factory=list)
    paid: dict[Actor, int] = field(default_factory=lambda: dict.fromkeys(PARTIES, 0))
    paused: bool = False
    now: int = 0

    @property
    def today(self) -> int:
        return (self.now + 8 * 3600) // 86_400

    @property
    def is_due(self) -> bool:
        return self.today > day_number(DUE)

    @property
    def owed(self) -> Owed:
        return owed(self.face, PPM, day_number(DUE), self.fundings, self.today)

    @property
    def supply(self) -> int:
        return sum(mine.notes for mine in self.holders.values())

    @property
    def wrapped(self) -> list[int]:
        return sorted(claim for claim, kept in self.claims.items() if kept.holder is None)

    def is_known(self, who: Actor) -> bool:
        return self.now < self.known_until.get(who, 0)

    def move(self, giver: Actor, to: Actor, amount: int) -> None:
        if amount == 0 or giver is to:
            return
        if self.holders[to].notes == 0:
            self.holders[to].round = self.holders[giver].round
        self.holders[giver].notes -= amount
        self.holders[to].notes += amount

    def fund(self, amount: int) -> None:
        now = self.owed
        towards_interest = min(amount, now.interest)
        for funded, interest in ((towards_interest, True), (amount - towards_interest, False)):
            if funded:
                self.fundings.append(Funding(self.today, funded, interest))
                self.rounds.append(RoundModel(funded, now.face, interest))

    def take(self, who: Actor, value: int, taken: int) -> int:
        """Pays the rounds that come after `taken`; answers what is left of the face."""
        for kept in self.rounds[taken:]:
            if value == 0:
                break
            got = share(kept.amount, kept.face, kept.cursor, value)
            assert abs(got - Fraction(kept.amount * value, kept.face)) < 1
            kept.cursor += value
            kept.paid += got
            self.paid[who] += got
            value -= 0 if kept.interest else got
        return value

    def collect(self, who: Actor) -> None:
        mine = self.holders[who]
        left = self.take(who, mine.notes, mine.round)
        self.retire(mine.notes - left)
        mine.notes, mine.round = left, len(self.rounds)

    def retire(self, value: int) -> None:
        """From the wrapped claims, by ascending id."""
        for claim in self.wrapped:
            taken = min(value, self.claims[claim].face)
            self.claims[claim].face -= taken
            value -= taken
        assert value == 0


while_open = precondition(lambda self: not self.model.is_due)
when_due = precondition(lambda self: self.model.is_due)


class NotesOfOneReceivable(RuleBasedStateMachine):
    """Every rule is done by the contracts as the model has it, or refused as it says."""

    def __init__(self, market: NoteMarket, opened: Snapshot) -> None:
        super().__init__()
        self.market, self.stage = market, market.stage
        self.stage.chain.restore(opened)

    @initialize(face=face, wrapped=some, cuts=st.lists(some, min_size=2, max_size=2), due=st.booleans())
    def begin(self, face: int, wrapped: Fraction, cuts: list[Fraction], due: bool) -> None:
        """Half of the time the play begins when notes change hands no longer."""
        first = self.market.claim(face=face)
        self.receivable = receivable_of(first)
        self.stage.note_desk.open_series(STRANGER, self.receivable)
        self.series = self.stage.note_desk.series_of(first)
        self.model = Model(face, {first: ClaimModel(TIER_ONE, face)})
        self.model.now = self.stage.chain.time
        self._wrap(first, max(int(wrapped * face), 1))
        for cut, to in zip(cuts, (A, B), strict=True):
            self._transfer(TIER_ONE, to, int(cut * self.model.holders[TIER_ONE].notes))
        if due:
            self.let_days_pass_after_it(0)

    # Claims and notes

    @while_open
    @rule(which=pick, cut=some)
    def wrap(self, which: int, cut: Fraction) -> None:
        own = sorted(claim for claim, kept in self.model.claims.items() if kept.holder and kept.face)
        if own:
            claim = own[which % len(own)]
            self._wrap(claim, max(int(cut * self.model.claims[claim].face), 1))

    def _wrap(self, claim: int, value: int) -> None:
        kept = self.model.claims[claim]
        assert kept.holder is not None
        with refused_or_done(self._closed() or self._refusal_of_getting(kept.holder)):
            into = self.stage.note_desk.wrap(kept.holder, self.stage.ledger, claim, value).answer
            assert self.model.is_known(kept.holder)
            self.model.holders[kept.holder].notes += value
            if into == claim:
                kept.holder = None
            else:
                kept.face -= value
                self.model.claims[into] = ClaimModel(None, value)

    @while_open
    @rule(who=pick, which=pick, cut=some)
    def unwrap(self, who: int, which: int, cut: Fraction) -> None:
        wrapped = [claim for claim in self.model.wrapped if self.model.claims[claim].face]
        if wrapped:
            claim, holder = wrapped[which % len(wrapped)], self._holder(who)
            most = min(self.model.claims[claim].face, self.model.holders[holder].notes)
            self._unwrap(holder, claim, max(int(cut * most), 1))

    def _unwrap(self, who: Actor, claim: int, value: int) -> None:
        kept, mine = self.model.claims[claim], self.model.holders[who]
        refusal = self._closed() or self._refusal_of_having(who, value) or self._refusal_of_giving(who, value)
        with refused_or_done(refusal):
            into = self.stage.note_desk.unwrap(who, claim, value).answer
            mine.notes -= value
            if into == claim:
                kept.holder = who
            else:
                kept.face -= value
                self.model.claims[into] = ClaimModel(who, value)

    @while_open
    @rule()
    def consolidate(self) -> None:
        if len(self.model.wrapped) > 1:
            into, *others = self.model.wrapped
            self.stage.note_desk.consolidate(STRANGER, others, into)
            self.model.claims[into].face += sum(self.model.claims.pop(claim).face for claim in others)

    @while_open
    @rule(moves=st.lists(st.tuples(pick, party, some), min_size=1, max_size=4))
    def trade(self, moves: list[tuple[int, Actor, Fraction]]) -> None:
        for which, to, cut in moves:
            giver = self._holder(which)
            self._transfer(giver, to, int(cut * self.model.holders[giver].notes))

    def _transfer(self, giver: Actor, to: Actor, amount: int) -> None:
        refusal = (
            self._refusal_of_having(giver, amount)
            or self._closed()
            or self._refusal_of_giving(giver, amount)
            or self._refusal_of_getting(to)
        )
        with refused_or_done(refusal):
            self.series.transfer(giver, to, amount)
            assert self.model.is_known(to)
            self.model.move(giver, to, amount)

    @rule(giver=party, to=party)
    def try_what_is_refused_as_a_rule(self, giver: Actor, to: Actor) -> None:
        beyond = self.model.holders[giver].notes + 1
        self._transfer(giver, to, 1)
        self._transfer(giver, to, beyond)
        for claim in self.model.wrapped:
            if self.model.claims[claim].face >= beyond:
                self._unwrap(giver, claim, beyond)
        self._collect(to, {giver})

    @rule(which=pick, to=party, cut=some)
    def force(self, which: int, to: Actor, cut: Fraction) -> None:
        giver = self._holder(which)
        if giver is not to:
            self._force(giver, to, cut)

    @when_due
    @rule(which=pick, to=st.sampled_from(KNOWN), cut=part)
    def force_what_is_paid_in_part(self, which: int, to: Actor, cut: Fraction) -> None:
        giver = self._holder(which)
        self._fund(cut)
        if giver is not to and self._refusal_of_collecting([giver]) is None:
            self._collect(to, {giver})
            self._force(giver, to, cut)

    def _force(self, giver: Actor, to: Actor, cut: Fraction) -> None:
        mine, taker = self.model.holders[giver], self.model.holders[to]
        amount = int(cut * mine.notes)
        self.series.cite(AGENT, giver, to, amount)
        differ = taker.notes and taker.round != mine.round
        with refused_or_done(self._refusal_of_getting(to) or ("RoundsDiffer" if differ else None)):
            self.series.force(AGENT, giver, to, amount)
            assert self.model.is_known(to)
            if amount > mine.unfrozen:
                mine.frozen = mine.notes - amount
            self.model.move(giver, to, amount)

    # What agents, issuers and the clock do

    @rule(which=pick, cut=st.sampled_from((Fraction(0), Fraction(1, 3), Fraction(1), Fraction(2))))
    def freeze_notes(self, which: int, cut: Fraction) -> None:
        self._freeze_notes(self._holder(which), cut)

    def _freeze_notes(self, who: Actor, cut: Fraction) -> None:
        mine = self.model.holders[who]
        mine.frozen = int(cut * mine.notes)
        self.series.set_frozen(AGENT, who, mine.frozen)

    @rule(who=party)
    def freeze_wallet_or_no_longer(self, who: Actor) -> None:
        mine = self.model.holders[who]
        mine.wallet_frozen = not mine.wallet_frozen
        self.series.freeze_wallet(AGENT, who, mine.wallet_frozen)

    @while_open
    @rule(giver=pick, to=party)
    def pause_for_a_moment(self, giver: int, to: Actor) -> None:
        self.model.paused = True
        self.series.pause(AGENT)
        self._transfer(self._holder(giver), to, 1)
        self.model.paused = False
        self.series.unpause(AGENT)

    @rule(who=party, days=st.one_of(st.none(), st.integers(1, 30)))
    def vouch_for(self, who: Actor, days: int | None) -> None:
        if not self.stage.identities.knows(who):
            self.stage.identities.register(OPERATOR, who)
        until = FOR_EVER if days is None else self.model.now + days * 86_400
        self.stage.identities.state(ISSUER, who, expiry=until)
        self.model.known_until[who] = until

    @while_open
    @rule(to=party, days=st.integers(1, 30))
    def vouch_for_until_it_is_over(self, to: Actor, days: int) -> None:
        self.vouch_for(to, days)
        self._transfer(self._holder(0), to, 1)
        self.let_days_pass_before_the_due_day(days)
        self._transfer(self._holder(0), to, 1)

    @rule(who=party)
    def take_back_what_was_stated(self, who: Actor) -> None:
        if who in self.model.known_until:
            self.stage.identities.withdraw(ISSUER, who)
            del self.model.known_until[who]

    @while_open
    @rule(days=st.integers(1, 60))
    def let_days_pass_before_the_due_day(self, days: int) -> None:
        then = self.model.now + days * 86_400
        if then < moment(DUE):
            self._go_to(then)

    @rule(days=st.integers(0, 100))
    def let_days_pass_after_it(self, days: int) -> None:
        last = max(self.model.today, day_number(DUE))
        self._go_to(moment(DUE + timedelta(days=last - day_number(DUE) + days + 1), 1))

    def _go_to(self, then: int) -> None:
        self.stage.chain.go_to(then)
        self.model.now = then

    # Money

    @rule(cut=st.one_of(part, some), order=st.permutations(PARTIES), some_of_them=st.integers(0, 4))
    def fund_and_pay(self, cut: Fraction, order: list[Actor], some_of_them: int) -> None:
        """One by one, as they come."""
        self._fund(cut)
        for who in order[:some_of_them]:
            if self._refusal_of_collecting([who]) is None:
                self._collect(who, {who})

    def _fund(self, cut: Fraction) -> None:
        model = self.model
        amount = max(int(cut * model.owed.total), 1)
        if model.owed.face and amount <= FUNDS - sum(kept.amount for kept in model.rounds):
            self.market.fund(self.receivable << 64, amount)
            model.fund(amount)

    @when_due
    @rule(by=party, which=st.sets(st.integers(0, 4), min_size=1, max_size=2))
    def collect(self, by: Actor, which: set[int]) -> None:
        self._collect(by, {self._holder(one) for one in which})

    def _collect(self, by: Actor, named: set[Actor]) -> None:
        ordered = sorted(named, key=lambda who: who.address)
        with refused_or_done(self._refusal_of_collecting(ordered)):
            self.stage.note_desk.collect(by, self.model.wrapped, ordered)
            for who in ordered:
                self.model.collect(who)

    @when_due
    @rule(by=party)
    def collect_for_all_who_can_be_paid(self, by: Actor) -> None:
        ready = {who for who in PARTIES if self._refusal_of_collecting([who]) is None}
        if ready:
            self._collect(by, ready)

    @when_due
    @rule(which=pick)
    def collect_claim(self, which: int) -> None:
        own = sorted(claim for claim, kept in self.model.claims.items() if kept.holder)
        if own:
            self._collect_claim(own[which % len(own)])

    def _collect_claim(self, claim: int) -> None:
        kept = self.model.claims[claim]
        assert kept.holder is not None
        nothing = kept.taken == len(self.model.rounds) or not kept.face
        with refused_or_done("NothingToCollect" if nothing else None):
            self.stage.settlement.collect(STRANGER, [claim])
            kept.face = self.model.take(kept.holder, kept.face, kept.taken)
            kept.taken = len(self.model.rounds)

    # Refusals

    def _refusal_of_collecting(self, named: list[Actor]) -> str | None:
        """In the contracts' order: who has nothing to get, whether anything is due, what is frozen."""
        if not self.model.wrapped:
            return "ClaimsNotAllNamed"
        mine = [self.model.holders[who] for who in named]
        if any(one.round == len(self.model.rounds) or not one.notes for one in mine):
            return "NothingToPay"
        if not self.model.is_due:
            return "NotYetDue"
        for one in mine:
            if one.wallet_frozen:
                return "WalletIsFrozen"
            if one.frozen:
                return "NotesAreFrozen"
        return None

    def _closed(self) -> str | None:
        if self.model.paused:
            return "NotesPaused"
        return "NotesClosed" if self.model.is_due else None

    def _refusal_of_having(self, who: Actor, amount: int) -> str | None:
        return "ERC20InsufficientBalance" if amount > self.model.holders[who].notes else None

    def _refusal_of_giving(self, who: Actor, amount: int) -> str | None:
        mine = self.model.holders[who]
        if mine.wallet_frozen:
            return "WalletIsFrozen"
        return "ERC7943InsufficientUnfrozenBalance" if amount > mine.unfrozen else None

    def _refusal_of_getting(self, who: Actor) -> str | None:
        if self.model.holders[who].wallet_frozen:
            return "WalletIsFrozen"
        return None if self.model.is_known(who) else "NotVerified"

    # What holds at all times

    @invariant()
    def notes_are_backed_to_the_unit(self) -> None:
        if not hasattr(self, "model"):
            return
        model, series = self.model, self.series
        words = {who: series.word(who) for who in PARTIES}
        for who, mine in model.holders.items():
            word: NoteWord = words[who]
            assert (word.balance, word.frozen_amount) == (mine.notes, mine.frozen)
            assert bool(word.frozen) == mine.wallet_frozen
            if mine.notes:
                assert word.round == mine.round
        state = series.series_word()
        assert sum(word.balance for word in words.values()) == series.in_all() == state.supply
        assert state.holders == sum(mine.notes != 0 for mine in model.holders.values())
        last = self.stage.ledger.receivable(self.receivable).next_serial - 1
        claims = self.stage.ledger.claims(self.receivable, 1, last)
        held = {claim_id(self.receivable, serial): word for serial, word in enumerate(claims, 1)}
        desk = self.stage.note_desk.address
        assert sum(word.value for word in claims if word.owner == desk) == state.supply
        for claim, kept in model.claims.items():
            owner = desk if kept.holder is None else kept.holder.address
            assert (held[claim].owner, held[claim].value) == (owner, kept.face)

    @invariant()
    def money_is_paid_to_the_unit(self) -> None:
        if not hasattr(self, "model"):
            return
        stage, model = self.stage, self.model
        assert {who: stage.ecny.balance(who) for who in PARTIES} == model.paid
        assert stage.ecny.balance(CAR_MAKER) == FUNDS - sum(model.paid.values())
        for number, kept in enumerate(model.rounds, 1):
            found = stage.settlement.round(self.receivable, number)
            told = (found.amount, found.face, found.cursor, found.interest)
            assert told == (kept.amount, kept.face, kept.cursor, kept.interest)
            if kept.cursor == kept.face:
                assert kept.paid == kept.amount

    def teardown(self) -> None:
        """In the end all is paid, whatever came before."""
        if not hasattr(self, "model"):
            return
        if not self.model.is_due:
            self.let_days_pass_after_it(0)
        self._end_all_that_keeps_notes_held()
        self._fund(Fraction(1))
        self.collect_for_all_who_can_be_paid(COURT)
        for claim, kept in self.model.claims.items():
            if kept.holder and kept.face:
                self._collect_claim(claim)
        self.notes_are_backed_to_the_unit()
        self.money_is_paid_to_the_unit()
        if not self.model.owed.face:
            self._nothing_is_left()

    def _end_all_that_keeps_notes_held(self) -> None:
        for who, mine in self.model.holders.items():
            self._freeze_notes(who, Fraction(0))
            if mine.wallet_frozen:
                self.freeze_wallet_or_no_longer(who)

    def _nothing_is_left(self) -> None:
        assert self.series.in_all() == self.series.series_word().holders == 0
        assert {kept.face for kept in self.model.claims.values()} == {0}
        assert sum(kept.amount - kept.paid for kept in self.model.rounds) == 0
        for nobody in (self.stage.note_desk, self.stage.settlement, self.series):
            assert self.stage.ecny.balance(nobody) == 0

    def _holder(self, which: int) -> Actor:
        """One that has notes, where anybody has."""
        having = [who for who in PARTIES if self.model.holders[who].notes] or [TIER_ONE]
        return having[which % len(having)]


def run(stage: Stage, **hardness: Any) -> None:
    stage.reset()
    market = NoteMarket(stage)
    market.open_wallets()
    stage.ecny.open_wallet(BANK, STRANGER)
    machine = partial(NotesOfOneReceivable, market, stage.chain.snapshot())
    run_state_machine_as_test(machine, settings=settings(**hardness))  # type: ignore[arg-type]  # any factory will do


def test_whatever_becomes_of_notes_they_are_backed_and_paid_once(stage: Stage) -> None:
    run(stage, max_examples=20, stateful_step_count=14)


@pytest.mark.fuzz
@pytest.mark.timeout(0)
def test_at_length_notes_are_backed_and_paid_once(stage: Stage) -> None:
    run(stage, max_examples=500, stateful_step_count=60)
