"""How an average discount rate has changed: by the rates themselves, or only by what was dealt in.

Source: decomposition of a weighted mean at fixed weights (E. M. Kitagawa, Components of a Difference Between Two
Rates, Journal of the American Statistical Association 50, 1955), by the weights of before. Rates are fractions a year.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

TENORS = (30, 60, 90, 120, 150)
"""Remaining days at which one class of tenors ends and the next begins; the last one is open."""


class Deal(NamedTuple):
    """Face that was paid for early, what was taken off it (minor units), and how many days early."""

    face: int
    discount: int
    days: int


@dataclass(frozen=True, slots=True)
class RateChange:
    """`rate_effect` + `mix_effect` = `after` − `before`. None where nothing was dealt in that it takes.

    The rate effect is what the rates have changed by at the tenors of before; the mix effect is the rest, that other
    tenors were dealt in.
    """

    before: Fraction | None
    after: Fraction | None
    rate_effect: Fraction | None
    mix_effect: Fraction | None


def average_rate(deals: Iterable[Deal], basis: int) -> Fraction | None:
    """Σ discount · B / Σ face · days: the bank discount rate that all deals bear together. None without deals."""
    discounts, weight = 0, 0
    for deal in deals:
        discounts += deal.discount
        weight += deal.face * deal.days
    return Fraction(discounts * basis, weight) if weight else None


def rate_change(before: Sequence[Deal], after: Sequence[Deal], basis: int) -> RateChange:
    """Splits the change into both effects, by classes of `TENORS`.

    Every class that was dealt in before must have been dealt in afterwards too: what a rate has become that nobody
    dealt at cannot be told, and then neither effect is.
    """
    first, second = average_rate(before, basis), average_rate(after, basis)
    if first is None or second is None:
        return RateChange(first, second, None, None)
    old, new = _by_class(before), _by_class(after)
    if not old.keys() <= new.keys():
        return RateChange(first, second, None, None)
    weight = sum(deal.face * deal.days for deal in before)
    at_old_tenors = Fraction(0)
    for tenor, deals in old.items():
        share = Fraction(sum(deal.face * deal.days for deal in deals), weight)
        at_old_tenors += share * (average_rate(new[tenor], basis) or 0)
    return RateChange(first, second, at_old_tenors - first, second - at_old_tenors)


def _by_class(deals: Iterable[Deal]) -> dict[int, list[Deal]]:
    """Deals on the due day itself bear no rate and are left out."""
    classes: dict[int, list[Deal]] = {}
    for deal in deals:
        if deal.face * deal.days:
            classes.setdefault(bisect_left(TENORS, deal.days), []).append(deal)
    return classes
