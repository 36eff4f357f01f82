"""The embedded chain's time."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tallystick.chain.embedded import EmbeddedNode
from tallystick.refusal import Invalid
from tests.backend.chain.bytecode import CLOCK, word
from tests.backend.chain.wallet import RICH, Wallet, address_of

NOON = 1_800_000_000


class Wall:
    """A wall clock that tests move."""

    def __init__(self) -> None:
        self.now = float(NOON)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def node(tmp_path: Path, wall: Wall) -> Iterator[EmbeddedNode]:
    node = EmbeddedNode(tmp_path, address_of(RICH), wall=wall)
    yield node
    node.close()


def _mine(node: EmbeddedNode) -> int:
    Wallet(node).send(address_of(RICH))
    return node.head().timestamp


def test_a_block_has_the_time_at_which_its_transaction_arrives(node: EmbeddedNode, wall: Wall) -> None:
    wall.now += 500.9
    assert _mine(node) == NOON + 500
    wall.now += 86_400
    assert _mine(node) == NOON + 500 + 86_400


def test_two_hundred_blocks_in_one_second_leave_the_clock_at_that_second(tmp_path: Path, wall: Wall) -> None:
    before = EmbeddedNode(tmp_path, address_of(RICH), wall=wall)
    wall.now += 10
    mined = {_mine(before) for _ in range(200)}
    assert mined == {NOON + 10}
    head = before.head()
    assert (head.number, head.timestamp) == (200, NOON + 10)
    before.close()

    after = EmbeddedNode(tmp_path, address_of(RICH), wall=wall)
    headers = after.headers(0, 200)
    assert headers[-1] == head
    assert [header.timestamp for header in headers] == [NOON] + 200 * [NOON + 10]
    assert all(child.parent_hash == parent.hash for parent, child in pairwise(headers))
    assert _mine(after) == NOON + 10
    wall.now += 1
    assert _mine(after) == NOON + 11
    after.close()


def test_the_offset_moves_the_chain_ahead_of_the_wall(node: EmbeddedNode, wall: Wall) -> None:
    node.set_clock_offset(86_400)
    assert node.clock_offset() == 86_400
    assert _mine(node) == NOON + 86_400
    node.advance_clock(600)
    wall.now += 5
    assert _mine(node) == NOON + 86_400 + 605


def test_lowering_the_offset_never_turns_time_back(node: EmbeddedNode, wall: Wall) -> None:
    node.set_clock_offset(1_000)
    assert _mine(node) == NOON + 1_000
    node.set_clock_offset(0)
    assert _mine(node) == NOON + 1_000
    wall.now += 5_000
    assert _mine(node) == NOON + 5_000


def test_a_wall_clock_set_back_never_turns_time_back(node: EmbeddedNode, wall: Wall) -> None:
    wall.now -= 1_000
    assert _mine(node) == NOON


def test_the_offset_is_kept_when_the_chain_is_closed(tmp_path: Path, wall: Wall) -> None:
    before = EmbeddedNode(tmp_path, address_of(RICH), wall=wall)
    before.set_clock_offset(1_000)
    before.close()
    after = EmbeddedNode(tmp_path, address_of(RICH), wall=wall)
    assert after.clock_offset() == 1_000
    assert _mine(after) == NOON + 1_000
    after.close()


def test_a_contract_asked_now_sees_exactly_the_time_of_the_block_to_come(
    node: EmbeddedNode, wall: Wall
) -> None:
    clock = Wallet(node).deploy(CLOCK)
    wall.now += 77
    assert node.call(clock, b"") == word(NOON + 77) + word(2)
    assert _mine(node) == NOON + 77


def test_an_offset_beyond_all_due_dates_is_refused(node: EmbeddedNode) -> None:
    node.set_clock_offset(50)
    with pytest.raises(Invalid) as refused:
        node.set_clock_offset(10**12)
    assert refused.value.code == "clock_offset_out_of_range"
    assert node.clock_offset() == 50
