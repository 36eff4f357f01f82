"""A block is the same to its hash, whether or not its transaction was tried before it was sent."""

from collections.abc import Iterator
from typing import Any

import pytest
from eth_account import Account

from tallystick.chain.embedded import EmbeddedNode, InMemoryNode
from tests.backend.chain.bytecode import BROKEN, CLOCK, NEST, RELAY, STORE, assemble, deployable, word
from tests.backend.chain.wallet import RICH, Wallet, address_of

NOON = 1_800_000_000


class Wall:
    def __init__(self) -> None:
        self.now = float(NOON)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def node(wall: Wall) -> Iterator[InMemoryNode]:
    node = EmbeddedNode.in_memory(address_of(RICH), wall=wall)
    yield node
    node.close()


def _signed(node: InMemoryNode, to: bytes, data: bytes, tip: int) -> bytes:
    transaction: dict[str, Any] = {
        "type": 2,
        "chainId": node.chain_id(),
        "nonce": node.nonce(address_of(RICH)),
        "maxFeePerGas": node.fees().max_fee_per_gas + tip,
        "maxPriorityFeePerGas": tip,
        "gas": 500_000,
        "to": to,
        "value": 0,
        "data": data,
    }
    return bytes(RICH.sign_transaction(transaction).raw_transaction)


def _keeping(source: str) -> bytes:
    """Keeps what this leaves on the stack."""
    return deployable(assemble(f"{source} PUSH0 SSTORE STOP"))


CALLS_AND_GOES_ON = "PUSH0 PUSH0 PUSH0 PUSH0 PUSH0 PUSH0 CALLDATALOAD GAS CALL"
"""Whether a call of the contract in the first word went well."""


def _same_block(node: InMemoryNode, to: bytes, data: bytes, tip: int = 0) -> bool:
    """Whether what was found out when trying was at hand for mining."""
    signed = _signed(node, to, data, tip)
    before = node.snapshot()
    node.receipt(node.send(signed))
    untried = node.head()
    node.restore(before)
    node.gas_needed(address_of(RICH), to, data)
    kept = node._foreseen is not None
    sent = node.send(signed)
    assert node.head() == untried
    receipt = node.receipt(sent)
    assert receipt is not None
    assert receipt.block_hash == untried.hash
    return kept


def test_a_plain_message_is_mined_as_it_was_tried(node: InMemoryNode) -> None:
    wallet = Wallet(node)
    store, relay, nest = (wallet.deploy(code) for code in (STORE, RELAY, NEST))
    assert _same_block(node, store, word(5))
    assert node.call(store, b"") == word(5)
    assert _same_block(node, store, word(0))  # with a refund
    assert _same_block(node, relay, bytes(12) + store + word(7))
    assert node.call(store, b"") == word(7)
    assert _same_block(node, nest, word(5))
    assert _same_block(node, store, word(8), tip=10**9)
    assert node.balance(bytes(20)) > 0


@pytest.mark.parametrize(
    "source",
    ["GAS", "GASPRICE", "BASEFEE", "CALLER BALANCE", "SELFBALANCE", CALLS_AND_GOES_ON],
)
def test_what_could_tell_the_two_apart_is_executed_again(node: InMemoryNode, source: str) -> None:
    wallet = Wallet(node)
    curious, broken = wallet.deploy(_keeping(source)), wallet.deploy(BROKEN)
    assert not _same_block(node, curious, bytes(12) + broken)


def test_what_was_tried_counts_only_for_the_very_next_block(node: InMemoryNode) -> None:
    wallet = Wallet(node)
    store = wallet.deploy(STORE)
    node.gas_needed(wallet.address, store, word(5))
    wallet.send(store, word(6))
    assert node.call(store, b"") == word(6)
    other = Wallet(node, Account.from_key(b"\2" * 32))
    wallet.send(other.address, value=10**18)
    node.gas_needed(wallet.address, store, word(7))
    other.send(other.address)
    wallet.send(store, word(7))
    assert node.call(store, b"") == word(7)
    assert (node.nonce(wallet.address), node.nonce(other.address)) == (4, 1)


def test_a_transaction_with_too_little_gas_fails_although_trying_it_went_well(node: InMemoryNode) -> None:
    store = Wallet(node).deploy(STORE)
    needed = node.gas_needed(address_of(RICH), store, word(5))
    receipt = Wallet(node).send(store, word(5), gas=needed // 2)
    assert not receipt.succeeded
    assert node.call(store, b"") == word(0)


def test_a_block_is_at_most_a_second_older_than_its_sending(node: InMemoryNode, wall: Wall) -> None:
    wallet = Wallet(node)
    clock = wallet.deploy(CLOCK)
    for passed, written in ((1, 0), (2, 2)):
        tried = int(wall.now)
        node.gas_needed(wallet.address, clock, b"")
        wall.now += passed
        wallet.send(clock)
        assert node.head().timestamp == tried + written
        wall.now += 10
