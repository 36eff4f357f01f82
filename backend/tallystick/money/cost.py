"""What a financing costs the one who gets the money, where that goes, and what it would have cost elsewhere.

Amounts in minor units, rates in ppm a year of simple interest on the cash.
"""

from typing import NamedTuple

MILLION = 1_000_000


class Uses(NamedTuple):
    """Where a cost goes, as its financier states it: `income` that stays with it after all the rest."""

    income: int
    fees: int = 0
    taxes: int = 0
    loss_reserve: int = 0
    subsidies: int = 0

    @property
    def explained(self) -> int:
        """income + fees + taxes + loss reserve − subsidies: the cost that all of it is paid from."""
        return self.income + self.fees + self.taxes + self.loss_reserve - self.subsidies


def borrowing_cost(face: int, paid: int, fees: int) -> int:
    """F − P + f: what is given up later, less the cash that is there today.

    Source: the total cost of credit (Directive 2008/48/EC, article 3), of a claim that is given up for it.
    """
    return face - paid + fees


def unexplained(cost: int, uses: Uses) -> int:
    """What a cost is short of (negative) or beyond (positive) what is said to be paid from it; 0 where it closes.

    Source: double entry. What the one gives the others get: supplier's cost = investor's income + fees + taxes + loss
    reserve − subsidies.
    """
    return cost - uses.explained


def simple_interest(cash: int, ppm: int, days: int, basis: int) -> int:
    """cash · r · d / B, rounded half up: what the cash costs at another rate, or earns at it. Source: simple interest.

    ¥9,703,333.33 at 12 % for 178 days on ACT/360 cost ¥575,731.11.
    """
    divisor = basis * MILLION
    return (cash * ppm * days + divisor // 2) // divisor
