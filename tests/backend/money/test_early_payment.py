"""A budget for early payment, divided by hand."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.money.early_payment import (
    EarlyOffer,
    EarlyPayment,
    NothingLeft,
    OffersOutOfOrder,
    clear_early_payment,
    early_price,
    face_for,
    least_ppm,
)

NOTHING = EarlyPayment()
THREE = [EarlyOffer(10_000_00, ppm, 180) for ppm in (100_000, 80_000, 60_000)]
"""¥10,000 each, half a year on ACT/360: 10 %, 8 % and 6 % a year are ¥9,500, ¥9,600 and ¥9,700."""


def test_as_bid_each_is_paid_at_its_own_rate_and_the_last_for_what_is_left() -> None:
    """¥20,000 − ¥9,500 − ¥9,600 = ¥900, which at 3 % off is the price of ¥927.84: 927.83505…, one fen up at half."""
    assert clear_early_payment(20_000_00, THREE, 360, uniform=False) == [
        EarlyPayment(10_000_00, 9_500_00, 100_000),
        EarlyPayment(10_000_00, 9_600_00, 80_000),
        EarlyPayment(927_84, 900_00, 60_000),
    ]


def test_at_one_rate_all_are_paid_at_the_lowest_accepted() -> None:
    """At 6 % two cost ¥19,400, and ¥600 is left for the third: the price of ¥618.56 (618.5567)."""
    assert clear_early_payment(20_000_00, THREE, 360, uniform=True) == [
        EarlyPayment(10_000_00, 9_700_00, 60_000),
        EarlyPayment(10_000_00, 9_700_00, 60_000),
        EarlyPayment(618_56, 600_00, 60_000),
    ]


@pytest.mark.parametrize(
    ("budget", "expected"),
    [
        # At 6 % two cost ¥19,400: nothing would be left for a third, so the rate stays at 8 %.
        (19_400_00, [(10_000_00, 9_600_00), (10_000_00, 9_600_00), (0, 0)]),
        # One fen more, which at 3 % off buys one fen of face, brings the rate of all down to 6 %.
        (19_400_01, [(10_000_00, 9_700_00), (10_000_00, 9_700_00), (1, 1)]),
        # At 8 % the first costs ¥9,600, and a fen is left for the second.
        (9_600_01, [(10_000_00, 9_600_00), (1, 1), (0, 0)]),
        (9_600_00, [(10_000_00, 9_500_00), (0, 0), (0, 0)]),
        # Less than one: 950 fen at 5 % off are the price of 1,000.
        (950, [(1_000, 950), (0, 0), (0, 0)]),
        (29_100_00, [(10_000_00, 9_700_00)] * 3),
        (50_000_00, [(10_000_00, 9_700_00)] * 3),
    ],
)
def test_the_rate_falls_with_the_last_one_of_whom_a_fen_is_bought(
    budget: int, expected: list[tuple[int, int]]
) -> None:
    paid = clear_early_payment(budget, THREE, 360, uniform=True)
    assert [(payment.face, payment.price) for payment in paid] == expected


def test_days_differ_and_the_rate_does_not() -> None:
    """At 6 % a year ¥10,000 cost ¥9,900 for 60 days and ¥9,700 for 180."""
    offers = [EarlyOffer(10_000_00, 90_000, 60), EarlyOffer(10_000_00, 60_000, 180)]
    paid = clear_early_payment(19_600_00, offers, 360, uniform=True)
    assert [payment.price for payment in paid] == [9_900_00, 9_700_00]
    assert {payment.ppm for payment in paid} == {60_000}


def test_without_offers_nothing_is_paid() -> None:
    for uniform in (False, True):
        assert clear_early_payment(100, [], 360, uniform=uniform) == []


def test_offers_come_by_falling_rate_and_leave_something() -> None:
    with pytest.raises(OffersOutOfOrder):
        clear_early_payment(100, THREE[::-1], 360, uniform=True)
    with pytest.raises(NothingLeft):
        clear_early_payment(100, [EarlyOffer(1, 1_000_000, 180)], 360, uniform=False)


@given(st.integers(1, 3_000), st.integers(0, 3_000_000), st.integers(1, 400), st.sampled_from([360, 365]))
def test_the_face_for_a_price_is_the_largest_and_costs_exactly_that(
    price: int, ppm: int, days: int, basis: int
) -> None:
    """By trying faces one after the other."""
    if ppm * days >= basis * 1_000_000 * 9 // 10:
        ppm = basis * 1_000_000 * 9 // 10 // days
    face = face_for(price, ppm, days, basis)
    assert early_price(face, ppm, days, basis) == price
    assert early_price(face + 1, ppm, days, basis) == price + 1
    assert face >= price


@given(
    st.integers(1, 2**40),
    st.lists(st.tuples(st.integers(2, 2**40), st.integers(0, 300_000), st.integers(1, 400)), max_size=8),
    st.booleans(),
)
def test_nobody_is_paid_beyond_the_budget_or_gives_more_than_it_offered(
    budget: int, drawn: list[tuple[int, int, int]], uniform: bool
) -> None:
    offers = sorted((EarlyOffer(*one) for one in drawn), key=lambda offer: -offer.ppm)
    offers = [offer for offer in offers if early_price(offer.face, offer.ppm, offer.days, 360) > 0]
    paid = clear_early_payment(budget, offers, 360, uniform=uniform)
    assert len(paid) == len(offers)
    assert all(total <= budget for total in accumulate(payment.price for payment in paid))
    some = [(offer, payment) for offer, payment in zip(offers, paid, strict=True) if payment != NOTHING]
    for offer, payment in some:
        assert 0 < payment.face <= offer.face
        assert payment.ppm <= offer.ppm
        assert payment.price == early_price(payment.face, payment.ppm, offer.days, 360)
        assert payment.price >= early_price(payment.face, offer.ppm, offer.days, 360)
    if uniform:
        assert len({payment.ppm for _, payment in some}) <= 1
    partial = [payment for offer, payment in some if payment.face < offer.face]
    assert not partial or (partial == [some[-1][1]] and sum(payment.price for payment in paid) == budget)
    assert [payment != NOTHING for payment in paid] == [True] * len(some) + [False] * (len(paid) - len(some))


def test_the_least_rate_is_the_next_whole_millionth() -> None:
    assert (least_ppm(57_000, 1), least_ppm(57_000 * 90, 90), least_ppm(57_000 * 90 + 1, 90)) == (
        57_000,
    ) * 2 + (57_001,)
