"""What keeps claims where they are."""

from typing import Any

from tallystick.mirror.events import ClaimEncumbered, ClaimFrozen, ClaimUnfrozen, Place
from tallystick.mirror.state import Project, State


def _freeze(state: State, _place: Place, event: ClaimFrozen) -> None:
    receivable, serial = event.claim
    state.freeze_orders.add(
        (receivable, serial, event.authority),
        {"receivable": receivable, "serial": serial, "authority": event.authority, "order": event.order},
    )
    state.claims.change(event.claim)["frozen"] = True


def _unfreeze(state: State, _place: Place, event: ClaimUnfrozen) -> None:
    """Free again when the last order is lifted."""
    state.freeze_orders.remove((*event.claim, event.authority))
    state.claims.change(event.claim)["frozen"] = bool(state.freeze_orders.keys_of(event.claim))


def _encumber(state: State, _place: Place, event: ClaimEncumbered) -> None:
    state.claims.change(event.claim)["beneficiary"] = event.beneficiary


RESTRAINT_PROJECTIONS: dict[type[Any], Project] = {
    ClaimFrozen: _freeze,
    ClaimUnfrozen: _unfreeze,
    ClaimEncumbered: _encumber,
}
