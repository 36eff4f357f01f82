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


def read_events(logs: Iterable[Log]) -> list[Event]:
    """Our contracts' events; those of the tests' own contracts are left out."""
    return [_read(log) for log in logs if log.topics[0] in _declarations()]


def _read(log: Log) -> Event:
    declaration = _declarations()[log.topics[0]]
    topics = iter(log.topics[1:])
    data = iter(decode([_type(field) for field in declaration["inputs"] if not field["indexed"]], log.data))
    values = (
        decode([_type(field)], next(topics))[0] if field["indexed"] else next(data)
        for field in declaration["inputs"]
    )
    return (declaration["name"], *(with_bytes(value) for value in values))


@cache
def _declarations() -> dict[bytes, dict[str, Any]]:
    events = (item for name in SHIPPED for item in artifact(name).abi if item["type"] == "event")
    return {keccak(text=abi_to_signature(item)): item for item in events}  # type: ignore[arg-type]


def _type(field: dict[str, Any]) -> str:
    return collapse_if_tuple(field)
