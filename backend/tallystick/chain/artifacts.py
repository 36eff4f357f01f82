"""The compiled contracts that ship with the package."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Artifact:
    """A contract's interface, the code that creates it, and the compiler's build and settings that made it."""

    name: str
    abi: tuple[dict[str, Any], ...]
    bytecode: bytes
    compiler: dict[str, Any]


@cache
def artifact(name: str) -> Artifact:
    """The shipped artifact of that contract name."""
    content = json.loads((files("tallystick.chain") / "artifacts" / f"{name}.json").read_text("utf-8"))
    return Artifact(
        content["contractName"],
        tuple(content["abi"]),
        bytes.fromhex(content["bytecode"].removeprefix("0x")),
        content["compiler"],
    )
