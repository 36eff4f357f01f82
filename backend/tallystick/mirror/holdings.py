"""What each holder has of a receivable, and how many claims each account counts."""

from tallystick.mirror.rows import AccountRow, HoldingRow
from tallystick.mirror.state import State


def account_of(state: State, address: bytes) -> AccountRow:
    """To be changed; what the chain holds of it is zero until something happens to it."""
    if state.accounts.get(address) is None:
        state.accounts.add(
            address,
            {
                "address": address,
                "opened": False,
                "roles": 0,
                "suspended": False,
                "desk": False,
                "claims": 0,
            },
        )
    return state.accounts.change(address)


def gain_claim(state: State, receivable: int, holder: bytes) -> None:
    account_of(state, holder)["claims"] += 1
    _holding(state, receivable, holder)["claims"] += 1


def lose_claim(state: State, receivable: int, holder: bytes) -> None:
    """One claim fewer; who has neither face nor claim left has no holding."""
    state.accounts.change(holder)["claims"] -= 1
    holding = state.holdings.change((receivable, holder))
    holding["claims"] -= 1
    if not holding["claims"] and not holding["face"]:
        state.holdings.remove((receivable, holder))


def gain_face(state: State, receivable: int, holder: bytes, amount: int) -> None:
    state.holdings.change((receivable, holder))["face"] += amount


def lose_face(state: State, receivable: int, holder: bytes, amount: int) -> None:
    state.holdings.change((receivable, holder))["face"] -= amount


def _holding(state: State, receivable: int, holder: bytes) -> HoldingRow:
    key = (receivable, holder)
    if state.holdings.get(key) is None:
        state.holdings.add(key, {"receivable": receivable, "holder": holder, "face": 0, "claims": 0})
    return state.holdings.change(key)
