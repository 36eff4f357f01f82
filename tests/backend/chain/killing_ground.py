"""Run as a program: kills real processes at every write of a block, and looks at what the disk holds then.

For each point it forks a process that opens the chain, sends one transaction and is killed by SIGKILL after so many
written keys, or after the write and before `send` returns. Tells one word for each point: `old` or `new`, the state
found; anything but one of the two, complete, ends it with an exception.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import count
from pathlib import Path

from tallystick.chain.embedded import EmbeddedNode
from tallystick.chain.embedded.database import Changes, LmdbDatabase
from tallystick.chain.embedded.genesis import is_begun
from tests.backend.chain.bytecode import STORE, word
from tests.backend.chain.wallet import RICH, Wallet, address_of


class Trap:
    """Kills this process after `point` written keys, counted over all transactions of the store."""

    def __init__(self, point: int) -> None:
        self._left = point

    def spring_at_writes(self) -> None:
        really_write = LmdbDatabase._write_once

        def write_once(database: LmdbDatabase, changes: Changes) -> None:
            really_write(database, _Watched(changes, self.step))
            self.step()

        LmdbDatabase._write_once = write_once  # type: ignore[assignment,method-assign]

    def step(self) -> None:
        self._left -= 1
        if self._left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


class _Watched(Mapping[bytes, bytes | None]):
    """Calls `step` whenever a key has been dealt with."""

    def __init__(self, changes: Changes, step: Callable[[], None]) -> None:
        self._changes, self._step = changes, step

    def __iter__(self) -> Iterator[bytes]:
        for key in self._changes:
            yield key
            self._step()

    def __getitem__(self, key: bytes) -> bytes | None:
        return self._changes[key]

    def __len__(self) -> int:
        return len(self._changes)


def killed(point: int, work: Callable[[], object]) -> bool:
    """Do the work in a process of its own; whether the trap was sprung before it was done."""
    child = os.fork()
    if child == 0:
        Trap(point).spring_at_writes()
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return True
    if status != 0:
        raise RuntimeError(f"the child failed with status {status}")
    return False


def opened(directory: Path) -> EmbeddedNode:
    return EmbeddedNode(directory, address_of(RICH))


def _send(directory: Path, signed: bytes) -> None:
    opened(directory).send(signed)


def _tell(word_for_point: str) -> None:
    sys.stdout.write(word_for_point + "\n")


def at_sending(directory: Path) -> None:
    node = opened(directory)
    store = Wallet(node).deploy(STORE)
    node.close()
    for point in count():
        node = opened(directory)
        before, number = node.call(store, b""), node.head().number
        signed = Wallet(node).sign(store, word(point + 1))
        node.close()
        if not killed(point, partial(_send, directory, signed)):
            return
        _tell(_found(directory, store, signed, before, point + 1, number))


def _found(directory: Path, store: bytes, signed: bytes, before: bytes, after: int, number: int) -> str:
    """Check that the chain is the one before or the one after, complete, and that it goes on."""
    node = opened(directory)
    head = node.head()
    became = head.number - number
    assert became in {0, 1}, head
    assert node.headers(0, number + 1)[-1] == head
    assert node.nonce(address_of(RICH)) == head.number
    assert node.call(store, b"") == (word(after) if became else before)
    transaction_hash = node.send(signed)
    receipt = node.receipt(transaction_hash)
    assert node.head().number == number + 1
    assert receipt is not None
    assert receipt.succeeded
    assert receipt.block_number == number + 1
    assert node.logs(node.headers(number + 1, number + 1), [store]) == [list(receipt.logs)]
    assert len(receipt.logs) == 2
    assert node.call(store, b"") == word(after)
    node.close()
    return "new" if became else "old"


def at_beginning(directory: Path) -> None:
    for point in count():
        place = directory / str(point)
        if not killed(point, partial(opened, place)):
            return
        assert _nothing_or_all_is_there(place)
        node = opened(place)
        assert node.head().hash == node.genesis_hash()
        assert Wallet(node).send(address_of(RICH)).succeeded
        node.close()
        _tell("sound")


def _nothing_or_all_is_there(place: Path) -> bool:
    database = LmdbDatabase(place / "blocks")
    entries = database._environment.stat()["entries"]
    begun = is_begun(database)
    database.close()
    return begun or entries == 0


if __name__ == "__main__":
    {"sending": at_sending, "beginning": at_beginning}[sys.argv[1]](Path(sys.argv[2]))
