"""What the ledger does by itself, without being asked: in batches, again and again, and nobody waits for another."""

import hashlib
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
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

Compose = Callable[[list[Key]], tuple[Command, object]]
"""A batch's command, and the state in which it is asked for: the same batch in the same state is the same request,
whoever of several servers makes it."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class NotYet:
    """What is no failure: by these codes something is refused whose time has not come. It waits, and nobody is told."""

    codes: frozenset[str]
    clock: Callable[[], int]
    """The ledger's, in seconds since 1970."""


class Housekeeping(Generic[Key]):
    """One kind of housework. `name` is under which its operations are kept; `told` names a key in the log."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        name: str,
        told: Callable[[Key], str],
        not_yet: NotYet | None = None,
    ) -> None:
        self._dispatcher = dispatcher
        self._name = name
        self._told = told
        self._not_yet = not_yet or NotYet(frozenset(), lambda: 0)
        self._refused: dict[Key, float] = {}
        self._waiting: dict[Key, int] = {}

    def left_alone(self) -> list[Key]:
        """What was refused not long ago, and what waits."""
        now = self._not_yet.clock()
        self._refused = {key: until for key, until in self._refused.items() if until > time.monotonic()}
        self._waiting = {key: until for key, until in self._waiting.items() if until > now}
        return [*self._refused, *self._waiting]

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

    def _leave_alone(self, key: Key, refusal: Refusal) -> None:
        if refusal.code in self._not_yet.codes:
            self._waiting[key] = self._not_yet.clock() + WAITING_SECONDS
            return
        self._refused[key] = time.monotonic() + PATIENCE_SECONDS
        log.info("not_done", housework=self._name, of=self._told(key), code=refusal.code)
