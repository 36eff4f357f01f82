"""Every run on every node that is at hand, each node under a server and a ledger of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from tallystick.bench.commands import anvil
from tallystick.bench.commands.runs import Extent, NotDone, Run, runs
from tallystick.bench.commands.stage import Stage
from tallystick.demo.process import BackendProcess
from tallystick.demo.stage import TIMEOUT_SECONDS
from tallystick.settings import EMBEDDED


def anvil_at_hand(given: str | None) -> str | None:
    """The URL or the binary that was named, else the installed binary; None where there is none."""
    found = anvil.installed()
    return given or (str(found) if found else None)


def measure_all(anvil_at: str | None, extent: Extent) -> Iterator[Run]:
    """Raises `NotDone` where something is not carried out, or does not add up afterwards."""
    with _embedded() as server:
        yield from _measured(server, "embedded", extent)
    if anvil_at is not None:
        with _anvil_url(anvil_at) as url, _on_node(url) as server:
            yield from _measured(server, "anvil", extent)


def _measured(server: BackendProcess, node: str, extent: Extent) -> Iterator[Run]:
    url = server.start()
    with httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False) as http:
        stage = Stage(http, url, server.operator_api_key())
        yield from runs(stage, "anvil" if node == "anvil" else "embedded", extent)
        unbalanced = stage.unbalanced()
    if unbalanced:
        raise NotDone(f"{node}: the claims on receivable {unbalanced[0]} do not add up to its face.")
    code, told = server.run("verify")
    if code != 0:
        raise NotDone(f"{node}: {told}")


@contextmanager
def _embedded() -> Iterator[BackendProcess]:
    with _fresh_server(TALLYSTICK_CHAIN=EMBEDDED) as server:
        yield server


@contextmanager
def _on_node(url: str) -> Iterator[BackendProcess]:
    with _fresh_server(TALLYSTICK_CHAIN=url, TALLYSTICK_FUNDER_KEY=anvil.FIRST_KEY) as server:
        yield server


@contextmanager
def _fresh_server(**settings: str) -> Iterator[BackendProcess]:
    with TemporaryDirectory(prefix="tallystick-bench-") as folder:
        home = Path(folder)
        server = BackendProcess(
            home, TALLYSTICK_DATABASE_URL=f"sqlite:///{home / 'ledger.sqlite'}", **settings
        )
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def _anvil_url(at: str) -> Iterator[str]:
    if at.startswith(("http://", "https://")):
        yield at
    else:
        with anvil.running(Path(at)) as url:
            yield url
