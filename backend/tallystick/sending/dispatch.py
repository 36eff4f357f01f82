"""The way of a command: refuse by the contracts' own word, write down, sign, send, wait, mirror, answer."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, NoReturn

import msgspec
import structlog

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Fees, Node, NodeUnreachable, Receipt, Reverted, TransactionRejected
from tallystick.database.store import Store
from tallystick.mirror.following import Mirror
from tallystick.refusal import Conflict, Refusal, Unavailable
from tallystick.sending.command import Answerer, Call, Command, Outcome, Recording, Requester
from tallystick.sending.contract_errors import refusal_of
from tallystick.sending.keyring import Keyring
from tallystick.sending.outbox import OperationTakenOver, Outbox, SignedTransaction, in_progress
from tallystick.sending.tables import Operation

GAS_ALLOWANCE = 10**18
"""What the funder gives an account for gas at a time, in wei."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Step:
    call: Call
    gas: int


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
        self._keyring = keyring
        self._funder = funder
        self._receipt_timeout = receipt_timeout_seconds
        self._chain_id = node.chain_id()
        self._outbox = Outbox(store)
        self._kinds: dict[str, tuple[type[Command], Answerer]] = {}
        self._senders: dict[bytes, Lock] = {}
        self._at_work: set[str] = set()
        self._lock = Lock()

    def answers(self, command: type[Command], answerer: Answerer) -> None:
        """Says how a kind of command is answered, now or after a restart."""
        self._kinds[command.kind] = (command, answerer)

    def carry_out(
        self, command: Command, requester: Requester, record: Recording | None = None, dry_run: bool = False
    ) -> Outcome:
        """Does what the command says, or refuses with nothing done.

        `record` writes records that belong to the intent, in the intent's own transaction. A dry run goes the same
        way up to the point where something would be written down.
        """
        earlier = None if dry_run else self._outbox.find(requester)
        if earlier is not None:
            return self._earlier_outcome(earlier)
        steps = self._steps(command)
        if dry_run:
            self._rehearse(record)
            return Outcome(200, _dry_run_body(command, steps), None)
        written = msgspec.json.encode(command).decode()
        operation = self._outbox.store_intent(requester, command.kind, written, record)
        with self._working_on(operation):
            return self._sign_and_finish(operation, command, steps)

    def _rehearse(self, record: Recording | None) -> None:
        """Writes the records that a command would write, and takes them back."""
        if record is not None:
            with self._store.writing() as session:
                record(session)
                session.rollback()

    def resume_unfinished(self) -> int:
        """Finishes what a crash or a silent node left behind. Returns how many operations it took up."""
        resumed = 0
        for operation in self._outbox.unfinished():
            with self._lock:
                if operation.id in self._at_work:
                    continue
            resumed += 1
            with self._working_on(operation.id):
                self._resume(operation)
        return resumed

    def operation(self, operation: str) -> Operation | None:
        return self._outbox.get(operation)

    def _resume(self, operation: Operation) -> None:
        command = msgspec.json.decode(operation.command, type=self._kinds[operation.kind][0])
        log.info("resuming operation", operation=operation.id, kind=operation.kind, stage=operation.stage)
        try:
            if operation.stage == "intent":
                self._sign_and_finish(operation.id, command, self._steps(command))
            else:
                self._send_and_finish(operation.id, command, self._outbox.transactions(operation.id))
        except OperationTakenOver:
            log.info("operation taken over", operation=operation.id)
        except (Unavailable, NodeUnreachable) as problem:
            log.warning("operation still waiting", operation=operation.id, reason=str(problem))
        except Refusal as refusal:
            self._fail(operation.id, refusal)

    def _sign_and_finish(self, operation: str, command: Command, steps: list[_Step]) -> Outcome:
        with self._sole_sender({step.call.sender for step in steps}):
            transactions = self._sign(operation, steps)
            receipts = self._send(operation, transactions)
        return self._finish(operation, command, receipts)

    def _send_and_finish(
        self, operation: str, command: Command, transactions: list[SignedTransaction]
    ) -> Outcome:
        with self._sole_sender({transaction.sender for transaction in transactions}):
            receipts = self._send(operation, transactions)
        return self._finish(operation, command, receipts)

    def _steps(self, command: Command) -> list[_Step]:
        """Each call with its gas, refused here if its contract would refuse it now."""
        calls = command.calls(self._contracts)
        try:
            steps = [
                _Step(call, self._node.gas_needed(call.sender, call.to, call.data, call.value))
                for call in calls
            ]
            return self._with_gas_money(steps)
        except Reverted as reverted:
            raise refusal_of(reverted) from reverted
        except NodeUnreachable as problem:
            raise _unreachable(problem) from problem

    def _with_gas_money(self, steps: list[_Step]) -> list[_Step]:
        """Puts a payment from the funder first where a sender runs low."""
        fees = self._node.fees()
        funding = []
        for sender in {step.call.sender for step in steps} - {self._funder}:
            needed = sum(step.gas for step in steps if step.call.sender == sender) * fees.max_fee_per_gas
            if self._node.balance(sender) < 2 * needed:
                call = Call(self._funder, sender, b"", max(GAS_ALLOWANCE, 4 * needed))
                funding.append(
                    _Step(call, self._node.gas_needed(call.sender, call.to, call.data, call.value))
                )
        return funding + steps

    def _sign(self, operation: str, steps: list[_Step]) -> list[SignedTransaction]:
        senders = [step.call.sender for step in steps]
        fees = self._node.fees()
        chain_nonces = {sender: self._node.nonce(sender) for sender in set(senders)}
        return self._outbox.store_signed(
            operation, senders, chain_nonces, lambda step, nonce: self._signed(steps[step], nonce, fees)
        )

    def _signed(self, step: _Step, nonce: int, fees: Fees) -> SignedTransaction:
        transaction: dict[str, Any] = {
            "type": 2,
            "chainId": self._chain_id,
            "nonce": nonce,
            "maxFeePerGas": fees.max_fee_per_gas,
            "maxPriorityFeePerGas": fees.max_priority_fee_per_gas,
            "gas": step.gas,
            "to": step.call.to,
            "value": step.call.value,
            "data": step.call.data,
        }
        signed = self._keyring.signer(step.call.sender).sign_transaction(transaction)
        return SignedTransaction(step.call.sender, nonce, bytes(signed.raw_transaction), bytes(signed.hash))

    def _send(self, operation: str, transactions: list[SignedTransaction]) -> tuple[Receipt, ...] | None:
        """Sends what is not mined yet, each after the one before it. None: the node has it but has not mined it."""
        receipts = []
        for position, transaction in enumerate(transactions):
            try:
                receipt = self._node.receipt(transaction.hash)
                if receipt is None:
                    self._node.send(transaction.signed)
                    receipt = self._node.wait_for_receipt(transaction.hash, self._receipt_timeout)
            except TransactionRejected as rejected:
                self._give_up(operation, transactions[position:], rejected)
            except NodeUnreachable:
                log.warning("node unreachable, will send again", operation=operation)
                return None
            if receipt is None:
                return None
            receipts.append(receipt)
        return tuple(receipts)

    def _finish(self, operation: str, command: Command, receipts: tuple[Receipt, ...] | None) -> Outcome:
        if receipts is None or not self._mirrored(receipts):
            return Outcome(202, json.dumps({"operation": operation, "stage": "signed"}), operation)
        if not all(receipt.succeeded for receipt in receipts):
            refusal = self._refusal_after_mining(command, receipts)
            self._fail(operation, refusal)
            raise refusal
        with self._store.reading() as session:
            answer = self._kinds[command.kind][1](session, command, receipts)
        body = json.dumps(answer, ensure_ascii=False)
        self._outbox.finish(operation, "done", 201, body)
        return Outcome(201, body, operation)

    def _mirrored(self, receipts: tuple[Receipt, ...]) -> bool:
        """Whether the mirror has taken in the receipts' blocks; if not in time, the answer comes later."""
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
        self, operation: str, transactions: list[SignedTransaction], rejected: TransactionRejected
    ) -> NoReturn:
        nonces = {transaction.sender: self._node.nonce(transaction.sender) for transaction in transactions}
        self._outbox.give_back_nonces(transactions, nonces)
        refusal = Conflict(
            "transaction_rejected",
            f"The node does not take the transaction: {rejected}",
            "Nothing has happened. Ask again under a fresh idempotency key.",
        )
        self._fail(operation, refusal)
        raise refusal

    def _fail(self, operation: str, refusal: Refusal) -> None:
        self._outbox.finish(
            operation, "failed", refusal.status, json.dumps(refusal_record(refusal), ensure_ascii=False)
        )

    def _earlier_outcome(self, operation: Operation) -> Outcome:
        if operation.answer is None or operation.answer_status is None:
            raise in_progress(operation.idempotency_key)
        if operation.stage == "failed":
            raise ReplayedRefusal(operation.answer_status, json.loads(operation.answer))
        return Outcome(operation.answer_status, operation.answer, operation.id, replayed=True)

    @contextmanager
    def _working_on(self, operation: str) -> Iterator[None]:
        with self._lock:
            self._at_work.add(operation)
        try:
            yield
        finally:
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

    def __init__(self, status: int, record: dict[str, Any]) -> None:
        super().__init__(record["code"], record["detail"], record["way_out"], record["values"])
        self.status = status


def refusal_record(refusal: Refusal) -> dict[str, Any]:
    return {
        "code": refusal.code,
        "detail": refusal.detail,
        "way_out": refusal.way_out,
        "values": refusal.values,
    }


def _unreachable(problem: NodeUnreachable) -> Unavailable:
    return Unavailable(
        "node_unreachable", f"The chain does not answer: {problem}.", "Try again; nothing has been done."
    )


def _dry_run_body(command: Command, steps: list[_Step]) -> str:
    return json.dumps(
        {"dry_run": True, "command": command.kind, "would": "succeed", "gas": sum(s.gas for s in steps)}
    )
