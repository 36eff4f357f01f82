"""Kept HTTP/1.1 connections to one node, with only what JSON-RPC needs of HTTP (RFC 9112).

A command asks its node ten times. A general client spends more time on each of these than a node on this machine does.
"""

import base64
import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from threading import Lock
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from tallystick.chain.node import NodeUnreachable

Response = tuple[int, bytes]
"""HTTP status and body."""

LONGEST_LINE = 65_536
_DROPPED = (HTTPException, ConnectionResetError, BrokenPipeError)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node listens, and what each request to it begins with."""

    host: str
    port: int
    tls: bool
    head: bytes

    @classmethod
    def at(cls, url: str) -> "Place":
        """Raises `NodeUnreachable` where `url` is not one of an HTTP server."""
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise NodeUnreachable(f"{url!r} is no URL of a node: {error}") from error
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise NodeUnreachable(f"{url!r} is no URL of a node")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = [
            f"POST {path} HTTP/1.1",
            f"Host: {parts.netloc.rpartition('@')[2]}",
            "Content-Type: application/json",
        ]
        if parts.username is not None:
            user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            lines.append(f"Authorization: Basic {base64.b64encode(user.encode()).decode()}")
        return cls(parts.hostname, port, parts.scheme == "https", "\r\n".join(lines).encode())


class Connection:
    """For one thread at a time."""

    def __init__(self, place: Place, timeout_seconds: float) -> None:
        """Raises `OSError`."""
        self._place = place
        self._usual = self._timeout = timeout_seconds
        self._socket = socket.create_connection((place.host, place.port), timeout_seconds)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if place.tls:
            self._socket = ssl.create_default_context().wrap_socket(self._socket, server_hostname=place.host)
        self._reader: BinaryIO = self._socket.makefile("rb")
        self.kept = True
        """Whether the node lets it be used again."""

    def close(self) -> None:
        self._reader.close()
        self._socket.close()

    def post(self, content: bytes, timeout_seconds: float | None) -> Response:
        """`timeout_seconds` where it is not the usual one. Raises `OSError`, `HTTPException`."""
        wanted = self._usual if timeout_seconds is None else timeout_seconds
        if wanted != self._timeout:
            self._timeout = wanted
            self._socket.settimeout(wanted)
        self._socket.sendall(
            b"%b\r\nContent-Length: %d\r\n\r\n%b" % (self._place.head, len(content), content)
        )
        status, headers = self._answered()
        while 100 <= status < 200:
            status, headers = self._answered()
        self.kept = headers.get(b"connection", b"").lower() != b"close"
        return status, self._body(headers)

    def _answered(self) -> tuple[int, dict[bytes, bytes]]:
        line = self._line()
        version, _, rest = line.partition(b" ")
        if not version.startswith(b"HTTP/1.") or not rest[:3].isdigit():
            raise HTTPException(f"no HTTP answer: {line[:80]!r}")
        headers = {}
        while line := self._line():
            name, _, value = line.partition(b":")
            headers[name.strip().lower()] = value.strip()
        return int(rest[:3]), headers

    def _body(self, headers: dict[bytes, bytes]) -> bytes:
        if headers.get(b"transfer-encoding", b"").lower() == b"chunked":
            return b"".join(iter(self._chunk, b""))
        if b"content-length" in headers:
            return self._exactly(_size(headers[b"content-length"], 10))
        self.kept = False
        return self._reader.read()

    def _chunk(self) -> bytes:
        size = _size(self._line().partition(b";")[0], 16)
        chunk = self._exactly(size)
        while self._line() and not size:  # after the last one there may be headers
            pass
        return chunk

    def _exactly(self, size: int) -> bytes:
        content = self._reader.read(size)
        if len(content) < size:
            raise IncompleteRead(content, size - len(content))
        return content

    def _line(self) -> bytes:
        line = self._reader.readline(LONGEST_LINE)
        if not line:
            raise RemoteDisconnected("The node closed the connection without an answer")
        if not line.endswith(b"\n"):
            raise HTTPException("a line of the answer has no end")
        return line.rstrip(b"\r\n")


class Connections:
    """As many connections as there are threads that ask at once. Safe to use from several threads."""

    def __init__(self, url: str, timeout_seconds: float) -> None:
        """Raises `NodeUnreachable` where `url` is not one of an HTTP server."""
        self._url = url
        self._place = Place.at(url)
        self._timeout = timeout_seconds
        self._idle: list[Connection] = []
        self._lock = Lock()
        self._closed = False

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def post(self, content: bytes, timeout_seconds: float | None = None) -> Response:
        """What the node answers. Raises `OSError`, `HTTPException`, and `NodeUnreachable` once closed."""
        connection = self._taken()
        if connection is not None:
            try:
                return self._exchange(connection, content, timeout_seconds)
            except _DROPPED:
                # Most often the node had closed it meanwhile. Asking twice is harmless: reads change nothing, and a
                # chain takes the same signed bytes only once.
                pass
        return self._exchange(Connection(self._place, self._timeout), content, timeout_seconds)

    def _exchange(self, connection: Connection, content: bytes, timeout_seconds: float | None) -> Response:
        try:
            answer = connection.post(content, timeout_seconds)
        except BaseException:
            connection.close()
            raise
        with self._lock:
            keep = connection.kept and not self._closed
            if keep:
                self._idle.append(connection)
        if not keep:
            connection.close()
        return answer

    def _taken(self) -> Connection | None:
        """A kept one; None where there is none."""
        with self._lock:
            if self._closed:
                raise NodeUnreachable(f"The connection to the node at {self._url} has been closed.")
            return self._idle.pop() if self._idle else None


def _size(text: bytes, base: int) -> int:
    try:
        return int(text, base)
    except ValueError:
        raise HTTPException(f"no size of an answer: {text[:80]!r}") from None
