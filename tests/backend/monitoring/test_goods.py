"""Goods beside money: each way in which they part, by how much and for how long, and where they match."""

from dataclasses import replace

import pytest

from tallystick.money.calendar import due_moment
from tallystick.monitoring.goods import (
    CUSTOMS,
    DELIVERED,
    SHIPPED,
    Difference,
    Goods,
    Paid,
    Stated,
    differences,
)

DAY = 86_400
DUE_DAY = 20_800
DUE = due_moment(DUE_DAY)
"""The first second after the due day."""

COMMITTED = DUE - 30 * DAY
FACE = 1_000


def _stated(milestone: int, at: int, block: int = 5) -> Stated:
    return Stated((block, 0), milestone, b"\7" * 20, b"\x0b" * 32, at - 9 * DAY, at)


def _paid(amount: int, at: int, block: int = 9, interest: bool = False) -> Paid:
    return Paid((block, 0), at, amount, amount * 7, interest)


ARRIVED = tuple(
    _stated(milestone, COMMITTED + milestone * DAY) for milestone in (SHIPPED, CUSTOMS, DELIVERED)
)
WHOLE = Goods(
    receivable=7,
    face=FACE,
    outstanding=FACE,
    due_day=DUE_DAY,
    cancelled=False,
    drawn=FACE,
    short=0,
    committed_at=COMMITTED,
    milestones=ARRIVED,
)


def test_goods_and_money_that_match_differ_in_nothing() -> None:
    assert differences(replace(WHOLE, outstanding=0), [_paid(FACE, DUE)], DUE + 99 * DAY) == []


@pytest.mark.parametrize("short", [0, 1])
def test_what_a_credit_note_takes_away_is_committed_beyond_documents(short: int) -> None:
    found = differences(replace(WHOLE, short=short), [], COMMITTED + 3 * DAY - 1)
    assert found == [Difference("more_committed_than_documents", 1, 2)] * short


def test_what_is_paid_beyond_documents_is_told_since_the_payment_that_went_beyond() -> None:
    goods = replace(WHOLE, short=400, outstanding=0)
    exact = [_paid(600, DUE)]
    (only,) = differences(goods, exact, DUE)
    assert only.name == "more_committed_than_documents"
    beyond = differences(goods, [*exact, _paid(1, DUE + DAY), _paid(399, DUE + 2 * DAY)], DUE + 3 * DAY)
    assert Difference("paid_beyond_documents", 400, 2) in beyond


def test_interest_has_no_goods_behind_it() -> None:
    late = [_paid(FACE, DUE), _paid(50, DUE + DAY, interest=True)]
    assert differences(replace(WHOLE, outstanding=0), late, DUE + DAY) == []


def test_what_is_paid_before_delivery_is_told_until_delivery() -> None:
    delivered = _stated(DELIVERED, DUE + 5 * DAY, block=20)
    goods = replace(WHOLE, outstanding=0, milestones=(*ARRIVED[:2], delivered))
    paid = [_paid(300, DUE, block=19), _paid(700, DUE + 5 * DAY, block=21)]
    assert differences(goods, paid, DUE + 40 * DAY) == [Difference("paid_before_delivered", 300, 5)]
    undelivered = replace(goods, milestones=ARRIVED[:2])
    assert differences(undelivered, paid, DUE + 40 * DAY) == [Difference("paid_before_delivered", FACE, 40)]


def test_within_one_second_the_chains_order_says_what_was_first() -> None:
    goods = replace(WHOLE, outstanding=0, milestones=(_stated(DELIVERED, DUE, block=20),))
    assert differences(goods, [_paid(FACE, DUE, block=21)], DUE) == []
    assert differences(goods, [_paid(FACE, DUE, block=19)], DUE) == [
        Difference("paid_before_delivered", FACE, 0)
    ]


def test_no_milestone_yet_is_all_of_the_face_since_it_was_committed() -> None:
    nothing = replace(WHOLE, milestones=())
    assert differences(nothing, [], COMMITTED + 2 * DAY) == [Difference("no_milestone_yet", FACE, 2)]
    assert differences(replace(WHOLE, milestones=ARRIVED[:1]), [], COMMITTED + 2 * DAY) == []


def test_from_the_end_of_the_due_day_on_what_is_open_is_told() -> None:
    open_ = replace(WHOLE, outstanding=400)
    assert differences(open_, [_paid(600, DUE - DAY)], DUE - 1) == []
    assert differences(open_, [_paid(600, DUE - DAY)], DUE + DAY) == [
        Difference("delivered_and_not_paid_after_due", 400, 1)
    ]
    under_way = replace(WHOLE, milestones=ARRIVED[:2])
    assert differences(under_way, [], DUE) == [Difference("due_and_not_delivered", FACE, 0)]


def test_a_debt_that_both_sides_have_undone_differs_in_nothing() -> None:
    undone = replace(WHOLE, cancelled=True, drawn=0, milestones=())
    assert differences(undone, [], DUE + DAY) == []
    assert undone.matches(False, (9, 0), 0)


def test_money_matches_from_delivery_on_and_up_to_what_documents_show() -> None:
    goods = replace(WHOLE, milestones=(_stated(DELIVERED, DUE, block=20),))
    assert goods.matches(True, (20, 1), FACE)
    assert not goods.matches(True, (19, 9), FACE)
    assert not goods.matches(True, (20, 1), FACE + 1)


def test_a_commitment_matches_where_documents_show_the_face() -> None:
    assert WHOLE.matches(False, (1, 0), 0)
    assert not replace(WHOLE, short=1).matches(False, (1, 0), 0)
