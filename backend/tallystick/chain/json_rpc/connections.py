"""Kept HTTP connections to one node. The standard library's client: a general one costs more than the node does."""

import base64
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Lock
from urllib.parse import unquote, urlsplit

from tallystick.chain.node import NodeUnreachable

Response = tuple[int, bytes]
"""HTTP status and body."""

_DROPPED = (HTTPException, ConnectionResetError, BrokenPipeError)


class Connections:
    """As many connections as there are threads that ask at once. Safe to use from several threads."""

    def __init__(self, url: str, timeout_seconds: float) -> None:
        """Raises `NodeUnreachable` where `url` is not one of an HTTP server."""
        self._url = url
        self._timeout = timeout_seconds
        self._headers = {"Content-Type": "application/json"}
        try:
            self._place = urlsplit(url)
            self._port = self._place.port
        except ValueError as error:
            raise NodeUnreachable(f"{url!r} is no URL of a node: {error}") from error
        if self._place.scheme not in {"http", "https"} or not self._place.hostname:
            raise NodeUnreachable(f"{url!r} is no URL of a node")
        if self._place.username is not None:
            user = f"{unquote(self._place.username)}:{unquote(self._place.password or '')}"
            self._headers["Authorization"] = f"Basic {base64.b64encode(user.encode()).decode()}"
        query = f"?{self._place.query}" if self._place.query else ""
        self._path = (self._place.path or "/") + query
        self._idle: list[HTTPConnection] = []
        self._lock = Lock()
        self._closed = False

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def post(self, content: bytes) -> Response:
        """What the node answers. Raises `OSError`, `HTTPException`, and `NodeUnreachable` once closed."""
        connection = self._taken()
        try:
            return self._exchange(connection, content)
        except _DROPPED:
            # Most often a kept connection that the node had closed meanwhile. Asking twice is harmless: reads
            # change nothing, and a chain takes the same signed bytes only once.
            connection.close()
            return self._exchange(self._new(), content)

    def _exchange(self, connection: HTTPConnection, content: bytes) -> Response:
        try:
            connection.request("POST", self._path, content, self._headers)
            response = connection.getresponse()
            answer = response.status, response.read()
        except BaseException:
            connection.close()
            raise
        self._give_back(connection)
        return answer

    def _taken(self) -> HTTPConnection:
        with self._lock:
            if self._closed:
                raise NodeUnreachable(f"The connection to the node at {self._url} has been closed.")
            if self._idle:
                return self._idle.pop()
        return self._new()

    def _new(self) -> HTTPConnection:
        kind = HTTPSConnection if self._place.scheme == "https" else HTTPConnection
        return kind(self._place.hostname or "", self._port, timeout=self._timeout)

    def _give_back(self, connection: HTTPConnection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()
