"""A node's answers, from JSON to the house's own types."""

from typing import TypeVar

import msgspec

from tallystick.chain.node import Header, Log, NodeUnreachable, Receipt

T = TypeVar("T")

LONGEST_TOLD = 80
"""Characters of a senseless answer that are told."""


class BlockAnswer(msgspec.Struct, rename="camel"):
    number: str
    hash: str
    parent_hash: str
    timestamp: str
    gas_limit: str
    base_fee_per_gas: str | None = None

    def header(self) -> Header:
        return Header(
            number=quantity(self.number),
            hash=from_hex(self.hash),
            parent_hash=from_hex(self.parent_hash),
            timestamp=quantity(self.timestamp),
        )


class LogAnswer(msgspec.Struct, rename="camel"):
    address: str
    topics: list[str]
    data: str
    transaction_hash: str
    transaction_index: str
    log_index: str

    def log(self) -> Log:
        return Log(
            address=from_hex(self.address),
            topics=tuple(from_hex(topic) for topic in self.topics),
            data=from_hex(self.data),
            transaction_hash=from_hex(self.transaction_hash),
            transaction_index=quantity(self.transaction_index),
            log_index=quantity(self.log_index),
        )


class ReceiptAnswer(msgspec.Struct, rename="camel"):
    transaction_hash: str
    gas_used: str
    logs: list[LogAnswer]
    status: str
    block_number: str | None = None
    block_hash: str | None = None
    contract_address: str | None = None

    def receipt(self) -> Receipt | None:
        """None while it is not mined: some nodes show a receipt before."""
        if self.block_number is None or self.block_hash is None:
            return None
        succeeded = quantity(self.status) == 1
        created = self.contract_address if succeeded else None
        return Receipt(
            transaction_hash=from_hex(self.transaction_hash),
            block_number=quantity(self.block_number),
            block_hash=from_hex(self.block_hash),
            succeeded=succeeded,
            gas_used=quantity(self.gas_used),
            contract_address=None if created is None else from_hex(created),
            logs=tuple(in_order(self.logs)),
        )


def in_order(found: list[LogAnswer]) -> list[Log]:
    return sorted((answer.log() for answer in found), key=lambda log: log.log_index)


def decode(answer: msgspec.Raw, kind: type[T]) -> T:
    """Raises `NodeUnreachable` where the answer is not of that kind."""
    try:
        return msgspec.json.decode(answer, type=kind)
    except msgspec.DecodeError as error:
        raise NodeUnreachable(f"The node's answer makes no sense: {error}") from error


def decode_or_none(answer: msgspec.Raw, kind: type[T]) -> T | None:
    """None where the node answers with `null`: it has nothing of that number or hash."""
    return None if bytes(answer) == b"null" else decode(answer, kind)


def to_hex(value: bytes) -> str:
    return "0x" + value.hex()


def from_hex(text: str) -> bytes:
    """Raises `NodeUnreachable` where the node's text is no hex."""
    try:
        return bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        raise _no_sense(text) from None


def quantity(text: str) -> int:
    """A number as Ethereum's JSON-RPC writes it. Raises `NodeUnreachable` where the node's text is none."""
    try:
        return int(text.removeprefix("0x"), 16)
    except ValueError:
        raise _no_sense(text) from None


def _no_sense(text: str) -> NodeUnreachable:
    return NodeUnreachable(f"The node's answer makes no sense: {text[:LONGEST_TOLD]!r}")
