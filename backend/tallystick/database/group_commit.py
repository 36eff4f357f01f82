"""One commit for all who write at the same time.

Making a commit durable takes a flush of the disk, which costs more than what is written. So whoever has written while
others wait for their turn leaves the transaction to them, and waits until the last of them has committed it for all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

from sqlalchemy import Connection, Engine

MOST_TOGETHER = 64
"""So many share a commit at most: the first of them waits for the last."""


class _Group:
    """Those who share a transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.members = 0
        self._over = Event()
        self._failure: BaseException | None = None

    def end(self) -> None:
        """Commits. Whatever is in the way of that is in the way of all."""
        try:
            self.connection.commit()
        except BaseException as failure:
            self._failure = failure
            self.connection.invalidate()  # nobody is to find it with the transaction still open
            raise
        finally:
            try:
                self.connection.close()
            finally:
                self._over.set()

    def wait(self) -> None:
        """Until it is committed. Raises what was in the way."""
        self._over.wait()
        if self._failure is not None:
            raise self._failure


class GroupCommit:
    """The writers of one process to one database, one at a time. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = Lock()
        self._count = Lock()
        self._waiting = 0
        self._group: _Group | None = None

    @contextmanager
    def turn(self) -> Iterator[Connection]:
        """A connection in a transaction that others may share, before and after. Whoever writes sees to it that what
        fails is taken back to where it began. What was written is durable when the block has ended."""
        with self._count:
            self._waiting += 1
        with self._turn:
            with self._count:
                self._waiting -= 1
            group = self._group = self._group or self._begun()
            try:
                yield group.connection
            finally:
                group.members += 1
                if not self._waiting or group.members >= MOST_TOGETHER:
                    self._group = None
                    group.end()
        group.wait()

    def _begun(self) -> _Group:
        connection = self._engine.connect()
        connection.info["immediate"] = True
        try:
            connection.begin()
        except BaseException:
            connection.invalidate()
            connection.close()
            raise
        del connection.info["immediate"]
        return _Group(connection)
