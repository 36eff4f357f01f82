"""Signed transactions to the chain, each until one of its attempts has a receipt.

What a node says of a transaction is not proof of what becomes of it: nodes word their errors differently, answer late,
or lose what they took. What decides is the chain: the receipts of all attempts at a nonce, and whether the nonce is
used up.
"""

import time
from collections.abc import Sequence

import structlog

from tallystick.chain.node import Node, Receipt, TransactionRejected
from tallystick.refusal import Conflict
from tallystick.sending.attempts import AttemptExists, Attempts, PendingTransaction
from tallystick.sending.preparation import Preparation
from tallystick.sending.senders import Senders

BLOCKS_OF_PATIENCE = 3
"""How many blocks may pass by a transaction before its fees are raised."""

MOST_ATTEMPTS = 30
"""The fees are at most some thirty times the first ones then (1.125^29)."""

SECOND_LOOK_SECONDS = 1.0
"""Between two looks that must both find a nonce used and no receipt of ours, before a command is given up for lost."""

log = structlog.get_logger(__name__)


class Delivery:
    """Sends, waits, raises fees, and closes nonces that nothing else will use. Safe to call from several threads."""

    def __init__(self, node: Node, attempts: Attempts, preparation: Preparation, senders: Senders) -> None:
        self._node = node
        self._attempts = attempts
        self._preparation = preparation
        self._senders = senders
        self._suspects: dict[tuple[str, int], float] = {}

    def deliver(
        self, transactions: Sequence[PendingTransaction], timeout_seconds: float, *, just_signed: bool = False
    ) -> tuple[Receipt, ...] | None:
        """The receipts, each transaction sent after the one before it was mined. None: not everything is mined yet.

        `just_signed` spares the question whether it was sent before. Raises `Conflict` where one of them will never
        be mined; nothing after it is then sent, and no nonce is left open. Raises `NodeUnreachable`, and
        `NotTakenFromWallet` where a wallet may still do better.
        """
        receipts = []
        for position, pending in enumerate(transactions):
            try:
                receipt = self._settle(pending, timeout_seconds, just_signed=just_signed)
            except NotTakenFromWallet:
                raise
            except Conflict:
                if not self._all_closed(transactions[position + 1 :], timeout_seconds):
                    return None
                raise
            if receipt is None:
                return None
            receipts.append(receipt)
        return tuple(receipts)

    def _settle(
        self, pending: PendingTransaction, timeout_seconds: float, *, just_signed: bool = False
    ) -> Receipt | None:
        if not just_signed:
            receipt = self._counted(pending)
            if receipt is not None:
                return receipt
            if self._was_passed_by(pending):
                pending = self._with_higher_fees(pending)
        try:
            return self._send(pending, timeout_seconds)
        except TransactionRejected as rejected:
            return self._after_rejection(pending, rejected, timeout_seconds)

    def _send(self, pending: PendingTransaction, timeout_seconds: float) -> Receipt | None:
        receipt = self._node.send_and_wait(pending.latest.signed, timeout_seconds)
        if receipt is not None and not pending.latest.closing:
            return receipt
        receipt = self._counted(pending)  # an earlier attempt may have been faster
        if receipt is None and self._node.nonce(pending.sender) > pending.nonce:
            self._suspect(pending)
        return receipt

    def _after_rejection(
        self, pending: PendingTransaction, rejected: TransactionRejected, timeout_seconds: float
    ) -> Receipt | None:
        receipt = self._counted(pending)
        if receipt is not None:
            return receipt
        used = self._node.nonce(pending.sender)
        if used > pending.nonce:
            self._suspect(pending)
            return None
        if used < pending.nonce:
            log.info("waiting for an earlier nonce", operation=pending.operation, nonce=pending.nonce)
            return None
        if not self._preparation.can_sign(pending.sender):
            raise NotTakenFromWallet(pending, str(rejected))
        if self._may_be_for_the_fees(pending):
            return self._try_higher_fees(pending, timeout_seconds)
        if pending.latest.closing:
            log.warning("nonce cannot be closed", operation=pending.operation, reason=str(rejected))
            return None
        return self._close(pending, str(rejected), timeout_seconds)

    def _may_be_for_the_fees(self, pending: PendingTransaction) -> bool:
        """They have risen since, or the node refuses to replace an earlier attempt for so little."""
        if len(pending.attempts) >= MOST_ATTEMPTS:
            return False
        today = self._preparation.fees().max_fee_per_gas
        return len(pending.attempts) > 1 or pending.latest.fees.max_fee_per_gas < today

    def _try_higher_fees(self, pending: PendingTransaction, timeout_seconds: float) -> Receipt | None:
        raised = self._with_higher_fees(pending)
        if raised is pending:
            return None
        try:
            return self._send(raised, timeout_seconds)
        except TransactionRejected as rejected:
            log.warning("still not taken", operation=pending.operation, reason=str(rejected))
            return None

    def _close(self, pending: PendingTransaction, reason: str, timeout_seconds: float) -> Receipt | None:
        """Uses the nonce up. Whichever of the attempts is mined decides, so nothing is told before one is."""
        log.warning("closing nonce", operation=pending.operation, nonce=pending.nonce, reason=reason)
        try:
            pending = self._attempts.add(pending, self._preparation.closing(pending))
            return self._send(pending, timeout_seconds)
        except AttemptExists:
            return None
        except TransactionRejected as rejected:
            log.warning("nonce cannot be closed", operation=pending.operation, reason=str(rejected))
            return None
        except NonceClosed:
            raise _rejected(reason) from None

    def _all_closed(self, transactions: Sequence[PendingTransaction], timeout_seconds: float) -> bool:
        """Whether the nonces of what comes after a step that failed are used up, by nothing where possible."""
        for pending in transactions:
            if not self._preparation.can_sign(pending.sender):
                continue
            try:
                if self._counted(pending) is None and self._closed(pending, timeout_seconds) is None:
                    return False
            except Conflict:
                continue
        return True

    def _closed(self, pending: PendingTransaction, timeout_seconds: float) -> Receipt | None:
        if pending.latest.closing:
            return self._settle(pending, timeout_seconds)
        return self._close(pending, "a transaction before it failed", timeout_seconds)

    def _counted(self, pending: PendingTransaction) -> Receipt | None:
        """The receipt of the attempt that the chain took. Raises `NonceClosed` where that was an empty one."""
        for attempt in reversed(pending.attempts):
            receipt = self._node.receipt(attempt.hash)
            if receipt is not None:
                self._suspects.pop((pending.operation, pending.step), None)
                if attempt.closing:
                    raise NonceClosed(pending)
                return receipt
        return None

    def _suspect(self, pending: PendingTransaction) -> None:
        """The nonce is used and not by us, unless the node is mistaken: so a second look, later, decides."""
        place = pending.operation, pending.step
        now = time.monotonic()
        if now - self._suspects.setdefault(place, now) < SECOND_LOOK_SECONDS:
            return
        del self._suspects[place]
        self._senders.note_used_elsewhere(pending.sender)
        raise Conflict(
            "key_used_elsewhere",
            f"Nonce {pending.nonce} of 0x{pending.sender.hex()} was used by a transaction that is not this command's.",
            "Nothing has happened. See who else uses this key, then ask again under a fresh idempotency key.",
            {"address": "0x" + pending.sender.hex(), "nonce": pending.nonce},
        )

    def _was_passed_by(self, pending: PendingTransaction) -> bool:
        """Whether it could have been in one of the last blocks and was in none."""
        if len(pending.attempts) >= MOST_ATTEMPTS or not self._preparation.can_sign(pending.sender):
            return False
        if self._node.head().number < pending.latest.signed_at + BLOCKS_OF_PATIENCE:
            return False
        return (
            self._node.nonce(pending.sender) == pending.nonce
        )  # else it is not its turn, or its turn is over

    def _with_higher_fees(self, pending: PendingTransaction) -> PendingTransaction:
        """Signed again for more; as it was where another process has just done that."""
        try:
            raised = self._attempts.add(pending, self._preparation.with_higher_fees(pending))
        except AttemptExists:
            return pending
        log.info(
            "fees raised", operation=pending.operation, nonce=pending.nonce, attempts=len(raised.attempts)
        )
        return raised


class NonceClosed(Conflict):
    """The chain took an empty transaction in the place of this one."""

    def __init__(self, pending: PendingTransaction) -> None:
        super().__init__(
            "transaction_rejected",
            f"No node took the transaction, and its nonce {pending.nonce} was closed.",
            "Nothing has happened. Ask again under a fresh idempotency key.",
        )


class NotTakenFromWallet(Conflict):
    """No node takes what a wallet has signed. Its bytes may still be out there, so its nonce remains the command's."""

    def __init__(self, pending: PendingTransaction, reason: str) -> None:
        super().__init__(
            "transaction_rejected",
            f"The node does not take the transaction: {reason}",
            f"Sign it again with the nonce {pending.nonce}, and submit that; the operation waits.",
            {"operation": pending.operation, "nonce": pending.nonce},
        )


def _rejected(reason: str) -> Conflict:
    return Conflict(
        "transaction_rejected",
        f"The node does not take the transaction: {reason}",
        "Nothing has happened. Ask again under a fresh idempotency key.",
    )
