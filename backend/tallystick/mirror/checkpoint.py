"""How far a deployment has been mirrored, and who may take it further."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Node
from tallystick.database.core import Prepared
from tallystick.database.store import Store
from tallystick.mirror.derivation import first_digest
from tallystick.mirror.layout import table_of
from tallystick.mirror.tables import Deployment
from tallystick.refusal import Unavailable


class ChainChanged(Unavailable):
    """What has been mirrored is not on this chain, or no longer."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            "chain_changed",
            detail,
            "Point the node's URL at the chain that the deployment was made on, or name another deployment.",
        )


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The last block that the mirror has taken in; `timestamp` in seconds since 1970.

    `deployment` is the number under which the mirror's rows are kept. `digest` runs over every block and event taken
    in.
    """

    deployment: int
    block: int
    block_hash: bytes
    timestamp: int
    digest: bytes


def find_checkpoint(session: Session, contracts: Contracts) -> Checkpoint | None:
    return _checkpoint(_CHECKPOINT.within(session, _named(contracts)).one_or_none())


def look_up_checkpoint(store: Store, contracts: Contracts) -> Checkpoint | None:
    """The same outside of any transaction."""
    return _checkpoint(next(iter(store.look(_CHECKPOINT, _named(contracts))), None))


def first_checkpoint(node: Node, contracts: Contracts, deployment: int) -> Checkpoint:
    """Just before the deployment's first block. Raises `ChainChanged` where the chain has no such block."""
    before = contracts.block - 1
    headers = node.headers(before, before)
    if not headers:
        raise ChainChanged(f"The chain has no block {before}, just before the deployment.")
    return Checkpoint(deployment, before, headers[0].hash, headers[0].timestamp, first_digest(contracts))


def begin_checkpoint(store: Store, node: Node, contracts: Contracts) -> None:
    """Puts the checkpoint at its beginning. Harmless where another process was faster."""
    first = first_checkpoint(node, contracts, 0)
    row = {
        "genesis_hash": contracts.genesis_hash,
        "directory": contracts.directory,
        "block": first.block,
        "block_hash": first.block_hash,
        "block_timestamp": first.timestamp,
        "digest": first.digest,
    }
    try:
        with store.writing() as session:
            session.execute(insert(Deployment), [row])
    except IntegrityError:
        if look_up_checkpoint(store, contracts) is None:
            raise


def hold_checkpoint(session: Session, contracts: Contracts, expected: Checkpoint) -> bool:
    """Locks the checkpoint until the transaction ends, unless another process has moved it meanwhile.

    SQLite's writers exclude each other anyway; PostgreSQL locks the row.
    """
    return _checkpoint(_HELD_CHECKPOINT.within(session, _named(contracts)).one_or_none()) == expected


def move_checkpoint(session: Session, checkpoint: Checkpoint) -> None:
    """For the holder of the checkpoint only."""
    reached = {
        "deployment": checkpoint.deployment,
        "block": checkpoint.block,
        "block_hash": checkpoint.block_hash,
        "block_timestamp": checkpoint.timestamp,
        "digest": checkpoint.digest,
    }
    _MOVE_CHECKPOINT.within(session, reached)


def _checkpoint(row: Row[*tuple[Any, ...]] | None) -> Checkpoint | None:
    return None if row is None else Checkpoint(*row)


def _named(contracts: Contracts) -> dict[str, bytes]:
    return {"genesis_hash": contracts.genesis_hash, "directory": contracts.directory}


_DEPLOYMENTS = table_of(Deployment)
_PLACE = ("block", "block_hash", "block_timestamp", "digest")
_FIND = select(_DEPLOYMENTS.c.id, *(_DEPLOYMENTS.c[name] for name in _PLACE)).where(
    _DEPLOYMENTS.c.genesis_hash == bindparam("genesis_hash"),
    _DEPLOYMENTS.c.directory == bindparam("directory"),
)
_CHECKPOINT, _HELD_CHECKPOINT = Prepared(_FIND), Prepared(_FIND.with_for_update())
_MOVE_CHECKPOINT = Prepared(
    update(_DEPLOYMENTS)
    .where(_DEPLOYMENTS.c.id == bindparam("deployment"))
    .values({name: bindparam(name) for name in _PLACE})
)
