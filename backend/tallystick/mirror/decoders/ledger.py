"""The events of the ledger: accounts, claims, what keeps them where they are, and what others may take."""

from collections.abc import Callable

from tallystick.mirror.decoders.money import rounds_taken
from tallystick.mirror.decoders.words import address, claim, number
from tallystick.mirror.events import (
    NOBODY,
    AccountOpened,
    AccountReinstated,
    AccountSuspended,
    AllowanceSet,
    CarriedByDesk,
    ClaimBurnt,
    ClaimCreated,
    ClaimDisputed,
    ClaimEncumbered,
    ClaimFrozen,
    ClaimTransferred,
    ClaimUnfrozen,
    DeskChanged,
    Event,
    OfferEnded,
    OfferMade,
    ReceivablePaused,
    RecourseEnded,
    RecourseGiven,
    ValueTransferred,
)

_Decode = Callable[[bytes, bytes], Event]

OFFSET_OF_A_LONE_ARRAY = (32).to_bytes(32, "big")


def _account_opened(topics: bytes, data: bytes) -> Event:
    return AccountOpened(address(topics, 1), number(data))


def _account_suspended(topics: bytes, data: bytes) -> Event:
    return AccountSuspended(address(topics, 1), address(topics, 2), data[:32])


def _account_reinstated(topics: bytes, _data: bytes) -> Event:
    return AccountReinstated(address(topics, 1), address(topics, 2))


def _desk_changed(*, admitted: bool) -> _Decode:
    return lambda topics, _data: DeskChanged(address(topics, 1), admitted)


def _transfer(topics: bytes, _data: bytes) -> Event:
    sender, recipient, moved = topics[44:64], topics[76:96], claim(topics, 3)
    if sender == NOBODY:
        return ClaimCreated(moved, recipient)
    if recipient == NOBODY:
        return ClaimBurnt(moved, sender)
    return ClaimTransferred(moved, sender, recipient)


def _transfer_value(topics: bytes, data: bytes) -> Event:
    return ValueTransferred(claim(topics, 1), claim(topics, 2), number(data))


def _carried_by_desk(topics: bytes, _data: bytes) -> Event:
    return CarriedByDesk(claim(topics, 2))


def _claim_frozen(topics: bytes, data: bytes) -> Event:
    return ClaimFrozen(claim(topics, 1), address(topics, 2), data[:32])


def _claim_unfrozen(topics: bytes, _data: bytes) -> Event:
    return ClaimUnfrozen(claim(topics, 1), address(topics, 2))


def _claim_encumbered(topics: bytes, _data: bytes) -> Event:
    return ClaimEncumbered(claim(topics, 1), address(topics, 2))


def _claim_released(topics: bytes, _data: bytes) -> Event:
    return ClaimEncumbered(claim(topics, 1), None)


def _recourse_given(topics: bytes, data: bytes) -> Event:
    return RecourseGiven(claim(topics, 1), number(data))


def _recourse_ended(topics: bytes, _data: bytes) -> Event:
    return RecourseEnded(claim(topics, 1))


def _claim_disputed(topics: bytes, data: bytes) -> Event:
    return ClaimDisputed(claim(topics, 1), data[:32])


def _dispute_ended(topics: bytes, _data: bytes) -> Event:
    return ClaimDisputed(claim(topics, 1), None)


def _receivable_paused(*, paused: bool) -> _Decode:
    return lambda topics, _data: ReceivablePaused(number(topics[32:64]), paused)


def _allowance_set(topics: bytes, data: bytes) -> Event:
    return AllowanceSet(claim(topics, 1), address(topics, 2), number(data))


def _offer_made(topics: bytes, data: bytes) -> Event:
    return OfferMade(
        id=topics[32:64],
        claim=claim(topics, 2),
        holder=data[12:32],
        recipient=address(topics, 3),
        value=number(data[32:64]),
        expiry=number(data[64:96]),
        # The array comes last: behind its offset in the event, which is another one when it stands alone.
        drawings=OFFSET_OF_A_LONE_ARRAY + data[128:],
    )


def _offer_accepted(topics: bytes, _data: bytes) -> Event:
    return OfferEnded(topics[32:64], "accepted", claim(topics, 2))


def _offer_ended(state: str) -> _Decode:
    return lambda topics, _data: OfferEnded(topics[32:64], state, None)


LEDGER_EVENTS: dict[str, _Decode] = {
    "AccountOpened": _account_opened,
    "AccountSuspended": _account_suspended,
    "AccountReinstated": _account_reinstated,
    "DeskAdmitted": _desk_changed(admitted=True),
    "DeskDismissed": _desk_changed(admitted=False),
    "Transfer": _transfer,
    "TransferValue": _transfer_value,
    "CarriedByDesk": _carried_by_desk,
    "RoundsTaken": rounds_taken,
    "ClaimFrozen": _claim_frozen,
    "ClaimUnfrozen": _claim_unfrozen,
    "ClaimEncumbered": _claim_encumbered,
    "ClaimReleased": _claim_released,
    "RecourseGiven": _recourse_given,
    "RecourseEnded": _recourse_ended,
    "ClaimDisputed": _claim_disputed,
    "DisputeEnded": _dispute_ended,
    "ReceivablePaused": _receivable_paused(paused=True),
    "ReceivableResumed": _receivable_paused(paused=False),
    "ApprovalValue": _allowance_set,
    "OfferMade": _offer_made,
    "OfferAccepted": _offer_accepted,
    "OfferDeclined": _offer_ended("declined"),
    "OfferWithdrawn": _offer_ended("withdrawn"),
}
