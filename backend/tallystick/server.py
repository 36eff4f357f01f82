"""Running the backend as a server, and finding the one that runs."""

import json
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from tallystick.app import create_app
from tallystick.backend import Backend, opened_backend
from tallystick.files import write_privately
from tallystick.refusal import Unavailable
from tallystick.settings import Settings

SERVER_FILE = "server.json"
OPERATOR_KEY_FILE = "operator-api-key"
ASK_TIMEOUT_SECONDS = 600.0


class RunningServer:
    """A server of this home that answers, as commands on the same machine use it."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self._headers = {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str) -> dict[str, Any]:
        """The answer of a route that is open to the host. Raises `Unavailable` with what the server says."""
        try:
            response = httpx.request(
                method, self.url + path, headers=self._headers, timeout=ASK_TIMEOUT_SECONDS
            )
            body: dict[str, Any] = response.json()
        except (httpx.HTTPError, json.JSONDecodeError) as problem:
            raise Unavailable(
                "server_gone",
                f"The server at {self.url} gave no answer: {problem}.",
                "Ask again when it is back.",
            ) from problem
        if response.is_error:
            raise Unavailable(body["code"], body["detail"], body["way_out"], body["values"])
        return body


def serve(settings: Settings, started: Callable[[str], None]) -> None:
    """Serves until it is told to stop (SIGINT, SIGTERM); calls `started` with its URL when it begins to answer.

    Raises `Refusal`s that say what is in the way of starting.
    """
    with ExitStack() as opened:
        listener = opened.enter_context(_listener(settings))
        backend = opened.enter_context(opened_backend(settings))
        opened.enter_context(backend.background())
        url = f"http://{_reachable(settings.host)}:{listener.getsockname()[1]}"
        opened.enter_context(_announced(settings, backend, url))
        server = uvicorn.Server(uvicorn.Config(create_app(backend), log_level="warning"))
        # uvicorn raises the signal that stopped it once more; without this, SIGTERM would end us before we have closed.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        started(url)
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


@contextmanager
def _announced(settings: Settings, backend: Backend, url: str) -> Iterator[None]:
    """Lets commands on this machine, and the operator, find the server and its keys."""
    write_privately(settings.home / OPERATOR_KEY_FILE, backend.operator_api_key + "\n")
    server_file = settings.home / SERVER_FILE
    told = {"url": url, "token": backend.host_token, "ledger": "0x" + backend.contracts.directory.hex()}
    write_privately(server_file, json.dumps(told))
    try:
        yield
    finally:
        if _told(server_file) == told:  # another server over this home may have announced itself since
            server_file.unlink(missing_ok=True)


def _listener(settings: Settings) -> socket.socket:
    try:
        listener = socket.create_server((settings.host, settings.port))
    except OSError as error:
        raise Unavailable(
            "address_not_available",
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}.",
            "Stop what listens there, or choose another port with --port.",
        ) from error
    # asyncio does this only for sockets that were made with the protocol's number. Without it, an answer in two parts
    # waits 40 ms for the client's acknowledgement of the first.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _told(path: Path) -> dict[str, str] | None:
    """What a server said of itself; None where none did, or nothing that can be understood."""
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    known = isinstance(told, dict) and all(
        isinstance(told.get(name), str) for name in ("url", "token", "ledger")
    )
    return told if known else None


def running_server(settings: Settings) -> RunningServer | None:
    """The server that runs over this home, None where there is none."""
    told = _told(settings.home / SERVER_FILE)
    if told is None:
        return None
    try:
        health = httpx.get(told["url"] + "/v1/health", timeout=5.0).raise_for_status().json()
    except (httpx.HTTPError, httpx.InvalidURL, json.JSONDecodeError):
        return None
    if health.get("ledger") != told["ledger"]:
        return None  # a server that was killed left its file, and its port went to another ledger's
    return RunningServer(told["url"], told["token"])


def _reachable(host: str) -> str:
    return "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 (compared, not bound)
