"""Dropping the mirror and deriving it from the chain again."""

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Node
from tallystick.database.store import Store
from tallystick.mirror.digest import row_digest
from tallystick.mirror.following import Mirror
from tallystick.mirror.tables import MirrorTables


def rebuild(store: Store, node: Node, contracts: Contracts) -> tuple[bytes, bytes]:
    """Drops the mirror's tables, and no others, and takes everything in again.

    Returns `row_digest` before and after, both at the block where the mirror stood before; then catches up. Other
    deployments in the same tables begin again when they are next followed.
    """
    MirrorTables.metadata.create_all(store.engine)
    before = Mirror(store, node, contracts).checkpoint()
    digest_before = row_digest(store, before.deployment)
    with store.writing() as session:
        MirrorTables.metadata.drop_all(session.connection())
        MirrorTables.metadata.create_all(session.connection())
    mirror = Mirror(store, node, contracts)
    mirror.catch_up(until=before.block)
    digest_after = row_digest(store, mirror.deployment_id)
    mirror.catch_up()
    return digest_before, digest_after
