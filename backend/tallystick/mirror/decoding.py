"""From an event's bytes to what it says, by slices: topics and words have fixed places.

Only a programme's terms, rare and of varying length, go through an ABI decoder.
"""

from collections.abc import Callable
from struct import Struct

from eth_abi.abi import decode as decode_abi

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.mirror.events import (
    NOBODY,
    AccountOpened,
    ClaimCreated,
    ClaimTransferred,
    DocumentRegistered,
    Event,
    EvidenceDrawn,
    ProgrammeOpened,
    ReceivableAccepted,
    ReceivableOffered,
    ValueTransferred,
)

_Decode = Callable[[bytes, bytes], Event]

_PAIR = Struct(">QQ")
"""The low half of a word: a claim's receivable and serial."""


class Decoder:
    """Reads the events of one deployment's contracts."""

    def __init__(self, contracts: Contracts) -> None:
        named: dict[tuple[bytes, str], dict[str, _Decode]] = {
            (contracts.ledger, "ReceivableLedger"): {
                "AccountOpened": _account_opened,
                "ReceivableOffered": _receivable_offered,
                "ReceivableAccepted": _receivable_accepted,
                "Transfer": _transfer,
                "TransferValue": _transfer_value,
            },
            (contracts.programmes, "ProgrammeRegistry"): {"ProgrammeOpened": _programme_opened},
            (contracts.evidence, "EvidenceRegistry"): {
                "DocumentRegistered": _document_registered,
                "EvidenceDrawn": _evidence_drawn,
            },
        }
        self._decoders: dict[bytes, _Decode] = {
            address + interface(contract).topic(event): decode
            for (address, contract), events in named.items()
            for event, decode in events.items()
        }

    def decode(self, address: bytes, topics: bytes, data: bytes) -> Event | None:
        """What the event says; None where the mirror draws no consequence from it. `topics` are joined."""
        decode = self._decoders.get(address + topics[:32])
        return None if decode is None else decode(topics, data)


def text_of(raw: bytes) -> str:
    """Text as a contract holds it. Nothing on the chain checks that it is UTF-8, and PostgreSQL takes no zeros."""
    return raw.decode("utf-8", "replace").replace("\0", "\ufffd")


def currency_of(raw: bytes) -> str:
    return text_of(raw.rstrip(b"\0"))


def programme_terms(number: int, encoded: bytes) -> ProgrammeOpened:
    """A programme from its ABI-encoded terms, as its event carries them and its registry answers them."""
    (types,) = interface("ProgrammeRegistry").event_data_types("ProgrammeOpened")
    # Bytes are encoded as strings are, and decoding them cannot fail.
    (terms,) = decode_abi([types.replace("string", "bytes")], encoded)
    currency, kind, regime, day_count, months, acceptance, evidence, open_only, approval, name = terms
    return ProgrammeOpened(
        number=number,
        name=text_of(name),
        currency=currency_of(currency),
        kind=kind,
        regime=regime,
        day_count=day_count,
        longest_term_months=months,
        acceptance_required=acceptance,
        evidence_required=evidence,
        open_accounts_only=open_only,
        approval=approval,
    )


def _number(word: bytes) -> int:
    return int.from_bytes(word, "big")


def _account_opened(topics: bytes, data: bytes) -> Event:
    return AccountOpened(topics[44:64], _number(data))


def _receivable_offered(topics: bytes, data: bytes) -> Event:
    return ReceivableOffered(
        receivable=_number(topics[32:64]),
        debtor=topics[76:96],
        creditor=topics[108:128],
        programme=_number(data[0:32]),
        face=_number(data[32:64]),
        issue_day=_number(data[64:96]),
        due_day=_number(data[96:128]),
    )


def _receivable_accepted(topics: bytes, _data: bytes) -> Event:
    return ReceivableAccepted(_number(topics[32:64]))


def _transfer(topics: bytes, _data: bytes) -> Event:
    sender = topics[44:64]
    if sender == NOBODY:
        return ClaimCreated(_PAIR.unpack_from(topics, 112), topics[76:96])
    return ClaimTransferred(_PAIR.unpack_from(topics, 112), sender, topics[76:96])


def _transfer_value(topics: bytes, data: bytes) -> Event:
    source, destination = _PAIR.unpack_from(topics, 48), _PAIR.unpack_from(topics, 80)
    return ValueTransferred(source, destination, _number(data))


def _programme_opened(topics: bytes, data: bytes) -> Event:
    return programme_terms(_number(topics[32:64]), data)


def _document_registered(topics: bytes, data: bytes) -> Event:
    return DocumentRegistered(
        fingerprint=topics[32:64],
        buyer=topics[76:96],
        seller=topics[108:128],
        amount=_number(data[0:32]),
        currency=currency_of(data[32:35]),
        kind=_number(data[64:96]),
    )


def _evidence_drawn(topics: bytes, data: bytes) -> Event:
    return EvidenceDrawn(topics[32:64], _number(topics[64:96]), _number(data[0:32]), _number(data[32:64]))
