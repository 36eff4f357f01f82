"""What only a node of its own can do: keep one waiting, change its mind, be gone."""

import os
import signal
import threading
import time
from contextlib import closing

import pytest

from tallystick.chain.json_rpc import JsonRpcNode, node
from tallystick.chain.node import NodeUnreachable, TransactionRejected
from tests.anvil import Anvil
from tests.backend.chain.bytecode import STORE, word
from tests.backend.chain.wallet import RICH, Wallet, address_of

pytestmark = pytest.mark.anvil


def test_the_same_bytes_may_be_handed_over_again_while_they_wait(
    anvil: Anvil, over_json_rpc: JsonRpcNode
) -> None:
    anvil.ask("evm_setAutomine", False)
    signed = Wallet(over_json_rpc).sign(address_of(RICH))
    first = over_json_rpc.send(signed)
    assert over_json_rpc.send(signed) == first
    assert over_json_rpc.receipt(first) is None
    anvil.ask("evm_mine")
    assert over_json_rpc.send(signed) == first
    receipt = over_json_rpc.receipt(first)
    assert receipt is not None
    assert over_json_rpc.nonce(address_of(RICH)) == 1


def test_another_transaction_on_a_waiting_nonce_for_the_same_fee_is_rejected(
    anvil: Anvil, over_json_rpc: JsonRpcNode
) -> None:
    anvil.ask("evm_setAutomine", False)
    wallet = Wallet(over_json_rpc)
    over_json_rpc.send(wallet.sign(wallet.address, nonce=0))
    with pytest.raises(TransactionRejected):
        over_json_rpc.send(wallet.sign(wallet.address, nonce=0, value=1))


def test_the_receipt_is_there_soon_after_the_block(anvil: Anvil, over_json_rpc: JsonRpcNode) -> None:
    anvil.ask("evm_setAutomine", False)
    sent = over_json_rpc.send(Wallet(over_json_rpc).sign(address_of(RICH)))
    begun = time.monotonic()
    assert over_json_rpc.wait_for_receipt(sent, 0.3) is None
    assert 0.25 < time.monotonic() - begun < 2
    threading.Timer(0.5, anvil.ask, ["evm_mine"]).start()
    receipt = over_json_rpc.wait_for_receipt(sent, 20)
    assert receipt is not None
    assert receipt.succeeded


def test_a_node_that_takes_its_time_over_a_block_is_not_asked_to_wait_for_the_next_one(
    anvil: Anvil, over_json_rpc: JsonRpcNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(node, "SHORT_WAY_SECONDS", 0.2)
    anvil.ask("evm_setAutomine", False)
    wallet = Wallet(over_json_rpc)
    for nonce in range(2):
        begun = time.monotonic()
        assert over_json_rpc.send_and_wait(wallet.sign(wallet.address, nonce=nonce), 0.1) is None
        assert time.monotonic() - begun < 5
        assert over_json_rpc._long_way_until > time.monotonic()
    anvil.ask("evm_mine")
    assert over_json_rpc.nonce(wallet.address) == 2


def test_the_events_of_a_block_that_was_replaced_are_no_longer_told(
    anvil: Anvil, over_json_rpc: JsonRpcNode
) -> None:
    wallet = Wallet(over_json_rpc)
    store = wallet.deploy(STORE)
    wallet.send(store, word(5))
    replaced = over_json_rpc.head()
    assert len(over_json_rpc.logs([replaced], [store])[0]) == 2
    anvil.ask("anvil_reorg", 1, [])
    assert over_json_rpc.head().number == replaced.number
    assert over_json_rpc.head().hash != replaced.hash
    with pytest.raises(NodeUnreachable):
        over_json_rpc.logs([over_json_rpc.headers(0, 0)[0], replaced], [store])


def test_more_headers_than_fit_into_one_exchange_come_in_order(
    anvil: Anvil, over_json_rpc: JsonRpcNode
) -> None:
    anvil.ask("anvil_mine", hex(450))
    headers = over_json_rpc.headers(0, 10_000)
    assert [header.number for header in headers] == list(range(451))
    assert [len(logs) for logs in over_json_rpc.logs(headers, [address_of(RICH)])] == [0] * 451


def test_a_node_that_is_gone_is_unreachable_and_not_without_receipts(
    anvil: Anvil, over_json_rpc: JsonRpcNode
) -> None:
    signed = Wallet(over_json_rpc).sign(address_of(RICH))
    anvil.process.kill()
    anvil.process.wait()
    with pytest.raises(NodeUnreachable):
        over_json_rpc.head()
    with pytest.raises(NodeUnreachable):
        over_json_rpc.send(signed)
    with pytest.raises(NodeUnreachable):
        over_json_rpc.wait_for_receipt(bytes(32), 0.3)


def test_a_call_that_takes_too_long_is_unreachable(anvil: Anvil) -> None:
    anvil.process.send_signal(signal.SIGSTOP)
    os.waitpid(anvil.process.pid, os.WUNTRACED)  # from here on it listens, and never answers
    with closing(JsonRpcNode(anvil.url, timeout_seconds=0.3)) as node, pytest.raises(NodeUnreachable):
        node.head()
