"""The way of a command: refuse by the contracts' own word, write down, sign, send, wait, mirror, answer."""

import hashlib
import json
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import msgspec
import structlog
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Call, Node, NodeUnreachable, Receipt, Reverted
from tallystick.database.store import Store
from tallystick.mirror.following import Mirror
from tallystick.refusal import Conflict, Refusal, Unavailable
from tallystick.sending.attempts import AttemptExists, Attempts, PendingTransaction, SignedTransaction
from tallystick.sending.command import (
    Answerer,
    Command,
    Noting,
    Outcome,
    Permission,
    Recording,
    RefusalObserver,
    Requester,
    Undoing,
)
from tallystick.sending.contract_errors import refusal_of
from tallystick.sending.delivery import Delivery, NotTakenFromWallet
from tallystick.sending.finality import posting_of, settle_posted
from tallystick.sending.keyring import Keyring
from tallystick.sending.outbox import (
    INTENT,
    PREPARED,
    UNFINISHED,
    IntentExists,
    NonceTaken,
    OperationTakenOver,
    Outbox,
    in_progress,
)
from tallystick.sending.outcomes import dry_run_of, on_its_way, prepared, replayed
from tallystick.sending.preparation import Plan, Preparation
from tallystick.sending.senders import SenderLeased, Senders
from tallystick.sending.stages import stage_of
from tallystick.sending.tables import Operation
from tallystick.sending.wallets import PREPARATION_SECONDS, signed_as_asked, unsigned
from tallystick.turns import holding, waiting

LEASE_POLL_SECONDS = 0.02
RESUMING_PATIENCE_SECONDS = 1.0
"""How long one unfinished command may keep the others waiting for theirs."""

AT_WORK_AT_ONCE = 50
"""Commands of which some may still be under way while younger ones are done: more than threads that carry them out."""

WORD_LENGTH = 16

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
        self._attempts = Attempts(store)
        self.senders = Senders(store)
        self._preparation = Preparation(node, contracts, keyring, self._outbox, funder)
        self._delivery = Delivery(node, self._attempts, self._preparation, self.senders)
        self._kinds: dict[str, _Kind] = {}
        self._observers: list[RefusalObserver] = []
        self._locks: dict[bytes, Lock] = {}
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

    def tells_refusals_to(self, observer: RefusalObserver) -> None:
        """Has an observer told what is refused from now on: before anything is written down, when a wallet hands in
        what it has signed, or on the chain. It is not told of dry runs, of repeats of what was carried out or failed,
        or that the ledger cannot answer, and may be told of the same request again."""
        self._observers.append(observer)

    def earlier(self, requester: Requester) -> Outcome | None:
        """The answer that this very request was given before; None where it is new. Refuses a key used otherwise."""
        operation = self._outbox.find(requester)
        if operation is None:
            return None
        if operation.stage == PREPARED:
            return self._prepared(operation.id, self._preparation.plan(self._command_of(operation)))
        return replayed(operation)

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
        A command that a wallet must sign is kept until it is submitted.
        """
        with self._store.turn():
            return self._carry_out(command, requester, record, dry_run, permission)

    def carry_out_composed(
        self, compose: Callable[[], Command], requester: Requester, dry_run: bool = False
    ) -> Outcome:
        """The same for a command that follows from what there is at the moment: composed where the request is new.

        What composing refuses is not told to a repeat of what has been carried out in the meantime.
        """
        earlier = None if dry_run else self.earlier(requester)
        if earlier is not None:
            return earlier
        try:
            command = compose()
        except Refusal:
            earlier = None if dry_run else self.earlier(requester)
            if earlier is not None:
                return earlier
            raise
        return self.carry_out(command, requester, dry_run=dry_run)

    def _carry_out(
        self,
        command: Command,
        requester: Requester,
        record: Recording | None,
        dry_run: bool,
        permission: Permission | None,
    ) -> Outcome:
        earlier = None if dry_run else self.earlier(requester)
        if earlier is not None:
            return earlier
        try:
            plan = self._tried_out(command, permission)
        except Refusal as refusal:
            if dry_run:
                raise
            # It may be refused since the very same request has been carried out in the meantime.
            earlier = self.earlier(requester)
            if earlier is not None:
                return earlier
            self._tell_observers(command, requester, refusal)
            raise
        if dry_run:
            self._rehearse(record)
            return dry_run_of(command.kind, plan.steps)
        try:
            return self._written_down(command, requester, record, plan)
        except IntentExists:
            return self._told_before(requester)

    def _written_down(
        self, command: Command, requester: Requester, record: Recording | None, plan: Plan
    ) -> Outcome:
        operation = str(uuid7())
        written = msgspec.json.encode(command).decode()
        stage = PREPARED if self._preparation.needs_a_wallet(plan.steps) else INTENT
        with self._working_on(operation):
            self._outbox.store_intent(operation, requester, command.kind, written, record, stage)
            if stage == PREPARED:
                return self._prepared(operation, plan)
            try:
                return self._sign_and_finish(operation, command, plan, self._receipt_timeout)
            except OperationTakenOver:
                return self._done_by_others(operation)
            except NodeUnreachable as problem:
                log.warning("node unreachable, will try again", operation=operation, reason=str(problem))
                return on_its_way(operation)

    def submit(self, operation: Operation, signed: Sequence[bytes]) -> Outcome:
        """Carries out a prepared command with what a wallet has signed for it; a repeat is answered as before. While
        it is on its way, the wallet may sign anew with the same nonces: for higher fees, or more gas.

        Raises `Refusal`s: a wrong signature, another transaction, a nonce that is not the command's. Raises
        `NodeUnreachable` where nothing was kept yet.
        """
        with self._store.turn(), self._working_on(operation.id) as alone:
            if not alone:
                raise in_progress(operation.idempotency_key)
            operation = self._outbox.get(operation.id) or operation  # nobody else works on it any more
            if self._is_repeated(operation, signed):
                return replayed(operation)
            command = self._command_of(operation)
            try:
                receipts = (
                    self._submit_first(operation, command, signed)
                    if operation.stage == PREPARED
                    else self._submit_anew(operation.id, command, signed)
                )
                return self._finish(operation.id, command, receipts)
            except AttemptExists:
                raise in_progress(operation.idempotency_key) from None
            except OperationTakenOver:
                return self._done_by_others(operation.id)

    def resume_unfinished(self) -> int:
        """Finishes what a crash or a silent node left behind, takes up what a reorganisation has taken back, and lets
        go of what no wallet has signed in time. Returns how many operations it took up."""
        settle_posted(self._outbox, self._node)
        resumed = 0
        for listed in self._outbox.unfinished():
            with self._store.turn(), self._working_on(listed.id) as alone:
                # It may have been finished while those before it on the list were waited for.
                operation = self._outbox.get(listed.id) if alone else None
                if operation is not None and operation.stage in UNFINISHED:
                    resumed += 1
                    self._resume(operation)
        for operation in self._outbox.prepared_before(int(time.time()) - PREPARATION_SECONDS):
            self._fail(operation.id, self._command_of(operation), _expired(), if_still=(PREPARED,))
        return resumed

    def operation(self, operation: str) -> Operation | None:
        return self._outbox.get(operation)

    def operations_of(self, party: str, before: str | None, most: int) -> list[Operation]:
        """A party's operations, the youngest first."""
        return self._outbox.of_party(party, before, most)

    def block_times(self, blocks: Collection[int]) -> dict[int, int]:
        """When each was made, in seconds since 1970, of those that the mirror has."""
        return self._mirror.block_times(blocks)

    def state(self) -> tuple[int, str]:
        """The last block that the mirror has taken in, and a word that is another whenever a command of anybody's has
        come further, on the chain or in the books beside it."""
        checkpoint = self._mirror.checkpoint()
        at_work = self._outbox.youngest(AT_WORK_AT_ONCE)
        told = checkpoint.digest + repr(at_work).encode()
        return checkpoint.block, hashlib.sha256(told).hexdigest()[:WORD_LENGTH]

    def _told_before(self, requester: Requester) -> Outcome:
        earlier = self.earlier(requester)
        if earlier is None:
            raise in_progress(requester.idempotency_key)
        return earlier

    def _tried_out(self, command: Command, permission: Permission | None) -> Plan:
        """The command's plan. Where it is refused the mirror catches up first: the refusal may rest on blocks that it
        has not taken in yet, and whoever puts it into words looks there."""
        if permission is not None:
            permission()
        try:
            return self._preparation.plan(command)
        except Unavailable:
            raise
        except Refusal:
            with suppress(Unavailable, NodeUnreachable):
                self._mirror.catch_up()
            raise

    def _tell_observers(self, command: Command, requester: Requester, refusal: Refusal) -> None:
        if isinstance(refusal, Unavailable):
            return
        for observer in self._observers:
            try:
                observer(command, requester, refusal)
            except Exception as failure:  # whoever asked is told why it was refused, whatever becomes of this
                log.warning("refusal not observed", kind=command.kind, code=refusal.code, exc_info=failure)

    def _done_by_others(self, operation: str) -> Outcome:
        """What another server makes of it, which has taken it over; that it is on its way, where that takes long."""
        deadline = time.monotonic() + self._receipt_timeout
        while time.monotonic() < deadline:
            found = self._outbox.get(operation)
            if found is not None and found.answer is not None:
                return replace(replayed(found), replayed=False)
            with waiting():
                time.sleep(LEASE_POLL_SECONDS)
        return on_its_way(operation)

    def _command_of(self, operation: Operation) -> Command:
        return msgspec.json.decode(operation.command, type=self._kinds[operation.kind].command)

    def _resume(self, operation: Operation) -> None:
        command = self._command_of(operation)
        log.info("resuming operation", operation=operation.id, kind=operation.kind, stage=operation.stage)
        try:
            if operation.stage == "intent":
                self._sign_and_finish(
                    operation.id, command, self._preparation.plan(command), RESUMING_PATIENCE_SECONDS
                )
            else:
                self._deliver_and_finish(operation.id, command, self._attempts.of(operation.id))
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

    def _sign_and_finish(
        self, operation: str, command: Command, plan: Plan, patience_seconds: float
    ) -> Outcome:
        with self._sole_sender({step.call.sender for step in plan.steps}):
            transactions = self._signed(operation, plan, patience_seconds)
            if transactions is None:
                return on_its_way(operation)
            receipts = self._deliver(operation, command, transactions, patience_seconds, just_signed=True)
        return self._finish(operation, command, receipts)

    def _signed(self, operation: str, plan: Plan, patience_seconds: float) -> list[PendingTransaction] | None:
        """None where another process kept signing for one of the senders all the while: the intent waits."""
        deadline = time.monotonic() + patience_seconds
        while True:
            try:
                return self._preparation.sign(operation, plan)
            except SenderLeased:
                if time.monotonic() >= deadline:
                    return None
                with waiting():
                    time.sleep(LEASE_POLL_SECONDS)

    def _deliver_and_finish(
        self, operation: str, command: Command, transactions: list[PendingTransaction]
    ) -> Outcome:
        with self._sole_sender({transaction.sender for transaction in transactions}):
            receipts = self._deliver(operation, command, transactions, RESUMING_PATIENCE_SECONDS)
        return self._finish(operation, command, receipts)

    def _deliver(
        self,
        operation: str,
        command: Command,
        transactions: list[PendingTransaction],
        patience_seconds: float,
        *,
        just_signed: bool = False,
    ) -> tuple[Receipt, ...] | None:
        """The receipts; None while they are not all there. A command that will never be mined fails here."""
        try:
            return self._delivery.deliver(transactions, patience_seconds, just_signed=just_signed)
        except NodeUnreachable as problem:
            log.warning("node unreachable, will send again", operation=operation, reason=str(problem))
            return None
        except NotTakenFromWallet:
            raise
        except Conflict as refusal:
            self._fail(operation, command, refusal)
            raise

    def _finish(self, operation: str, command: Command, receipts: tuple[Receipt, ...] | None) -> Outcome:
        if receipts is None or not self._mirrored(receipts):
            return on_its_way(operation)
        if not all(receipt.succeeded for receipt in receipts):
            refusal = self._refusal_after_mining(command, receipts)
            self._fail(operation, command, refusal)
            raise refusal
        body = json.dumps(self._answer(operation, command, receipts), ensure_ascii=False)
        noting = self._kinds[command.kind].noting

        def note(session: Session) -> None:
            if noting is not None:
                noting(session, command, receipts)

        posting = posting_of(receipts, self._node)
        self._outbox.finish(operation, "done", 201, body, record=note, posting=posting)
        return Outcome(201, body, operation)

    def _answer(self, operation: str, command: Command, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        """What came of it; where that has moved on already and cannot be shown, only that it was done."""
        try:
            with self._store.reading() as session:
                return self._kinds[command.kind].answerer(session, command, receipts)
        except Refusal as refusal:
            log.warning("nothing left to show", operation=operation, reason=str(refusal))
            transaction = "0x" + receipts[-1].transaction_hash.hex() if receipts else None
            return {"operation": operation, "stage": "posted", "transaction": transaction}

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
        self._outbox.finish(operation, "failed", refusal.status, body, if_still=if_still, record=undo)
        failed = self._outbox.get(operation)
        if failed is not None and failed.stage == "failed":  # another server may have carried it out
            self._tell_observers(command, _requester_of(failed), refusal)

    def _prepared(self, operation: str, plan: Plan) -> Outcome:
        """What a wallet has to sign; what we sign ourselves (gas money) goes before it, once it is submitted."""
        theirs = [step for step in plan.steps if not self._preparation.can_sign(step.call.sender)]
        nonces = self._preparation.next_nonces(theirs[0].call.sender, len(theirs))
        transactions = unsigned(theirs, nonces, self._preparation.chain_id, plan.fees)
        return prepared(operation, transactions)

    def _submit_first(
        self, operation: Operation, command: Command, signed: Sequence[bytes]
    ) -> tuple[Receipt, ...] | None:
        try:
            plan = self._preparation.plan(command)
        except Refusal as refusal:
            self._tell_observers(command, _requester_of(operation), refusal)
            raise
        senders = {step.call.sender for step in plan.steps}
        theirs = [step.call for step in plan.steps if not self._preparation.can_sign(step.call.sender)]
        nonces = self._preparation.next_nonces(theirs[0].sender, len(theirs))
        submitted = self._as_asked(signed, theirs, nonces)
        with self._sole_sender(set(filter(self._preparation.can_sign, senders))):
            transactions = self._signed_before(operation.id, plan, submitted)
            return self._deliver(operation.id, command, transactions, self._receipt_timeout, just_signed=True)

    def _submit_anew(
        self, operation: str, command: Command, signed: Sequence[bytes]
    ) -> tuple[Receipt, ...] | None:
        """With further attempts at the nonces that the command has."""
        transactions = self._attempts.of(operation)
        waiting = [pending for pending in transactions if not self._preparation.can_sign(pending.sender)]
        calls = [
            call for call in command.calls(self._contracts) if not self._preparation.can_sign(call.sender)
        ]
        submitted = self._as_asked(signed, calls, [pending.nonce for pending in waiting])
        for pending, anew in zip(waiting, submitted, strict=True):
            if anew.signed not in {attempt.signed for attempt in pending.attempts}:
                self._attempts.add(pending, anew)
        with self._sole_sender({pending.sender for pending in transactions}):
            return self._deliver(operation, command, self._attempts.of(operation), self._receipt_timeout)

    def _as_asked(
        self, signed: Sequence[bytes], calls: Sequence[Call], nonces: Sequence[int]
    ) -> list[SignedTransaction]:
        head = self._node.head().number
        return signed_as_asked(signed, calls, nonces, self._preparation.chain_id, head)

    def _signed_before(
        self, operation: str, plan: Plan, submitted: list[SignedTransaction]
    ) -> list[PendingTransaction]:
        try:
            return self._preparation.sign_before(operation, plan, submitted)
        except NonceTaken:
            nonces = [transaction.nonce for transaction in submitted]
            raise Conflict(
                "nonce_taken",
                f"Another command was signed with one of the nonces {nonces} already.",
                "Sign with the next free nonce; the operation waits.",
                {"nonces": nonces},
            ) from None
        except SenderLeased:
            raise Unavailable(
                "funder_busy",
                "Another server is just paying for somebody's gas.",
                "Submit the same transactions again in a moment.",
            ) from None

    def _is_repeated(self, operation: Operation, signed: Sequence[bytes]) -> bool:
        """Whether these very bytes were submitted before. Refuses others for what has its answer already."""
        known = {
            attempt.signed for pending in self._attempts.of(operation.id) for attempt in pending.attempts
        }
        repeated = set(signed) <= known
        if not repeated and operation.stage not in (PREPARED, "signed"):
            raise Conflict(
                "operation_already_submitted",
                f"Operation {operation.id} was submitted with other transactions ({stage_of(operation)}).",
                "See GET /v1/operations/<operation> for what came of it.",
                {"operation": operation.id, "stage": stage_of(operation)},
            )
        return repeated

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
        """Nonces reach the node in order: no other thread signs for these addresses until these are sent."""
        with ExitStack() as stack:
            for address in sorted(addresses):
                with self._lock:
                    lock = self._locks.setdefault(address, Lock())
                stack.enter_context(holding(lock))
            yield


def _requester_of(operation: Operation) -> Requester:
    return Requester(operation.party, operation.idempotency_key, operation.fingerprint, operation.request)


def _expired() -> Refusal:
    return Conflict(
        "preparation_expired",
        f"The command was not signed within {PREPARATION_SECONDS // 3600} hours.",
        "Ask again under a fresh idempotency key.",
    )
