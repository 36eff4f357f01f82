"""Keeps what orders say, under which authorities stop claims and parties and transfer agents move notes."""

import time
from typing import Protocol

from eth_utils.crypto import keccak
from sqlalchemy import delete
from sqlalchemy.orm import Session

from tallystick.restraints.tables import OrderRecord


class OnOrder(Protocol):
    """A command that rests on an order: `order` is the hash of its text, `record` where that is kept."""

    @property
    def order(self) -> bytes: ...

    @property
    def record(self) -> str: ...


def order_hash(text: str) -> bytes:
    """What the chain knows of an order."""
    return keccak(text.encode())


def keep_order(session: Session, command: OnOrder, authority: bytes, text: str) -> None:
    """With the command's intent."""
    session.add(
        OrderRecord(
            id=command.record,
            hash=command.order,
            authority=authority,
            text=text,
            created_at=int(time.time()),
        )
    )


def forget_order(session: Session, command: OnOrder) -> None:
    """Nothing came of the command."""
    session.execute(delete(OrderRecord).where(OrderRecord.id == command.record))
