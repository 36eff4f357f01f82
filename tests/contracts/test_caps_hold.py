"""Whatever is tried, no more than the caps crosses the border, and money and face are conserved."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tallystick.money.exchange import Direction, Rate
from tests.contracts.driver.border import CAP, CHINA, DAY, DUE_DAY_BEGINS, DUE_DAY_ENDS, HOMES, RATE, Border
from tests.contracts.driver.cast import (
    BANK,
    CAR_MAKER,
    FINANCIER,
    GOVERNOR,
    OPERATOR,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
    B,
    C,
)
from tests.contracts.driver.chain import Snapshot
from tests.contracts.driver.finance import Finance
from tests.contracts.driver.ledger import Offer
from tests.contracts.driver.note_market import NoteMarket
from tests.contracts.driver.refusals import Refused
from tests.contracts.driver.stage import FINANCIER as FINANCIER_ROLE
from tests.contracts.driver.words import ClaimWord, claim_id

SUPPLIERS = (TIER_ONE, A, B, C)
FACES = (3 * CAP, 2 * CAP + 7)
BY_ADDRESS = {who.address: who for who in HOMES}
FIXED = Rate(RATE, 8, Direction.UNITS_PER_CNY)
ROUNDED = 20
"""Fen by which the shares of a few claims and rounds may be rounded up together."""

supplier = st.sampled_from(SUPPLIERS)
pick = st.integers(0, 2**16)
amount = st.one_of(
    st.integers(1, 1_000),
    st.integers(1, CAP),
    st.sampled_from((CAP, CAP + 1, CAP // 2, CAP // 2 + 1, CAP - 1)),
)


@dataclass(frozen=True)
class Crossing:
    """What a group had more after a transaction, in cents."""

    at: int
    group: str
    amount: Fraction


class CapsHold(RuleBasedStateMachine):
    """Two receivables; everybody passes on, cuts, offers, wraps, sells, borrows, waits and is paid as it likes.

    The operator has been careless enough to admit the note desk and a financier.
    """

    border: Border
    opened: Snapshot

    @initialize()
    def begin(self) -> None:
        self.stage = self.border.stage
        self.stage.chain.restore(self.opened)
        programme = self.border.open_programme(token_offering=True)
        self.stage.note_desk.open_offering(GOVERNOR, programme, BANK, ())
        NoteMarket(self.stage)
        self.stage.ledger.open_account(OPERATOR, FINANCIER, FINANCIER_ROLE)
        for careless in (self.stage.note_desk, FINANCIER):
            self.border.policy.admit(OPERATOR, careless, b"careless", CHINA)
        self.finance = Finance(self.stage)
        self.claims = [self.border.claim(face, programme=programme) for face in FACES]
        self.receivables = [claim >> 64 for claim in self.claims]
        self.groups = {who.address: who.name for who in HOMES}
        self.crossings: list[Crossing] = []
        self.fixed: set[int] = set()
        self.funded = 0

    # What may be tried

    @rule(chosen=pick, taker=supplier, value=amount)
    def pass_value_on(self, chosen: int, taker: Actor, value: int) -> None:
        claim, holder = self._claim(chosen)
        self._try(lambda: self.stage.ledger.transfer_value(holder, claim, taker, value))

    @rule(chosen=pick, taker=supplier)
    def pass_a_claim_on(self, chosen: int, taker: Actor) -> None:
        claim, holder = self._claim(chosen)
        self._try(lambda: self.stage.ledger.transfer_claim(holder, holder, taker, claim))

    @rule(chosen=pick, values=st.lists(st.tuples(supplier, amount), min_size=2, max_size=4))
    def pass_parts_on_in_one_transaction(self, chosen: int, values: list[tuple[Actor, int]]) -> None:
        claim, holder = self._claim(chosen)
        ledger = self.stage.ledger
        calls = [
            ledger.encode("transferFrom(uint256,address,uint256)", claim, taker, value)
            for taker, value in values
        ]
        self._try(lambda: ledger.send(holder, "multicall(bytes[])", calls))

    @rule(chosen=pick, values=st.lists(st.tuples(supplier, amount), min_size=2, max_size=4))
    def distribute(self, chosen: int, values: list[tuple[Actor, int]]) -> None:
        claim, holder = self._claim(chosen)
        self._try(lambda: self.stage.ledger.distribute(holder, claim, values))

    @rule(chosen=pick, value=amount)
    def cut(self, chosen: int, value: int) -> None:
        claim, holder = self._claim(chosen)
        rest = self.stage.ledger.value_of(claim) - value
        if rest > 0:
            self._try(lambda: self.stage.ledger.split(holder, claim, [rest, value]))

    @rule(chosen=pick, other=pick)
    def put_together(self, chosen: int, other: int) -> None:
        (claim, holder), (into, _) = self._claim(chosen), self._claim(other)
        self._try(lambda: self.stage.ledger.merge(holder, [claim], into))

    @rule(chosen=pick, other=pick, value=amount)
    def move_value(self, chosen: int, other: int, value: int) -> None:
        (claim, holder), (into, _) = self._claim(chosen), self._claim(other)
        self._try(lambda: self.stage.ledger.move_value(holder, claim, into, value))

    @rule(chosen=pick, taker=supplier, value=amount)
    def offer_and_accept(self, chosen: int, taker: Actor, value: int) -> None:
        claim, holder = self._claim(chosen)
        terms = Offer(claim, taker.address, value, self.stage.chain.time + DAY)
        self._try(lambda: self.stage.ledger.offer(holder, terms))
        self._try(lambda: self.stage.ledger.accept_offer(taker, terms))

    @rule(chosen=pick, value=amount)
    def wrap(self, chosen: int, value: int) -> None:
        claim, holder = self._claim(chosen)
        self._try(lambda: self.stage.note_desk.wrap(holder, self.stage.ledger, claim, value))

    @rule(chosen=pick, value=amount, as_loan=st.booleans())
    def sell_or_borrow(self, chosen: int, value: int, as_loan: bool) -> None:
        claim, holder = self._claim(chosen)
        if self.stage.chain.time >= DUE_DAY_BEGINS:
            return  # nothing is priced any more
        quote = self.finance.loan_quote if as_loan else self.finance.sale_quote
        self._try(lambda: self.finance.record_lien(FINANCIER, claim))
        self._try(lambda: self.finance.accept(quote(claim, value), holder))

    @rule(who=supplier, group=supplier)
    def join_a_group(self, who: Actor, group: Actor) -> None:
        """The operator learns whose the wallet is."""
        self.border.policy.admit(OPERATOR, who, group.name.encode(), HOMES[who])
        self.groups[who.address] = group.name

    @rule(seconds=st.sampled_from((60, DAY // 2, DAY - 1, DAY)))
    def wait(self, seconds: int) -> None:
        self.stage.chain.go_to(self.stage.chain.time + seconds)

    @rule(percent=st.sampled_from((30, 100)))
    def settle(self, percent: int) -> None:
        """On the due day, or after it, what is owed is fixed and funded in part or in full."""
        chain = self.stage.chain
        for receivable in self.receivables:
            if receivable not in self.fixed:
                self.border.fixed(receivable)
                self.border.deliver(receivable)
                self.fixed.add(receivable)
            unfunded, interest, _ = self.stage.settlement.position(receivable)
            amount = (unfunded + interest) * percent // 100
            if amount:
                self.border.fund(receivable, amount)
                self.funded += amount
        if chain.time < DUE_DAY_ENDS:
            chain.go_to(DUE_DAY_ENDS)

    @rule(chosen=st.lists(pick, min_size=1, max_size=3))
    def collect(self, chosen: list[int]) -> None:
        claims = list(dict.fromkeys(self._claim(one)[0] for one in chosen))
        self._try(lambda: self.stage.settlement.collect(STRANGER, claims))

    # What holds

    @invariant()
    def no_group_gets_more_within_a_window_than_its_cap(self) -> None:
        for last in self.crossings:
            within = [
                one.amount
                for one in self.crossings
                if one.group == last.group and last.at - DAY < one.at <= last.at
            ]
            assert sum(within) <= CAP

    @invariant()
    def face_and_money_are_conserved(self) -> None:
        held = self._owned()
        outstanding = [
            self.stage.ledger.receivable(receivable).outstanding for receivable in self.receivables
        ]
        assert sum(held.values()) == sum(outstanding)
        paid = sum(self._money().values())
        assert paid + self.stage.ecny.balance(CAR_MAKER) == self.stage.ecny.in_all()
        if self.funded and not sum(outstanding):
            assert paid == self.funded, "all that was set aside has been paid, to the fen"

    # Told apart from what the policy says: by who has how much before and after

    def _try(self, act: Callable[[], object]) -> None:
        before, money = self._entitled(), self._money()
        try:
            act()
        except Refused:
            return
        at = self.stage.chain.node.head().timestamp
        gained: dict[str, Fraction] = defaultdict(Fraction)
        after, paid = self._entitled(), self._money()
        collected = paid != money
        for who in SUPPLIERS:
            group = self.groups[who.address]
            if collected:
                gained[group] += max(paid[who] - money[who] - ROUNDED, 0) / FIXED.ratio
            else:
                gained[group] += after[who] - before[who]
        assert sum(gain for gain in gained.values() if gain > 0) <= CAP, (
            "more than the cap in one transaction"
        )
        self.crossings += [Crossing(at, group, gain) for group, gain in gained.items() if gain > 0]

    def _claim(self, chosen: int) -> tuple[int, Actor]:
        """Any claim that is worth something, and who has it; the first where none is left."""
        worth = [(claim, word) for claim, word in self._words() if word.value and word.owner in BY_ADDRESS]
        if not worth:
            return self.claims[0], TIER_ONE
        claim, word = worth[chosen % len(worth)]
        return claim, BY_ADDRESS[word.owner]

    def _words(self) -> list[tuple[int, ClaimWord]]:
        found = []
        for receivable in self.receivables:
            count = self.stage.ledger.receivable(receivable).next_serial - 1
            words = self.stage.ledger.claims(receivable, 1, count)
            found += [(claim_id(receivable, serial), word) for serial, word in enumerate(words, 1)]
        return found

    def _owned(self) -> dict[bytes, int]:
        """Face by its owner's address, whoever that is."""
        held: dict[bytes, int] = defaultdict(int)
        for _, word in self._words():
            held[word.owner] += word.value
        return held

    def _entitled(self) -> dict[Actor, int]:
        owned = self._owned()
        return {who: owned[who.address] for who in SUPPLIERS}

    def _money(self) -> dict[Actor, int]:
        return {who: self.stage.ecny.balance(who) for who in SUPPLIERS}


SHORT = {"max_examples": 15, "stateful_step_count": 20}
LONG = {"max_examples": 1_000, "stateful_step_count": 60}


@pytest.mark.parametrize(
    "hardness", [SHORT, pytest.param(LONG, marks=pytest.mark.fuzz)], ids=["short", "long"]
)
def test_no_way_is_found_round_the_caps(border: Border, hardness: dict[str, int]) -> None:
    CapsHold.border, CapsHold.opened = border, border.stage.chain.snapshot()
    run_state_machine_as_test(CapsHold, settings=settings(**hardness))  # type: ignore[arg-type]
