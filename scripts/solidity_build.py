"""From Solidity sources to artifacts: the same settings, and so the same bytes, on every machine."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import solcx

from scripts import solidity_compiler
from scripts.solidity_compiler import PROJECT
from scripts.solidity_sources import unit_name, with_imports

Artifact = dict[str, Any]

CACHE = PROJECT / "var" / "solidity"
# py-evm ends at prague and Besu trails it; OpenZeppelin's ERC-721 needs cancun.
EVM_VERSION = "cancun"
OPTIMIZER = {"enabled": True, "runs": 800}
SETTINGS: dict[str, Any] = {
    "evmVersion": EVM_VERSION,
    "optimizer": OPTIMIZER,
    "viaIR": True,
    "metadata": {"bytecodeHash": "none"},
}


@dataclass(frozen=True, slots=True)
class Build:
    """What one run of the compiler gave: artifacts by contract name, and its warnings about our own files."""

    artifacts: dict[str, Artifact]
    warnings: list[str]


def compile_solidity(paths: Iterable[Path], packaged: Iterable[str] = ()) -> Build:
    """Artifacts of every deployable contract in `paths` and in the `packaged` units (`@openzeppelin/…`).

    All of it is one compilation, because the optimizer's output may depend on what it sees together. Answers from
    `var/solidity` where the same sources were compiled with the same settings before.
    Raises `solcx.exceptions.SolcError`, `CompilerMissing`, `FileNotFoundError`.
    """
    roots = [*(unit_name(path) for path in paths), *packaged]
    request = _request(roots)
    key = hashlib.sha256(json.dumps([solidity_compiler.BUILD, request], sort_keys=True).encode()).hexdigest()
    kept = CACHE / f"{key}.json"
    if kept.exists():
        return Build(**json.loads(kept.read_text(encoding="utf-8")))
    answer = solcx.compile_standard(request, solc_binary=solidity_compiler.solc())
    build = Build(_artifacts(answer, roots), _own_warnings(answer))
    _keep(kept, build)
    return build


def _request(roots: list[str]) -> dict[str, Any]:
    contract_outputs = [
        "abi",
        "evm.bytecode.object",
        "evm.bytecode.linkReferences",
        "evm.deployedBytecode.object",
    ]
    return {
        "language": "Solidity",
        "sources": {name: {"content": text} for name, text in with_imports(roots).items()},
        "settings": {
            **SETTINGS,
            "outputSelection": {root: {"*": contract_outputs, "": ["ast"]} for root in roots},
        },
    }


def _artifacts(answer: dict[str, Any], roots: list[str]) -> dict[str, Artifact]:
    artifacts: dict[str, Artifact] = {}
    for root in roots:
        for name in _deployable(answer["sources"][root]["ast"]):
            if name in artifacts:
                raise ValueError(f"two deployable contracts are called {name}; the second one is in {root}")
            artifacts[name] = _artifact(name, answer["contracts"][root][name])
    return artifacts


def _deployable(ast: dict[str, Any]) -> list[str]:
    contracts = (node for node in ast["nodes"] if node["nodeType"] == "ContractDefinition")
    return [node["name"] for node in contracts if node["contractKind"] == "contract" and not node["abstract"]]


def _artifact(name: str, output: dict[str, Any]) -> Artifact:
    bytecode = output["evm"]["bytecode"]
    if bytecode["linkReferences"]:
        raise ValueError(
            f"{name} must be linked to a library, which nothing here does: make its functions internal"
        )
    return {
        "contractName": name,
        "abi": output["abi"],
        "bytecode": "0x" + bytecode["object"],
        "deployedBytecode": "0x" + output["evm"]["deployedBytecode"]["object"],
        "compiler": {"version": solidity_compiler.BUILD, **SETTINGS},
    }


def _own_warnings(answer: dict[str, Any]) -> list[str]:
    return [
        error["formattedMessage"]
        for error in answer.get("errors", [])
        if not error.get("sourceLocation", {}).get("file", "").startswith("@")
    ]


def _keep(place: Path, build: Build) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_suffix(f".{os.getpid()}")
    unfinished.write_text(
        json.dumps({"artifacts": build.artifacts, "warnings": build.warnings}), encoding="utf-8"
    )
    unfinished.replace(place)
