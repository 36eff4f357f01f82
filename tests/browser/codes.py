"""The stable codes that the ledger refuses with, read from its own sources."""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

import tallystick
from tallystick.sending.wordings import WORDINGS
from tests.browser.texts import sources

PACKAGE = Path(inspect.getfile(tallystick)).parent

ELSEWHERE = (
    "backend.py",
    "bench/",
    "chain/",
    "cli.py",
    "demo/",
    "founding.py",
    "imports/",
    "mirror/rebuilding.py",
    "rates/file.py",
    "server.py",
    "settings.py",
    "terminal/",
)
"""What refuses to whoever starts a ledger or works at a terminal, where files are handed in as well."""

NOT_WRITTEN_DOWN = {
    ("receivables/issuing.py", "code"): "one that the contracts have as well",
    ("sending/outcomes.py", "told['code']"): "told before, and told again",
    ("wallets/service.py", "refusal.code"): "one that the contracts have told",
    ("web/problems.py", "code"): "of the table of routes' codes, or what it falls back on",
}
"""Places where a code is told that is not written there, and what it is."""

_OF_THE_PORTAL = re.compile(r'\bcode: "(\w+)"')


@cache
def codes() -> set[str]:
    """Every code that the portal may be answered with, and those of its own."""
    return (
        {wording.code for wording in WORDINGS.values()}
        | {code for code, _ in told() if code is not None}
        | {code for _, text in sources() for code in _OF_THE_PORTAL.findall(text)}
    )


@cache
def told() -> tuple[tuple[str | None, tuple[str, str]], ...]:
    """Each code that is told somewhere, and where, as the file has it; None where it does not stand there."""
    trees = {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }
    refusals = _refusals(trees.values())
    return tuple(
        (_value(written, file), (file, ast.unparse(written)))
        for file, tree in trees.items()
        if not file.startswith(ELSEWHERE)
        for written in _codes_in(tree, refusals)
    )


def _refusals(trees: Iterable[ast.Module]) -> dict[str, list[ast.expr]]:
    """The classes of refusals by their names, each with the code that it always has, where there is one."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    found: dict[str, list[ast.expr]] = {"Refusal": []}
    while more := [
        node
        for node in classes
        if node.name not in found and found.keys() & set(map(ast.unparse, node.bases))
    ]:
        found |= {node.name: _own_code(node) for node in more}
    return found


def _own_code(refusal: ast.ClassDef) -> list[ast.expr]:
    return [
        node.args[0]
        for node in ast.walk(refusal)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "super().__init__" and len(node.args) > 1
    ]


def _codes_in(tree: ast.Module, refusals: Mapping[str, list[ast.expr]]) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) if name in refusals:
                yield from refusals[name]
            case ast.Call(func=ast.Name(id=name), args=[code, *_]) if name in refusals and not refusals[name]:
                yield code
            case ast.Call(func=ast.Name(id="document"), args=[_, code, _, _, *_]):
                yield code
            case ast.Assign(targets=[ast.Name(id="_ROUTE_CODES")], value=ast.Dict(values=values)):
                yield from values
            case ast.Call(func=ast.Attribute(value=ast.Name(id="_ROUTE_CODES")), args=[_, code]):
                yield code


def _value(written: ast.expr, file: str) -> str | None:
    if isinstance(written, ast.Constant):
        return str(written.value)
    module = import_module("tallystick." + file.removesuffix(".py").replace("/", "."))
    found = getattr(module, ast.unparse(written), None)
    return found if isinstance(found, str) else None
