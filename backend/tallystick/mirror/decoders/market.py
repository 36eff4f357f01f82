"""The events of the venue for notes and of early payment."""

from collections.abc import Callable

from tallystick.mirror.decoders.words import address, number, words_of
from tallystick.mirror.market_events import (
    AuctionCancelled,
    AuctionCleared,
    AuctionOpened,
    EarlyOfferMade,
    EarlyOfferPaid,
    EarlyOfferSkipped,
    EarlyOfferWithdrawn,
    MarketEvent,
    OrderEnded,
    OrderFilled,
    OrderPlaced,
)

_Decode = Callable[[bytes, bytes], MarketEvent]


def _order_placed(topics: bytes, data: bytes) -> MarketEvent:
    ask, amount, minimum, rate, curve_version, expiry = (number(word) for word in words_of(data))
    return OrderPlaced(
        order=number(topics[32:64]),
        receivable=number(topics[64:96]),
        maker=address(topics, 3),
        ask=bool(ask),
        amount=amount,
        minimum=minimum,
        rate_ppm=rate,
        curve_version=curve_version,
        expiry=expiry,
    )


def _order_filled(topics: bytes, data: bytes) -> MarketEvent:
    receivable, amount, price, left = (number(word) for word in words_of(data))
    return OrderFilled(
        order=number(topics[32:64]),
        receivable=receivable,
        seller=address(topics, 2),
        buyer=address(topics, 3),
        amount=amount,
        price=price,
        left=left,
    )


def _order_ended(*, expired: bool) -> _Decode:
    return lambda topics, _data: OrderEnded(number(topics[32:64]), expired)


def _auction_opened(topics: bytes, data: bytes) -> MarketEvent:
    programme, budget, closing, expiry, uniform = (number(word) for word in words_of(data))
    return AuctionOpened(
        auction=number(topics[32:64]),
        hold=number(topics[64:96]),
        debtor=address(topics, 3),
        programme=programme,
        budget=budget,
        closing=closing,
        expiry=expiry,
        uniform=bool(uniform),
    )


def _offer_made(topics: bytes, data: bytes) -> MarketEvent:
    receivable, amount, rate = (number(word) for word in words_of(data))
    return EarlyOfferMade(
        number(topics[32:64]), number(topics[64:96]), address(topics, 3), receivable, amount, rate
    )


def _offer_withdrawn(topics: bytes, _data: bytes) -> MarketEvent:
    return EarlyOfferWithdrawn(number(topics[64:96]))


def _offer_paid(topics: bytes, data: bytes) -> MarketEvent:
    receivable, amount, price, rate = (number(word) for word in words_of(data))
    return EarlyOfferPaid(
        auction=number(topics[32:64]),
        offer=number(topics[64:96]),
        seller=address(topics, 3),
        receivable=receivable,
        amount=amount,
        price=price,
        rate_ppm=rate,
    )


def _offer_skipped(topics: bytes, data: bytes) -> MarketEvent:
    return EarlyOfferSkipped(number(topics[64:96]), data[:4])


def _auction_cleared(topics: bytes, data: bytes) -> MarketEvent:
    return AuctionCleared(number(topics[32:64]), *(number(word) for word in words_of(data)))


def _auction_cancelled(topics: bytes, _data: bytes) -> MarketEvent:
    return AuctionCancelled(number(topics[32:64]))


MARKET_EVENTS: dict[str, _Decode] = {
    "OrderPlaced": _order_placed,
    "OrderFilled": _order_filled,
    "OrderCancelled": _order_ended(expired=False),
    "OrderExpired": _order_ended(expired=True),
}

EARLY_PAYMENT_EVENTS: dict[str, _Decode] = {
    "AuctionOpened": _auction_opened,
    "OfferMade": _offer_made,
    "OfferWithdrawn": _offer_withdrawn,
    "OfferPaid": _offer_paid,
    "OfferSkipped": _offer_skipped,
    "AuctionCleared": _auction_cleared,
    "AuctionCancelled": _auction_cancelled,
}
