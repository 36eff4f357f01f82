"""Secrets at rest open under the right key, for the right purpose, and not otherwise."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.chain.sealing import Sealer, key_encryption_key
from tallystick.refusal import Unavailable

KEY = bytes(range(32))


@given(st.binary(max_size=64), st.text(max_size=20))
def test_what_was_sealed_opens_again(secret: bytes, purpose: str) -> None:
    assert Sealer(KEY).open(Sealer(KEY).seal(secret, purpose), purpose) == secret


def test_the_same_secret_is_never_sealed_alike() -> None:
    sealed = {Sealer(KEY).seal(b"secret", "operator") for _ in range(50)}
    assert len(sealed) == 50
    assert not any(b"secret" in one for one in sealed)


@pytest.mark.parametrize("at", [0, 11, 12, 20, -1])
def test_a_changed_byte_is_refused(at: int) -> None:
    sealed = bytearray(Sealer(KEY).seal(b"secret of some length", "operator"))
    sealed[at] ^= 1
    _refused(Sealer(KEY), bytes(sealed), "operator")


def test_another_key_or_another_purpose_is_refused() -> None:
    sealed = Sealer(KEY).seal(b"secret", "operator")
    _refused(Sealer(bytes(32)), sealed, "operator")
    _refused(Sealer(KEY), sealed, "registrar")


def _refused(sealer: Sealer, sealed: bytes, purpose: str) -> None:
    with pytest.raises(Unavailable) as refused:
        sealer.open(sealed, purpose)
    assert refused.value.code == "wrong_key_encryption_key"
    assert purpose in refused.value.detail


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "key-encryption-key"
    made = key_encryption_key(None, path)
    assert (len(made), path.stat().st_mode & 0o777) == (32, 0o600)
    assert key_encryption_key(None, path) == made


def test_a_key_that_was_given_is_used_and_kept_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "key-encryption-key"
    assert key_encryption_key(KEY.hex(), path) == KEY
    assert not path.exists()


@pytest.mark.parametrize("text", ["", "00", "zz" * 32, "00" * 33, "key"])
def test_a_key_of_the_wrong_form_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key-encryption-key"
    path.write_text(text)
    for configured in (text, None):
        with pytest.raises(Unavailable) as refused:
            key_encryption_key(configured, path)
        assert refused.value.code == "bad_key_encryption_key"
