"""The events of cross-border trade: rates and fixings, milestones of the goods, and the policy that is asked."""

from collections.abc import Callable

from tallystick.mirror.border_events import (
    BorderCrossed,
    BorderLimitsSet,
    BorderPurposeAllowed,
    BorderWalletAdmitted,
    FactorsSet,
    FallbackAgreed,
    FeedAnswered,
    FeedOpened,
    MilestoneReached,
    ProgrammeResumed,
    ProgrammeSuspended,
    PurposeDeclared,
    RateFixed,
    RateObserved,
    ReceivableValued,
)
from tallystick.mirror.decoders.words import DecodeOf, address, currency_of, number, text_of, words_of
from tallystick.mirror.events import Event

_Decode = Callable[[bytes, bytes], Event]
GROUP_BYTES = 30


def _rate_observed(topics: bytes, data: bytes) -> Event:
    answer, updated_at, decimals, direction = map(number, words_of(data))
    currency = currency_of(topics[32:35])
    return RateObserved(currency, number(topics[64:96]), answer, updated_at, decimals, direction)


def _fallback_agreed(topics: bytes, data: bytes) -> Event:
    return FallbackAgreed(number(topics[32:64]), number(data))


def _rate_fixed(topics: bytes, data: bytes) -> Event:
    round_, answer, updated_at, decimals, direction, fallback, owed = map(number, words_of(data))
    return RateFixed(
        receivable=number(topics[32:64]),
        round=round_,
        answer=answer,
        updated_at=updated_at,
        decimals=decimals,
        direction=direction,
        fallback=bool(fallback),
        owed=owed,
    )


def _milestone_reached(topics: bytes, data: bytes) -> Event:
    return MilestoneReached(
        receivable=number(topics[32:64]),
        milestone=number(topics[64:96]),
        carrier=address(topics, 3),
        occurred_at=number(data[0:32]),
        document=data[32:64],
    )


def _limits_set(topics: bytes, data: bytes) -> Event:
    return BorderLimitsSet(number(topics[32:64]), *map(number, words_of(data)))


def _purpose_allowed(topics: bytes, data: bytes) -> Event:
    return BorderPurposeAllowed(number(topics[32:64]), number(topics[64:96]), bool(number(data)))


def _wallet_admitted(topics: bytes, data: bytes) -> Event:
    return BorderWalletAdmitted(address(topics, 1), topics[64 : 64 + GROUP_BYTES], number(data))


def _purpose_declared(topics: bytes, data: bytes) -> Event:
    return PurposeDeclared(number(topics[32:64]), number(data))


def _programme_suspended(topics: bytes, data: bytes) -> Event:
    return ProgrammeSuspended(number(topics[32:64]), address(topics, 2), data)


def _programme_resumed(topics: bytes, _data: bytes) -> Event:
    return ProgrammeResumed(number(topics[32:64]), address(topics, 2))


def _between(kind: str) -> _Decode:
    def decode(topics: bytes, data: bytes) -> Event:
        sender_group, recipient_group, amount, purpose = words_of(data)
        return BorderCrossed(
            kind=kind,
            receivable=number(topics[32:64]),
            sender=address(topics, 2),
            recipient=address(topics, 3),
            sender_group=sender_group[:GROUP_BYTES],
            recipient_group=recipient_group[:GROUP_BYTES],
            amount=number(amount),
            money=None,
            purpose=number(purpose),
        )

    return decode


def _released(topics: bytes, data: bytes) -> Event:
    amount, money, purpose = map(number, words_of(data))
    return BorderCrossed(
        kind="release",
        receivable=number(topics[32:64]),
        sender=None,
        recipient=address(topics, 2),
        sender_group=None,
        recipient_group=topics[96 : 96 + GROUP_BYTES],
        amount=amount,
        money=money,
        purpose=purpose,
    )


def feed_opened(topics: bytes) -> bytes:
    """The contract that a new feed is."""
    return address(topics, 1)


def _feed_opened(topics: bytes, data: bytes) -> Event:
    decimals, _offset, length = map(number, words_of(data)[:3])
    return FeedOpened(feed_opened(topics), address(topics, 2), decimals, text_of(data[96 : 96 + length]))


def _answer_updated(feed: bytes, topics: bytes, data: bytes) -> Event:
    answer = int.from_bytes(topics[32:64], "big", signed=True)
    return FeedAnswered(feed, number(topics[64:96]), answer, number(data))


def _factors_set(topics: bytes, data: bytes) -> Event:
    return FactorsSet(number(topics[32:64]), *map(number, words_of(data)))


def _valued(topics: bytes, data: bytes) -> Event:
    face, answer, decimals, direction, is_fixed, reached, factor_ppm, fen = map(number, words_of(data))
    return ReceivableValued(
        number(topics[32:64]), face, answer, decimals, direction, bool(is_fixed), reached, factor_ppm, fen
    )


RATE_EVENTS: dict[str, _Decode] = {"RateObserved": _rate_observed}

LOCAL_FEED_EVENTS: dict[str, _Decode] = {"FeedOpened": _feed_opened}

AGGREGATOR_EVENTS: dict[str, DecodeOf] = {"AnswerUpdated": _answer_updated}

VALUATION_EVENTS: dict[str, _Decode] = {"FactorsSet": _factors_set, "Valued": _valued}

FIXING_EVENTS: dict[str, _Decode] = {"FallbackAgreed": _fallback_agreed, "RateFixed": _rate_fixed}

MILESTONE_EVENTS: dict[str, _Decode] = {"MilestoneReached": _milestone_reached}

POLICY_EVENTS: dict[str, _Decode] = {
    "LimitsSet": _limits_set,
    "PurposeAllowed": _purpose_allowed,
    "WalletAdmitted": _wallet_admitted,
    "PurposeDeclared": _purpose_declared,
    "ProgrammeSuspended": _programme_suspended,
    "ProgrammeResumed": _programme_resumed,
    "Committed": _between("commit"),
    "Crossed": _between("cross"),
    "Released": _released,
}
