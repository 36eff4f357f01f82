"""A dry run tells what a command would do, by the same path, and does nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from tallystick.database.records import Records
from tests.api.commands import TAKES_DAYS, every_command
from tests.api.running_ledger import RunningLedger, accepted, problem
from tests.api.test_roles import ALLOWED
from tests.api.trade import Model1, Trade, commitment, document


@pytest.fixture
def trade(any_ledger: RunningLedger) -> Trade:
    return Trade.opened(any_ledger)


def _everything(ledger: RunningLedger) -> tuple[Any, ...]:
    """Mirror, chain, and how many rows each table of the records has, once the rail knows all there is to know."""
    ledger.backend.rail.tell_what_is_new()
    with ledger.backend.store.reading() as session:
        counts = [
            session.scalar(select(func.count()).select_from(table))
            for table in Records.metadata.sorted_tables
        ]
    return (*ledger.state(), *counts)


TELLS_THE_CHAIN_NOTHING = {
    "write_off",
    "appoint_transfer_agent",
    "record_group",
    "ask_for_quotes",
    "give_quote",
    "report_instruction",
    "state_baseline",
    "state_financing",
    "publish_rates",
}


def test_every_command_can_be_tried_without_effect(trade: Trade) -> None:
    requests = every_command(trade)
    posts = {route for route in ALLOWED if route.startswith("POST")}
    assert {request.route for request in requests} == posts - TAKES_DAYS
    before = _everything(trade.ledger)
    for number, request in enumerate(requests):
        told = accepted(request.caller.post(request.path, request.body, f"tried {number}", dry_run="true"))
        assert (told["dry_run"], told["would"]) == (True, "succeed")
        assert (told["gas"] > 20_000) == (told["command"] not in TELLS_THE_CHAIN_NOTHING)
    assert _everything(trade.ledger) == before
    for number, request in enumerate(requests):
        response = request.caller.post(request.path, request.body, f"tried {number}")
        assert response.status_code == 201, response.text


REFUSED: list[tuple[str, Callable[[Model1], tuple[str, str, Any]]]] = [
    (
        "evidence_exceeded",
        lambda m: ("car_maker", "/v1/receivables", commitment(m.programme, m.tier1, 1, m.invoice)),
    ),
    (
        "claim_already_passed_on",
        lambda m: ("tier1", "/v1/transfers", {"to": m.b.party, "claims": m.claims[:1]}),
    ),
    ("not_your_claim", lambda m: ("b", "/v1/transfers", {"to": m.c.party, "claims": m.claims[10:11]})),
    ("receivable_not_offered", lambda m: ("tier1", f"/v1/receivables/{m.receivable}/acceptance", None)),
    ("receivable_not_found", lambda m: ("stranger", f"/v1/receivables/{m.receivable}/acceptance", None)),
    ("split_does_not_add_up", lambda m: ("c", f"/v1/claims/{m.claims[0]}/splits", {"parts": [1, 2]})),
    (
        "value_exceeded",
        lambda m: ("c", f"/v1/claims/{m.claims[0]}/transfers", {"to": m.b.party, "value": 2**53 - 1}),
    ),
    ("malformed_request", lambda m: ("c", f"/v1/claims/{m.claims[0]}/splits", {"parts": [1.5]})),
    ("document_of_others", lambda m: ("c", "/v1/documents", document(m.a, m.b, 1))),
    ("role_not_allowed", lambda m: ("supervisor", "/v1/transfers", {"claims": m.claims})),
]


@pytest.mark.parametrize(("code", "request_of"), REFUSED, ids=[code for code, _ in REFUSED])
def test_a_dry_run_is_refused_in_the_words_of_the_command(
    any_model_1: Model1, code: str, request_of: Callable[[Model1], tuple[str, str, Any]]
) -> None:
    name, path, body = request_of(any_model_1)
    caller = getattr(any_model_1, name)
    before = _everything(any_model_1.ledger)
    tried = problem(caller.post(path, body, dry_run="true"))
    really = problem(caller.post(path, body))
    assert tried["code"] == code
    assert tried == really
    assert _everything(any_model_1.ledger) == before


def test_a_taken_tax_number_is_found_in_a_dry_run_too(ledger: RunningLedger) -> None:
    number = ledger.open_party().read("/v1/parties/me")["tax_number"]
    body = {"name": "again", "tax_number": number, "roles": ["supplier"]}
    for query in ({"dry_run": "true"}, {}):
        assert problem(ledger.operator.post("/v1/parties", body, **query))["code"] == "tax_number_taken"
