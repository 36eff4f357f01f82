"""Offerings and their rules, series, balances of notes, and what their holders were paid."""

from typing import Any

from tallystick.mirror.events import NOBODY, Place
from tallystick.mirror.journal import Side, book, notes_on
from tallystick.mirror.note_events import (
    AgentNamed,
    CollectedFor,
    ModulesSet,
    NotesAllowed,
    NotesFrozen,
    NotesMoved,
    NotesPaused,
    NotesRecovered,
    NoteTransferOrdered,
    NoteWalletFrozen,
    OfferingOpened,
    SeriesAgentChanged,
    SeriesOpened,
)
from tallystick.mirror.rows import NoteBalanceRow, NoteSeriesRow
from tallystick.mirror.state import MirrorContradicted, NoteReason, Project, State


def _open_offering(state: State, place: Place, event: OfferingOpened) -> None:
    state.offerings.add(
        event.programme,
        {
            "programme": event.programme,
            "compliance": event.compliance,
            "owner": event.owner,
            "agent": NOBODY,
            "at": place.timestamp,
        },
    )


def _name_agent(state: State, _place: Place, event: AgentNamed) -> None:
    state.offerings.change(event.programme)["agent"] = event.agent


def _set_modules(state: State, _place: Place, event: ModulesSet) -> None:
    for key in state.offering_modules.keys_of((event.compliance,)):
        state.offering_modules.remove(key)
    for position, (module, setting) in enumerate(event.modules):
        state.offering_modules.put(
            (event.compliance, position),
            {
                "compliance": event.compliance,
                "position": position,
                "module": module,
                "setting": str(setting),
            },
        )


def _open_series(state: State, place: Place, event: SeriesOpened) -> None:
    state.note_series.add(
        event.series,
        {
            "address": event.series,
            "receivable": event.receivable,
            "supply": 0,
            "holders": 0,
            "closing": event.closing,
            "paused": False,
            "at": place.timestamp,
        },
    )


def _change_agent(state: State, _place: Place, event: SeriesAgentChanged) -> None:
    key = (event.series, event.agent)
    if event.acting:
        state.note_agents.add(key, {"series": event.series, "agent": event.agent})
    else:
        state.note_agents.remove(key)


def _move(state: State, place: Place, event: NotesMoved) -> None:
    series = state.note_series.read(event.series)
    kind, order = _why(state, place, event, series)
    if not event.amount or event.sender == event.recipient:
        return
    _change_balance(state, event.series, event.sender, -event.amount)
    _change_balance(state, event.series, event.recipient, event.amount)
    number = series["receivable"]
    book(
        state,
        place,
        kind,
        Side(notes_on(number), event.sender),
        Side(notes_on(number), event.recipient),
        event.amount,
    )
    state.note_movements.add(
        (place.block, place.log_index),
        {
            "block": place.block,
            "log_index": place.log_index,
            "series": event.series,
            "receivable": number,
            "kind": kind,
            "sender": event.sender,
            "recipient": event.recipient,
            "amount": event.amount,
            "order": order,
            "transaction_hash": place.transaction_hash,
            "at": place.timestamp,
        },
    )


def _why(state: State, place: Place, event: NotesMoved, series: NoteSeriesRow) -> tuple[str, bytes | None]:
    """Before the books close notes are burnt by unwrapping, after it as they are paid."""
    if event.sender == NOBODY:
        return "wrap", None
    if event.recipient == NOBODY:
        return ("retire" if place.timestamp >= series["closing"] else "unwrap"), None
    reason, state.note_reason = state.note_reason, None
    if reason is not None and reason[:2] == (place.transaction_hash, event.series):
        return reason.kind, reason.order
    return "transfer", None


def _change_balance(state: State, series: bytes, holder: bytes, change: int) -> None:
    """What nobody has comes from the supply, or goes there."""
    row = state.note_series.change(series)
    if holder == NOBODY:
        row["supply"] -= change
        return
    account = _account(state, series, holder)
    row["holders"] -= account["balance"] != 0
    account["balance"] += change
    row["holders"] += account["balance"] != 0
    if account["balance"] < 0:
        raise MirrorContradicted(f"0x{holder.hex()} does not have the {-change} notes that it gives.")
    _forget_nothing(state, account)


def _account(state: State, series: bytes, holder: bytes) -> NoteBalanceRow:
    key = (series, holder)
    if state.note_balances.get(key) is None:
        return state.note_balances.put(
            key,
            {"series": series, "holder": holder, "balance": 0, "frozen": "0", "wallet_frozen": False},
        )
    return state.note_balances.change(key)


def _forget_nothing(state: State, account: NoteBalanceRow) -> None:
    """Whoever has nothing, and nothing frozen, has no row."""
    if not account["balance"] and account["frozen"] == "0" and not account["wallet_frozen"]:
        state.note_balances.remove((account["series"], account["holder"]))


def _allow(state: State, _place: Place, event: NotesAllowed) -> None:
    key = (event.series, event.owner, event.spender)
    if event.amount:
        state.note_allowances.put(
            key,
            {
                "series": event.series,
                "owner": event.owner,
                "spender": event.spender,
                "amount": str(event.amount),
            },
        )
    elif state.note_allowances.get(key) is not None:
        state.note_allowances.remove(key)


def _freeze(state: State, _place: Place, event: NotesFrozen) -> None:
    account = _account(state, event.series, event.wallet)
    account["frozen"] = str(event.amount)
    _forget_nothing(state, account)


def _freeze_wallet(state: State, _place: Place, event: NoteWalletFrozen) -> None:
    account = _account(state, event.series, event.wallet)
    account["wallet_frozen"] = event.frozen
    _forget_nothing(state, account)


def _pause(state: State, _place: Place, event: NotesPaused) -> None:
    state.note_series.change(event.series)["paused"] = event.paused


def _order(state: State, place: Place, event: NoteTransferOrdered) -> None:
    state.note_reason = NoteReason(place.transaction_hash, event.series, "order", event.order)


def _recover(state: State, place: Place, event: NotesRecovered) -> None:
    state.note_reason = NoteReason(place.transaction_hash, event.series, "recover", None)


def _collect_for(state: State, place: Place, event: CollectedFor) -> None:
    state.rounds.change((event.receivable, event.round))["cursor"] += event.face
    state.note_payments.add(
        (place.block, place.log_index),
        {
            "block": place.block,
            "log_index": place.log_index,
            "receivable": event.receivable,
            "round": event.round,
            "holder": event.payee,
            "face": event.face,
            "share": event.share,
            "transaction_hash": place.transaction_hash,
            "at": place.timestamp,
        },
    )


NOTE_PROJECTIONS: dict[type[Any], Project] = {
    OfferingOpened: _open_offering,
    AgentNamed: _name_agent,
    ModulesSet: _set_modules,
    SeriesOpened: _open_series,
    SeriesAgentChanged: _change_agent,
    NotesMoved: _move,
    NotesAllowed: _allow,
    NotesFrozen: _freeze,
    NoteWalletFrozen: _freeze_wallet,
    NotesPaused: _pause,
    NoteTransferOrdered: _order,
    NotesRecovered: _recover,
    CollectedFor: _collect_for,
}
