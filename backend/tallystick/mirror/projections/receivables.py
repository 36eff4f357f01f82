"""Receivables from their offer to their end."""

from typing import Any

from tallystick.mirror.events import (
    CancellationProposed,
    Place,
    ReceivableAccepted,
    ReceivableEnded,
    ReceivableFunded,
    ReceivableOffered,
    ReceivablePaused,
)
from tallystick.mirror.state import Project, State

OFFERED = 1
ACTIVE = 2
CANCELLED = 6
PART_FUNDED = 7
FUNDED = 8


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
            "accept_day": event.accept_day,
            "due_day": event.due_day,
            "status": OFFERED,
            "paused": False,
            "cancellation_proposer": None,
            "next_serial": 1,
            "next_lot": 1,
        },
    )


def _accept(state: State, _place: Place, event: ReceivableAccepted) -> None:
    receivable = state.receivables.change(event.receivable)
    receivable["status"] = ACTIVE
    receivable["outstanding"] = receivable["face"]


def _end(state: State, _place: Place, event: ReceivableEnded) -> None:
    """What a cancelled one owed ends with its claims, each by an event of its own."""
    receivable = state.receivables.change(event.receivable)
    receivable["status"] = event.status
    receivable["cancellation_proposer"] = None


def _fund(state: State, _place: Place, event: ReceivableFunded) -> None:
    """What it owes ends with its claims' being paid, each by an event of its own."""
    receivable = state.receivables.change(event.receivable)
    receivable["status"] = FUNDED if event.in_full else PART_FUNDED
    receivable["cancellation_proposer"] = None


def _propose_cancellation(state: State, _place: Place, event: CancellationProposed) -> None:
    state.receivables.change(event.receivable)["cancellation_proposer"] = event.by


def _pause(state: State, _place: Place, event: ReceivablePaused) -> None:
    state.receivables.change(event.receivable)["paused"] = event.paused


RECEIVABLE_PROJECTIONS: dict[type[Any], Project] = {
    ReceivableOffered: _offer,
    ReceivableAccepted: _accept,
    ReceivableEnded: _end,
    ReceivableFunded: _fund,
    CancellationProposed: _propose_cancellation,
    ReceivablePaused: _pause,
}
