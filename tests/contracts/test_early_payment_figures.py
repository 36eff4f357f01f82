"""Whatever is offered, an auction pays what the arithmetic says, to the fen; and a hundred offers fit into a block."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.chain.embedded import BLOCK_GAS_LIMIT
from tallystick.money.early_payment import EarlyOffer, EarlyPayment, clear_early_payment, early_price
from tests.contracts.driver.cast import CAR_MAKER, STRANGER, TIER_ONE
from tests.contracts.driver.chain import Snapshot
from tests.contracts.driver.early_ground import CLOSING_DAY, NEEDED, SELLERS, EarlyGround, told
from tests.contracts.driver.identities import CHINA
from tests.contracts.driver.note_market import NoteMarket
from tests.contracts.driver.notes import NoteSeries
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import Stage

PART = 2**40
DUE_IN = (12, 90, 180)
"""Days after the closing."""
BASES = {1: 360, 2: 365}
MOST = 100
FACE = 1_000_000

half_of_the_examples = settings(max_examples=settings().max_examples // 2)
"""Each mines some twenty blocks."""

rates = st.one_of(st.sampled_from([60_000, 70_000, 80_000]), st.integers(NEEDED, 1_500_000))
amounts = st.one_of(st.integers(1, 30), st.integers(1, PART), st.sampled_from([1_000_000, PART]))
drawn_offers = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), amounts, rates, st.booleans()),
    max_size=9,
    unique_by=lambda one: one[:2],
)
budgets = st.one_of(
    st.integers(1, 100), st.fractions(Fraction(1, 1_000), Fraction(3, 2), max_denominator=10**6)
)


class Prepared:
    """A ground with three receivables, of which four sellers have an equal part each."""

    def __init__(self, market: NoteMarket, day_count: int) -> None:
        self.ground = EarlyGround(market, day_count=day_count)
        self.basis = BASES[day_count]
        self.receivables: list[tuple[NoteSeries, int]] = [
            self.ground.notes(dict.fromkeys(SELLERS, PART), due=CLOSING_DAY + timedelta(days=days))
            for days in DUE_IN
        ]
        self._ready: Snapshot = market.stage.chain.snapshot()

    def reset(self) -> None:
        self.ground.stage.chain.restore(self._ready)


@pytest.fixture(scope="module", params=BASES)
def prepared(
    deployment: Stage, opened_market: tuple[NoteMarket, Snapshot], request: pytest.FixtureRequest
) -> Prepared:
    market, opened = opened_market
    deployment.chain.restore(opened)
    return Prepared(market, request.param)


@pytest.mark.parametrize("uniform", [False, True])
@given(drawn=drawn_offers, share=budgets, delay=st.integers(0, 14))
@settings(half_of_the_examples, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_chain_and_python_agree_to_the_unit(
    prepared: Prepared,
    uniform: bool,
    drawn: list[tuple[int, int, int, int, bool]],
    share: int | Fraction,
    delay: int,
) -> None:
    """Also when some sellers have not allowed it, and when it is cleared days later, some of it too late."""
    prepared.reset()
    ground, basis = prepared.ground, prepared.basis
    contract, ecny = ground.contract, ground.stage.ecny
    budget = max(1, int(share * sum(one[2] for one in drawn))) if isinstance(share, Fraction) else share
    free = ecny.available(CAR_MAKER)
    auction = ground.open(budget, uniform)
    made: dict[int, tuple[int, int, EarlyOffer]] = {}
    for which, who, amount, rate, allowed in drawn:
        series, receivable = prepared.receivables[which]
        if not allowed:
            series.approve(SELLERS[who], contract, amount - 1)
        if early_price(amount, rate, DUE_IN[which], basis) <= 0:
            with refused("OfferLeavesNothing"):
                ground.offer(SELLERS[who], auction, receivable, amount, rate)
            continue
        number = ground.offer(SELLERS[who], auction, receivable, amount, rate)
        if allowed and DUE_IN[which] > delay:
            made[number] = (which, who, EarlyOffer(amount, rate, DUE_IN[which] - delay))
    ground.close(CLOSING_DAY + timedelta(days=delay))
    payments, _ = contract.preview(auction)
    outcome = contract.clear(STRANGER, auction)

    ordered = sorted(made, key=lambda number: -made[number][2].ppm)
    paid = clear_early_payment(budget, [made[number][2] for number in ordered], basis, uniform=uniform)
    expected = [(number, one) for number, one in zip(ordered, paid, strict=True) if one != EarlyPayment()]
    events = told(outcome, "OfferPaid")
    assert [(event[1], EarlyPayment(*event[4:])) for event in events] == expected
    assert [(one.offer, EarlyPayment(one.amount, one.price, one.rate)) for one in payments] == expected

    spent = sum(one.price for one in paid)
    lowest = min((one.ppm for _, one in expected), default=0)
    assert told(outcome, "AuctionCleared") == [
        (auction, sum(one.face for one in paid), spent, lowest, budget - spent)
    ]
    assert ecny.available(CAR_MAKER) == ecny.balance(CAR_MAKER) == free - spent
    for position, seller in enumerate(SELLERS):
        sold = [(made[number][0], one) for number, one in expected if made[number][1] == position]
        assert ecny.balance(seller) == sum(one.price for _, one in sold)
        for which, one in sold:
            series = prepared.receivables[which][0]
            assert series.balance(seller) == PART - one.face
    for which, (series, _) in enumerate(prepared.receivables):
        bought = sum(one.face for number, one in expected if made[number][0] == which)
        assert series.balances(CAR_MAKER, contract) == (bought, 0)


@pytest.fixture(scope="module")
def crowded(deployment: Stage, opened_market: tuple[NoteMarket, Snapshot]) -> tuple[EarlyGround, Snapshot]:
    """A hundred offers at rates of their own in auctions 1 (as bid) and 2 (uniform), under three rules; one more seller
    would like to."""
    market, opened = opened_market
    stage = deployment
    stage.chain.restore(opened)
    countries = stage.countries.list_countries(STRANGER, [CHINA]).answer
    ground = EarlyGround(
        market, (stage.countries, countries), (stage.maximum_balance, PART), (stage.holder_count, 50)
    )
    auctions = [ground.open(FACE * MOST, uniform) for uniform in (False, True)]
    for position in range(MOST // len(SELLERS)):
        _, receivable = ground.notes(dict.fromkeys(SELLERS, FACE))
        for place, seller in enumerate(SELLERS):
            for auction in auctions:
                ground.offer(seller, auction, receivable, FACE, NEEDED + len(SELLERS) * position + place)
    ground.notes({TIER_ONE: FACE})
    return ground, stage.chain.snapshot()


@pytest.mark.parametrize("uniform", [False, True], ids=["as bid", "uniform"])
def test_a_hundred_offers_are_cleared_in_one_transaction(
    crowded: tuple[EarlyGround, Snapshot], uniform: bool
) -> None:
    """In half of what a block of the embedded chain takes. No two rates are equal, which spares no calculation."""
    ground, ready = crowded
    ground.stage.chain.restore(ready)
    ground.close()
    outcome = ground.contract.clear(STRANGER, 1 + uniform)
    assert len(told(outcome, "OfferPaid")) == MOST
    assert outcome.gas_used < BLOCK_GAS_LIMIT // 2


def test_more_than_a_hundred_are_not_taken(crowded: tuple[EarlyGround, Snapshot]) -> None:
    ground, ready = crowded
    ground.stage.chain.restore(ready)
    contract = ground.contract
    last = MOST // len(SELLERS) + 1
    with refused("TooManyOffers", auction=1, most=MOST):
        contract.offer(TIER_ONE, 1, last, FACE, NEEDED)
    contract.withdraw(TIER_ONE, 1)
    walked = contract.offer(TIER_ONE, 1, last, FACE, NEEDED, hint=0)
    assert contract.offers(1)[-1] == walked.answer
    assert walked.gas_used < 500_000, "it has walked past all the others"
