"""The embedded chain's quick interpreter against py-evm's own: the same results, gas and failures for any code."""

from itertools import product
from typing import Any

import pytest
from eth.chains.base import MiningChain
from eth.db.atomic import AtomicDB
from eth.vm.forks.cancun import CancunVM
from eth.vm.forks.cancun.computation import CancunComputation
from eth_typing import Address, BlockNumber
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tallystick.chain.embedded.backend import EmbeddedVM
from tallystick.chain.embedded.interpreter import QuickComputation

ROOM = Address(bytes(19) + b"\x77")
SENDER = Address(bytes(19) + b"\x99")


def _vm(kind: type[CancunVM]) -> Any:
    class Chain(MiningChain):
        vm_configuration = ((BlockNumber(0), kind),)

    fields = {"gas_limit": 30_000_000, "timestamp": 1_800_000_000, "difficulty": 0}
    return Chain.configure(chain_id=1).from_genesis(AtomicDB(), fields, {}).get_vm()  # type: ignore[arg-type]


PLAIN, QUICK = _vm(CancunVM), _vm(EmbeddedVM)


def _outcome(vm: Any, code: bytes, data: bytes, gas: int) -> tuple[Any, ...]:
    state = vm.state
    before = state.snapshot()
    try:
        computation = vm.execute_bytecode(SENDER, 1, gas, ROOM, SENDER, 0, data, code, code_address=ROOM)
        told = ""
        if (
            computation.is_error
        ):  # which one is told where the code makes two mistakes at once is nobody's business
            told = "all gas is gone" if computation.error.burns_gas else type(computation.error).__name__
        written = [state.get_storage(ROOM, slot) for slot in range(4)]
        left = [item if isinstance(item, int) else int.from_bytes(item) for item in computation._stack.values]
        memory = bytes(computation._memory._bytes)
        kept = () if told else (left, memory)
        return (
            told,
            computation.output,
            computation.get_gas_remaining(),
            computation.get_gas_refund(),
            computation.get_log_entries(),
            written,
            *kept,
        )
    finally:
        state.revert(before)


def _push(value: int) -> bytes:
    size = (value.bit_length() + 7) // 8
    return bytes([0x5F + size]) + value.to_bytes(size)


PUSHED = st.one_of(
    st.integers(0, 3),
    st.integers(0, 80),
    st.sampled_from([255, 256, 2**255, 2**256 - 1]),
    st.integers(0, 2**256 - 1),
)
PUSH = PUSHED.map(_push)
QUICK_ONES = [
    *(0x01, 0x02, 0x03, 0x10, 0x11, 0x14, 0x15, 0x16, 0x17, 0x19, 0x1B, 0x1C),
    *(0x20, 0x35, 0x50, 0x51, 0x52, 0x56, 0x57, 0x5B, 0x5F, *range(0x80, 0xA0)),
]
OTHERS = [
    0x00,
    0x04,
    0x0A,
    0x12,
    0x18,
    0x1A,
    0x20,
    0x30,
    0x33,
    0x36,
    0x37,
    0x39,
    0x3D,
    0x42,
    0x53,
    0x54,
    0x55,
]
OTHERS += [0x58, 0x59, 0x5A, 0x5C, 0x5D, 0x5E, 0xA0, 0xA1, 0xF3, 0xFD, 0xFE, 0x0C]
INSTRUCTION = st.one_of(
    PUSH,
    st.sampled_from(QUICK_ONES).map(lambda one: bytes([one])),
    st.sampled_from(OTHERS).map(lambda one: bytes([one])),
    # Who sends, who is called, and a hash: what py-evm keeps as bytes meets the quick ones.
    st.tuples(st.sampled_from([b"\x33", b"\x30", b"\x60\x60\x5f\x20"]), st.sampled_from(QUICK_ONES)).map(
        lambda two: two[0] + bytes([two[1]])
    ),
)
CODE = st.one_of(
    st.tuples(st.lists(PUSH, min_size=8, max_size=24), st.lists(INSTRUCTION, max_size=30)).map(
        lambda parts: b"".join(parts[0] + parts[1])
    ),
    st.binary(max_size=60),
)
LOOP = bytes.fromhex("60005b60010180611000116002576000526020 6000f3")
"""Counts to 4096 in a loop and returns that."""


EDGES = [0, 1, 2, 31, 255, 256, 2**255, 2**256 - 1]


@pytest.mark.parametrize("opcode", [0x01, 0x02, 0x03, 0x10, 0x11, 0x14, 0x16, 0x17, 0x1B, 0x1C])
def test_arithmetic_is_the_same_at_its_edges(opcode: int) -> None:
    for left, right in product(EDGES, EDGES):
        code = _push(right) + _push(left) + bytes([opcode])
        assert _outcome(QUICK, code, b"", 200) == _outcome(PLAIN, code, b"", 200)


@pytest.mark.parametrize("depth", range(1, 17))
def test_the_same_item_is_doubled_or_exchanged(depth: int) -> None:
    for opcode, items in product((0x7F + depth, 0x8F + depth), (depth - 1, depth, depth + 1)):
        code = b"".join(_push(number + 1) for number in range(items)) + bytes([opcode])
        assert _outcome(QUICK, code, b"", 200) == _outcome(PLAIN, code, b"", 200)


FOUR_WORDS = bytes.fromhex("602a60605260075f52")
"""Makes memory of 128 bytes with something in it."""


@pytest.mark.parametrize("start", [0, 1, 17, 31, 32, 64, 95, 96, 97, 128, 2**64, 2**256 - 1])
def test_memory_is_written_and_read_alike_within_and_beyond_what_there_is(start: int) -> None:
    for value in (1, 2**255 + 3):
        code = (
            FOUR_WORDS
            + _push(value)
            + _push(start)
            + b"\x52"
            + _push(start)
            + b"\x51"
            + bytes.fromhex("6051515f55")
        )
        assert _outcome(QUICK, code, b"", 50_000) == _outcome(PLAIN, code, b"", 50_000)


@pytest.mark.parametrize("size", [0, 1, 31, 32, 33, 63, 64, 65, 96])
def test_hashes_of_any_length_are_the_same_and_cost_the_same(size: int) -> None:
    for start in (0, 3, 64, 90, 200):
        code = FOUR_WORDS + _push(size) + _push(start) + b"\x20"
        assert _outcome(QUICK, code, b"", 5_000) == _outcome(PLAIN, code, b"", 5_000)


@pytest.mark.filterwarnings("ignore:SELFDESTRUCT")
@settings(max_examples=max(500, settings().max_examples))
@given(code=CODE, data=st.binary(max_size=70), gas=st.sampled_from([0, 30, 200, 5_000, 200_000]))
@example(code=LOOP, data=b"", gas=5_000)
@example(code=LOOP, data=b"", gas=500_000)
@example(code=bytes.fromhex("602a6000526040602020"), data=b"", gas=200)
@example(code=bytes.fromhex("602a600052602160002060206000206000600020"), data=b"", gas=400)
@example(code=b"\x5f" * 1_025, data=b"", gas=200_000)
@example(code=b"\x5f" + b"\x80" * 1_024, data=b"", gas=200_000)
@example(code=bytes.fromhex("600456005b00"), data=b"", gas=200)
@example(code=bytes.fromhex("600356605b"), data=b"", gas=200)
@example(code=bytes.fromhex("7f01"), data=b"", gas=200)
def test_any_code_has_the_same_outcome_under_both(code: bytes, data: bytes, gas: int) -> None:
    assert _outcome(QUICK, code, data, gas) == _outcome(PLAIN, code, data, gas)


def test_the_embedded_chain_uses_the_quick_one() -> None:
    assert QUICK.state.computation_class is QuickComputation
    assert PLAIN.state.computation_class is CancunComputation
    assert _outcome(QUICK, LOOP, b"", 500_000)[1] == (4_096).to_bytes(32)
