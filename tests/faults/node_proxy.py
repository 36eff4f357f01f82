"""Between the ledger and a real node: passes everything on, until it is told to misbehave."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

Call = dict[str, Any]
Passing = Callable[[bytes], bytes]


UNKNOWN = "eth_sendRawTransactionSync"
"""What the node behind it does not know, as most do not, unless it is told to misbehave when asked that."""


class HangUp(Exception):
    """The connection ends without an answer."""


@dataclass(frozen=True)
class Answer:
    """What goes back over the wire."""

    body: bytes
    status: int = 200
    after_seconds: float = 0.0


Manner = Callable[[bytes, Call, Passing], Answer]
"""A way to misbehave: the whole request, the call that it is about, and the way to the real node."""


class NodeProxy:
    """`url` is where the ledger looks for its node; `upstream` where that really is."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.url = ""
        self._method = ""
        self._manner: Manner | None = None
        self._left = self._done = 0
        self._http = httpx.Client(timeout=30, trust_env=False)
        self._lock = threading.Lock()

    def misbehave(self, method: str, manner: Manner, times: int = 1) -> None:
        """At the next so many requests with a call of this method, alone or among others."""
        with self._lock:
            self._method, self._manner, self._left = method, manner, times

    def behave(self) -> bool:
        """From now on, everything is passed on. Tells whether there was any misbehaviour."""
        with self._lock:
            misbehaved, self._left, self._done = self._done > 0, 0, 0
            return misbehaved

    def answer(self, content: bytes) -> Answer:
        manner, call = self._turn(content)
        if manner is None:
            if UNKNOWN.encode() in content:
                return NOT_FOUND(content, json.loads(content), self._passed_on)
            return Answer(self._passed_on(content))
        return manner(content, call, self._passed_on)

    def close(self) -> None:
        self._http.close()

    def _turn(self, content: bytes) -> tuple[Manner | None, Call]:
        asked = json.loads(content)
        calls = asked if isinstance(asked, list) else [asked]
        with self._lock:
            for call in calls:
                if self._left and call["method"] == self._method:
                    self._left -= 1
                    self._done += 1
                    return self._manner, call
        return None, {}

    def _passed_on(self, content: bytes) -> bytes:
        try:
            return self._http.post(
                self.upstream, content=content, headers={"Content-Type": "application/json"}
            ).content
        except httpx.HTTPError as error:
            raise HangUp from error


@contextmanager
def node_proxy(upstream: str) -> Iterator[NodeProxy]:
    proxy = NodeProxy(upstream)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                answer = proxy.answer(content)
            except HangUp:
                self.close_connection = True
                return
            time.sleep(answer.after_seconds)
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_arguments: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_arguments: None  # type: ignore[method-assign]  # who waits no longer has hung up
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    proxy.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        proxy.close()


# Manners


def late(seconds: float) -> Manner:
    """Does what it is asked, and says so when nobody waits any more."""
    return lambda content, _call, passed_on: Answer(passed_on(content), after_seconds=seconds)


def twice(content: bytes, _call: Call, passed_on: Passing) -> Answer:
    """Asks the node a second time, and tells what it says then."""
    passed_on(content)
    return Answer(passed_on(content))


def silent(content: bytes, _call: Call, passed_on: Passing) -> Answer:
    """Does what it is asked, and hangs up."""
    passed_on(content)
    raise HangUp


def deaf(_content: bytes, _call: Call, _passed_on: Passing) -> Answer:
    """Hangs up on whoever asks."""
    raise HangUp


def truncated(content: bytes, _call: Call, passed_on: Passing) -> Answer:
    """Half of an answer, as if it were whole."""
    whole = passed_on(content)
    return Answer(whole[: len(whole) // 2])


def empty(content: bytes, _call: Call, passed_on: Passing) -> Answer:
    passed_on(content)
    return Answer(b"")


def bad_gateway(content: bytes, _call: Call, passed_on: Passing) -> Answer:
    """A web server in front of the node that has lost patience."""
    passed_on(content)
    return Answer(b"<html><body>502 Bad Gateway</body></html>", 502)


def another_id(content: bytes, _call: Call, passed_on: Passing) -> Answer:
    """The answer to a request that was not this one."""
    told = json.loads(passed_on(content))
    for one in told if isinstance(told, list) else [told]:
        one["id"] += 1_000_000
    return Answer(json.dumps(told).encode())


def saying(result: Any) -> Manner:
    """Does what it is asked, and tells this instead of what came of it."""

    def manner(content: bytes, call: Call, passed_on: Passing) -> Answer:
        told = json.loads(passed_on(content))
        for one in told if isinstance(told, list) else [told]:
            if one["id"] == call["id"]:
                one.pop("error", None)
                one["result"] = result
        return Answer(json.dumps(told).encode())

    return manner


def complaining(code: int, message: str, *, does_it: bool) -> Manner:
    """Tells of an error, whether or not it does what it is asked."""

    def manner(content: bytes, call: Call, passed_on: Passing) -> Answer:
        if does_it:
            passed_on(content)
        told = {"jsonrpc": "2.0", "id": call["id"], "error": {"code": code, "message": message}}
        return Answer(json.dumps([told] if content[:1] == b"[" else told).encode())

    return manner


NOT_FOUND = complaining(-32601, "Method not found", does_it=False)
