"""What a node's error means. Every node has texts of its own; they are interpreted here and nowhere else."""

import re
from typing import Any

from tallystick.chain.node import NodeUnreachable

_INVALID_PARAMETERS = -32602

_REVERT_CODES = {3, -32015}

_REVERT_TEXTS = (
    "revert",
    "invalid opcode",
    "out of gas",
    "evm error",
    "vm execution error",
    "gas required exceeds",
)

_KNOWN_TEXTS = ("already known", "already imported", "alreadyknown")

_REJECTION_TEXTS = (
    "nonce too low",
    "nonce too high",
    "nonce is too",
    "insufficient funds",
    "insufficient balance",
    "upfront cost exceeds",
    "underpriced",
    "intrinsic gas",
    "gas limit",
    "gas price",
    "max fee per gas",
    "fee cap",
    "priority fee",
    "failed to decode",
    "rlp",
    "chain id",
    "chainid",
    "invalid sender",
    "invalid signature",
    "transaction type not supported",
    "replay-protected",
    "oversized data",
    "initcode size",
    "exceeds block gas",
)

_HEX_AT_END = re.compile(r"0x((?:[0-9a-fA-F]{2})*)$")


class RpcError(NodeUnreachable):
    """The node answered with an error; unless one of the readings below fits, that is no usable answer."""

    def __init__(self, code: int, message: str, data: Any) -> None:
        super().__init__(f"The node answers with error {code}: {message}")
        self.code = code
        self.message = message
        self.data = data


def reverted_data(error: RpcError) -> bytes | None:
    """What the contract refused with, perhaps empty; None where the error is no contract's refusal."""
    text = error.message.lower()
    # A block that is gone or a sender without funds is no contract's word, whatever else the text says.
    if error.code not in _REVERT_CODES and not any(part in text for part in _REVERT_TEXTS):
        return None
    return _found_in(error.data) or b""


def _found_in(data: Any) -> bytes | None:
    """Plain hex (geth, Anvil, Besu), «Reverted 0x…» (Nethermind), or within an object (Hardhat, Ganache)."""
    if isinstance(data, str):
        found = _HEX_AT_END.search(data)
        return None if found is None else bytes.fromhex(found.group(1))
    if isinstance(data, dict):
        likely = [data[key] for key in ("data", "result", "return") if key in data]
        nested = [value for value in data.values() if isinstance(value, dict)]
        return next((found for found in map(_found_in, likely + nested) if found is not None), None)
    return None


def knows_already(error: RpcError) -> bool:
    """The node has these very bytes already."""
    return any(part in error.message.lower() for part in _KNOWN_TEXTS)


def cannot_be_decoded(error: RpcError) -> bool:
    """The node sees no transaction in the bytes it was sent."""
    return error.code == _INVALID_PARAMETERS


def will_never_mine(error: RpcError) -> bool:
    """The node refuses the transaction for what it is. Any other error leaves open what became of it."""
    return any(part in error.message.lower() for part in _REJECTION_TEXTS)
