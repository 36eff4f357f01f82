"""The events of the financing desk: liens on record, sales, quotes taken back."""

from collections.abc import Callable

from tallystick.mirror.decoders.words import address, claim, number
from tallystick.mirror.events import ClaimSold, Event, LienRecorded, QuoteRevoked

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
    )


def _quote_revoked(topics: bytes, _data: bytes) -> Event:
    return QuoteRevoked(topics[32:64], address(topics, 2))


DESK_EVENTS: dict[str, _Decode] = {
    "LienRecorded": _lien_recorded,
    "ClaimSold": _claim_sold,
    "QuoteRevoked": _quote_revoked,
}
