"""Goods beside money: what documents show of the goods behind a receivable, how far they have come, and what was paid.

A supervisor of trade sets the two flows beside each other (货物流与资金流). What is told here is what the ledger was
shown: documents that were registered, statements that carriers signed. Amounts are minor units of the programme's
currency, money is fen; moments are seconds since 1970.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tallystick.mirror.places import Place
from tallystick.money.calendar import due_moment

NONE, SHIPPED, CUSTOMS, DELIVERED = range(4)
"""Milestones, as the contracts number them."""

_DAY_SECONDS = 86_400

DifferenceName = Literal[
    "more_committed_than_documents",
    "paid_beyond_documents",
    "paid_before_delivered",
    "no_milestone_yet",
    "due_and_not_delivered",
    "delivered_and_not_paid_after_due",
]


@dataclass(frozen=True, slots=True)
class Stated:
    """A milestone that a carrier has signed: when it happened, and where and when the ledger was told."""

    place: Place
    milestone: int
    carrier: bytes
    document: bytes
    occurred_at: int
    at: int


@dataclass(frozen=True, slots=True)
class Paid:
    """Money that was released on a receivable. `interest`: for lateness, which no goods stand behind."""

    place: Place
    at: int
    amount: int
    money: int
    interest: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Where goods and money part: by how much, and for how many whole days. `amount` in minor units."""

    name: DifferenceName
    amount: int
    days: int


@dataclass(frozen=True, slots=True)
class Goods:
    """What stands behind a receivable. `drawn` is what its issue draws on documents, `short` what credit notes have
    taken away of these since; of a document that others draw on too, all of it is held against each of them.

    `milestones` come in the order in which they were stated. `cancelled`: both sides have undone the debt.
    """

    receivable: int
    face: int
    outstanding: int
    due_day: int
    cancelled: bool
    drawn: int
    short: int
    committed_at: int
    milestones: tuple[Stated, ...]

    @property
    def shown(self) -> int:
        """Value of goods that documents still show."""
        return self.drawn - self.short

    def milestone_at(self, place: Place) -> int:
        """The last milestone that had been stated before something happened."""
        count = bisect_left([stated.place for stated in self.milestones], place)
        return self.milestones[count - 1].milestone if count else NONE

    @property
    def milestone(self) -> int:
        return self.milestones[-1].milestone if self.milestones else NONE

    @property
    def delivery(self) -> Stated | None:
        """The statement that they are delivered."""
        return next((stated for stated in self.milestones if stated.milestone == DELIVERED), None)

    def matches(self, is_payment: bool, place: Place, paid: int) -> bool:
        """Whether goods and money match at a movement, by the documents as they stand now.

        A commitment or a claim matches where documents show its receivable's face, or where both sides have undone it
        since. Money matches where the goods had been delivered by then, and all that was paid with it (`paid`, interest
        apart) is no more than documents show.
        """
        if is_payment:
            return self.milestone_at(place) == DELIVERED and paid <= self.shown
        return self.cancelled or self.face <= self.shown


def differences(goods: Goods, payments: Sequence[Paid], now: int) -> list[Difference]:
    """Where goods and money part on a receivable, `now`. None are told of a debt that both sides have undone.

    - more_committed_than_documents: face beyond what documents show, since it was committed
    - paid_beyond_documents: what was paid beyond that, since the first payment that went beyond
    - paid_before_delivered: what was paid before the ledger was told of delivery, from the first such payment to it
    - no_milestone_yet: all of the face while no carrier has stated anything, since it was committed
    - due_and_not_delivered: what is outstanding once the due day is over and the goods are not delivered
    - delivered_and_not_paid_after_due: what is outstanding of delivered goods once the due day is over
    """
    if goods.cancelled:
        return []
    principal = [payment for payment in payments if not payment.interest]
    found = [
        _of_documents(goods, now),
        _beyond_documents(goods, principal, now),
        _before_delivery(goods, principal, now),
        Difference("no_milestone_yet", 0 if goods.milestones else goods.face, _days(goods.committed_at, now)),
        _after_due(goods, now),
    ]
    return [difference for difference in found if difference.amount > 0]


def _of_documents(goods: Goods, now: int) -> Difference:
    missing = goods.face - goods.shown
    return Difference("more_committed_than_documents", missing, _days(goods.committed_at, now))


def _beyond_documents(goods: Goods, principal: Sequence[Paid], now: int) -> Difference:
    total, since = 0, now
    for payment in principal:
        total += payment.amount
        if total > goods.shown:
            since = min(since, payment.at)
    return Difference("paid_beyond_documents", total - goods.shown, _days(since, now))


def _before_delivery(goods: Goods, principal: Sequence[Paid], now: int) -> Difference:
    delivery = goods.delivery
    early = [payment for payment in principal if delivery is None or payment.place < delivery.place]
    until = now if delivery is None else delivery.at
    days = _days(early[0].at, until) if early else 0
    return Difference("paid_before_delivered", sum(payment.amount for payment in early), days)


def _after_due(goods: Goods, now: int) -> Difference:
    due = due_moment(goods.due_day)
    name: DifferenceName = "delivered_and_not_paid_after_due" if goods.delivery else "due_and_not_delivered"
    return Difference(name, goods.outstanding if now >= due else 0, _days(due, now))


def _days(since: int, until: int) -> int:
    return max(until - since, 0) // _DAY_SECONDS
