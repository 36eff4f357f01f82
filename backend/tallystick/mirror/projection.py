"""What each event does to the projections and the journal. Pure: it knows the state and the event, nothing else."""

from typing import Any

from tallystick.mirror.events import Event, Place
from tallystick.mirror.projections.accounts import ACCOUNT_PROJECTIONS
from tallystick.mirror.projections.border import BORDER_PROJECTIONS
from tallystick.mirror.projections.claims import CLAIM_PROJECTIONS
from tallystick.mirror.projections.discount import DISCOUNT_PROJECTIONS
from tallystick.mirror.projections.financing import FINANCING_PROJECTIONS
from tallystick.mirror.projections.identities import IDENTITY_PROJECTIONS
from tallystick.mirror.projections.market import MARKET_PROJECTIONS
from tallystick.mirror.projections.money import MONEY_PROJECTIONS
from tallystick.mirror.projections.notes import NOTE_PROJECTIONS
from tallystick.mirror.projections.offers import OFFER_PROJECTIONS
from tallystick.mirror.projections.receivables import RECEIVABLE_PROJECTIONS
from tallystick.mirror.projections.registries import REGISTRY_PROJECTIONS
from tallystick.mirror.projections.restraints import RESTRAINT_PROJECTIONS
from tallystick.mirror.state import Project, State

_PROJECTIONS: dict[type[Any], Project] = {
    **ACCOUNT_PROJECTIONS,
    **REGISTRY_PROJECTIONS,
    **RECEIVABLE_PROJECTIONS,
    **CLAIM_PROJECTIONS,
    **RESTRAINT_PROJECTIONS,
    **OFFER_PROJECTIONS,
    **MONEY_PROJECTIONS,
    **FINANCING_PROJECTIONS,
    **DISCOUNT_PROJECTIONS,
    **IDENTITY_PROJECTIONS,
    **NOTE_PROJECTIONS,
    **MARKET_PROJECTIONS,
    **BORDER_PROJECTIONS,
}


def project(state: State, place: Place, event: Event) -> None:
    """Carry an event into the state. Raises `MirrorContradicted` where it does not fit."""
    _PROJECTIONS[type(event)](state, place, event)
