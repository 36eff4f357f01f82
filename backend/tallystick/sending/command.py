"""What a command is: its kind, the calls it makes on the chain, and how its answer is told afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec
from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Call, Receipt
from tallystick.refusal import Refusal


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """An intent, written down before anything is sent. Addresses in it are already resolved."""

    kind: ClassVar[str]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        """The transactions that carry it out, in order; they do not depend on each other's results."""
        raise NotImplementedError

    def demands(self, _contracts: Contracts) -> tuple[Call, ...]:
        """What a later answer to it will call: asked beforehand, never sent, so that nobody begins what cannot end."""
        return ()


Answerer = Callable[[Session, Any, tuple[Receipt, ...]], dict[str, Any]]
"""Tells what came of a command, reading the mirror after the command's blocks have been taken in."""


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asks, under which idempotency key, the SHA-256 of what exactly was asked, and that itself where it is short
    enough to keep."""

    party: str
    idempotency_key: str
    fingerprint: bytes
    request: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a command. `replayed`: it was carried out before and this is the answer of then.

    `status` 201 (done), 200 (dry run) or 202 (not mined yet, or waiting for signatures); `body` is JSON text.
    """

    status: int
    body: str
    operation: str | None
    replayed: bool = False


Recording = Callable[[Session], None]

Permission = Callable[[], object]
"""Raises a `Refusal` where the one who asks may not even try; asked of new requests, never of repeats."""

RefusalObserver = Callable[[Command, Requester, Refusal], None]
"""Learns of a request that was to be carried out and was refused; what it raises changes nothing for who asked."""

Undoing = Callable[[Session, Any], None]
"""Takes back what was recorded with the intent of a command of which nothing came."""

Noting = Callable[[Session, Any, tuple[Receipt, ...]], None]
"""Writes down what came of a command, in the transaction that keeps its answer."""
