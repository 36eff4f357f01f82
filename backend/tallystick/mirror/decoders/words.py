"""What stands in a word of 32 bytes."""

from collections.abc import Callable
from struct import Struct

from tallystick.mirror.events import ClaimId, Event

DecodeOf = Callable[[bytes, bytes, bytes], Event]
"""How an event of a contract that others have made is read: from the contract that says it, topics and data."""

_PAIR = Struct(">QQ")


def number(word: bytes) -> int:
    return int.from_bytes(word, "big")


def address(topics: bytes, index: int) -> bytes:
    """The address in an event's topic; its signature is topic 0."""
    return topics[32 * index + 12 : 32 * index + 32]


def claim(topics: bytes, index: int) -> ClaimId:
    """The low half of a word: a claim's receivable and serial."""
    return _PAIR.unpack_from(topics, 32 * index + 16)


def text_of(raw: bytes) -> str:
    """Text as a contract holds it. Nothing on the chain checks that it is UTF-8, and PostgreSQL takes no zeros."""
    return raw.decode("utf-8", "replace").replace("\0", "\ufffd")


def currency_of(raw: bytes) -> str:
    return text_of(raw.rstrip(b"\0"))


def words_of(answer: bytes) -> list[bytes]:
    """A contract's answer, word by word."""
    return [answer[start : start + 32] for start in range(0, len(answer), 32)]


def bits(word: int, lowest: int, count: int) -> int:
    return word >> lowest & (1 << count) - 1
