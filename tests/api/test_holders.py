"""Who held what of a receivable at any past block or date, for those who may know."""

from typing import Any

import pytest

from tests.api.running_ledger import Caller, Firm, RunningLedger
from tests.api.trade import Model1, Trade, hand_over, pass_value, today


def _held(caller: Caller, receivable: str, **moment: Any) -> dict[str | None, dict[str, int]]:
    """What each holder had in which claims."""
    told = caller.read(f"/v1/receivables/{receivable}/holders", **moment)
    for row in told["holders"]:
        assert row["face"] == sum(claim["face"] for claim in row["claims"])
    return {
        row["holder"]["id"]: {claim["id"]: claim["face"] for claim in row["claims"]}
        for row in told["holders"]
    }


def _head(ledger: RunningLedger) -> int:
    return ledger.backend.mirror.checkpoint().block


class Passed:
    """A claim of 1000: 300 go to a taker, who hands them to another, who gives 100 of them back."""

    def __init__(self, ledger: RunningLedger) -> None:
        self.trade, self.taker, self.other = Trade.opened(ledger), ledger.open_party(), ledger.open_party()
        self.claim = self.trade.claim(1_000)
        self.receivable = self.claim.split("-")[0]
        self.blocks = [_head(ledger)]
        self.passed = pass_value(self.trade.supplier, self.taker, self.claim, 300)
        self.blocks.append(_head(ledger))
        hand_over(self.taker, self.other, [self.passed])
        self.blocks.append(_head(ledger))
        self.back = pass_value(self.other, self.trade.supplier, self.passed, 100)
        self.blocks.append(_head(ledger))

    def states(self) -> list[dict[Firm, dict[str, int]]]:
        """What each had after each step."""
        supplier = self.trade.supplier
        return [
            {supplier: {self.claim: 1_000}},
            {supplier: {self.claim: 700}, self.taker: {self.passed: 300}},
            {supplier: {self.claim: 700}, self.other: {self.passed: 300}},
            {supplier: {self.claim: 700, self.back: 100}, self.other: {self.passed: 200}},
        ]


@pytest.fixture(scope="module")
def passed(any_ledger: RunningLedger) -> Passed:
    return Passed(any_ledger)


def test_a_debtor_sees_who_held_what_at_every_past_block(passed: Passed) -> None:
    for block, state in zip(passed.blocks, passed.states(), strict=True):
        expected = {firm.party: claims for firm, claims in state.items()}
        assert _held(passed.trade.debtor, passed.receivable, at_block=block) == expected
    assert _held(passed.trade.debtor, passed.receivable, at_block=passed.blocks[0] - 1) == {}
    assert _held(passed.trade.debtor, passed.receivable) == expected


def test_a_holder_sees_what_it_held_itself_and_nobody_else(passed: Passed) -> None:
    for block, state in zip(passed.blocks, passed.states(), strict=True):
        for firm in (passed.trade.supplier, passed.other):
            own = {firm.party: state[firm]} if firm in state else {}
            assert _held(firm, passed.receivable, at_block=block) == own


def test_who_has_passed_everything_on_still_knows_what_it_held(passed: Passed) -> None:
    assert passed.taker.get(f"/v1/receivables/{passed.receivable}").status_code == 404
    before, after = passed.blocks[1:3]
    told = _held(passed.taker, passed.receivable, at_block=before)
    assert told == {passed.taker.party: {passed.passed: 300}}
    assert _held(passed.taker, passed.receivable, at_block=after) == {}


def test_the_supervisor_sees_every_holder_and_others_are_told_of_no_receivable(passed: Passed) -> None:
    ledger = passed.trade.ledger
    supervisor = ledger.open_party("supervisor")
    assert _held(supervisor, passed.receivable) == _held(passed.trade.debtor, passed.receivable)
    stranger = ledger.open_party()
    answers = []
    for number in (passed.receivable, "987654"):
        answer = stranger.get(f"/v1/receivables/{number}/holders")
        answers.append((answer.status_code, answer.text.replace(f"receivable {number} ", "receivable … ")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_a_moment_that_is_yet_to_come_has_no_holders(passed: Passed) -> None:
    path = f"/v1/receivables/{passed.receivable}/holders"
    for query, code in (
        ({"on": today().isoformat()}, "date_not_over"),
        ({"on": "9999-12-31"}, "date_not_over"),
        ({"at_block": _head(passed.trade.ledger) + 1_000}, "block_not_reached"),
        ({"at_block": 1, "on": "2026-01-01"}, "one_moment_only"),
        ({"on": "20260101"}, "malformed_request"),
        ({"at_block": -1}, "malformed_request"),
    ):
        assert passed.trade.debtor.get(path, **query).json()["code"] == code, query


def test_before_the_ledger_began_nobody_held_anything(passed: Passed) -> None:
    assert _held(passed.trade.debtor, passed.receivable, on="2020-02-29") == {}


def test_a_rebuild_keeps_who_held_what(model_1: Model1) -> None:
    told = model_1.car_maker.read(f"/v1/receivables/{model_1.receivable}/holders")
    assert model_1.ledger.host.ask("PUT", "/v1/rebuild").json()["same"] is True
    again = model_1.car_maker.read(f"/v1/receivables/{model_1.receivable}/holders", at_block=told["block"])
    assert again == told
