"""Whatever is ordered and filled: notes and money stay what they were in all, and nobody gets notes who may not."""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tallystick.money.curve import Knot
from tallystick.money.discount import bank_discount
from tallystick.money.discount_curve import DiscountCurve
from tests.contracts.driver.cast import COURT, GOVERNOR, INVESTOR, OPERATOR, STRANGER, TIER_ONE, A, Actor, B
from tests.contracts.driver.chain import Snapshot, day_number, moment
from tests.contracts.driver.identities import FOR_EVER
from tests.contracts.driver.note_market import AGENT, CLOSING, FACE, ISSUER, KNOWN, NoteMarket
from tests.contracts.driver.notes import ORDER, UNLIMITED
from tests.contracts.driver.refusals import refused, refused_or_done
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.trading import Trading
from tests.contracts.driver.venue import NEVER

PARTIES = (*KNOWN, STRANGER, INVESTOR)
"""The stranger is not known to the registry to begin with; the investor's wallet is another one of A's."""

MONEY = 400_000
"""Less than the notes are worth, so that it runs out."""

CURVES = ([(30, 48_000), (184, 60_000)], [(184, 300_000)], [(10, 900_000), (184, 1_000_000)])
BASIS = 360

pick = st.integers(0, 2**16)
party = st.sampled_from(PARTIES)
some = st.one_of(st.just(Fraction(1)), st.fractions(Fraction(1, 50), 1, max_denominator=50))
quoted = st.integers(0, 120_000)
rate = st.one_of(quoted, st.sampled_from((0, 1_980_000, 2**32 - 1)))
lifetime = st.one_of(st.none(), st.integers(1, 20), st.integers(1, 200 * 86_400))
"""Of an order, in seconds."""

slacks = st.sampled_from((0, 0, 0, 1, 1_000, -1))
"""How much worse than the price the limit is."""

approval = st.one_of(st.just(UNLIMITED), st.integers(0, MONEY))
trades = st.lists(st.tuples(pick, some, slacks), min_size=1, max_size=4)


Trade = tuple[int, Fraction, int]
"""Which of the possible ones, how much of it, and how much worse its limit is."""


@dataclass
class PartyModel:
    notes: int = 0
    money: int = MONEY
    frozen: int = 0
    wallet_frozen: bool = False
    suspended: bool = False
    notes_approved: int = UNLIMITED
    money_approved: int = UNLIMITED

    @property
    def unfrozen(self) -> int:
        return max(self.notes - self.frozen, 0)


@dataclass
class OrderModel:
    maker: Actor
    ask: bool
    left: int
    minimum: int
    rate: int
    version: int
    expiry: int


@dataclass
class Model:
    parties: dict[Actor, PartyModel] = field(default_factory=lambda: {who: PartyModel() for who in PARTIES})
    known_until: dict[Actor, int] = field(default_factory=lambda: dict.fromkeys(KNOWN, FOR_EVER))
    identities: dict[Actor, Actor] = field(
        default_factory=lambda: {who: who for who in KNOWN} | {INVESTOR: A}
    )
    orders: dict[int, OrderModel] = field(default_factory=dict)
    placed: int = 0
    curves: list[DiscountCurve] = field(default_factory=list)
    paused: bool = False

    def is_known(self, who: Actor, now: int) -> bool:
        return who in self.identities and now < self.known_until.get(self.identities[who], 0)

    def is_one_party(self, one: Actor, other: Actor) -> bool:
        return one is other or self.identities.get(one, one) is self.identities.get(other, other)

    def price(self, order: OrderModel, face: int, now: int) -> int:
        days = day_number(DUE) - (now + 8 * 3600) // 86_400
        if order.version:
            return face - self.curves[-1].discount(face, days)
        return max(face - bank_discount(face, order.rate, days, BASIS), 0)


class MarketOfOneReceivable(RuleBasedStateMachine):
    """Every rule is done by the contracts as the model has it, or refused as it says."""

    def __init__(self, trading: Trading, opened: Snapshot) -> None:
        super().__init__()
        self.trading, self.stage = trading, trading.stage
        self.venue, self.series = trading.venue, trading.series
        self.stage.chain.restore(opened)

    @initialize(cuts=st.lists(some, min_size=2, max_size=2), first=quoted, second=quoted)
    def begin(self, cuts: list[Fraction], first: int, second: int) -> None:
        """Some notes are in other hands, and there is something to fill on either side."""
        self.model = Model()
        self.model.parties[TIER_ONE].notes = FACE
        for cut, to in zip(cuts, (A, B), strict=True):
            self.give_notes(TIER_ONE, to, cut)
        self._set_curve(0)
        self._place("ask", TIER_ONE, self._notes(TIER_ONE) or 1, 1, first, None)
        self._place("bid", B, FACE // 3, 10, second, None)
        self._place("curve", A, self._notes(A) or 1, 1, 0, None)

    # Orders

    @rule(
        kind=st.sampled_from(("ask", "bid", "curve")),
        who=party,
        cut=some,
        least=some,
        rate_ppm=rate,
        life=lifetime,
        moves=trades,
    )
    def place_and_trade(
        self,
        kind: str,
        who: Actor,
        cut: Fraction,
        least: Fraction,
        rate_ppm: int,
        life: int | None,
        moves: list[Trade],
    ) -> None:
        most = FACE // 2 if kind == "bid" else self._notes(who)
        amount = max(int(cut * most), 1)
        self._place(kind, who, amount, max(int(least * amount / 4), 1), rate_ppm, life)
        self.trade(moves)

    @rule(kind=st.sampled_from(("ask", "curve")), who=party)
    def offer_more_than_there_is(self, kind: str, who: Actor) -> None:
        self._place(kind, who, self.model.parties[who].unfrozen + 1, 1, 0, None)

    def _place(
        self, kind: str, who: Actor, amount: int, minimum: int, rate_ppm: int, life: int | None
    ) -> None:
        expiry = NEVER if life is None else self._now() + life
        version = len(self.model.curves) if kind == "curve" else 0
        order = OrderModel(
            who, kind != "bid", amount, minimum, 0 if version else rate_ppm, version, min(expiry, CLOSING)
        )
        terms: dict[str, int] = {"minimum": minimum, "expiry": expiry}
        with refused_or_done(self._refusal_of_placing(order)):
            if kind == "ask":
                number = self.trading.ask_for(who, amount, rate_ppm, **terms)
            elif kind == "bid":
                number = self.trading.bid_for(who, amount, rate_ppm, **terms)
            else:
                number = self.trading.ask_at_curve(who, amount, version, **terms)
            self.model.placed += 1
            assert number == self.model.placed
            self.model.orders[number] = order

    @rule(which=pick, who=party, cut=some, slack=slacks)
    def fill(self, which: int, who: Actor, cut: Fraction, slack: int) -> None:
        number = self._standing(which)
        if number:
            self._fill(number, who, max(int(cut * self.model.orders[number].left), 1), slack)

    @rule(moves=trades)
    def trade(self, moves: list[Trade]) -> None:
        """By parties that can, each as much of an order as both have something for, or a part of that."""
        for which, cut, slack in moves:
            possible = [
                (number, taker, most)
                for number, order in self.model.orders.items()
                for taker in PARTIES
                if (most := self._most(order, taker)) and not self._refusal(order, taker, most)
            ]
            if possible:
                number, taker, most = possible[which % len(possible)]
                self._fill(number, taker, max(int(cut * most), 1), slack)

    def _most(self, order: OrderModel, taker: Actor) -> int:
        """What seller and buyer both have something for."""
        seller, buyer = (order.maker, taker) if order.ask else (taker, order.maker)
        gives, pays = self.model.parties[seller], self.model.parties[buyer]
        return min(order.left, gives.unfrozen, gives.notes_approved, pays.money, pays.money_approved)

    def _meet(self, who: Actor) -> None:
        """As something has happened to it: it tries to trade, and others with it."""
        for number in sorted(self.model.orders):
            order = self.model.orders[number]
            taker = who if order.maker is not who else B if who is not B else TIER_ONE
            self._fill(number, taker, max(self._most(order, taker) // 2, 1), 0)

    @rule(which=pick, who=party, beyond=st.integers(1, 5))
    def try_what_is_refused_as_a_rule(self, which: int, who: Actor, beyond: int) -> None:
        number = self._standing(which)
        if number:
            order = self.model.orders[number]
            self._fill(number, who, order.left + beyond, 0)
            self._fill(number, who, order.minimum - 1, 0)
            self._fill(number, order.maker, order.left, 0)

    def _fill(self, number: int, taker: Actor, amount: int, slack: int) -> None:
        order, now = self.model.orders[number], self._now()
        seller, buyer = (order.maker, taker) if order.ask else (taker, order.maker)
        own = self._refusal_by_the_market(order, taker, amount)
        others = self._refusal_by_money_or_notes(order, seller, buyer, amount) if own is None else None
        price = self.model.price(order, amount, now) if own is None else 0
        with refused_or_done(own or others):
            assert self.venue.check(number, taker, amount) == price
        limit = max(price + slack if order.ask else price - slack, 0)
        worse = price > limit if order.ask else price < limit
        beyond = "PriceBeyondLimit" if worse else None
        with refused_or_done(own or beyond or others):
            assert self.venue.fill(taker, number, amount, limit).answer == price
            self._book(number, seller, buyer, amount, price)
            assert self.stage.identities.is_verified(buyer)
            assert self.series.can_receive(buyer)

    def _book(self, number: int, seller: Actor, buyer: Actor, amount: int, price: int) -> None:
        gives, gets = self.model.parties[seller], self.model.parties[buyer]
        gives.notes, gets.notes = gives.notes - amount, gets.notes + amount
        gives.money, gets.money = gives.money + price, gets.money - price
        if gives.notes_approved != UNLIMITED:
            gives.notes_approved -= amount
        if gets.money_approved != UNLIMITED:
            gets.money_approved -= price
        order = self.model.orders[number]
        order.left -= amount
        if order.left == 0:
            del self.model.orders[number]

    @rule(which=pick, who=party)
    def cancel(self, which: int, who: Actor) -> None:
        number = self._standing(which)
        if number:
            maker = self.model.orders[number].maker
            with refused_or_done(None if who is maker else "NotTheMaker"):
                self.venue.cancel(who, number)
                del self.model.orders[number]

    @rule(which=pick)
    def expire(self, which: int) -> None:
        number = self._standing(which)
        if number:
            expired = self._now() >= self.model.orders[number].expiry
            with refused_or_done(None if expired else "OrderNotExpired"):
                self.venue.expire(STRANGER, number)
                del self.model.orders[number]

    # What parties do besides

    @rule(who=party, notes=approval, money=approval)
    def approve(self, who: Actor, notes: int, money: int) -> None:
        self.series.approve(who, self.venue, notes)
        self.stage.ecny.approve(who, self.venue, money)
        self.model.parties[who].notes_approved = notes
        self.model.parties[who].money_approved = money
        self._meet(who)

    @rule(giver=party, to=party, cut=some)
    def give_notes(self, giver: Actor, to: Actor, cut: Fraction) -> None:
        amount = int(cut * self._notes(giver))
        with refused_or_done(self._refusal_by_notes(giver, to, amount)):
            self.series.transfer(giver, to, amount)
            self.model.parties[giver].notes -= amount
            self.model.parties[to].notes += amount

    @rule(giver=party, to=party, cut=some)
    def give_money(self, giver: Actor, to: Actor, cut: Fraction) -> None:
        amount = int(cut * self.model.parties[giver].money)
        self.stage.ecny.pay(giver, to, amount)
        self.model.parties[giver].money -= amount
        self.model.parties[to].money += amount

    # What authorities, agents, issuers, the governor and the clock do

    @rule(who=party)
    def suspend_or_no_longer(self, who: Actor) -> None:
        mine = self.model.parties[who]
        mine.suspended = not mine.suspended
        if mine.suspended:
            self.stage.ledger.suspend(COURT, who, ORDER)
        else:
            self.stage.ledger.reinstate(COURT, who)
        self._meet(who)

    @rule(who=party)
    def freeze_wallet_or_no_longer(self, who: Actor) -> None:
        mine = self.model.parties[who]
        mine.wallet_frozen = not mine.wallet_frozen
        self.series.freeze_wallet(AGENT, who, mine.wallet_frozen)
        self._meet(who)

    @rule(who=party, cut=st.sampled_from((Fraction(0), Fraction(1, 3), Fraction(1))))
    def freeze_notes(self, who: Actor, cut: Fraction) -> None:
        mine = self.model.parties[who]
        mine.frozen = int(cut * mine.notes)
        self.series.set_frozen(AGENT, who, mine.frozen)
        self._meet(who)

    @rule(which=pick, who=party, cut=some)
    def pause_for_a_moment(self, which: int, who: Actor, cut: Fraction) -> None:
        self.series.pause(AGENT)
        self.model.paused = True
        self.fill(which, who, cut, 0)
        self.series.unpause(AGENT)
        self.model.paused = False

    @rule(who=st.sampled_from((*KNOWN, STRANGER)), seconds=st.one_of(st.none(), st.integers(5, 30 * 86_400)))
    def vouch_for(self, who: Actor, seconds: int | None) -> None:
        if who not in self.model.identities:
            self.stage.identities.register(OPERATOR, who)
            self.model.identities[who] = who
        until = FOR_EVER if seconds is None else self._now() + seconds
        self.stage.identities.state(ISSUER, who, expiry=until)
        self.model.known_until[who] = until

    @rule(who=party)
    def take_back_what_was_stated(self, who: Actor) -> None:
        if self.model.known_until.pop(who, None) is not None:
            self.stage.identities.withdraw(ISSUER, who)
            self._meet(who)

    @rule(which=st.integers(0, len(CURVES) - 1), who=party, moves=trades)
    def set_curve_and_trade(self, which: int, who: Actor, moves: list[Trade]) -> None:
        self._set_curve(which)
        self._place("curve", who, max(self.model.parties[who].unfrozen, 1), 1, 0, None)
        self.trade(moves)

    def _set_curve(self, which: int) -> None:
        self.stage.curves.set(GOVERNOR, self.trading.programme, CURVES[which])
        self.model.curves.append(DiscountCurve([Knot(*knot) for knot in CURVES[which]], BASIS))

    @rule(seconds=st.one_of(st.integers(1, 20), st.integers(1, 20 * 86_400)), moves=trades)
    def let_time_pass_and_trade(self, seconds: int, moves: list[Trade]) -> None:
        if self._now() + seconds < CLOSING:
            self.stage.chain.go_to(self._now() + seconds)
        self.trade(moves)

    def teardown(self) -> None:
        """On the due day what can be is filled; after it nothing is, and every order can be put away."""
        if not hasattr(self, "model"):
            return
        if self._now() < moment(DUE):
            self.stage.chain.go_to(moment(DUE))
        self.trade([(which, Fraction(1), 0) for which in range(3)])
        self.stage.chain.go_to(CLOSING + 10)
        for number in sorted(self.model.orders):
            self._fill(number, TIER_ONE, 1, 0)
            self.expire(0)
        assert not self.model.orders
        self.notes_and_money_are_where_the_model_has_them_and_never_at_the_market()
        self.the_book_holds_what_was_ordered_and_not_filled()

    # Refusals

    def _refusal_of_placing(self, order: OrderModel) -> str | None:
        mine, now = self.model.parties[order.maker], self._now()
        if now >= CLOSING:
            return "NotesClosed"
        if mine.suspended:
            return "AccountIsSuspended"
        if mine.wallet_frozen:
            return "WalletIsFrozen"
        if not self.model.is_known(order.maker, now):
            return "NotVerified"
        if order.ask and order.left > mine.unfrozen:
            return "ERC7943InsufficientUnfrozenBalance"
        return None if self.model.price(order, order.left, now) else "FillPaysNothing"

    def _refusal(self, order: OrderModel, taker: Actor, amount: int) -> str | None:
        seller, buyer = (order.maker, taker) if order.ask else (taker, order.maker)
        return self._refusal_by_the_market(order, taker, amount) or self._refusal_by_money_or_notes(
            order, seller, buyer, amount
        )

    def _refusal_by_the_market(self, order: OrderModel, taker: Actor, amount: int) -> str | None:
        return (
            self._refusal_by_the_order(order, amount)
            or self._refusal_of_the_parties(order.maker, taker)
            or self._refusal_of_the_price(order, taker, amount)
        )

    def _refusal_by_the_order(self, order: OrderModel, amount: int) -> str | None:
        if self._now() >= order.expiry:
            return "OrderHasExpired"
        if amount > order.left:
            return "FillExceedsOrder"
        return "FillBelowMinimum" if amount < order.minimum and amount != order.left else None

    def _refusal_of_the_parties(self, maker: Actor, taker: Actor) -> str | None:
        if self.model.is_one_party(maker, taker):
            return "SelfTrade"
        stopped = self.model.parties[maker].suspended or self.model.parties[taker].suspended
        return "AccountIsSuspended" if stopped else None

    def _refusal_of_the_price(self, order: OrderModel, taker: Actor, amount: int) -> str | None:
        if order.version not in (0, len(self.model.curves)):
            return "CurveChanged"
        price = self.model.price(order, amount, self._now())
        if price == 0:
            return "FillPaysNothing"
        seller, buyer = (order.maker, taker) if order.ask else (taker, order.maker)
        if self.model.parties[buyer].money_approved < price:
            return "MoneyNotApproved"
        return "NotesNotApproved" if self.model.parties[seller].notes_approved < amount else None

    def _refusal_by_money_or_notes(
        self, order: OrderModel, seller: Actor, buyer: Actor, amount: int
    ) -> str | None:
        if self.model.parties[buyer].money < self.model.price(order, amount, self._now()):
            return "FundsInsufficient"
        return self._refusal_by_notes(seller, buyer, amount)

    def _refusal_by_notes(self, giver: Actor, to: Actor, amount: int) -> str | None:
        mine = self.model.parties[giver]
        if amount > mine.notes:
            return "ERC20InsufficientBalance"
        if self.model.paused:
            return "NotesPaused"
        if self._now() >= CLOSING:
            return "NotesClosed"
        if mine.wallet_frozen:
            return "WalletIsFrozen"
        if amount > mine.unfrozen:
            return "ERC7943InsufficientUnfrozenBalance"
        return self._refusal_of_getting(to) or ("AccountIsSuspended" if mine.suspended else None)

    def _refusal_of_getting(self, who: Actor) -> str | None:
        if self.model.parties[who].wallet_frozen:
            return "WalletIsFrozen"
        if self.model.parties[who].suspended:
            return "AccountIsSuspended"
        return None if self.model.is_known(who, self._now()) else "NotVerified"

    # What holds at all times

    @invariant()
    def notes_and_money_are_where_the_model_has_them_and_never_at_the_market(self) -> None:
        if not hasattr(self, "model"):
            return
        held = dict(zip(PARTIES, self.trading.has(*PARTIES), strict=True))
        assert held == {who: (mine.notes, mine.money) for who, mine in self.model.parties.items()}
        assert sum(notes for notes, _ in held.values()) == self.series.in_all() == FACE
        assert sum(money for _, money in held.values()) == len(PARTIES) * MONEY
        assert (self.series.balance(self.venue), self.stage.ecny.balance(self.venue)) == (0, 0)

    @invariant()
    def the_book_holds_what_was_ordered_and_not_filled(self) -> None:
        if not hasattr(self, "model"):
            return
        assert self.venue.count() == self.model.placed
        for number in range(1, self.model.placed + 1):
            order = self.model.orders.get(number)
            if order is None:
                with refused("OrderHasEnded", order=number):
                    self.venue.order(number)
                continue
            kept = self.venue.order(number)
            assert kept.maker == order.maker.address
            assert (kept.ask, kept.left, kept.minimum) == (order.ask, order.left, order.minimum)
            assert (kept.rate_ppm, kept.curve_version) == (order.rate, order.version)
            assert kept.expiry == order.expiry

    def _now(self) -> int:
        """When the next block is made."""
        return max(self.stage.chain.time, self.stage.chain.node.head().timestamp + 1)

    def _notes(self, who: Actor) -> int:
        return self.model.parties[who].notes

    def _standing(self, which: int) -> int:
        """An order that has not ended; 0 where there is none."""
        numbers = sorted(self.model.orders)
        return numbers[which % len(numbers)] if numbers else 0


def run(stage: Stage, **hardness: Any) -> None:
    stage.reset()
    trading = Trading(NoteMarket(stage), money=MONEY)
    stage.identities.register(OPERATOR, INVESTOR, identity=A)
    for newcomer in (STRANGER, INVESTOR):
        trading.let_pay(newcomer, MONEY)
        trading.series.approve(newcomer, trading.venue, UNLIMITED)
    machine = partial(MarketOfOneReceivable, trading, stage.chain.snapshot())
    run_state_machine_as_test(machine, settings=settings(**hardness))  # type: ignore[arg-type]  # any factory will do


def test_whatever_is_traded_notes_and_money_are_conserved(stage: Stage) -> None:
    run(stage, max_examples=20, stateful_step_count=14)


@pytest.mark.fuzz
@pytest.mark.timeout(0)
def test_at_length_notes_and_money_are_conserved(stage: Stage) -> None:
    run(stage, max_examples=500, stateful_step_count=60)
