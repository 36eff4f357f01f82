"""JSON-RPC over HTTP: one request or a batch, and every failure by its name."""

from collections.abc import Sequence
from http import HTTPStatus
from http.client import HTTPException
from itertools import count
from typing import Any

import msgspec

from tallystick.chain.json_rpc.answers import decode
from tallystick.chain.json_rpc.connections import Connections
from tallystick.chain.json_rpc.errors import RpcError
from tallystick.chain.node import NodeUnreachable
from tallystick.chain.waiting import waiting_for_node

Request = tuple[str, Sequence[object]]
"""A method and its parameters."""


class _Error(msgspec.Struct):
    code: int = 0
    message: str = ""
    data: Any = None


class _Answer(msgspec.Struct):
    id: int | None = None
    result: msgspec.Raw = msgspec.Raw(b"null")
    error: _Error | None = None

    def result_or_error(self) -> msgspec.Raw | RpcError:
        if self.error is not None:
            return RpcError(self.error.code, self.error.message, self.error.data)
        return self.result


def result_of(answer: msgspec.Raw | RpcError) -> msgspec.Raw:
    """Raises what the node had to say against the request."""
    if isinstance(answer, RpcError):
        raise answer
    return answer


class Transport:
    """Safe to use from several threads."""

    def __init__(self, url: str, timeout_seconds: float) -> None:
        self._url = url
        self._connections = Connections(url, timeout_seconds)
        self._ids = count(1)

    def close(self) -> None:
        self._connections.close()

    def ask(self, method: str, *parameters: object, timeout_seconds: float | None = None) -> msgspec.Raw:
        """The answer's `result`, still to be decoded. Raises `RpcError`, `NodeUnreachable`."""
        return result_of(self.try_out((method, parameters), timeout_seconds))

    def ask_many(self, requests: Sequence[Request]) -> list[msgspec.Raw]:
        """The results in the order of the requests, in one exchange. Raises as `ask` does if any failed."""
        return [result_of(answer) for answer in self.try_many(requests)]

    def try_out(self, request: Request, timeout_seconds: float | None = None) -> msgspec.Raw | RpcError:
        """The result, or what the node has to say against the request. `timeout_seconds` where it is not the usual."""
        asked = self._request(request)
        answer = decode(self._post(msgspec.json.encode(asked), timeout_seconds), _Answer)
        if answer.id != asked["id"] and not (answer.id is None and answer.error is not None):
            raise NodeUnreachable(f"The node at {self._url} answers another request.")
        return answer.result_or_error()

    def try_many(self, requests: Sequence[Request]) -> list[msgspec.Raw | RpcError]:
        """As `ask_many`, with what the node has to say against a request in the place of its result."""
        asked = [self._request(request) for request in requests]
        answers = decode(self._post(msgspec.json.encode(asked)), list[_Answer])
        by_id = {answer.id: answer for answer in answers}  # a node may answer in any order
        try:
            return [by_id[request["id"]].result_or_error() for request in asked]
        except KeyError:
            raise NodeUnreachable(f"The node at {self._url} leaves requests unanswered.") from None

    def _request(self, request: Request) -> dict[str, Any]:
        method, parameters = request
        return {"jsonrpc": "2.0", "id": next(self._ids), "method": method, "params": parameters}

    def _post(self, content: bytes, timeout_seconds: float | None = None) -> msgspec.Raw:
        try:
            with waiting_for_node():
                status, body = self._connections.post(content, timeout_seconds)
        except (OSError, HTTPException) as error:
            what = str(error) or type(error).__name__
            raise NodeUnreachable(f"The node at {self._url} cannot be reached: {what}") from error
        if status >= HTTPStatus.BAD_REQUEST and body[:1] not in (b"{", b"["):
            raise NodeUnreachable(f"The node at {self._url} answers with HTTP status {status}.")
        return msgspec.Raw(body)
