"""The three return ratios of cross-border trade: each answers another question, and they are not to be mixed.

Face in minor units of the receivables' currency, e-CNY in fen. A ratio without anything to be a share of is None: n/a.
"""

from decimal import Decimal
from typing import NamedTuple

_MILLION = 1_000_000


class Ratio(NamedTuple):
    """A part and the whole that it is of, in the same minor units."""

    part: int
    whole: int

    @property
    def value(self) -> Decimal | None:
        """To six decimals, rounded down, so that 1 means all of it. None of nothing."""
        return Decimal(self.part * _MILLION // self.whole).scaleb(-6) if self.whole else None


class Settled(NamedTuple):
    """Face that is not owed any more, by what ended it: see `settled_in_ecny`."""

    in_ecny: int
    own: int
    otherwise: int


class Due(NamedTuple):
    """Face that was due and whose days of grace are over, by what became of it: see `settled_in_time`."""

    in_time: int
    late: int
    waiting: int
    unfunded: int


def settled_in_ecny(settled: Settled) -> Ratio:
    """Settled in e-CNY / settled.

    Settled is all face that is not owed any more: `in_ecny` because its holder was paid in e-CNY; `own` because its
    debtor held it itself when it was due and paid nobody (claim and debt in one hand: Civil Code of the PRC,
    article 576); `otherwise` because both sides have undone it, whatever for, or because it was set off. A write-off
    settles nothing.
    """
    return Ratio(settled.in_ecny, sum(settled))


def settled_in_time(due: Due) -> Ratio:
    """Settled by due plus grace / due.

    `in_time` was settled when the last day of grace was over, `late` after it. `waiting` is set aside by the debtor and
    not paid out yet, as for a cap or a milestone: not overdue, but not settled either. `unfunded` is overdue.
    """
    return Ratio(due.in_time, sum(due))


def kept_onshore(paid: int, redeemed: int) -> Ratio:
    """Kept onshore after n days / settled, of e-CNY.

    `paid` is what overseas wallets were paid on claims n days ago or before, `redeemed` what of it was taken out of
    e-CNY within these n days, by whoever had it by then. The rest is still in a known wallet, or was spent onshore.
    """
    return Ratio(paid - redeemed, paid)
