"""The command line, as its users run it: with a server running over the same home and without."""

import json
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from tallystick.backend import opened_backend
from tallystick.cli import application
from tallystick.database.store import Store
from tallystick.refusal import NotFound, Unavailable
from tallystick.running import OPERATOR_KEY_FILE, SERVER_FILE
from tallystick.server import _listener
from tallystick.settings import Settings
from tests.api.program import Served, starting, tallystick
from tests.api.running_ledger import RunningLedger
from tests.api.trade import Trade, split
from tests.backend.mirror.rows import changed, replace_in, rows_of


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with a few claims that nobody serves."""
    ledger = RunningLedger(Settings(home=tmp_path_factory.mktemp("ledger") / "home", port=0))
    ledger.start()
    trade = Trade.opened(ledger)
    split(trade.supplier, trade.claim(1_000), [400, 600])
    ledger.close()
    return ledger.settings.home


@pytest.fixture(scope="module")
def served(home: Path) -> Iterator[Served]:
    """The same, served."""
    with starting(home) as server:
        server.wait_until_it_answers()
        yield server


@contextmanager
def _corrupted(home: Path) -> Iterator[None]:
    """A claim's face is not what the chain says, for as long as the context lasts."""
    store = Store(f"sqlite:///{home / 'ledger.sqlite'}")
    with changed(store, "mirror_claim", rows_of(store, "mirror_claim")[-1], "face"):
        yield
    store.close()


def test_verify_without_a_server_proves_the_mirror_equal(home: Path) -> None:
    ended = tallystick("verify", "--home", str(home))
    assert (ended.code, ended.out.split(":")[0]) == (0, "equal"), ended
    assert "claim 2" in ended.out


def test_verify_without_a_server_names_what_differs(home: Path) -> None:
    with _corrupted(home):
        ended = tallystick("verify", home=str(home))
    assert ended.code == 1, ended
    for word in ("different", "mirror_claim", "'receivable': 1", "'serial': 2", "face", "10600", "600"):
        assert word in ended.out, word
    assert "Traceback" not in ended.err


def test_rebuild_without_a_server_mends_what_was_corrupted_and_says_that_it_differed(home: Path) -> None:
    store = Store(f"sqlite:///{home / 'ledger.sqlite'}")
    row = rows_of(store, "mirror_claim")[-1]
    replace_in(store, "mirror_claim", row, {"face": 7})
    store.close()
    digests = []
    for code in (1, 0):
        ended = tallystick("rebuild", home=str(home))
        assert ended.code == code, ended
        digests += re.findall(r"digest \w+ +([0-9a-f]{64})", ended.out)
    corrupted, mended, before, after = digests
    assert corrupted != mended
    assert mended == before == after


def test_a_server_tells_where_it_is_to_the_owner_of_the_machine_alone(served: Served) -> None:
    for name in (SERVER_FILE, OPERATOR_KEY_FILE, "key-encryption-key"):
        assert (served.home / name).stat().st_mode & 0o077 == 0, name
    assert served.ask("GET", "/v1/parties/me").json()["name"] == "Operator"
    assert {"url", "token"} <= set(json.loads((served.home / SERVER_FILE).read_text()))


def test_verify_and_rebuild_go_through_the_server_that_runs(served: Served) -> None:
    ended = tallystick("verify", home=str(served.home))
    assert (ended.code, ended.out.split(":")[0]) == (0, "equal"), ended
    with _corrupted(served.home):
        ended = tallystick("verify", home=str(served.home))
        assert ended.code == 1, ended
        assert all(word in ended.out for word in ("mirror_claim", "face", "10600")), ended.out
    ended = tallystick("rebuild", home=str(served.home))
    assert ended.code == 0, ended


def test_an_answer_is_not_held_back_until_it_is_acknowledged() -> None:
    """What the listening socket is told holds for every connection that it accepts."""
    with _listener(Settings(port=0)) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_a_second_server_is_refused_and_told_which_process_is_in_the_way(served: Served) -> None:
    ended = tallystick("serve", home=str(served.home), port="0")
    assert ended.code == 2, ended
    assert ended.err.startswith("chain_in_use: ")
    assert f"process {served.process.pid}." in ended.err
    assert len(ended.err.strip().splitlines()) == 1
    assert served.ask("GET", "/v1/health").is_success
    assert (served.home / SERVER_FILE).exists()


def test_a_port_in_use_is_refused(served: Served, tmp_path: Path) -> None:
    ended = tallystick("serve", home=str(tmp_path / "other"), port=served.url.rsplit(":", 1)[1])
    assert (ended.code, ended.err.split(":")[0]) == (2, "address_not_available"), ended


def test_a_server_that_was_told_to_stop_leaves_no_trace_of_running(tmp_path: Path) -> None:
    with starting(tmp_path / "home") as server:
        server.wait_until_it_answers()
    assert server.process.returncode in {0, -2, 130}
    assert not (tmp_path / "home" / SERVER_FILE).exists()


def test_looking_does_not_begin_a_ledger(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    ended = tallystick("verify", home=str(nowhere))
    assert (ended.code, ended.err.split(":")[0]) == (2, "ledger_not_found"), ended
    assert str(nowhere) in ended.err
    refusal = CliRunner().invoke(application, ["rebuild", "--home", str(nowhere)]).exception
    assert isinstance(refusal, NotFound)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("setting", "value"), [("port", "http"), ("port", "65536"), ("receipt_timeout_seconds", "-1")]
)
def test_a_setting_that_cannot_be_is_named(setting: str, value: str, tmp_path: Path) -> None:
    name = f"TALLYSTICK_{setting.upper()}"
    ended = tallystick("serve", home=str(tmp_path), **{setting: value})
    assert ended.code == 2, ended
    assert ended.err.startswith(f"bad_setting: {name}: ")
    assert repr(value) in ended.err


OBSTACLES: list[tuple[dict[str, Any], str]] = [
    ({"chain": "http://127.0.0.1:1"}, "funder_key_missing"),
    ({"key_encryption_key": "00"}, "bad_key_encryption_key"),
    ({"chain": "http://127.0.0.1:1", "funder_key": "0x" + "11" * 32}, "node_unreachable"),
    ({"database_url": "postgresql+psycopg://127.0.0.1:1/nothing"}, "database_unreachable"),
]


@pytest.mark.parametrize(("given", "code"), OBSTACLES, ids=[code for _, code in OBSTACLES])
def test_what_is_in_the_way_of_starting_is_named(given: dict[str, Any], code: str, tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refused, opened_backend(Settings(home=tmp_path, **given)):
        pass
    assert refused.value.code == code


def test_another_key_encryption_key_does_not_open_the_ledger(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with opened_backend(settings):
        pass
    other = settings.model_copy(update={"key_encryption_key": SecretStr("11" * 32)})
    with pytest.raises(Unavailable) as refused, opened_backend(other):
        pass
    assert refused.value.code == "wrong_key_encryption_key"


def test_an_obstacle_is_told_in_one_line(tmp_path: Path) -> None:
    ended = tallystick("serve", home=str(tmp_path), chain="http://127.0.0.1:1", funder_key="0x" + "11" * 32)
    assert (ended.code, ended.err.split(":")[0]) == (2, "node_unreachable"), ended
    assert len(ended.err.strip().splitlines()) == 1


def test_help_lists_the_commands() -> None:
    told = CliRunner().invoke(application, ["--help"])
    assert told.exit_code == 0
    for command in ("serve", "demo", "verify", "rebuild"):
        assert re.search(rf"\b{command}\b", told.output), command
