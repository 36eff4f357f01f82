"""Four premiums of the same note, which are four different things."""

from fractions import Fraction

from tallystick.money.premium import (
    against_face,
    against_fair_value,
    holding_return,
    share_in_band,
    weighted_mean,
    yield_spread,
)


def test_one_trade_has_four_premiums() -> None:
    """A face of 1,000,000 that 90 days before it is due is sold at 985,000; the curve says 988,000."""
    assert against_face(1_000_000, 985_000) == Fraction(-15, 1_000)
    assert against_fair_value(985_000, 988_000) == Fraction(-3, 988)
    assert holding_return(985_000, 1_000_000) == Fraction(15, 985)
    spread = yield_spread(1_000_000, 985_000, 90, 360, Fraction(3, 100))
    assert spread == Fraction(15_000 * 4, 985_000) - Fraction(3, 100)
    assert round(float(spread), 4) == 0.0309


def test_a_share_of_days_counts_both_ends_of_the_band() -> None:
    values = [Fraction(4, 100), Fraction(5, 100), Fraction(65, 1_000), Fraction(8, 100), Fraction(81, 1_000)]
    assert share_in_band(values) == Fraction(3, 5)
    assert share_in_band([]) is None


def test_a_mean_weighs_by_amount() -> None:
    assert weighted_mean([(Fraction(1, 10), 1), (Fraction(2, 10), 3)]) == Fraction(7, 40)
    assert weighted_mean([]) is None
