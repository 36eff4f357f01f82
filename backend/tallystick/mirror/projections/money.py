"""Wallets, holds and approvals; rounds of settlement and what claims took from them."""

from typing import Any

from tallystick.mirror.events import (
    NOBODY,
    Collected,
    HoldPaid,
    HoldPlaced,
    HoldReturned,
    MoneyMoved,
    PaymentApproved,
    Place,
    RoundOpened,
    RoundsTaken,
    WalletOpened,
    WalletTierChanged,
)
from tallystick.mirror.journal import FREE, ISSUED, MONEY, Side, book
from tallystick.mirror.state import MirrorContradicted, Project, State


def _open_wallet(state: State, _place: Place, event: WalletOpened) -> None:
    state.wallets.add(
        event.owner,
        {"owner": event.owner, "bank": event.bank, "tier": event.tier, "balance": 0, "held": 0},
    )


def _change_tier(state: State, _place: Place, event: WalletTierChanged) -> None:
    state.wallets.change(event.owner)["tier"] = event.tier


def _move(state: State, place: Place, event: MoneyMoved) -> None:
    """Out of nobody's wallet it is issued, into nobody's it is redeemed."""
    if not event.amount or event.payer == event.payee:
        return
    kind = "pay"
    if event.payer == NOBODY:
        kind = "issue"
    else:
        _change_balance(state, event.payer, -event.amount)
    if event.payee == NOBODY:
        kind = "redeem"
    else:
        _change_balance(state, event.payee, event.amount)
    book(state, place, kind, _free(event.payer), _free(event.payee), event.amount)


def _place_hold(state: State, place: Place, event: HoldPlaced) -> None:
    state.holds.add(
        event.hold,
        {
            "number": event.hold,
            "payer": event.payer,
            "releaser": event.releaser,
            "payee": event.payee,
            "amount": event.amount,
            "left": event.amount,
            "expiry": event.expiry,
            "purpose": event.purpose,
            "block": place.block,
            "log_index": place.log_index,
            "at": place.timestamp,
        },
    )
    state.wallets.change(event.payer)["held"] += event.amount
    book(state, place, "hold", _free(event.payer), _held(event.payer, event.hold), event.amount)


def _pay_hold(state: State, place: Place, event: HoldPaid) -> None:
    """It is free first; that it is paid out is told next."""
    _free_hold(state, place, "draw", event.hold, event.amount)


def _return_hold(state: State, place: Place, event: HoldReturned) -> None:
    _free_hold(state, place, "return", event.hold, state.holds.read(event.hold)["left"])


def _free_hold(state: State, place: Place, kind: str, number: int, amount: int) -> None:
    hold = state.holds.change(number)
    hold["left"] -= amount
    if hold["left"] < 0:
        raise MirrorContradicted(f"hold {number} does not have the {amount} that leave it.")
    state.wallets.change(hold["payer"])["held"] -= amount
    book(state, place, kind, _held(hold["payer"], number), _free(hold["payer"]), amount)


def _approve(state: State, _place: Place, event: PaymentApproved) -> None:
    key = (event.owner, event.spender)
    if event.amount:
        row = {"owner": event.owner, "spender": event.spender, "amount": str(event.amount)}
        state.payment_approvals.put(key, row)  # type: ignore[arg-type] # a literal is such a row
    elif state.payment_approvals.get(key) is not None:
        state.payment_approvals.remove(key)


def _open_round(state: State, place: Place, event: RoundOpened) -> None:
    state.rounds.add(
        (event.receivable, event.round),
        {
            "receivable": event.receivable,
            "round": event.round,
            "hold": event.hold,
            "amount": event.amount,
            "face": event.face,
            "cursor": 0,
            "interest": event.interest,
            "block": place.block,
            "log_index": place.log_index,
            "at": place.timestamp,
        },
    )


def _collect(state: State, place: Place, event: Collected) -> None:
    receivable, serial = event.claim
    state.rounds.change((receivable, event.round))["cursor"] += event.face
    state.collections.add(
        (receivable, serial, event.round, place.block, place.log_index),
        {
            "receivable": receivable,
            "serial": serial,
            "round": event.round,
            "block": place.block,
            "log_index": place.log_index,
            "holder": event.holder,
            "face": event.face,
            "share": event.share,
            "transaction_hash": place.transaction_hash,
            "at": place.timestamp,
        },
    )


def _take_rounds(state: State, _place: Place, event: RoundsTaken) -> None:
    state.claims.change(event.claim)["round"] = event.round


def _change_balance(state: State, owner: bytes, change: int) -> None:
    wallet = state.wallets.change(owner)
    wallet["balance"] += change
    if wallet["balance"] < 0:
        raise MirrorContradicted(f"wallet 0x{owner.hex()} does not have the {-change} that leave it.")


def _free(owner: bytes) -> Side:
    return Side((MONEY, ISSUED if owner == NOBODY else FREE), owner)


def _held(owner: bytes, hold: int) -> Side:
    return Side((MONEY, hold), owner)


MONEY_PROJECTIONS: dict[type[Any], Project] = {
    WalletOpened: _open_wallet,
    WalletTierChanged: _change_tier,
    MoneyMoved: _move,
    HoldPlaced: _place_hold,
    HoldPaid: _pay_hold,
    HoldReturned: _return_hold,
    PaymentApproved: _approve,
    RoundOpened: _open_round,
    Collected: _collect,
    RoundsTaken: _take_rounds,
}
