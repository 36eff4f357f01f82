"""Forgetting a deployment's mirror and deriving it from the chain again."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Node
from tallystick.database.store import Store
from tallystick.mirror.checkpoint import first_checkpoint, move_checkpoint
from tallystick.mirror.digest import row_digest
from tallystick.mirror.following import Mirror
from tallystick.mirror.tables import Deployment, MirrorTables


def rebuild(store: Store, node: Node, contracts: Contracts) -> tuple[bytes, bytes]:
    """Deletes every row of the deployment from the mirror's tables, and from no others, and takes everything in again.

    Tables that are gone are made again. Returns `row_digest` before and after, both at the block where the mirror
    stood before; then catches up. Interrupted, it is completed by whoever catches up next.
    """
    MirrorTables.metadata.create_all(store.engine)
    mirror = Mirror(store, node, contracts)
    before = mirror.checkpoint()
    digest_before = row_digest(store, before.deployment)
    beginning = first_checkpoint(node, contracts, before.deployment)
    with store.writing() as session:
        _forget(session, before.deployment)
        move_checkpoint(session, beginning)
    mirror.catch_up(until=before.block)
    digest_after = row_digest(store, before.deployment)
    mirror.catch_up()
    return digest_before, digest_after


def _forget(session: Session, deployment: int) -> None:
    """The deployment keeps its number, since others may be reading under it."""
    for table in reversed(MirrorTables.metadata.sorted_tables):
        if table is not Deployment.__table__:
            session.execute(delete(table).where(table.c.deployment == deployment))
