"""Threads compute by turns, and give their turn up while they wait.

Python computes one thing at a time anyway. Threads that use SQLite let go of the interpreter at every statement, and
where sixteen of them are at work they spend a third of the processor on handing it to and fro.
"""

from collections import Counter, deque
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Lock, local
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Turns:
    """First come, first served. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._taken = False
        self._waiting: deque[Lock] = deque()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """It is this thread's turn inside. One inside another joins it."""
        if _of_this_thread.turns is not None:
            yield
            return
        self.take()
        try:
            yield
        finally:
            self.give_up()

    def take(self) -> None:
        """Returns when it is this thread's turn."""
        with self._lock:
            must_wait, self._taken = self._taken, True
            if must_wait:
                gate = Lock()
                gate.acquire()
                self._waiting.append(gate)
        if must_wait:
            gate.acquire()
        _of_this_thread.turns = self

    def give_up(self) -> None:
        """It is the next one's turn."""
        _of_this_thread.turns = None
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class _OfThread(local):
    turns: Turns | None = None
    """Those in which it is this thread's turn."""


_of_this_thread = _OfThread()


@contextmanager
def waiting() -> Iterator[None]:
    """It is the turn of others inside; this thread stands in line again before it goes on."""
    turns = _of_this_thread.turns
    if turns is None:
        yield
        return
    turns.give_up()
    try:
        yield
    finally:
        turns.take()


@contextmanager
def holding(lock: Lock) -> Iterator[None]:
    """Holds a lock, and waits for it as one should."""
    with waiting():
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


class OneAtATime(Generic[Key]):
    """Of those who are at work with the same key, one goes on and the others wait. Nothing is kept of a key that nobody
    is at work with."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._locks: dict[Key, Lock] = {}
        self._users: Counter[Key] = Counter()

    @contextmanager
    def working_on(self, key: Key) -> Iterator[None]:
        """Nobody else is at work with this key inside."""
        with self._lock:
            lock = self._locks.setdefault(key, Lock())
            self._users[key] += 1
        try:
            with holding(lock):
                yield
        finally:
            with self._lock:
                self._users[key] -= 1
                if not self._users[key]:
                    del self._locks[key], self._users[key]
