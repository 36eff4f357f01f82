"""How a receivable is spread over holders and tiers."""

from collections.abc import Iterable
from decimal import Decimal


def concentration(amounts: Iterable[int]) -> Decimal | None:
    """The Herfindahl-Hirschman index: the sum of squared shares, 1 where one holder has all.

    `amounts` are each holder's total in minor units. None where nothing is held. Source: A. O. Hirschman, "The
    Paternity of an Index", American Economic Review 54 (1964).
    """
    held = [amount for amount in amounts if amount]
    total = sum(held)
    return Decimal(sum(amount * amount for amount in held)) / Decimal(total * total) if total else None


def mean_depth(lots: Iterable[tuple[int, int]]) -> Decimal | None:
    """The face-weighted mean tier. `lots` are (amount in minor units, tier). None where nothing is held."""
    weighted = total = 0
    for amount, tier in lots:
        weighted += amount * tier
        total += amount
    return Decimal(weighted) / Decimal(total) if total else None
