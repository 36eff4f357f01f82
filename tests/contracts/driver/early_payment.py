"""Auctions for early payment, in sentences."""

from dataclasses import dataclass
from typing import Any

from tests.contracts.driver.cast import Actor
from tests.contracts.driver.contract import Contract, Outcome
from tests.contracts.driver.money import ECny

OPEN, CLEARED, CANCELLED = 1, 2, 3


def auction_terms(programme: int, closing: int, uniform: bool = False) -> bytes:
    """The purpose of a debtor's hold: programme in bits 0–31, closing in 32–71, uniform in 72."""
    return (programme | closing << 32 | uniform << 72).to_bytes(32, "big")


@dataclass(frozen=True, slots=True)
class Auction:
    debtor: bytes
    programme: int
    closing: int
    day_count: int
    uniform: bool
    status: int
    hold: int
    budget: int
    expiry: int
    first: int
    offers: int


@dataclass(frozen=True, slots=True)
class Offer:
    seller: bytes
    amount: int
    due_day: int
    receivable: int
    auction: int
    next: int
    previous: int
    rate: int


@dataclass(frozen=True, slots=True)
class Payment:
    offer: int
    receivable: int
    seller: bytes
    amount: int
    price: int
    rate: int
    days: int


class EarlyPayment(Contract):
    OFFER = "offer(uint64,uint64,uint64,uint32,uint64)"
    DELIVER = "deliver(uint64,address,uint64,address,uint64,uint64)"
    ON_HOLD_PLACED = "onHoldPlaced(uint256,address,address,uint256,uint64,bytes32)"

    def open(self, debtor: Actor, ecny: ECny, budget: int, terms: bytes, **hold: Any) -> Outcome:
        """The debtor sets its budget aside; answers with the hold's number."""
        return ecny.hold(debtor, budget, self, purpose=terms, **hold)

    def offer(
        self, seller: Actor, auction: int, receivable: int, amount: int, rate: int, hint: int = 0
    ) -> Outcome:
        """Answers with the offer's number."""
        return self.send(seller, self.OFFER, auction, receivable, amount, rate, hint)

    def withdraw(self, seller: Actor, offer: int) -> Outcome:
        return self.send(seller, "withdraw(uint64)", offer)

    def cancel(self, who: Actor, auction: int) -> Outcome:
        return self.send(who, "cancel(uint64)", auction)

    def clear(self, who: Actor, auction: int) -> Outcome:
        return self.send(who, "clear(uint64)", auction)

    def check(self, offer: int) -> None:
        """Raises `Refused` where the offer could not be delivered now."""
        self.ask("checkDeliverable(uint64)", offer)

    def preview(self, auction: int) -> tuple[list[Payment], list[tuple[int, bytes]]]:
        payments, skips = self.ask("preview(uint64)", auction)
        return [Payment(*payment) for payment in payments], list(skips)

    def auction(self, auction: int) -> Auction:
        return Auction(*self.ask("auctionOf(uint64)", auction))

    def offer_of(self, offer: int) -> Offer:
        return Offer(*self.ask("offerOf(uint64)", offer))

    def offers(self, auction: int) -> list[int]:
        return list(self.ask("offersOf(uint64)", auction))

    def position(self, auction: int, rate: int) -> int:
        hint: int = self.ask("positionFor(uint64,uint32)", auction, rate)
        return hint

    def least_rate(self, auction: int, receivable: int) -> int:
        rate: int = self.ask("leastRate(uint64,uint64)", auction, receivable)
        return rate
