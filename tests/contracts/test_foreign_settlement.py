"""Receivables in dollars, paid in e-CNY at one fixing, in as many parts as are released."""

from datetime import timedelta

import pytest

from tallystick.money.exchange import Direction, Rate, converted, units_of
from tests.contracts.driver.border import (
    CAP,
    DAY,
    DUE_DAY_ENDS,
    FACE,
    FUNDS,
    RATE,
    VIETNAM,
    Border,
)
from tests.contracts.driver.cast import BANK, CAR_MAKER, OPERATOR, STRANGER, TIER_ONE, A, B, C
from tests.contracts.driver.chain import moment
from tests.contracts.driver.cross_border import USD
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.solidity import compiled
from tests.contracts.driver.stage import DUE, Stage

FIXED = Rate(RATE, 8, Direction.UNITS_PER_CNY)


def owners(stage: Stage, *who: object) -> tuple[int, ...]:
    return tuple(stage.ecny.balance(one) for one in who)  # type: ignore[arg-type]


# What is owed


def test_what_is_owed_is_the_face_at_the_fixing_rounded_once(border: Border) -> None:
    claim = border.claim(FACE)
    owed = border.fixed(claim >> 64)
    assert owed == converted(FACE, FIXED) == 14_246_802_198
    assert border.stage.settlement.position(claim >> 64) == (owed, 0, 0)
    assert border.stage.ledger.value_of(claim) == FACE, "the legal face never changes"


def test_nothing_is_funded_before_the_rate_is_fixed(border: Border) -> None:
    receivable = border.claim() >> 64
    with refused("NotFixed", receivable=receivable):
        border.fund(receivable, 1)
    with refused("NotFixed", receivable=receivable):
        border.stage.settlement.position(receivable)


def test_who_is_late_owes_interest_from_the_due_day_on_however_long_the_feed_was_silent(
    border: Border,
) -> None:
    receivable = border.claim() >> 64
    border.stage.chain.go_to(moment(DUE + timedelta(days=10), 12))
    border.quote()
    border.stage.fixings.fix(STRANGER, receivable)
    owed = border.stage.fixings.owed(receivable)
    assert border.stage.settlement.position(receivable) == (owed, (owed * 500 * 10 + 500_000) // 1_000_000, 0)


# Paid in parts


def test_what_is_above_the_cap_is_collected_in_parts_and_is_not_overdue(border: Border) -> None:
    claim = border.claim(FACE)
    owed = border.funded(claim)
    stage, receivable = border.stage, claim >> 64
    parts = []
    for _ in range(FACE // CAP):
        before = stage.ecny.balance(TIER_ONE)
        border.collect(claim)
        parts.append(stage.ecny.balance(TIER_ONE) - before)
        if stage.ledger.value_of(claim):
            with refused("WindowCapExceeded", amount=1, cap=CAP):
                border.collect(claim)
        assert stage.settlement.position(receivable) == (0, 0, 1)
        assert stage.issuance.overdue_since(CAR_MAKER) == 0
        border.a_day_later()
    assert len(parts) == 40, "US$20,000,000 in no fewer than forty transactions"
    assert sum(parts) == owed, "the parts add up to the whole, converted once"
    assert {abs(part * FACE - owed * CAP) < FACE for part in parts} == {True}, (
        "each within a fen of its share"
    )
    assert stage.ledger.value_of(claim) == 0
    with refused("NothingToCollect", claim=claim):
        border.collect(claim)


@pytest.mark.parametrize(("face", "left"), [(CAP, 0), (CAP + 1, 1)])
def test_exactly_the_cap_is_paid_at_once_and_a_cent_more_waits(border: Border, face: int, left: int) -> None:
    claim = border.claim(face)
    border.funded(claim)
    border.collect(claim)
    assert border.stage.ledger.value_of(claim) == left


def test_one_group_gets_no_more_by_having_several_claims_or_wallets(border: Border) -> None:
    stage = border.stage
    border.policy.admit(OPERATOR, A, TIER_ONE.name.encode(), VIETNAM)
    claim = border.claim(CAP)
    part = stage.ledger.transfer_value(TIER_ONE, claim, A, 20_000_000).answer
    more = border.claim(CAP, A)
    border.funded(claim)
    border.collect(part)
    border.collect(claim)
    stage.fixings.fix(STRANGER, more >> 64)
    border.deliver(more >> 64)
    border.fund(more >> 64, stage.settlement.owed(more >> 64))
    with refused("WindowCapExceeded", amount=1, cap=CAP):
        border.collect(more)
    border.a_day_later()
    border.collect(more)
    assert stage.ledger.value_of(more) > 0, "its interest comes first and counts"


def test_what_is_not_delivered_is_not_released(border: Border) -> None:
    claim = border.claim(CAP)
    receivable = claim >> 64
    border.fund(receivable, border.fixed(receivable))
    border.stage.chain.go_to(DUE_DAY_ENDS)
    with refused("NotReleased", receivable=receivable, reached=0, releasedAt=3):
        border.collect(claim)
    border.deliver(receivable)
    border.collect(claim)
    assert border.stage.ledger.value_of(claim) == 0


def test_each_funding_pays_its_part_of_every_claim(border: Border) -> None:
    """A third at first, then the rest with what interest has come to: face and money add up over both."""
    claim = border.claim(90_000_000)
    stage, receivable = border.stage, claim >> 64
    parts = [
        claim,
        *(stage.ledger.transfer_value(TIER_ONE, claim, who, 20_000_000).answer for who in (A, B, C)),
    ]
    owed = border.fixed(receivable)
    border.deliver(receivable)
    border.fund(receivable, owed // 3)
    stage.chain.go_to(DUE_DAY_ENDS)
    for part in reversed(parts):
        border.collect(part)
    assert stage.settlement.round(receivable, 1).cursor == 90_000_000
    left = sum(stage.ledger.value_of(part) for part in parts)
    assert left == 90_000_000 - stage.settlement.retired(receivable, 1)
    assert sum(owners(stage, TIER_ONE, A, B, C)) == owed // 3
    with refused("NothingToCollect"):
        border.collect(claim)
    unfunded, interest, _ = stage.settlement.position(receivable)
    border.fund(receivable, unfunded + interest)
    for _ in range(2):
        border.a_day_later()
        for part in parts:
            if stage.ledger.value_of(part):
                border.collect(part)
    assert [stage.ledger.value_of(part) for part in parts] == [0, 0, 0, 0]
    assert sum(owners(stage, TIER_ONE, A, B, C)) == owed + interest


def test_a_claim_takes_the_next_round_only_when_it_has_all_of_the_one_before(border: Border) -> None:
    claim = border.claim(120_000_000)
    stage, receivable = border.stage, claim >> 64
    owed = border.fixed(receivable)
    border.deliver(receivable)
    border.fund(receivable, owed // 2)
    border.fund(receivable, owed - owed // 2)
    stage.chain.go_to(DUE_DAY_ENDS)
    border.collect(claim)
    assert stage.ledger.value_of(claim) == 120_000_000 - CAP
    assert stage.settlement.ahead(claim) > 0
    for _ in range(2):
        border.a_day_later()
        border.collect(claim)
    assert (stage.ledger.value_of(claim), stage.settlement.ahead(claim)) == (0, 0)
    assert stage.ecny.balance(TIER_ONE) == owed


def test_interest_counts_against_the_cap(border: Border) -> None:
    claim = border.claim(CAP)
    stage, receivable = border.stage, claim >> 64
    border.fixed(receivable)
    border.deliver(receivable)
    stage.chain.go_to(moment(DUE + timedelta(days=20), 12))
    unfunded, interest, _ = stage.settlement.position(receivable)
    assert interest > 0
    border.fund(receivable, unfunded + interest)
    border.collect(claim)
    assert stage.ledger.value_of(claim) == units_of(interest, FIXED)
    border.a_day_later()
    border.collect(claim)
    assert stage.ledger.value_of(claim) == 0
    assert stage.ecny.balance(TIER_ONE) == unfunded + interest


# Whatever the policy is


def test_a_policy_that_asks_for_more_while_it_is_asked_gets_nothing(border: Border) -> None:
    stage = border.stage
    greedy = stage.put(compiled("GreedyPolicy"))
    programme = stage.open_programme(currency=USD, regime=3, approval=b"\7" * 32, policy=greedy.address)
    claim = stage.issuance.accept(TIER_ONE, border.offer(CAP, programme=programme)).answer
    taker = stage.ledger.transfer_value(TIER_ONE, claim, A, CAP // 2).answer
    owed = border.fixed(claim >> 64)
    border.fund(claim >> 64, owed)
    stage.chain.go_to(DUE_DAY_ENDS)
    greedy.send(STRANGER, "arm(address,uint256[])", stage.settlement, [claim])
    with refused("ReentrancyGuardReentrantCall"):
        border.collect(claim)
    greedy.send(STRANGER, "arm(address,uint256[])", stage.settlement, [])
    for one in (claim, taker):
        border.collect(one)
    assert sum(owners(stage, TIER_ONE, A)) == owed


def test_without_a_policy_interest_and_face_are_paid_at_once_and_in_full(border: Border) -> None:
    """Two rounds of interest and two of face, the largest that the ledger counts at this rate, in one collection."""
    stage, face = border.stage, 2**53 // 8
    programme = stage.open_programme(currency=USD, regime=3, approval=b"\7" * 32)
    claim = stage.issuance.accept(TIER_ONE, border.offer(face, programme=programme)).answer
    receivable = claim >> 64
    border.fixed(receivable)
    stage.ecny.issue(BANK, CAR_MAKER, 2**53 - 1 - FUNDS)
    paid = 0
    for days, share in ((5, 2), (9, 1)):
        stage.chain.go_to(DUE_DAY_ENDS + days * DAY)
        unfunded, interest, _ = stage.settlement.position(receivable)
        amount = interest + unfunded // share
        border.fund(receivable, amount)
        paid += amount
    border.collect(claim)
    assert owners(stage, TIER_ONE) == (paid,)
    assert stage.ledger.value_of(claim) == 0
