"""JSON-RPC over HTTP: one request or a batch, and every failure by its name."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import httpx
import msgspec

from tallystick.chain.json_rpc.answers import decode
from tallystick.chain.json_rpc.errors import RpcError
from tallystick.chain.node import NodeUnreachable
from tallystick.chain.waiting import waiting_for_node

Request = tuple[str, Sequence[object]]
"""A method and its parameters."""

_DROPPED = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)


class _Error(msgspec.Struct):
    code: int = 0
    message: str = ""
    data: Any = None


class _Answer(msgspec.Struct):
    id: int | None = None
    result: msgspec.Raw = msgspec.Raw(b"null")
    error: _Error | None = None

    def result_or_raise(self) -> msgspec.Raw:
        if self.error is not None:
            raise RpcError(self.error.code, self.error.message, self.error.data)
        return self.result


class Transport:
    """Safe to use from several threads."""

    def __init__(self, url: str, timeout_seconds: float) -> None:
        self._url = url
        self._client = httpx.Client(timeout=timeout_seconds, headers={"content-type": "application/json"})
        self._ids = count(1)

    def close(self) -> None:
        self._client.close()

    def ask(self, method: str, *parameters: object) -> msgspec.Raw:
        """The answer's `result`, still to be decoded. Raises `RpcError`, `NodeUnreachable`."""
        content = self._post(msgspec.json.encode(self._request((method, parameters))))
        return decode(content, _Answer).result_or_raise()

    def ask_many(self, requests: Sequence[Request]) -> list[msgspec.Raw]:
        """The results in the order of the requests, in one exchange. Raises as `ask` does if any failed."""
        asked = [self._request(request) for request in requests]
        answers = decode(self._post(msgspec.json.encode(asked)), list[_Answer])
        by_id = {answer.id: answer for answer in answers}  # a node may answer in any order
        try:
            return [by_id[request["id"]].result_or_raise() for request in asked]
        except KeyError:
            raise NodeUnreachable(f"The node at {self._url} leaves requests unanswered.") from None

    def _request(self, request: Request) -> dict[str, Any]:
        method, parameters = request
        return {"jsonrpc": "2.0", "id": next(self._ids), "method": method, "params": parameters}

    def _post(self, content: bytes) -> msgspec.Raw:
        try:
            with waiting_for_node():
                response = self._exchange(content)
        except (httpx.HTTPError, RuntimeError) as error:  # httpx raises RuntimeError once closed
            what = str(error) or type(error).__name__
            raise NodeUnreachable(f"The node at {self._url} cannot be reached: {what}") from error
        if response.is_error and response.content[:1] not in (b"{", b"["):
            raise NodeUnreachable(f"The node at {self._url} answers with HTTP status {response.status_code}.")
        return msgspec.Raw(response.content)

    def _exchange(self, content: bytes) -> httpx.Response:
        try:
            return self._client.post(self._url, content=content)
        except _DROPPED:
            # Most often a kept connection that the node had closed meanwhile. Asking twice is harmless: reads
            # change nothing, and a chain takes the same signed bytes only once.
            return self._client.post(self._url, content=content)
