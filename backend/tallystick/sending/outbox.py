"""The operations table as a queue: each change of stage is one database transaction."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tallystick.database.conflict import conflict_aware_insert
from tallystick.database.store import Store
from tallystick.refusal import Conflict, Refusal
from tallystick.sending.command import Recording, Requester
from tallystick.sending.tables import Operation, Sender, Transaction

UNFINISHED = ("intent", "signed")
"""The stages of an operation without an answer."""


@dataclass(frozen=True, slots=True)
class SignedTransaction:
    """Bytes that may be sent any number of times and are mined at most once."""

    sender: bytes
    nonce: int
    signed: bytes
    hash: bytes


def _take_nonce(session: Session, address: bytes, chain_nonce: int) -> int:
    """The next nonce of an address, at least what the chain says: somebody may have used the key elsewhere."""
    first = conflict_aware_insert(session, Sender).values(address=address, next_nonce=chain_nonce)
    session.execute(first.on_conflict_do_nothing())  # another process may be the first at the same moment
    sender = session.get_one(Sender, address, with_for_update=True)
    nonce = max(sender.next_nonce, chain_nonce)
    sender.next_nonce = nonce + 1
    session.flush()
    return nonce


class OperationTakenOver(Exception):
    """Somebody else has signed this operation in the meantime; theirs counts."""


class Outbox:
    """Writes down what is to happen before it happens."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, requester: Requester) -> Operation | None:
        """The operation that the party named by this key before; refuses a key used for something else."""
        with self._store.reading() as session:
            found = session.scalar(
                select(Operation).where(
                    Operation.party == requester.party, Operation.idempotency_key == requester.idempotency_key
                )
            )
        if found is not None and found.fingerprint != requester.fingerprint:
            raise Refusal(
                "idempotency_key_reused",
                f"The idempotency key {requester.idempotency_key!r} was used for another request ({found.kind}).",
                "Send a fresh key with every new request; repeat a key only with the very same request.",
            )
        return found

    def store_intent(
        self, operation: str, requester: Requester, kind: str, command: str, record: Recording | None
    ) -> None:
        """Keeps the intent, and whatever records belong to it, before anything is signed."""
        try:
            with self._store.writing() as session:
                session.add(
                    Operation(
                        id=operation,
                        party=requester.party,
                        idempotency_key=requester.idempotency_key,
                        fingerprint=requester.fingerprint,
                        kind=kind,
                        command=command,
                        stage="intent",
                        created_at=int(time.time()),
                    )
                )
                session.flush()
                if record is not None:
                    record(session)
        except IntegrityError:
            if self.find(requester) is None:
                raise
            raise in_progress(requester.idempotency_key) from None

    def store_signed(
        self,
        operation: str,
        senders: Sequence[bytes],
        chain_nonces: dict[bytes, int],
        sign: Callable[[int, int], SignedTransaction],
    ) -> list[SignedTransaction]:
        """Takes a nonce per step, signs, and keeps nonces, bytes and hashes, all in one transaction.

        `senders` names the sender of each step; `sign(step, nonce)` makes its bytes. Raises `OperationTakenOver`.
        """
        with self._store.writing() as session:
            claimed = session.scalar(
                update(Operation)
                .where(Operation.id == operation, Operation.stage == "intent")
                .values(stage="signed")
                .returning(Operation.id)
            )
            if claimed is None:
                raise OperationTakenOver(operation)
            transactions = []
            for step, address in enumerate(senders):
                nonce = _take_nonce(session, address, chain_nonces[address])
                signed = sign(step, nonce)
                transactions.append(signed)
                session.add(
                    Transaction(
                        operation=operation,
                        step=step,
                        sender=address,
                        nonce=nonce,
                        signed=signed.signed,
                        hash=signed.hash,
                    )
                )
            return transactions

    def transactions(self, operation: str) -> list[SignedTransaction]:
        with self._store.reading() as session:
            rows = session.scalars(
                select(Transaction).where(Transaction.operation == operation).order_by(Transaction.step)
            )
            return [SignedTransaction(row.sender, row.nonce, row.signed, row.hash) for row in rows]

    def get(self, operation: str) -> Operation | None:
        with self._store.reading() as session:
            return session.get(Operation, operation)

    def finish(
        self,
        operation: str,
        stage: str,
        status: int,
        answer: str,
        if_still: Sequence[str] = UNFINISHED,
        record: Recording | None = None,
    ) -> None:
        """Keeps the answer; from now on a repeat of the request gets exactly this. `record` writes down what came of
        the intent, or takes back the records that were kept with one of which nothing came.

        Changes nothing where the operation is no longer at one of the stages `if_still`: the first answer stays.
        """
        with self._store.writing() as session:
            finished = session.scalar(
                update(Operation)
                .where(Operation.id == operation, Operation.stage.in_(if_still))
                .values(stage=stage, answer_status=status, answer=answer, finished_at=int(time.time()))
                .returning(Operation.id)
            )
            if finished is not None and record is not None:
                record(session)

    def give_back_nonces(
        self, transactions: Sequence[SignedTransaction], chain_nonces: dict[bytes, int]
    ) -> None:
        """Forgets transactions that the node will never take, so that their nonces serve the next command."""
        with self._store.writing() as session:
            for transaction in transactions:
                row = session.scalar(select(Transaction).where(Transaction.hash == transaction.hash))
                sender = session.get(Sender, transaction.sender, with_for_update=True)
                if row is None or sender is None or transaction.nonce < chain_nonces[transaction.sender]:
                    continue
                session.delete(row)
                sender.next_nonce = min(sender.next_nonce, transaction.nonce)

    def unfinished(self) -> list[Operation]:
        """What was begun and has no answer yet: the signed ones by their nonces, then the intents, oldest first.

        A signed operation has the lower nonce even where its intent is the younger one; sent after an older intent
        that is only signed now, it would leave that one's nonce ahead of the chain's and get it rejected.
        """
        first_nonce = (
            select(func.min(Transaction.nonce)).where(Transaction.operation == Operation.id).scalar_subquery()
        )
        with self._store.reading() as session:
            return list(
                session.scalars(
                    select(Operation)
                    .where(Operation.stage.in_(UNFINISHED))
                    .order_by(
                        Operation.stage == "intent",
                        func.coalesce(first_nonce, 0),
                        Operation.created_at,
                        Operation.id,
                    )
                )
            )


def in_progress(idempotency_key: str) -> Conflict:
    return Conflict(
        "operation_in_progress",
        f"The request with the idempotency key {idempotency_key!r} is still being carried out.",
        "Repeat it with the same key in a moment; it will not be carried out twice.",
    )
