"""The chain in memory on which contracts are tested: deployed once, brought back before each test."""

import time

from tallystick.chain.embedded import InMemoryNode
from tests.backend.chain.bytecode import STORE, word
from tests.backend.chain.wallet import Wallet


def test_a_restored_chain_is_as_it_was_and_goes_on_from_there(memory: InMemoryNode) -> None:
    wallet = Wallet(memory)
    store = wallet.deploy(STORE)
    wallet.send(store, word(5))
    head, balance = memory.head(), memory.balance(wallet.address)
    snapshot = memory.snapshot()
    for value in (6, 7):
        receipt = wallet.send(store, word(value))
        memory.advance_clock(1_000)
        memory.restore(snapshot)
        assert memory.head() == head
        assert memory._backend.get_block_by_number("latest")["number"] == head.number
        assert memory.balance(wallet.address) == balance
        assert memory.nonce(wallet.address) == 2
        assert memory.call(store, b"") == word(5)
        assert memory.receipt(receipt.transaction_hash) is None
        assert memory.clock_offset() == 0
        assert len(memory.headers(0, 10)) == 3


def test_setting_aside_and_bringing_back_costs_next_to_nothing(memory: InMemoryNode) -> None:
    wallet = Wallet(memory)
    store = wallet.deploy(STORE)
    for value in range(30):
        wallet.send(store, word(value))
    begun = time.perf_counter()
    for _ in range(100):
        memory.restore(memory.snapshot())
    assert (time.perf_counter() - begun) / 100 < 0.01
