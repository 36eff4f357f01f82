"""Every command is an operation that can be listed, asked about, and followed from stage to stage."""

import json
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from eth_account import Account
from pydantic import SecretStr

from tallystick.money.calendar import instant_text
from tallystick.receivables.identifiers import parse_claim
from tallystick.restraints.commands import FreezeClaims
from tallystick.settings import Settings
from tests.anvil import Anvil
from tests.api.conftest import ANVILS_FIRST_KEY
from tests.api.own_wallet import OwnWallet, signed
from tests.api.program import STOP_SECONDS, Served, starting
from tests.api.running_ledger import Caller, Firm, RunningLedger, problem
from tests.api.trade import Trade

FINALITY_BLOCKS = 2


def _events(caller: Caller, operation: str) -> Iterator[dict[str, str]]:
    """Each event as it comes: its name (`event`), `id` and `data`."""
    url = f"{caller.ledger.url}/v1/operations/{operation}/events"
    headers = {"Authorization": f"Bearer {caller.api_key}"}
    with caller.ledger.http.stream("GET", url, headers=headers) as response:
        assert response.headers["content-type"].partition(";")[0] == "text/event-stream"
        yield from _parsed(response)


def _parsed(response: httpx.Response) -> Iterator[dict[str, str]]:
    event: dict[str, str] = {}
    for line in response.iter_lines():
        name, _, value = line.partition(": ")
        if name:
            event[name] = value
        elif event:
            yield event
            event = {}


def _stage(caller: Caller, operation: str) -> str:
    stage: str = caller.read(f"/v1/operations/{operation}")["stage"]
    return stage


# Lists


def test_a_partys_operations_are_listed_youngest_first_and_in_pages(ledger: RunningLedger) -> None:
    trade = Trade.opened(ledger)
    claim = trade.claim(1_000)
    made = [
        trade.supplier.post(f"/v1/claims/{claim}/transfers", {"to": trade.debtor.party, "value": value})
        for value in range(1, 6)
    ]
    expected = [answer.headers["operation-id"] for answer in reversed(made)]
    whole = trade.supplier.read("/v1/operations")
    assert [one["id"] for one in whole["operations"]][:5] == expected
    assert {one["kind"] for one in whole["operations"][:5]} == {"transfer_value"}
    for size in (1, 2, 5, len(whole["operations"]), 500):
        assert _walked(trade.supplier, size) == whole["operations"]


def _walked(caller: Caller, size: int) -> list[dict[str, Any]]:
    found, query = [], {"size": size}
    while True:
        page = caller.read("/v1/operations", **query)
        assert len(page["operations"]) <= size
        found += page["operations"]
        if page["next"] is None:
            return found
        query["after"] = page["next"]


def test_a_list_has_the_operations_of_the_caller_alone(ledger: RunningLedger) -> None:
    trade, other = Trade.opened(ledger), Trade.opened(ledger)
    trade.claim(500)
    other.claim(600)
    for caller in (trade.supplier, trade.debtor, ledger.operator, ledger.host):
        for one in caller.read("/v1/operations", size=500)["operations"]:
            assert caller.read(f"/v1/operations/{one['id']}") == one
            assert other.supplier.get(f"/v1/operations/{one['id']}").status_code == 404
            assert other.supplier.get(f"/v1/operations/{one['id']}/events").status_code == 404
    kinds = {one["kind"] for one in trade.debtor.read("/v1/operations")["operations"]}
    assert kinds == {"issue_receivable"}
    assert ledger.open_party().read("/v1/operations") == {"operations": [], "next": None}


def test_an_operation_tells_when_it_happened_by_the_chains_clock(ledger: RunningLedger) -> None:
    trade = Trade.opened(ledger)
    trade.claim(500)
    told = (
        trade.debtor.read("/v1/operations")["operations"]
        + trade.supplier.read("/v1/operations")["operations"]
    )
    assert len(told) >= 2
    for one in told:
        (header,) = ledger.backend.node.headers(one["block"], one["block"])
        assert one["block_at"] == instant_text(header.timestamp)


def test_the_host_sees_what_the_host_has_done(ledger: RunningLedger) -> None:
    ledger.open_authority()
    told = ledger.host.read("/v1/operations", size=1)["operations"][0]
    assert (told["kind"], told["stage"]) == ("appoint_authority", "final")


@pytest.mark.anvil
def test_a_failed_operation_shows_its_refusal(anvil: Anvil, tmp_path: Path) -> None:
    """While a transfer waits for its block a court freezes the claim, and its order is mined first."""
    with closing(_on(anvil, tmp_path)) as ledger:
        trade, court = Trade.opened(ledger), ledger.open_authority()
        claim, taker = trade.claim(1_000), ledger.open_party()
        anvil.ask("evm_setAutomine", False)
        told = trade.supplier.post(f"/v1/claims/{claim}/transfers", {"to": taker.party, "value": 800}).json()
        _freeze_at_once(anvil, court, claim)
        anvil.ask("evm_mine")
        events = [event["event"] for event in _until(trade.supplier, told["operation"], {"posted", "failed"})]
        assert events[-1] == "failed"
        operation = trade.supplier.read(f"/v1/operations/{told['operation']}")
        assert (operation["stage"], operation["answer_status"]) == ("failed", 409)
        assert operation["answer"]["code"] == "claim_frozen"


def _freeze_at_once(anvil: Anvil, court: Firm, claim: str) -> None:
    """An order at ten times the usual tip, past the ledger and its queue."""
    authority = court.read("/v1/parties/me")["address"]
    command = FreezeClaims(
        authority=bytes.fromhex(authority[2:]), order=b"\1" * 32, record="", claims=[parse_claim(claim)]
    )
    (call,) = command.calls(court.ledger.backend.contracts)
    anvil.ask("anvil_setBalance", authority, hex(10**18))
    anvil.ask("anvil_impersonateAccount", authority)
    message = {"from": authority, "to": "0x" + call.to.hex(), "data": "0x" + call.data.hex()}
    prices = {"maxFeePerGas": hex(100 * 10**9), "maxPriorityFeePerGas": hex(10 * 10**9)}
    anvil.ask("eth_sendTransaction", message | prices | {"gas": hex(200_000)})
    anvil.ask("anvil_stopImpersonatingAccount", authority)


# Streams


def _on(anvil: Anvil, home: Path) -> RunningLedger:
    """A ledger on this node that waits for no block, and takes one for final that has two on top."""
    ledger = RunningLedger(
        Settings(
            home=home,
            port=0,
            chain=anvil.url,
            funder_key=SecretStr(ANVILS_FIRST_KEY),
            finality_blocks=FINALITY_BLOCKS,
            receipt_timeout_seconds=0.2,
            follow_seconds=0.1,
        )
    )
    ledger.start()
    return ledger


def _until(caller: Caller, operation: str, stages: set[str]) -> Iterator[dict[str, str]]:
    for event in _events(caller, operation):
        yield event
        if event["event"] in stages:
            return


@pytest.mark.anvil
def test_an_operation_is_followed_from_pending_to_posted_to_final(anvil: Anvil, tmp_path: Path) -> None:
    """Each block is made only when the stage before it has been told."""
    with closing(_on(anvil, tmp_path)) as ledger:
        trade = Trade.opened(ledger)
        claim = trade.claim(1_000)
        anvil.ask("evm_setAutomine", False)
        path, body = f"/v1/claims/{claim}/splits", {"parts": [400, 600]}
        answer = trade.supplier.post(path, body, "followed")
        told = answer.json()
        assert (answer.status_code, told["stage"]) == (202, "pending")
        operation = told["operation"]
        events = _events(trade.supplier, operation)

        pending = next(events)
        assert (pending["event"], pending["id"]) == ("pending", "pending")
        assert json.loads(pending["data"]) == trade.supplier.read(f"/v1/operations/{operation}")
        busy = problem(trade.supplier.post(path, body, "followed"))
        assert (busy["status"], busy["code"]) == (409, "operation_in_progress")

        anvil.ask("evm_mine")
        posted = json.loads(_named(next(events), "posted")["data"])
        head = int(anvil.ask("eth_blockNumber"), 16)
        assert (posted["answer_status"], posted["block"]) == (201, head)
        assert [one["face"] for one in posted["answer"]["claims"]] == [400, 600]
        assert trade.supplier.post(path, body, "followed").json() == posted["answer"]

        for _ in range(FINALITY_BLOCKS):
            assert _stage(trade.supplier, operation) == "posted"
            anvil.ask("evm_mine")
        final = json.loads(_named(next(events), "final")["data"])
        assert final == posted | {"stage": "final"}
        assert list(events) == []


def _named(event: dict[str, str], name: str) -> dict[str, str]:
    assert event["event"] == name, event
    return event


def test_what_is_final_already_is_told_once(ledger: RunningLedger) -> None:
    trade = Trade.opened(ledger)
    answer = trade.supplier.post(f"/v1/claims/{trade.claim(10)}/splits", {"parts": [4, 6]})
    operation = answer.headers["operation-id"]
    (event,) = _events(trade.supplier, operation)
    assert event["event"] == "final"
    assert json.loads(event["data"]) == trade.supplier.read(f"/v1/operations/{operation}")


def test_a_wallet_that_signs_is_seen_in_the_stream(ledger: RunningLedger) -> None:
    wallet, trade = OwnWallet.opened(ledger), Trade.opened(ledger)
    claim = trade.claim(10)
    trade.supplier.command("/v1/transfers", {"to": wallet.firm.party, "claims": [claim]})
    told = wallet.prepared(f"/v1/claims/{claim}/splits", {"parts": [4, 6]})
    events = _events(wallet.firm, told["operation"])
    assert next(events)["event"] == "prepared"
    wallet.submit(told["operation"], signed(wallet.account, told["transactions"][0]))
    assert [event["event"] for event in events][-1] == "final"


def test_a_stream_does_not_keep_a_server_from_stopping(tmp_path: Path) -> None:
    with starting(tmp_path / "home") as server:
        server.wait_until_it_answers()
        own = _opened(server, "W" * 18, wallet=Account.create().address)
        asked = {"to": _opened(server, "X" * 18)["party"]["id"], "approved": True}
        headers = {"Authorization": f"Bearer {own['api_key']}", "Idempotency-Key": "delegate"}
        with httpx.Client(base_url=server.url, headers=headers, trust_env=False, timeout=60) as client:
            told = client.post("/v1/delegates", json=asked).json()
            assert told["stage"] == "prepared", told
            with client.stream("GET", f"/v1/operations/{told['operation']}/events") as stream:
                events = _parsed(stream)
                assert next(events)["event"] == "prepared"
                server.process.send_signal(signal.SIGTERM)
                assert list(events) == []
        assert server.process.wait(STOP_SECONDS) in {0, -2, 130}


def _opened(server: Served, tax_number: str, **other: str) -> dict[str, Any]:
    body = {"name": "公司", "tax_number": tax_number, "roles": ["supplier"]} | other
    opened: dict[str, Any] = server.ask("POST", "/v1/parties", tax_number, body).json()
    return opened


# Senders


def test_who_runs_the_ledger_sees_for_whom_it_signs(ledger: RunningLedger) -> None:
    trade = Trade.opened(ledger)
    trade.claim(10)
    for caller in (ledger.operator, ledger.host):
        senders = {one["address"]: one for one in caller.read("/v1/senders")["senders"]}
        of_the_supplier = senders[trade.supplier.read("/v1/parties/me")["address"]]
        assert of_the_supplier == {
            "address": of_the_supplier["address"],
            "next_nonce": 1,
            "leased": False,
            "used_elsewhere": 0,
        }
    for caller in (trade.supplier, trade.debtor, ledger.open_party("supervisor"), ledger.open_authority()):
        assert problem(caller.get("/v1/senders"))["code"] == "role_not_allowed"
