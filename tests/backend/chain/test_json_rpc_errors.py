"""How the texts of different nodes are read, and what answers that make no sense become."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tallystick.chain.json_rpc import JsonRpcNode
from tallystick.chain.json_rpc.errors import RpcError, reverted_data, will_never_mine
from tallystick.chain.node import NodeUnreachable, Reverted, TransactionRejected
from tests.backend.chain.wallet import RICH

BEEF = bytes.fromhex("deadbeef")


@pytest.mark.parametrize(
    ("code", "message", "data", "read_as"),
    [
        pytest.param(3, "execution reverted: custom error 0xdeadbeef", "0xdeadbeef", BEEF, id="Anvil"),
        pytest.param(3, "execution reverted", "0xdeadbeef", BEEF, id="geth"),
        pytest.param(3, "execution reverted", "0x", b"", id="geth without data"),
        pytest.param(-32000, "execution reverted", None, b"", id="older geth without data"),
        pytest.param(-32000, "Execution reverted", "0xdeadbeef", BEEF, id="Besu"),
        pytest.param(-32015, "VM execution error.", "Reverted 0xdeadbeef", BEEF, id="Nethermind"),
        pytest.param(-32603, "reverted", {"data": "0xdeadbeef", "message": "x"}, BEEF, id="Hardhat"),
        pytest.param(
            -32000, "VM Exception: revert", {"0x12": {"return": "0xdeadbeef"}}, BEEF, id="Ganache, nested"
        ),
        pytest.param(-32000, "invalid opcode: INVALID", None, b"", id="a broken contract"),
        pytest.param(-32000, "gas required exceeds allowance (60000000)", None, b"", id="geth, never enough"),
        pytest.param(-32602, "BlockOutOfRangeError: block height is 1", None, None, id="no such block"),
        pytest.param(-32000, "header not found", None, None, id="no such header"),
        pytest.param(-32005, "daily request count exceeded", None, None, id="limited"),
    ],
)
def test_a_contract_s_refusal_is_recognised_in_every_spelling(
    code: int, message: str, data: Any, read_as: bytes | None
) -> None:
    assert reverted_data(RpcError(code, message, data)) == read_as


@pytest.mark.parametrize(
    ("message", "never"),
    [
        ("nonce too low", True),
        ("nonce too low: next nonce 5, tx nonce 3", True),
        ("insufficient funds for gas * price + value: balance 0, tx cost 1", True),
        ("Upfront cost exceeds account balance", True),
        ("replacement transaction underpriced", True),
        ("intrinsic gas too low", True),
        ("exceeds block gas limit", True),
        ("max fee per gas less than block base fee", True),
        ("rlp: expected input list for types.LegacyTx", True),
        ("invalid chain id for signer", True),
        ("internal error", False),
        ("txpool is full", False),
        ("header not found", False),
        ("request timed out", False),
        ("rate limit exceeded", False),
    ],
)
def test_only_a_fault_of_the_transaction_itself_is_taken_for_a_rejection(message: str, never: bool) -> None:
    assert will_never_mine(RpcError(-32000, message, None)) is never


Answer = Callable[[Any], tuple[int, bytes]]


@pytest.fixture
def answering() -> Iterator[Callable[[Answer], JsonRpcNode]]:
    """A node that answers every request with what the given function says: a status and a body."""
    closing: list[Callable[[], None]] = []

    def begin(answer: Answer) -> JsonRpcNode:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the name http.server looks for
                asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
                status, body = answer(asked)
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        node = JsonRpcNode(f"http://127.0.0.1:{server.server_port}")
        closing.extend([node.close, server.shutdown, thread.join, server.server_close])
        return node

    yield begin
    for close in closing:
        close()


def _failing(message: str, code: int = -32000) -> Answer:
    def answer(asked: Any) -> tuple[int, bytes]:
        if asked["method"] == "eth_getTransactionByHash":
            return 200, json.dumps({"id": asked["id"], "result": None}).encode()
        return 200, json.dumps({"id": asked["id"], "error": {"code": code, "message": message}}).encode()

    return answer


Answering = Callable[[Answer], JsonRpcNode]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, b"<html>bad gateway</html>"),
        (200, b"<html>welcome</html>"),
        (200, b""),
        (200, b'{"jsonrpc": "2.0", "id": 1}'),
        (200, b'{"jsonrpc": "2.0", "id": 1, "result": {"number": 5}}'),
    ],
)
def test_an_answer_without_sense_is_no_answer(answering: Answering, status: int, body: bytes) -> None:
    node = answering(lambda _: (status, body))
    with pytest.raises(NodeUnreachable):
        node.head()
    with pytest.raises(NodeUnreachable):
        node.headers(0, 3)


def test_an_error_that_comes_with_an_http_status_is_still_read(answering: Answering) -> None:
    def answer(asked: Any) -> tuple[int, bytes]:
        error = {"code": 3, "message": "execution reverted", "data": "0xdeadbeef"}
        return 400, json.dumps({"id": asked["id"], "error": error}).encode()

    with pytest.raises(Reverted) as refused:
        answering(answer).call(bytes(20), b"")
    assert refused.value.data == BEEF


def test_a_batch_answered_in_another_order_is_put_right(answering: Answering) -> None:
    def answer(asked: Any) -> tuple[int, bytes]:
        answers = [{"id": each["id"], "result": _block(each["params"][0])} for each in asked]
        return 200, json.dumps(answers[::-1]).encode()

    assert [header.number for header in answering(answer).headers(3, 6)] == [3, 4, 5, 6]


def test_a_batch_with_an_answer_missing_is_no_shorter_chain(answering: Answering) -> None:
    def answer(asked: Any) -> tuple[int, bytes]:
        return 200, json.dumps(
            [{"id": each["id"], "result": _block(each["params"][0])} for each in asked[1:]]
        ).encode()

    with pytest.raises(NodeUnreachable):
        answering(answer).headers(3, 6)


def test_doubt_about_what_became_of_a_transaction_is_no_rejection(answering: Answering) -> None:
    with pytest.raises(NodeUnreachable):
        answering(_failing("txpool is full")).send(_signed())


def test_a_transaction_at_fault_that_the_node_does_not_know_is_rejected(answering: Answering) -> None:
    with pytest.raises(TransactionRejected, match="nonce too low"):
        answering(_failing("nonce too low")).send(_signed())


@pytest.mark.parametrize("message", ["already known", "Transaction already imported", "AlreadyKnown"])
def test_bytes_the_node_has_already_are_no_error(answering: Answering, message: str) -> None:
    assert len(answering(_failing(message)).send(_signed())) == 32


def test_an_unknown_type_of_transaction_is_not_taken_for_a_known_transaction(answering: Answering) -> None:
    with pytest.raises((TransactionRejected, NodeUnreachable)):
        answering(_failing("unknown transaction type")).send(_signed())


def _block(number: str) -> dict[str, str]:
    return {
        "number": number,
        "hash": "0x" + number[2:].zfill(64),
        "parentHash": "0x" + "0" * 64,
        "timestamp": "0x1",
        "gasLimit": "0x1",
    }


def _signed() -> bytes:
    transaction: dict[str, Any] = {
        "chainId": 1,
        "nonce": 0,
        "gas": 21_000,
        "gasPrice": 1,
        "to": RICH.address,
        "value": 0,
        "data": b"",
    }
    return bytes(RICH.sign_transaction(transaction).raw_transaction)
