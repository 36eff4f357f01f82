"""The events of the note desk, and of the contracts that it makes: series and their rules."""

from collections.abc import Callable

from tallystick.mirror.decoders.words import DecodeOf, address, number, words_of
from tallystick.mirror.events import Event
from tallystick.mirror.note_events import (
    AgentNamed,
    CollectedFor,
    ModulesSet,
    NotesAllowed,
    NotesFrozen,
    NotesMoved,
    NotesPaused,
    NotesRecovered,
    NoteTransferOrdered,
    NoteWalletFrozen,
    OfferingOpened,
    SeriesAgentChanged,
    SeriesOpened,
)

_Decode = Callable[[bytes, bytes], Event]


def compliance_opened(data: bytes) -> bytes:
    """The rules that a new offering has, from the event's data."""
    return data[12:32]


def _offering_opened(topics: bytes, data: bytes) -> Event:
    return OfferingOpened(number(topics[32:64]), compliance_opened(data), address(topics, 2))


def _agent_named(topics: bytes, _data: bytes) -> Event:
    return AgentNamed(number(topics[32:64]), address(topics, 2))


def _series_opened(topics: bytes, data: bytes) -> Event:
    return SeriesOpened(address(topics, 1), number(topics[64:96]), number(data))


def _modules_set(compliance: bytes, _topics: bytes, data: bytes) -> Event:
    return ModulesSet(compliance, modules_of(data))


def modules_of(encoded: bytes) -> tuple[tuple[bytes, int], ...]:
    """(module, setting) from an ABI-encoded array: its offset, its length, two words each."""
    words = words_of(encoded)[2:]
    return tuple(
        (module[12:], number(setting)) for module, setting in zip(words[::2], words[1::2], strict=True)
    )


def _transfer(series: bytes, topics: bytes, data: bytes) -> Event:
    return NotesMoved(series, address(topics, 1), address(topics, 2), number(data))


def _approval(series: bytes, topics: bytes, data: bytes) -> Event:
    return NotesAllowed(series, address(topics, 1), address(topics, 2), number(data))


def _frozen(series: bytes, topics: bytes, data: bytes) -> Event:
    return NotesFrozen(series, address(topics, 1), number(data))


def _wallet_frozen(series: bytes, topics: bytes, _data: bytes) -> Event:
    return NoteWalletFrozen(series, address(topics, 1), bool(number(topics[64:96])))


def _paused(*, paused: bool) -> DecodeOf:
    return lambda series, _topics, _data: NotesPaused(series, paused)


def _agent(*, acting: bool) -> DecodeOf:
    return lambda series, topics, _data: SeriesAgentChanged(series, address(topics, 1), acting)


def _transfer_ordered(series: bytes, topics: bytes, _data: bytes) -> Event:
    return NoteTransferOrdered(series, topics[32:64])


def _recovered(series: bytes, _topics: bytes, _data: bytes) -> Event:
    return NotesRecovered(series)


def collected_for(topics: bytes, data: bytes) -> Event:
    """An event of the settlement's, about notes."""
    return CollectedFor(
        holder=address(topics, 1),
        receivable=number(topics[64:96]),
        payee=address(topics, 3),
        round=number(data[0:32]),
        face=number(data[32:64]),
        share=number(data[64:96]),
    )


NOTE_DESK_EVENTS: dict[str, _Decode] = {
    "OfferingOpened": _offering_opened,
    "AgentNamed": _agent_named,
    "SeriesOpened": _series_opened,
}

COMPLIANCE_EVENTS: dict[str, DecodeOf] = {"ModulesSet": _modules_set}

SERIES_EVENTS: dict[str, DecodeOf] = {
    "Transfer": _transfer,
    "Approval": _approval,
    "Frozen": _frozen,
    "AddressFrozen": _wallet_frozen,
    "Paused": _paused(paused=True),
    "Unpaused": _paused(paused=False),
    "AgentAdded": _agent(acting=True),
    "AgentRemoved": _agent(acting=False),
    "TransferOrdered": _transfer_ordered,
    "RecoverySuccess": _recovered,
}
