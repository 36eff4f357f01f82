"""What the rest of the house asks of a chain, whichever node answers.

Two adapters stand behind it: `embedded` (eth-tester's py-evm, durable on disk) and `json_rpc` (any URL). Callers do
not know which one they hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Header:
    """A block as far as following the chain needs it; `timestamp` in seconds since 1970."""

    number: int
    hash: bytes
    parent_hash: bytes
    timestamp: int


@dataclass(frozen=True, slots=True)
class Log:
    """One event as the chain recorded it; `log_index` counts within the block."""

    address: bytes
    topics: tuple[bytes, ...]
    data: bytes
    transaction_hash: bytes
    transaction_index: int
    log_index: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a mined transaction."""

    transaction_hash: bytes
    block_number: int
    block_hash: bytes
    succeeded: bool
    gas_used: int
    contract_address: bytes | None
    logs: tuple[Log, ...]


@dataclass(frozen=True, slots=True)
class Fees:
    """What a transaction should offer now, in wei per unit of gas (EIP-1559)."""

    max_fee_per_gas: int
    max_priority_fee_per_gas: int


@dataclass(frozen=True, slots=True)
class Call:
    """One transaction to be: who sends what to which contract. `value` in wei.

    `spare_gas` comes on top of what it needs: for contracts that look how much is left, which no trial run tells.
    """

    sender: bytes
    to: bytes
    data: bytes
    value: int = 0
    spare_gas: int = 0


LEAST_ROOM = 30_000
"""Gas that a word costs which is written for the first time (22,100), and what goes with it."""


TRANSACTION_GAS = 2**24
"""What a transaction may have in all (EIP-7825)."""


def with_room(gas: int) -> int:
    """What a call is given that needed so much gas when it was tried: a third more, 30,000 at least, but no more than a
    transaction may have.

    What it does may depend on the second in which it is mined: a contract that keeps a history writes over its last
    entry where it is tried in that entry's second, and a new one where it is mined in the next. What is not used is
    not paid for.
    """
    return min(gas + max(gas // 3, LEAST_ROOM), max(gas, TRANSACTION_GAS))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a node says at one moment to whoever is to sign `Call`s now.

    `gas` has a limit for each call, with which it would succeed; `balances` (wei) and `nonces` go by sender; `head` is
    the number of the last block.
    """

    gas: tuple[int, ...]
    fees: Fees
    balances: Mapping[bytes, int]
    nonces: Mapping[bytes, int]
    head: int


class Reverted(Exception):
    """A contract refused a call; `data` is its answer (an ABI-encoded custom error, or empty)."""

    def __init__(self, data: bytes) -> None:
        super().__init__("0x" + data.hex())
        self.data = data


class TransactionRejected(Exception):
    """The node will never mine these bytes as they are (bad nonce, no funds for gas, malformed)."""


class NodeUnreachable(Exception):
    """The node gave no usable answer; whether it took what was sent is unknown."""


class Node(Protocol):
    """A chain that can be read, asked and sent to. Safe to call from several threads."""

    def chain_id(self) -> int: ...

    def genesis_hash(self) -> bytes: ...

    def head(self) -> Header: ...

    def clock(self) -> int:
        """The time by which the chain goes when it makes a block, in seconds since 1970. Asks nobody."""
        ...

    @property
    def final_at_once(self) -> bool:
        """Whether a mined block is never taken back."""
        ...

    def finalized(self) -> int:
        """The number of the highest block that no reorganisation can take back; -1 where the node knows none."""
        ...

    def headers(self, first: int, last: int) -> list[Header]:
        """The canonical headers numbered first to last, both included, as far as they exist."""
        ...

    def logs(self, headers: Sequence[Header], addresses: Sequence[bytes]) -> list[list[Log]]:
        """The events of exactly these blocks (by hash), from these contracts, one list a block, in log order.

        Raises `NodeUnreachable` where the node no longer knows one of the hashes.
        """
        ...

    def call(self, to: bytes, data: bytes, sender: bytes | None = None, block: int | None = None) -> bytes:
        """The answer of a read at the end of `block`, or, without one, as the next block would answer it now.

        Raises `Reverted`.
        """
        ...

    def gas_needed(self, sender: bytes, to: bytes | None, data: bytes, value: int = 0) -> int:
        """A gas limit with which the transaction would succeed now, and in the next seconds: `with_room`, at most a
        block's. Raises `Reverted` if it would not."""
        ...

    def outlook(self, calls: Sequence[Call]) -> Outlook:
        """All that signing these calls takes, in one exchange. Each is tried out by itself, as `gas_needed` does.

        Raises `Reverted` or `TransactionRejected` for the first that would not succeed.
        """
        ...

    def fees(self) -> Fees: ...

    def balance(self, address: bytes) -> int:
        """The native coin, in wei, that `address` has for gas."""
        ...

    def nonce(self, address: bytes) -> int:
        """How many transactions of `address` the chain has mined."""
        ...

    def code(self, address: bytes) -> bytes: ...

    def send(self, signed: bytes) -> bytes:
        """Hand over signed bytes and return their hash; handing over the same bytes again is harmless.

        Raises `TransactionRejected` or `NodeUnreachable`.
        """
        ...

    def receipt(self, transaction_hash: bytes) -> Receipt | None: ...

    def wait_for_receipt(self, transaction_hash: bytes, timeout_seconds: float) -> Receipt | None:
        """The receipt as soon as there is one, None when the time is over."""
        ...

    def send_and_wait(self, signed: bytes, timeout_seconds: float) -> Receipt | None:
        """`send` and `wait_for_receipt`, in one exchange where the node can do that."""
        ...

    def close(self) -> None: ...
