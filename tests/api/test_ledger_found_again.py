"""A database belongs to one ledger on one chain: where that is not found, nothing else is put in its place."""

import shutil
from pathlib import Path

import pytest
from pydantic import SecretStr

from tallystick.backend import opened_backend
from tallystick.chain import deployment
from tallystick.refusal import Refusal, Unavailable
from tallystick.settings import Settings
from tests.anvil import Anvil
from tests.api.program import starting, tallystick

ANVILS_FIRST_KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A ledger at rest."""
    with opened_backend(Settings(home=tmp_path / "home")):
        return tmp_path / "home"


@pytest.mark.parametrize("command", ["verify", "rebuild", "serve"])
def test_a_ledger_whose_chain_is_gone_is_not_replaced_by_an_empty_one(home: Path, command: str) -> None:
    shutil.rmtree(home / "chain")
    ended = tallystick(command, home=str(home), port="0")
    assert (ended.code, ended.err.split(":")[0]) == (2, "ledger_not_on_chain"), ended
    assert not (home / "chain").exists()


def test_a_chain_that_another_ledger_lives_on_is_refused(home: Path, tmp_path: Path) -> None:
    with opened_backend(Settings(home=tmp_path / "other")):
        pass
    shutil.rmtree(home / "chain")
    shutil.copytree(tmp_path / "other" / "chain", home / "chain")
    ended = tallystick("verify", home=str(home))
    assert (ended.code, ended.err.split(":")[0]) == (2, "chain_differs"), ended


def test_a_ledger_of_another_version_is_not_taken_for_one_of_this(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its directory does not name a contract that this version needs."""
    monkeypatch.setattr(deployment, "CONTRACT_NAMES", (*deployment.CONTRACT_NAMES, "yet to come"))
    with pytest.raises(Unavailable) as refused, opened_backend(Settings(home=home)):
        pass
    assert refused.value.code == "ledger_of_another_version"


@pytest.mark.anvil
def test_a_node_that_has_forgotten_the_ledger_is_refused(anvil: Anvil, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, chain=anvil.url, funder_key=SecretStr(ANVILS_FIRST_KEY))
    with opened_backend(settings):
        pass
    without_key = Settings(home=tmp_path, chain=anvil.url)
    with opened_backend(without_key, only_if_begun=True) as backend:
        assert backend.audit.verify().verdict == "equal"
    anvil.ask("anvil_reset")
    with pytest.raises(Refusal) as refused, opened_backend(settings):
        pass
    assert refused.value.code == "ledger_not_on_chain"
    assert anvil.ask("eth_blockNumber") == "0x0"


def test_a_home_of_a_node_is_not_taken_for_an_embedded_ledger(anvil: Anvil, tmp_path: Path) -> None:
    with opened_backend(Settings(home=tmp_path, chain=anvil.url, funder_key=SecretStr(ANVILS_FIRST_KEY))):
        pass
    ended = tallystick("verify", home=str(tmp_path))
    assert (ended.code, ended.err.split(":")[0]) == (2, "ledger_not_on_chain"), ended
    assert not (tmp_path / "chain").exists()


def test_looking_at_an_empty_home_begins_nothing(tmp_path: Path) -> None:
    ended = tallystick("verify", home=str(tmp_path))
    assert (ended.code, ended.err.split(":")[0]) == (2, "ledger_not_found"), ended
    assert not (tmp_path / "chain").exists()


def test_a_lost_key_encryption_key_is_missed_and_not_made_up(home: Path) -> None:
    (home / "key-encryption-key").unlink()
    ended = tallystick("verify", home=str(home))
    assert (ended.code, ended.err.split(":")[0]) == (2, "key_encryption_key_missing"), ended
    assert not (home / "key-encryption-key").exists()


def test_a_home_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = tallystick("serve", home=str(tmp_path / "file" / "home"))
    assert (ended.code, ended.err.split(":")[0]) == (2, "home_not_available"), ended
    assert len(ended.err.strip().splitlines()) == 1


def test_a_funder_without_coin_is_told_in_one_line(anvil: Anvil, tmp_path: Path) -> None:
    ended = tallystick("serve", home=str(tmp_path), chain=anvil.url, funder_key="0x" + "11" * 32, port="0")
    assert (ended.code, ended.err.split(":")[0]) == (2, "transaction_rejected"), ended
    assert len(ended.err.strip().splitlines()) == 1


def test_a_funder_key_that_is_none_is_named(tmp_path: Path) -> None:
    ended = tallystick("serve", home=str(tmp_path), funder_key="zz")
    assert (ended.code, ended.err.split(":")[:2]) == (2, ["bad_setting", " TALLYSTICK_FUNDER_KEY"]), ended
    assert "zz" not in ended.err


def test_the_demo_does_not_take_the_ledger_from_under_a_server(tmp_path: Path) -> None:
    with starting(tmp_path / "ledger") as server:
        server.wait_until_it_answers()
        ended = tallystick("demo", "--directory", str(tmp_path))
        assert (ended.code, ended.err.split(":")[0]) == (2, "chain_in_use"), ended
        assert tallystick("verify", home=str(tmp_path / "ledger")).code == 0
