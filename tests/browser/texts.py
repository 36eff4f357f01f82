"""The portal's sources and catalogues, read as text: what they say, and what they ask for."""

import re
from collections.abc import Iterator
from pathlib import Path

from tallystick.portal.pages import STATIC

APP = STATIC / "app"
LANGUAGES = ("en", "zh-CN", "zh-TW")
_ENTRY = re.compile(r'^  "(?P<key>[^"]+)": "(?P<text>.*)",$', re.MULTILINE)
_ASKING = re.compile(r"\b(?:t|known)\(")
_PLACE = re.compile(r'(?:^|[?:]|\?\?)\s*(?P<quote>["`])(?P<key>[^"`]+)(?P=quote)')
"""A text that a first argument may come to: it begins with it, or it is one side of a choice."""


def catalogue(language: str) -> dict[str, str]:
    return _entries(APP / "languages" / f"{language}.js")


def refusals(language: str) -> dict[str, str]:
    """By code."""
    return _entries(APP / "languages" / "refusals" / f"{language}.js")


def _entries(path: Path) -> dict[str, str]:
    found = [(entry["key"], entry["text"]) for entry in _ENTRY.finditer(path.read_text("utf-8"))]
    assert len(dict(found)) == len(found), f"{path.name} says something twice"
    return dict(found)


def sources() -> Iterator[tuple[Path, str]]:
    """Every module but the catalogues."""
    for path in sorted(APP.rglob("*.js")):
        if APP / "languages" not in path.parents:
            yield path, path.read_text("utf-8")


def asked_for() -> Iterator[tuple[Path, str]]:
    """Every key that a module asks for, as it is written: `status.${word}` where a part of it is known only later."""
    for path, text in sources():
        for call in _ASKING.finditer(text):
            for place in _PLACE.finditer(_first_argument(text[call.end() :])):
                yield path, place["key"]


def _first_argument(text: str) -> str:
    depth = 0
    for position, character in enumerate(text):
        if character in "([{":
            depth += 1
        elif depth == 0 and character in "),":
            return text[:position]
        elif character in ")]}":
            depth -= 1
    raise AssertionError(f"a call does not end: {text[:80]}")
