"""Anvil, a node that speaks JSON-RPC: found where npm puts it, started for the bench alone, and gone at the end."""

import platform
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tallystick
from tallystick.chain.embedded import FORK
from tallystick.refusal import Unavailable

FIRST_KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
"""Anvil gives this account coin; the key is in its documentation and worth nothing."""

START_SECONDS = 20.0
_LISTENING = re.compile(r"Listening on ([0-9.:]+)")
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


def package() -> str:
    """The npm package with the binary for this machine; its wrapper would leave the node running when it is killed."""
    machine = _MACHINES.get(platform.machine(), platform.machine())
    return f"@foundry-rs/anvil-{platform.system().lower()}-{machine}"


def installed() -> Path | None:
    """The binary in the checkout; None where npm has not put it there."""
    checkout = Path(tallystick.__file__).parents[2]
    binary = checkout / "contracts" / "node_modules" / package() / "bin" / "anvil"
    return binary if binary.exists() else None


@contextmanager
def running(binary: Path) -> Iterator[str]:
    """The URL of a fresh chain. Raises `Unavailable` where it does not start."""
    with tempfile.TemporaryFile() as output:
        process = _started(binary, output.fileno())
        try:
            yield f"http://{_address(process, output.fileno())}"
        finally:
            process.kill()
            process.wait()


def _started(binary: Path, output: int) -> subprocess.Popen[bytes]:
    command = [str(binary), "--port", "0", "--hardfork", FORK]
    try:
        return subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)  # noqa: S603 (what we were told)
    except OSError as error:
        raise _silent(f"{binary}: {error.strerror}") from error


def _address(process: subprocess.Popen[bytes], output: int) -> str:
    """Anvil tells its port once it answers on it."""
    deadline = time.monotonic() + START_SECONDS
    said = ""
    while time.monotonic() < deadline and process.poll() is None:
        said = Path(f"/dev/fd/{output}").read_text(encoding="utf-8", errors="replace")
        if found := _LISTENING.search(said):
            return found[1]
        time.sleep(0.02)
    raise _silent(f"exit code {process.poll()}: {said}")


def _silent(why: str) -> Unavailable:
    return Unavailable(
        "anvil_does_not_start", f"Anvil does not listen, {why}.", "Name its binary or a URL with --anvil."
    )
