"""The operations table as a queue: each change of stage is one database transaction."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from uuid_utils import uuid4

from tallystick.database.core import Prepared, affected, table_of
from tallystick.database.store import Store
from tallystick.refusal import Conflict, Refusal
from tallystick.sending.attempts import PendingTransaction, SignedTransaction, keep_signed
from tallystick.sending.command import Recording, Requester
from tallystick.sending.requests import differences
from tallystick.sending.senders import not_leased_to_others, release_leases, take_nonces
from tallystick.sending.tables import Operation, Sender, Transaction

INTENT = "intent"
UNFINISHED = (INTENT, "signed")
"""The stages of an operation that the backend goes on with by itself."""

PREPARED = "prepared"
"""The stage of one that waits for the signatures of a wallet."""

ANSWERED = ("done", "failed")

IN_PROGRESS, KEY_REUSED = OF_THE_KEY = ("operation_in_progress", "idempotency_key_reused")
"""Codes of refusals that are about a request's idempotency key, whatever it asks for."""

_OPERATIONS = table_of(Operation)
_STORE_INTENT = Prepared(
    insert(_OPERATIONS),
    *("id", "party", "idempotency_key", "fingerprint", "request", "kind", "command", "stage", "created_at"),
)
_FIND = Prepared(
    select(_OPERATIONS.c.id).where(
        _OPERATIONS.c.party == bindparam("party"), _OPERATIONS.c.idempotency_key == bindparam("key")
    )
)
_CLAIM = Prepared(
    update(_OPERATIONS)
    .where(_OPERATIONS.c.id == bindparam("operation"), _OPERATIONS.c.stage == bindparam("from_stage"))
    .values(stage="signed")
)

Signing = Callable[[int, int], SignedTransaction]
"""Makes the bytes of a step with a nonce."""


class IntentExists(Exception):
    """The very same request has come a second time and been faster."""


class OperationTakenOver(Exception):
    """Somebody else has signed this operation in the meantime; theirs counts."""


class NonceTaken(Exception):
    """A wallet's transaction has the nonce of an earlier operation."""


@dataclass(frozen=True, slots=True)
class Posting:
    """The block that an operation happened in; `is_final` where no reorganisation can take it back."""

    block: int
    block_hash: bytes
    is_final: bool


@dataclass(frozen=True, slots=True)
class Posted:
    """A done operation whose block may still be taken back."""

    operation: str
    block: int
    block_hash: bytes


class Outbox:
    """Writes down what is to happen before it happens."""

    def __init__(self, store: Store, process: str | None = None) -> None:
        """`process` names who signs here, for the leases on senders."""
        self._store = store
        self._process = process or str(uuid4())

    def find(self, requester: Requester) -> Operation | None:
        """The operation that the party named by this key before; refuses a key used for something else."""
        named = {"party": requester.party, "key": requester.idempotency_key}
        found = next((self.get(operation) for (operation,) in self._store.look(_FIND, named)), None)
        if found is not None and found.fingerprint != requester.fingerprint:
            raise Refusal(
                KEY_REUSED,
                f"The idempotency key {requester.idempotency_key!r} was used for another request ({found.kind}).",
                "Send a fresh key with every new request; repeat a key only with the very same request.",
                {"operation": found.id, "differences": differences(found.request, requester.request)},
            )
        return found

    def store_intent(
        self,
        operation: str,
        requester: Requester,
        kind: str,
        command: str,
        record: Recording | None,
        stage: str = INTENT,
    ) -> None:
        """Keeps the intent, and whatever records belong to it, before anything is signed. Raises `IntentExists`."""
        intent = {
            "id": operation,
            "party": requester.party,
            "idempotency_key": requester.idempotency_key,
            "fingerprint": requester.fingerprint,
            "request": requester.request,
            "kind": kind,
            "command": command,
            "stage": stage,
            "created_at": int(time.time()),
        }

        def store(session: Session) -> None:
            _STORE_INTENT.within(session, intent)
            if record is not None:
                record(session)

        try:
            self._store.write(store)
        except IntegrityError:
            if self.find(requester) is None:
                raise
            raise IntentExists(operation) from None

    def store_signed(
        self, operation: str, senders: Sequence[bytes], chain_nonces: Mapping[bytes, int], sign: Signing
    ) -> list[PendingTransaction]:
        """Takes a nonce per step, signs, and keeps nonces, bytes and hashes, all in one transaction.

        `senders` names the sender of each step; `sign(step, nonce)` makes its bytes. Raises `OperationTakenOver`,
        `SenderLeased`.
        """
        expected = list(enumerate(_following(senders, chain_nonces)))
        signed = {(step, nonce): sign(step, nonce) for step, nonce in expected}  # while nobody waits to write

        def store(session: Session) -> list[PendingTransaction]:
            _claim(session, operation, "intent")
            nonces = enumerate(take_nonces(session, self._process, senders, chain_nonces))
            return keep_signed(session, operation, [signed.get(place) or sign(*place) for place in nonces])

        return self._store.write(store)

    def store_submitted(
        self,
        operation: str,
        submitted: Sequence[SignedTransaction],
        senders: Sequence[bytes],
        chain_nonces: Mapping[bytes, int],
        sign: Signing,
    ) -> list[PendingTransaction]:
        """Keeps what a wallet has signed, after steps of our own (`senders`, as in `store_signed`) that go first.

        Raises `OperationTakenOver`, `NonceTaken`, `SenderLeased`.
        """
        try:
            with self._store.writing() as session:
                _claim(session, operation, PREPARED)
                nonces = take_nonces(session, self._process, senders, chain_nonces)
                ours = [sign(step, nonce) for step, nonce in enumerate(nonces)]
                return keep_signed(session, operation, [*ours, *submitted])
        except IntegrityError:
            raise NonceTaken(operation) from None

    def nonce_after(self, sender: bytes) -> int:
        """The nonce after the last one that an operation took of this sender's; 0 where none did."""
        with self._store.reading() as session:
            last = session.scalar(select(func.max(Transaction.nonce)).where(Transaction.sender == sender))
        return 0 if last is None else last + 1

    def get(self, operation: str) -> Operation | None:
        with self._store.reading() as session:
            return session.get(Operation, operation)

    def finish(
        self,
        operation: str,
        stage: str,
        status: int,
        answer: str,
        *,
        if_still: Sequence[str] = UNFINISHED,
        record: Recording | None = None,
        posting: Posting | None = None,
    ) -> None:
        """Keeps the answer; from now on a repeat of the request gets exactly this. `record` writes down what came of
        the intent, or takes back the records that were kept with one of which nothing came. `posting` says in which
        block it happened.

        Changes nothing where the operation is no longer at one of the stages `if_still`: the first answer stays. So it
        does where the operation had been done before a reorganisation took it back for a while.
        """
        now = int(time.time())
        finishing = _finishing(tuple(if_still), keeping=stage != "failed")
        finished = {
            "operation": operation,
            "stage": stage,
            "finished_at": now,
            "posted_block": None if posting is None else posting.block,
            "posted_hash": None if posting is None else posting.block_hash,
            "final_at": now if posting is None or posting.is_final else None,
            "told_status": status,
            "told": answer,
        }

        def finish(session: Session) -> None:
            if affected(finishing.within(session, finished)) and record is not None:
                record(session)
            release_leases(session, self._process, operation)

        self._store.write(finish)

    def unfinished(self) -> list[Operation]:
        """What was begun and has no answer yet: the signed ones by their nonces, then the intents, oldest first.
        Those that another process is signing for are left to it.

        A signed operation has the lower nonce even where its intent is the younger one; sent after an older intent
        that is only signed now, it would leave that one's nonce ahead of the chain's and get it rejected.
        """
        first_nonce = (
            select(func.min(Transaction.nonce)).where(Transaction.operation == Operation.id).scalar_subquery()
        )
        others = (
            select(Transaction.operation)
            .join(Sender, Sender.address == Transaction.sender)
            .where(~not_leased_to_others(self._process))
        )
        with self._store.reading() as session:
            return list(
                session.scalars(
                    select(Operation)
                    .where(Operation.stage.in_(UNFINISHED), Operation.id.not_in(others))
                    .order_by(
                        Operation.stage == "intent",
                        func.coalesce(first_nonce, 0),
                        Operation.created_at,
                        Operation.id,
                    )
                )
            )

    def prepared_before(self, moment: int) -> list[Operation]:
        """What has waited for a wallet's signatures since before `moment` (seconds since 1970)."""
        with self._store.reading() as session:
            waiting = select(Operation).where(Operation.stage == PREPARED, Operation.created_at < moment)
            return list(session.scalars(waiting.order_by(Operation.created_at)))

    def posted(self, most: int) -> list[Posted]:
        """Done and not final yet, the lowest blocks first."""
        with self._store.reading() as session:
            rows = session.execute(
                select(Operation.id, Operation.posted_block, Operation.posted_hash)
                .where(Operation.stage == "done", Operation.final_at.is_(None))
                .where(Operation.posted_block.is_not(None))
                .order_by(Operation.posted_block, Operation.id)
                .limit(most)
            )
            return [
                Posted(operation, block, block_hash)
                for operation, block, block_hash in rows
                if block is not None and block_hash is not None
            ]

    def settle(self, final: Sequence[str], taken_back: Sequence[str]) -> None:
        """Marks what no reorganisation can take back any more, and takes up again what one has taken back."""
        if not final and not taken_back:
            return
        done = update(Operation).where(Operation.stage == "done")
        with self._store.writing() as session:
            session.execute(done.where(Operation.id.in_(final)).values(final_at=int(time.time())))
            session.execute(
                done.where(Operation.id.in_(taken_back)).values(
                    stage="signed", finished_at=None, posted_block=None, posted_hash=None
                )
            )

    def of_party(self, party: str, before: str | None, most: int) -> list[Operation]:
        """A party's operations, the youngest first, from the one before `before` on."""
        wanted = select(Operation).where(Operation.party == party)
        if before is not None:
            wanted = wanted.where(Operation.id < before)
        with self._store.reading() as session:
            return list(session.scalars(wanted.order_by(Operation.id.desc()).limit(most)))

    def youngest(self, most: int) -> list[tuple[str, str]]:
        """The youngest operations of all parties: id and stage."""
        with self._store.reading() as session:
            rows = session.execute(
                select(Operation.id, Operation.stage).order_by(Operation.id.desc()).limit(most)
            )
            return [(operation, stage) for operation, stage in rows]


@cache
def _finishing(if_still: tuple[str, ...], *, keeping: bool) -> Prepared:
    """`keeping` what was answered before."""
    told: dict[str, ColumnElement[Any]] = {
        "answer_status": bindparam("told_status"),
        "answer": bindparam("told"),
    }
    places = ("stage", "finished_at", "posted_block", "posted_hash", "final_at")
    return Prepared(
        update(_OPERATIONS)
        .where(_OPERATIONS.c.id == bindparam("operation"))
        .where(or_(*(_OPERATIONS.c.stage == stage for stage in if_still)))
        .values({name: bindparam(name) for name in places})
        .values(
            {name: func.coalesce(_OPERATIONS.c[name], new) if keeping else new for name, new in told.items()}
        )
    )


def _following(senders: Sequence[bytes], chain_nonces: Mapping[bytes, int]) -> list[int]:
    """The nonces that these senders take one after the other where nothing of theirs is on its way."""
    return [
        chain_nonces[sender] + senders[:position].count(sender) for position, sender in enumerate(senders)
    ]


def _claim(session: Session, operation: str, stage: str) -> None:
    """Only one comes past here. Raises `OperationTakenOver`."""
    if not affected(_CLAIM.within(session, {"operation": operation, "from_stage": stage})):
        raise OperationTakenOver(operation)


def in_progress(idempotency_key: str) -> Conflict:
    return Conflict(
        IN_PROGRESS,
        f"The request with the idempotency key {idempotency_key!r} is still being carried out.",
        "Repeat it with the same key in a moment; it will not be carried out twice.",
    )
