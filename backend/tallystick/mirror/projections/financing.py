"""Liens, sales and revoked quotes, as the financing desk tells of them."""

from typing import Any

from tallystick.mirror.events import ClaimSold, LienRecorded, Place, QuoteRevoked
from tallystick.mirror.state import Project, State


def _record_lien(state: State, place: Place, event: LienRecorded) -> None:
    receivable, serial = event.claim
    state.liens.add(
        (receivable, serial, event.epoch, event.financier),
        {
            "receivable": receivable,
            "serial": serial,
            "epoch": event.epoch,
            "financier": event.financier,
            "receipt": event.receipt,
            "block": place.block,
            "log_index": place.log_index,
            "at": place.timestamp,
        },
    )


def _sell(state: State, place: Place, event: ClaimSold) -> None:
    """The title and the money tell of themselves, by events of their own."""
    state.sales.add(
        event.quote,
        {
            "quote": event.quote,
            "receivable": event.claim[0],
            "serial": event.claim[1],
            "seller": event.seller,
            "financier": event.financier,
            "value": event.value,
            "proceeds": event.proceeds,
            "rate_ppm": event.rate_ppm,
            "day_count": event.day_count,
            "block": place.block,
            "log_index": place.log_index,
            "transaction_hash": place.transaction_hash,
            "at": place.timestamp,
        },
    )


def _revoke(state: State, _place: Place, event: QuoteRevoked) -> None:
    state.revoked_quotes.add(event.quote, {"quote": event.quote, "financier": event.financier})


FINANCING_PROJECTIONS: dict[type[Any], Project] = {
    LienRecorded: _record_lien,
    ClaimSold: _sell,
    QuoteRevoked: _revoke,
}
