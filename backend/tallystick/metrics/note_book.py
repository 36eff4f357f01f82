"""What every note has cost and brought: the movements of notes in order, each with what was paid for it.

Notes leave in the order in which they came (first in, first out). What came without a price (wrapped, passed on, moved
on an order) has no cost, and what it brings is no return on anything.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from tallystick.mirror.events import NOBODY

PriceKey = tuple[bytes, bytes, bytes, int]
"""Transaction, giver, taker and amount of a movement of notes that was paid for."""


class Movement(NamedTuple):
    """Notes that went from one to another; `NOBODY` made or burnt them."""

    series: bytes
    sender: bytes
    recipient: bytes
    amount: int
    transaction: bytes
    at: int


class Disposal(NamedTuple):
    """Notes whose cost is known were sold, or paid at maturity. Minor units, in exact fractions of lots."""

    at: int
    cost: Fraction
    proceeds: Fraction


class _Lot(NamedTuple):
    amount: int
    cost: Fraction | None


class NoteBook:
    """Replays movements. `prices` are what was paid for those that were paid for, taken out one by one."""

    def __init__(self, prices: Mapping[PriceKey, Iterable[int]]) -> None:
        self._prices = {key: deque(values) for key, values in prices.items()}
        self._lots: dict[tuple[bytes, bytes], deque[_Lot]] = {}
        self.disposals: list[Disposal] = []

    def replay(self, movements: Iterable[Movement]) -> None:
        for movement in movements:
            if not movement.amount or movement.sender == movement.recipient:
                continue
            price = self._price_of(movement)
            if movement.sender != NOBODY:
                self._take(movement, price)
            if movement.recipient != NOBODY:
                lots = self._lots.setdefault((movement.series, movement.recipient), deque())
                lots.append(_Lot(movement.amount, None if price is None else Fraction(price)))

    def _price_of(self, movement: Movement) -> int | None:
        key = (movement.transaction, movement.sender, movement.recipient, movement.amount)
        waiting = self._prices.get(key)
        return waiting.popleft() if waiting else None

    def _take(self, movement: Movement, price: int | None) -> None:
        lots = self._lots.setdefault((movement.series, movement.sender), deque())
        left, known, cost = movement.amount, 0, Fraction(0)
        while left and lots:
            lot = lots.popleft()
            part = min(left, lot.amount)
            if lot.cost is not None:
                known += part
                cost += lot.cost * part / lot.amount
            if part < lot.amount:
                rest = None if lot.cost is None else lot.cost * (lot.amount - part) / lot.amount
                lots.appendleft(_Lot(lot.amount - part, rest))
            left -= part
        if price is not None and known:
            self.disposals.append(Disposal(movement.at, cost, Fraction(price) * known / movement.amount))
