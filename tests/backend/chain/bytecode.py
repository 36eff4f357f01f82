"""Contracts of a few opcodes each, so that the chain is tested without a compiler."""

from eth.vm import opcode_values


def assemble(source: str) -> bytes:
    """Opcodes by name, `0x…` pushed at its own length, `name:` a jump destination, `@name` its address."""
    code, labels, uses = bytearray(), {}, {}
    for word in source.split():
        if word.endswith(":"):
            labels[word[:-1]] = len(code)
            code.append(opcode_values.JUMPDEST)
        elif word.startswith("@"):
            uses[len(code) + 1] = word[1:]
            code += bytes([opcode_values.PUSH1, 0])
        elif word.startswith("0x"):
            literal = bytes.fromhex(word[2:])
            code += bytes([opcode_values.PUSH1 + len(literal) - 1]) + literal
        else:
            code.append(getattr(opcode_values, word))
    for position, label in uses.items():
        code[position] = labels[label]
    return bytes(code)


def deployable(runtime: bytes) -> bytes:
    """What to send in order to create a contract with this code."""
    length = f"0x{len(runtime):04x}"
    return assemble(f"{length} DUP1 0x0a PUSH0 CODECOPY PUSH0 RETURN") + runtime


def word(value: int) -> bytes:
    return value.to_bytes(32, "big")


# Answers with the block's time and number.
CLOCK = deployable(assemble("TIMESTAMP PUSH0 MSTORE NUMBER 0x20 MSTORE 0x40 PUSH0 RETURN"))

# Without calldata answers with what it keeps; with a word keeps that, and tells it in two events.
STORE = deployable(
    assemble(
        """
        CALLDATASIZE @write JUMPI
        PUSH0 SLOAD PUSH0 MSTORE 0x20 PUSH0 RETURN
        write:
        PUSH0 CALLDATALOAD DUP1 PUSH0 SSTORE
        DUP1 PUSH0 MSTORE
        0x20 PUSH0 LOG1
        0x20 PUSH0 LOG0
        STOP
        """
    )
)

# Keeps one and the same word, whatever it is asked: the second time that costs next to nothing.
KEEPER = deployable(assemble("0x01 PUSH0 SSTORE STOP"))

# Keeps a history: writes 1 into the word of the second in which it is called.
HISTORIAN = deployable(assemble("0x01 TIMESTAMP SSTORE STOP"))

# Calls the contract in the first word with the second word, after an event of its own.
RELAY = deployable(
    assemble(
        """
        PUSH0 PUSH0 LOG0
        0x20 CALLDATALOAD PUSH0 MSTORE
        PUSH0 PUSH0 0x20 PUSH0 PUSH0 PUSH0 CALLDATALOAD GAS CALL
        @fine JUMPI PUSH0 PUSH0 REVERT
        fine: STOP
        """
    )
)

# Refuses whatever it is asked, with four bytes.
REFUSAL = bytes.fromhex("deadbeef")
REFUSER = deployable(assemble("0xdeadbeef PUSH0 MSTORE 0x04 0x1c REVERT"))

# Burns all the gas it is given.
BROKEN = deployable(bytes([0xFE]))

# Calls itself as many levels down as the word says, and there writes five fresh words; refuses where a level failed.
NEST = deployable(
    assemble(
        """
        PUSH0 CALLDATALOAD DUP1 @deeper JUMPI
        0x01 0x01 SSTORE 0x01 0x02 SSTORE 0x01 0x03 SSTORE 0x01 0x04 SSTORE 0x01 0x05 SSTORE
        STOP
        deeper:
        0x01 SWAP1 SUB PUSH0 MSTORE
        PUSH0 PUSH0 0x20 PUSH0 PUSH0 ADDRESS GAS CALL
        @fine JUMPI PUSH0 PUSH0 REVERT
        fine: STOP
        """
    )
)

# Sends one wei to the address in the word; refuses where that failed.
PAYER = deployable(
    assemble(
        "PUSH0 PUSH0 PUSH0 PUSH0 0x01 PUSH0 CALLDATALOAD PUSH0 CALL @fine JUMPI PUSH0 PUSH0 REVERT fine: STOP"
    )
)
