"""Accounts, desks, and who is suspended."""

from typing import Any

from tallystick.mirror.events import (
    AccountOpened,
    AccountReinstated,
    AccountSuspended,
    DeskChanged,
    Place,
)
from tallystick.mirror.holdings import account_of
from tallystick.mirror.state import Project, State


def _open(state: State, _place: Place, event: AccountOpened) -> None:
    account = account_of(state, event.account)
    account["opened"] = True
    account["roles"] = event.roles


def _suspend(state: State, _place: Place, event: AccountSuspended) -> None:
    state.suspensions.add(
        (event.account, event.authority),
        {"account": event.account, "authority": event.authority, "order": event.order},
    )
    account_of(state, event.account)["suspended"] = True


def _reinstate(state: State, _place: Place, event: AccountReinstated) -> None:
    """Free again when the last order is lifted."""
    state.suspensions.remove((event.account, event.authority))
    account_of(state, event.account)["suspended"] = bool(state.suspensions.keys_of((event.account,)))


def _change_desk(state: State, _place: Place, event: DeskChanged) -> None:
    account_of(state, event.desk)["desk"] = event.admitted


ACCOUNT_PROJECTIONS: dict[type[Any], Project] = {
    AccountOpened: _open,
    AccountSuspended: _suspend,
    AccountReinstated: _reinstate,
    DeskChanged: _change_desk,
}
