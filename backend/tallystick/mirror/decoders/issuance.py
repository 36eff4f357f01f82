"""The events of the issuance: how receivables come about, or do not, and are undone."""

from collections.abc import Callable

from tallystick.mirror.decoders.words import address, number
from tallystick.mirror.events import (
    CancellationProposed,
    Event,
    ReceivableAccepted,
    ReceivableEnded,
    ReceivableFunded,
    ReceivableOffered,
)

DECLINED, WITHDRAWN, LAPSED, CANCELLED = 3, 4, 5, 6
"""Values of `ReceivableStatus` on the chain."""


def _offered(topics: bytes, data: bytes) -> Event:
    return ReceivableOffered(
        receivable=number(topics[32:64]),
        debtor=address(topics, 2),
        creditor=address(topics, 3),
        programme=number(data[0:32]),
        face=number(data[32:64]),
        issue_day=number(data[64:96]),
        accept_day=number(data[96:128]),
        due_day=number(data[128:160]),
    )


def _accepted(topics: bytes, _data: bytes) -> Event:
    return ReceivableAccepted(number(topics[32:64]))


def _ended(status: int) -> Callable[[bytes, bytes], Event]:
    return lambda topics, _data: ReceivableEnded(number(topics[32:64]), status)


def _funded(topics: bytes, data: bytes) -> Event:
    return ReceivableFunded(number(topics[32:64]), bool(number(data)))


def _cancellation_proposed(topics: bytes, _data: bytes) -> Event:
    return CancellationProposed(number(topics[32:64]), address(topics, 2))


def _cancellation_retracted(topics: bytes, _data: bytes) -> Event:
    return CancellationProposed(number(topics[32:64]), None)


ISSUANCE_EVENTS = {
    "ReceivableOffered": _offered,
    "ReceivableAccepted": _accepted,
    "ReceivableDeclined": _ended(DECLINED),
    "ReceivableWithdrawn": _ended(WITHDRAWN),
    "ReceivableLapsed": _ended(LAPSED),
    "ReceivableCancelled": _ended(CANCELLED),
    "ReceivableFunded": _funded,
    "CancellationProposed": _cancellation_proposed,
    "CancellationRetracted": _cancellation_retracted,
}
