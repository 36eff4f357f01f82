"""The market for notes: orders and trades, auctions of early payment and what is offered in them."""

from typing import Any

from tallystick.mirror.events import Place
from tallystick.mirror.market_events import (
    AuctionCancelled,
    AuctionCleared,
    AuctionOpened,
    EarlyOfferMade,
    EarlyOfferPaid,
    EarlyOfferSkipped,
    EarlyOfferWithdrawn,
    OrderEnded,
    OrderFilled,
    OrderPlaced,
)
from tallystick.mirror.state import Project, State

OPEN = "open"
FILLED = "filled"
CANCELLED = "cancelled"
EXPIRED = "expired"
CLEARED = "cleared"
MADE = "made"
WITHDRAWN = "withdrawn"
PAID = "paid"
SKIPPED = "skipped"


def _place_order(state: State, place: Place, event: OrderPlaced) -> None:
    state.note_orders.add(
        event.order,
        {
            "number": event.order,
            "receivable": event.receivable,
            "maker": event.maker,
            "ask": event.ask,
            "amount": event.amount,
            "minimum": event.minimum,
            "left": event.amount,
            "rate_ppm": event.rate_ppm,
            "curve_version": event.curve_version,
            "expiry": event.expiry,
            "stage": OPEN,
            "at": place.timestamp,
        },
    )


def _fill_order(state: State, place: Place, event: OrderFilled) -> None:
    order = state.note_orders.change(event.order)
    order["left"] = event.left
    if not event.left:
        order["stage"] = FILLED
    state.note_trades.add(
        (place.block, place.log_index),
        {
            "block": place.block,
            "log_index": place.log_index,
            "number": event.order,
            "receivable": event.receivable,
            "seller": event.seller,
            "buyer": event.buyer,
            "amount": event.amount,
            "price": event.price,
            "curve_version": order["curve_version"],
            "transaction_hash": place.transaction_hash,
            "at": place.timestamp,
        },
    )


def _end_order(state: State, _place: Place, event: OrderEnded) -> None:
    state.note_orders.change(event.order)["stage"] = EXPIRED if event.expired else CANCELLED


def _open_auction(state: State, place: Place, event: AuctionOpened) -> None:
    state.early_auctions.add(
        event.auction,
        {
            "number": event.auction,
            "hold": event.hold,
            "debtor": event.debtor,
            "programme": event.programme,
            "budget": event.budget,
            "closing": event.closing,
            "expiry": event.expiry,
            "uniform": event.uniform,
            "stage": OPEN,
            "face": None,
            "paid": None,
            "marginal_ppm": None,
            "returned": None,
            "at": place.timestamp,
            "cleared_at": None,
        },
    )


def _make_offer(state: State, place: Place, event: EarlyOfferMade) -> None:
    state.early_offers.add(
        event.offer,
        {
            "number": event.offer,
            "auction": event.auction,
            "receivable": event.receivable,
            "seller": event.seller,
            "amount": event.amount,
            "rate_ppm": event.rate_ppm,
            "stage": MADE,
            "paid_amount": None,
            "price": None,
            "paid_ppm": None,
            "reason": None,
            "at": place.timestamp,
            "paid_at": None,
            "transaction_hash": None,
        },
    )


def _withdraw_offer(state: State, _place: Place, event: EarlyOfferWithdrawn) -> None:
    state.early_offers.change(event.offer)["stage"] = WITHDRAWN


def _pay_offer(state: State, place: Place, event: EarlyOfferPaid) -> None:
    offer = state.early_offers.change(event.offer)
    offer["stage"] = PAID
    offer["paid_amount"], offer["price"], offer["paid_ppm"] = event.amount, event.price, event.rate_ppm
    offer["paid_at"], offer["transaction_hash"] = place.timestamp, place.transaction_hash


def _skip_offer(state: State, _place: Place, event: EarlyOfferSkipped) -> None:
    offer = state.early_offers.change(event.offer)
    offer["stage"], offer["reason"] = SKIPPED, event.reason


def _clear_auction(state: State, place: Place, event: AuctionCleared) -> None:
    auction = state.early_auctions.change(event.auction)
    auction["stage"], auction["cleared_at"] = CLEARED, place.timestamp
    auction["face"], auction["paid"] = event.face, event.paid
    auction["marginal_ppm"], auction["returned"] = event.marginal_ppm, event.returned


def _cancel_auction(state: State, _place: Place, event: AuctionCancelled) -> None:
    state.early_auctions.change(event.auction)["stage"] = CANCELLED


MARKET_PROJECTIONS: dict[type[Any], Project] = {
    OrderPlaced: _place_order,
    OrderFilled: _fill_order,
    OrderEnded: _end_order,
    AuctionOpened: _open_auction,
    EarlyOfferMade: _make_offer,
    EarlyOfferWithdrawn: _withdraw_offer,
    EarlyOfferPaid: _pay_offer,
    EarlyOfferSkipped: _skip_offer,
    AuctionCleared: _clear_auction,
    AuctionCancelled: _cancel_auction,
}
