"""The bytecode that ships is what the sources compile to, and a chain will take it."""

import json
from pathlib import Path

import pytest

from scripts.compile_contracts import ARTIFACTS, artifact_files, build_shipped, first_difference, write
from scripts.solidity_build import Build
from scripts.solidity_compiler import CompilerMissing
from tests.outside import outside

DEPLOYABLE_BYTES = 24_576  # EIP-170


@pytest.fixture(scope="module")
def build() -> Build:
    try:
        return build_shipped()
    except CompilerMissing as missing:
        outside("solc with the contracts' packages", str(missing))


def test_the_artifacts_that_ship_are_what_the_sources_compile_to(build: Build) -> None:
    assert first_difference(artifact_files(build)) is None, "run `make contracts`"


def test_our_contracts_compile_without_a_warning(build: Build) -> None:
    assert build.warnings == []


def test_every_contract_fits_into_what_a_chain_deploys() -> None:
    sizes = {
        path.stem: len(bytes.fromhex(json.loads(path.read_text(encoding="utf-8"))["deployedBytecode"][2:]))
        for path in ARTIFACTS.glob("*.json")
    }
    assert sizes
    assert {name: size for name, size in sizes.items() if not 0 < size <= DEPLOYABLE_BYTES} == {}


def test_the_comparison_names_the_first_artifact_that_differs(tmp_path: Path) -> None:
    compiled = {"A.json": '{"abi": [], "bytecode": "0x00"}', "B.json": '{"abi": [], "bytecode": "0x01"}'}
    write(compiled, tmp_path)
    assert first_difference(compiled, tmp_path) is None

    (tmp_path / "B.json").write_text('{"abi": [], "bytecode": "0x02"}', encoding="utf-8")
    assert (first_difference(compiled, tmp_path) or "").startswith("B.json: bytecode differs")
    (tmp_path / "B.json").unlink()
    assert first_difference(compiled, tmp_path) == "B.json is missing"
    write(compiled, tmp_path)
    assert first_difference({"A.json": compiled["A.json"]}, tmp_path) == "B.json belongs to no contract"
