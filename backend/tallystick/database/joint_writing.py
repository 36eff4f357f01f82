"""Those who wait for the one place to write go into the next transaction together.

SQLite has one writer at a time, and making a transaction durable takes it longer than most of ours take to do. No
savepoints tell the parts of a joint transaction apart: it is kept as a whole, or nothing of it is and each part is done
again by itself. So a part may run twice, and must do nothing but write.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from tallystick.turns import waiting

T = TypeVar("T")

Part = Callable[[Session], T]

MOST_TOGETHER = 16
"""So that nobody waits long for those who came with it."""


class _Waiting:
    """A part, and the thread that waits until it is done or is to do its own and others'."""

    def __init__(self, part: Part[Any]) -> None:
        self.part = part
        self.done = False
        self.result: Any = None
        self.failure: BaseException | None = None
        self._call = Lock()
        self._call.acquire()

    def wait(self) -> None:
        self._call.acquire()

    def wake(self) -> None:
        self._call.release()

    def outcome(self) -> Any:
        if self.failure is not None:
            raise self.failure
        return self.result


class JointWriting:
    """Safe to use from several threads. `transaction` opens one that nobody else can be in."""

    def __init__(self, transaction: Callable[[], AbstractContextManager[Session]]) -> None:
        self._transaction = transaction
        self._queue: list[_Waiting] = []
        self._busy = False
        self._lock = Lock()

    def do(self, part: Part[T]) -> T:
        """What the part returns or raises, once the transaction that it was in is kept or taken back."""
        own = _Waiting(part)
        with self._lock:
            self._queue.append(own)
            leads, self._busy = not self._busy, True
        with waiting():  # whoever comes to write meanwhile goes into the same transaction
            if not leads:
                own.wait()
        if not own.done:
            self._lead()
        result: T = own.outcome()
        return result

    def _lead(self) -> None:
        with self._lock:
            group, self._queue = self._queue[:MOST_TOGETHER], self._queue[MOST_TOGETHER:]
        try:
            self._do_all(group)
        finally:
            with self._lock:
                following = self._queue[0] if self._queue else None
                self._busy = following is not None
            if following is not None:
                following.wake()
            for waiting in group[1:]:
                waiting.wake()

    def _do_all(self, group: Sequence[_Waiting]) -> None:
        """Leaves every part of the group done."""
        try:
            if len(group) == 1 or not self._done_together(group):
                for waiting in group:
                    self._do_alone(waiting)
        except BaseException as end:  # the process is ending
            for waiting in group:
                if not waiting.done:
                    waiting.failure, waiting.done = end, True
            raise

    def _done_together(self, group: Sequence[_Waiting]) -> bool:
        """Whether nothing failed; if anything did, nothing is kept."""
        results = []
        try:
            with self._transaction() as session:
                for waiting in group:
                    results.append(waiting.part(session))
                    session.flush()
        except Exception:  # noqa: BLE001  # whose fault it was shows when each is done alone
            return False
        for waiting, result in zip(group, results, strict=True):
            waiting.result, waiting.done = result, True
        return True

    def _do_alone(self, waiting: _Waiting) -> None:
        try:
            with self._transaction() as session:
                waiting.result = waiting.part(session)
        except Exception as failure:  # noqa: BLE001  # raised again by the thread whose part it is
            waiting.failure = failure
        waiting.done = True
