"""JSON schemas as /openapi.json writes them: what a value may be, whatever way that is said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

REFERENCE = "#/components/schemas/"
NAMES = {"integer": "whole number", "number": "number", "boolean": "true or false", "array": "list"}


@dataclass(frozen=True, slots=True)
class Schema:
    """What a value may be. References are followed when they are asked about: a schema may contain itself."""

    written: Mapping[str, Any]
    components: Mapping[str, Any]

    @property
    def alternatives(self) -> tuple["Schema", ...]:
        """The schemas of which one holds, without the one that says: or nothing."""
        written = self._followed()
        for word in ("anyOf", "oneOf"):
            if word in written:
                options = (self._other(option).alternatives for option in written[word])
                return tuple(one for several in options for one in several)
        return () if written.get("type") == "null" else (self._other(written),)

    @property
    def kinds(self) -> frozenset[str]:
        """JSON's words for what it may be (`integer`, `object` …); none where it may be anything."""
        return frozenset(one.written["type"] for one in self.alternatives if "type" in one.written)

    @property
    def items(self) -> "Schema":
        """What the members of the list are."""
        for one in self.alternatives:
            if one.written.get("type") == "array":
                return self._other(one.written.get("items", {}))
        return self._other({})

    @property
    def properties(self) -> dict[str, "Schema"]:
        """The members of the object; where it may be one of several objects, those of all, and what a member may be
        in any of them."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        for one in self.alternatives:
            for name, value in one.written.get("properties", {}).items():
                found.setdefault(name, []).append(value)
        return {name: self._any_of(values) for name, values in found.items()}

    @property
    def required(self) -> frozenset[str]:
        """The members that no such object lacks."""
        needed = [
            frozenset(one.written.get("required", ()))
            for one in self.alternatives
            if one.written.get("type") == "object"
        ]
        return reduce(frozenset.intersection, needed) if needed else frozenset()

    @property
    def other_members(self) -> "Schema | None":
        """What members may be that are not among `properties`; None where there may be none."""
        for one in self.alternatives:
            more = one.written.get("additionalProperties", False)
            if one.written.get("type") == "object" and more is not False:
                return self._other({} if more is True else more)
        return None

    @property
    def choices(self) -> tuple[Any, ...]:
        """The values that it may have, where they are listed."""
        listed = [
            one.written.get("enum", [one.written["const"]] if "const" in one.written else [])
            for one in self.alternatives
        ]
        return tuple(value for values in listed for value in values) if all(listed) else ()

    @property
    def description(self) -> str:
        return str(self._followed().get("description", ""))

    @property
    def default(self) -> Any:
        return self._followed().get("default")

    @property
    def example(self) -> Any:
        """The first of its examples or of its choices, or one made of its members'; None where there are none."""
        for schema in (self._followed(), *(one.written for one in self.alternatives)):
            for example in schema.get("examples", ()):
                return example
        if self.choices:
            return self.choices[0]
        members = {name: value.example for name, value in self._members() if "object" not in value.kinds}
        made = {name: example for name, example in members.items() if example is not None} or None
        return [made] if made and self.kinds == {"array"} else made

    @property
    def in_words(self) -> str:
        """What people call it."""
        return " or ".join(NAMES.get(kind, kind) for kind in sorted(self.kinds)) or "anything"

    def _members(self) -> Iterator[tuple[str, "Schema"]]:
        """What is needed of an object, or of the objects of a list."""
        whole = self.items if self.kinds == {"array"} else self
        for name, value in whole.properties.items():
            if name in whole.required:
                yield name, value

    def _followed(self) -> dict[str, Any]:
        return _followed(self.written, self.components)

    def _any_of(self, options: Sequence[Mapping[str, Any]]) -> "Schema":
        """What it is for is told by the first."""
        first = self._other(options[0])
        if len(options) == 1:
            return first
        return self._other({"anyOf": [*options], "description": first.description})

    def _other(self, written: Mapping[str, Any]) -> "Schema":
        return Schema(written, self.components)


def _followed(schema: Mapping[str, Any], components: Mapping[str, Any]) -> dict[str, Any]:
    """The schema itself where this one only refers to it; what this one says besides has precedence."""
    written = dict(schema)
    while "$ref" in written:
        there = components[written.pop("$ref").removeprefix(REFERENCE)]
        written = {**there, **written}
    for part in written.pop("allOf", ()):
        written = {**_followed(part, components), **written}
    return written
