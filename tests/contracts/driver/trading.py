"""A series of notes, and parties that have approved the market for their notes and their money."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tallystick.money.discount import bank_discount
from tests.contracts.driver.cast import BANK, Actor
from tests.contracts.driver.chain import START
from tests.contracts.driver.note_market import KNOWN, NoteMarket
from tests.contracts.driver.notes import UNLIMITED, ModuleSetting
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import DUE
from tests.contracts.driver.venue import RATE
from tests.contracts.driver.words import receivable_of

MONEY = 10_000_000
DAYS = (DUE - START).days


class Trading:
    """Tier one has all of the notes but for the `parts` that others have; all four have as much money each."""

    def __init__(
        self, market: NoteMarket, *modules: ModuleSetting, money: int | None = MONEY, **terms: Any
    ) -> None:
        """Without `money` where all have some already."""
        self.market, self.stage, self.venue = market, market.stage, market.stage.venue
        self.series, self.claim = market.notes(*modules, **terms)
        self.receivable = receivable_of(self.claim)
        self.programme: int = self.stage.issuance.terms_of(self.receivable).programme
        for who in KNOWN:
            if money is not None:
                self.let_pay(who, money)
            self.series.approve(who, self.venue, UNLIMITED)

    def let_pay(self, who: Actor, money: int = MONEY) -> None:
        """From a wallet of its own, and through the market."""
        self.stage.ecny.open_wallet(BANK, who)
        self.stage.ecny.issue(BANK, who, money)
        self.stage.ecny.approve(who, self.venue, UNLIMITED)

    def ask_for(self, maker: Actor, amount: int, rate_ppm: int = RATE, **terms: Any) -> int:
        """The order's number."""
        order: int = self.venue.ask_for(maker, self.receivable, amount, rate_ppm, **terms).answer
        return order

    def bid_for(self, maker: Actor, amount: int, rate_ppm: int = RATE, **terms: Any) -> int:
        order: int = self.venue.bid_for(maker, self.receivable, amount, rate_ppm, **terms).answer
        return order

    def ask_at_curve(self, maker: Actor, amount: int, version: int = 1, **terms: Any) -> int:
        order: int = self.venue.ask_at_curve(maker, self.receivable, amount, version, **terms).answer
        return order

    def order_of(self, maker: Actor, amount: int, *, ask: bool) -> int:
        return self.ask_for(maker, amount) if ask else self.bid_for(maker, amount)

    def take(self, taker: Actor, order: int, amount: int) -> int:
        """The other side, at whatever price up to the face; the price."""
        ask = self.venue.order(order).ask
        price: int = self.venue.fill(taker, order, amount, amount if ask else 0).answer
        return price

    def has(self, *parties: Actor) -> list[tuple[int, int]]:
        """Notes and money of each."""
        return [(self.series.balance(who), self.stage.ecny.balance(who)) for who in parties]

    @contextmanager
    def foretold(
        self, error: str, order: int, taker: Actor, amount: int, /, **figures: Any
    ) -> Iterator[None]:
        """The block, a fill, is refused with that error, whoever had asked would have known, and nothing has moved."""
        before = (self.has(*KNOWN, taker), self.venue.order(order))
        with refused(error, **figures):
            self.venue.check(order, taker, amount)
        with refused(error, **figures):
            yield
        assert (self.has(*KNOWN, taker), self.venue.order(order)) == before

    def refuses(self, error: str, order: int, taker: Actor, amount: int, /, **figures: Any) -> None:
        with self.foretold(error, order, taker, amount, **figures):
            self.take(taker, order, amount)


def price(face: int, rate_ppm: int = RATE, days: int = DAYS, basis: int = 360) -> int:
    return face - bank_discount(face, rate_ppm, days, basis)
