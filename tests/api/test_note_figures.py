"""The figures of a market for notes are functions of what happened, told exactly, and null where nothing has."""

from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tallystick.money.calendar import date_of_day, day_of_moment
from tallystick.money.curve import Knot
from tallystick.money.discount_curve import DiscountCurve
from tallystick.settings import Settings
from tests.api.note_market import CURVE, NoteMarket
from tests.api.running_ledger import Firm, RunningLedger, problem

FACE = 1_000_000
BASIS = 360
DAY = 86_400
LOWER = {"knots": [{"remaining_days": 30, "rate_ppm": 30_000}, {"remaining_days": 185, "rate_ppm": 40_000}]}


@pytest.fixture
def market(tmp_path: Path) -> Iterator[NoteMarket]:
    """On a ledger of its own, whose clock may be set."""
    with closing(RunningLedger(Settings(home=tmp_path, port=0, collect_seconds=0))) as ledger:
        ledger.start()
        yield NoteMarket.opened(ledger)


def figures(market: NoteMarket, **query: Any) -> dict[str, Any]:
    path = f"/v1/programmes/{market.notes.trade.programme}/note-figures"
    return market.notes.ledger.host.read(path, **query)


def sell(market: NoteMarket, seller: Firm, buyer: Firm, receivable: str, **terms: Any) -> dict[str, Any]:
    """A lot of 1,000,000 by an ask of the seller's that the buyer fills."""
    market.approve(seller, receivable)
    order = market.place(seller, receivable, "ask", FACE, **terms)
    trade: dict[str, Any] = buyer.command(f"/v1/orders/{order}/fills", {"amount": FACE})["trade"]
    return trade


def rounded(value: Fraction) -> Decimal:
    return Decimal(round(value * 10**6)) / 10**6


def test_where_nothing_was_traded_there_is_nothing_to_tell(market: NoteMarket) -> None:
    told = figures(market)
    assert set(told["discount_rate"].values()) == {None}
    assert told["seconds_to_cash"] is None
    assert (told["turnover"]["trades"], told["turnover"]["average_daily_volume"]) == (0, None)
    for premium in ("premium_to_face", "premium_to_fair_value", "holding_return", "yield_spread"):
        assert told[premium] == {"mean": None, "days": 0, "days_in_band": None}
    nowhere = market.supplier.get("/v1/programmes/999/note-figures")
    assert problem(nowhere)["code"] == "programme_not_found"


def test_a_lower_curve_lowers_the_average_by_its_rates(market: NoteMarket) -> None:
    first, second = market.wrapped(FACE), market.wrapped(FACE)
    before = sell(market, market.supplier, market.investor, first)
    market.notes.ledger.let_days_pass(1)
    programme = market.notes.trade.programme
    market.notes.ledger.host.command(f"/v1/programmes/{programme}/curves", LOWER)
    after = sell(market, market.supplier, market.investor, second)
    rates = [Fraction(one["discount"] * BASIS, FACE * one["remaining_days"]) for one in (before, after)]
    told = figures(market)["discount_rate"]
    assert Decimal(told["before"]) == rounded(rates[0])
    assert Decimal(told["after"]) == rounded(rates[1])
    assert Decimal(told["rate_effect"]) == rounded(rates[1] - rates[0])
    assert Decimal(told["mix_effect"]) == 0
    tomorrow = market.notes.ledger.backend.node.clock() + DAY
    later = figures(market, changed_on=date_of_day(day_of_moment(tomorrow)).isoformat())["discount_rate"]
    assert (later["after"], later["rate_effect"]) == (None, None)


def test_a_secondary_trade_has_four_premiums_of_its_own(market: NoteMarket) -> None:
    other, receivable = market.new_investor(), market.wrapped(FACE)
    published = b"date,curve,tenor,rate_percent\n" + b"".join(
        f"2020-11-20,SHIBOR,{tenor},1.80\n".encode()
        for tenor in ("O/N", "1W", "2W", "1M", "3M", "6M", "9M", "1Y")
    )
    market.notes.ledger.operator.command("/v1/rates", published)
    bought = sell(market, market.supplier, market.investor, receivable)
    market.notes.ledger.let_days_pass(30)
    sold = sell(market, market.investor, other, receivable, rate_ppm=50_000)
    told = figures(market)
    price, days = sold["price"], sold["remaining_days"]
    assert Decimal(told["premium_to_face"]["mean"]) == rounded(Fraction(price - FACE, FACE)) < 0
    held = Fraction(price - bought["price"], bought["price"])
    assert Decimal(told["holding_return"]["mean"]) == rounded(held) > 0
    spread = Fraction(FACE - price, price) * BASIS / days - Fraction(18, 1_000)
    assert Decimal(told["yield_spread"]["mean"]) == rounded(spread)
    curve = DiscountCurve([Knot(days, ppm) for days, ppm in CURVE.items()], BASIS)
    fair = FACE - curve.discount(FACE, days)
    assert Decimal(told["premium_to_fair_value"]["mean"]) == rounded(Fraction(price - fair, fair)) > 0
    assert told["premium_to_fair_value"]["days"] == 1
    assert Decimal(told["premium_to_fair_value"]["days_in_band"]) == 0


def test_trades_among_related_parties_are_no_turnover(market: NoteMarket) -> None:
    sister, other = market.new_investor(), market.new_investor()
    receivable, operator = market.wrapped(FACE), market.notes.ledger.operator
    first = sell(market, market.supplier, market.investor, receivable)
    for firm in (market.investor, sister):
        operator.command(f"/v1/parties/{firm.party}/group", {"group": "一致行动人"})
    sell(market, market.investor, sister, receivable, rate_ppm=10_000)
    second = sell(market, sister, other, receivable, rate_ppm=50_000)
    turnover = figures(market)["turnover"]
    assert (turnover["trades"], turnover["excluded"]) == (2, 1)
    assert (turnover["primary_volume"], turnover["secondary_volume"]) == (first["price"], second["price"])
    volume = first["price"] + second["price"]
    assert Decimal(turnover["average_daily_volume"]) == volume
    assert Decimal(turnover["average_supply"]) == FACE
    assert Decimal(turnover["turnover"]) == rounded(Fraction(volume, FACE))
    (group,) = operator.read("/v1/groups")["groups"]
    assert {member["id"] for member in group["members"]} == {market.investor.party, sister.party}
    operator.command(f"/v1/parties/{sister.party}/group", {"group": None})
    assert figures(market)["turnover"]["excluded"] == 0


def test_money_comes_so_soon_after_the_claim(market: NoteMarket) -> None:
    receivable = market.wrapped(FACE)
    market.notes.ledger.let_days_pass(3)
    sell(market, market.supplier, market.investor, receivable)
    assert 3 * DAY <= figures(market)["seconds_to_cash"] < 3 * DAY + 600
