"""Done operations until nothing can take them back: a reorganisation may drop the block that one was mined in."""

from collections.abc import Iterator, Sequence

import structlog

from tallystick.chain.node import Node, NodeUnreachable, Receipt
from tallystick.sending.outbox import Outbox, Posted, Posting

MOST_AT_A_TIME = 1_000
CLOSE_TOGETHER = 10
"""How many blocks without an operation are asked for with those between which they lie."""

log = structlog.get_logger(__name__)


def posting_of(receipts: Sequence[Receipt], node: Node) -> Posting | None:
    """The block by which everything had been mined; None where nothing had to be."""
    if not receipts:
        return None
    last = max(receipts, key=lambda receipt: receipt.block_number)
    return Posting(last.block_number, last.block_hash, node.final_at_once)


def settle_posted(outbox: Outbox, node: Node) -> None:
    """Tells the final ones from those whose block the chain no longer has; these are taken up again."""
    posted = outbox.posted(MOST_AT_A_TIME)
    if not posted:
        return
    try:
        finalized = node.finalized()
        hashes = _hashes(node, {one.block for one in posted})
    except NodeUnreachable as problem:
        log.warning("finality unknown", reason=str(problem))
        return
    taken_back = [one for one in posted if _is_gone(one, hashes)]
    final = [one.operation for one in posted if one.block <= finalized and one not in taken_back]
    for one in taken_back:
        log.warning("block taken back", operation=one.operation, block=one.block)
    outbox.settle(final, [one.operation for one in taken_back])


def _is_gone(posted: Posted, hashes: dict[int, bytes]) -> bool:
    return hashes.get(posted.block) != posted.block_hash


def _hashes(node: Node, blocks: set[int]) -> dict[int, bytes]:
    """The canonical hashes of these blocks, as far as the chain reaches."""
    return {
        header.number: header.hash
        for first, last in _stretches(sorted(blocks))
        for header in node.headers(first, last)
    }


def _stretches(blocks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of what lies close together: a node is asked for many blocks at once."""
    first = last = blocks[0]
    for block in blocks[1:]:
        if block > last + CLOSE_TOGETHER:
            yield first, last
            first = block
        last = block
    yield first, last
