"""Movements as a programme's record has them: US$500,000.00 at a time, a window of a day, unless told otherwise."""

import itertools
from dataclasses import replace
from typing import Any

from tallystick.monitoring.movements import CROSS, Movement

CAP = 50_000_000
DAY = 86_400
NOON = 1_796_000_000
LIM, NGUYEN = b"Lim family".ljust(30, b"\0"), b"Nguyen".ljust(30, b"\0")

_blocks = itertools.count(10)

_MOVEMENT = Movement(
    place=(1, 0),
    at=NOON,
    transaction=b"\1" * 32,
    kind=CROSS,
    programme=1,
    currency="USD",
    receivable=7,
    claim=None,
    sender=b"\2" * 20,
    recipient=b"\3" * 20,
    sender_group=NGUYEN,
    recipient_group=LIM,
    sender_country=704,
    recipient_country=702,
    amount=1,
    money=None,
    interest=False,
    purpose=121_010,
    milestone=0,
    transaction_use=1,
    transaction_cap=CAP,
    window_use=1,
    window_cap=CAP,
    window=DAY,
    counted=True,
    matched=True,
)


def moved(amount: int, after: int = 0, wallet: int = 3, **other: Any) -> Movement:
    """So many cents, so many seconds after noon, to a wallet that is named by a byte; each in a block of its own."""
    fields: dict[str, Any] = {
        "place": (next(_blocks), 0),
        "at": NOON + after,
        "recipient": bytes([wallet]) * 20,
    }
    return replace(_MOVEMENT, amount=amount, **(fields | other))
