"""Running the backend as a server, and finding the one that runs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
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
        response = httpx.request(method, self.url + path, headers=self._headers, timeout=ASK_TIMEOUT_SECONDS)
        body: dict[str, Any] = response.json()
        if response.is_error:
            raise Unavailable(body["code"], body["detail"], body["way_out"], body["values"])
        return body


def serve(settings: Settings) -> None:
    """Serves until it is told to stop (SIGINT, SIGTERM)."""

    @contextmanager
    def opening() -> Iterator[Backend]:
        with opened_backend(settings) as backend:
            write_privately(settings.home / OPERATOR_KEY_FILE, backend.operator_api_key + "\n")
            server_file = settings.home / SERVER_FILE
            told = {"url": f"http://{_reachable(settings.host)}:{port}", "token": backend.host_token}
            write_privately(server_file, json.dumps(told))
            try:
                yield backend
            finally:
                server_file.unlink(missing_ok=True)

    server = uvicorn.Server(
        uvicorn.Config(create_app(opening), host=settings.host, port=settings.port, log_level="warning")
    )
    socket = server.config.bind_socket()
    port = socket.getsockname()[1]
    server.run(sockets=[socket])
    if not server.started:
        raise SystemExit(1)


def running_server(settings: Settings) -> RunningServer | None:
    """The server that runs over this home, None where there is none."""
    try:
        told = json.loads((settings.home / SERVER_FILE).read_text("utf-8"))
        httpx.get(told["url"] + "/v1/health", timeout=5.0).raise_for_status()
    except (FileNotFoundError, httpx.HTTPError, json.JSONDecodeError):
        return None
    return RunningServer(told["url"], told["token"])


def _reachable(host: str) -> str:
    return "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 (compared, not bound)
