"""The one solc this project compiles with: native where it can be had, else the same build from npm."""

import os
import socket
import sys
from functools import cache
from pathlib import Path

import solcx
from solcx.wrapper import get_version_str_from_solc_binary

VERSION = "0.8.37"
BUILD = "0.8.37+commit.f401782d"
PROJECT = Path(__file__).resolve().parent.parent
NATIVE_FOLDER = PROJECT / "var" / "solc"
NPM_LAUNCHER = PROJECT / "scripts" / "solc-npm"
NPM_PACKAGE = PROJECT / "contracts" / "node_modules" / "solc" / "package.json"
DOWNLOAD_HOST = "binaries.soliditylang.org"
PROBE_SECONDS = 3.0


class CompilerMissing(Exception):
    """No solc of the pinned build, or no package the contracts import, is here; the text says what would help."""


@cache
def solc() -> Path:
    """An executable of exactly the pinned build. Raises `CompilerMissing`."""
    native = _native()
    if native is not None:
        return native
    if NPM_PACKAGE.exists():
        # The launcher asks for it; a machine without Node has the one from PyPI beside the interpreter.
        os.environ.setdefault("NODE", str(Path(sys.executable).parent / "node"))
        return _pinned(NPM_LAUNCHER)
    raise CompilerMissing(
        f"solc {VERSION} cannot be downloaded from {DOWNLOAD_HOST} and is not in contracts/node_modules; "
        "run `npm ci` in contracts/ or `make contracts`"
    )


def _native() -> Path | None:
    path = NATIVE_FOLDER / f"solc-v{VERSION}"
    if path.exists():
        return _pinned(path)
    if not _reachable(DOWNLOAD_HOST):
        return None
    NATIVE_FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        solcx.install_solc(VERSION, solcx_binary_path=NATIVE_FOLDER)
    except (OSError, solcx.exceptions.SolcInstallationError):
        return None
    return _pinned(path)


def _reachable(host: str) -> bool:
    """py-solc-x downloads without any timeout, which a closed network would turn into a long wait."""
    try:
        socket.create_connection((host, 443), timeout=PROBE_SECONDS).close()
    except OSError:
        return False
    return True


def _pinned(path: Path) -> Path:
    build = get_version_str_from_solc_binary(path)
    if build != BUILD:
        raise CompilerMissing(f"{path.name} is solc {build}, pinned is {BUILD}")
    return path
