"""Where face value came from: a graph of lots, first in, first out, whose tiers count trade transfers.

A lot never changes hands. What moves becomes a new lot whose parent it was cut from, so the way back to the issue is
a walk along the parents.
"""

from collections.abc import Iterator

from tallystick.mirror.events import ClaimId, Place
from tallystick.mirror.rows import LotRow
from tallystick.mirror.state import MirrorContradicted, State

FIRST_TIER = 1


def begin_lot(state: State, place: Place, claim: ClaimId, amount: int) -> None:
    """The lot that a receivable begins with: all of it, with the debtor's own supplier."""
    _add(state, place, claim, state.claims.read(claim)["holder"], parent=None, tier=FIRST_TIER, amount=amount)


def move_lots(
    state: State, place: Place, source: ClaimId, destination: ClaimId, value: int, *, traded: bool
) -> None:
    """`value` minor units leave `source`, the lots that came in first going first.

    Another holder makes for another tier if `traded`.
    """
    holder = state.claims.read(destination)["holder"]
    for parent, piece in list(_cut(state, source, value)):
        tier = parent["tier"] + (traded and parent["holder"] != holder)
        _add(state, place, destination, holder, parent=parent["lot"], tier=tier, amount=piece)


def assign_lots(state: State, place: Place, claim: ClaimId, recipient: bytes, *, traded: bool) -> None:
    """The whole claim goes to another holder, every lot in it one tier on if `traded`."""
    for parent, piece in list(_cut(state, claim, state.claims.read(claim)["face"])):
        _add(state, place, claim, recipient, parent=parent["lot"], tier=parent["tier"] + traded, amount=piece)


def end_lots(state: State, claim: ClaimId, value: int) -> None:
    """`value` minor units of the claim are owed no more."""
    for _ in _cut(state, claim, value):
        pass


def _cut(state: State, claim: ClaimId, value: int) -> Iterator[tuple[LotRow, int]]:
    """Takes `value` out of a claim's lots; yields each lot with what is taken of it."""
    receivable, _ = claim
    queue = state.open_lots.get(claim, [])
    emptied = 0
    for number in queue:
        if not value:
            break
        lot = state.lots.change((receivable, number))
        piece = min(lot["remaining"], value)
        lot["remaining"] -= piece
        value -= piece
        emptied += not lot["remaining"]
        yield lot, piece
    if value:
        raise MirrorContradicted(f"the lots of claim {claim} are {value} short of what leaves it.")
    del queue[:emptied]


def _add(
    state: State, place: Place, claim: ClaimId, holder: bytes, *, parent: int | None, tier: int, amount: int
) -> None:
    receivable = state.receivables.change(claim[0])
    number = receivable["next_lot"]
    receivable["next_lot"] += 1
    state.lots.add(
        (claim[0], number),
        {
            "receivable": claim[0],
            "lot": number,
            "parent": parent,
            "serial": claim[1],
            "holder": holder,
            "tier": tier,
            "amount": amount,
            "remaining": amount,
            "block": place.block,
            "log_index": place.log_index,
        },
    )
    state.open_lots.setdefault(claim, []).append(number)
