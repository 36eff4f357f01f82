"""Auctions for early payment, with everything that is not the point of a test filled in."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tests.contracts.driver.cast import CAR_MAKER, GOVERNOR, TIER_ONE, A, Actor, B, C
from tests.contracts.driver.chain import START, day_number, moment
from tests.contracts.driver.contract import Outcome
from tests.contracts.driver.early_payment import auction_terms
from tests.contracts.driver.note_market import NoteMarket
from tests.contracts.driver.notes import UNLIMITED, ModuleSetting, NoteSeries
from tests.contracts.driver.stage import DUE
from tests.contracts.driver.words import receivable_of

SELLERS = (TIER_ONE, A, B, C)
CLOSING_DAY = START + timedelta(days=1)
CLOSING = moment(CLOSING_DAY, 12)
DAYS = day_number(DUE) - day_number(CLOSING_DAY)
"""From the closing to the day on which receivables are due unless told otherwise."""
KNOTS = [(30, 48_000), (200, 60_000)]
NEEDED = 60_000
"""Not below the curve on any of its days."""


class EarlyGround:
    """The car maker, a known customer too, owes receivables of one programme that has a curve; others have notes on
    them and let the auctions move them."""

    def __init__(self, market: NoteMarket, *modules: ModuleSetting, **terms: Any) -> None:
        self.market, self.stage = market, market.stage
        self.contract = self.stage.early_payment
        market.admit(CAR_MAKER)
        market.open_wallets()
        self.programme = market.offering(*modules, **terms)
        self.stage.curves.set(GOVERNOR, self.programme, KNOTS)

    def notes(self, parts: Mapping[Actor, int], due: date = DUE) -> tuple[NoteSeries, int]:
        """A series of a receivable of its own, in which each has its part; and the receivable."""
        claim = self.stage.claim(sum(parts.values()), programme=self.programme, due=due)
        self.market.wrap(claim, sum(parts.values()))
        series = self.stage.note_desk.series_of(claim)
        for holder, amount in parts.items():
            if holder is not TIER_ONE and amount:
                series.transfer(TIER_ONE, holder, amount)
            series.approve(holder, self.contract, UNLIMITED)
        return series, receivable_of(claim)

    def open(
        self,
        budget: int,
        uniform: bool = False,
        closing: int = CLOSING,
        debtor: Actor = CAR_MAKER,
        **hold: Any,
    ) -> int:
        """The auction's number."""
        terms = auction_terms(self.programme, closing, uniform)
        outcome = self.contract.open(debtor, self.stage.ecny, budget, terms, **hold)
        number: int = next(event for event in outcome.events if event[0] == "AuctionOpened")[1]
        return number

    def offer(self, seller: Actor, auction: int, receivable: int, amount: int, rate: int = NEEDED) -> int:
        """Where it belongs; the offer's number."""
        hint = self.contract.position(auction, rate)
        number: int = self.contract.offer(seller, auction, receivable, amount, rate, hint).answer
        return number

    def close(self, day: date = CLOSING_DAY, hour: int = 12) -> None:
        self.stage.chain.go_to(moment(day, hour))


def told(outcome: Outcome, *names: str) -> list[tuple[Any, ...]]:
    """The auctions' own events among all that happened, without their names where one is asked for."""
    if len(names) == 1:
        return [event[1:] for event in outcome.events if event[0] == names[0]]
    return [event for event in outcome.events if event[0] in names]
