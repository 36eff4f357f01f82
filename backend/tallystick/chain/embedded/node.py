"""The embedded chain as the rest of the house sees it."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import lmdb
from eth.abc import BlockHeaderAPI, StateAPI
from eth.exceptions import HeaderNotFound, PyEVMError
from eth_typing import Address, BlockNumber
from eth_utils.exceptions import ValidationError

from tallystick.chain.embedded import admission, history
from tallystick.chain.embedded.backend import FORK, EmbeddedBackend
from tallystick.chain.embedded.clock import Clock
from tallystick.chain.embedded.database import ChainDatabase, LmdbDatabase, MemoryDatabase
from tallystick.chain.embedded.execution import NOBODY, Execution
from tallystick.chain.embedded.foresight import Foreseen
from tallystick.chain.embedded.genesis import DEFAULT_CHAIN_ID, Genesis
from tallystick.chain.embedded.lock import ChainLock
from tallystick.chain.embedded.worker import Worker
from tallystick.chain.node import (
    Call,
    Fees,
    Header,
    Log,
    NodeUnreachable,
    Outlook,
    Receipt,
    TransactionRejected,
    with_room,
)

GWEI = 10**9

_BLOCKS_A_TURN = 256
"""How many blocks a reader gets before others have their turn at the worker."""

Wall = Callable[[], float]


class EmbeddedNode:
    """Implements `tallystick.chain.node.Node`. Safe to call from many threads; one process at a time.

    What is sent is mined at once in a block of its own and on disk before `send` returns. Questions about now
    are answered as the block to come would answer them: on the head's state, at the time it would have.
    """

    def __init__(
        self, path: Path, prefunded: bytes, chain_id: int = DEFAULT_CHAIN_ID, wall: Wall = time.time
    ) -> None:
        """Open the chain in the directory `path`, or begin one there whose coin all belongs to `prefunded`.

        `wall` tells the seconds since 1970. Raises `ChainInUse` while another process has it open,
        `ChainDiffers` where it was begun for another address or chain id.
        """
        self._lock: ChainLock | None = ChainLock(path)
        try:
            self._open(LmdbDatabase(path / "blocks"), prefunded, chain_id, wall)
        except BaseException:
            self._lock.release()
            raise

    @staticmethod
    def in_memory(
        prefunded: bytes, chain_id: int = DEFAULT_CHAIN_ID, wall: Wall = time.time
    ) -> "InMemoryNode":
        """A chain for tests that can be set aside and brought back."""
        return InMemoryNode(prefunded, chain_id, wall)

    def _open(self, database: ChainDatabase, prefunded: bytes, chain_id: int, wall: Wall) -> None:
        self._database = database
        self._foreseen: Foreseen | None = None
        self._clock = Clock(database, wall)
        self._worker = Worker()
        try:
            begun_as = Genesis(chain_id, prefunded, FORK)
            self._backend = self._worker.do(EmbeddedBackend, database, begun_as, int(wall()))
        except BaseException:
            self._worker.close()
            database.close()
            raise

    def close(self) -> None:
        """Finish what is under way, then let another process open the chain. Closing twice is harmless."""
        self._worker.close()
        self._database.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    # Time

    def clock(self) -> int:
        return self._clock.now()

    def clock_offset(self) -> int:
        """How many seconds the chain is asked to be ahead of the wall clock."""
        return self._worker.do(self._clock.offset)

    def set_clock_offset(self, seconds: int) -> None:
        """Kept on disk. Lowering it never turns time back (see `Clock`). `Invalid` beyond a hundred years."""
        self._worker.do(self._clock.set_offset, seconds)

    def advance_clock(self, seconds: int) -> None:
        self._worker.do(lambda: self._clock.set_offset(self._clock.offset() + seconds))

    # What is there

    def chain_id(self) -> int:
        return self._backend.chain.chain_id

    def genesis_hash(self) -> bytes:
        return self._worker.do(self._backend.chain.get_canonical_block_hash, BlockNumber(0))

    def head(self) -> Header:
        return self._worker.do(lambda: history.as_header(self._backend.head()))

    @property
    def final_at_once(self) -> bool:
        return True

    def finalized(self) -> int:
        return self.head().number

    def headers(self, first: int, last: int) -> list[Header]:
        found: list[Header] = []
        while first <= last:
            until = min(last, first + _BLOCKS_A_TURN - 1)
            turn = self._worker.do(history.headers, self._backend.chain, first, until)
            found += turn
            if len(turn) < until - first + 1:
                break
            first = until + 1
        return found

    def logs(self, headers: Sequence[Header], addresses: Sequence[bytes]) -> list[list[Log]]:
        wanted = frozenset(addresses)
        found: list[list[Log]] = []
        for start in range(0, len(headers), _BLOCKS_A_TURN):
            found += self._worker.do(self._logs, headers[start : start + _BLOCKS_A_TURN], wanted)
        return found

    def balance(self, address: bytes) -> int:
        return self._worker.do(lambda: self._state().get_balance(Address(address)))

    def nonce(self, address: bytes) -> int:
        return self._worker.do(lambda: self._state().get_nonce(Address(address)))

    def code(self, address: bytes) -> bytes:
        return self._worker.do(lambda: self._state().get_code(Address(address)))

    def receipt(self, transaction_hash: bytes) -> Receipt | None:
        return self._worker.do(history.receipt, self._backend.chain, transaction_hash)

    def wait_for_receipt(
        self,
        transaction_hash: bytes,
        timeout_seconds: float,  # noqa: ARG002  # for nodes that keep one waiting
    ) -> Receipt | None:
        """Answers at once: nothing ever waits to be mined here, so what has no receipt was not sent."""
        return self.receipt(transaction_hash)

    def send_and_wait(self, signed: bytes, timeout_seconds: float) -> Receipt | None:
        return self.wait_for_receipt(self.send(signed), timeout_seconds)

    # What would happen

    def call(self, to: bytes, data: bytes, sender: bytes | None = None, block: int | None = None) -> bytes:
        return self._worker.do(self._call, to, data, sender or NOBODY, block)

    def gas_needed(self, sender: bytes, to: bytes | None, data: bytes, value: int = 0) -> int:
        """See `Node`; raises `TransactionRejected` where the sender does not have `value`."""
        return self._worker.do(self._gas_needed, sender, to, data, value)

    def outlook(self, calls: Sequence[Call]) -> Outlook:
        return self._worker.do(self._outlook, calls)

    def fees(self) -> Fees:
        """Twice the coming base fee and a gwei more: blocks of others may come first. Nobody is tipped."""
        return self._worker.do(self._fees)

    # What is to happen

    def send(self, signed: bytes) -> bytes:
        return self._worker.do(self._send, signed)

    def _send(self, signed: bytes) -> bytes:
        transaction = admission.decode(signed)
        if history.is_mined(self._backend.chain, transaction.hash):
            return transaction.hash
        head = self._backend.head()
        timestamp = self._clock.next_block_time(head.timestamp)
        foreseen = self._foreseen
        if foreseen is not None and foreseen.fits(transaction, head, timestamp):
            timestamp, self._foreseen = foreseen.timestamp, None
        else:
            foreseen = None
        header = self._backend.next_header(timestamp)
        state = self._backend.state_at(header)
        admission.admit(transaction, self._backend.chain.chain_id, header, state)
        try:
            self._backend.mine(transaction, header, foreseen)
        except (ValidationError, PyEVMError) as error:
            raise TransactionRejected(str(error)) from error
        except lmdb.Error as error:
            raise NodeUnreachable(f"The embedded chain's disk failed: {error}") from error
        return transaction.hash

    def _next_header(self) -> BlockHeaderAPI:
        return self._backend.next_header(self._clock.next_block_time(self._backend.head().timestamp))

    def _state(self) -> StateAPI:
        return self._backend.state_at(self._backend.head())

    def _fees(self) -> Fees:
        return Fees(2 * (self._next_header().base_fee_per_gas or 0) + GWEI, 0)

    def _outlook(self, calls: Sequence[Call]) -> Outlook:
        state, senders = self._state(), {call.sender for call in calls}
        return Outlook(
            gas=tuple(self._gas_needed(call.sender, call.to, call.data, call.value) for call in calls),
            fees=self._fees(),
            balances={sender: state.get_balance(Address(sender)) for sender in senders},
            nonces={sender: state.get_nonce(Address(sender)) for sender in senders},
            head=self._backend.head().block_number,
        )

    def _logs(self, headers: Sequence[Header], addresses: frozenset[bytes]) -> list[list[Log]]:
        return [history.logs_of(self._backend.chain, header, addresses) for header in headers]

    def _call(self, to: bytes, data: bytes, sender: bytes, block: int | None) -> bytes:
        header = self._next_header() if block is None else self._header(block)
        return Execution(self._backend, header, sender, to, data, value=0).output()

    def _gas_needed(self, sender: bytes, to: bytes | None, data: bytes, value: int) -> int:
        header = self._next_header()
        execution = Execution(self._backend, header, sender, to, data, value)
        self._foreseen = execution.foreseen()
        return min(with_room(execution.gas_needed()), header.gas_limit)

    def _header(self, number: int) -> BlockHeaderAPI:
        with suppress(HeaderNotFound):
            return self._backend.chain.get_canonical_block_header_by_number(BlockNumber(number))
        raise NodeUnreachable(f"This chain has no block {number} yet.")


class InMemoryNode(EmbeddedNode):
    """An embedded chain without a disk, for tests: deploy once, restore before each test."""

    def __init__(self, prefunded: bytes, chain_id: int = DEFAULT_CHAIN_ID, wall: Wall = time.time) -> None:
        self._lock = None
        self._memory = MemoryDatabase()
        self._open(self._memory, prefunded, chain_id, wall)

    def snapshot(self) -> dict[bytes, bytes]:
        """The whole chain as it is now, clock offset included; give it to `restore` as often as wanted."""
        return self._worker.do(self._memory.copy)

    def restore(self, snapshot: dict[bytes, bytes]) -> None:
        self._worker.do(self._restore, snapshot)

    def _restore(self, snapshot: dict[bytes, bytes]) -> None:
        self._memory.replace(snapshot)
        self._clock.read_again()
        self._foreseen = None
        self._backend.follow_database()
