"""Reads what the mirror has of movements across the border, of the goods behind them, and of the money."""

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import LargeBinary, func, select, tuple_
from sqlalchemy.orm import Session

from tallystick.chain.interface import interface
from tallystick.mirror.border_events import BorderLimitsSet, BorderWalletAdmitted
from tallystick.mirror.decoders.border import POLICY_EVENTS
from tallystick.mirror.joins import its_programme, its_receivable
from tallystick.mirror.places import Place
from tallystick.mirror.tables import (
    BorderLimit,
    BorderMovement,
    BorderWallet,
    Collection,
    Deployment,
    Document,
    Drawing,
    Event,
    Fixing,
    Milestone,
    Programme,
    Receivable,
    Round,
    Wallet,
)
from tallystick.monitoring.history import History

_TOPIC_BYTES = 32
_THE_ISSUE = 0
"""The serial under which documents are drawn on for the receivable itself."""


class MovementRow(NamedTuple):
    """A movement with the receivable and the programme that it belongs to."""

    movement: BorderMovement
    receivable: Receivable
    currency: str


class CollectionRow(NamedTuple):
    """A share that a claim was paid, and whether it was overdue interest."""

    collection: Collection
    interest: bool


class DrawnDocument(NamedTuple):
    """What the issue of a receivable draws on a document; `short` is what of all that is drawn on the document its
    credit notes have taken away since."""

    receivable: int
    amount: int
    short: int


class MonitoringRepository:
    """One deployment's."""

    def __init__(self, deployment: int, policy: bytes) -> None:
        """`policy` is the address of that contract."""
        self._deployment = deployment
        self._policy = policy

    def head(self, session: Session) -> tuple[int, int]:
        """The block up to which the mirror has come, and its time."""
        query = select(Deployment.block, Deployment.block_timestamp).where(Deployment.id == self._deployment)
        block, time = session.execute(query).one()
        return block, time

    def ledger(self, session: Session) -> bytes:
        """Names the ledger among all: a hash of its chain's first block and its directory, 32 bytes."""
        query = select(Deployment.genesis_hash, Deployment.directory).where(Deployment.id == self._deployment)
        genesis, directory = session.execute(query).one()
        return hashlib.sha256(bytes(genesis) + bytes(directory)).digest()

    def own_group(self, session: Session, wallet: bytes) -> bytes | None:
        """That of a wallet as it takes part now."""
        row = session.get(BorderWallet, (self._deployment, wallet))
        return None if row is None else bytes(row.group)

    def programmes(self, session: Session, programme: int | None) -> Sequence[tuple[Programme, BorderLimit]]:
        """Those under which something may cross, or the one that is named if it is one of them."""
        query = (
            select(Programme, BorderLimit)
            .join(
                BorderLimit,
                (BorderLimit.deployment == Programme.deployment)
                & (BorderLimit.programme == Programme.number),
            )
            .where(Programme.deployment == self._deployment)
            .order_by(Programme.number)
        )
        if programme is not None:
            query = query.where(Programme.number == programme)
        return [(row[0], row[1]) for row in session.execute(query)]

    def history(self, session: Session) -> History:
        """How limits and owners have changed."""
        policy = interface("CrossBorderPolicy")
        decoders = {policy.topic(name): POLICY_EVENTS[name] for name in ("LimitsSet", "WalletAdmitted")}
        topic = func.substr(Event.topics, 1, _TOPIC_BYTES, type_=LargeBinary)
        query = (
            select(Event.block, Event.log_index, Event.topics, Event.data)
            .where(
                Event.deployment == self._deployment,
                Event.address == self._policy,
                topic.in_(list(decoders)),
            )
            .order_by(Event.block, Event.log_index)
        )
        events: list[tuple[Place, BorderLimitsSet | BorderWalletAdmitted]] = []
        for block, log_index, topics, data in session.execute(query):
            event: Any = decoders[bytes(topics[:_TOPIC_BYTES])](bytes(topics), bytes(data))
            events.append(((block, log_index), event))
        return History(events)

    def movements(self, session: Session, programme: int) -> Sequence[MovementRow]:
        """All of a programme's, in the order of the chain."""
        query = (
            self._movements()
            .where(Receivable.programme == programme)
            .order_by(BorderMovement.block, BorderMovement.log_index)
        )
        return [MovementRow(row[0], row[1], row[2]) for row in session.execute(query)]

    def movement(self, session: Session, place: Place) -> MovementRow | None:
        query = self._movements().where(
            tuple_(BorderMovement.block, BorderMovement.log_index) == tuple_(*place)
        )
        row = session.execute(query).one_or_none()
        return None if row is None else MovementRow(row[0], row[1], row[2])

    def collections(
        self, session: Session, programme: int, transaction: bytes | None = None
    ) -> Sequence[CollectionRow]:
        """The shares that claims under a programme were paid, or those of one transaction, in the chain's order."""
        query = (
            select(Collection, Round.interest)
            .join(Receivable, its_receivable(Collection))
            .join(
                Round,
                (Round.deployment == Collection.deployment)
                & (Round.receivable == Collection.receivable)
                & (Round.round == Collection.round),
            )
            .where(Collection.deployment == self._deployment, Receivable.programme == programme)
            .order_by(Collection.block, Collection.log_index)
        )
        if transaction is not None:
            query = query.where(Collection.transaction_hash == transaction)
        return [CollectionRow(row[0], row[1]) for row in session.execute(query)]

    def milestones(self, session: Session, programme: int) -> dict[int, list[Milestone]]:
        """What carriers have stated of each receivable under a programme, in the chain's order."""
        query = (
            select(Milestone)
            .join(Receivable, its_receivable(Milestone))
            .where(Milestone.deployment == self._deployment, Receivable.programme == programme)
            .order_by(Milestone.block, Milestone.log_index)
        )
        found: dict[int, list[Milestone]] = {}
        for row in session.scalars(query):
            found.setdefault(row.receivable, []).append(row)
        return found

    def fixing(self, session: Session, receivable: int) -> Fixing:
        """Of a receivable on which something was paid."""
        return session.get_one(Fixing, (self._deployment, receivable))

    def fixings(self, session: Session, programme: int) -> dict[int, Fixing]:
        """Of receivables under a programme, by receivable."""
        query = (
            select(Fixing)
            .join(Receivable, its_receivable(Fixing))
            .where(Fixing.deployment == self._deployment, Receivable.programme == programme)
        )
        return {row.receivable: row for row in session.scalars(query)}

    def documents(self, session: Session, programme: int) -> Sequence[DrawnDocument]:
        """What the issue of each receivable draws."""
        query = (
            select(Drawing.receivable, Drawing.amount, Document.drawn - Document.amount)
            .join(
                Document,
                (Document.deployment == Drawing.deployment) & (Document.fingerprint == Drawing.fingerprint),
            )
            .join(Receivable, its_receivable(Drawing))
            .where(
                Drawing.deployment == self._deployment,
                Drawing.serial == _THE_ISSUE,
                Receivable.programme == programme,
            )
        )
        return [DrawnDocument(row[0], row[1], max(row[2], 0)) for row in session.execute(query)]

    def banks(self, session: Session, owners: set[bytes]) -> dict[bytes, bytes]:
        """Which bank keeps the wallet of each."""
        query = select(Wallet.owner, Wallet.bank).where(
            Wallet.deployment == self._deployment, Wallet.owner.in_(owners)
        )
        return {bytes(owner): bytes(bank) for owner, bank in session.execute(query)}

    def _movements(self) -> Any:
        return (
            select(BorderMovement, Receivable, Programme.currency)
            .join(Receivable, its_receivable(BorderMovement))
            .join(Programme, its_programme())
            .where(BorderMovement.deployment == self._deployment)
        )
