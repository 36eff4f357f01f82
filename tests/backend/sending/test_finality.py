"""Which blocks a chain still has is found out for many operations at once."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tallystick.chain.node import Header, Node
from tallystick.sending import finality

LENGTH = 120
CHAIN = [Header(number, bytes([number]) * 32, bytes(32), number) for number in range(LENGTH)]


class Questions:
    """A chain that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def headers(self, first: int, last: int) -> list[Header]:
        self.asked += 1
        return CHAIN[first : last + 1]


@given(st.sets(st.integers(0, LENGTH + 20), min_size=1))
def test_every_block_is_told_by_the_hash_that_the_chain_has_for_it(blocks: set[int]) -> None:
    questions = Questions()
    node: Node = questions  # type: ignore[assignment]
    found = finality._hashes(node, blocks)
    for block in blocks:
        assert found.get(block) == (CHAIN[block].hash if block < LENGTH else None)
    far_apart = sum(later > block + finality.CLOSE_TOGETHER for block, later in pairwise(sorted(blocks)))
    assert questions.asked == 1 + far_apart
