"""What each event does to the projections and the journal. Pure: it knows the state and the event, nothing else."""

from collections.abc import Callable
from typing import Any

from tallystick.mirror.events import (
    NO_CLAIM,
    AccountOpened,
    ClaimCreated,
    ClaimTransferred,
    DocumentRegistered,
    Event,
    EvidenceDrawn,
    Place,
    ProgrammeOpened,
    ReceivableAccepted,
    ReceivableOffered,
    ValueTransferred,
)
from tallystick.mirror.holdings import gain_claim, gain_face, lose_claim, lose_face
from tallystick.mirror.journal import COMMITMENT, Side, book
from tallystick.mirror.lineage import assign_lots, begin_lot, move_lots
from tallystick.mirror.rows import ProgrammeRow
from tallystick.mirror.state import MirrorContradicted, State

OFFERED = 1
ACTIVE = 2


def project(state: State, place: Place, event: Event) -> None:
    """Carry an event into the state. Raises `MirrorContradicted` where it does not fit."""
    _PROJECTIONS[type(event)](state, place, event)


def _open_account(state: State, _place: Place, event: AccountOpened) -> None:
    if state.accounts.get(event.account) is None:
        state.accounts.add(
            event.account, {"address": event.account, "opened": False, "roles": 0, "claims": 0}
        )
    account = state.accounts.change(event.account)
    account["opened"] = True
    account["roles"] = event.roles


def _open_programme(state: State, _place: Place, event: ProgrammeOpened) -> None:
    row: ProgrammeRow = event._asdict()  # type: ignore[assignment]
    state.programmes.add(event.number, row)


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


def _draw_evidence(state: State, _place: Place, event: EvidenceDrawn) -> None:
    state.documents.change(event.fingerprint)["drawn"] = event.drawn
    key = (event.fingerprint, event.receivable)
    if state.drawings.get(key) is None:
        row_key = {"fingerprint": event.fingerprint, "receivable": event.receivable}
        state.drawings.add(key, {**row_key, "amount": 0})  # type: ignore[typeddict-item]
    state.drawings.change(key)["amount"] += event.amount


def _offer(state: State, _place: Place, event: ReceivableOffered) -> None:
    state.receivables.add(
        event.receivable,
        {
            "number": event.receivable,
            "programme": event.programme,
            "debtor": event.debtor,
            "creditor": event.creditor,
            "face": event.face,
            "outstanding": 0,
            "issue_day": event.issue_day,
            "due_day": event.due_day,
            "status": OFFERED,
            "next_serial": 1,
            "next_lot": 1,
        },
    )


def _accept(state: State, _place: Place, event: ReceivableAccepted) -> None:
    receivable = state.receivables.change(event.receivable)
    receivable["status"] = ACTIVE
    receivable["outstanding"] = receivable["face"]


def _create_claim(state: State, _place: Place, event: ClaimCreated) -> None:
    number, serial = event.claim
    state.receivables.change(number)["next_serial"] = serial + 1
    row_key = {"receivable": number, "serial": serial}
    state.claims.add(event.claim, {**row_key, "holder": event.holder, "face": 0, "epoch": 0})  # type: ignore[typeddict-item]
    gain_claim(state, number, event.holder)


def _transfer_claim(state: State, place: Place, event: ClaimTransferred) -> None:
    claim = state.claims.change(event.claim)
    if claim["holder"] != event.sender:
        raise MirrorContradicted(
            f"claim {event.claim} is not held by 0x{event.sender.hex()}, who passes it on."
        )
    claim["epoch"] += 1
    if event.sender == event.recipient:
        return
    claim["holder"] = event.recipient
    number, face = event.claim[0], claim["face"]
    lose_face(state, number, event.sender, face)
    lose_claim(state, number, event.sender)
    gain_claim(state, number, event.recipient)
    gain_face(state, number, event.recipient, face)
    if face:
        book(
            state, place, "assign", Side(event.claim, event.sender), Side(event.claim, event.recipient), face
        )
        assign_lots(state, place, event.claim, event.recipient)


def _transfer_value(state: State, place: Place, event: ValueTransferred) -> None:
    if event.source == NO_CLAIM:
        _mint(state, place, event)
    elif event.value and event.source != event.destination:
        _move_value(state, place, event)


def _mint(state: State, place: Place, event: ValueTransferred) -> None:
    number = event.destination[0]
    claim = state.claims.change(event.destination)
    claim["face"] += event.value
    gain_face(state, number, claim["holder"], event.value)
    commitment = Side((number, COMMITMENT), state.receivables.read(number)["debtor"])
    book(state, place, "mint", commitment, Side(event.destination, claim["holder"]), event.value)
    begin_lot(state, place, event.destination, event.value)


def _move_value(state: State, place: Place, event: ValueTransferred) -> None:
    number = event.destination[0]
    source, destination = state.claims.change(event.source), state.claims.change(event.destination)
    giver, taker = source["holder"], destination["holder"]
    source["face"] -= event.value
    destination["face"] += event.value
    if source["face"] < 0:
        raise MirrorContradicted(f"claim {event.source} does not have the {event.value} that leave it.")
    if giver != taker:
        lose_face(state, number, giver, event.value)
        gain_face(state, number, taker, event.value)
    kind = "divide" if giver == taker else "pass"
    book(state, place, kind, Side(event.source, giver), Side(event.destination, taker), event.value)
    move_lots(state, place, event.source, event.destination, event.value)


_PROJECTIONS: dict[type, Callable[[State, Place, Any], None]] = {
    AccountOpened: _open_account,
    ProgrammeOpened: _open_programme,
    DocumentRegistered: _register_document,
    EvidenceDrawn: _draw_evidence,
    ReceivableOffered: _offer,
    ReceivableAccepted: _accept,
    ClaimCreated: _create_claim,
    ClaimTransferred: _transfer_claim,
    ValueTransferred: _transfer_value,
}
