"""A real JSON-RPC node with reorgs, snapshots and time travel: Anvil, the binary itself and no wrapper."""

import platform
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from scripts.solidity_build import EVM_VERSION
from scripts.solidity_compiler import PROJECT
from tests.outside import outside

START_SECONDS = 20.0
_LISTENING = re.compile(r"Listening on ([0-9.:]+)")
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True, slots=True)
class Anvil:
    """A node of one's own: where it listens, and its process to stop or kill."""

    url: str
    process: subprocess.Popen[bytes]

    def ask(self, method: str, *parameters: Any) -> Any:
        """The result of one JSON-RPC call, such as `evm_setNextBlockTimestamp` or `anvil_reorg`."""
        request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        answer = httpx.post(self.url, json=request, timeout=30).json()
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]


@contextmanager
def running_anvil(*options: str) -> Iterator[Anvil]:
    """A fresh chain on a port of its own and the pinned fork, gone at the end."""
    command = [str(_binary()), "--port", "0", "--hardfork", EVM_VERSION, *options]
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield Anvil(f"http://{_address(process, output.fileno())}", process)
        finally:
            process.kill()
            process.wait()


def _binary() -> Path:
    machine = _MACHINES.get(platform.machine(), platform.machine())
    package = f"@foundry-rs/anvil-{platform.system().lower()}-{machine}"
    binary = PROJECT / "contracts" / "node_modules" / package / "bin" / "anvil"
    if not binary.exists():
        outside(
            "Anvil", f"{package} is not in contracts/node_modules; `make test` installs it where it is locked"
        )
    return binary


def _address(process: subprocess.Popen[bytes], output: int) -> str:
    """Anvil tells its port once it answers on it."""
    deadline = time.monotonic() + START_SECONDS
    said = ""
    while time.monotonic() < deadline and process.poll() is None:
        said = Path(f"/dev/fd/{output}").read_text(encoding="utf-8")
        if found := _LISTENING.search(said):
            return found[1]
        time.sleep(0.02)
    raise RuntimeError(f"anvil does not listen, exit code {process.poll()}: {said}")
