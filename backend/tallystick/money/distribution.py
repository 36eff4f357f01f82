"""How a receivable is spread over holders and tiers."""

from collections.abc import Iterable, Sequence
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


def nearest_rank(ordered: Sequence[int], percent: int) -> int | None:
    """The smallest value that at least so many percent do not exceed, of values in ascending order.

    None of none. Source: R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages",
    The American Statistician 50 (1996), definition 1.
    """
    if not ordered:
        return None
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(rank, 1) - 1]
