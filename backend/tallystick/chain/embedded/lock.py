"""One process at a time: two on one store go wrong silently, so the second is refused by name."""

import fcntl
import os
from pathlib import Path

from tallystick.refusal import Unavailable


class ChainInUse(Unavailable):
    """Another process holds this embedded chain."""

    def __init__(self, path: Path, process_id: str) -> None:
        super().__init__(
            "chain_in_use",
            f"The embedded chain in {path} is in use by process {process_id}.",
            "Stop that process or go through the server it runs; several processes need a JSON-RPC node.",
            {"path": str(path), "process_id": process_id},
        )


class ChainLock:
    """Holds the chain's directory until `release`; the system lets go when the process dies."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        # Never deleted: a file removed while another process opens it would give each its own lock.
        self._descriptor = os.open(directory / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._descriptor, 32, 0).decode(errors="replace").strip() or "unknown"
            os.close(self._descriptor)
            raise ChainInUse(directory, holder) from None
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        os.close(self._descriptor)
