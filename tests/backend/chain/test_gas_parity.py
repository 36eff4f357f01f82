"""The embedded chain charges what any other node on the same fork charges."""

import pytest

from tallystick.chain.embedded import BLOCK_GAS_LIMIT, EmbeddedNode, InMemoryNode
from tallystick.chain.json_rpc import JsonRpcNode
from tallystick.chain.node import Node
from tests.backend.chain.bytecode import BROKEN, NEST, PAYER, REFUSER, STORE, word
from tests.backend.chain.wallet import RICH, Wallet, address_of, key


def _story(node: Node) -> list[tuple[int, bool, bytes | None]]:
    """One of each kind of cost: creation, fresh and rewritten words, refunds, calls, payments, failures."""
    wallet = Wallet(node)
    store, nest, refuser, broken = (wallet.deploy(code) for code in (STORE, NEST, REFUSER, BROKEN))
    payer = wallet.deploy(PAYER, value=10)
    fresh = word(int.from_bytes(address_of(key(77)), "big"))
    receipts = [
        wallet.send(data=STORE),
        *(wallet.send(store, word(value)) for value in (5, 6, 6, 0)),
        *(wallet.send(nest, word(depth)) for depth in (0, 1, 8)),
        wallet.send(payer, fresh),
        wallet.send(payer, fresh),
        wallet.send(refuser),
        wallet.send(broken, gas=90_000),
        wallet.send(address_of(key(78)), data=bytes(40) + bytes(range(60)), value=1),
    ]
    return [(receipt.gas_used, receipt.succeeded, receipt.contract_address) for receipt in receipts]


@pytest.mark.anvil
def test_gas_figures_equal_those_of_anvil(embedded: EmbeddedNode, over_json_rpc: JsonRpcNode) -> None:
    assert _story(embedded) == _story(over_json_rpc)


def test_what_was_offered_is_still_enough_after_five_full_blocks_of_others(memory: InMemoryNode) -> None:
    wallet = Wallet(memory)
    wallet.send(address_of(key(2)), value=10**18)
    broken = wallet.deploy(BROKEN)
    for _ in range(20):
        wallet.send(broken, gas=BLOCK_GAS_LIMIT)
    late = Wallet(memory, key(2)).sign(address_of(RICH), gas=21_000)
    for _ in range(5):
        wallet.send(broken, gas=BLOCK_GAS_LIMIT)
    receipt = memory.receipt(memory.send(late))
    assert receipt is not None
    assert receipt.succeeded


def test_the_block_s_gas_limit_never_drifts(memory: InMemoryNode) -> None:
    wallet = Wallet(memory)
    broken = wallet.deploy(BROKEN)
    for _ in range(3):
        wallet.send(address_of(RICH))
    assert wallet.send(broken, gas=BLOCK_GAS_LIMIT).gas_used == BLOCK_GAS_LIMIT
