"""What of a change in the average discount rate is the rates' and what the mix's."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tallystick.money.rate_change import Deal, average_rate, rate_change

BASIS = 360


def at(rate_percent: int, face: int, days: int) -> Deal:
    return Deal(face, face * rate_percent * days // (100 * BASIS), days)


def test_an_average_weighs_by_face_and_time() -> None:
    # 6 % on 360,000 for 30 days is 1,800; 3 % on 360,000 for 90 days is 2,700: 4,500 on 43,200,000 unit-days
    deals = [at(6, 360_000, 30), at(3, 360_000, 90)]
    assert average_rate(deals, BASIS) == Fraction(375, 10_000)
    assert average_rate([], BASIS) is None
    assert average_rate([Deal(100, 0, 0)], BASIS) is None, "the due day itself bears no rate"


def test_rates_that_stay_change_an_average_by_the_mix_alone() -> None:
    before = [at(4, 360_000, 20), at(6, 360_000, 100)]
    after = [at(4, 3_600_000, 20), at(6, 360_000, 100)]
    change = rate_change(before, after, BASIS)
    assert change.rate_effect == 0
    assert change.before is not None
    assert change.after is not None
    assert change.mix_effect == change.after - change.before < 0


def test_tenors_that_stay_change_an_average_by_the_rates_alone() -> None:
    before = [at(8, 360_000, 20), at(9, 360_000, 100)]
    after = [at(5, 360_000, 20), at(6, 360_000, 100)]
    change = rate_change(before, after, BASIS)
    assert (change.rate_effect, change.mix_effect) == (Fraction(-3, 100), Fraction(0))


def test_what_nobody_dealt_at_afterwards_is_not_made_up() -> None:
    before, after = [at(8, 360_000, 20), at(9, 360_000, 100)], [at(5, 360_000, 20)]
    change = rate_change(before, after, BASIS)
    assert (change.rate_effect, change.mix_effect) == (None, None)
    assert (change.before, change.after) == (average_rate(before, BASIS), Fraction(5, 100))
    assert rate_change([], after, BASIS).rate_effect is None


deals = st.lists(
    st.builds(Deal, st.integers(1, 10**9), st.integers(0, 10**6), st.integers(0, 200)), max_size=12
)


@given(deals, deals)
def test_the_two_effects_are_all_of_the_change(before: list[Deal], after: list[Deal]) -> None:
    change = rate_change(before, after, BASIS)
    if change.rate_effect is not None and change.mix_effect is not None:
        assert change.before is not None
        assert change.after is not None
        assert change.rate_effect + change.mix_effect == change.after - change.before
