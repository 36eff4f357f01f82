"""What the ledger does by itself, without being asked: in batches, again and again, and nobody waits for another."""

import hashlib
import time
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

import structlog

from tallystick.refusal import Refusal, Unavailable
from tallystick.sending.command import Command, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.outbox import OF_THE_KEY

PATIENCE_SECONDS = 600.0
"""How long what was refused is left alone before it is tried again."""

WAITING_SECONDS = 60
"""How long what cannot be done yet is not asked about again, by the ledger's clock."""

Key = TypeVar("Key", bound=Hashable)

Request = tuple[Command, object]
"""A command, and the state in which it is asked for: the same command in the same state is the same request, whoever of
several servers makes it."""

Compose = Callable[[list[Key]], Request]
ComposeOne = Callable[[Key], Request | None]
"""None where there turns out to be nothing to ask for."""

log = structlog.get_logger()


class Housekeeping(Generic[Key]):
    """One kind of housework. `name` is under which its operations are kept; `told` names a key in the log.

    `clock` is the ledger's, in seconds since 1970. `not_yet` are codes by which something is refused whose time has not
    come: that is no failure; it waits, and nobody is told.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        name: str,
        told: Callable[[Key], str],
        clock: Callable[[], int],
        not_yet: frozenset[str] = frozenset(),
    ) -> None:
        self._dispatcher = dispatcher
        self._name = name
        self._told = told
        self._clock = clock
        self._not_yet = not_yet
        self._refused: dict[Key, float] = {}
        self._waiting: dict[Key, int] = {}

    def left_alone(self) -> list[Key]:
        """What was refused not long ago, and what waits."""
        now = self._clock()
        self._refused = {key: until for key, until in self._refused.items() if until > time.monotonic()}
        self._waiting = {key: until for key, until in self._waiting.items() if until > now}
        return [*self._refused, *self._waiting]

    def attempt(self) -> int:
        """About what time it is. As a part of the state, it makes another request of what was refused long ago."""
        return self._clock() // int(PATIENCE_SECONDS)

    def each(self, keys: Iterable[Key], compose: ComposeOne[Key]) -> list[Key]:
        """Does them one by one, but for what is left alone; one that is refused keeps no other from being done. Returns
        those that were done.

        Raises `Unavailable` where the ledger cannot work at all now.
        """
        waiting = set(self.left_alone())
        return [key for key in keys if key not in waiting and self._do_one(key, compose(key))]

    def do(self, keys: Sequence[Key], compose: Compose[Key]) -> int:
        """Returns for how many it was done. What a batch is refused for is found one by one.

        Raises `Unavailable` where the ledger cannot work at all now.
        """
        batch = list(keys)
        command, state = compose(batch)
        fingerprint = hashlib.sha256(repr(state).encode()).digest()
        try:
            outcome = self._dispatcher.carry_out(
                command, Requester(self._name, fingerprint.hex(), fingerprint)
            )
        except Unavailable:
            raise
        except Refusal as refusal:
            if refusal.code in OF_THE_KEY:  # another server is at it
                return 0
            if len(batch) > 1:
                half = len(batch) // 2
                return self.do(batch[:half], compose) + self.do(batch[half:], compose)
            self._leave_alone(batch[0], refusal)
            return 0
        return len(batch) if outcome.status == 201 and not outcome.replayed else 0

    def _do_one(self, key: Key, request: Request | None) -> int:
        return 0 if request is None else self.do([key], lambda _keys: request)

    def _leave_alone(self, key: Key, refusal: Refusal) -> None:
        if refusal.code in self._not_yet:
            self._waiting[key] = self._clock() + WAITING_SECONDS
            return
        self._refused[key] = time.monotonic() + PATIENCE_SECONDS
        log.info("not_done", housework=self._name, of=self._told(key), code=refusal.code)
