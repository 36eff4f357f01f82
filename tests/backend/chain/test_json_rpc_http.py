"""Answers as HTTP servers of every kind give them."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from tallystick.chain.json_rpc import JsonRpcNode
from tallystick.chain.node import NodeUnreachable

RESULT = b'{"jsonrpc":"2.0","id":1,"result":"0x2a"}'
Serving = Callable[..., JsonRpcNode]


@pytest.fixture
def asked() -> list[bytes]:
    """Every request as it came over the wire."""
    return []


@pytest.fixture
def serving(asked: list[bytes]) -> Iterator[Serving]:
    """A server that gives these answers, one a request, each with the request's id; after the last, or an empty one, it
    hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))
    nodes: list[JsonRpcNode] = []

    def begin(answers: list[bytes], user: str = "") -> JsonRpcNode:
        waiting = iter(answers)

        def serve() -> None:
            for answer in waiting:
                accepted, _ = listener.accept()
                with accepted:
                    said: bytes | None = answer
                    while said:
                        asked.append(_request(accepted))
                        accepted.sendall(said.replace(b'"id":1', b'"id":%d' % len(asked)))
                        said = next(waiting, None)

        threading.Thread(target=serve, daemon=True).start()
        node = JsonRpcNode(f"http://{user}127.0.0.1:{listener.getsockname()[1]}/rpc?key=1", timeout_seconds=5)
        nodes.append(node)
        return node

    yield begin
    for node in nodes:
        node.close()
    listener.close()


def _request(accepted: socket.socket) -> bytes:
    said = b""
    while b"\r\n\r\n" not in said:
        said += accepted.recv(65_536)
    head, _, body = said.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    while len(body) < length:
        body += accepted.recv(65_536)
    return head + b"\r\n\r\n" + body


def _sized(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\ncontent-length: %d\r\n\r\n%b" % (
        len(body),
        body,
    )


CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"a;more=1\r\n"
    + RESULT[:10]
    + b"\r\n"
    + b"%X\r\n" % (len(RESULT) - 10)
    + RESULT[10:]
    + b"\r\n0\r\nTrailer: x\r\n\r\n"
)
UNTIL_THE_END = b"HTTP/1.0 200 OK\r\n\r\n" + RESULT


@pytest.mark.parametrize(
    "answer", [_sized(RESULT), CHUNKED, b"HTTP/1.1 100 Continue\r\n\r\n" + _sized(RESULT)]
)
def test_a_kept_connection_serves_one_question_after_the_other(serving: Serving, answer: bytes) -> None:
    node = serving([answer] * 3)
    assert [node.chain_id() for _ in range(3)] == [42, 42, 42]


def test_an_answer_may_end_with_the_connection(serving: Serving) -> None:
    node = serving([UNTIL_THE_END])
    assert node.chain_id() == 42


def test_a_connection_that_was_closed_meanwhile_is_opened_again(serving: Serving) -> None:
    node = serving([_sized(RESULT), b"", _sized(RESULT)])
    assert [node.chain_id() for _ in range(2)] == [42, 42]


def test_the_whole_url_is_used(serving: Serving, asked: list[bytes]) -> None:
    node = serving([_sized(RESULT)], "us%65r:p%40ss@")
    assert node.chain_id() == 42
    head = asked[0].partition(b"\r\n\r\n")[0]
    assert head.startswith(b"POST /rpc?key=1 HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"\r\nAuthorization: Basic dXNlcjpwQHNz\r\n" in head


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 400\r\n\r\n" + RESULT,
        b"HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n" + RESULT,
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n" + RESULT,
        b"SSH-2.0-OpenSSH_9.2p1\r\n\r\n",
        b"HTTP/1.1 200",
    ],
)
def test_an_answer_that_is_none_is_the_node_s_fault(serving: Serving, answer: bytes) -> None:
    node = serving([answer])
    with pytest.raises(NodeUnreachable):
        node.chain_id()


@pytest.mark.parametrize("url", ["localhost:8545", "ftp://localhost", "http://", "http://localhost:port"])
def test_a_node_has_a_url(url: str) -> None:
    with pytest.raises(NodeUnreachable, match="no URL of a node"):
        JsonRpcNode(url)


def test_the_answer_to_another_request_is_not_taken_for_this_ones(serving: Serving) -> None:
    node = serving([_sized(RESULT.replace(b'"id":1', b'"id":7'))])
    with pytest.raises(NodeUnreachable, match="another request"):
        node.chain_id()
