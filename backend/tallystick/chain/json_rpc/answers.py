"""A node's answers, from JSON to the house's own types."""

from typing import TypeVar

import msgspec

from tallystick.chain.node import Header, Log, NodeUnreachable, Receipt

T = TypeVar("T")


class BlockAnswer(msgspec.Struct, rename="camel"):
    number: str
    hash: str
    parent_hash: str
    timestamp: str
    gas_limit: str
    base_fee_per_gas: str | None = None

    def header(self) -> Header:
        return Header(
            number=int(self.number, 16),
            hash=from_hex(self.hash),
            parent_hash=from_hex(self.parent_hash),
            timestamp=int(self.timestamp, 16),
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
            transaction_index=int(self.transaction_index, 16),
            log_index=int(self.log_index, 16),
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
        succeeded = int(self.status, 16) == 1
        created = self.contract_address if succeeded else None
        return Receipt(
            transaction_hash=from_hex(self.transaction_hash),
            block_number=int(self.block_number, 16),
            block_hash=from_hex(self.block_hash),
            succeeded=succeeded,
            gas_used=int(self.gas_used, 16),
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
    return bytes.fromhex(text.removeprefix("0x"))
