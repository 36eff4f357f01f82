"""A node that answers late, twice, wrongly, in another node's words, or not at all.

A command happens once, or is refused and has not happened; the mirror equals the chain.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from tests.anvil import Anvil, running_anvil
from tests.api.conftest import ANVILS_FIRST_KEY
from tests.api.running_ledger import Firm
from tests.api.trade import Trade
from tests.faults.node_proxy import (
    UNKNOWN,
    Manner,
    NodeProxy,
    another_id,
    bad_gateway,
    complaining,
    deaf,
    empty,
    late,
    node_proxy,
    saying,
    silent,
    truncated,
    twice,
)
from tests.faults.stoppable import StoppableLedger, stoppable

pytestmark = pytest.mark.anvil

NODE_TIMEOUT_SECONDS = 1.0
LATE_SECONDS = 1.3
FINALITY_BLOCKS = 5
FACE = 1_000_000
MOST_REPEATS = 12

METHODS = (
    "eth_estimateGas",
    "eth_maxPriorityFeePerGas",
    "eth_getBalance",
    "eth_getTransactionCount",
    UNKNOWN,
    "eth_sendRawTransaction",
    "eth_getTransactionReceipt",
    "eth_getBlockByNumber",
    "eth_getLogs",
)
"""What a command asks of its node on the way."""

MANNERS: dict[str, Manner] = {
    "late": late(LATE_SECONDS),
    "twice": twice,
    "not at all, though it has done it": silent,
    "not at all": deaf,
    "half": truncated,
    "nothing": empty,
    "502": bad_gateway,
    "another request": another_id,
    "null": saying(None),
    "a number": saying(7),
    "text": saying("soon"),
    "internal error": complaining(-32603, "Internal error", does_it=True),
    "limit exceeded": complaining(
        -32005, "daily request count exceeded, request rate limited", does_it=False
    ),
}

SEEN_BEFORE = [
    ("geth", -32000, "already known"),
    ("Nethermind", -32010, "AlreadyKnown"),
    ("Besu", -32000, "Known transaction"),
    ("Erigon", -32000, "already known"),
    ("Parity", -32010, "Transaction with the same hash was already imported."),
    ("Anvil", -32003, "transaction already imported"),
]
NONCE_USED = [
    ("geth", -32000, "nonce too low: next nonce 7, tx nonce 3"),
    ("Nethermind", -32010, "OldNonce, Current nonce: 7, nonce of rejected tx: 3."),
    ("Besu", -32001, "Nonce too low"),
    ("Parity", -32010, "Transaction nonce is too low. Try incrementing the nonce."),
]
NONCE_AHEAD = [
    ("geth", -32000, "nonce too high"),
    ("Besu", -32006, "Transaction nonce is too distant from current sender nonce"),
    ("Nethermind", -32010, "NonceGap, Future nonce. Expected nonce: 3"),
]
TOO_CHEAP = [
    ("geth", -32000, "replacement transaction underpriced"),
    ("geth, pool full", -32000, "transaction underpriced: gas tip cap 0, minimum needed 1"),
    ("Besu", -32009, "Gas price below configured minimum gas price"),
    ("Nethermind", -32010, "ReplacementNotAllowed"),
    ("Reth", -32003, "max fee per gas less than block base fee"),
]
NO_FUNDS = [
    ("geth", -32000, "insufficient funds for gas * price + value: balance 0, tx cost 1, overshot 1"),
    ("Besu", -32004, "Upfront cost exceeds account balance"),
    ("Nethermind", -32010, "InsufficientFunds, Account balance: 0, cumulative cost: 1"),
]
TEXTS = [*SEEN_BEFORE, *NONCE_USED, *NONCE_AHEAD, *TOO_CHEAP, *NO_FUNDS]
"""What nodes say of transactions; none of it is believed."""


class Stage:
    """A claim of a supplier on a ledger whose node can be told to misbehave."""

    def __init__(self, ledger: StoppableLedger, proxy: NodeProxy) -> None:
        self.ledger, self.proxy = ledger, proxy
        trade = Trade.opened(ledger)
        self.supplier: Firm = trade.supplier
        self.taker = ledger.open_party()
        self.claim = trade.claim(FACE)
        self.keys = 0

    def transfer(self, key: str) -> httpx.Response:
        body = {"to": self.taker.party, "value": 1}
        return self.supplier.post(f"/v1/claims/{self.claim}/transfers", body, key)

    def left(self) -> int:
        face: int = self.supplier.read(f"/v1/claims/{self.claim}")["face"]
        return face

    def disturbed(self, method: str, manner: Manner, times: int = 1) -> bool:
        """A transfer with the node misbehaving; then the node behaves, and the transfer is asked for until it is
        answered. Tells whether it happened, and finds that it happened once at most."""
        self.keys += 1
        key, before = f"{method} {self.keys}", self.left()
        self.proxy.misbehave(method, manner, times)
        if method == UNKNOWN:  # it has not been asked that for a while
            self.ledger.backend.node._long_way_until = 0.0  # type: ignore[attr-defined]
        answer = self.transfer(key)
        assert self.proxy.behave(), f"nothing asks for {method}"
        for _ in range(MOST_REPEATS):
            if not _is_open(answer):
                break
            self.ledger.backend.dispatcher.resume_unfinished()
            answer = self.transfer(key)
        assert not _is_open(answer), answer.text
        assert "Traceback" not in answer.text
        self.ledger.backend.mirror.catch_up()
        happened = before - self.left()
        assert happened == (answer.status_code == 201), (answer.status_code, answer.text, happened)
        assert self.ledger.nonces_are_whole()
        return bool(happened)


def _is_open(answer: httpx.Response) -> bool:
    """Whether it is still to be seen what becomes of the command."""
    told: dict[str, Any] = answer.json()
    if answer.status_code == 409:
        return bool(told["code"] == "operation_in_progress")
    return answer.status_code in {202, 503}


@pytest.fixture(scope="module")
def node() -> Iterator[Anvil]:
    with running_anvil() as anvil:
        yield anvil


@pytest.fixture(scope="module")
def stage(node: Anvil, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("misbehaving")
    with node_proxy(node.url) as proxy, _ledger(folder, proxy) as ledger:
        yield Stage(ledger, proxy)


def _ledger(folder: Path, proxy: NodeProxy) -> AbstractContextManager[StoppableLedger]:
    return stoppable(
        folder / "home",
        chain=proxy.url,
        funder_key=SecretStr(ANVILS_FIRST_KEY),
        node_timeout_seconds=NODE_TIMEOUT_SECONDS,
        finality_blocks=FINALITY_BLOCKS,
    )


@pytest.fixture(autouse=True)
def _verified(stage: Stage) -> Iterator[None]:
    yield
    stage.proxy.behave()
    assert stage.ledger.host.read("/v1/verification")["verdict"] == "equal"


@pytest.mark.parametrize("manner", MANNERS)
def test_a_command_happens_once_however_the_node_answers(stage: Stage, manner: str) -> None:
    for method in METHODS:
        stage.disturbed(method, MANNERS[manner])


@pytest.mark.parametrize("does_it", [True, False], ids=["taken", "not taken"])
@pytest.mark.parametrize(
    ("whose", "code", "message"), TEXTS, ids=[f"{who}: {text[:30]}" for who, _, text in TEXTS]
)
def test_what_a_node_says_of_a_transaction_is_not_believed(
    stage: Stage, whose: str, code: int, message: str, does_it: bool
) -> None:
    assert whose
    stage.disturbed("eth_sendRawTransaction", complaining(code, message, does_it=does_it))


def test_the_receipt_of_another_transaction_is_no_receipt(stage: Stage, node: Anvil) -> None:
    block = node.ask("eth_getBlockByNumber", "latest", False)
    another = node.ask("eth_getTransactionReceipt", block["transactions"][0])
    for method in (UNKNOWN, "eth_getTransactionReceipt"):
        assert stage.disturbed(method, saying(another))
        told = stage.transfer(f"{method} {stage.keys}").json()  # as it was answered then
        assert told["transaction"] not in (None, another["transactionHash"])


def test_what_was_sent_and_shows_no_receipt_for_a_while_is_answered_once_it_does(stage: Stage) -> None:
    assert stage.disturbed("eth_getTransactionReceipt", saying(None), times=60)


def test_a_node_that_is_behind_for_a_while_is_waited_for(stage: Stage, node: Anvil) -> None:
    """Another node of the same chain answers, which has not seen the last blocks yet."""
    old = node.ask("eth_getBlockByNumber", "latest", False)
    stage.transfer("ahead of it")
    assert stage.disturbed("eth_getBlockByNumber", saying(old), times=3)


def test_a_chain_that_loses_its_last_blocks_gets_the_commands_again(stage: Stage, node: Anvil) -> None:
    """As one that is restored from a backup: what was in them is signed already, and is sent once more."""
    before, snapshot = stage.left(), node.ask("evm_snapshot")
    answers = [stage.transfer(f"lost {number}") for number in range(3)]
    assert {answer.status_code for answer in answers} == {201}
    node.ask("evm_revert", snapshot)
    stage.ledger.backend.mirror.catch_up()
    assert stage.left() == before
    stage.ledger.backend.dispatcher.resume_unfinished()
    stage.ledger.backend.mirror.catch_up()
    assert stage.left() == before - 3
    assert [stage.transfer(f"lost {number}").content for number in range(3)] == [
        answer.content for answer in answers
    ]
    assert stage.ledger.nonces_are_whole()


def test_a_node_that_dies_and_comes_back_still_has_what_it_had_taken(tmp_path: Path) -> None:
    """It dies between taking the transaction and telling of it. Other nodes answer meanwhile, of another chain."""
    kept = ("--state", str(tmp_path / "state"))
    with running_anvil(*kept) as first, node_proxy(first.url) as proxy, _ledger(tmp_path, proxy) as ledger:
        stage = Stage(ledger, proxy)
        proxy.misbehave("eth_getTransactionReceipt", deaf, times=1_000)
        assert stage.transfer("dies").status_code == 202
        proxy.behave()
        first.process.terminate()
        first.process.wait()
        assert stage.transfer("new").json()["code"] == "node_unreachable"
        with running_anvil() as stranger:
            proxy.upstream = stranger.url
            ledger.backend.dispatcher.resume_unfinished()
            assert stage.transfer("dies").status_code in {409, 503}
        with running_anvil(*kept) as again:
            proxy.upstream = again.url
            ledger.backend.dispatcher.resume_unfinished()
            assert stage.transfer("dies").status_code == 201
            assert stage.left() == FACE - 1
            assert ledger.host.read("/v1/verification")["verdict"] == "equal"
            assert ledger.nonces_are_whole()
