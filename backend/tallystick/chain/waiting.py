"""How long whoever asked something has waited for the chain's node so far, told by the places where one waits."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from tallystick.turns import waiting


@dataclass(slots=True)
class Waited:
    """Seconds spent in calls to the node: for one's turn, on the way, and until it had answered."""

    seconds: float = 0.0
    waiting: bool = False


_waited: ContextVar[Waited | None] = ContextVar("waited_for_node", default=None)


@contextmanager
def counting_waits() -> Iterator[Waited]:
    """Counts what is waited for the node inside, by threads that inherit the context too."""
    waited = Waited()
    token = _waited.set(waited)
    try:
        yield waited
    finally:
        _waited.reset(token)


@contextmanager
def waiting_for_node() -> Iterator[None]:
    """What happens inside is the node's time. An inner one joins the outer one."""
    waited = _waited.get()
    if waited is None or waited.waiting:
        with waiting():
            yield
        return
    waited.waiting = True
    began = time.perf_counter()
    try:
        with waiting():
            yield
    finally:
        waited.seconds += time.perf_counter() - began
        waited.waiting = False
