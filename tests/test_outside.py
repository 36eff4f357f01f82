"""The services that other tests stand on are the real ones."""

import psycopg
import pytest

from tests.anvil import Anvil
from tests.outside import outside


def test_postgresql_is_a_real_server_of_a_current_version(fresh_postgresql_database: str) -> None:
    with psycopg.connect(fresh_postgresql_database.replace("+psycopg", "")) as connection:
        answer = connection.execute("SELECT current_setting('server_version_num')::int").fetchone()
    assert answer is not None
    assert answer[0] >= 180_000


def test_anvil_mines_at_the_time_it_is_told(anvil: Anvil) -> None:
    anvil.ask("evm_setNextBlockTimestamp", 4_000_000_000)
    anvil.ask("evm_mine")
    block = anvil.ask("eth_getBlockByNumber", "latest", False)
    assert (int(block["number"], 16), int(block["timestamp"], 16)) == (1, 4_000_000_000)


def test_what_cannot_be_had_is_skipped_at_home_and_fails_under_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="a comet"):
        outside("a comet", "none is near")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="a comet"):
        outside("a comet", "none is near")
