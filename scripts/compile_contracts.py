"""Compile the contracts into the artifacts that ship: `python -m scripts.compile_contracts [--check]`."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import solcx

from scripts.solidity_build import Build, compile_solidity
from scripts.solidity_compiler import PROJECT, CompilerMissing
from scripts.solidity_sources import own_contracts

ARTIFACTS = PROJECT / "backend" / "tallystick" / "chain" / "artifacts"
PACKAGED = ["@openzeppelin/contracts/access/manager/AccessManager.sol"]


def build_shipped() -> Build:
    """Compile what ships: every deployable contract of ours, and those we deploy as they come."""
    return compile_solidity(own_contracts(), PACKAGED)


def artifact_files(build: Build) -> dict[str, str]:
    """The text of each artifact file by its name, the same bytes wherever it is made."""
    return {
        f"{name}.json": json.dumps(artifact, indent=1, sort_keys=True) + "\n"
        for name, artifact in sorted(build.artifacts.items())
    }


def first_difference(files: Mapping[str, str], folder: Path = ARTIFACTS) -> str | None:
    """The first artifact that is missing, superfluous or other than compiled; None where all are equal."""
    shipped = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
    for name in sorted(files.keys() | shipped.keys()):
        if name not in shipped:
            return f"{name} is missing"
        if name not in files:
            return f"{name} belongs to no contract"
        if files[name] != shipped[name]:
            key = _first_different_key(files[name], shipped[name])
            return f"{name}: {key} differs from what the sources compile to"
    return None


def write(files: Mapping[str, str], folder: Path = ARTIFACTS) -> list[str]:
    """Make `folder` hold exactly these files; returns the names that changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = [path for path in folder.glob("*.json") if path.name not in files]
    for path in changed:
        path.unlink()
    for name, text in files.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return sorted(path.name for path in changed)


def _first_different_key(compiled: str, shipped: str) -> str:
    one, other = json.loads(compiled), json.loads(shipped)
    return next(
        (key for key in sorted(one.keys() | other.keys()) if one.get(key) != other.get(key)), "its layout"
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Compile the contracts into the artifacts that ship.")
    parser.add_argument(
        "--check", action="store_true", help="change nothing; fail naming the first difference"
    )
    options = parser.parse_args(arguments)
    try:
        build = build_shipped()
    except (CompilerMissing, FileNotFoundError, ValueError, solcx.exceptions.SolcError) as failure:
        print(getattr(failure, "message", failure), file=sys.stderr)
        return 1
    for warning in build.warnings:
        print(warning, file=sys.stderr)
    files = artifact_files(build)
    if options.check:
        difference = first_difference(files)
        print(difference or f"{len(files)} artifacts equal what the sources compile to")
        return 1 if difference else 0
    changed = write(files)
    print(f"{len(files)} artifacts, changed: {', '.join(changed) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
