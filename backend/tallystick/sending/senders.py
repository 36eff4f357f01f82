"""Who may sign for an address at the moment, and which nonce comes next: one signer at a time, across processes."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import ColumnElement, bindparam, or_, select, update
from sqlalchemy.orm import Session

from tallystick.database.conflict import conflict_aware_insert
from tallystick.database.core import Prepared, table_of
from tallystick.database.store import Store
from tallystick.sending.tables import Sender, Transaction

LEASE_SECONDS = 10
"""How long a process that has died can keep others from signing for an address. Nonces never depend on it: they are
given out by the database. It keeps their transactions in order, and two processes from raising the same fee."""

_SENDERS, _TRANSACTIONS = table_of(Sender), table_of(Transaction)
_STATE = ("next_nonce", "leased_to", "leased_until", "used_elsewhere")
_LOOK = Prepared(
    select(*(_SENDERS.c[name] for name in _STATE))
    .where(_SENDERS.c.address == bindparam("sender"))
    .with_for_update()
)
_TAKE = Prepared(
    update(_SENDERS)
    .where(_SENDERS.c.address == bindparam("sender"))
    .values({name: bindparam(name) for name in _STATE})
)
_RELEASE = Prepared(
    update(_SENDERS)
    .where(
        _SENDERS.c.leased_to == bindparam("process"),
        _SENDERS.c.address.in_(
            select(_TRANSACTIONS.c.sender).where(_TRANSACTIONS.c.operation == bindparam("operation"))
        ),
    )
    .values(leased_until=0)
)

log = structlog.get_logger(__name__)


class SenderLeased(Exception):
    """Another process is signing for this address."""


@dataclass(frozen=True, slots=True)
class SenderState:
    """An address that the backend signs for. `used_elsewhere` counts nonces that somebody else has used."""

    address: bytes
    next_nonce: int
    leased: bool
    used_elsewhere: int


def take_nonces(
    session: Session, process: str, addresses: Sequence[bytes], chain_nonces: Mapping[bytes, int]
) -> list[int]:
    """The next nonce for each of these addresses in turn, at least what the chain says. Takes the lease with it.

    A nonce that the chain has seen and the database has not given out was used by somebody else who has the key: that
    is told, and counted. Raises `SenderLeased`.
    """
    taken: dict[bytes, int] = {}
    for address in sorted(set(addresses)):
        taken[address] = _leased(session, process, address, chain_nonces[address], addresses.count(address))
    nonces = []
    for address in addresses:
        nonces.append(taken[address])
        taken[address] += 1
    return nonces


def _leased(session: Session, process: str, address: bytes, chain_nonce: int, count: int) -> int:
    """The first of `count` nonces that are taken with the lease."""
    row = _LOOK.within(session, {"sender": address}).one_or_none()
    if row is None:
        first = conflict_aware_insert(session, Sender).values(
            address=address, next_nonce=chain_nonce, leased_until=0, used_elsewhere=0
        )
        session.execute(first.on_conflict_do_nothing())  # another process may be the first at the same moment
        row = _LOOK.within(session, {"sender": address}).one()
    next_nonce, leased_to, leased_until, used_elsewhere = row
    now = int(time.time())
    if leased_to not in (None, process) and leased_until > now:
        raise SenderLeased(address)
    if chain_nonce > next_nonce:
        missing = chain_nonce - next_nonce
        log.warning("key used elsewhere", address="0x" + address.hex(), nonces=missing)
        used_elsewhere += missing
        next_nonce = chain_nonce
    taking = {
        "next_nonce": next_nonce + count,
        "leased_to": process,
        "leased_until": now + LEASE_SECONDS,
        "used_elsewhere": used_elsewhere,
    }
    _TAKE.within(session, {"sender": address} | taking)
    return int(next_nonce)


def release_leases(session: Session, process: str, operation: str) -> None:
    """Lets other processes sign for the senders of an operation, within the caller's transaction."""
    _RELEASE.within(session, {"process": process, "operation": operation})


def not_leased_to_others(process: str) -> ColumnElement[bool]:
    """A condition on `Sender`: this process may sign for it."""
    return or_(
        Sender.leased_to.is_(None), Sender.leased_to == process, Sender.leased_until <= int(time.time())
    )


class Senders:
    """The addresses that the backend signs for, as a whole."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def break_leases(self) -> None:
        """For a process that knows itself alone: whoever held a lease has died."""
        with self._store.writing() as session:
            session.execute(update(Sender).values(leased_until=0))

    def note_used_elsewhere(self, address: bytes) -> None:
        """One more nonce that somebody else has used."""
        log.warning("key used elsewhere", address="0x" + address.hex(), nonces=1)
        with self._store.writing() as session:
            session.execute(
                update(Sender)
                .where(Sender.address == address)
                .values(used_elsewhere=Sender.used_elsewhere + 1)
            )

    def all(self) -> list[SenderState]:
        """By address."""
        with self._store.reading() as session:
            rows = session.scalars(select(Sender).order_by(Sender.address))
            now = int(time.time())
            return [
                SenderState(row.address, row.next_nonce, row.leased_until > now, row.used_elsewhere)
                for row in rows
            ]
