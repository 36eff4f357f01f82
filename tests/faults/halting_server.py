"""Run as a program: the real server, except that it stops for ever at points named beforehand, waiting to be killed.

`python -m tests.faults.halting_server POINT@NTH ... [--defect NAME]` over the home that the environment names. Once
the file `armed` is in the home, the NTH time (from 1) that POINT is reached leaves a file there that says so, and the
thread goes no further. `--defect` puts a defect into the product, to show that the tests would notice it.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from tallystick import founding
from tallystick.chain import deployment
from tallystick.chain.embedded import EmbeddedNode
from tallystick.database.store import Store
from tallystick.mirror import following, rebuilding
from tallystick.mirror.checkpoint import move_checkpoint
from tallystick.mirror.derivation import record
from tallystick.mirror.following import Mirror
from tallystick.mirror.writing import Writer
from tallystick.sending.outbox import Outbox
from tallystick.server import serve
from tallystick.settings import Settings
from tallystick.turns import waiting

ARMED = "armed"
BETWEEN = "between"
"""The point of defects that tear one transaction in two."""

POINTS: dict[str, tuple[Any, str]] = {
    # the way of a command
    "intent stored": (Outbox, "store_intent"),
    "signed": (Outbox, "store_signed"),
    "sent": (EmbeddedNode, "send"),
    "mined": (EmbeddedNode, "wait_for_receipt"),
    "half mirrored": (Writer, "journal"),
    "mirrored": (Mirror, "wait_for"),
    "answer stored": (Outbox, "finish"),
    # the first start
    "governor funded": (founding, "transact"),
    "deploying": (deployment, "transact"),
    "mirror begun": (following, "begin_checkpoint"),
    # a rebuild; "half mirrored" is on its way too
    "rows deleted": (rebuilding, "_forget"),
    "emptied": (rebuilding, "fetch_after"),
}
"""Each point is reached when this function has done its work and has not returned yet."""


def halted_at(home: Path, place: str) -> Path:
    """The file that says that a thread has come to `place` (point@nth) and gone no further."""
    return home / f"halted at {place}"


class Halt:
    """Stops the thread that comes to the point for the nth time."""

    def __init__(self, home: Path, place: str) -> None:
        self.point, nth = place.split("@")
        self._home = home
        self._place = place
        self._left = int(nth)
        self._lock = Lock()

    @property
    def armed(self) -> bool:
        return (self._home / ARMED).exists()

    def reached(self) -> None:
        with self._lock:
            self._left -= self.armed
            if not self.armed or self._left != 0:
                return
        halted_at(self._home, self._place).touch()
        with waiting():  # others go on until the process is killed
            while True:
                time.sleep(3600)

    def after(self, owner: Any, name: str) -> None:
        """Makes the return of this function the point."""
        really = getattr(owner, name)

        @wraps(really)
        def halting(*arguments: Any, **named: Any) -> Any:
            result = really(*arguments, **named)
            self.reached()
            return result

        _put(owner, name, halting)


def _put(owner: Any, name: str, function: Any) -> None:
    setattr(owner, name, function)


@dataclass(frozen=True)
class _Forgetful:
    """A store that takes back what is written in it."""

    store: Store

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.store.writing() as session:
            yield session
            session.flush()
            session.rollback()

    def write(self, part: Callable[[Session], Any]) -> Any:
        with self.writing() as session:
            return part(session)

    def look(self, *arguments: Any) -> Any:
        return self.store.look(*arguments)


def _uncommitted(halt: Halt, name: str) -> None:
    """Takes the commit out of one of the outbox's transactions."""
    really = getattr(Outbox, name)

    def writes_nothing_down(outbox: Outbox, *arguments: Any, **named: Any) -> Any:
        store: Any = _Forgetful(outbox._store) if halt.armed else outbox._store
        return really(Outbox(store), *arguments, **named)

    _put(Outbox, name, writes_nothing_down)


def _without_intent_commit(halt: Halt) -> None:
    _uncommitted(halt, "store_intent")


def _without_outbox_commit(halt: Halt) -> None:
    _uncommitted(halt, "store_signed")


def _with_checkpoint_committed_last(halt: Halt) -> None:
    """The rows have a transaction of their own; the checkpoint's comes later, which is to say never."""
    really_take_in = Mirror._take_in

    def take_in(mirror: Mirror, *arguments: Any) -> Any:
        reached = really_take_in(mirror, *arguments)
        halt.reached()
        return reached

    def move(*arguments: Any) -> None:
        if not halt.armed:
            move_checkpoint(*arguments)

    _put(following, "move_checkpoint", move)
    _put(Mirror, "_take_in", take_in)


def _with_checkpoint_committed_first(halt: Halt) -> None:
    """The checkpoint has a transaction of its own; the rows' comes later, which is to say never."""
    really_take_in = Mirror._take_in

    def take_in(mirror: Mirror, checkpoint: Any, ancestor: Any, stretch: Any) -> Any:
        if halt.armed:
            recorded = record(stretch, ancestor.digest, mirror._decoder)
            with mirror._store.writing() as session:
                move_checkpoint(session, following.end_of(ancestor, stretch, recorded.digest))
            halt.reached()
        return really_take_in(mirror, checkpoint, ancestor, stretch)

    _put(Mirror, "_take_in", take_in)


DEFECTS: dict[str, Callable[[Halt], None]] = {
    "without intent commit": _without_intent_commit,
    "without outbox commit": _without_outbox_commit,
    "checkpoint committed last": _with_checkpoint_committed_last,
    "checkpoint committed first": _with_checkpoint_committed_first,
}
"""What can be broken in the product; the last two halt by themselves, `BETWEEN` their two transactions."""


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("places", nargs="+")
    arguments.add_argument("--defect", choices=DEFECTS)
    given = arguments.parse_args()
    settings = Settings()
    halts = [Halt(settings.home, place) for place in given.places]
    if given.defect is not None:
        DEFECTS[given.defect](halts[0])
    for halt in halts:
        if halt.point != BETWEEN:
            halt.after(*POINTS[halt.point])
    serve(settings, lambda _url: None)


if __name__ == "__main__":
    main()
