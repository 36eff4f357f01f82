"""py-evm's interpreter with a quicker way through the instructions that contracts consist of.

py-evm makes some six calls for each instruction, and a batch of moves is a third of a million of them. Here those that
only touch stack, memory and program counter are carried out in one loop; all others are py-evm's own, called with its
objects as they would be. Results, gas and failures are the same to the unit: the rules of the Yellow Paper, appendix H.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from eth.abc import ComputationAPI, MessageAPI, StateAPI, TransactionContextAPI
from eth.exceptions import FullStack, Halt, InsufficientStack, InvalidJumpDestination, OutOfGas
from eth.vm.forks.cancun.computation import CancunComputation
from eth.vm.forks.cancun.state import CancunState
from eth.vm.forks.cancun.transaction_context import CancunTransactionContext
from eth.vm.logic.invalid import InvalidOpcode
from eth_hash.auto import keccak

WORD = 2**256 - 1
DEEPEST_STACK = 1024
CODES_KEPT = 64
HASHES_KEPT = 32_768
TWO_WORDS = 64

ADD, MUL, SUB, LT, GT = 0x01, 0x02, 0x03, 0x10, 0x11
EQ, ISZERO, AND, OR, NOT, SHL, SHR = 0x14, 0x15, 0x16, 0x17, 0x19, 0x1B, 0x1C
CALLDATALOAD, POP, MLOAD, MSTORE, JUMP, JUMPI, JUMPDEST = 0x35, 0x50, 0x51, 0x52, 0x56, 0x57, 0x5B
KECCAK256 = 0x20
PUSH0, PUSH32, DUP1, DUP16, SWAP1, SWAP16 = 0x5F, 0x7F, 0x80, 0x8F, 0x90, 0x9F
STOP, GAS = 0x00, 0x5A


@dataclass(frozen=True, slots=True)
class Program:
    """Code with what each PUSH in it pushes and where it may jump to, by position."""

    code: bytes
    pushed: dict[int, int]
    destinations: frozenset[int]


@lru_cache(CODES_KEPT)
def program_of(code: bytes) -> Program:
    pushed: dict[int, int] = {}
    destinations = set()
    position = 0
    while position < len(code):
        opcode = code[position]
        if PUSH0 <= opcode <= PUSH32:
            size = opcode - PUSH0
            # What lies beyond the end of the code reads as zero.
            pushed[position] = int.from_bytes(code[position + 1 : position + 1 + size].ljust(size, b"\0"))
            position += size
        elif opcode == JUMPDEST:
            destinations.add(position)
        position += 1
    return Program(code, pushed, frozenset(destinations))


class QuickComputation(CancunComputation):
    """A message call or a creation."""

    @classmethod
    def apply_computation(
        cls,
        state: StateAPI,
        message: MessageAPI,
        transaction_context: TransactionContextAPI,
        parent_computation: ComputationAPI | None = None,
    ) -> ComputationAPI:
        """As in `BaseComputation`, but for the loop."""
        with cls(state, message, transaction_context) as computation:
            if computation.is_origin_computation:
                computation.contracts_created = []
                if message.is_create:
                    cls.consume_initcode_gas_cost(computation)
            if parent_computation is not None:
                computation.contracts_created = parent_computation.contracts_created
            if message.is_create:
                computation.contracts_created.append(message.storage_address)
            precompile = computation.precompiles.get(message.code_address)
            if precompile is None:
                _run(computation, program_of(bytes(message.code)))
            elif not message.is_delegation:
                precompile(computation)
        return computation


class QuickTransactionContext(CancunTransactionContext):
    """Notes whether the code has looked at what differs between trying a message and mining it."""

    looked_at_terms = False


class QuickState(CancunState):
    computation_class = QuickComputation
    transaction_context_class = QuickTransactionContext


def _run(computation: Any, program: Program) -> None:  # noqa: C901, PLR0912, PLR0915 (one loop, or it is not quick)
    """Until the code stops. `gas` and `position` are the meter's and the code's while this loop is in charge."""
    stack: list[Any] = computation._stack.values  # noqa: SLF001 (its base class's)
    meter, stream, memory = computation._gas_meter, computation.code, computation._memory  # noqa: SLF001 (same)
    opcodes, data = computation.opcodes, computation.msg.data
    code, pushed, destinations = program.code, program.pushed, program.destinations
    pop, push, end = stack.pop, stack.append, len(code)
    gas, position, ours = meter.gas_remaining, 0, True
    try:
        while True:
            opcode = code[position] if position < end else STOP
            if PUSH0 <= opcode <= SWAP16:
                if opcode <= DUP16:
                    if len(stack) >= DEEPEST_STACK:
                        raise FullStack("Stack limit reached")
                    if opcode <= PUSH32:
                        push(pushed[position])
                        position += opcode - PUSH0
                        gas -= 3 if opcode > PUSH0 else 2
                    else:
                        push(stack[DUP1 - 1 - opcode])
                        gas -= 3
                else:
                    other = SWAP1 - 2 - opcode
                    stack[-1], stack[other] = stack[other], stack[-1]
                    gas -= 3
            elif opcode == JUMPDEST:
                gas -= 1
            elif JUMP <= opcode <= JUMPI:
                target = pop()
                gas -= 10 if opcode == JUMPI else 8
                if opcode == JUMP or pop():
                    if target not in destinations:
                        raise InvalidJumpDestination(f"Nothing to jump to at {target}")
                    position = target - 1
            elif opcode == POP:
                pop()
                gas -= 2
            elif opcode == ISZERO:
                push(0 if pop() else 1)
                gas -= 3
            elif opcode == NOT:
                push(WORD - pop())
                gas -= 3
            elif opcode in _BINARY:
                left, right = pop(), pop()
                gas -= 5 if opcode == MUL else 3
                if opcode == ADD:
                    push((left + right) & WORD)
                elif opcode == AND:
                    push(left & right)
                elif opcode == SUB:
                    push((left - right) & WORD)
                elif opcode == EQ:
                    push(1 if left == right else 0)
                elif opcode == LT:
                    push(1 if left < right else 0)
                elif opcode == GT:
                    push(1 if left > right else 0)
                elif opcode == SHL:
                    push(0 if left > 255 else (right << left) & WORD)
                elif opcode == SHR:
                    push(0 if left > 255 else right >> left)
                elif opcode == OR:
                    push(left | right)
                else:
                    push((left * right) & WORD)
            elif opcode == CALLDATALOAD:
                start = pop()
                push(int.from_bytes(bytes(data[start : start + 32]).ljust(32, b"\0")))
                gas -= 3
            elif opcode == MLOAD and stack[-1] + 32 <= len(memory._bytes):  # noqa: SLF001 (py-evm's own)
                start = pop()
                push(int.from_bytes(memory._bytes[start : start + 32]))  # noqa: SLF001 (same)
                gas -= 3
            elif opcode == MSTORE and stack[-1] + 32 <= len(memory._bytes):  # noqa: SLF001 (same)
                start, value = pop(), pop()
                memory._bytes[start : start + 32] = value.to_bytes(32)  # noqa: SLF001 (same)
                gas -= 3
            elif (
                opcode == KECCAK256
                and (size := stack[-2]) <= TWO_WORDS
                and stack[-1] + size <= len(memory._bytes)  # noqa: SLF001 (same)
            ):
                start = pop()
                pop()
                push(_hashed(bytes(memory._bytes[start : start + size])))  # noqa: SLF001 (same)
                gas -= 30 + 6 * ((size + 31) // 32)
            else:
                if opcode in _LOOKS_AT_TERMS or (
                    opcode == GAS and code[position + 1 : position + 2] not in _CALLS
                ):
                    computation.transaction_context.looked_at_terms = True
                meter.gas_remaining, stream.program_counter = gas, position + 1
                ours = False
                (opcodes.get(opcode) or InvalidOpcode(opcode))(computation=computation)
                ours = True
                if stack and stack[-1].__class__ is not int:
                    stack[-1] = int.from_bytes(stack[-1])  # py-evm leaves what it pushed as it came
                gas, position = meter.gas_remaining, stream.program_counter
                continue
            if gas < 0:
                break
            position += 1
    except Halt:
        return
    except IndexError:
        if not ours:
            raise
        raise InsufficientStack("Fewer items on the stack than the instruction takes") from None
    raise OutOfGas("Out of gas")


_LOOKS_AT_TERMS = frozenset((0x31, 0x3A, 0x47, 0x48, 0xF0, 0xF5, 0xFF))
"""BALANCE, GASPRICE, SELFBALANCE, BASEFEE; CREATE, CREATE2 and SELFDESTRUCT, which are rare enough to be left out."""

_CALLS = frozenset((b"\xf1", b"\xf2", b"\xf4", b"\xfa"))
"""Who asks for the gas that is left in order to pass all of it on is not told what it is."""

_BINARY = frozenset((ADD, MUL, SUB, LT, GT, EQ, AND, OR, SHL, SHR))


@lru_cache(HASHES_KEPT)
def _hashed(content: bytes) -> int:
    """Where a mapping keeps something is the hash of two words, and is asked for again and again."""
    return int.from_bytes(keccak(content))
