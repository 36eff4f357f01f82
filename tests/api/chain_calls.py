"""What the transactions of an embedded chain asked of the contracts, read from the chain and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

from eth.abc import SignedTransactionAPI
from eth_typing import BlockNumber

from tallystick.backend import Backend
from tallystick.chain.embedded import EmbeddedNode
from tallystick.chain.node import Log, Receipt
from tests.api.contract_functions import Function, contracts_by_address, functions_named


@dataclass(frozen=True)
class Sent:
    """A transaction that succeeded: the functions that its sender named, in order, and the events."""

    called: tuple[Function, ...]
    logs: tuple[Log, ...]


def sent_transactions(backend: Backend) -> list[Sent]:
    """Every transaction that went to one of the contracts and succeeded."""
    names = contracts_by_address(backend.contracts)
    return [
        Sent(tuple(functions_named(names[transaction.to], transaction.data)), receipt.logs)
        for transaction, receipt in _mined(backend)
        if transaction.to in names and receipt.succeeded
    ]


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
