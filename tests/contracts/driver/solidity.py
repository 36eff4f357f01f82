"""The tests' own contracts: compiled like those that ship, kept between runs in `var/solidity`."""

from functools import cache
from pathlib import Path
from typing import Any

from eth_abi.abi import encode
from eth_utils.abi import collapse_if_tuple

from scripts.solidity_build import Build, compile_solidity
from scripts.solidity_compiler import CompilerMissing
from tallystick.chain.interface import Interface
from tests.outside import outside

FOLDER = Path(__file__).parent.parent / "solidity"


class TestInterface(Interface):
    """The interface of a contract that does not ship."""

    __test__ = False

    def __init__(self, artifact: dict[str, Any]) -> None:
        self.name = artifact["contractName"]
        self._abi = tuple(artifact["abi"])
        self._bytecode = bytes.fromhex(artifact["bytecode"].removeprefix("0x"))

    def constructor(self, *arguments: Any) -> bytes:
        inputs: list[dict[str, Any]] = next(
            (item["inputs"] for item in self._abi if item["type"] == "constructor"), []
        )
        return self._bytecode + encode([collapse_if_tuple(field) for field in inputs], arguments)


@cache
def _build() -> Build:
    return compile_solidity(sorted(FOLDER.glob("*.sol")))


@cache
def compiled(name: str) -> TestInterface:
    """One of the contracts in tests/contracts/solidity."""
    try:
        return TestInterface(_build().artifacts[name])
    except (CompilerMissing, FileNotFoundError) as missing:
        outside("solc with the contracts' packages", str(missing))
