"""Reads stretches of blocks from a node that may change its mind while it is being read."""

from collections.abc import Sequence
from itertools import chain, pairwise

from tallystick.chain.node import Header, Log, Node, NodeUnreachable
from tallystick.mirror.derivation import Stretch
from tallystick.mirror.followed import Followed
from tallystick.refusal import Unavailable


class BranchSwitched(Unavailable):
    """The node went over to another branch between two answers; asking again gives consistent ones."""

    def __init__(self, after: Header) -> None:
        super().__init__(
            "chain_unsettled",
            f"The node went over to another branch while it was being read after block {after.number}.",
            "Ask again when the chain has settled.",
            {"block": after.number},
        )


def fetch_after(node: Node, followed: Followed, parent: Header, last: int) -> Stretch:
    """The blocks after `parent` up to `last`, as far as they exist.

    Raises `BranchSwitched`.
    """
    headers = node.headers(parent.number + 1, last) if parent.number < last else []
    return stretch_after(node, followed, parent, headers)


def stretch_after(node: Node, followed: Followed, parent: Header, headers: Sequence[Header]) -> Stretch:
    """Blocks with their events, each checked to follow from the one before.

    Raises `BranchSwitched` where they do not, or where their logs are gone before they could be read.
    """
    if any(after.parent_hash != before.hash for before, after in pairwise([parent, *headers])):
        raise BranchSwitched(parent)
    return Stretch(headers, _logs(node, followed, parent, headers))


def _logs(node: Node, followed: Followed, parent: Header, headers: Sequence[Header]) -> list[list[Log]]:
    if not headers:
        return []
    try:
        logs = node.logs(headers, followed.addresses)
        while followed.learn(chain.from_iterable(logs)):
            logs = node.logs(headers, followed.addresses)
    except NodeUnreachable as failure:
        if node.headers(headers[0].number, headers[-1].number) == list(headers):
            raise
        raise BranchSwitched(parent) from failure
    return logs
