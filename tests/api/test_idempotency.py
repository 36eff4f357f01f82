"""The same request under the same key is carried out once, however often and whenever it is sent."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from tallystick.crossborder import keeper as rates
from tallystick.crossborder import value_keeper as values
from tallystick.early_payment import keeper as early_payment
from tallystick.feeds import keeper as feeds
from tallystick.notes import keeper as notes
from tallystick.sending.outbox import in_progress
from tallystick.sending.tables import Operation
from tallystick.settlement import keeper as collecting
from tallystick.turns import waiting
from tests.api.commands import TAKES_DAYS, every_command
from tests.api.running_ledger import Caller, RunningLedger, problem, sent
from tests.api.test_roles import ALLOWED
from tests.api.trade import Trade, split

AT_ONCE = 6

Sending = tuple[Caller, str, Any, str]
"""Who sends what where, under which key."""


@pytest.fixture
def trade(any_ledger: RunningLedger) -> Trade:
    return Trade.opened(any_ledger)


KEEPERS = (
    collecting.KEEPER,
    early_payment.KEEPER,
    feeds.KEEPER,
    notes.KEEPER,
    rates.FIXER,
    rates.OBSERVER,
    values.VALUER,
)
"""Under whose names a ledger does by itself what is to be done, whenever that is."""


@dataclass(frozen=True)
class Happened:
    """What has happened so far: what was asked for, what the ledger has done by itself, and what came of both."""

    asked: int
    by_itself: list[tuple[str, str]]
    state: tuple[bytes, bytes]

    @classmethod
    def over(cls, ledger: RunningLedger) -> "Happened":
        with ledger.backend.store.reading() as session:
            asked = session.scalar(
                select(func.count()).select_from(Operation).where(Operation.party.not_in(KEEPERS))
            )
            rows = session.execute(
                select(Operation.id, Operation.stage)
                .where(Operation.party.in_(KEEPERS))
                .order_by(Operation.id)
            )
            return cls(asked or 0, [(id_, stage) for id_, stage in rows], ledger.state())


def test_every_command_needs_a_key_and_answers_a_repeat_as_before(trade: Trade) -> None:
    ledger, requests = trade.ledger, every_command(trade)
    posts = {route for route in ALLOWED if route.startswith("POST")}
    assert {request.route for request in requests} == posts - TAKES_DAYS
    for request in requests:
        without = request.caller.ask("POST", request.path, **sent(request.body))
        assert (without.status_code, problem(without)["code"]) == (400, "idempotency_key_missing")

        key = str(uuid.uuid4())
        first = request.caller.post(request.path, request.body, key)
        assert first.status_code == 201, first.text
        assert "idempotency-replayed" not in first.headers
        done = Happened.over(ledger)

        again = request.caller.post(request.path, request.body, key)
        assert (again.status_code, again.content) == (201, first.content)
        assert again.headers["idempotency-replayed"] == "true"
        assert again.headers["operation-id"] == first.headers["operation-id"]
        now = Happened.over(ledger)
        assert now.asked == done.asked
        assert now.state == done.state or now.by_itself != done.by_itself


def test_a_repeat_after_a_restart_is_answered_as_before(ledger: RunningLedger) -> None:
    requests = every_command(Trade.opened(ledger))
    keys = [str(uuid.uuid4()) for _ in requests]
    first = [
        request.caller.post(request.path, request.body, key)
        for request, key in zip(requests, keys, strict=True)
    ]
    done = ledger.state()
    ledger.restart()
    assert ledger.state() == done
    for request, key, before in zip(requests, keys, first, strict=True):
        again = request.caller.post(request.path, request.body, key)
        assert (again.status_code, again.content) == (201, before.content)
        assert again.headers["idempotency-replayed"] == "true"
    assert ledger.state() == done


def test_a_key_is_for_one_request(trade: Trade) -> None:
    first, second = split(trade.supplier, trade.claim(1_000), [400, 600])
    taker = trade.ledger.open_party()
    body = {"to": taker.party, "value": 1}
    path = f"/v1/claims/{first}/transfers"
    answer = trade.supplier.post(path, body, "mine")
    assert answer.status_code == 201
    done = trade.ledger.state()
    of_another_claim = f"/v1/claims/{second}/transfers"
    for other_path, other_body, query, differences in (
        (path, body | {"value": 2}, {}, [("#/value", 1, 2)]),
        (of_another_claim, body, {}, [("path", path, of_another_claim)]),
        (
            "/v1/transfers",
            {"to": taker.party, "claims": [second]},
            {},
            [
                ("path", path, "/v1/transfers"),
                ("#/value", 1, "(missing)"),
                ("#/claims", "(missing)", [second]),
            ],
        ),
        (path, body, {"dry_run": "false"}, [("query", "", "dry_run=false")]),
    ):
        told = problem(trade.supplier.post(other_path, other_body, "mine", **query))
        assert (told["status"], told["code"]) == (422, "idempotency_key_reused")
        assert told["values"] == {
            "operation": answer.headers["operation-id"],
            "differences": [
                {"pointer": pointer, "earlier": earlier, "now": now} for pointer, earlier, now in differences
            ],
        }
    assert trade.ledger.state() == done


def test_a_key_used_otherwise_is_told_where_deep_inside_they_differ(trade: Trade) -> None:
    claim, taker, other = trade.claim(1_000), trade.ledger.open_party(), trade.ledger.open_party()
    path = f"/v1/claims/{claim}/distributions"

    def parts(*values: int, last: str = taker.party) -> dict[str, Any]:
        given = [{"to": taker.party, "value": value} for value in values]
        return {"parts": [*given[:-1], given[-1] | {"to": last}]}

    assert trade.supplier.post(path, parts(1, 2), "deep").status_code == 201
    for body, differences in (
        (parts(1, 3), [("#/parts/1/value", 2, 3)]),
        (
            parts(5, 2, last=other.party),
            [("#/parts/0/value", 1, 5), ("#/parts/1/to", taker.party, other.party)],
        ),
    ):
        told = problem(trade.supplier.post(path, body, "deep"))
        assert told["code"] == "idempotency_key_reused"
        found = told["values"]["differences"]
        assert [(one["pointer"], one["earlier"], one["now"]) for one in found] == differences


def test_the_same_request_written_otherwise_is_another(trade: Trade) -> None:
    """Byte for byte: whoever signs or logs requests must be able to rely on it."""
    path = f"/v1/claims/{trade.claim(1_000)}/splits"
    headers = {"Idempotency-Key": "written", "Content-Type": "application/json"}
    first = trade.supplier.ask("POST", path, headers, content=b'{"parts": [1, 999]}')
    assert first.status_code == 201
    told = problem(trade.supplier.ask("POST", path, headers, content=b'{"parts":[1,999]}'))
    assert told["code"] == "idempotency_key_reused"
    assert [one["pointer"] for one in told["values"]["differences"]] == ["#"]


def test_a_repeat_is_answered_though_what_it_was_about_has_moved_on(trade: Trade) -> None:
    """Value into a claim of one's own, which is then passed on: whether one may is not asked again."""
    first, second = split(trade.supplier, trade.claim(1_000), [400, 600])
    body, key = {"to_claim": second, "value": 100}, str(uuid.uuid4())
    done = trade.supplier.post(f"/v1/claims/{first}/transfers", body, key)
    assert done.status_code == 201, done.text
    taker = trade.ledger.open_party()
    trade.supplier.command("/v1/transfers", {"to": taker.party, "claims": [second]})
    again = trade.supplier.post(f"/v1/claims/{first}/transfers", body, key)
    assert (again.status_code, again.content) == (201, done.content)
    fresh = trade.supplier.refused(f"/v1/claims/{first}/transfers", body)
    assert fresh["code"] == "claim_not_found"


def test_the_keys_of_two_parties_have_nothing_to_do_with_each_other(trade: Trade) -> None:
    taker, other = trade.ledger.open_party(), Trade.opened(trade.ledger)
    for one in (trade, other):
        body = {"to": taker.party, "claims": [one.claim(500)]}
        answer = one.supplier.post("/v1/transfers", body, "the same key")
        assert (answer.status_code, answer.headers.get("idempotency-replayed")) == (201, None)
    assert len(taker.claims()) == 2


def test_a_refused_request_does_not_use_its_key_up(trade: Trade) -> None:
    claim, taker = trade.claim(500), trade.ledger.open_party()
    path = f"/v1/claims/{claim}/transfers"
    assert trade.supplier.post(path, {"to": taker.party, "value": 501}, "again").status_code == 409
    assert trade.supplier.post(path, {"to": taker.party, "value": 500}, "again").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_has_1_to_255_characters(trade: Trade, key: str) -> None:
    answer = trade.supplier.ask("POST", "/v1/transfers", {"Idempotency-Key": key}, json={})
    assert problem(answer)["status"] == 400
    body = {"to": trade.debtor.party, "claims": [trade.claim(1)]}
    answer = trade.supplier.ask("POST", "/v1/transfers", {"Idempotency-Key": key}, json=body)
    assert problem(answer)["code"] == "idempotency_key_length"
    assert trade.supplier.post("/v1/transfers", body, "y" * 255).status_code == 201


def _at_once(*sendings: Sending) -> list[httpx.Response]:
    """Each from a thread and a connection of its own, all at the same moment."""
    barrier = Barrier(len(sendings))

    def send(sending: Sending) -> httpx.Response:
        caller, path, body, key = sending
        headers = {"Authorization": f"Bearer {caller.api_key}", "Idempotency-Key": key}
        with httpx.Client(timeout=60, trust_env=False) as client:
            barrier.wait()
            return client.post(caller.ledger.url + path, headers=headers, json=body)

    with ThreadPoolExecutor(len(sendings)) as pool:
        return list(pool.map(send, sendings))


def test_a_request_sent_many_times_at_once_is_carried_out_once(trade: Trade) -> None:
    taker = trade.ledger.open_party()
    body = {"to": taker.party, "value": 1}
    path = f"/v1/claims/{trade.claim(1_000)}/transfers"
    answers = _at_once(*[(trade.supplier, path, body, "at once")] * AT_ONCE)
    done = [answer for answer in answers if answer.status_code == 201]
    others = [answer for answer in answers if answer.status_code != 201]
    assert len({answer.content for answer in done}) == 1
    assert {problem(answer)["code"] for answer in others} <= {"operation_in_progress"}
    assert trade.supplier.post(path, body, "at once").content == done[0].content
    assert [claim["face"] for claim in taker.claims()] == [1]


def test_many_requests_of_one_party_at_once_are_all_carried_out(trade: Trade) -> None:
    taker = trade.ledger.open_party()
    claims = split(trade.supplier, trade.claim(1_000 * AT_ONCE), [1_000] * AT_ONCE)
    sendings = [
        (trade.supplier, "/v1/transfers", {"to": taker.party, "claims": [claim]}, claim) for claim in claims
    ]
    answers = _at_once(*sendings)
    assert [answer.status_code for answer in answers] == [201] * AT_ONCE
    assert {claim["id"] for claim in taker.claims()} == set(claims)


def test_a_claim_offered_to_many_at_once_goes_to_one(trade: Trade) -> None:
    claim = trade.claim(1_000)
    takers = [trade.ledger.open_party() for _ in range(AT_ONCE)]
    sendings = [
        (trade.supplier, "/v1/transfers", {"to": taker.party, "claims": [claim]}, f"to {taker.party}")
        for taker in takers
    ]
    answers = _at_once(*sendings)
    assert sorted(answer.status_code for answer in answers)[:2] == [201, 409]
    assert sum(answer.status_code == 201 for answer in answers) == 1
    assert sum(len(taker.claims()) for taker in takers) == 1
    refused = [problem(answer)["code"] for answer in answers if answer.status_code != 201]
    assert set(refused) == {"claim_already_passed_on"}


def test_a_tax_number_sent_in_many_times_at_once_makes_one_party(trade: Trade) -> None:
    body = {"name": "同时", "tax_number": f"T{uuid.uuid4().int % 10**17:017d}", "roles": ["supplier"]}
    operator = trade.ledger.operator
    answers = _at_once(*[(operator, "/v1/parties", body, str(uuid.uuid4())) for _ in range(AT_ONCE)])
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (AT_ONCE - 1)
    assert {problem(answer)["code"] for answer in answers if answer.is_error} == {"tax_number_taken"}


@pytest.mark.parametrize("batch", [False, True], ids=["whole claim", "batch"])
def test_a_request_that_its_own_repeat_overtakes_is_answered_as_that_one(
    ledger: RunningLedger, batch: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When it comes to be tried out the claim has moved already, by the very same request: that is no refusal."""
    trade, taker = Trade.opened(ledger), ledger.open_party()
    claim = trade.claim(1_000)
    path: str = "/v1/transfers"
    body: Any = {"claims": [claim], "to": taker.party}
    if batch:
        path, body = "/v1/transfers/batch", {"moves": [{"claim": claim, "to": taker.party}]}
    preparation = ledger.backend.dispatcher._preparation
    really = preparation.plan
    repeats: list[Any] = []

    def overtaken(command: Any) -> Any:
        if not repeats:
            repeats.append(None)
            with waiting():
                repeats.append(trade.supplier.post(path, body, "overtaken"))
        return really(command)

    monkeypatch.setattr(preparation, "plan", overtaken)
    answer = trade.supplier.post(path, body, "overtaken")
    assert (answer.status_code, answer.content) == (201, repeats[1].content)
    assert answer.headers["idempotency-replayed"] == "true"
    assert [held["id"] for held in taker.claims()] == [claim]


@pytest.mark.parametrize("batch", [False, True], ids=["whole claim", "batch"])
def test_a_request_that_its_own_repeat_overtakes_before_it_is_written_down_is_answered_as_that_one(
    ledger: RunningLedger, batch: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    trade, taker = Trade.opened(ledger), ledger.open_party()
    claim = trade.claim(1_000)
    path: str = "/v1/transfers"
    body: Any = {"claims": [claim], "to": taker.party}
    if batch:
        path, body = "/v1/transfers/batch", {"moves": [{"claim": claim, "to": taker.party}]}
    outbox = ledger.backend.dispatcher._outbox
    really = outbox.store_intent
    repeats: list[Any] = []

    def overtaken(*arguments: Any) -> None:
        if not repeats:
            repeats.append(None)
            with waiting():
                repeats.append(trade.supplier.post(path, body, "overtaken late"))
        really(*arguments)

    monkeypatch.setattr(outbox, "store_intent", overtaken)
    answer = trade.supplier.post(path, body, "overtaken late")
    assert (answer.status_code, answer.content) == (201, repeats[1].content)
    assert answer.headers["idempotency-replayed"] == "true"


@pytest.mark.parametrize("batch", [False, True], ids=["whole claim", "batch"])
def test_a_request_whose_own_repeat_is_under_way_is_told_so_and_nothing_else(
    ledger: RunningLedger, batch: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the repeat is through by the time that one could look for what is wrong with the request."""
    trade, taker = Trade.opened(ledger), ledger.open_party()
    claim = trade.claim(1_000)
    path: str = "/v1/transfers"
    body: Any = {"claims": [claim], "to": taker.party}
    if batch:
        path, body = "/v1/transfers/batch", {"moves": [{"claim": claim, "to": taker.party}]}
    dispatcher = ledger.backend.dispatcher
    really, carried_out = dispatcher.carry_out, list[bool]()

    def under_way(*arguments: Any, **named: Any) -> Any:
        if not carried_out:
            carried_out.append(True)
            with waiting():
                assert trade.supplier.post(path, body, "under way").status_code == 201
            raise in_progress("under way")
        return really(*arguments, **named)

    monkeypatch.setattr(dispatcher, "carry_out", under_way)
    told = problem(trade.supplier.post(path, body, "under way"))
    assert told["code"] == "operation_in_progress"
    assert told["errors"] == []
