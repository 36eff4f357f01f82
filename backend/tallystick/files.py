"""Files for their owner's eyes only."""

import os
from pathlib import Path


def write_privately(path: Path, text: str) -> None:
    """Writes a file that only its owner can read, whole or not at all, and on disk when this returns."""
    temporary = path.with_name(path.name + ".new")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
