"""Solidity files and all that they import, named by where they stand in the project and never by where it stands."""

import re
from collections.abc import Iterable
from pathlib import Path
from posixpath import dirname, normpath

from scripts.solidity_compiler import PROJECT, CompilerMissing

_COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|("[^"\n]*"|\'[^\'\n]*\')', re.DOTALL)
_IMPORT = re.compile(r"""\bimport\b[^"';]*["']([^"']+)["']""")


def unit_name(path: Path) -> str:
    """What the compiler calls a file of this project: `contracts/claims/ClaimWord.sol`."""
    return path.resolve().relative_to(PROJECT).as_posix()


def own_contracts() -> list[Path]:
    """Every Solidity file of ours that ships, in a fixed order."""
    folder = PROJECT / "contracts"
    return sorted(path for path in folder.rglob("*.sol") if "node_modules" not in path.parts)


def with_imports(names: Iterable[str]) -> dict[str, str]:
    """The text of these units and of everything they import, directly or not, by unit name.

    Nothing is left for the compiler to look up on a disk, so this is all that a compilation depends on.
    Where an import leads nowhere raises `CompilerMissing` if it is of a package, else `FileNotFoundError`.
    """
    texts: dict[str, str] = {}
    wanted = [(name, "the caller") for name in names]
    while wanted:
        name, asked_by = wanted.pop()
        if name in texts:
            continue
        path = _place(name)
        if not path.is_file():
            raise _missing(name, asked_by)
        texts[name] = path.read_text(encoding="utf-8")
        wanted += [(imported, name) for imported in _imports(name, texts[name])]
    return dict(sorted(texts.items()))


def _place(name: str) -> Path:
    if name.startswith("@"):
        return PROJECT / "contracts" / "node_modules" / name
    return PROJECT / name


def _missing(name: str, asked_by: str) -> Exception:
    if name.startswith("@"):
        return CompilerMissing(
            f"{name}, imported by {asked_by}, is not installed; run `npm ci` in contracts/"
        )
    return FileNotFoundError(f"{name}, imported by {asked_by}, does not exist")


def _imports(name: str, text: str) -> list[str]:
    code = _COMMENT_OR_STRING.sub(lambda match: match[1] or " ", text)
    return [
        normpath(f"{dirname(name)}/{target}") if target.startswith(".") else target
        for target in _IMPORT.findall(code)
    ]
