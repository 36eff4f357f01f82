"""Streams of one process: however many follow the ledger, it is looked at once for all of them."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from anyio import to_thread

from tallystick.refusal import TooMany

MOST_OF_A_PARTY = 16
"""Streams that a party has open at a time: several tabs of several browsers."""

State = tuple[int, str]
"""The last block, and a word that is another whenever anything has come further."""


class Streams:
    """Used by the event loop alone."""

    def __init__(self, look: Callable[[], State], seconds: float, most: int = MOST_OF_A_PARTY) -> None:
        """`look` may wait. What it has told is told to everybody for so many seconds; `most` is for each party."""
        self._look = look
        self._seconds = seconds
        self._most = most
        self._looking = asyncio.Lock()
        self._told: State | None = None
        self._until = 0.0
        self._open: Counter[str] = Counter()

    async def state(self) -> State:
        """How the ledger stands, as of a moment ago at most."""
        async with self._looking:
            if self._told is None or time.monotonic() >= self._until:
                self._told = await to_thread.run_sync(self._look)
                self._until = time.monotonic() + self._seconds
            return self._told

    @contextmanager
    def open(self, party: str) -> Iterator[None]:
        """The party has one stream more inside. Raises `TooMany`."""
        if self._open[party] >= self._most:
            raise TooMany(
                "too_many_streams",
                f"You have {self._most} streams open, and nobody may have more.",
                "Close one of them: one stream of the ledger tells of everything that happens on it.",
                {"most": self._most},
            )
        self._open[party] += 1
        try:
            yield
        finally:
            self._open[party] -= 1
            if not self._open[party]:
                del self._open[party]
