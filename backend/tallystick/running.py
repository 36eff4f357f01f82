"""The server that runs over a home: how it says that it is there, and how others on the machine find it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tallystick.files import write_privately
from tallystick.settings import Settings

SERVER_FILE = "server.json"
OPERATOR_KEY_FILE = "operator-api-key"
HEALTH_TIMEOUT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server of this home that answers, as commands on the same machine use it."""

    url: str
    token: str = field(repr=False)
    """The host's: it proves that the caller can read the home."""


@contextmanager
def announced(home: Path, url: str, token: str, ledger: str, operator_api_key: str) -> Iterator[None]:
    """Lets commands on this machine, and the operator, find the server and its keys."""
    write_privately(home / OPERATOR_KEY_FILE, operator_api_key + "\n")
    server_file = home / SERVER_FILE
    told = {"url": url, "token": token, "ledger": ledger}
    write_privately(server_file, json.dumps(told))
    try:
        yield
    finally:
        if _told(server_file) == told:  # another server over this home may have announced itself since
            server_file.unlink(missing_ok=True)


def running_server(settings: Settings) -> RunningServer | None:
    """The server that runs over this home, None where there is none."""
    told = _told(settings.home / SERVER_FILE)
    if told is None:
        return None
    try:
        answer = httpx.get(told["url"] + "/v1/health", timeout=HEALTH_TIMEOUT_SECONDS, trust_env=False)
        health = answer.raise_for_status().json()
    except (httpx.HTTPError, httpx.InvalidURL, json.JSONDecodeError):
        return None
    if health.get("ledger") != told["ledger"]:
        return None  # a server that was killed left its file, and its port went to another ledger's
    return RunningServer(told["url"], told["token"])


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
