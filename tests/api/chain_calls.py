"""What the transactions of an embedded chain asked of the contracts, read from the chain and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

from eth.abc import SignedTransactionAPI
from eth_abi.abi import decode
from eth_typing import BlockNumber
from eth_utils.abi import abi_to_signature, function_signature_to_4byte_selector

from tallystick.backend import Backend
from tallystick.chain.artifacts import artifact
from tallystick.chain.embedded import EmbeddedNode
from tallystick.chain.interface import interface
from tallystick.chain.node import Log, Receipt

MULTICALL = "multicall(bytes[])"
ADDRESSES = {
    "ReceivableLedger": "ledger",
    "Issuance": "issuance",
    "EvidenceRegistry": "evidence",
    "ProgrammeRegistry": "programmes",
}
"""The contracts that people send to, and how a deployment names them."""

Function = tuple[str, str]
"""Contract and full signature."""


@dataclass(frozen=True)
class Sent:
    """A transaction that succeeded: the functions that its sender named, in order, and the events."""

    called: tuple[Function, ...]
    logs: tuple[Log, ...]


def state_changing_functions() -> list[Function]:
    """All of them, of all these contracts, whoever may call them."""
    return sorted((contract, signature) for contract in ADDRESSES for signature in _state_changing(contract))


def sent_transactions(backend: Backend) -> list[Sent]:
    """Every transaction that went to one of these contracts and succeeded."""
    named = {getattr(backend.contracts, name): contract for contract, name in ADDRESSES.items()}
    found = []
    for transaction, receipt in _mined(backend):
        contract = named.get(transaction.to)
        if contract is not None and receipt.succeeded:
            found.append(Sent(tuple(_functions(contract, transaction.data)), receipt.logs))
    return found


def _mined(backend: Backend) -> Iterator[tuple[SignedTransactionAPI, Receipt]]:
    node = backend.node
    assert isinstance(node, EmbeddedNode)
    chain = node._backend.chain
    for number in range(1, node.head().number + 1):
        block = node._worker.do(chain.get_canonical_block_by_number, BlockNumber(number))
        for transaction in block.transactions:
            receipt = node.receipt(transaction.hash)
            assert receipt is not None
            yield transaction, receipt


def _functions(contract: str, data: bytes) -> Iterator[Function]:
    """The function that call data names, and within a `multicall` those of every call."""
    selectors = {
        function_signature_to_4byte_selector(signature): signature
        for signature in interface(contract).function_signatures
    }
    signature = selectors[data[:4]]
    yield contract, signature
    if signature == MULTICALL:
        (calls,) = decode(["bytes[]"], data[4:])
        for call in calls:
            yield from _functions(contract, call)


def _state_changing(contract: str) -> Iterator[str]:
    for item in artifact(contract).abi:
        if item["type"] == "function" and item["stateMutability"] not in {"view", "pure"}:
            yield abi_to_signature(item)  # type: ignore[arg-type] # as it came out of the artifact
