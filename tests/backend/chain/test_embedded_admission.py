"""What the embedded chain says about transactions it does not mine."""

from typing import Any

import pytest
from eth_account import Account
from eth_keys.main import KeyAPI
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tallystick.chain.embedded import BLOCK_GAS_LIMIT, InMemoryNode
from tallystick.chain.embedded.admission import decode
from tallystick.chain.node import TransactionRejected
from tests.backend.chain.bytecode import BROKEN, STORE
from tests.backend.chain.wallet import RICH, Wallet, address_of, key


def _reason(node: InMemoryNode, signed: bytes) -> str:
    with pytest.raises(TransactionRejected) as rejected:
        node.send(signed)
    return str(rejected.value)


def test_the_nonce_that_was_expected_is_named(memory: InMemoryNode) -> None:
    wallet = Wallet(memory)
    wallet.send(wallet.address)
    low = wallet.sign(wallet.address, value=1, nonce=0)
    high = wallet.sign(wallet.address, nonce=5)
    assert _reason(memory, low) == "Nonce too low: the transaction has 0, the sender's next one is 1."
    assert _reason(memory, high) == "Nonce too high: the transaction has 5, the sender's next one is 1."


def test_the_funds_that_are_missing_are_named(memory: InMemoryNode) -> None:
    signed = Wallet(memory, key(3)).sign(address_of(RICH), gas=21_000)
    assert f"0x{address_of(key(3)).hex()} has 0" in _reason(memory, signed)


def test_an_offer_below_the_base_fee_is_rejected(memory: InMemoryNode) -> None:
    transaction: dict[str, Any] = {
        "type": 2,
        "chainId": memory.chain_id(),
        "nonce": 0,
        "maxFeePerGas": 1,
        "maxPriorityFeePerGas": 0,
        "gas": 21_000,
        "to": RICH.address,
        "value": 0,
        "data": b"",
    }
    assert "base fee" in _reason(memory, bytes(RICH.sign_transaction(transaction).raw_transaction))


def test_a_transaction_that_any_chain_could_replay_is_rejected(memory: InMemoryNode) -> None:
    transaction = {"nonce": 0, "gasPrice": 10**10, "gas": 21_000, "to": RICH.address, "value": 0, "data": b""}
    signed = bytes(Account.sign_transaction(transaction, RICH.key).raw_transaction)
    assert "no chain in particular" in _reason(memory, signed)


def test_a_blob_transaction_is_rejected(memory: InMemoryNode) -> None:
    transaction: dict[str, Any] = {
        "type": 3,
        "chainId": memory.chain_id(),
        "nonce": 0,
        "maxFeePerGas": 10**10,
        "maxPriorityFeePerGas": 0,
        "maxFeePerBlobGas": 10**9,
        "gas": 21_000,
        "to": RICH.address,
        "value": 0,
        "data": b"",
        "blobVersionedHashes": [b"\x01" + bytes(31)],
    }
    assert "Blob" in _reason(memory, bytes(RICH.sign_transaction(transaction).raw_transaction))


def test_a_plain_old_transaction_for_this_chain_is_mined(memory: InMemoryNode) -> None:
    transaction = {"nonce": 0, "gasPrice": 10**10, "gas": 21_000, "to": RICH.address, "value": 0, "data": b""}
    signed = Account.sign_transaction({**transaction, "chainId": memory.chain_id()}, RICH.key).raw_transaction
    receipt = memory.receipt(memory.send(bytes(signed)))
    assert receipt is not None
    assert receipt.succeeded


def test_code_too_long_to_create_is_rejected(
    memory: InMemoryNode,
) -> None:
    signed = Wallet(memory).sign(data=bytes(60_000), gas=BLOCK_GAS_LIMIT)
    assert _reason(memory, signed)
    assert memory.head().number == 0
    assert Wallet(memory).send(address_of(RICH)).succeeded


def test_a_contract_that_burns_everything_is_mined_as_failed(memory: InMemoryNode) -> None:
    receipt = Wallet(memory).send(Wallet(memory).deploy(BROKEN), gas=100_000)
    assert not receipt.succeeded
    assert receipt.gas_used == 100_000


@given(signed=st.binary(max_size=300))
@example(signed=b"\x03\xc0")
@settings(max_examples=300)
def test_any_bytes_are_a_transaction_or_rejected(signed: bytes) -> None:
    with pytest.raises(TransactionRejected):
        decode(signed)


@given(position=st.integers(0, 10_000), flip=st.integers(1, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_transaction_never_breaks_the_chain(memory: InMemoryNode, position: int, flip: int) -> None:
    wallet = Wallet(memory)
    signed = bytearray(wallet.sign(data=STORE))
    signed[position % len(signed)] ^= flip
    head, nonce = memory.head(), memory.nonce(wallet.address)
    try:
        memory.send(bytes(signed))
    except TransactionRejected:
        assert memory.head() == head
    assert memory.nonce(wallet.address) == nonce


def test_signatures_are_recovered_by_the_fast_library() -> None:
    assert type(KeyAPI().backend).__name__ == "CoinCurveECCBackend"
