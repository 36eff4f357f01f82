"""The events of the financing desk: liens on record, sales, loans, what was paid on them, quotes taken back."""

from collections.abc import Callable

from tallystick.mirror.decoders.words import address, claim, number
from tallystick.mirror.events import (
    ClaimSold,
    DebtPaid,
    Event,
    LienRecorded,
    LoanMade,
    PledgeEnforced,
    QuoteRevoked,
    RecourseDemanded,
)

_Decode = Callable[[bytes, bytes], Event]


def _lien_recorded(topics: bytes, data: bytes) -> Event:
    return LienRecorded(address(topics, 1), claim(topics, 2), number(data[0:32]), data[32:64])


def _claim_sold(topics: bytes, data: bytes) -> Event:
    return ClaimSold(
        quote=topics[32:64],
        claim=claim(topics, 2),
        financier=address(topics, 3),
        seller=data[12:32],
        value=number(data[32:64]),
        proceeds=number(data[64:96]),
        rate_ppm=number(data[96:128]),
        day_count=number(data[128:160]),
        agreement=number(data[160:192]) or None,
    )


def _loan_made(topics: bytes, data: bytes) -> Event:
    return LoanMade(
        agreement=number(topics[32:64]),
        quote=topics[64:96],
        claim=claim(topics, 3),
        financier=data[12:32],
        pledgor=data[44:64],
        value=number(data[64:96]),
        principal=number(data[96:128]),
        rate_ppm=number(data[128:160]),
        day_count=number(data[160:192]),
        repay_day=number(data[192:224]),
        reserve_ppm=number(data[224:256]),
    )


def _debt_paid(topics: bytes, data: bytes) -> Event:
    return DebtPaid(
        agreement=number(topics[32:64]),
        claim=claim(topics, 2),
        payer=data[12:32],
        amount=number(data[32:64]),
        interest=number(data[64:96]),
        principal=number(data[96:128]),
        through=number(data[128:160]),
    )


def _pledge_enforced(topics: bytes, data: bytes) -> Event:
    return PledgeEnforced(number(topics[32:64]), address(topics, 3), number(data[0:32]), number(data[32:64]))


def _recourse_demanded(topics: bytes, data: bytes) -> Event:
    return RecourseDemanded(number(topics[32:64]), claim(topics, 2), address(topics, 3), number(data))


def _quote_revoked(topics: bytes, _data: bytes) -> Event:
    return QuoteRevoked(topics[32:64], address(topics, 2))


DESK_EVENTS: dict[str, _Decode] = {
    "LienRecorded": _lien_recorded,
    "ClaimSold": _claim_sold,
    "LoanMade": _loan_made,
    "DebtPaid": _debt_paid,
    "PledgeEnforced": _pledge_enforced,
    "RecourseDemanded": _recourse_demanded,
    "QuoteRevoked": _quote_revoked,
}
