"""What is owed at maturity and after it, and how each funding is divided over the claims.

The contract computes the same in `Settlement.sol` and `OverdueInterest.sol`; property tests hold the two equal.
"""

from collections.abc import Iterable
from dataclasses import dataclass

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Funding:
    """What a debtor set aside on a day (counted from 1970-01-01), towards face or towards interest, in minor units."""

    day: int
    amount: int
    interest: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """In minor units: face that nothing was set aside for yet, and overdue interest that nothing was."""

    face: int
    interest: int

    @property
    def total(self) -> int:
        return self.face + self.interest


def share(amount: int, face: int, cursor: int, value: int) -> int:
    """What a claim of `value` is paid of `amount` that is divided over `face`, when `cursor` of it was paid before.

    R(cursor + value) − R(cursor) with R(x) = floor(x · amount / face): all shares together are the amount exactly, and
    each is within one minor unit of value · amount / face.
    """
    return (cursor + value) * amount // face - cursor * amount // face


def face_funded(amount: int, face: int, unfunded: int) -> int:
    """What of `face` in a foreign currency is funded by so many fen, when `unfunded` fen were owed: all of it by all.

    F = floor(face · amount / unfunded), so that the last fen funds what is left. ¥0.50 of ¥71.31 for US$10.01 fund
    seven cents.
    """
    return face * amount // unfunded


def overdue_interest(face: int, ppm: int, days: int) -> int:
    """Simple interest on what was not paid in time, at `ppm` millionths of it a day; half up to the minor unit.

    0.05 % a day is 500 ppm: ¥10,000,000 for 30 days is ¥150,000.00. Source: Regulations on Ensuring Payments to
    Small and Medium-sized Enterprises of the PRC (2025).
    """
    return _rounded(face * ppm * days)


def owed(face: int, ppm: int, due_day: int, fundings: Iterable[Funding], today: int) -> Owed:
    """What is owed at the end of `today`, days counted from 1970-01-01.

    Interest runs from the day after the due day, on face that is not funded; it is rounded once over the whole time.
    """
    left, funded, accrued, through = face, 0, 0, due_day
    for funding in fundings:
        if funding.day > through:
            accrued += left * ppm * (funding.day - through)
            through = funding.day
        if funding.interest:
            funded += funding.amount
        else:
            left -= funding.amount
    if today > through:
        accrued += left * ppm * (today - through)
    return Owed(left, _rounded(accrued) - funded)


def _rounded(millionths: int) -> int:
    return (millionths + MILLION // 2) // MILLION
