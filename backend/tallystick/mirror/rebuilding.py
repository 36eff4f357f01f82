"""Forgetting a deployment's mirror and deriving it from the chain again."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Node
from tallystick.database.store import Store
from tallystick.mirror.checkpoint import (
    ChainChanged,
    Checkpoint,
    find_checkpoint,
    first_checkpoint,
    hold_checkpoint,
    move_checkpoint,
)
from tallystick.mirror.decoding import Decoder
from tallystick.mirror.derivation import record
from tallystick.mirror.digest import row_digest_within
from tallystick.mirror.fetching import BranchSwitched, fetch_after
from tallystick.mirror.followed import Followed
from tallystick.mirror.following import BLOCKS_A_TRANSACTION, Mirror, end_of, write_stretch
from tallystick.mirror.tables import Deployment, MirrorTables
from tallystick.mirror.undoing import header_of
from tallystick.refusal import Unavailable


def rebuild(store: Store, node: Node, contracts: Contracts) -> tuple[bytes, bytes]:
    """Deletes every row of the deployment from the mirror's tables, and from no others, and takes everything in again.

    All in one transaction: whoever reads meanwhile sees what was there before, whoever writes waits, and interrupted
    it has changed nothing. Tables that are gone are made again. Returns `row_digest` before and after, both at the
    block where the mirror stood. Raises `Unavailable` (`chain_unsettled`) where the chain changes branches meanwhile.
    """
    MirrorTables.metadata.create_all(store.engine)
    mirror = Mirror(store, node, contracts)
    with store.writing() as session:
        before = _held(session, contracts)
        digest_before = row_digest_within(session, before.deployment)
        _forget(session, before.deployment)
        beginning = first_checkpoint(node, contracts, before.deployment)
        try:
            move_checkpoint(session, _derive(session, node, contracts, beginning, before.block))
        except BranchSwitched:
            raise Unavailable(
                "chain_unsettled",
                "The chain changed branches while it was read.",
                "Ask again when it has settled.",
            ) from None
        digest_after = row_digest_within(session, before.deployment)
    mirror.catch_up()
    return digest_before, digest_after


def _held(session: Session, contracts: Contracts) -> Checkpoint:
    """The checkpoint, which nobody else moves until the transaction ends."""
    found = find_checkpoint(session, contracts)
    while found is None or not hold_checkpoint(session, contracts, found):
        found = find_checkpoint(session, contracts)
    return found


def _derive(
    session: Session, node: Node, contracts: Contracts, beginning: Checkpoint, last: int
) -> Checkpoint:
    """Takes in every block up to `last`; returns where it ended."""
    decoder, followed, position = Decoder(contracts), Followed(contracts), beginning
    while position.block < last:
        until = min(position.block + BLOCKS_A_TRANSACTION, last)
        stretch = fetch_after(node, followed, header_of(position), until)
        if not stretch.headers:
            raise ChainChanged(f"The chain ends at block {position.block}; the mirror stood at block {last}.")
        recorded = record(stretch, position.digest, decoder)
        write_stretch(session, position.deployment, recorded)
        position = end_of(position, stretch, recorded.digest)
    return position


def _forget(session: Session, deployment: int) -> None:
    """The deployment keeps its number, since others may be reading under it."""
    for table in reversed(MirrorTables.metadata.sorted_tables):
        if table is not Deployment.__table__:
            session.execute(delete(table).where(table.c.deployment == deployment))
