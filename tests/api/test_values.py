"""What a dollar receivable is worth in yuan, over HTTP: now, and as it was put on record."""

import pytest
from eth_account import Account

from tallystick.money.exchange import Direction, Rate, valued
from tests.api.border_trade import RATE, BorderTrade, milestone, quote
from tests.api.running_ledger import RunningLedger, problem

FACTORS = {"none_ppm": 400_000, "shipped_ppm": 700_000, "customs_ppm": 850_000, "delivered_ppm": 1_000_000}
FACE = 20_000_001


@pytest.fixture
def border(any_ledger: RunningLedger) -> BorderTrade:
    return BorderTrade.opened(any_ledger)


def test_a_receivable_is_worth_more_when_its_goods_are_under_way(border: BorderTrade) -> None:
    ledger, supplier = border.ledger, border.trade.supplier
    quote(ledger)
    receivable = border.claim(FACE).split("-")[0]
    path = f"/v1/receivables/{receivable}/value"
    assert (supplier.read(path)["now"], supplier.read(path)["code"]) == (None, "factors_not_set")
    assert supplier.refused(path)["code"] == "factors_not_set"
    told = ledger.host.command(border.path("factors"), FACTORS)
    assert told | FACTORS == told
    rate = Rate(RATE, 4, Direction.CNY_PER_UNIT)
    before = supplier.command(path)["recorded"]
    assert (before["milestone"], before["factor_ppm"], before["fixed"]) == ("none", 400_000, False)
    assert before["value"] == valued(FACE, rate, 400_000) == 56_987_203
    carrier = Account.create()
    ledger.host.command("/v1/carriers", {"address": carrier.address, "trusted": True})
    supplier.command(
        f"/v1/receivables/{receivable}/milestones", milestone(ledger, carrier, receivable, "shipped")
    )
    value = supplier.read(path)
    assert (value["currency"], value["now"]["face"], value["now"]["value"]) == (
        "USD",
        FACE,
        valued(FACE, rate, 700_000),
    )
    after = supplier.command(path)["recorded"]
    on_record = supplier.read(path)["recorded"]
    assert on_record.index(after) < on_record.index(before), "newest first"
    assert border.trade.debtor.read(path)["recorded"] == on_record
    stranger = ledger.open_party()
    assert problem(stranger.get(path))["code"] == "receivable_not_found"
    assert stranger.refused(path)["code"] == "receivable_not_found"


def test_what_milestones_are_worth_never_falls(border: BorderTrade) -> None:
    wrong = border.ledger.host.refused(border.path("factors"), FACTORS | {"customs_ppm": 1})
    assert wrong["code"] == "factors_out_of_order"
    at_home = border.ledger.open_programme()
    border.ledger.host.command(f"/v1/programmes/{at_home}/border/factors", FACTORS)
    above = border.ledger.host.refused(border.path("factors"), FACTORS | {"delivered_ppm": 1_000_001})
    assert above["status"] == 400
