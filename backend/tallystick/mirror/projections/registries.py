"""Programmes and their terms; documents and what is drawn on them."""

from typing import Any

from tallystick.mirror.events import (
    DocumentCredited,
    DocumentRegistered,
    EvidenceDrawn,
    EvidenceReleased,
    Place,
    ProgrammeOpened,
    TermRuleSet,
)
from tallystick.mirror.rows import ProgrammeRow
from tallystick.mirror.state import Project, State

FROM_THE_BEGINNING = 0


def _open_programme(state: State, _place: Place, event: ProgrammeOpened) -> None:
    row: ProgrammeRow = event._asdict()  # type: ignore[assignment]
    state.programmes.add(event.number, row)
    _add_term_rule(state, event.number, FROM_THE_BEGINNING, event.longest_term_months)


def _set_term_rule(state: State, _place: Place, event: TermRuleSet) -> None:
    _add_term_rule(state, event.programme, event.from_day, event.longest_term_months)


def _add_term_rule(state: State, programme: int, from_day: int, longest_term_months: int) -> None:
    state.term_rules.add(
        (programme, from_day),
        {"programme": programme, "from_day": from_day, "longest_term_months": longest_term_months},
    )


def _register_document(state: State, _place: Place, event: DocumentRegistered) -> None:
    state.documents.add(
        event.fingerprint,
        {
            "fingerprint": event.fingerprint,
            "buyer": event.buyer,
            "seller": event.seller,
            "amount": event.amount,
            "currency": event.currency,
            "kind": event.kind,
            "drawn": 0,
        },
    )


def _credit_document(state: State, _place: Place, event: DocumentCredited) -> None:
    state.documents.change(event.fingerprint)["amount"] = event.left
    state.credit_notes.add(
        event.credit_note,
        {"credit_note": event.credit_note, "fingerprint": event.fingerprint, "amount": event.amount},
    )


def _draw_evidence(state: State, _place: Place, event: EvidenceDrawn) -> None:
    state.documents.change(event.fingerprint)["drawn"] = event.drawn
    receivable, serial = event.consumer
    key = (event.fingerprint, receivable, serial)
    if state.drawings.get(key) is None:
        state.drawings.add(
            key,
            {"fingerprint": event.fingerprint, "receivable": receivable, "serial": serial, "amount": 0},
        )
    state.drawings.change(key)["amount"] += event.amount


def _release_evidence(state: State, _place: Place, event: EvidenceReleased) -> None:
    state.documents.change(event.fingerprint)["drawn"] = event.drawn
    state.drawings.remove((event.fingerprint, *event.consumer))


REGISTRY_PROJECTIONS: dict[type[Any], Project] = {
    ProgrammeOpened: _open_programme,
    TermRuleSet: _set_term_rule,
    DocumentRegistered: _register_document,
    DocumentCredited: _credit_document,
    EvidenceDrawn: _draw_evidence,
    EvidenceReleased: _release_evidence,
}
