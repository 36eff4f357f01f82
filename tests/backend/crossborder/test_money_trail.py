"""Where the e-CNY went that overseas wallets were paid on claims: every fen of it is at one place."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tallystick.crossborder.money_trail import (
    Loop,
    MoneyMoved,
    Whereabouts,
    kept_onshore_after,
    loop_of,
    payments,
    whereabouts,
)
from tallystick.mirror.events import NOBODY

A, B, C, FACTORY, BUYER = (bytes([number]) * 20 for number in range(1, 6))
OVERSEAS = frozenset({A, B, C})
DAY = 86_400
TRANSACTION = b"\x05" * 32

Step = tuple[bytes, bytes, int, int | None]
"""Payer, payee, amount, and the receivable that it was paid on."""


def moved(*steps: Step, every: int = DAY) -> list[MoneyMoved]:
    """One after the other, the first on day 0, at noon in Shanghai."""
    return [
        MoneyMoved((number, 0), payer, payee, amount, 4 * 3_600 + number * every, TRANSACTION, receivable)
        for number, (payer, payee, amount, receivable) in enumerate(steps)
    ]


def places(*steps: Step) -> Whereabouts:
    return whereabouts(payments(moved(*steps), OVERSEAS))


def onshore(days: int, today: int, *steps: Step) -> tuple[int, int]:
    """Part and whole when the day before `today` is over."""
    part, whole = kept_onshore_after(payments(moved(*steps), OVERSEAS), days, lambda day: day < today)
    return part, whole


def test_money_is_where_it_was_spent_or_it_is_still_there() -> None:
    paid = (FACTORY, A, 100, 7)
    assert places(paid) == Whereabouts(paid=100, kept=100, spent=0, purchased=0, redeemed=0)
    assert places(paid, (A, BUYER, 30, None)) == (100, 70, 0, 30, 0)
    assert places(paid, (A, B, 30, None)) == (100, 70, 30, 0, 0)
    assert places(paid, (A, NOBODY, 30, None)) == (100, 70, 0, 0, 30)


def test_it_is_followed_from_one_overseas_wallet_to_the_next() -> None:
    paid = (FACTORY, A, 100, 7)
    assert places(paid, (A, B, 100, None), (B, NOBODY, 60, None)) == (100, 0, 40, 0, 60)
    assert places(paid, (A, B, 100, None), (B, C, 50, None), (C, BUYER, 20, None)) == (100, 0, 80, 20, 0)
    assert places(paid, (A, B, 100, None), (B, A, 100, None)) == (100, 100, 0, 0, 0)


def test_money_from_elsewhere_is_not_taken_for_what_was_settled() -> None:
    elsewhere, paid = (NOBODY, A, 40, None), (FACTORY, A, 100, 7)
    assert places(elsewhere, paid, (A, NOBODY, 40, None)) == (100, 100, 0, 0, 0)
    assert places(elsewhere, paid, (A, NOBODY, 41, None)) == (100, 99, 0, 0, 1)
    assert places(paid, elsewhere, (A, NOBODY, 40, None)) == (100, 60, 0, 0, 40)
    assert places((FACTORY, A, 40, None), (A, NOBODY, 40, None)) == (0, 0, 0, 0, 0)


def test_who_is_onshore_has_no_trail() -> None:
    assert places((FACTORY, BUYER, 100, 7), (BUYER, NOBODY, 100, None)) == (0, 0, 0, 0, 0)
    assert places((FACTORY, A, 100, 7), (A, BUYER, 100, None), (BUYER, A, 100, None)) == (100, 0, 0, 100, 0)


def test_a_debtor_abroad_pays_with_what_it_was_paid() -> None:
    """The same fen was settled twice; each payment knows where it is."""
    first, second = payments(moved((FACTORY, A, 100, 7), (A, B, 60, 8), (B, NOBODY, 60, None)), OVERSEAS)
    assert (first.kept, first.spent, sum(amount for _, amount in first.redeemed)) == (40, 0, 60)
    assert (second.kept, second.spent, sum(amount for _, amount in second.redeemed)) == (0, 0, 60)


def test_the_day_of_redemption_decides_what_was_kept_so_long() -> None:
    story: Sequence[Step] = ((FACTORY, A, 100, 7), (A, NOBODY, 10, None), (A, NOBODY, 20, None))
    assert [onshore(days, 3, *story) for days in (0, 1, 2)] == [(100, 100), (90, 100), (70, 100)]
    same_day = payments(moved(*story, every=60), OVERSEAS)
    assert kept_onshore_after(same_day, 0, lambda day: day < 1) == (70, 100)


def test_what_was_paid_too_late_to_know_counts_on_neither_side() -> None:
    story: Sequence[Step] = ((FACTORY, A, 100, 7), (FACTORY, B, 50, 8), (A, NOBODY, 100, None))
    assert onshore(3, 3, *story) == (0, 0)
    assert onshore(2, 3, *story) == (0, 100)
    assert onshore(1, 3, *story) == (150, 150)


def test_a_wallet_sees_its_own_loop_and_no_further() -> None:
    story = moved((NOBODY, A, 5, None), (FACTORY, A, 100, 7), (A, B, 45, None), (A, BUYER, 20, None))
    seen = loop_of(story, A, OVERSEAS)
    assert (seen.paid, seen.kept) == (100, 40)
    assert [(one.outlet, one.moved.amount, one.settled) for one in seen.outflows] == [
        ("spending", 45, 40),
        ("purchase", 20, 20),
    ]
    back = loop_of([*story, *moved((B, A, 40, None))], A, OVERSEAS)
    assert (back.paid, back.kept) == (100, 40)
    assert loop_of([], A, OVERSEAS) == Loop(0, 0, [])


@st.composite
def stories(draw: st.DrawFn) -> list[MoneyMoved]:
    """Whatever may happen to money, some of it paid on claims; nobody pays what it does not have."""
    there: dict[bytes, int] = {}
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 30))):
        payer = draw(st.sampled_from([NOBODY, FACTORY, BUYER, *(one for one in (A, B, C) if there.get(one))]))
        payee = draw(st.sampled_from([one for one in (NOBODY, A, B, C, FACTORY) if one != payer]))
        amount = draw(st.integers(1, there[payer] if payer in OVERSEAS else 10**9))
        claim = NOBODY not in {payer, payee} and draw(st.booleans())
        steps.append((payer, payee, amount, number if claim else None))
        there[payer] = there.get(payer, 0) - amount
        there[payee] = there.get(payee, 0) + amount
    return [one for one in moved(*steps, every=draw(st.sampled_from([60, 9_000, DAY]))) if _abroad(one)]


def _abroad(one: MoneyMoved) -> bool:
    return one.payer in OVERSEAS or one.payee in OVERSEAS


@given(stories(), st.integers(0, 40))
def test_the_places_add_up_to_what_was_settled_to_the_fen(story: list[MoneyMoved], days: int) -> None:
    settled = [one for one in story if one.receivable is not None and one.payee in OVERSEAS]
    found = payments(story, OVERSEAS)
    assert [(one.receivable, one.amount) for one in found] == [
        (one.receivable, one.amount) for one in settled
    ]
    for one in found:
        gone = sum(amount for _, amount in one.redeemed)
        assert one.kept + one.spent + one.purchased + gone == one.amount
        assert min(one.kept, one.spent, one.purchased, gone) >= 0
    total = whereabouts(found)
    assert total.paid == sum(total[1:])
    part, whole = kept_onshore_after(found, days, lambda _day: True)
    assert total.paid == whole >= part >= whole - total.redeemed


@given(stories())
def test_a_wallets_own_loop_adds_up_to_the_fen(story: list[MoneyMoved]) -> None:
    for wallet in OVERSEAS:
        own = [one for one in story if wallet in {one.payer, one.payee}]
        seen = loop_of(own, wallet, OVERSEAS)
        assert seen.paid == sum(
            one.amount for one in own if one.payee == wallet and one.receivable is not None
        )
        assert seen.paid == seen.kept + sum(one.settled for one in seen.outflows)
        assert all(0 <= one.settled <= one.moved.amount for one in seen.outflows)
