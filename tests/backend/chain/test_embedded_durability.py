"""A power cut or a kill at any moment leaves a chain that is complete and has everything it acknowledged."""

import subprocess
import sys
from pathlib import Path

import lmdb
import pytest

from tallystick.chain.embedded import EmbeddedNode
from tallystick.chain.embedded.database import Changes, LmdbDatabase
from tallystick.chain.node import NodeUnreachable
from tests.backend.chain.bytecode import STORE, word
from tests.backend.chain.wallet import RICH, Wallet, address_of

PROJECT = Path(__file__).parents[3]


def _killing_ground(what: str, directory: Path) -> list[str]:
    command = [sys.executable, "-m", "tests.backend.chain.killing_ground", what, str(directory)]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=200, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


def test_killed_at_any_write_of_a_block_the_disk_has_the_old_head_or_the_new_one_complete(
    tmp_path: Path,
) -> None:
    found = _killing_ground("sending", tmp_path / "chain")
    assert len(found) > 10
    assert found == ["old"] * (len(found) - 1) + ["new"]


def test_killed_while_it_is_begun_a_chain_begins_afresh_or_is_there(tmp_path: Path) -> None:
    found = _killing_ground("beginning", tmp_path)
    assert len(found) > 5
    assert set(found) == {"sound"}


@pytest.mark.parametrize("acknowledged", [1, 17, 60])
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, acknowledged: int) -> None:
    command = [sys.executable, "-m", "tests.backend.chain.endless_sender", str(tmp_path)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as sender:
        assert sender.stdout is not None
        told = [sender.stdout.readline().strip() for _ in range(acknowledged)]
        sender.kill()
        told += [line for line in sender.stdout.read().split() if len(line) == 64]
    node = EmbeddedNode(tmp_path, address_of(RICH))
    receipts = [node.receipt(bytes.fromhex(line)) for line in told]
    assert [receipt.block_number for receipt in receipts if receipt] == list(range(1, len(told) + 1))
    assert node.head().number == node.nonce(address_of(RICH)) in {len(told), len(told) + 1}
    assert Wallet(node).send(address_of(RICH)).succeeded
    node.close()


def test_a_chain_opened_again_is_the_same_chain(tmp_path: Path) -> None:
    before = EmbeddedNode(tmp_path, address_of(RICH))
    store = Wallet(before).deploy(STORE)
    receipts = [Wallet(before).send(store, word(value)) for value in (5, 6)]
    headers = before.headers(0, 10)
    told = before.logs(headers, [store])
    balance = before.balance(address_of(RICH))
    before.close()

    after = EmbeddedNode(tmp_path, address_of(RICH))
    assert after.genesis_hash() == headers[0].hash
    assert after.headers(0, 10) == headers
    assert after.head() == headers[-1]
    assert after.logs(headers, [store]) == told
    assert [after.receipt(receipt.transaction_hash) for receipt in receipts] == receipts
    assert after.balance(address_of(RICH)) == balance
    assert after.nonce(address_of(RICH)) == 3
    assert after.call(store, b"") == word(6)
    assert after.call(store, b"", block=2) == word(5)
    assert Wallet(after).send(store, word(7)).block_number == 4
    after.close()


def test_a_block_is_one_transaction_of_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = EmbeddedNode(tmp_path, address_of(RICH))
    store = Wallet(node).deploy(STORE)
    writes = list[int]()
    really_write = LmdbDatabase._write_once

    def counted(database: LmdbDatabase, changes: Changes) -> None:
        writes.append(len(changes))
        really_write(database, changes)

    monkeypatch.setattr(LmdbDatabase, "_write_once", counted)
    Wallet(node).send(store, word(5))
    assert len(writes) == 1
    assert writes[0] > 10
    node.close()


def test_a_disk_that_fails_leaves_the_old_chain_and_is_told_as_doubt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = EmbeddedNode(tmp_path, address_of(RICH))
    signed = Wallet(node).sign(address_of(RICH))

    def full(_database: LmdbDatabase, _changes: Changes) -> None:
        raise lmdb.DiskError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(LmdbDatabase, "_write_once", full)
        with pytest.raises(NodeUnreachable, match="No space left"):
            node.send(signed)
    assert node.head().number == 0
    assert node._backend.get_block_by_number("latest")["number"] == 0
    node.send(signed)
    assert node.head().number == 1
    node.close()


def test_every_write_is_flushed_to_the_disk(tmp_path: Path) -> None:
    database = LmdbDatabase(tmp_path)
    flags = database._environment.flags()
    assert flags["sync"]
    assert flags["metasync"]
    database.close()


def test_the_store_grows_when_it_is_full(tmp_path: Path) -> None:
    database = LmdbDatabase(tmp_path, map_size=64 * 1024)
    with database.one_transaction():
        for number in range(100):
            database[b"key %d" % number] = bytes(10_000)
    database.close()
    reopened = LmdbDatabase(tmp_path, map_size=64 * 1024)
    assert all(reopened[b"key %d" % number] == bytes(10_000) for number in range(100))
    reopened[b"one more"] = bytes(10_000)
    reopened.close()


def test_a_transaction_of_the_store_that_raises_has_written_nothing(tmp_path: Path) -> None:
    database = LmdbDatabase(tmp_path)
    database[b"there"] = b"before"
    with pytest.raises(ZeroDivisionError):
        _write_and_raise(database)
    assert database[b"there"] == b"before"
    assert b"new" not in database
    database.close()


def _write_and_raise(database: LmdbDatabase) -> None:
    with database.one_transaction():
        database[b"there"] = b"changed"
        database[b"new"] = b"written"
        with database.atomic_batch() as batch:
            del batch[b"there"]
        assert b"there" not in database
        raise ZeroDivisionError
