"""The market for notes, in sentences."""

from dataclasses import dataclass

from tests.contracts.driver.cast import Actor
from tests.contracts.driver.contract import Contract, Outcome, Party

NEVER = 2**40 - 1
RATE = 60_000
TERMS = "(uint64,uint64,uint64,uint32,uint40)"


@dataclass(frozen=True, slots=True)
class Order:
    """As the market answers it."""

    maker: bytes
    expiry: int
    due_day: int
    day_count: int
    ask: bool
    receivable: int
    left: int
    minimum: int
    rate_ppm: int
    curve_version: int


class Venue(Contract):
    def ask_for(
        self,
        maker: Actor,
        receivable: int,
        amount: int,
        rate_ppm: int = RATE,
        minimum: int = 1,
        expiry: int = NEVER,
    ) -> Outcome:
        """Offers notes. Answers with the order's number, as the other two do."""
        return self.send(maker, f"ask{TERMS}", receivable, amount, minimum, rate_ppm, expiry)

    def ask_at_curve(
        self,
        maker: Actor,
        receivable: int,
        amount: int,
        version: int = 1,
        minimum: int = 1,
        expiry: int = NEVER,
    ) -> Outcome:
        return self.send(maker, f"askAtCurve{TERMS}", receivable, amount, minimum, version, expiry)

    def bid_for(
        self,
        maker: Actor,
        receivable: int,
        amount: int,
        rate_ppm: int = RATE,
        minimum: int = 1,
        expiry: int = NEVER,
    ) -> Outcome:
        """Seeks notes."""
        return self.send(maker, f"bid{TERMS}", receivable, amount, minimum, rate_ppm, expiry)

    def fill(self, taker: Actor, order: int, amount: int, limit: int) -> Outcome:
        """Answers with the price."""
        return self.send(taker, "fill(uint64,uint64,uint64)", order, amount, limit)

    def buy(self, taker: Actor, order: int, amount: int) -> Outcome:
        """At whatever price up to the face."""
        return self.fill(taker, order, amount, amount)

    def sell(self, taker: Actor, order: int, amount: int) -> Outcome:
        """At whatever price."""
        return self.fill(taker, order, amount, 0)

    def cancel(self, who: Actor, order: int) -> Outcome:
        return self.send(who, "cancel(uint64)", order)

    def expire(self, who: Actor, *orders: int) -> Outcome:
        return self.send(who, "expire(uint64[])", list(orders))

    def together(self, who: Actor, *calls: bytes) -> Outcome:
        return self.send(who, "multicall(bytes[])", list(calls))

    def filling(self, order: int, amount: int, limit: int) -> bytes:
        return self.encode("fill(uint64,uint64,uint64)", order, amount, limit)

    def order(self, order: int) -> Order:
        return Order(*self.ask("orderOf(uint64)", order))

    def left(self, order: int) -> int:
        return self.order(order).left

    def price(self, order: int, amount: int) -> int:
        price: int = self.ask("priceOf(uint64,uint64)", order, amount)
        return price

    def check(self, order: int, taker: Party, amount: int) -> int:
        """The price. Raises `Refused` where a fill would be."""
        price: int = self.ask("checkFill(uint64,address,uint64)", order, taker, amount)
        return price

    def count(self) -> int:
        count: int = self.ask("orderCount()")
        return count
