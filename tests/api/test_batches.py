"""Many moves in one request: all or none, in order, as one transaction."""

from typing import Any

import pytest

from tests.api.running_ledger import Firm, RunningLedger
from tests.api.trade import Trade, hand_over, split

BATCH = "/v1/transfers/batch"


@pytest.fixture
def trade(any_ledger: RunningLedger) -> Trade:
    return Trade.opened(any_ledger)


def _moves(*moves: dict[str, Any]) -> dict[str, Any]:
    return {"moves": list(moves)}


def _refused(trade: Trade, *moves: dict[str, Any]) -> tuple[str, list[str]]:
    """The code and where it points, of a batch that must leave everything as it was."""
    before = trade.ledger.state()
    problem = trade.supplier.refused(BATCH, _moves(*moves))
    assert trade.ledger.state() == before
    return problem["code"], [error["pointer"] for error in problem["errors"]]


def test_moves_of_every_shape_and_several_receivables_are_one_transaction(trade: Trade) -> None:
    a, b = (trade.ledger.open_party() for _ in range(2))
    first, second, third = split(trade.supplier, trade.claim(600), [100, 200, 300])
    source, target = split(trade.supplier, trade.claim(1_000), [400, 600])
    before = trade.ledger.backend.node.head().number
    done = trade.supplier.command(
        BATCH,
        _moves(
            {"claim": first, "to": a.party},
            {"claim": second, "to": a.party},
            {"claim": third, "to": b.party},
            {"claim": source, "to": a.party, "value": 10},
            {"claim": source, "to": b.party, "value": 20},
            {"claim": source, "to_claim": target, "value": 30},
            {"claim": target, "to": b.party, "value": 630},
        ),
    )
    assert trade.ledger.backend.node.head().number == before + 1
    assert [(moved["from_claim"], moved["value"], moved["recipient"]["id"]) for moved in done["moved"]] == [
        (first, 100, a.party),
        (second, 200, a.party),
        (third, 300, b.party),
        (source, 10, a.party),
        (source, 20, b.party),
        (source, 30, trade.supplier.party),
        (target, 630, b.party),
    ]
    assert [moved["to_claim"] for moved in done["moved"][:3]] == [first, second, third]
    assert done["moved"][5]["to_claim"] == target
    assert _worth(a) == [10, 100, 200]
    assert _worth(b) == [20, 300, 630]
    assert {claim["id"]: claim["face"] for claim in trade.supplier.claims()} == {source: 340}


def _worth(firm: Firm) -> list[int]:
    return sorted(claim["face"] for claim in firm.claims())


def test_five_hundred_claims_go_in_one_request_and_come_back_in_the_next(trade: Trade) -> None:
    taker, other = (trade.ledger.open_party() for _ in range(2))
    cut = trade.supplier.command(f"/v1/claims/{trade.claim(5_000)}/splits", {"count": 500, "value": 10})
    claims = [claim["id"] for claim in cut["claims"]]
    takers = [taker if number % 2 else other for number in range(500)]
    there = trade.supplier.command(
        BATCH,
        _moves(*({"claim": claim, "to": to.party} for claim, to in zip(claims, takers, strict=True))),
    )
    assert [moved["to_claim"] for moved in there["moved"]] == claims
    assert (_worth(taker), _worth(other)) == ([10] * 250, [10] * 250)
    mine = [claim["id"] for claim in taker.claims()]
    taker.command(BATCH, _moves(*({"claim": claim, "to": trade.supplier.party} for claim in mine)))
    assert (_worth(taker), _worth(trade.supplier)) == ([], [10] * 250)


def test_the_first_move_that_cannot_be_made_stops_all_and_is_pointed_at(trade: Trade) -> None:
    taker, stranger = trade.ledger.open_party(), Trade.opened(trade.ledger)
    first, second, third = split(trade.supplier, trade.claim(600), [100, 200, 300])
    to = {"to": taker.party}
    fine = {"claim": first, **to}
    part = {"claim": second, "value": 80, **to}
    assert _refused(trade, fine, part, part, part) == ("value_exceeded", ["#/moves/3"])
    assert _refused(trade, fine, {"claim": second, **to}, part) == ("claim_moved_before", ["#/moves/2"])
    assert _refused(trade, fine, fine) == ("claim_moved_before", ["#/moves/1"])
    assert _refused(trade, {"claim": stranger.claim(7), **to}, fine, fine) == (
        "not_your_claim",
        ["#/moves/0"],
    )
    assert _refused(trade, fine, {"claim": stranger.claim(7), **to}) == ("not_your_claim", ["#/moves/1"])
    assert _refused(trade, {"claim": "999999-1", **to}, fine) == ("not_your_claim", ["#/moves/0"])
    into_other = {"claim": third, "to_claim": trade.claim(50), "value": 1}
    assert _refused(trade, fine, into_other) == ("receivables_differ", ["#/moves/1"])
    unseen = {"claim": third, "to_claim": stranger.claim(8), "value": 1}
    assert _refused(trade, fine, unseen) == ("claim_not_found", ["#/moves/1"])
    itself = {"claim": third, "to_claim": third, "value": 1}
    assert _refused(trade, fine, itself) == ("merge_into_itself", ["#/moves/1"])
    nobody = {"claim": third, "to": "00000000-0000-0000-0000-000000000000"}
    assert _refused(trade, fine, nobody) == ("party_not_found", ["#/moves/1"])
    myself = {"claim": third, "to": trade.supplier.party}
    assert _refused(trade, fine, myself) == ("transfer_to_self", ["#/moves/1"])


@pytest.mark.parametrize(
    ("move", "pointer"),
    [
        ({"to": "x"}, "#/moves/0/claim"),
        ({"claim": "1-1"}, "#/moves/0"),
        ({"claim": "1-1", "to": "x", "to_claim": "1-2", "value": 1}, "#/moves/0"),
        ({"claim": "1-1", "to_claim": "1-2"}, "#/moves/0"),
        ({"claim": "1-1", "to": "x", "value": 0}, "#/moves/0/value"),
        ({"claim": "1-1", "to": "x", "value": "1"}, "#/moves/0/value"),
        ({"claim": "1-1", "to": "x", "face": 1}, "#/moves/0/face"),
    ],
)
def test_a_move_says_in_one_way_what_goes_where(
    sqlite_ledger: RunningLedger, move: dict[str, Any], pointer: str
) -> None:
    problem = sqlite_ledger.open_party().refused(BATCH, _moves(move))
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("malformed_request", pointer)


def test_a_batch_has_one_to_five_hundred_moves(sqlite_ledger: RunningLedger) -> None:
    firm = sqlite_ledger.open_party()
    for count in (0, 501, 990):
        problem = firm.refused(BATCH, _moves(*[{"claim": "1-1", "to": "x"}] * count))
        assert (problem["code"], problem["errors"][0]["pointer"]) == ("malformed_request", "#/moves")


def test_a_repeated_batch_is_answered_as_before_and_moves_nothing(trade: Trade) -> None:
    taker = trade.ledger.open_party()
    claim = trade.claim(100)
    body = _moves({"claim": claim, "to": taker.party, "value": 40})
    first = trade.supplier.post(BATCH, body, key="batch-1")
    hand_over(trade.supplier, taker, [claim])
    before = trade.ledger.state()
    again = trade.supplier.post(BATCH, body, key="batch-1")
    assert (first.status_code, again.status_code, again.text) == (201, 201, first.text)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert trade.ledger.state() == before
