"""From blocks and their logs to rows: what following, undoing and verifying have in common."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Header, Log
from tallystick.mirror.decoding import Decoder
from tallystick.mirror.events import Event, Place
from tallystick.mirror.projection import project
from tallystick.mirror.rows import BlockRow, EventRow
from tallystick.mirror.state import State

Occurrence = tuple[Place, Event]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive blocks, each with its events of our contracts."""

    headers: Sequence[Header]
    logs: Sequence[Sequence[Log]]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A stretch as rows, the events in it that have consequences, and the running digest at its end."""

    blocks: list[BlockRow]
    events: list[EventRow]
    occurrences: list[Occurrence]
    digest: bytes


def first_digest(contracts: Contracts) -> bytes:
    """Where the running digest starts: at the deployment itself."""
    return sha256(contracts.genesis_hash + contracts.directory).digest()


def record(stretch: Stretch, digest: bytes, decoder: Decoder) -> Recorded:
    """`digest` is that of the block before."""
    blocks: list[BlockRow] = []
    events: list[EventRow] = []
    occurrences: list[Occurrence] = []
    for header, logs in zip(stretch.headers, stretch.logs, strict=True):
        rows = [_event_row(header, log) for log in logs]
        digest = _next_digest(digest, header, rows)
        blocks.append(_block_row(header, digest))
        events += rows
        occurrences += occurrences_in(((row, header.timestamp) for row in rows), decoder)
    return Recorded(blocks, events, occurrences, digest)


def occurrences_in(events: Iterable[tuple[EventRow, int]], decoder: Decoder) -> Iterable[Occurrence]:
    """The events with consequences; each comes with its block's time."""
    for row, timestamp in events:
        event = decoder.decode(row["address"], row["topics"], row["data"])
        if event is not None:
            yield Place(row["block"], row["log_index"], row["transaction_hash"], timestamp), event


def project_all(state: State, occurrences: Iterable[Occurrence]) -> None:
    for place, event in occurrences:
        project(state, place, event)


def _event_row(header: Header, log: Log) -> EventRow:
    return {
        "block": header.number,
        "log_index": log.log_index,
        "transaction_hash": log.transaction_hash,
        "transaction_index": log.transaction_index,
        "address": log.address,
        "topics": b"".join(log.topics),
        "data": log.data,
    }


def _block_row(header: Header, digest: bytes) -> BlockRow:
    return {
        "number": header.number,
        "hash": header.hash,
        "parent_hash": header.parent_hash,
        "timestamp": header.timestamp,
        "digest": digest,
    }


def _next_digest(digest: bytes, header: Header, events: Iterable[EventRow]) -> bytes:
    running = sha256(digest + header.hash)
    for event in events:
        topics, data = event["topics"], event["data"]
        lengths = b"%d,%d,%d,%d;" % (event["log_index"], event["transaction_index"], len(topics), len(data))
        running.update(b"".join((lengths, event["transaction_hash"], event["address"], topics, data)))
    return running.digest()
