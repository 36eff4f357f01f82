"""The events of e-CNY and of the settlement: wallets, payments, holds; rounds and what claims were paid in them."""

from collections.abc import Callable

from tallystick.mirror.decoders.notes import collected_for
from tallystick.mirror.decoders.words import address, claim, number
from tallystick.mirror.events import (
    NOBODY,
    Collected,
    Event,
    HoldPaid,
    HoldPlaced,
    HoldReturned,
    MoneyMoved,
    PaymentApproved,
    RoundOpened,
    RoundsTaken,
    WalletOpened,
    WalletTierChanged,
)

_Decode = Callable[[bytes, bytes], Event]


def _wallet_opened(topics: bytes, data: bytes) -> Event:
    return WalletOpened(address(topics, 1), address(topics, 2), number(data))


def _wallet_tier_changed(topics: bytes, data: bytes) -> Event:
    return WalletTierChanged(address(topics, 1), number(data))


def _transfer(topics: bytes, data: bytes) -> Event:
    return MoneyMoved(address(topics, 1), address(topics, 2), number(data))


def _approval(topics: bytes, data: bytes) -> Event:
    return PaymentApproved(address(topics, 1), address(topics, 2), number(data))


def _hold_placed(topics: bytes, data: bytes) -> Event:
    payee = data[12:32]
    return HoldPlaced(
        hold=number(topics[32:64]),
        payer=address(topics, 2),
        releaser=address(topics, 3),
        payee=None if payee == NOBODY else payee,
        amount=number(data[32:64]),
        expiry=number(data[64:96]),
        purpose=data[96:128],
    )


def _hold_paid(topics: bytes, data: bytes) -> Event:
    return HoldPaid(number(topics[32:64]), number(data))


def _hold_returned(topics: bytes, _data: bytes) -> Event:
    return HoldReturned(number(topics[32:64]))


def _round_opened(topics: bytes, data: bytes) -> Event:
    return RoundOpened(
        receivable=number(topics[32:64]),
        round=number(topics[64:96]),
        hold=number(topics[96:128]),
        amount=number(data[0:32]),
        face=number(data[32:64]),
        interest=bool(number(data[64:96])),
    )


def _collected(topics: bytes, data: bytes) -> Event:
    return Collected(
        claim=claim(topics, 1),
        holder=address(topics, 2),
        round=number(data[0:32]),
        face=number(data[32:64]),
        share=number(data[64:96]),
    )


def rounds_taken(topics: bytes, data: bytes) -> Event:
    """An event of the ledger's, about the settlement."""
    return RoundsTaken(claim(topics, 1), number(data))


ECNY_EVENTS: dict[str, _Decode] = {
    "WalletOpened": _wallet_opened,
    "WalletTierChanged": _wallet_tier_changed,
    "Transfer": _transfer,
    "Approval": _approval,
    "HoldPlaced": _hold_placed,
    "HoldPaid": _hold_paid,
    "HoldReturned": _hold_returned,
}

SETTLEMENT_EVENTS: dict[str, _Decode] = {
    "RoundOpened": _round_opened,
    "Collected": _collected,
    "CollectedFor": collected_for,
}
