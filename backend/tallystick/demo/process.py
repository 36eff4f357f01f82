"""The backend as a process of its own, as it runs in earnest."""

import json
import os
import shutil
import subprocess
import sys
import time
from functools import cache
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

import httpx
import structlog

from tallystick.chain.embedded.clock import Clock
from tallystick.chain.embedded.database import LmdbDatabase
from tallystick.chain.embedded.lock import ChainLock
from tallystick.founding import CHAIN_FOLDER
from tallystick.refusal import Refusal
from tallystick.running import OPERATOR_KEY_FILE, SERVER_FILE
from tallystick.server import serve
from tallystick.settings import Settings

ELSEWHERE = {"TALLYSTICK_CHAIN", "TALLYSTICK_DATABASE_URL"}
"""Settings that would put the demo's ledger somewhere else."""

START_SECONDS = 60.0
STOP_SECONDS = 20.0


@cache
def _processes() -> ForkServerContext:
    """Processes in which the server is loaded already: the demo starts it often, and loading it takes seconds."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tallystick.demo.described"])
    return context


def _serve(environment: dict[str, str]) -> None:
    """Runs in a process of its own until that is told to stop."""
    from tallystick.demo.described import APPLICATION  # noqa: PLC0415 (it is there already, see above)

    os.environ.clear()
    os.environ.update(environment)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    try:
        serve(Settings(), lambda _url: None, APPLICATION)
    except Refusal as refusal:
        sys.exit(str(refusal))


class BackendProcess:
    """What `tallystick serve` runs, over one home, on a port that the system chooses.

    It runs on the embedded chain and SQLite in that home, whatever the environment sets, unless `settings` say else.
    """

    def __init__(self, home: Path, **settings: str) -> None:
        self._home = home
        self._settings = settings
        inherited = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
        own = {"TALLYSTICK_HOME": str(home), "TALLYSTICK_PORT": "0"}
        self._environment = inherited | own | settings
        self._process: ForkServerProcess | None = None

    def start(self) -> str:
        """Starts the server and returns its URL as soon as it answers."""
        self._process = _processes().Process(target=_serve, args=(self._environment,), daemon=True)
        self._process.start()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if not self._process.is_alive():
                break
            url = self._announced()
            if url is not None:
                return url
            time.sleep(0.02)
        self.stop()
        raise SystemExit("The backend did not start; what it said stands above.")

    def stop(self) -> None:
        """Asks it to stop and waits until it has."""
        if self._process is not None:
            self._process.terminate()
            self._process.join(STOP_SECONDS)
            self._process.close()
            self._process = None

    def operator_api_key(self) -> str:
        return (self._home / OPERATOR_KEY_FILE).read_text("utf-8").strip()

    def host_token(self) -> str:
        """Proves that its bearer can read the home."""
        token: str = json.loads((self._home / SERVER_FILE).read_text("utf-8"))["token"]
        return token

    def advance_clock(self, seconds: int) -> None:
        """Sets the chain's clock forward, for good; the server must be stopped."""
        chain = self._home / CHAIN_FOLDER
        lock = ChainLock(chain)
        try:
            database = LmdbDatabase(chain / "blocks")
            clock = Clock(database, time.time)
            clock.set_offset(clock.offset() + seconds)
            database.close()
        finally:
            lock.release()

    def copied_to(self, home: Path) -> "BackendProcess":
        """Another one with the same settings, over a copy of this one's home; the server must be stopped."""
        shutil.copytree(self._home, home, ignore=shutil.ignore_patterns("*.lock", "lock"))
        return BackendProcess(home, **self._settings)

    def run(self, *words: str) -> tuple[int, str]:
        """Another command of ours over the same home: its exit code and what it printed."""
        finished = subprocess.run(  # noqa: S603 (our own program)
            [sys.executable, "-m", "tallystick", *words],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return finished.returncode, (finished.stdout + finished.stderr).strip()

    def _announced(self) -> str | None:
        try:
            url: str = json.loads((self._home / SERVER_FILE).read_text("utf-8"))["url"]
            httpx.get(url + "/v1/health", timeout=1.0).raise_for_status()
        except (FileNotFoundError, httpx.HTTPError, json.JSONDecodeError):
            return None
        return url
