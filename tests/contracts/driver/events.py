"""Events as the tests write them: `("Transfer", from, to, claim)`, fields in the order of the declaration."""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeAlias

from eth_abi.abi import decode
from eth_utils.abi import abi_to_signature, collapse_if_tuple
from eth_utils.crypto import keccak

from tallystick.chain.artifacts import artifact
from tallystick.chain.node import Log
from tests.contracts.driver.refusals import SHIPPED, with_bytes

Event: TypeAlias = tuple[Any, ...]
Shape: TypeAlias = tuple[bytes, int]
"""Its first topic, and how many it has: ERC-20 and ERC-721 have events of one name that differ in that."""


def read_events(logs: Iterable[Log]) -> list[Event]:
    """Our contracts' events; those of the tests' own contracts are left out."""
    return [_read(log) for log in logs if _shape(log) in _declarations()]


def _read(log: Log) -> Event:
    declaration = _declarations()[_shape(log)]
    topics = iter(log.topics[1:])
    data = iter(decode([_type(field) for field in declaration["inputs"] if not field["indexed"]], log.data))
    values = (
        decode([_type(field)], next(topics))[0] if field["indexed"] else next(data)
        for field in declaration["inputs"]
    )
    return (declaration["name"], *(with_bytes(value) for value in values))


def _shape(log: Log) -> Shape:
    return log.topics[0], len(log.topics)


@cache
def _declarations() -> dict[Shape, dict[str, Any]]:
    events = [item for name in SHIPPED for item in artifact(name).abi if item["type"] == "event"]
    return {
        (
            keccak(text=abi_to_signature(item)),  # type: ignore[arg-type]
            1 + sum(field["indexed"] for field in item["inputs"]),
        ): item
        for item in events
    }


def _type(field: dict[str, Any]) -> str:
    return collapse_if_tuple(field)
