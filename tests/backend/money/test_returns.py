"""Three return ratios of the same trade, which answer three questions; and money that leaves as it came."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.money.purse import Purse, PurseShort
from tallystick.money.returns import Due, Ratio, Settled, kept_onshore, settled_in_ecny, settled_in_time
from tallystick.money.settlement import face_funded


def test_one_trade_has_three_return_ratios() -> None:
    """Of 1,000 that were owed 700 were paid in e-CNY, 100 the debtor held itself, 200 were undone; of 800 due 500 were
    paid in time; of ¥70.00 paid abroad ¥14.00 were redeemed."""
    assert settled_in_ecny(Settled(in_ecny=700, own=100, otherwise=200)).value == Decimal("0.7")
    assert settled_in_time(Due(in_time=500, late=100, waiting=150, unfunded=50)).value == Decimal("0.625")
    assert kept_onshore(7_000, 1_400).value == Decimal("0.8")


def test_a_share_of_nothing_is_not_there_and_one_means_all() -> None:
    assert Ratio(0, 0).value is None
    assert Ratio(0, 1).value == 0
    assert Ratio(10**15 - 1, 10**15).value == Decimal("0.999999")
    assert Ratio(2, 3).value == Decimal("0.666666")
    assert Ratio(10**15, 10**15).value == 1


def test_what_came_first_is_taken_first() -> None:
    purse: Purse[str] = Purse()
    for amount, mark in ((30, "a"), (20, "b"), (5, "b"), (10, "a")):
        purse.put(amount, mark)
    assert purse.take(40) == [("a", 30), ("b", 10)]
    assert list(purse) == [("b", 15), ("a", 10)]
    with pytest.raises(PurseShort):
        purse.take(26)


def test_fen_fund_the_face_that_they_are_worth_and_all_of_them_all() -> None:
    assert face_funded(50, 1_001, 7_131) == 7
    assert face_funded(7_081, 994, 7_081) == 994


@given(st.lists(st.tuples(st.integers(1, 10**9), st.booleans()), max_size=20), st.data())
def test_what_is_taken_and_what_is_left_are_what_was_put(
    puts: list[tuple[int, bool]], data: st.DataObject
) -> None:
    purse: Purse[bool] = Purse()
    for amount, mark in puts:
        purse.put(amount, mark)
    total = sum(amount for amount, _ in puts)
    wanted = data.draw(st.integers(0, total))
    taken = purse.take(wanted)
    assert sum(amount for _, amount in taken) == wanted
    for mark in (True, False):
        there = sum(amount for of, amount in [*taken, *purse] if of is mark)
        assert there == sum(amount for amount, of in puts if of is mark)
