"""What holders let others take: allowances and offers."""

from typing import Any

from tallystick.mirror.events import AllowanceSet, ClaimId, OfferEnded, OfferMade, Place
from tallystick.mirror.state import Project, State

OPEN = "open"


def forget_allowances(state: State, claim: ClaimId) -> None:
    """They were its former holder's."""
    for key in state.allowances.keys_of(claim):
        state.allowances.remove(key)


def _set_allowance(state: State, _place: Place, event: AllowanceSet) -> None:
    receivable, serial = event.claim
    key = (receivable, serial, event.operator)
    epoch = state.claims.read(event.claim)["epoch"]
    if event.value:
        state.allowances.put(
            key,
            {
                "receivable": receivable,
                "serial": serial,
                "operator": event.operator,
                "epoch": epoch,
                "value": str(event.value),
            },
        )
    elif state.allowances.get(key) is not None:
        state.allowances.remove(key)


def _make_offer(state: State, place: Place, event: OfferMade) -> None:
    """The same may be offered again once it has ended."""
    receivable, serial = event.claim
    state.offers.put(
        event.id,
        {
            "id": event.id,
            "receivable": receivable,
            "serial": serial,
            "epoch": state.claims.read(event.claim)["epoch"],
            "holder": event.holder,
            "recipient": event.recipient,
            "value": event.value,
            "expiry": event.expiry,
            "drawings": event.drawings,
            "state": OPEN,
            "into_serial": None,
            "block": place.block,
            "log_index": place.log_index,
            "at": place.timestamp,
        },
    )


def _end_offer(state: State, _place: Place, event: OfferEnded) -> None:
    offer = state.offers.change(event.id)
    offer["state"] = event.state
    offer["into_serial"] = None if event.into is None else event.into[1]


OFFER_PROJECTIONS: dict[type[Any], Project] = {
    AllowanceSet: _set_allowance,
    OfferMade: _make_offer,
    OfferEnded: _end_offer,
}
