"""What a dollar claim is worth in yuan: face × rate × what the goods bear out; the face itself never changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.money.exchange import Direction, Rate, valued
from tests.contracts.driver.border import DAY, DUE_DAY_BEGINS, FACE, RATE, Border
from tests.contracts.driver.cast import CARRIER, GOVERNOR, STRANGER
from tests.contracts.driver.chain import Snapshot
from tests.contracts.driver.cross_border import CUSTOMS, DELIVERED, SHIPPED, UNITS_PER_CNY, Valuations, Value
from tests.contracts.driver.refusals import refused

FACTORS = (400_000, 700_000, 850_000, 1_000_000)
NOW = Rate(RATE, 8, Direction.UNITS_PER_CNY)


@pytest.fixture
def valuations(border: Border) -> Valuations:
    border.stage.valuations.set_factors(GOVERNOR, border.programme, FACTORS)
    return border.stage.valuations


@pytest.fixture
def receivable(border: Border) -> int:
    return border.claim(FACE) >> 64


def test_a_claim_is_worth_more_the_further_the_goods_have_come(
    border: Border, valuations: Valuations, receivable: int
) -> None:
    """US$20,000,000.00 at 0.14038238 dollars for a yuan are ¥142,468,021.98; two fifths of it are ¥56,987,208.79."""
    assert valuations.value(receivable).fen == 5_698_720_879
    for milestone, fen in ((SHIPPED, 9_972_761_539), (CUSTOMS, 12_109_781_869), (DELIVERED, 14_246_802_198)):
        border.stage.milestones.attest(STRANGER, CARRIER, receivable, milestone, border.stage.chain.time)
        assert valuations.value(receivable) == Value(
            FACE, RATE, 8, UNITS_PER_CNY, False, milestone, FACTORS[milestone], fen
        )
    assert border.stage.ledger.value_of(receivable << 64 | 1) == FACE, "the legal face never changes"


def test_once_its_rate_is_fixed_a_claim_is_valued_at_that_whatever_feeds_say(
    border: Border, valuations: Valuations, receivable: int
) -> None:
    border.fixed(receivable)
    border.quote(RATE + 99)
    value = valuations.value(receivable)
    assert (value.is_fixed, value.answer) == (True, RATE)
    border.stage.chain.go_to(DUE_DAY_BEGINS + 40 * DAY)
    assert valuations.value(receivable) == value, "a feed that has died changes nothing"


def test_until_then_no_feed_no_value(border: Border, valuations: Valuations, receivable: int) -> None:
    border.stage.chain.go_to(border.stage.chain.time + 2 * DAY)
    with refused("AnswerStale", source=border.main):
        valuations.value(receivable)
    border.quote(RATE * 2)
    with refused("AnswerOutOfBounds", source=border.main):
        valuations.record(STRANGER, receivable)


def test_a_value_is_put_on_record_by_whoever_wishes(
    border: Border, valuations: Valuations, receivable: int
) -> None:
    border.stage.milestones.attest(STRANGER, CARRIER, receivable, SHIPPED, border.stage.chain.time)
    outcome = valuations.record(STRANGER, receivable)
    value = (FACE, RATE, 8, UNITS_PER_CNY, False, SHIPPED, 700_000, 9_972_761_539)
    assert outcome.events == [("Valued", receivable, value)]


def test_what_milestones_are_worth_never_falls_nor_passes_the_whole(border: Border) -> None:
    valuations, programme = border.stage.valuations, border.programme
    receivable = border.claim() >> 64
    with refused("FactorsNotSet", programme=programme):
        valuations.value(receivable)
    for wrong in (
        (2, 1, 3, 4),
        (1, 3, 2, 4),
        (1, 2, 4, 3),
        (1, 2, 3, 1_000_001),
        (0, 0, 0, 0),
    ):
        with refused("FactorsOutOfOrder", programme=programme):
            valuations.set_factors(GOVERNOR, programme, wrong)
    told = valuations.set_factors(GOVERNOR, programme, (0, 0, 0, 1)).events
    assert told == [("FactorsSet", programme, (0, 0, 0, 1))]
    with refused("UnknownProgramme", programme=99):
        valuations.set_factors(GOVERNOR, 99, FACTORS)


@pytest.mark.usefixtures("border")
def test_only_foreign_money_is_valued(border: Border, valuations: Valuations) -> None:
    receivable = border.stage.claim() >> 64
    with refused("NothingToValue", receivable=receivable):
        valuations.value(receivable)
    with refused("UnknownReceivable", receivable=99):
        valuations.value(99)


def test_what_no_amount_can_say_is_refused(valuations: Valuations, receivable: int) -> None:
    with refused("ValueOutOfRange", receivable=receivable):
        valuations.value_of_units(receivable, 2**53 - 1)


@given(
    units=st.integers(0, 2**49),
    answer=st.integers(RATE * 9 // 10, RATE * 11 // 10),
    factors=st.lists(st.integers(1, 1_000_000), min_size=4, max_size=4).map(sorted),
)
def test_contract_and_python_value_alike_to_the_fen(
    opened_border: tuple[Border, Snapshot], units: int, answer: int, factors: list[int]
) -> None:
    border, opened = opened_border
    stage = border.stage
    stage.chain.restore(opened)
    receivable = border.claim(FACE) >> 64
    stage.valuations.set_factors(GOVERNOR, border.programme, factors)
    border.rates.set(GOVERNOR, border.main_feed(), border.second_feed(), 1_000_000)
    border.quote(answer)
    value = stage.valuations.value_of_units(receivable, units)
    assert value.fen == valued(units, Rate(answer, 8, Direction.UNITS_PER_CNY), factors[0])
