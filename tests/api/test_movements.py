"""Cutting evenly, handing on to many at once, and putting together."""

from typing import Any

import pytest

from tests.api.running_ledger import RunningLedger
from tests.api.trade import FACE, MILLION, Trade, hand_over, pass_value, split


@pytest.fixture
def trade(any_ledger: RunningLedger) -> Trade:
    return Trade.opened(any_ledger)


def test_a_hundred_million_are_cut_into_a_hundred_claims_of_a_million(trade: Trade) -> None:
    claim = trade.claim(FACE)
    body = {"count": 100, "value": MILLION}
    parts = trade.supplier.command(f"/v1/claims/{claim}/splits", body)["claims"]
    assert [part["face"] for part in parts] == [MILLION] * 100
    assert parts[0]["id"] == claim
    assert {part["id"] for part in trade.supplier.claims()} == {part["id"] for part in parts}


def test_what_an_even_split_leaves_stays_in_the_claim(trade: Trade) -> None:
    claim = trade.claim(1_000)
    parts = trade.supplier.command(f"/v1/claims/{claim}/splits", {"count": 3, "value": 300})["claims"]
    assert [part["face"] for part in parts] == [100, 300, 300, 300]
    assert parts[0]["id"] == claim


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"count": 1, "value": 1_000}, "split_needs_two_parts"),
        ({"count": 4, "value": 251}, "split_does_not_add_up"),
        ({"count": 500, "value": 2**53 - 1}, "split_does_not_add_up"),
        ({"count": 501, "value": 1}, "malformed_request"),
        ({"count": 0, "value": 1}, "malformed_request"),
        ({"count": 2}, "malformed_request"),
        ({"value": 2}, "malformed_request"),
        ({}, "malformed_request"),
        ({"parts": [400, 600], "count": 2, "value": 500}, "malformed_request"),
        ({"parts": [400, 600], "count": 2}, "malformed_request"),
    ],
)
def test_a_split_says_in_one_way_what_adds_up(sqlite_ledger: RunningLedger, body: Any, code: str) -> None:
    trade = Trade.opened(sqlite_ledger)
    path = f"/v1/claims/{trade.claim(1_000)}/splits"
    assert trade.supplier.refused(path, body)["code"] == code


def test_a_claim_is_distributed_to_several_at_once(trade: Trade) -> None:
    claim, takers = trade.claim(1_000), [trade.ledger.open_party() for _ in range(2)]
    parts = [
        {"to": takers[0].party, "value": 1},
        {"to": takers[1].party, "value": 600},
        {"to": takers[0].party, "value": 99},
    ]
    done = trade.supplier.command(f"/v1/claims/{claim}/distributions", {"parts": parts})
    assert [(moved["recipient"]["id"], moved["value"]) for moved in done["moved"]] == [
        (part["to"], part["value"]) for part in parts
    ]
    assert {moved["from_claim"] for moved in done["moved"]} == {claim}
    for moved in done["moved"]:
        taker = next(taker for taker in takers if taker.party == moved["recipient"]["id"])
        told = taker.read(f"/v1/claims/{moved['to_claim']}")
        assert (told["face"], told["tiers"]) == (moved["value"], [2])
    assert trade.supplier.read(f"/v1/claims/{claim}")["face"] == 300


def test_a_distribution_is_all_or_none(trade: Trade) -> None:
    claim, taker = trade.claim(1_000), trade.ledger.open_party()
    path = f"/v1/claims/{claim}/distributions"
    for parts, code in (
        ([600, 401], "value_exceeded"),
        ([2**53 - 1] * 500, "value_exceeded"),
    ):
        body = {"parts": [{"to": taker.party, "value": value} for value in parts]}
        assert trade.supplier.refused(path, body)["code"] == code
    assert taker.claims() == []
    assert trade.supplier.read(f"/v1/claims/{claim}")["face"] == 1_000


def test_merged_claims_are_one_and_keep_their_histories(trade: Trade) -> None:
    claim, taker = trade.claim(1_000), trade.ledger.open_party()
    first, second, third = split(trade.supplier, claim, [500, 300, 200])
    received = pass_value(trade.supplier, taker, first, 100)
    back = pass_value(taker, trade.supplier, received, 40)
    merged = trade.supplier.command(f"/v1/claims/{second}/merges", {"claims": [third, back]})["claim"]
    assert (merged["id"], merged["face"], merged["tiers"]) == (second, 540, [1, 3])
    assert {row["id"]: row["face"] for row in trade.supplier.claims()} == {first: 400, second: 540}
    for gone in (third, back):
        assert trade.supplier.get(f"/v1/claims/{gone}").status_code == 404
    lots = trade.supplier.read(f"/v1/claims/{second}/lineage")["lots"]
    roots = [lot for lot in lots if lot["parent"] is None]
    assert [(lot["kind"], lot["flow"]) for lot in roots] == [("mint", 540)]
    assert trade.ledger.host.read("/v1/verification")["verdict"] == "equal"


def test_only_claims_of_one_holder_and_receivable_are_merged(trade: Trade) -> None:
    first, second = split(trade.supplier, trade.claim(1_000), [400, 600])
    other, taker = trade.claim(500), trade.ledger.open_party()
    path = f"/v1/claims/{first}/merges"
    for claims, code in (
        ([first], "merge_into_itself"),
        ([second, second], "claim_named_twice"),
        ([other], "receivables_differ"),
        ([second, "999999-1"], "not_your_claim"),
        ([], "malformed_request"),
    ):
        assert trade.supplier.refused(path, {"claims": claims})["code"] == code, claims
    hand_over(trade.supplier, taker, [second])
    assert trade.supplier.refused(path, {"claims": [second]})["code"] == "claim_already_passed_on"
    assert taker.refused(path, {"claims": [second]})["code"] == "not_your_claim"


def test_nobody_finds_out_about_siblings_by_merging(trade: Trade) -> None:
    takers = [trade.ledger.open_party() for _ in range(2)]
    claims = split(trade.supplier, trade.claim(1_000), [400, 600])
    for taker, claim in zip(takers, claims, strict=True):
        hand_over(trade.supplier, taker, [claim])
    answers = []
    for sibling in (claims[1], f"{claims[1]}99999"):
        told = takers[0].refused(f"/v1/claims/{claims[0]}/merges", {"claims": [sibling]})
        answers.append((told["code"], told["detail"].replace(sibling, "…"), set(told["values"])))
    assert answers[0] == answers[1]
    assert answers[0][0] == "not_your_claim"


def test_nothing_is_transferred_to_oneself_and_the_way_out_is_a_split(trade: Trade) -> None:
    claim, taker = trade.claim(1_000), trade.ledger.open_party()
    own = trade.supplier.party
    for path, body in (
        (f"/v1/claims/{claim}/transfers", {"to": own, "value": 1}),
        ("/v1/transfers", {"to": own, "claims": [claim]}),
        (
            f"/v1/claims/{claim}/distributions",
            {"parts": [{"to": taker.party, "value": 1}, {"to": own, "value": 1}]},
        ),
    ):
        told = trade.supplier.refused(path, body)
        assert (told["status"], told["code"]) == (422, "transfer_to_self")
        assert "/splits" in told["way_out"]
    assert taker.claims() == []
