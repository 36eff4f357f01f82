"""The way of a command: refuse by the contracts' own word, write down, sign, send, wait, mirror, answer."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, NoReturn

import msgspec
import structlog
from uuid_utils import uuid7

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Node, NodeUnreachable, Receipt, Reverted, TransactionRejected
from tallystick.database.store import Store
from tallystick.mirror.following import Mirror
from tallystick.refusal import Conflict, Refusal, Unavailable
from tallystick.sending.command import (
    Answerer,
    Command,
    Noting,
    Outcome,
    Permission,
    Recording,
    Requester,
    Undoing,
)
from tallystick.sending.contract_errors import refusal_of
from tallystick.sending.keyring import Keyring
from tallystick.sending.outbox import UNFINISHED, OperationTakenOver, Outbox, SignedTransaction, in_progress
from tallystick.sending.preparation import Preparation, Step
from tallystick.sending.tables import Operation

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Kind:
    command: type[Command]
    answerer: Answerer
    undoing: Undoing | None
    noting: Noting | None


class Dispatcher:
    """Carries out commands, each exactly once, whatever happens in between. Safe to call from several threads."""

    def __init__(
        self,
        store: Store,
        node: Node,
        contracts: Contracts,
        mirror: Mirror,
        keyring: Keyring,
        *,
        funder: bytes,
        receipt_timeout_seconds: float,
    ) -> None:
        self._store = store
        self._node = node
        self._contracts = contracts
        self._mirror = mirror
        self._receipt_timeout = receipt_timeout_seconds
        self._outbox = Outbox(store)
        self._preparation = Preparation(node, contracts, keyring, self._outbox, funder)
        self._kinds: dict[str, _Kind] = {}
        self._senders: dict[bytes, Lock] = {}
        self._at_work: set[str] = set()
        self._lock = Lock()

    def answers(
        self,
        command: type[Command],
        answerer: Answerer,
        undoing: Undoing | None = None,
        noting: Noting | None = None,
    ) -> None:
        """Says how a kind of command is answered, or taken back where it fails, now or after a restart.

        `noting` writes down what came of it, in the transaction that keeps the answer.
        """
        self._kinds[command.kind] = _Kind(command, answerer, undoing, noting)

    def earlier(self, requester: Requester) -> Outcome | None:
        """The answer that this very request was given before; None where it is new. Refuses a key used otherwise."""
        operation = self._outbox.find(requester)
        return None if operation is None else _earlier_outcome(operation)

    def carry_out(
        self,
        command: Command,
        requester: Requester,
        record: Recording | None = None,
        dry_run: bool = False,
        permission: Permission | None = None,
    ) -> Outcome:
        """Does what the command says, or refuses with nothing done.

        `permission` is asked before the contracts are. `record` writes records that belong to the intent, in the
        intent's own transaction. A dry run goes the same way up to the point where something would be written down.
        """
        earlier = None if dry_run else self.earlier(requester)
        if earlier is not None:
            return earlier
        if permission is not None:
            permission()
        steps = self._preparation.steps(command)
        if dry_run:
            self._rehearse(record)
            return _dry_run(command, steps)
        operation = str(uuid7())
        with self._working_on(operation):
            written = msgspec.json.encode(command).decode()
            self._outbox.store_intent(operation, requester, command.kind, written, record)
            try:
                return self._sign_and_finish(operation, command, steps)
            except OperationTakenOver:
                return _on_its_way(operation)
            except NodeUnreachable as problem:
                log.warning("node unreachable, will try again", operation=operation, reason=str(problem))
                return _on_its_way(operation)

    def resume_unfinished(self) -> int:
        """Finishes what a crash or a silent node left behind. Returns how many operations it took up."""
        resumed = 0
        for listed in self._outbox.unfinished():
            with self._working_on(listed.id) as alone:
                # It may have been finished while those before it on the list were waited for.
                operation = self._outbox.get(listed.id) if alone else None
                if operation is not None and operation.stage in UNFINISHED:
                    resumed += 1
                    self._resume(operation)
        return resumed

    def operation(self, operation: str) -> Operation | None:
        return self._outbox.get(operation)

    def _resume(self, operation: Operation) -> None:
        command = msgspec.json.decode(operation.command, type=self._kinds[operation.kind].command)
        log.info("resuming operation", operation=operation.id, kind=operation.kind, stage=operation.stage)
        try:
            if operation.stage == "intent":
                self._sign_and_finish(operation.id, command, self._preparation.steps(command))
            else:
                self._send_and_finish(operation.id, command, self._outbox.transactions(operation.id))
        except OperationTakenOver:
            log.info("operation taken over", operation=operation.id)
        except (Unavailable, NodeUnreachable) as problem:
            log.warning("operation still waiting", operation=operation.id, reason=str(problem))
        except Refusal as refusal:
            # After the signing whatever failed has been written down already; before it, only we know.
            self._fail(operation.id, command, refusal, if_still=("intent",))
        except Exception as failure:  # one broken operation must not keep the others from being finished
            log.warning("operation cannot be resumed", operation=operation.id, exc_info=failure)

    def _rehearse(self, record: Recording | None) -> None:
        """Writes the records that a command would write, and takes them back."""
        if record is not None:
            with self._store.writing() as session:
                record(session)
                session.rollback()

    def _sign_and_finish(self, operation: str, command: Command, steps: list[Step]) -> Outcome:
        with self._sole_sender({step.call.sender for step in steps}):
            transactions = self._preparation.sign(operation, steps)
            receipts = self._send(operation, command, transactions)
        return self._finish(operation, command, receipts)

    def _send_and_finish(
        self, operation: str, command: Command, transactions: list[SignedTransaction]
    ) -> Outcome:
        with self._sole_sender({transaction.sender for transaction in transactions}):
            receipts = self._send(operation, command, transactions)
        return self._finish(operation, command, receipts)

    def _send(
        self, operation: str, command: Command, transactions: list[SignedTransaction]
    ) -> tuple[Receipt, ...] | None:
        """Sends what is not mined yet, each after the one before it. None: the node has it but has not mined it."""
        receipts = []
        for position, transaction in enumerate(transactions):
            try:
                receipt = self._node.receipt(transaction.hash)
                if receipt is None:
                    self._node.send(transaction.signed)
                    receipt = self._node.wait_for_receipt(transaction.hash, self._receipt_timeout)
            except TransactionRejected as rejected:
                self._give_up(operation, command, transactions[position:], rejected)
            except NodeUnreachable as problem:
                log.warning("node unreachable, will send again", operation=operation, reason=str(problem))
                return None
            if receipt is None:
                return None
            receipts.append(receipt)
        return tuple(receipts)

    def _finish(self, operation: str, command: Command, receipts: tuple[Receipt, ...] | None) -> Outcome:
        if receipts is None or not self._mirrored(receipts):
            return _on_its_way(operation)
        if not all(receipt.succeeded for receipt in receipts):
            refusal = self._refusal_after_mining(command, receipts)
            self._fail(operation, command, refusal)
            raise refusal
        body = json.dumps(self._answer(operation, command, receipts), ensure_ascii=False)
        noting = self._kinds[command.kind].noting
        note = None if noting is None else lambda session: noting(session, command, receipts)
        self._outbox.finish(operation, "done", 201, body, record=note)
        return Outcome(201, body, operation)

    def _answer(self, operation: str, command: Command, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        """What came of it; where that has moved on already and cannot be shown, only that it was done."""
        try:
            with self._store.reading() as session:
                return self._kinds[command.kind].answerer(session, command, receipts)
        except Refusal as refusal:
            log.warning("nothing left to show", operation=operation, reason=str(refusal))
            transaction = "0x" + receipts[-1].transaction_hash.hex() if receipts else None
            return {"operation": operation, "stage": "done", "transaction": transaction}

    def _mirrored(self, receipts: tuple[Receipt, ...]) -> bool:
        """Whether the mirror has taken in the receipts' blocks; if not in time, the answer comes later."""
        if not receipts:
            return True
        try:
            self._mirror.wait_for(max(receipt.block_number for receipt in receipts), self._receipt_timeout)
        except (Unavailable, NodeUnreachable) as problem:
            log.warning("mirror behind", reason=str(problem))
            return False
        return True

    def _refusal_after_mining(self, command: Command, receipts: tuple[Receipt, ...]) -> Refusal:
        """Why a transaction that would have succeeded when it was signed failed when it was mined."""
        block = receipts[-1].block_number
        for call in command.calls(self._contracts):
            try:
                self._node.call(call.to, call.data, call.sender, block)
            except Reverted as reverted:
                return refusal_of(reverted)
        return Conflict(
            "overtaken",
            "The transaction failed on the chain because another one came before it.",
            "Look at the present state and ask again under a fresh idempotency key.",
        )

    def _give_up(
        self,
        operation: str,
        command: Command,
        transactions: list[SignedTransaction],
        rejected: TransactionRejected,
    ) -> NoReturn:
        nonces = {transaction.sender: self._node.nonce(transaction.sender) for transaction in transactions}
        self._outbox.give_back_nonces(transactions, nonces)
        refusal = Conflict(
            "transaction_rejected",
            f"The node does not take the transaction: {rejected}",
            "Nothing has happened. Ask again under a fresh idempotency key.",
        )
        self._fail(operation, command, refusal)
        raise refusal

    def _fail(
        self, operation: str, command: Command, refusal: Refusal, if_still: Sequence[str] = UNFINISHED
    ) -> None:
        told = {
            "code": refusal.code,
            "detail": refusal.detail,
            "way_out": refusal.way_out,
            "values": refusal.values,
        }
        body = json.dumps(told, ensure_ascii=False)
        undoing = self._kinds[command.kind].undoing
        undo = None if undoing is None else lambda session: undoing(session, command)
        self._outbox.finish(operation, "failed", refusal.status, body, if_still, undo)

    @contextmanager
    def _working_on(self, operation: str) -> Iterator[bool]:
        """Whether no other thread is at work on it; if so, none will be until the block ends."""
        with self._lock:
            alone = operation not in self._at_work
            self._at_work.add(operation)
        try:
            yield alone
        finally:
            if alone:
                with self._lock:
                    self._at_work.discard(operation)

    @contextmanager
    def _sole_sender(self, addresses: set[bytes]) -> Iterator[None]:
        """Nonces reach the node in order: nobody else signs for these addresses until these are sent."""
        with ExitStack() as stack:
            for address in sorted(addresses):
                with self._lock:
                    lock = self._senders.setdefault(address, Lock())
                stack.enter_context(lock)
            yield


class ReplayedRefusal(Refusal):
    """The refusal that this very request met before."""

    def __init__(self, status: int, told: dict[str, Any]) -> None:
        super().__init__(told["code"], told["detail"], told["way_out"], told["values"])
        self.status = status


def _earlier_outcome(operation: Operation) -> Outcome:
    if operation.answer is None or operation.answer_status is None:
        raise in_progress(operation.idempotency_key)
    if operation.stage == "failed":
        raise ReplayedRefusal(operation.answer_status, json.loads(operation.answer))
    return Outcome(operation.answer_status, operation.answer, operation.id, replayed=True)


def _on_its_way(operation: str) -> Outcome:
    told = {
        "operation": operation,
        "stage": "signed",
        "way_out": "Poll GET /v1/operations/<operation>; once done, a repeat is answered too.",
    }
    return Outcome(202, json.dumps(told), operation)


def _dry_run(command: Command, steps: list[Step]) -> Outcome:
    told = {
        "dry_run": True,
        "command": command.kind,
        "would": "succeed",
        "gas": sum(step.gas for step in steps),
    }
    return Outcome(200, json.dumps(told), None)
