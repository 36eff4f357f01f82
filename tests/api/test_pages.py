"""Lists come in pages; their cursors lead through everything, once."""

from typing import Any

import pytest

from tests.api.running_ledger import Firm, RunningLedger
from tests.api.trade import Model1, Trade, pass_value, split


def _walk(firm: Firm, path: str, rows: str, size: int) -> list[str]:
    found: list[str] = []
    query: dict[str, Any] = {"size": size}
    while True:
        page = firm.read(path, **query)
        assert len(page[rows]) <= size
        found += [row["id"] for row in page[rows]]
        if page["next"] is None:
            return found
        assert page["next"] != query.get("after")
        query["after"] = page["next"]


def _in_order(claims: list[str]) -> list[str]:
    return sorted(claims, key=lambda claim: tuple(map(int, claim.split("-"))))


@pytest.mark.parametrize("size", [3, 7, 10, 99, 100, 500])
def test_the_pages_hold_every_claim_once_and_in_order(any_model_1: Model1, size: int) -> None:
    model = any_model_1
    assert _walk(model.car_maker, "/v1/claims", "claims", size) == _in_order(model.claims)
    assert _walk(model.c, "/v1/claims", "claims", size) == _in_order(model.claims[:10])


def test_claims_of_several_receivables_are_walked_one_receivable_after_the_other(
    ledger: RunningLedger,
) -> None:
    trade = Trade.opened(ledger)
    claims = [part for _ in range(4) for part in split(trade.supplier, trade.claim(3), [1, 2])]
    for size in (1, 5, 7, 8, 9):
        assert _walk(trade.supplier, "/v1/claims", "claims", size) == _in_order(claims)
    numbers = sorted({int(claim.split("-")[0]) for claim in claims})
    for size in (1, 3, 4):
        assert _walk(trade.debtor, "/v1/receivables", "receivables", size) == [
            str(number) for number in numbers
        ]


def test_one_receivables_claims_can_be_asked_for(any_model_1: Model1) -> None:
    model = any_model_1
    page = model.car_maker.read("/v1/claims", receivable=model.receivable, size=500)
    assert len(page["claims"]) == 100
    assert model.car_maker.read("/v1/claims", receivable=10**18)["claims"] == []


def test_what_is_new_meanwhile_neither_repeats_nor_hides_what_was_there(ledger: RunningLedger) -> None:
    trade = Trade.opened(ledger)
    claims = split(trade.supplier, trade.claim(100), [10] * 10)
    first = trade.supplier.read("/v1/claims", size=4)
    pass_value(trade.supplier, ledger.open_party(), claims[0], 10)  # gone from the page that was read
    new = split(trade.supplier, claims[9], [4, 6])[1]
    rest = trade.supplier.read("/v1/claims", size=500, after=first["next"])
    assert [row["id"] for row in first["claims"]] == _in_order(claims)[:4]
    assert [row["id"] for row in rest["claims"]] == [*_in_order(claims)[4:], new]


def test_an_empty_list_is_one_page(ledger: RunningLedger) -> None:
    assert ledger.open_party().read("/v1/claims") == {"claims": [], "next": None}
