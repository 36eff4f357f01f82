"""The mirror as the rest of the house holds it: it takes in what the chain has done."""

import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Event, Lock, Thread

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Node, NodeUnreachable
from tallystick.database.store import Store
from tallystick.mirror.checkpoint import (
    ChainChanged,
    Checkpoint,
    begin_checkpoint,
    hold_checkpoint,
    look_up_checkpoint,
    move_checkpoint,
)
from tallystick.mirror.decoding import Decoder
from tallystick.mirror.derivation import Recorded, Stretch, project_all, record
from tallystick.mirror.fetching import BranchSwitched, fetch_after, stretch_after
from tallystick.mirror.followed import Followed
from tallystick.mirror.loading import load
from tallystick.mirror.tables import Block
from tallystick.mirror.undoing import find_ancestor, header_of, undo_after
from tallystick.mirror.writing import Writer
from tallystick.refusal import Unavailable
from tallystick.turns import holding, waiting

BLOCKS_A_TRANSACTION = 100
SWITCHES_IN_A_ROW = 10
"""How often in a row the node may change branches under our hands before we give up for now."""

POLL_SECONDS = 0.05

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _CaughtUp:
    """How far one of several turns came."""

    turn: int
    checkpoint: Checkpoint


class Mirror:
    """Follows one deployment. Safe to share between threads, and between processes on one database."""

    def __init__(
        self, store: Store, node: Node, contracts: Contracts, blocks_a_transaction: int = BLOCKS_A_TRANSACTION
    ) -> None:
        """Raises `Unavailable` (`chain_changed`) where the node is on another chain than the contracts."""
        genesis = node.genesis_hash()
        if genesis != contracts.genesis_hash:
            raise ChainChanged(
                f"The chain begins with block 0x{genesis.hex()}, "
                f"the deployment's with 0x{contracts.genesis_hash.hex()}."
            )
        self._store = store
        self._node = node
        self._contracts = contracts
        self._decoder = Decoder(contracts)
        self._followed = Followed(contracts)
        self._followed_at: bytes | None = None
        self._blocks_a_transaction = blocks_a_transaction
        self._lock, self._waiting = Lock(), Lock()
        self._begun = 0
        self._wanted = 0
        self._last: _CaughtUp | None = None
        self._deployment_id = self.checkpoint().deployment

    @property
    def deployment_id(self) -> int:
        """The number under which this deployment's rows are kept."""
        return self._deployment_id

    def checkpoint(self) -> Checkpoint:
        """The last block taken in, as the database has it now."""
        found = look_up_checkpoint(self._store, self._contracts)
        if found is None:
            begin_checkpoint(self._store, self._node, self._contracts)
            return self.checkpoint()
        self._deployment_id = found.deployment
        return found

    def block_times(self, blocks: Collection[int]) -> dict[int, int]:
        """The timestamp of each of these blocks, by its number, of those that were taken in."""
        if not blocks:
            return {}
        found = select(Block.number, Block.timestamp).where(
            Block.deployment == self._deployment_id, Block.number.in_(blocks)
        )
        with self._store.reading() as session:
            return dict(session.execute(found).all())

    def catch_up(self, until: int | None = None) -> Checkpoint:
        """Take in everything up to the node's head (or block `until`); undo first what the chain no longer has.

        Raises `NodeUnreachable`, `Unavailable` (`chain_changed`, `chain_unsettled`, `mirror_contradicts_chain`).
        """
        with holding(self._lock):
            head = self._node.head()
            last = head.number if until is None else min(until, head.number)
            checkpoint = self.checkpoint()
            if (checkpoint.block, checkpoint.block_hash) == (head.number, head.hash):
                return checkpoint
            return self._catch_up(checkpoint, last)

    def wait_for(self, block: int, timeout_seconds: float) -> Checkpoint:
        """Catch up until `block` is in, on the branch that the chain has now.

        Raises `Unavailable` (`mirror_behind`) when the time is over.
        """
        deadline = time.monotonic() + timeout_seconds
        while (checkpoint := self._catch_up_together(block)).block < block:
            if time.monotonic() >= deadline:
                raise Unavailable(
                    "mirror_behind",
                    f"The mirror stands at block {checkpoint.block} and has not seen block {block} yet.",
                    "Ask again in a moment; nothing is lost.",
                    {"block": block, "checkpoint": checkpoint.block},
                )
            with waiting():
                time.sleep(POLL_SECONDS)
        return checkpoint

    def _catch_up_together(self, block: int) -> Checkpoint:
        """What one of those who wait has taken in serves all who were waiting already when it began."""
        with self._waiting:
            begun = self._begun
            self._wanted = max(self._wanted, block)
        with holding(self._lock):
            if self._last is not None and self._last.turn > begun:
                return self._last.checkpoint
            with self._waiting:
                self._begun += 1
                wanted, self._wanted = self._wanted, 0
            known = self._last.checkpoint if self._last is not None else self.checkpoint()
            reached = self._catch_up(known, wanted)
            if reached == known:
                # Nothing was written, so the database has not been asked whether it stands there.
                reached = self._catch_up(self.checkpoint(), wanted)
            self._last = _CaughtUp(self._begun, reached)
            return reached

    def _catch_up(self, checkpoint: Checkpoint, last: int) -> Checkpoint:
        while True:
            reached = self._advance(checkpoint, last)
            if reached == checkpoint or reached.block >= last:
                return reached
            checkpoint = reached

    def _advance(self, checkpoint: Checkpoint, last: int) -> Checkpoint:
        """One transaction further, or back to the other branch and on; the same where there is nothing to do."""
        ancestor, stretch = self._fetch(checkpoint, last)
        if ancestor == checkpoint and not stretch.headers:
            return checkpoint
        return self._take_in(checkpoint, ancestor, stretch) or self.checkpoint()

    def _fetch(self, checkpoint: Checkpoint, last: int) -> tuple[Checkpoint, Stretch]:
        """What follows the newest block that the mirror and the chain have in common."""
        for _ in range(SWITCHES_IN_A_ROW):
            with suppress(BranchSwitched):
                return self._fetch_once(checkpoint, last)
        return self._fetch_once(checkpoint, last)

    def _fetch_once(self, checkpoint: Checkpoint, last: int) -> tuple[Checkpoint, Stretch]:
        self._remember(checkpoint)
        until = max(checkpoint.block, min(last, checkpoint.block + self._blocks_a_transaction))
        headers = self._node.headers(checkpoint.block, until)
        if headers and headers[0].hash == checkpoint.block_hash:
            stretch = stretch_after(self._node, self._followed, header_of(checkpoint), headers[1:])
            return checkpoint, stretch
        ancestor = find_ancestor(self._store, self._node, checkpoint)
        until = min(last, ancestor.block + self._blocks_a_transaction)
        return ancestor, fetch_after(self._node, self._followed, header_of(ancestor), until)

    def _remember(self, checkpoint: Checkpoint) -> None:
        """The contracts that others have seen made, where others have moved the checkpoint."""
        if self._followed_at == checkpoint.block_hash:
            return
        with self._store.reading() as session:
            self._followed.remember(session, checkpoint.deployment)
        self._followed_at = checkpoint.block_hash

    def _take_in(self, checkpoint: Checkpoint, ancestor: Checkpoint, stretch: Stretch) -> Checkpoint | None:
        """Everything in one transaction, or nothing; None where another process was faster."""
        recorded = record(stretch, ancestor.digest, self._decoder)
        reached = end_of(ancestor, stretch, recorded.digest)

        def take_in(session: Session) -> Checkpoint | None:
            if not hold_checkpoint(session, self._contracts, checkpoint):
                return None
            if ancestor != checkpoint:
                log.warning("chain_reorganised", undone_from=ancestor.block + 1, undone_to=checkpoint.block)
                undo_after(session, ancestor, self._decoder)
            write_stretch(session, checkpoint.deployment, recorded)
            move_checkpoint(session, reached)
            return reached

        taken = self._store.write(take_in)
        if taken is not None:
            self._followed_at = taken.block_hash
        return taken


class Follower:
    """Catches up in the background, for a chain that others write to as well."""

    def __init__(self, mirror: Mirror, interval_seconds: float = 1.0) -> None:
        self._mirror = mirror
        self._interval = interval_seconds
        self._stopped = Event()
        self._thread: Thread | None = None
        self._failure: Exception | None = None

    @property
    def failure(self) -> Exception | None:
        """Why the last attempt failed; None while all is well."""
        return self._failure

    def start(self) -> None:
        self._stopped.clear()
        self._thread = Thread(target=self._run, name="mirror-follower", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Returns when the last attempt has ended."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._attempt()
            self._stopped.wait(self._interval)

    def _attempt(self) -> None:
        try:
            self._mirror.catch_up()
        except Exception as failure:  # whatever it is, it is told and tried again: nobody else would
            if str(failure) != str(self._failure):
                expected = isinstance(failure, NodeUnreachable | Unavailable)
                log.warning(
                    "mirror_follow_failed", error=str(failure), exc_info=None if expected else failure
                )
            self._failure = failure
        else:
            self._failure = None


def write_stretch(session: Session, deployment: int, recorded: Recorded) -> None:
    """Blocks and events, and all that follows from them, within the caller's transaction."""
    writer = Writer(session, deployment)
    writer.record(recorded)
    state = load(session, deployment, recorded.occurrences)
    project_all(state, recorded.occurrences)
    writer.journal(state)
    writer.projections(state)


def end_of(ancestor: Checkpoint, stretch: Stretch, digest: bytes) -> Checkpoint:
    if not stretch.headers:
        return ancestor
    last = stretch.headers[-1]
    return replace(ancestor, block=last.number, block_hash=last.hash, timestamp=last.timestamp, digest=digest)
