"""What is signed for the steps of an operation: one nonce a step, and as many attempts at it as it takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tallystick.chain.node import Fees
from tallystick.database.core import Prepared, table_of
from tallystick.database.store import Store
from tallystick.sending.tables import Attempt, Transaction

_KEEP_TRANSACTIONS = Prepared(insert(table_of(Transaction)), "operation", "step", "sender", "nonce")
_KEEP_ATTEMPTS = Prepared(
    insert(table_of(Attempt)),
    *("operation", "step", "number", "signed", "hash", "closing", "max_fee", "priority_fee", "signed_at"),
)


@dataclass(frozen=True, slots=True)
class SignedTransaction:
    """Bytes that may be sent any number of times and are mined at most once.

    `closing`: they do nothing but use up their nonce. `signed_at`: the number of the chain's head at the signing.
    """

    sender: bytes
    nonce: int
    signed: bytes
    hash: bytes
    fees: Fees
    signed_at: int
    closing: bool = False


@dataclass(frozen=True, slots=True)
class PendingTransaction:
    """A step of an operation with everything that was ever signed for it, oldest first. One of them counts, or none:
    the chain takes a nonce once."""

    operation: str
    step: int
    attempts: tuple[SignedTransaction, ...]

    @property
    def latest(self) -> SignedTransaction:
        return self.attempts[-1]

    @property
    def sender(self) -> bytes:
        return self.latest.sender

    @property
    def nonce(self) -> int:
        return self.latest.nonce


class AttemptExists(Exception):
    """Another process has signed the next attempt at the same moment; theirs counts."""


class Attempts:
    """Keeps signed bytes before they are sent, and finds them again."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, operation: str) -> list[PendingTransaction]:
        """The steps of an operation in order."""
        with self._store.reading() as session:
            rows = session.execute(
                select(Transaction, Attempt)
                .join(
                    Attempt,
                    (Attempt.operation == Transaction.operation) & (Attempt.step == Transaction.step),
                )
                .where(Transaction.operation == operation)
                .order_by(Transaction.step, Attempt.number)
            ).all()
        steps: dict[int, list[SignedTransaction]] = {}
        for transaction, attempt in rows:
            steps.setdefault(transaction.step, []).append(_signed(transaction, attempt))
        return [PendingTransaction(operation, step, tuple(attempts)) for step, attempts in steps.items()]

    def add(self, pending: PendingTransaction, signed: SignedTransaction) -> PendingTransaction:
        """Keeps a further attempt at the same nonce. Raises `AttemptExists`."""
        try:
            with self._store.writing() as session:
                attempt = _row(pending.operation, pending.step, len(pending.attempts), signed)
                _KEEP_ATTEMPTS.within(session, attempt)
        except IntegrityError:
            raise AttemptExists(pending.operation) from None
        return replace(pending, attempts=(*pending.attempts, signed))


def keep_signed(
    session: Session, operation: str, transactions: Sequence[SignedTransaction]
) -> list[PendingTransaction]:
    """Keeps the first attempt at each step, within the caller's transaction."""
    if transactions:
        _KEEP_TRANSACTIONS.within(
            session,
            [
                {"operation": operation, "step": step, "sender": signed.sender, "nonce": signed.nonce}
                for step, signed in enumerate(transactions)
            ],
        )
        _KEEP_ATTEMPTS.within(
            session,
            [_row(operation, step, 0, signed) for step, signed in enumerate(transactions)],
        )
    return [PendingTransaction(operation, step, (signed,)) for step, signed in enumerate(transactions)]


def _row(operation: str, step: int, number: int, signed: SignedTransaction) -> dict[str, Any]:
    return {
        "operation": operation,
        "step": step,
        "number": number,
        "signed": signed.signed,
        "hash": signed.hash,
        "closing": signed.closing,
        "max_fee": signed.fees.max_fee_per_gas,
        "priority_fee": signed.fees.max_priority_fee_per_gas,
        "signed_at": signed.signed_at,
    }


def _signed(transaction: Transaction, attempt: Attempt) -> SignedTransaction:
    return SignedTransaction(
        sender=transaction.sender,
        nonce=transaction.nonce,
        signed=attempt.signed,
        hash=attempt.hash,
        fees=Fees(attempt.max_fee, attempt.priority_fee),
        signed_at=attempt.signed_at,
        closing=attempt.closing,
    )
