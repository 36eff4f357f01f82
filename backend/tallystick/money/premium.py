"""The premium of a note, four ways: each answers another question, and they are not to be mixed.

Prices and faces are minor units; premiums are fractions, not rounded. A price is never above face, so the premium
against face is never positive.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

BAND = (Fraction(5, 100), Fraction(8, 100))
"""The band that the market claims for such tokens, both ends included."""


def against_face(face: int, price: int) -> Fraction:
    """(P − F) / F: what is paid more than will be paid back."""
    return Fraction(price - face, face)


def against_fair_value(price: int, fair: int) -> Fraction:
    """(P − V) / V, where V is face less the discount of the programme's curve on the day of the trade."""
    return Fraction(price - fair, fair)


def holding_return(cost: int | Fraction, proceeds: int | Fraction) -> Fraction:
    """(proceeds − cost) / cost: what holding has brought, over however many days. Not a rate a year."""
    return Fraction(proceeds - cost) / Fraction(cost)


def yield_spread(face: int, price: int, days: int, basis: int, benchmark: Fraction) -> Fraction:
    """(F − P) / P · B / d less a published rate a year for the same time: simple yield over the benchmark."""
    return Fraction(face - price, price) * basis / days - benchmark


def weighted_mean(values: Iterable[tuple[Fraction, int]]) -> Fraction | None:
    """Of (value, weight); None without weight."""
    total, weight = Fraction(0), 0
    for value, amount in values:
        total += value * amount
        weight += amount
    return total / weight if weight else None


def share_in_band(values: Sequence[Fraction]) -> Fraction | None:
    """How many of the values lie in `BAND`; None without values."""
    if not values:
        return None
    least, most = BAND
    return Fraction(sum(least <= value <= most for value in values), len(values))
