"""What keeps claims where they are, and the marks that they carry."""

from typing import Any

from tallystick.mirror.events import (
    ClaimDisputed,
    ClaimEncumbered,
    ClaimFrozen,
    ClaimUnfrozen,
    Place,
    RecourseEnded,
    RecourseGiven,
)
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
    """Where it is a loan's pledge, the desk says so next."""
    claim = state.claims.change(event.claim)
    claim["beneficiary"], claim["agreement"] = event.beneficiary, None


def _give_recourse(state: State, _place: Place, event: RecourseGiven) -> None:
    claim = state.claims.change(event.claim)
    claim["recourse"], claim["agreement"] = True, event.agreement


def _end_recourse(state: State, _place: Place, event: RecourseEnded) -> None:
    claim = state.claims.change(event.claim)
    claim["recourse"], claim["agreement"] = False, None


def _dispute(state: State, _place: Place, event: ClaimDisputed) -> None:
    claim = state.claims.change(event.claim)
    claim["disputed"], claim["dispute_reason"] = event.reason is not None, event.reason


RESTRAINT_PROJECTIONS: dict[type[Any], Project] = {
    ClaimFrozen: _freeze,
    ClaimUnfrozen: _unfreeze,
    ClaimEncumbered: _encumber,
    RecourseGiven: _give_recourse,
    RecourseEnded: _end_recourse,
    ClaimDisputed: _dispute,
}
