"""Claims: made, handed on, cut, put together, undone, and with them the journal, the holdings and the lots."""

from typing import Any

from tallystick.mirror.events import (
    NO_CLAIM,
    CarriedByDesk,
    ClaimBurnt,
    ClaimCreated,
    ClaimId,
    ClaimTransferred,
    Place,
    ValueTransferred,
)
from tallystick.mirror.holdings import gain_claim, gain_face, lose_claim, lose_face
from tallystick.mirror.journal import COMMITMENT, Side, book
from tallystick.mirror.lineage import assign_lots, begin_lot, end_lots, move_lots
from tallystick.mirror.projections.offers import forget_allowances
from tallystick.mirror.projections.receivables import CANCELLED
from tallystick.mirror.rows import ClaimRow
from tallystick.mirror.state import MirrorContradicted, Project, State


def _create(state: State, _place: Place, event: ClaimCreated) -> None:
    number, serial = event.claim
    state.receivables.change(number)["next_serial"] = serial + 1
    state.claims.add(
        event.claim,
        {
            "receivable": number,
            "serial": serial,
            "holder": event.holder,
            "face": 0,
            "epoch": 0,
            "round": 0,
            "frozen": False,
            "beneficiary": None,
            "recourse": False,
            "agreement": None,
            "disputed": False,
            "dispute_reason": None,
        },
    )
    gain_claim(state, number, event.holder)


def _burn(state: State, _place: Place, event: ClaimBurnt) -> None:
    claim = state.claims.read(event.claim)
    _require_holder(event.claim, claim["holder"], event.holder)
    if claim["face"]:
        raise MirrorContradicted(f"claim {event.claim} is burnt and still has {claim['face']}.")
    forget_allowances(state, event.claim)
    lose_claim(state, event.claim[0], event.holder)
    state.claims.remove(event.claim)


def _transfer(state: State, place: Place, event: ClaimTransferred) -> None:
    carried = _was_carried(state, place, event.claim)
    claim = state.claims.change(event.claim)
    _require_holder(event.claim, claim["holder"], event.sender)
    claim["epoch"] += 1
    forget_allowances(state, event.claim)
    if event.sender == event.recipient:
        return
    claim["holder"] = event.recipient
    number, face = event.claim[0], claim["face"]
    lose_face(state, number, event.sender, face)
    lose_claim(state, number, event.sender)
    gain_claim(state, number, event.recipient)
    gain_face(state, number, event.recipient, face)
    if face:
        kind = "sell" if carried else "assign"
        book(state, place, kind, Side(event.claim, event.sender), Side(event.claim, event.recipient), face)
        assign_lots(state, place, event.claim, event.recipient, traded=not carried)


def _transfer_value(state: State, place: Place, event: ValueTransferred) -> None:
    carried = _was_carried(state, place, event.source)
    if not event.value or event.source == event.destination:
        return
    if event.source == NO_CLAIM:
        _mint(state, place, event)
    elif event.destination == NO_CLAIM:
        _end(state, place, event)
    else:
        _move(state, place, event, carried=carried)


def _mint(state: State, place: Place, event: ValueTransferred) -> None:
    number = event.destination[0]
    claim = state.claims.change(event.destination)
    claim["face"] += event.value
    gain_face(state, number, claim["holder"], event.value)
    book(
        state,
        place,
        "mint",
        _commitment(state, number),
        Side(event.destination, claim["holder"]),
        event.value,
    )
    begin_lot(state, place, event.destination, event.value)


def _end(state: State, place: Place, event: ValueTransferred) -> None:
    """Owed no more: both sides have undone it, or it was paid."""
    number, holder = event.source[0], state.claims.read(event.source)["holder"]
    _take(state, event.source, event.value)
    lose_face(state, number, holder, event.value)
    receivable = state.receivables.change(number)
    receivable["outstanding"] -= event.value
    kind = "cancel" if receivable["status"] == CANCELLED else "retire"
    book(state, place, kind, Side(event.source, holder), _commitment(state, number), event.value)
    end_lots(state, event.source, event.value)


def _move(state: State, place: Place, event: ValueTransferred, *, carried: bool) -> None:
    number = event.destination[0]
    giver = state.claims.read(event.source)["holder"]
    _take(state, event.source, event.value)
    destination = state.claims.change(event.destination)
    if not destination["face"]:
        _inherit(state.claims.read(event.source), destination)
    destination["face"] += event.value
    taker = destination["holder"]
    if giver == taker:
        kind = "divide"
    else:
        kind = "sell" if carried else "pass"
        lose_face(state, number, giver, event.value)
        gain_face(state, number, taker, event.value)
    book(state, place, kind, Side(event.source, giver), Side(event.destination, taker), event.value)
    move_lots(state, place, event.source, event.destination, event.value, traded=not carried)


def _inherit(source: ClaimRow, part: ClaimRow) -> None:
    """A new claim carries the marks of what it was taken from. Where value goes into an old one neither has any."""
    part["disputed"], part["dispute_reason"] = source["disputed"], source["dispute_reason"]
    if source["recourse"]:
        part["recourse"], part["agreement"] = True, source["agreement"]


def _take(state: State, source: ClaimId, value: int) -> None:
    claim = state.claims.change(source)
    claim["face"] -= value
    if claim["face"] < 0:
        raise MirrorContradicted(f"claim {source} does not have the {value} that leave it.")


def _carry(state: State, place: Place, event: CarriedByDesk) -> None:
    state.carried = (place.transaction_hash, event.claim)


def _was_carried(state: State, place: Place, claim: ClaimId) -> bool:
    """Whether a desk carries what leaves the claim now; it does so once."""
    carried = state.carried == (place.transaction_hash, claim)
    if carried:
        state.carried = None
    return carried


def _commitment(state: State, receivable: int) -> Side:
    return Side((receivable, COMMITMENT), state.receivables.read(receivable)["debtor"])


def _require_holder(claim: ClaimId, holder: bytes, sender: bytes) -> None:
    if holder != sender:
        raise MirrorContradicted(f"claim {claim} is not held by 0x{sender.hex()}, who gives it away.")


CLAIM_PROJECTIONS: dict[type[Any], Project] = {
    ClaimCreated: _create,
    ClaimBurnt: _burn,
    ClaimTransferred: _transfer,
    ValueTransferred: _transfer_value,
    CarriedByDesk: _carry,
}
