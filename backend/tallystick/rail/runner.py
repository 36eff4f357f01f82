"""Tells the rail of the ledger's movements, as soon as nothing takes them back."""

from threading import Event, Thread

import structlog
from sqlalchemy import and_, select, tuple_
from sqlalchemy.orm import Session, aliased

from tallystick.chain.node import Node
from tallystick.database.store import Store
from tallystick.mirror.events import NOBODY
from tallystick.mirror.journal import MONEY
from tallystick.mirror.places import Place
from tallystick.mirror.tables import Entry, Posting, Wallet
from tallystick.rail.interface import Movement, Rail

MOVEMENTS_A_TURN = 200

log = structlog.get_logger()


class RailRunner:
    """Goes through the mirror's journal of money, once and in order."""

    def __init__(self, store: Store, node: Node, rail: Rail, deployment: int) -> None:
        self._store = store
        self._node = node
        self._rail = rail
        self._deployment = deployment

    def tell_what_is_new(self) -> int:
        """Returns how many movements the rail was told of."""
        told = 0
        while movements := self._after(self._rail.last()):
            self._rail.tell(movements)
            told += len(movements)
            if self._rail.last() != movements[-1].place:
                break  # a rail that keeps nothing
        return told

    def _after(self, place: Place | None) -> list[Movement]:
        final = self._node.finalized()
        with self._store.reading() as session:
            return self._movements(session, place or (0, 0), final)

    def _movements(self, session: Session, after: Place, until: int) -> list[Movement]:
        given, gained = aliased(Posting), aliased(Posting)
        query = (
            select(Entry, given.holder, given.serial, gained.holder, gained.serial, gained.amount)
            .join(
                given,
                and_(
                    given.deployment == Entry.deployment,
                    given.block == Entry.block,
                    given.log_index == Entry.log_index,
                    given.amount < 0,
                ),
            )
            .join(
                gained,
                and_(
                    gained.deployment == Entry.deployment,
                    gained.block == Entry.block,
                    gained.log_index == Entry.log_index,
                    gained.amount > 0,
                ),
            )
            .where(
                Entry.deployment == self._deployment,
                Entry.receivable == MONEY,
                tuple_(Entry.block, Entry.log_index) > after,
                Entry.block <= until,
            )
            .order_by(Entry.block, Entry.log_index)
            .limit(MOVEMENTS_A_TURN)
        )
        found = []
        for entry, payer, from_hold, payee, into_hold, amount in session.execute(query):
            wallet = session.get_one(Wallet, (self._deployment, payee if payer == NOBODY else payer))
            hold = max(from_hold, into_hold)
            found.append(
                Movement(
                    place=(entry.block, entry.log_index),
                    kind=entry.kind,
                    bank=wallet.bank,
                    payer=None if payer == NOBODY else payer,
                    payee=None if payee == NOBODY else payee,
                    amount=amount,
                    hold=hold if hold > 0 else None,
                    at=entry.timestamp,
                    transaction=entry.transaction_hash,
                )
            )
        return found


class RailThread:
    """Tells it again and again, in the background."""

    def __init__(self, runner: RailRunner, interval_seconds: float) -> None:
        self._runner = runner
        self._interval = interval_seconds
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="rail", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns when what is under way has ended."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._interval):
            try:
                self._runner.tell_what_is_new()
            except Exception as failure:  # told and tried again: nobody else would
                log.warning("telling_the_rail_failed", error=str(failure), exc_info=failure)
