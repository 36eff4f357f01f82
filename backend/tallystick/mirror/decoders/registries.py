"""The events of the registries of programmes and of evidence.

Only a programme's terms, rare and of varying length, go through an ABI decoder.
"""

from eth_abi.abi import decode as decode_abi

from tallystick.chain.interface import interface
from tallystick.mirror.decoders.words import address, claim, currency_of, number, text_of
from tallystick.mirror.events import (
    ClaimId,
    DeskChanged,
    DocumentCredited,
    DocumentRegistered,
    Event,
    EvidenceDrawn,
    EvidenceReleased,
    ProgrammeOpened,
    TermRuleSet,
)


def programme_terms(programme: int, encoded: bytes) -> ProgrammeOpened:
    """A programme from its ABI-encoded terms, as its event carries them and its registry answers them."""
    (types,) = interface("ProgrammeRegistry").event_data_types("ProgrammeOpened")
    # Bytes are encoded as strings are, and decoding them cannot fail.
    (terms,) = decode_abi([types.replace("string", "bytes")], encoded)
    (
        currency,
        kind,
        regime,
        day_count,
        months,
        acceptance,
        evidence,
        open_only,
        tokens,
        policy,
        grace_days,
        overdue_ppm,
        approval,
        name,
    ) = terms
    return ProgrammeOpened(
        number=programme,
        name=text_of(name),
        currency=currency_of(currency),
        kind=kind,
        regime=regime,
        day_count=day_count,
        longest_term_months=months,
        acceptance_required=acceptance,
        evidence_required=evidence,
        open_accounts_only=open_only,
        token_offering=tokens,
        policy=bytes.fromhex(policy[2:]) if int(policy, 16) else None,
        grace_days=grace_days,
        overdue_ppm=overdue_ppm,
        approval=approval,
    )


def _programme_opened(topics: bytes, data: bytes) -> Event:
    return programme_terms(number(topics[32:64]), data)


def _term_rule_set(topics: bytes, data: bytes) -> Event:
    return TermRuleSet(number(topics[32:64]), number(data[0:32]), number(data[32:64]))


def _document_registered(topics: bytes, data: bytes) -> Event:
    return DocumentRegistered(
        fingerprint=topics[32:64],
        buyer=address(topics, 2),
        seller=address(topics, 3),
        amount=number(data[0:32]),
        currency=currency_of(data[32:35]),
        kind=number(data[64:96]),
    )


def _document_credited(topics: bytes, data: bytes) -> Event:
    return DocumentCredited(topics[32:64], topics[64:96], number(data[0:32]), number(data[32:64]))


def _evidence_drawn(topics: bytes, data: bytes) -> Event:
    return EvidenceDrawn(topics[32:64], _consumer(topics), number(data[0:32]), number(data[32:64]))


def _evidence_released(topics: bytes, data: bytes) -> Event:
    return EvidenceReleased(topics[32:64], _consumer(topics), number(data[32:64]))


def _consumer(topics: bytes) -> ClaimId:
    """A receivable's bare number is less than any claim's id and stands where the serial of one would."""
    receivable, serial = claim(topics, 2)
    return (receivable, serial) if receivable else (serial, 0)


PROGRAMME_EVENTS = {
    "ProgrammeOpened": _programme_opened,
    "TermRuleSet": _term_rule_set,
}

DESKS = {name.encode().ljust(32, b"\0") for name in ("desk", "note_desk")}
"""Under which names a deployment has desks, which were admitted before it was complete."""


def named(topics: bytes, _data: bytes) -> Event | None:
    return DeskChanged(address(topics, 2), admitted=True) if topics[32:64] in DESKS else None


EVIDENCE_EVENTS = {
    "DocumentRegistered": _document_registered,
    "DocumentCredited": _document_credited,
    "EvidenceDrawn": _evidence_drawn,
    "EvidenceReleased": _evidence_released,
}

DIRECTORY_EVENTS = {"Named": named}
