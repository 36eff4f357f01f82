"""Calls, answers, events and errors of the contracts, between Python values and bytes."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from eth_abi.abi import decode, encode
from eth_utils.abi import (
    abi_to_signature,
    collapse_if_tuple,
    event_signature_to_log_topic,
    function_signature_to_4byte_selector,
)

from tallystick.chain.artifacts import artifact
from tallystick.chain.node import Receipt


@dataclass(frozen=True, slots=True)
class ContractError:
    """A custom error as a contract raised it: `EvidenceExceeded` with its named figures."""

    name: str
    values: dict[str, Any]


class Interface:
    """One contract's interface. Functions are named by full signature, since ERC-3525 overloads them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._abi = artifact(name).abi

    @cached_property
    def _functions(self) -> dict[str, dict[str, Any]]:
        return {abi_to_signature(item): item for item in self._abi if item["type"] == "function"}  # type: ignore[arg-type]

    @cached_property
    def _errors(self) -> dict[bytes, dict[str, Any]]:
        errors = (item for item in self._abi if item["type"] == "error")
        return {function_signature_to_4byte_selector(abi_to_signature(item)): item for item in errors}  # type: ignore[arg-type]

    @property
    def function_signatures(self) -> tuple[str, ...]:
        return tuple(self._functions)

    @property
    def error_names(self) -> tuple[str, ...]:
        return tuple(item["name"] for item in self._errors.values())

    def encode(self, signature: str, *arguments: Any) -> bytes:
        """Call data; raises `eth_abi.exceptions.EncodingError` where an argument does not fit its type."""
        return function_signature_to_4byte_selector(signature) + encode(
            _types(self._functions[signature]["inputs"]), arguments
        )

    def decode_answer(self, signature: str, data: bytes) -> tuple[Any, ...]:
        return decode(_types(self._functions[signature]["outputs"]), data)

    def decode_error(self, data: bytes) -> ContractError | None:
        """What a revert says, None where it is not one of this contract's errors."""
        item = self._errors.get(data[:4])
        if item is None:
            return None
        values = decode(_types(item["inputs"]), data[4:])
        return ContractError(
            item["name"], dict(zip((i["name"] for i in item["inputs"]), values, strict=True))
        )

    def constructor(self, *arguments: Any) -> bytes:
        """The code that creates the contract, with the constructor's arguments."""
        inputs: list[dict[str, Any]] = next(
            (item["inputs"] for item in self._abi if item["type"] == "constructor"), []
        )
        return artifact(self.name).bytecode + encode(_types(inputs), arguments)

    def selector(self, function: str) -> bytes:
        """The first four bytes of a call to a function that is not overloaded."""
        (signature,) = (signature for signature in self._functions if signature.startswith(f"{function}("))
        return function_signature_to_4byte_selector(signature)

    def topic(self, event: str) -> bytes:
        """The first topic of an event of this contract."""
        item = next(item for item in self._abi if item["type"] == "event" and item["name"] == event)
        return event_signature_to_log_topic(abi_to_signature(item))  # type: ignore[arg-type]

    def told(self, event: str, receipt: Receipt) -> list[tuple[bytes, ...]]:
        """The topics of each event of this name in a transaction, in their order."""
        topic = self.topic(event)
        return [tuple(log.topics) for log in receipt.logs if log.topics[0] == topic]

    def number_told(self, event: str, receipt: Receipt, field: int = 1) -> int:
        """A number in a transaction's one event of this name; `field` counts the indexed ones from 1."""
        (topics,) = self.told(event, receipt)
        return int.from_bytes(topics[field])

    def event_data_types(self, event: str) -> list[str]:
        """The ABI types of an event's fields that are not indexed."""
        item = next(item for item in self._abi if item["type"] == "event" and item["name"] == event)
        return _types([field for field in item["inputs"] if not field["indexed"]])


def _types(fields: list[dict[str, Any]]) -> list[str]:
    return [collapse_if_tuple(field) for field in fields]


@cache
def interface(name: str) -> Interface:
    """The interface of a shipped contract."""
    return Interface(name)
