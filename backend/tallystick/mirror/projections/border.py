"""Cross-border trade: rates that were believed, fixings, milestones, who takes part for what, and what moved."""

from typing import Any

from tallystick.mirror.border_events import (
    BorderCrossed,
    BorderLimitsSet,
    BorderPurposeAllowed,
    BorderWalletAdmitted,
    FactorsSet,
    FallbackAgreed,
    FeedAnswered,
    FeedOpened,
    MilestoneReached,
    ProgrammeResumed,
    ProgrammeSuspended,
    PurposeDeclared,
    RateFixed,
    RateObserved,
    ReceivableValued,
)
from tallystick.mirror.events import Place
from tallystick.mirror.state import Project, State


def _observe(state: State, place: Place, event: RateObserved) -> None:
    state.border.rate_readings.add(
        (place.block, place.log_index),
        {
            "block": place.block,
            "log_index": place.log_index,
            "currency": event.currency,
            "at": place.timestamp,
            "round": str(event.round),
            "answer": str(event.answer),
            "updated_at": event.updated_at,
            "decimals": event.decimals,
            "direction": event.direction,
        },
    )


def _agree_fallback(state: State, _place: Place, event: FallbackAgreed) -> None:
    state.border.fixing_fallbacks.add(event.programme, {"programme": event.programme, "days": event.days})


def _fix(state: State, place: Place, event: RateFixed) -> None:
    state.border.fixings.add(
        event.receivable,
        {
            "receivable": event.receivable,
            "round": str(event.round),
            "answer": str(event.answer),
            "updated_at": event.updated_at,
            "decimals": event.decimals,
            "direction": event.direction,
            "fallback": event.fallback,
            "owed": event.owed,
            "at": place.timestamp,
        },
    )


def _reach(state: State, place: Place, event: MilestoneReached) -> None:
    state.border.milestones.add(
        (event.receivable, event.milestone),
        {
            "receivable": event.receivable,
            "milestone": event.milestone,
            "block": place.block,
            "log_index": place.log_index,
            "carrier": event.carrier,
            "occurred_at": event.occurred_at,
            "document": event.document,
            "at": place.timestamp,
        },
    )


def _set_limits(state: State, _place: Place, event: BorderLimitsSet) -> None:
    state.border.limits.put(
        event.programme,
        {
            "programme": event.programme,
            "transaction_cap": event.transaction_cap,
            "window_cap": event.window_cap,
            "window": event.window,
            "countries": str(event.countries),
            "released_at": event.released_at,
        },
    )


def _allow_purpose(state: State, _place: Place, event: BorderPurposeAllowed) -> None:
    key = (event.programme, event.purpose)
    if event.allowed:
        state.border.purposes.put(key, {"programme": event.programme, "purpose": event.purpose})
    elif state.border.purposes.get(key) is not None:
        state.border.purposes.remove(key)


def _admit(state: State, _place: Place, event: BorderWalletAdmitted) -> None:
    if event.country:
        row = {"wallet": event.wallet, "group": event.group, "country": event.country}
        state.border.wallets.put(event.wallet, row)  # type: ignore[arg-type] # a literal is such a row
    elif state.border.wallets.get(event.wallet) is not None:
        state.border.wallets.remove(event.wallet)


def _declare(state: State, _place: Place, event: PurposeDeclared) -> None:
    state.border.declared_purposes.add(
        event.receivable, {"receivable": event.receivable, "purpose": event.purpose}
    )


def _suspend(state: State, _place: Place, event: ProgrammeSuspended) -> None:
    state.border.orders.add(
        (event.programme, event.authority),
        {"programme": event.programme, "authority": event.authority, "order": event.order},
    )


def _resume(state: State, _place: Place, event: ProgrammeResumed) -> None:
    state.border.orders.remove((event.programme, event.authority))


def _cross(state: State, place: Place, event: BorderCrossed) -> None:
    state.border.movements.add(
        (place.block, place.log_index),
        {
            "block": place.block,
            "log_index": place.log_index,
            "kind": event.kind,
            "receivable": event.receivable,
            "sender": event.sender,
            "recipient": event.recipient,
            "sender_group": event.sender_group,
            "recipient_group": event.recipient_group,
            "amount": event.amount,
            "money": event.money,
            "purpose": event.purpose,
            "transaction_hash": place.transaction_hash,
            "at": place.timestamp,
        },
    )


def _open_feed(state: State, _place: Place, event: FeedOpened) -> None:
    state.border.local_feeds.add(
        event.feed,
        {
            "feed": event.feed,
            "reporter": event.reporter,
            "decimals": event.decimals,
            "description": event.description,
        },
    )


def _answer(state: State, place: Place, event: FeedAnswered) -> None:
    state.border.feed_answers.add(
        (event.feed, event.round),
        {
            "feed": event.feed,
            "round": event.round,
            "answer": str(event.answer),
            "updated_at": event.updated_at,
            "at": place.timestamp,
        },
    )


def _set_factors(state: State, _place: Place, event: FactorsSet) -> None:
    state.border.factors.put(
        event.programme,
        {
            "programme": event.programme,
            "none": event.none,
            "shipped": event.shipped,
            "customs": event.customs,
            "delivered": event.delivered,
        },
    )


def _value(state: State, place: Place, event: ReceivableValued) -> None:
    state.border.valuations.add(
        (place.block, place.log_index),
        {
            "block": place.block,
            "log_index": place.log_index,
            "receivable": event.receivable,
            "face": event.face,
            "answer": str(event.answer),
            "decimals": event.decimals,
            "direction": event.direction,
            "is_fixed": event.is_fixed,
            "reached": event.reached,
            "factor_ppm": event.factor_ppm,
            "fen": event.fen,
            "transaction_hash": place.transaction_hash,
            "at": place.timestamp,
        },
    )


BORDER_PROJECTIONS: dict[type[Any], Project] = {
    RateObserved: _observe,
    FallbackAgreed: _agree_fallback,
    RateFixed: _fix,
    MilestoneReached: _reach,
    BorderLimitsSet: _set_limits,
    BorderPurposeAllowed: _allow_purpose,
    BorderWalletAdmitted: _admit,
    PurposeDeclared: _declare,
    ProgrammeSuspended: _suspend,
    ProgrammeResumed: _resume,
    BorderCrossed: _cross,
    FeedOpened: _open_feed,
    FeedAnswered: _answer,
    FactorsSet: _set_factors,
    ReceivableValued: _value,
}
