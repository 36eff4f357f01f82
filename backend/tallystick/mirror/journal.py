"""The double-entry journal: every movement of face or of money is an entry whose postings add up to zero."""

from typing import NamedTuple

from tallystick.mirror.events import ClaimId, Place
from tallystick.mirror.state import State

COMMITMENT = 0
"""The serial under which a receivable's debtor stands: what it owes is what all claims have."""

MONEY = 0
"""The number under which money stands where a claim has its receivable's."""

FREE = 0
"""The serial under which the money stands that an owner may spend; that of a hold stands under the hold's number."""

ISSUED = -1
"""The serial under which the banks stand for what they have issued: what all wallets have."""


def notes_on(receivable: int) -> ClaimId:
    """Under which number the notes on a receivable stand: its own, negative. Nobody stands for what they are on."""
    return -receivable, COMMITMENT


class Side(NamedTuple):
    """An account of the journal: a claim in somebody's hands, money in somebody's wallet, or somebody's notes."""

    claim: ClaimId
    holder: bytes


def book(state: State, place: Place, kind: str, giver: Side, taker: Side, amount: int) -> None:
    """`amount` minor units leave `giver` for `taker`."""
    state.entries.append(
        {
            "block": place.block,
            "log_index": place.log_index,
            "kind": kind,
            "receivable": taker.claim[0],
            "transaction_hash": place.transaction_hash,
            "timestamp": place.timestamp,
        }
    )
    _post(state, place, 0, giver, -amount)
    _post(state, place, 1, taker, amount)


def _post(state: State, place: Place, line: int, side: Side, amount: int) -> None:
    state.postings.append(
        {
            "block": place.block,
            "log_index": place.log_index,
            "line": line,
            "receivable": side.claim[0],
            "serial": side.claim[1],
            "holder": side.holder,
            "amount": amount,
        }
    )
