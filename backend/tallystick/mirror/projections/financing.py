"""Liens, sales, loans, what is paid on them and revoked quotes, as the financing desk tells of them."""

from typing import Any

from tallystick.mirror.events import (
    ClaimSold,
    DebtPaid,
    LienRecorded,
    LoanMade,
    Place,
    PledgeEnforced,
    QuoteRevoked,
    RecourseDemanded,
)
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
            "agreement": event.agreement,
            "block": place.block,
            "log_index": place.log_index,
            "transaction_hash": place.transaction_hash,
            "at": place.timestamp,
        },
    )
    if event.agreement is not None:
        state.agreements.add(
            event.agreement,
            {
                "number": event.agreement,
                "pledge": False,
                "quote": event.quote,
                "receivable": event.claim[0],
                "serial": event.claim[1],
                "creditor": event.financier,
                "obligor": event.seller,
                "value": event.value,
                "paid": event.proceeds,
                "rate_ppm": event.rate_ppm,
                "day_count": event.day_count,
                "due_day": state.receivables.read(event.claim[0])["due_day"],
                "reserve_ppm": 0,
                "buyer": None,
                "proceeds": None,
                "surplus": None,
                "block": place.block,
                "log_index": place.log_index,
                "transaction_hash": place.transaction_hash,
                "at": place.timestamp,
            },
        )


def _lend(state: State, place: Place, event: LoanMade) -> None:
    receivable, serial = event.claim
    state.claims.change(event.claim)["agreement"] = event.agreement
    state.agreements.add(
        event.agreement,
        {
            "number": event.agreement,
            "pledge": True,
            "quote": event.quote,
            "receivable": receivable,
            "serial": serial,
            "creditor": event.financier,
            "obligor": event.pledgor,
            "value": event.value,
            "paid": event.principal,
            "rate_ppm": event.rate_ppm,
            "day_count": event.day_count,
            "due_day": event.repay_day,
            "reserve_ppm": event.reserve_ppm,
            "buyer": None,
            "proceeds": None,
            "surplus": None,
            "block": place.block,
            "log_index": place.log_index,
            "transaction_hash": place.transaction_hash,
            "at": place.timestamp,
        },
    )


def _pay_debt(state: State, place: Place, event: DebtPaid) -> None:
    receivable, serial = event.claim
    state.debt_payments.add(
        (place.block, place.log_index),
        {
            "block": place.block,
            "log_index": place.log_index,
            "agreement": event.agreement,
            "receivable": receivable,
            "serial": serial,
            "payer": event.payer,
            "amount": event.amount,
            "interest": event.interest,
            "principal": event.principal,
            "through": event.through,
            "transaction_hash": place.transaction_hash,
            "at": place.timestamp,
        },
    )


def _enforce(state: State, _place: Place, event: PledgeEnforced) -> None:
    agreement = state.agreements.change(event.agreement)
    agreement["buyer"], agreement["proceeds"] = event.buyer, event.proceeds
    agreement["surplus"] = event.surplus


def _demand(state: State, place: Place, event: RecourseDemanded) -> None:
    receivable, serial = event.claim
    state.recourse_demands.add(
        (place.block, place.log_index),
        {
            "block": place.block,
            "log_index": place.log_index,
            "agreement": event.agreement,
            "receivable": receivable,
            "serial": serial,
            "holder": event.holder,
            "owed": event.owed,
            "transaction_hash": place.transaction_hash,
            "at": place.timestamp,
        },
    )


def _revoke(state: State, _place: Place, event: QuoteRevoked) -> None:
    state.revoked_quotes.add(event.quote, {"quote": event.quote, "financier": event.financier})


FINANCING_PROJECTIONS: dict[type[Any], Project] = {
    LienRecorded: _record_lien,
    ClaimSold: _sell,
    LoanMade: _lend,
    DebtPaid: _pay_debt,
    PledgeEnforced: _enforce,
    RecourseDemanded: _demand,
    QuoteRevoked: _revoke,
}
