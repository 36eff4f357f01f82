"""What the contracts of cross-border trade say has happened: rates, fixings, milestones, limits, and what moved.

Amounts are minor units of a programme's currency, money is fen; rounds and answers of feeds have up to 80 bits.
"""

from typing import NamedTuple


class RateObserved(NamedTuple):
    """An answer of a feed was believed; `updated_at` by the feed's clock, in seconds since 1970."""

    currency: str
    round: int
    answer: int
    updated_at: int
    decimals: int
    direction: int


class FallbackAgreed(NamedTuple):
    """After how many days without a good rate the last one before applies."""

    programme: int
    days: int


class RateFixed(NamedTuple):
    """What governs every payment of a receivable; `owed` is its face in fen."""

    receivable: int
    round: int
    answer: int
    updated_at: int
    decimals: int
    direction: int
    fallback: bool
    owed: int


class MilestoneReached(NamedTuple):
    receivable: int
    milestone: int
    carrier: bytes
    occurred_at: int
    document: bytes


class BorderLimitsSet(NamedTuple):
    """`window` in seconds; `countries` numbers a list, `released_at` a milestone."""

    programme: int
    transaction_cap: int
    window_cap: int
    window: int
    countries: int
    released_at: int


class BorderPurposeAllowed(NamedTuple):
    programme: int
    purpose: int
    allowed: bool


class BorderWalletAdmitted(NamedTuple):
    """Whose it is from now on. Country 0: it is admitted no longer."""

    wallet: bytes
    group: bytes
    country: int


class PurposeDeclared(NamedTuple):
    receivable: int
    purpose: int


class ProgrammeSuspended(NamedTuple):
    programme: int
    authority: bytes
    order: bytes


class ProgrammeResumed(NamedTuple):
    programme: int
    authority: bytes


class BorderCrossed(NamedTuple):
    """`kind`: a commitment was accepted, a claim crossed from one wallet to another, or money was released."""

    kind: str
    receivable: int
    sender: bytes | None
    recipient: bytes
    sender_group: bytes | None
    recipient_group: bytes
    amount: int
    money: int | None
    purpose: int


class FeedOpened(NamedTuple):
    """A feed of the deployment's own; it says nothing yet."""

    feed: bytes
    reporter: bytes
    decimals: int
    description: str


class FeedAnswered(NamedTuple):
    """What its reporter pushed, whether anybody believes it or not."""

    feed: bytes
    round: int
    answer: int
    updated_at: int


class FactorsSet(NamedTuple):
    """What milestones are worth under a programme, in millionths."""

    programme: int
    none: int
    shipped: int
    customs: int
    delivered: int


class ReceivableValued(NamedTuple):
    """`fen` is face × rate × factor; the rate is the fixing (`is_fixed`), or what the feeds said then."""

    receivable: int
    face: int
    answer: int
    decimals: int
    direction: int
    is_fixed: bool
    reached: int
    factor_ppm: int
    fen: int


BorderEvent = (
    RateObserved
    | FallbackAgreed
    | RateFixed
    | MilestoneReached
    | BorderLimitsSet
    | BorderPurposeAllowed
    | BorderWalletAdmitted
    | PurposeDeclared
    | ProgrammeSuspended
    | ProgrammeResumed
    | BorderCrossed
    | FeedOpened
    | FeedAnswered
    | FactorsSet
    | ReceivableValued
)
