"""Exchange rates: what an amount of foreign money is in fen, and the other way round.

A rate is a feed's answer: an integer with so many decimals, and which way round it quotes. Chainlink's CNY / USD says
how many dollars a yuan is worth. The contracts compute alike in `ExchangeRate.sol`; property tests hold the two equal.
"""

from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple

from tallystick.money.amount import HOME

MILLION = 1_000_000


class Direction(IntEnum):
    """Which way round a feed quotes, as the contracts number it."""

    CNY_PER_UNIT = 1
    UNITS_PER_CNY = 2


class Rate(NamedTuple):
    """A feed's answer."""

    answer: int
    decimals: int
    direction: Direction

    @property
    def ratio(self) -> Fraction:
        """Yuan for one unit of the foreign currency, and fen for one cent, as both have two decimals."""
        one = 10**self.decimals
        return (
            Fraction(self.answer, one)
            if self.direction is Direction.CNY_PER_UNIT
            else Fraction(one, self.answer)
        )

    def quoted(self, currency: str) -> str:
        """As the feed has it, between the ledger's money and `currency`: 0.14038238 USD per CNY."""
        answer = f"{Decimal(self.answer).scaleb(-self.decimals):f}"
        pair = (HOME, currency) if self.direction is Direction.CNY_PER_UNIT else (currency, HOME)
        return f"{answer} {pair[0]} per {pair[1]}"


def converted(units: int, rate: Rate) -> int:
    """What so many minor units are in fen, rounded half to even, once.

    US$20,000,000.00 at 7.1234 yuan for a dollar are ¥142,468,000.00. Source: roundTiesToEven of IEEE 754, which `round`
    applies to fractions.
    """
    return round(units * rate.ratio)


def valued(units: int, rate: Rate, factor_ppm: int) -> int:
    """What so many minor units are worth in fen where the goods behind them bear out `factor_ppm` millionths of it.

    One rounding, half to even. US$20,000,000.00 at 7.1234 yuan for a dollar, two fifths borne out, are ¥56,987,200.00.
    """
    return round(units * rate.ratio * Fraction(factor_ppm, MILLION))


def units_of(fen: int, rate: Rate) -> int:
    """The fewest minor units that are worth so many fen."""
    return -(-Fraction(fen) // rate.ratio)


def fen_within(units: int, rate: Rate) -> int:
    """The most fen that so many minor units are worth."""
    return units * rate.ratio // 1
