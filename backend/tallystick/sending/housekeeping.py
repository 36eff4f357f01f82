"""What the ledger does by itself, without being asked: in batches, again and again, and nobody waits for another."""

import hashlib
import time
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

import structlog

from tallystick.refusal import Refusal, Unavailable
from tallystick.sending.command import Command, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.outbox import OF_THE_KEY

PATIENCE_SECONDS = 600.0
"""How long what was refused is left alone before it is tried again."""

Key = TypeVar("Key", bound=Hashable)

Compose = Callable[[list[Key]], tuple[Command, object]]
"""A batch's command, and the state in which it is asked for: the same batch in the same state is the same request,
whoever of several servers makes it."""

log = structlog.get_logger()


class Housekeeping(Generic[Key]):
    """One kind of housework. `name` is under which its operations are kept; `told` names a key in the log."""

    def __init__(self, dispatcher: Dispatcher, name: str, told: Callable[[Key], str]) -> None:
        self._dispatcher = dispatcher
        self._name = name
        self._told = told
        self._refused: dict[Key, float] = {}

    def left_alone(self) -> list[Key]:
        """What was refused not long ago."""
        self._refused = {key: until for key, until in self._refused.items() if until > time.monotonic()}
        return list(self._refused)

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
            self._refused[batch[0]] = time.monotonic() + PATIENCE_SECONDS
            log.info("not_done", housework=self._name, of=self._told(batch[0]), code=refusal.code)
            return 0
        return len(batch) if outcome.status == 201 and not outcome.replayed else 0
