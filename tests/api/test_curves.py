"""What early payment costs under a programme, over HTTP."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tallystick.chain.interface import interface
from tallystick.money.calendar import add_months
from tallystick.money.curve import Knot
from tallystick.money.discount_curve import DiscountCurve
from tallystick.settings import Settings
from tests.api.running_ledger import RunningLedger, problem
from tests.api.trade import Trade, today

VALUE = 123_456_789
KNOTS = [(30, 48_000), (90, 54_000), (185, 60_000)]


def body(*knots: tuple[int, int]) -> dict[str, Any]:
    return {"knots": [{"remaining_days": days, "rate_ppm": ppm} for days, ppm in knots]}


def test_a_claim_brings_what_its_programmes_curve_says(any_ledger: RunningLedger) -> None:
    """The same as the contract reckons, for who holds it and who owes it."""
    trade = Trade.opened(any_ledger)
    claim = trade.claim(VALUE)
    path = f"/v1/programmes/{trade.programme}/curves"
    told = any_ledger.host.command(path, body(*KNOTS))["curve"]
    assert (told["version"], len(told["knots"])) == (1, 3)
    price = trade.supplier.read(f"/v1/claims/{claim}/early-price")
    days = (add_months(today(), 6) - today()).days
    expected = DiscountCurve([Knot(*knot) for knot in KNOTS], 360).discount(VALUE, days)
    assert (price["remaining_days"], price["discount"], price["price"]) == (days, expected, VALUE - expected)
    assert trade.debtor.read(f"/v1/claims/{claim}/early-price") == price
    backend, book = any_ledger.backend, interface("DiscountCurves")
    signature = "discountOf(uint32,uint64,uint32)"
    question = book.encode(signature, int(trade.programme), VALUE, days)
    answer = backend.node.call(backend.contracts.curves, question)
    assert book.decode_answer(signature, answer)[0] == expected


def test_the_last_curve_prices_and_the_others_stay_on_record(ledger: RunningLedger) -> None:
    trade = Trade.opened(ledger)
    claim = trade.claim(VALUE)
    path = f"/v1/programmes/{trade.programme}/curves"
    for curve in (KNOTS, [(200, 10_000)]):
        ledger.host.command(path, body(*curve))
    versions = trade.supplier.read(path)["curves"]
    assert [(one["version"], len(one["knots"])) for one in versions] == [(2, 1), (1, 3)]
    price = trade.supplier.read(f"/v1/claims/{claim}/early-price")
    assert price["curve_version"] == 2
    assert price["discount"] < VALUE // 100


def test_without_a_curve_there_is_no_price(ledger: RunningLedger) -> None:
    trade = Trade.opened(ledger)
    claim = trade.claim(VALUE)
    path = f"/v1/claims/{claim}/early-price"
    assert problem(trade.supplier.get(path))["code"] == "curve_not_found"
    assert trade.supplier.read(f"/v1/programmes/{trade.programme}/curves")["curves"] == []
    ledger.host.command(f"/v1/programmes/{trade.programme}/curves", body((30, 50_000)))
    assert problem(trade.supplier.get(path))["code"] == "beyond_curve"
    assert problem(ledger.open_party().get(path))["code"] == "claim_not_found"


@pytest.mark.parametrize(
    ("knots", "code"),
    [
        ([], "curve_length_out_of_range"),
        ([(day, 50_000) for day in range(1, 34)], "curve_length_out_of_range"),
        ([(0, 50_000)], "knot_out_of_range"),
        ([(30, 0)], "knot_out_of_range"),
        ([(60, 50_000), (30, 50_000)], "knots_out_of_order"),
        ([(30, 50_000), (60, 20_000)], "discount_does_not_grow"),
        ([(365, 1_000_000)], "discount_leaves_nothing"),
        ([(30, -1)], "malformed_request"),
    ],
)
def test_a_curve_that_prices_badly_is_refused(
    sqlite_ledger: RunningLedger, knots: list[tuple[int, int]], code: str
) -> None:
    programme = sqlite_ledger.open_programme()
    path = f"/v1/programmes/{programme}/curves"
    assert sqlite_ledger.host.refused(path, body(*knots))["code"] == code
    assert sqlite_ledger.host.refused(path, body(*knots), dry_run="true")["code"] == code


def test_curves_are_for_programmes_that_exist(sqlite_ledger: RunningLedger) -> None:
    host = sqlite_ledger.host
    refused = host.refused("/v1/programmes/99999/curves", body(*KNOTS))
    assert refused["code"] == "programme_not_found"
    assert problem(sqlite_ledger.operator.get("/v1/programmes/99999/curves"))["code"] == "programme_not_found"


@pytest.fixture
def own_clock(tmp_path: Path) -> Iterator[RunningLedger]:
    with closing(RunningLedger(Settings(home=tmp_path, port=0, collect_seconds=0))) as ledger:
        ledger.start()
        yield ledger


def test_the_price_rises_from_day_to_day_and_is_the_face_when_due(own_clock: RunningLedger) -> None:
    trade = Trade.opened(own_clock)
    claim = trade.claim(VALUE)
    own_clock.host.command(f"/v1/programmes/{trade.programme}/curves", body(*KNOTS))
    path, prices = f"/v1/claims/{claim}/early-price", []
    days = (add_months(today(), 6) - today()).days
    for step in (0, 1, 60, days - 61):
        own_clock.let_days_pass(step)
        prices.append(trade.supplier.read(path)["price"])
    assert prices == sorted(set(prices))
    assert prices[-1] == VALUE
    own_clock.let_days_pass(1)
    assert problem(trade.supplier.get(path))["code"] == "claim_due"
