"""`tallystick` as a program of its own, as somebody at a terminal runs it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tallystick.running import OPERATOR_KEY_FILE, SERVER_FILE

START_SECONDS = 90.0
STOP_SECONDS = 30.0
END_SECONDS = 600.0
"""A whole demo, on a machine that runs other tests beside it."""


@dataclass(frozen=True)
class Ended:
    """How a program ended and what it said."""

    code: int
    out: str
    err: str


def _environment(**settings: str) -> dict[str, str]:
    """This one, without the settings of whoever runs the tests."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TALLYSTICK_")}
    return inherited | {f"TALLYSTICK_{name.upper()}": value for name, value in settings.items()}


def tallystick(*words: str, typed: str = "", **settings: str) -> Ended:
    """Runs a command to its end; `typed` is its standard input."""
    finished = subprocess.run(
        [sys.executable, "-m", "tallystick", *words],
        env=_environment(**settings),
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=END_SECONDS,
    )
    return Ended(finished.returncode, finished.stdout, finished.stderr)


@dataclass(frozen=True)
class Served:
    """A server that runs over a home."""

    home: Path
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        told: dict[str, str] = json.loads((self.home / SERVER_FILE).read_text())
        return told["url"]

    @property
    def operator_api_key(self) -> str:
        return (self.home / OPERATOR_KEY_FILE).read_text().strip()

    def ask(self, method: str, path: str, key: str = "", body: object = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.operator_api_key}", "Idempotency-Key": key}
        return httpx.request(method, self.url + path, headers=headers, json=body, timeout=60, trust_env=False)

    def wait_until_it_answers(self, seconds: float = START_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not (self.home / SERVER_FILE).exists():
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < deadline, "it does not start"
            time.sleep(0.05)
        while not self._answers():
            assert time.monotonic() < deadline, "it does not answer"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "/v1/health").is_success
        except httpx.TransportError:
            return False


@contextmanager
def starting(home: Path, *words: str, **settings: str) -> Iterator[Served]:
    """A server that is about to start, with what else stands behind `serve`; stopped, as Ctrl-C or an operating system
    stops it, in the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tallystick", "serve", *words],
        env=_environment(home=str(home), port="0", **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield Served(home, process)
        finally:
            process.terminate()
            process.communicate(timeout=STOP_SECONDS)
