"""Stops a process in the middle of something: from then on nothing of it does anything any more.

A place is where the process could die: before each database statement and each commit, before each call of the node
and after each that sends something, before and after each write of the chain's files.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import Lock
from typing import Any

from sqlalchemy import Connection, event

from tallystick.chain.embedded.database import LmdbDatabase
from tallystick.chain.embedded.node import EmbeddedNode
from tallystick.database.store import Store

CALLS = (
    "head", "headers", "logs", "balance", "nonce", "code", "receipt", "wait_for_receipt", "call", "gas_needed", "fees",
    "finalized",
)  # fmt: skip
"""What is asked of a node; `send` is what is told to it."""


class Stopped(BaseException):
    """The end of the process, for which no handler of errors is prepared."""


class Injector:
    """Counts the places that a process comes to, and stops it at one of them, for good."""

    def __init__(self) -> None:
        self.places: list[str] = []
        """Those that were come to while it was armed."""
        self.stopped = False
        self._stop_at: int | None = None
        self._armed = False
        self._lock = Lock()

    def arm(self, stop_at: int | None = None) -> None:
        """Counts from here on, and stops at the place of that number (from 0), if one is named."""
        self.places, self._stop_at, self._armed = [], stop_at, True

    def disarm(self) -> None:
        """Neither counts nor stops any more. What was stopped stays so."""
        self._armed = False

    def come_to(self, place: str) -> None:
        with self._lock:
            if self.stopped:
                raise Stopped(place)
            if not self._armed:
                return
            self.places.append(place)
            if len(self.places) - 1 == self._stop_at:
                self.stopped = True
                raise Stopped(place)

    def watch(self, store: Store) -> None:
        """The statements and commits of a database."""

        def statement(_connection: Connection, _cursor: Any, text: str, *_others: Any) -> None:
            self.come_to(_named(text))

        event.listen(store.engine, "before_cursor_execute", statement)
        event.listen(store.engine, "commit", lambda _connection: self.come_to("commit"))


def _named(statement: str) -> str:
    """What a statement does to which table, in a few words."""
    words = statement.split()
    tables = [word.strip('(),"') for word in words if word.strip('(),"').startswith(("records_", "mirror_"))]
    return " ".join([words[0].lower(), *(table.partition(".")[0] for table in tables[:1])])


@contextmanager
def injected(current: Callable[[], Injector]) -> Iterator[None]:
    """While the block runs, embedded chains ask the injector that is the current one then."""
    really = {name: getattr(EmbeddedNode, name) for name in (*CALLS, "send")}
    really_write = LmdbDatabase._write_once

    def asking(name: str) -> Any:
        @wraps(really[name])
        def asked(node: EmbeddedNode, *arguments: Any, **named: Any) -> Any:
            current().come_to(f"node {name}")
            answer = really[name](node, *arguments, **named)
            if name == "send":
                current().come_to("node has taken it")
            return answer

        return asked

    def write(database: LmdbDatabase, changes: Any) -> None:
        current().come_to("chain file")
        really_write(database, changes)
        current().come_to("chain file written")

    try:
        for name in really:
            setattr(EmbeddedNode, name, asking(name))
        setattr(LmdbDatabase, "_write_once", write)  # noqa: B010 (mypy wants the names of its parameters alike)
        yield
    finally:
        for name, function in really.items():
            setattr(EmbeddedNode, name, function)
        setattr(LmdbDatabase, "_write_once", really_write)  # noqa: B010
