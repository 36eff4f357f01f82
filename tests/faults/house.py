"""A ledger's home and the server processes that run over it, one after the other."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tallystick.running import OPERATOR_KEY_FILE, SERVER_FILE
from tests.faults.halting_server import ARMED, halted_at

PROJECT = Path(__file__).parents[2]
PATIENCE_SECONDS = 120.0
SAID = "said.txt"


class DoesNotStart(Exception):
    """The server ended before it answered; the text is what it said."""


@dataclass
class House:
    """One home. `database_url` where its records are not in the home itself."""

    home: Path
    database_url: str | None = None
    url: str = ""
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'ledger.sqlite'}"

    def start(self) -> None:
        """The server as it runs in earnest. Raises `DoesNotStart`."""
        self._spawn("tallystick", "serve")
        self._wait_for(self._answers)

    def start_halting(self, *places: str, defect: str | None = None) -> None:
        """The server that stops at these places (point@nth), once it is armed."""
        self._spawn_halting(places, defect)
        self._wait_for(self._answers)

    def begin_and_halt(self, place: str) -> None:
        """The server that stops at a place on the way to its first answer."""
        self.arm()
        self._spawn_halting([place], None)
        self.wait_until_halted()

    def arm(self) -> None:
        self.home.mkdir(exist_ok=True)
        (self.home / ARMED).touch()

    def wait_until_halted(self, places: int = 1) -> None:
        """Until threads have come to that many places."""
        self._wait_for(lambda: len(list(self.home.glob(halted_at(self.home, "*").name))) == places)

    def kill(self) -> None:
        """No warning, no clearing up: SIGKILL."""
        assert self._process is not None
        self._process.kill()
        assert self._process.wait() == -signal.SIGKILL
        (self.home / ARMED).unlink()

    def stop(self) -> None:
        """Asks the server to stop; ends it in any case, so that no test leaves one behind."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(PATIENCE_SECONDS / 4)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`tallystick` with these words over this home."""
        return subprocess.run(
            [sys.executable, "-m", "tallystick", *words],
            env=self._environment(),
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    def operator_api_key(self) -> str:
        return (self.home / OPERATOR_KEY_FILE).read_text("utf-8").strip()

    def ask(
        self, api_key: str, method: str, path: str, body: Any = None, key: str | None = None
    ) -> httpx.Response:
        """One request, over real HTTP; `key` is its idempotency key."""
        headers = {"Authorization": f"Bearer {api_key}"} | ({"Idempotency-Key": key} if key else {})
        return httpx.request(
            method, self.url + path, json=body, headers=headers, timeout=PATIENCE_SECONDS, trust_env=False
        )

    def ask_as_host(self, method: str, path: str) -> dict[str, Any]:
        """What `tallystick verify` and `tallystick rebuild` ask of the server that runs."""
        answer = self.ask(self._told()["token"], method, path)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def said(self) -> str:
        return (self.home / SAID).read_text("utf-8")

    def _spawn_halting(self, places: Sequence[str], defect: str | None) -> None:
        words = [*places, *(["--defect", defect] if defect else [])]
        # Nobody but the command itself may mirror or take up commands meanwhile, or the point would be passed unseen.
        self._spawn("tests.faults.halting_server", *words, TALLYSTICK_FOLLOW_SECONDS="3600")

    def _spawn(self, module: str, *words: str, **settings: str) -> None:
        # Left over from a kill; another ledger's server may have its port by now.
        (self.home / SERVER_FILE).unlink(missing_ok=True)
        self.home.mkdir(exist_ok=True)
        with (self.home / SAID).open("wb") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module, *words],
                env=self._environment(**settings),
                cwd=PROJECT,
                stdout=said,
                stderr=said,
            )

    def _environment(self, **settings: str) -> dict[str, str]:
        own = {"TALLYSTICK_HOME": str(self.home), "TALLYSTICK_PORT": "0"}
        if self.database_url is not None:
            own["TALLYSTICK_DATABASE_URL"] = self.database_url
        return os.environ | own | settings

    def _wait_for(self, arrived: Callable[[], bool]) -> None:
        assert self._process is not None
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not arrived():
            if self._process.poll() is not None:
                raise DoesNotStart(self.said())
            assert time.monotonic() < deadline, f"never came so far: {self.said()}"
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            self.url = self._told()["url"]
            return httpx.get(f"{self.url}/v1/health", timeout=5.0, trust_env=False).is_success
        except (FileNotFoundError, httpx.HTTPError):
            return False

    def _told(self) -> dict[str, str]:
        told: dict[str, str] = json.loads((self.home / SERVER_FILE).read_text("utf-8"))
        return told
