"""Stops a process in the middle of something: from then on nothing of it does anything any more.

A place is where the process could die: before each database statement and each commit, before each call of the node
and after each that sends something, before and after each write of the chain's files.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import Lock
from typing import Any

import pytest
from sqlalchemy import Connection, event

from tallystick.chain.embedded.database import LmdbDatabase
from tallystick.chain.embedded.node import EmbeddedNode
from tallystick.chain.node import NodeUnreachable
from tallystick.database.store import Store

CALLS = (
    "head", "headers", "logs", "balance", "nonce", "code", "receipt", "wait_for_receipt", "call", "gas_needed",
    "outlook", "fees", "finalized",
)  # fmt: skip
"""What is asked of a node; `send` is what is told to it."""


REFUSES, FORGETS, HIDES = MISCHIEF = ("does not take it", "takes it and says nothing", "shows no receipt")


class Stopped(BaseException):
    """The end of the process, for which no handler of errors is prepared."""


class Injector:
    """Counts the places that a process comes to, and stops it at one of them, for good."""

    def __init__(self) -> None:
        self.places: list[str] = []
        """Those that were come to while it was armed."""
        self.stopped = False
        self.mischief = ""
        """What the node will do wrong at the next occasion: one of `MISCHIEF`, or nothing."""
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

    def is_up_to(self, mischief: str) -> bool:
        """Whether the node does this wrong now; once."""
        with self._lock:
            found = self.mischief == mischief
            if found:
                self.mischief = ""
            return found

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
    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(EmbeddedNode, name, _asking(name, current))
        patch.setattr(EmbeddedNode, "send", _sending(current))
        patch.setattr(LmdbDatabase, "_write_once", _writing(current))
        yield


def _asking(name: str, current: Callable[[], Injector]) -> Any:
    really = getattr(EmbeddedNode, name)

    @wraps(really)
    def asked(node: EmbeddedNode, *arguments: Any, **named: Any) -> Any:
        injector = current()
        injector.come_to(f"node {name}")
        if name == "wait_for_receipt" and injector.is_up_to(HIDES):
            return None
        return really(node, *arguments, **named)

    return asked


def _sending(current: Callable[[], Injector]) -> Any:
    really = EmbeddedNode.send

    def send(node: EmbeddedNode, signed: bytes) -> bytes:
        injector = current()
        injector.come_to("node send")
        if injector.is_up_to(REFUSES):
            raise NodeUnreachable(REFUSES)
        taken = really(node, signed)
        injector.come_to("node has taken it")
        if injector.is_up_to(FORGETS):
            raise NodeUnreachable(FORGETS)
        return taken

    return send


def _writing(current: Callable[[], Injector]) -> Any:
    really = LmdbDatabase._write_once

    def write(database: LmdbDatabase, changes: Any) -> None:
        current().come_to("chain file")
        really(database, changes)
        current().come_to("chain file written")

    return write
