"""Paying at maturity, in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.contracts.driver.cast import Actor
from tests.contracts.driver.contract import Contract, Outcome
from tests.contracts.driver.money import ECny


@dataclass(frozen=True, slots=True)
class Round:
    amount: int
    face: int
    cursor: int
    hold: int
    interest: bool
    foreign: bool
    day: int


class Settlement(Contract):
    COLLECT = "collect(uint256[])"
    ON_HOLD_PLACED = "onHoldPlaced(uint256,address,address,uint256,uint64,bytes32)"

    def fund(self, debtor: Actor, ecny: ECny, receivable: int, amount: int) -> Outcome:
        """The debtor sets money aside for a receivable; answers with the hold's number."""
        return ecny.hold(debtor, amount, self, purpose=receivable.to_bytes(32, "big"))

    def collect(self, who: Actor, claims: Sequence[int]) -> Outcome:
        return self.send(who, self.COLLECT, list(claims))

    def position(self, receivable: int) -> tuple[int, int, int]:
        """Fen not funded, overdue interest not funded, rounds so far."""
        unfunded, interest, rounds = self.ask("positionOf(uint64)", receivable)
        return unfunded, interest, rounds

    def owed(self, receivable: int) -> int:
        unfunded, interest, _rounds = self.position(receivable)
        return unfunded + interest

    def retired(self, receivable: int, number: int) -> int:
        face: int = self.ask("retiredBy(uint64,uint8)", receivable, number)
        return face

    def ahead(self, claim: int) -> int:
        face: int = self.ask("aheadOf(uint256)", claim)
        return face

    def round(self, receivable: int, number: int) -> Round:
        return Round(*self.ask("roundOf(uint64,uint8)", receivable, number))
