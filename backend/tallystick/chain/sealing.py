"""Secrets at rest: sealed with AES-256-GCM under one key-encryption key that is kept outside the database."""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tallystick.files import write_privately
from tallystick.refusal import Unavailable

KEY_BYTES = 32
NONCE_BYTES = 12


class Sealer:
    """Seals and opens secrets. `purpose` is bound to the sealed bytes: what was sealed for one opens for no other."""

    def __init__(self, key_encryption_key: bytes) -> None:
        self._cipher = AESGCM(key_encryption_key)

    def seal(self, secret: bytes, purpose: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> bytes:
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode())
        except InvalidTag:
            raise Unavailable(
                "wrong_key_encryption_key",
                f"The sealed secret for {purpose} does not open under this key-encryption key.",
                "Start with the key-encryption key that this database was made with.",
            ) from None


def key_encryption_key(configured: str | None, path: Path) -> bytes:
    """The configured key (64 hex digits), or the one in `path`, which is made on first use for its owner alone."""
    if configured is not None:
        return _parse(configured, "the environment")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_privately(path, secrets.token_hex(KEY_BYTES) + "\n")
    return _parse(path.read_text("ascii", "replace").strip(), str(path))


def _parse(text: str, source: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Unavailable(
            "bad_key_encryption_key",
            f"The key-encryption key in {source} is not {KEY_BYTES * 2} hex digits.",
            "Put back the key that this database was made with.",
        )
    return key
