"""What the market for a programme's notes has been like: discount, time to cash, turnover, and four premiums."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise

from sqlalchemy.orm import Session

from tallystick.database.store import Store
from tallystick.metrics.note_book import Movement, NoteBook, PriceKey
from tallystick.metrics.note_reading import CurveVersion, NoteReader, TradeRow
from tallystick.metrics.note_schemas import NoteMarketFigures, PremiumView, RateChangeView, TurnoverView
from tallystick.mirror.events import NOBODY
from tallystick.money.calendar import date_of_day, day_of_date, day_of_moment
from tallystick.money.curve import Curve, OutsideCurve
from tallystick.money.day_count import basis_of
from tallystick.money.discount_curve import DiscountCurve
from tallystick.money.premium import (
    against_face,
    against_fair_value,
    holding_return,
    share_in_band,
    weighted_mean,
    yield_spread,
)
from tallystick.money.rate_change import Deal, RateChange, rate_change
from tallystick.parties.groups import groups_by_address
from tallystick.programmes.service import ProgrammeService
from tallystick.rates.service import RateService
from tallystick.receivables.service import ReceivableService

BENCHMARK = "SHIBOR"
MILLION = 1_000_000
_RATE = Decimal("0.000001")
_CENT = Decimal("0.01")

Measure = Callable[[TradeRow], Fraction | None]


class NoteFigureService:
    """Every figure is a function of events; where its input is missing it is null."""

    def __init__(
        self,
        store: Store,
        deployment: int,
        programmes: ProgrammeService,
        receivables: ReceivableService,
        rates: RateService,
    ) -> None:
        self._store = store
        self._reader = NoteReader(deployment)
        self._programmes = programmes
        self._receivables = receivables
        self._rates = rates

    def figures(self, programme: int, changed_on: date | None) -> NoteMarketFigures:
        """Raises `NotFound` where there is no such programme."""
        about = self._programmes.get(programme)
        basis = basis_of(about.day_count)
        with self._store.reading() as session:
            trades = self._reader.trades(session, programme)
            early = self._reader.early_payments(session, programme)
            movements = self._reader.movements(session, programme)
            curves = self._reader.curves(session, programme)
            counted, excluded = self._apart(session, trades)
            secondary = [trade for trade in counted if not trade.primary]
            prices = self._reader.maturity_prices(session, programme) | _prices(trades, early)
            return NoteMarketFigures(
                programme=str(programme),
                currency=about.currency,
                as_of=date_of_day(day_of_moment(self._receivables.now(session))),
                discount_rate=_discount([*trades, *early], curves, changed_on, basis),
                seconds_to_cash=_seconds_to_cash([*trades, *early]),
                turnover=_turnover(counted, excluded, movements),
                premium_to_face=_premium(secondary, lambda one: against_face(one.amount, one.price)),
                premium_to_fair_value=_premium(secondary, _fair_value_measure(curves, basis)),
                holding_return=_holding_returns(movements, prices),
                yield_spread=_premium(secondary, self._spread_measure(session, basis)),
            )

    def _apart(self, session: Session, trades: Sequence[TradeRow]) -> tuple[list[TradeRow], int]:
        """Trades among parties that have nothing to do with each other, and how many others there are."""
        identities = self._reader.identities(session)
        groups = groups_by_address(session)

        def related(trade: TradeRow) -> bool:
            sides = (trade.seller, trade.buyer)
            first, second = (identities.get(side, side) for side in sides)
            group, other = (groups.get(side) for side in sides)
            return first == second or (group is not None and group == other)

        counted = [trade for trade in trades if not related(trade)]
        return counted, len(trades) - len(counted)

    def _spread_measure(self, session: Session, basis: int) -> Measure:
        @cache
        def benchmark_on(day: int) -> Curve | None:
            return self._rates.curve_as_of(session, BENCHMARK, date_of_day(day))

        def spread(trade: TradeRow) -> Fraction | None:
            day = day_of_moment(trade.at)
            curve = benchmark_on(day)
            days = trade.due_day - day
            if curve is None or not days:
                return None
            try:
                rate, stretch = curve.rate_and_stretch(days)
            except OutsideCurve:
                return None
            benchmark = Fraction(rate, stretch * MILLION)
            return yield_spread(trade.amount, trade.price, days, basis, benchmark)

        return spread


def _prices(*lists: Iterable[TradeRow]) -> dict[PriceKey, list[int]]:
    prices: dict[PriceKey, list[int]] = {}
    for trades in lists:
        for one in trades:
            prices.setdefault((one.transaction, one.seller, one.buyer, one.amount), []).append(one.price)
    return prices


def _deal(trade: TradeRow) -> Deal:
    return Deal(trade.amount, trade.amount - trade.price, trade.due_day - day_of_moment(trade.at))


def _discount(
    trades: Sequence[TradeRow], curves: Sequence[CurveVersion], changed_on: date | None, basis: int
) -> RateChangeView:
    """What early payment cost those who had the receivables first, whoever paid them."""
    day = None if changed_on is None else day_of_date(changed_on)
    if day is None and len(curves) > 1:
        day = day_of_moment(curves[-1].at)
    if day is None:
        return RateChangeView(changed_on=None, before=None, after=None, rate_effect=None, mix_effect=None)
    before = [_deal(one) for one in _first_hand(trades) if day_of_moment(one.at) < day]
    after = [_deal(one) for one in _first_hand(trades) if day_of_moment(one.at) >= day]
    change: RateChange = rate_change(before, after, basis)
    return RateChangeView(
        changed_on=date_of_day(day),
        before=_rate(change.before),
        after=_rate(change.after),
        rate_effect=_rate(change.rate_effect),
        mix_effect=_rate(change.mix_effect),
    )


def _first_hand(trades: Iterable[TradeRow]) -> list[TradeRow]:
    return [one for one in trades if one.seller == one.creditor]


def _seconds_to_cash(trades: Sequence[TradeRow]) -> int | None:
    mean = weighted_mean((Fraction(one.at - one.accepted_at), one.amount) for one in _first_hand(trades))
    return None if mean is None else round(mean)


def _turnover(trades: Sequence[TradeRow], excluded: int, movements: Sequence[Movement]) -> TurnoverView:
    primary = sum(one.price for one in trades if one.primary)
    secondary = sum(one.price for one in trades if not one.primary)
    if not trades:
        return TurnoverView(
            days=0,
            trades=0,
            excluded=excluded,
            primary_volume=0,
            secondary_volume=0,
            average_daily_volume=None,
            average_supply=None,
            turnover=None,
        )
    first, last = (day_of_moment(one.at) for one in (trades[0], trades[-1]))
    days = last - first + 1
    supply = _average_supply(movements, first, last)
    volume = Fraction(primary + secondary)
    return TurnoverView(
        days=days,
        trades=len(trades),
        excluded=excluded,
        primary_volume=primary,
        secondary_volume=secondary,
        average_daily_volume=_cents(volume / days),
        average_supply=_cents(supply),
        turnover=_rate(volume / supply) if supply else None,
    )


def _average_supply(movements: Sequence[Movement], first: int, last: int) -> Fraction:
    """Over the days from `first` to `last`, by what there was at the end of each."""
    supply, changes = 0, list[tuple[int, int]]()
    for one in movements:
        if one.sender == NOBODY:
            supply += one.amount
        elif one.recipient == NOBODY:
            supply -= one.amount
        changes.append((day_of_moment(one.at), supply))
    total = 0
    for (day, at_end), (following, _) in pairwise([*changes, (last + 1, 0)]):
        begins, ends = max(day, first), min(following, last + 1)
        total += at_end * max(ends - begins, 0)
    return Fraction(total, last - first + 1)


def _premium(trades: Iterable[TradeRow], measure: Measure) -> PremiumView:
    found = [
        (day_of_moment(one.at), value, one.amount) for one in trades if (value := measure(one)) is not None
    ]
    return _premium_view(found)


def _premium_view(found: Sequence[tuple[int, Fraction, int]]) -> PremiumView:
    """Of (day, value, weight)."""
    by_day: dict[int, list[tuple[Fraction, int]]] = {}
    for day, value, weight in found:
        by_day.setdefault(day, []).append((value, weight))
    daily = [mean for values in by_day.values() if (mean := weighted_mean(values)) is not None]
    return PremiumView(
        mean=_rate(weighted_mean((value, weight) for _, value, weight in found)),
        days=len(daily),
        days_in_band=_rate(share_in_band(daily)),
    )


def _fair_value_measure(curves: Sequence[CurveVersion], basis: int) -> Measure:
    starts = [curve.at for curve in curves]
    priced = [DiscountCurve(curve.knots, basis) for curve in curves]

    def premium(trade: TradeRow) -> Fraction | None:
        versions = bisect_right(starts, trade.at)
        if not versions:
            return None
        days = trade.due_day - day_of_moment(trade.at)
        try:
            discount = priced[versions - 1].discount(trade.amount, days)
        except OutsideCurve:
            return None
        return against_fair_value(trade.price, trade.amount - discount)

    return premium


def _holding_returns(movements: Iterable[Movement], prices: dict[PriceKey, list[int]]) -> PremiumView:
    book = NoteBook(prices)
    book.replay(movements)
    return _premium_view(
        [
            (day_of_moment(one.at), holding_return(one.cost, one.proceeds), round(one.cost))
            for one in book.disposals
            if one.cost
        ]
    )


def _rate(value: Fraction | None) -> Decimal | None:
    return None if value is None else _rounded(value, _RATE)


def _cents(value: Fraction) -> Decimal:
    return _rounded(value, _CENT)


def _rounded(value: Fraction, unit: Decimal) -> Decimal:
    """Half even, to a unit; the exact fraction is rounded once."""
    return Decimal(round(value / Fraction(unit))) * unit
