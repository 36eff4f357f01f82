"""How concentrated and how deep a receivable is."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tallystick.money.distribution import concentration, mean_depth

AMOUNTS = st.integers(1, 2**53 - 1)
MILLION = 100_000_000


def test_the_golden_figures_of_model_1() -> None:
    holdings = [50 * MILLION, 20 * MILLION, 20 * MILLION, 10 * MILLION]
    assert concentration(holdings) == Decimal("0.34")
    assert mean_depth([(50 * MILLION, 1), (40 * MILLION, 2), (10 * MILLION, 3)]) == Decimal("1.6")


def test_where_nothing_is_held_there_is_no_figure() -> None:
    assert concentration([]) is None
    assert concentration([0, 0]) is None
    assert mean_depth([]) is None
    assert mean_depth([(0, 3)]) is None


@given(AMOUNTS)
def test_one_holder_of_everything_is_one(amount: int) -> None:
    assert concentration([amount, 0]) == 1
    assert mean_depth([(amount, 4)]) == 4


@given(AMOUNTS, st.integers(1, 100))
def test_equal_holders_share_the_index(amount: int, holders: int) -> None:
    found = concentration([amount] * holders)
    assert found is not None
    assert abs(Fraction(found) - Fraction(1, holders)) < Fraction(1, 10**20)


@given(st.lists(AMOUNTS, min_size=1, max_size=20))
def test_the_index_is_the_sum_of_squared_shares(amounts: list[int]) -> None:
    found = concentration(amounts)
    exact = sum((Fraction(amount, sum(amounts)) ** 2 for amount in amounts), Fraction(0))
    assert found is not None
    assert abs(Fraction(found) - exact) < Fraction(1, 10**20)


@given(st.lists(st.tuples(AMOUNTS, st.integers(1, 30)), min_size=1, max_size=20))
def test_the_depth_lies_between_the_shallowest_and_the_deepest(lots: list[tuple[int, int]]) -> None:
    found = mean_depth(lots)
    assert found is not None
    assert min(tier for _, tier in lots) <= found <= max(tier for _, tier in lots)
