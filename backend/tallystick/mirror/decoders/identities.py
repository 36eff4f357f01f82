"""The events of the identity registry and of the list of countries."""

from collections.abc import Callable

from tallystick.mirror.decoders.words import address, number, words_of
from tallystick.mirror.events import Event
from tallystick.mirror.note_events import (
    CountriesListed,
    IssuerDistrusted,
    IssuerTrusted,
    Stated,
    StatementWithdrawn,
    TopicRequired,
    WalletCountryChanged,
    WalletVerified,
)

_Decode = Callable[[bytes, bytes], Event]


def _topic_required(*, required: bool) -> _Decode:
    return lambda topics, _data: TopicRequired(number(topics[32:64]), required)


def _issuer_trusted(*, anew: bool) -> _Decode:
    return lambda topics, data: IssuerTrusted(address(topics, 1), _numbers(data), anew)


def _issuer_distrusted(topics: bytes, _data: bytes) -> Event:
    return IssuerDistrusted(address(topics, 1))


def _stated(topics: bytes, data: bytes) -> Event:
    return Stated(
        identity=address(topics, 1),
        topic=number(topics[64:96]),
        issuer=address(topics, 3),
        expiry=number(data[:32]),
        evidence=data[32:64],
    )


def _withdrawn(topics: bytes, _data: bytes) -> Event:
    return StatementWithdrawn(address(topics, 1), number(topics[64:96]))


def _wallet_verified(topics: bytes, data: bytes) -> Event:
    return WalletVerified(address(topics, 1), address(topics, 2), number(data[:32]), number(data[32:64]))


def _country_changed(topics: bytes, _data: bytes) -> Event:
    return WalletCountryChanged(address(topics, 1), number(topics[64:96]))


def _countries_listed(topics: bytes, data: bytes) -> Event:
    return CountriesListed(number(topics[32:64]), _numbers(data))


def _numbers(encoded: bytes) -> tuple[int, ...]:
    """An ABI-encoded array: its offset, its length, a word each."""
    return tuple(number(word) for word in words_of(encoded)[2:])


IDENTITY_EVENTS: dict[str, _Decode] = {
    "ClaimTopicAdded": _topic_required(required=True),
    "ClaimTopicRemoved": _topic_required(required=False),
    "TrustedIssuerAdded": _issuer_trusted(anew=True),
    "ClaimTopicsUpdated": _issuer_trusted(anew=False),
    "TrustedIssuerRemoved": _issuer_distrusted,
    "Stated": _stated,
    "Withdrawn": _withdrawn,
    "WalletVerified": _wallet_verified,
    "CountryUpdated": _country_changed,
}

COUNTRY_EVENTS: dict[str, _Decode] = {"CountriesListed": _countries_listed}
