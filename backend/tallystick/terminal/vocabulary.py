"""Refusals in the words of the command line: the API's routes, parameters and pointers as commands and options."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from tallystick.terminal.operations import Field, Operation
from tallystick.terminal.requests import label

_ROUTE = re.compile(r"\b(GET|PUT|POST|PATCH|DELETE) (/v1/[^\s,;)]*[^\s,;).:])")
_POINTER = re.compile(r"#(?:/[^\s:,;]+)+")
_PLACE = re.compile(r"\b(query|path|header)/([\w-]+)")
_FLAG = re.compile(r"\b(\w+)=true\b")
_QUERY = re.compile(r"\?(\w+)=")
_NAME = re.compile(r"`(\w+)`")


@dataclass(frozen=True)
class Vocabulary:
    """The operations that there are, and the one that was asked for, if it was one."""

    operations: Sequence[Operation] = ()
    asked: Operation | None = None
    body_from_file: bool = False
    """Whether the body was given whole: then pointers lead into it, and stay."""

    @classmethod
    def of(cls, operations: Sequence[Operation], words: Sequence[str]) -> "Vocabulary":
        """What is understood by somebody who wrote these words."""
        asked = next((one for one in operations if words and one.name == words[0]), None)
        whole = any(word == "--body" or word.startswith("--body=") for word in words)
        return cls(operations, asked, whole)

    def translated(self, text: str) -> str:
        """What the API says, in our words; what has none stays as it is."""
        text = _ROUTE.sub(self._command, text)
        if self.asked is None:
            return text
        text = text.replace("/openapi.json", f"`tallystick {self.asked.name} --help`")
        if not self.body_from_file:
            text = _POINTER.sub(lambda found: self.place(found[0]), text)
            text = _NAME.sub(self._member, text)
        text = _PLACE.sub(self._parameter, text)
        return _QUERY.sub(self._query, _FLAG.sub(self._query, text))

    def place(self, pointer: str) -> str:
        """`#/parts/0/value` as `--parts (no. 1) value`."""
        name, *deeper = [
            unquote(part).replace("~1", "/").replace("~0", "~")
            for part in pointer.removeprefix("#/").split("/")
        ]
        field = self._fields.get(("body", name))
        if field is None or self.body_from_file:
            return pointer
        inside = (f"(no. {int(part) + 1})" if part.isdecimal() else part for part in deeper)
        return " ".join([label(field), *inside])

    @cached_property
    def _fields(self) -> dict[tuple[str, str], Field]:
        return {(field.place, field.name): field for field in (self.asked.fields if self.asked else ())}

    def _command(self, found: re.Match[str]) -> str:
        method, path = found[1], found[2].partition("?")[0]
        for operation in self.operations:
            if operation.method == method and _leads_to(operation.path, path):
                return f"`tallystick {operation.name}`"
        return found[0]

    def _parameter(self, found: re.Match[str]) -> str:
        field = self._fields.get((found[1], found[2]))
        return found[0] if field is None else label(field)

    def _query(self, found: re.Match[str]) -> str:
        field = self._fields.get(("query", found[1]))
        return found[0] if field is None else label(field)

    def _member(self, found: re.Match[str]) -> str:
        field = self._fields.get(("body", found[1]))
        return found[0] if field is None else label(field)


def _leads_to(template: str, path: str) -> bool:
    pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
    return re.fullmatch(pattern, path) is not None
