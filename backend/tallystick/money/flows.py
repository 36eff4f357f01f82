"""Money over time: the rate that several payments come to, and how long they take on average.

A flow is (day, amount): days counted from 1970-01-01, amounts in minor units, positive for what one receives.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext

Flow = tuple[int, int]

_DAYS_A_YEAR = 365
_DIGITS = 40
_TOLERANCE = Decimal("1e-20")
_LEAST, _MOST = Decimal("1e-6"), Decimal("1e9")
"""Of the growth in a year (1 + the rate): losing all but a millionth, and a thousand million times as much."""


def xirr(flows: Iterable[Flow]) -> Decimal | None:
    """The rate a year, compounded, at which the flows are worth nothing together: Σ amount · (1 + i)^(−days / 365) = 0.

    None where they have no such rate, as when nothing is paid or nothing received. Flows that change sign several times
    can have several; then it is the one nearest to zero. Source: XIRR of OpenFormula (ODF 1.3,
    part 4).
    """
    netted = _netted(flows)
    if len({amount > 0 for _, amount in netted}) < 2:
        return None
    with localcontext() as context:
        context.prec = _DIGITS
        if sum(amount for _, amount in netted) == 0:
            return Decimal(0)
        bracket = _bracket(netted)
        return None if bracket is None else _root(netted, *bracket) - 1


def weighted_average_life(flows: Iterable[Flow], today: int) -> Decimal | None:
    """Σ amount · days / Σ amount, in days from `today`: when, on average, what is still to come comes.

    None where nothing is. Source: SIFMA, Standard Formulas for the Analysis of Mortgage-Backed Securities, chapter B.
    """
    total = weighted = 0
    for day, amount in flows:
        total += amount
        weighted += amount * (day - today)
    return Decimal(weighted) / Decimal(total) if total else None


def _netted(flows: Iterable[Flow]) -> Sequence[Flow]:
    """One flow a day, the latest first, without those that come to nothing."""
    days: dict[int, int] = {}
    for day, amount in flows:
        days[day] = days.get(day, 0) + amount
    return sorted(((day, amount) for day, amount in days.items() if amount), reverse=True)


def _value(netted: Sequence[Flow], growth: Decimal) -> Decimal:
    """What the flows are worth on the first day, by Horner's rule from the last day back."""
    daily = (-growth.ln() / _DAYS_A_YEAR).exp()
    worth, later = Decimal(0), netted[0][0]
    for day, amount in netted:
        worth = worth * daily ** (later - day) + amount
        later = day
    return worth


def _bracket(netted: Sequence[Flow]) -> tuple[Decimal, Decimal] | None:
    """Two growths a year between which the worth changes sign, those nearest to 1."""
    width = Decimal("0.05")
    low = high = Decimal(1)
    at_low = at_high = _value(netted, low)
    while low > _LEAST or high < _MOST:
        further_low = max(low / (1 + width), _LEAST)
        further_high = min(high * (1 + width), _MOST)
        down, up = _value(netted, further_low), _value(netted, further_high)
        if (up > 0) != (at_high > 0) or up == 0:
            return high, further_high
        if (down > 0) != (at_low > 0) or down == 0:
            return further_low, low
        low, high, at_low, at_high = further_low, further_high, down, up
        width *= 2
    return None


def _root(netted: Sequence[Flow], low: Decimal, high: Decimal) -> Decimal:
    """By false position after the Illinois rule: an end that stays twice counts half."""
    at_low, at_high = _value(netted, low), _value(netted, high)
    before, stayed = low, 0
    while True:
        between = high - at_high * (high - low) / (at_high - at_low)
        if abs(between - before) < _TOLERANCE:
            return between
        before, worth = between, _value(netted, between)
        if worth == 0:
            return between
        if (worth > 0) == (at_high > 0):
            high, at_high = between, worth
            at_low, stayed = (at_low / 2 if stayed > 0 else at_low), 1
        else:
            low, at_low = between, worth
            at_high, stayed = (at_high / 2 if stayed < 0 else at_high), -1
