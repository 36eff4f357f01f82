"""When the chain has gone over to another branch: back to the last block that both have."""

from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from tallystick.chain.node import Header, Node
from tallystick.database.store import Store
from tallystick.mirror.checkpoint import ChainChanged, Checkpoint
from tallystick.mirror.decoding import Decoder
from tallystick.mirror.derivation import occurrences_in, project_all
from tallystick.mirror.layout import columns_of, table_of
from tallystick.mirror.rows import EventRow
from tallystick.mirror.state import State
from tallystick.mirror.tables import Block, Event
from tallystick.mirror.writing import Writer

BLOCKS_A_LOOK = 64
ROWS_A_FETCH = 5_000


def find_ancestor(store: Store, node: Node, checkpoint: Checkpoint) -> Checkpoint:
    """The newest block that was taken in and is still on the chain.

    Raises `Unavailable` (`chain_changed`) where that lies before the deployment.
    """
    last = checkpoint.block
    while stored := _blocks_down_from(store, checkpoint.deployment, last):
        first = stored[-1].block
        canonical = {header.number: header.hash for header in node.headers(first, last)}
        for block in stored:
            if canonical.get(block.block) == block.block_hash:
                return block
        last = first - 1
    raise ChainChanged(
        f"None of the blocks mirrored up to block {checkpoint.block} (0x{checkpoint.block_hash.hex()}) is on the chain."
    )


def undo_after(session: Session, ancestor: Checkpoint, decoder: Decoder) -> None:
    """Takes out every effect of the blocks after `ancestor`.

    The projections are derived anew from the events that remain: there is one set of rules, and none that runs
    backwards.
    """
    writer = Writer(session, ancestor.deployment)
    writer.forget_after(ancestor.block)
    writer.forget_projections()
    state = State()
    project_all(state, occurrences_in(_stored_events(session, ancestor.deployment), decoder))
    writer.projections(state)


def header_of(checkpoint: Checkpoint) -> Header:
    """As much of the block's header as its successor is checked against."""
    return Header(checkpoint.block, checkpoint.block_hash, b"", checkpoint.timestamp)


def _blocks_down_from(store: Store, deployment: int, last: int) -> list[Checkpoint]:
    query = (
        select(Block.number, Block.hash, Block.timestamp, Block.digest)
        .where(Block.deployment == deployment, Block.number <= last)
        .order_by(Block.number.desc())
        .limit(BLOCKS_A_LOOK)
    )
    with store.reading() as session:
        return [Checkpoint(deployment, *row) for row in session.execute(query)]


def _stored_events(session: Session, deployment: int) -> Iterator[tuple[EventRow, int]]:
    table, blocks = table_of(Event), table_of(Block)
    columns = [table.c[name] for name in columns_of(table)]
    query = (
        select(*columns, blocks.c.timestamp)
        .join_from(
            table, blocks, (blocks.c.deployment == table.c.deployment) & (blocks.c.number == table.c.block)
        )
        .where(table.c.deployment == deployment)
        .order_by(table.c.block, table.c.log_index)
        .execution_options(yield_per=ROWS_A_FETCH)
    )
    for row in session.execute(query).mappings():
        values: dict[str, Any] = dict(row)
        timestamp = values.pop("timestamp")
        yield cast("EventRow", values), timestamp
