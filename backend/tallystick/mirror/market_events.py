"""What the venue for notes and the auctions of early payment say has happened. Amounts are minor units."""

from typing import NamedTuple


class OrderPlaced(NamedTuple):
    """`curve_version` 0: the rate says the price. `expiry` in seconds since 1970."""

    order: int
    receivable: int
    maker: bytes
    ask: bool
    amount: int
    minimum: int
    rate_ppm: int
    curve_version: int
    expiry: int


class OrderFilled(NamedTuple):
    """Notes against e-CNY; `left` of the order is for others."""

    order: int
    receivable: int
    seller: bytes
    buyer: bytes
    amount: int
    price: int
    left: int


class OrderEnded(NamedTuple):
    """Without having been filled: its maker took it back, or its time was over (`expired`)."""

    order: int
    expired: bool


class AuctionOpened(NamedTuple):
    """A debtor pays early out of a hold. `closing` and `expiry` (0: none) in seconds since 1970."""

    auction: int
    hold: int
    debtor: bytes
    programme: int
    budget: int
    closing: int
    expiry: int
    uniform: bool


class EarlyOfferMade(NamedTuple):
    auction: int
    offer: int
    seller: bytes
    receivable: int
    amount: int
    rate_ppm: int


class EarlyOfferWithdrawn(NamedTuple):
    offer: int


class EarlyOfferPaid(NamedTuple):
    """So much of it was bought, priced at `rate_ppm`."""

    auction: int
    offer: int
    seller: bytes
    receivable: int
    amount: int
    price: int
    rate_ppm: int


class EarlyOfferSkipped(NamedTuple):
    """It could not be delivered when its turn came; `reason` is the selector of the error that says why."""

    offer: int
    reason: bytes


class AuctionCleared(NamedTuple):
    """`marginal_ppm` is the lowest rate that was paid, 0 where nothing was."""

    auction: int
    face: int
    paid: int
    marginal_ppm: int
    returned: int


class AuctionCancelled(NamedTuple):
    auction: int


MarketEvent = (
    OrderPlaced
    | OrderFilled
    | OrderEnded
    | AuctionOpened
    | EarlyOfferMade
    | EarlyOfferWithdrawn
    | EarlyOfferPaid
    | EarlyOfferSkipped
    | AuctionCleared
    | AuctionCancelled
)
