"""At maturity: the debtor sets money aside, and whoever holds a claim is paid from it."""

from datetime import date, timedelta

import pytest

from tests.contracts.driver.cast import (
    BANK,
    CAR_MAKER,
    COURT,
    EVERYBODY,
    GOVERNOR,
    NOBODY,
    OPERATOR,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
    B,
    C,
)
from tests.contracts.driver.chain import START, day_number, moment
from tests.contracts.driver.contract import Party
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.settlement import Round, Settlement
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.words import receivable_of

DAY_AFTER = moment(DUE + timedelta(days=1))
ORDER = b"\1" * 32
MILLION = 100_000_000
FUNDS = 10**15


@pytest.fixture
def rich(stage: Stage) -> Stage:
    """Everybody of the trade has a wallet; the car maker has ¥10 trillion."""
    for owner in (CAR_MAKER, TIER_ONE, A, B, C):
        stage.ecny.open_wallet(BANK, owner)
    stage.ecny.issue(BANK, CAR_MAKER, FUNDS)
    return stage


def fund(stage: Stage, receivable: int, amount: int) -> int:
    hold: int = stage.settlement.fund(CAR_MAKER, stage.ecny, receivable, amount).answer
    return hold


def spread(stage: Stage, claim: int, parts: dict[Actor, int]) -> dict[Actor, int]:
    """New claims of the first holder's claim."""
    return {
        who: stage.ledger.transfer_value(TIER_ONE, claim, who, value).answer for who, value in parts.items()
    }


def days_late(stage: Stage, days: int) -> None:
    """So many days after the due day, at noon."""
    stage.chain.go_to(moment(DUE + timedelta(days=days), 12))


# Paid in time


def test_what_is_funded_in_time_is_collected_by_all_holders_from_the_day_after_the_due_day(
    rich: Stage,
) -> None:
    first = rich.claim(1_000)
    receivable = receivable_of(first)
    claims = spread(rich, first, {A: 300, B: 200})
    hold = fund(rich, receivable, 1_000)
    assert rich.ecny.available(CAR_MAKER) == FUNDS - 1_000
    assert rich.settlement.round(receivable, 1) == Round(
        1_000, 1_000, 0, hold, interest=False, foreign=False, day=day_number(START)
    )
    assert rich.settlement.position(receivable) == (0, 0, 1)
    with refused("NotYetDue", receivable=receivable, dueAt=DAY_AFTER):
        rich.settlement.collect(STRANGER, [first])
    rich.chain.go_to(DAY_AFTER)
    rich.settlement.collect(STRANGER, [first, claims[A], claims[B]])
    assert [rich.ecny.balance(who) for who in (CAR_MAKER, TIER_ONE, A, B)] == [FUNDS - 1_000, 500, 300, 200]
    assert [rich.ledger.value_of(claim) for claim in (first, *claims.values())] == [0, 0, 0]
    assert rich.ledger.receivable(receivable).outstanding == 0
    with refused("HoldNotFound", hold=hold):
        rich.ecny.hold_of(hold)


def test_each_payment_is_told_by_an_event_and_goes_straight_to_the_holder(rich: Stage) -> None:
    claim = rich.claim(1_000)
    receivable = receivable_of(claim)
    outcome = rich.settlement.fund(CAR_MAKER, rich.ecny, receivable, 1_000)
    hold = outcome.answer
    assert outcome.events[1:] == [
        ("RoundOpened", receivable, 1, hold, 1_000, 1_000, False),
        ("ReceivableFunded", receivable, True),
    ]
    rich.chain.go_to(DAY_AFTER)
    assert rich.settlement.collect(STRANGER, [claim]).events == [
        ("Collected", claim, TIER_ONE.address, 1, 1_000, 1_000),
        ("HoldPaid", hold, TIER_ONE.address, 1_000),
        ("Transfer", CAR_MAKER.address, TIER_ONE.address, 1_000),
        ("RoundsTaken", claim, 1),
        ("TransferValue", claim, 0, 1_000),
    ]


def test_whoever_holds_the_claim_when_it_is_collected_is_paid(rich: Stage) -> None:
    claim = rich.claim(1_000)
    fund(rich, receivable_of(claim), 400)
    days_late(rich, 1)
    rich.settlement.collect(STRANGER, [claim])
    rich.ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    fund(rich, receivable_of(claim), rich.settlement.owed(receivable_of(claim)))
    rich.settlement.collect(STRANGER, [claim])
    assert rich.ecny.balance(TIER_ONE) == 400
    assert rich.ecny.balance(A) == 600  # of which a day's interest on 600 fen rounds to nothing


def test_a_debtor_is_paid_for_a_claim_that_it_has_bought_back(rich: Stage) -> None:
    claim = rich.claim(1_000)
    rich.ledger.transfer_claim(TIER_ONE, TIER_ONE, CAR_MAKER, claim)
    fund(rich, receivable_of(claim), 1_000)
    rich.chain.go_to(DAY_AFTER)
    rich.settlement.collect(STRANGER, [claim])
    assert rich.ecny.available(CAR_MAKER) == FUNDS
    assert rich.ledger.value_of(claim) == 0


def test_a_pause_never_stops_a_payment(rich: Stage) -> None:
    claim = rich.claim(1_000)
    fund(rich, receivable_of(claim), 1_000)
    rich.ledger.pause(OPERATOR, receivable_of(claim))
    rich.chain.go_to(DAY_AFTER)
    rich.settlement.collect(STRANGER, [claim])
    assert rich.ecny.balance(TIER_ONE) == 1_000


@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_anybody_may_have_the_holders_paid_and_nobody_else_is(rich: Stage, somebody: Actor) -> None:
    claim = rich.claim(1_000)
    fund(rich, receivable_of(claim), 1_000)
    rich.chain.go_to(DAY_AFTER)
    rich.settlement.collect(somebody, [claim])
    assert rich.ecny.balance(TIER_ONE) == 1_000


# Thirty-three million over four holders, thirty-one claims


def test_thirty_three_million_are_paid_to_four_holders_to_the_fen_in_three_fundings(rich: Stage) -> None:
    face = 3_333_333_333
    first = rich.claim(face)
    claims = {TIER_ONE: first, **spread(rich, first, {A: 833_333_333, B: 833_333_333, C: 833_333_333})}
    faces = {who: rich.ledger.value_of(claim) for who, claim in claims.items()}
    receivable = receivable_of(first)
    for amount, order in ((1, (A, B, C, TIER_ONE)), (face // 3, (C, TIER_ONE, B, A))):
        fund(rich, receivable, amount)
        if amount == 1:
            rich.chain.go_to(DAY_AFTER)
        for who in order:
            rich.settlement.collect(STRANGER, [claims[who]])
    interest = rich.settlement.position(receivable)[1]
    fund(rich, receivable, rich.settlement.owed(receivable))
    rich.settlement.collect(STRANGER, list(claims.values()))
    paid = {who: rich.ecny.balance(who) for who in claims}
    assert sum(paid.values()) == face + interest + interest_of_round(rich, receivable, 2)
    assert all(rich.ledger.value_of(claim) == 0 for claim in claims.values())
    assert all(paid[who] >= faces[who] for who in claims)
    assert rich.ecny.available(CAR_MAKER) == rich.ecny.balance(CAR_MAKER)


def interest_of_round(stage: Stage, receivable: int, number: int) -> int:
    found = stage.settlement.round(receivable, number)
    return found.amount if found.interest else 0


def test_thirty_one_claims_of_one_receivable_end_at_exactly_zero(rich: Stage) -> None:
    face = 10_000_019
    first = rich.claim(face)
    pieces = [face // 31] * 30
    firsts = rich.ledger.split(TIER_ONE, first, [face - sum(pieces), *pieces]).answer
    claims = [first, *range(firsts, firsts + 30)]
    receivable = receivable_of(first)
    fund(rich, receivable, 7)
    rich.chain.go_to(DAY_AFTER)
    rich.settlement.collect(STRANGER, claims[::-1])
    assert rich.ecny.balance(TIER_ONE) == 7
    assert sum(rich.ledger.value_of(claim) for claim in claims) == face - 7
    fund(rich, receivable, rich.settlement.owed(receivable))
    rich.settlement.collect(STRANGER, claims)
    assert {rich.ledger.value_of(claim) for claim in claims} == {0}
    assert rich.ledger.receivable(receivable).outstanding == 0


# Overdue


def test_ten_million_thirty_days_late_cost_a_hundred_and_fifty_thousand(rich: Stage) -> None:
    claim = rich.claim(10 * MILLION)
    receivable = receivable_of(claim)
    days_late(rich, 30)
    assert rich.settlement.position(receivable) == (10 * MILLION, 15_000_000, 0)
    outcome = rich.settlement.fund(CAR_MAKER, rich.ecny, receivable, 10 * MILLION + 15_000_000)
    rounds = [event[1:] for event in outcome.events if event[0] == "RoundOpened"]
    assert [(number, amount, interest) for _, number, _, amount, _, interest in rounds] == [
        (1, 15_000_000, True),
        (2, 10 * MILLION, False),
    ]
    rich.settlement.collect(STRANGER, [claim])
    assert rich.ecny.balance(TIER_ONE) == 10 * MILLION + 15_000_000
    assert rich.ledger.value_of(claim) == 0


def test_interest_runs_from_the_day_after_the_due_day_on_what_is_not_funded(rich: Stage) -> None:
    claim = rich.claim(MILLION)
    receivable = receivable_of(claim)
    assert rich.settlement.position(receivable) == (MILLION, 0, 0)
    rich.chain.go_to(DAY_AFTER - 1)
    assert rich.settlement.position(receivable)[1] == 0
    rich.chain.go_to(DAY_AFTER)
    assert rich.settlement.position(receivable)[1] == 50_000
    fund(rich, receivable, 50_000 + MILLION // 2)
    assert rich.settlement.position(receivable) == (MILLION // 2, 0, 2)
    days_late(rich, 3)
    assert rich.settlement.position(receivable)[1] == 2 * 25_000


def test_interest_is_paid_before_face(rich: Stage) -> None:
    claim = rich.claim(MILLION)
    receivable = receivable_of(claim)
    days_late(rich, 2)
    fund(rich, receivable, 60_000)
    assert rich.settlement.position(receivable) == (MILLION, 40_000, 1)
    rich.settlement.collect(STRANGER, [claim])
    assert rich.ecny.balance(TIER_ONE) == 60_000
    assert rich.ledger.value_of(claim) == MILLION


@pytest.mark.parametrize(
    ("face", "days", "interest"), [(999, 1, 0), (1_000, 1, 1), (2_999, 1, 1), (1_000, 3, 2)]
)
def test_interest_is_rounded_once_and_half_up(rich: Stage, face: int, days: int, interest: int) -> None:
    """0.05 % of 1,000 fen are half a fen."""
    receivable = receivable_of(rich.claim(face))
    days_late(rich, days)
    assert rich.settlement.position(receivable)[1] == interest


def test_a_programme_says_what_lateness_costs(rich: Stage) -> None:
    free = rich.open_programme(overdue_ppm=0)
    receivable = receivable_of(rich.claim(MILLION, programme=free))
    days_late(rich, 30)
    assert rich.settlement.position(receivable) == (MILLION, 0, 0)


@pytest.mark.parametrize("ppm", [10_001, 65_535])
def test_a_rate_that_must_be_a_slip_is_refused(rich: Stage, ppm: int) -> None:
    with refused("OverdueRateOutOfRange", ppm=ppm, largest=10_000):
        rich.open_programme(overdue_ppm=ppm)
    rich.open_programme(overdue_ppm=10_000)


def test_a_debtor_may_issue_again_when_everything_due_is_funded(rich: Stage) -> None:
    receivable = receivable_of(rich.claim(MILLION))
    days_late(rich, 1)
    assert rich.issuance.overdue_since(CAR_MAKER) != 0
    fund(rich, receivable, MILLION)
    assert rich.issuance.overdue_since(CAR_MAKER) != 0
    fund(rich, receivable, rich.settlement.owed(receivable))
    assert rich.issuance.overdue_since(CAR_MAKER) == 0


def test_a_debtor_that_has_funded_in_time_is_never_overdue(rich: Stage) -> None:
    fund(rich, receivable_of(rich.claim(MILLION)), MILLION)
    days_late(rich, 1)
    assert rich.issuance.overdue_since(CAR_MAKER) == 0


# What stays held


def test_the_share_of_a_frozen_claim_stays_held_and_waits_for_nobody_else(rich: Stage) -> None:
    first = rich.claim(1_000)
    claims = spread(rich, first, {A: 333})
    rich.ledger.freeze(COURT, [first], ORDER)
    hold = fund(rich, receivable_of(first), 1_000)
    rich.chain.go_to(DAY_AFTER)
    with refused("ClaimIsFrozen", claim=first):
        rich.settlement.collect(STRANGER, [claims[A], first])
    rich.settlement.collect(STRANGER, [claims[A]])
    assert (rich.ecny.balance(A), rich.ecny.hold_of(hold).amount) == (333, 667)
    with refused("HoldNotReturnable"):
        rich.ecny.return_hold(CAR_MAKER, hold)
    rich.ledger.unfreeze(COURT, [first])
    rich.settlement.collect(STRANGER, [first])
    assert rich.ecny.balance(TIER_ONE) == 667


def test_what_is_tied_to_anothers_interest_or_belongs_to_a_suspended_party_stays_held(rich: Stage) -> None:
    first = rich.claim(1_000)
    claims = spread(rich, first, {A: 400})
    rich.ledger.encumber(TIER_ONE, first, B)
    rich.ledger.suspend(COURT, A, ORDER)
    fund(rich, receivable_of(first), 1_000)
    rich.chain.go_to(DAY_AFTER)
    with refused("ClaimIsEncumbered", claim=first):
        rich.settlement.collect(STRANGER, [first])
    with refused("AccountIsSuspended", account=A):
        rich.settlement.collect(STRANGER, [claims[A]])
    rich.ledger.release(B, first)
    rich.ledger.reinstate(COURT, A)
    rich.settlement.collect(STRANGER, [first, claims[A]])


def test_a_holder_without_a_wallet_is_paid_when_it_has_one(rich: Stage) -> None:
    claim = rich.claim(1_000)
    fund(rich, receivable_of(claim), 1_000)
    rich.ledger.transfer_claim(TIER_ONE, TIER_ONE, STRANGER, claim)
    rich.chain.go_to(DAY_AFTER)
    with refused("WalletNotOpen", owner=STRANGER):
        rich.settlement.collect(STRANGER, [claim])
    rich.ecny.open_wallet(BANK, STRANGER)
    rich.settlement.collect(STRANGER, [claim])
    assert rich.ecny.balance(STRANGER) == 1_000


# What is refused


def test_nothing_is_collected_twice(rich: Stage) -> None:
    claim = rich.claim(1_000)
    receivable = receivable_of(claim)
    rich.chain.go_to(DAY_AFTER)
    with refused("NothingToCollect", claim=claim):
        rich.settlement.collect(TIER_ONE, [claim])
    fund(rich, receivable, 400)
    with refused("NothingToCollect", claim=claim):
        rich.settlement.collect(TIER_ONE, [claim, claim])
    rich.settlement.collect(TIER_ONE, [claim])
    with refused("NothingToCollect", claim=claim):
        rich.settlement.collect(TIER_ONE, [claim])
    fund(rich, receivable, rich.settlement.owed(receivable))
    rich.settlement.collect(TIER_ONE, [claim])
    with refused("NothingToCollect", claim=claim):
        rich.settlement.collect(TIER_ONE, [claim])


def test_claims_that_are_not_there_are_not_collected(rich: Stage) -> None:
    claim = rich.claim(1_000)
    fund(rich, receivable_of(claim), 1_000)
    rich.chain.go_to(DAY_AFTER)
    with refused("NoClaimsNamed"):
        rich.settlement.collect(TIER_ONE, [])
    for missing in (claim + 1, 1 << 128 | claim, 7 << 64 | 1, 0):
        with refused("ERC721NonexistentToken", tokenId=missing):
            rich.settlement.collect(TIER_ONE, [missing])


def test_an_empty_claim_has_nothing_to_collect(rich: Stage) -> None:
    first = rich.claim(1_000)
    spread(rich, first, {A: 1_000})
    fund(rich, receivable_of(first), 1_000)
    rich.chain.go_to(DAY_AFTER)
    with refused("NothingToCollect", claim=first):
        rich.settlement.collect(TIER_ONE, [first])


def test_nobody_funds_more_than_is_owed(rich: Stage) -> None:
    receivable = receivable_of(rich.claim(1_000))
    with refused("FundingExceedsDebt", receivable=receivable, owed=1_000, amount=1_001):
        fund(rich, receivable, 1_001)
    fund(rich, receivable, 600)
    with refused("FundingExceedsDebt", receivable=receivable, owed=400, amount=401):
        fund(rich, receivable, 401)
    fund(rich, receivable, 400)
    with refused("ReceivableNotActive", receivable=receivable):
        fund(rich, receivable, 1)
    assert rich.ecny.available(CAR_MAKER) == FUNDS - 1_000


def test_only_what_is_owed_is_funded_by_who_owes_it(rich: Stage) -> None:
    claim = rich.claim(1_000)
    receivable = receivable_of(claim)
    with refused("UnknownReceivable", receivable=9):
        fund(rich, 9, 1)
    with refused("ReceivableNotActive", receivable=receivable + 1):
        fund(rich, rich.offer(100), 1)
    rich.ecny.issue(BANK, TIER_ONE, 1_000)
    with refused("NotTheDebtor", receivable=receivable, caller=TIER_ONE):
        rich.settlement.fund(TIER_ONE, rich.ecny, receivable, 1)
    with refused("PurposeUnknown", purpose=b"\xff" * 32):
        rich.ecny.hold(CAR_MAKER, 1, rich.settlement, purpose=b"\xff" * 32)
    purpose = receivable.to_bytes(32, "big")
    for conditions in ({"payee": TIER_ONE}, {"expiry": DAY_AFTER}):
        with refused("FundingConditional", receivable=receivable):
            rich.ecny.hold(CAR_MAKER, 1, rich.settlement, purpose=purpose, **conditions)


def test_a_debtor_without_the_money_funds_nothing(rich: Stage) -> None:
    receivable = receivable_of(rich.claim(1_000))
    rich.ecny.pay(CAR_MAKER, C, FUNDS - 999)
    with refused("FundsInsufficient", owner=CAR_MAKER, available=999, needed=1_000):
        fund(rich, receivable, 1_000)
    assert rich.settlement.position(receivable) == (1_000, 0, 0)


def test_nobody_but_the_money_tells_the_settlement_of_holds(rich: Stage) -> None:
    receivable = receivable_of(rich.claim(1_000))
    told = (1, CAR_MAKER, NOBODY, 1_000, 0, receivable.to_bytes(32, "big"))
    senders: tuple[Party, ...] = (*EVERYBODY, rich.ledger, rich.issuance)
    for somebody in senders:
        with refused("NotTheMoney", caller=somebody):
            rich.settlement.ask(Settlement.ON_HOLD_PLACED, *told, sender=somebody)
    for somebody in EVERYBODY:
        with refused("NotTheMoney", caller=somebody):
            rich.settlement.send(somebody, Settlement.ON_HOLD_PLACED, *told)


def test_money_of_another_contract_pays_nothing(rich: Stage) -> None:
    receivable = receivable_of(rich.claim(1_000))
    toy = rich.put(rich.ecny.interface, rich.access)
    selectors = [toy.interface.selector(name) for name in ("openWallet", "issue")]
    rich.access.send(GOVERNOR, "setTargetFunctionRole(address,bytes4[],uint64)", toy, selectors, 6)
    toy.send(BANK, "openWallet(address,uint8)", CAR_MAKER, 0)
    toy.send(BANK, "issue(address,uint256)", CAR_MAKER, 1_000)
    with refused("NotTheMoney", caller=toy):
        toy.send(
            CAR_MAKER,
            "placeHold(uint256,address,address,uint64,bytes32)",
            1_000,
            rich.settlement,
            NOBODY,
            0,
            receivable.to_bytes(32, "big"),
        )


def test_what_has_money_set_aside_for_it_is_not_undone_any_more(rich: Stage) -> None:
    claim = rich.claim(1_000)
    receivable = receivable_of(claim)
    rich.issuance.propose_cancellation(CAR_MAKER, receivable)
    fund(rich, receivable, 1)
    with refused("ReceivableNotActive", receivable=receivable):
        rich.issuance.cancel(TIER_ONE, receivable, [claim], [])
    assert rich.issuance.ask("cancellationProposer(uint64)", receivable) == NOBODY


def test_the_settlement_never_has_money_of_its_own(rich: Stage) -> None:
    with refused("WalletNotOpen", owner=rich.settlement):
        rich.ecny.pay(CAR_MAKER, rich.settlement, 1)
    assert rich.ecny.balance(rich.settlement) == 0


def test_the_last_of_many_fundings_is_in_full(rich: Stage) -> None:
    """A claim's word counts 255 rounds: the rest and its interest always find two."""
    claim = rich.claim(100_000)
    receivable = receivable_of(claim)
    rich.chain.go_to(moment(DUE - timedelta(days=1)))
    for _ in range(251):
        fund(rich, receivable, 1)
    days_late(rich, 1)
    owed = rich.settlement.owed(receivable)
    assert rich.settlement.position(receivable) == (100_000 - 251, 50, 251)
    fund(rich, receivable, 51)
    assert rich.settlement.position(receivable)[2] == 253
    days_late(rich, 40)
    owed = rich.settlement.owed(receivable)
    with refused("FundingNotInFull", receivable=receivable, owed=owed, amount=owed - 1):
        fund(rich, receivable, owed - 1)
    fund(rich, receivable, owed)
    assert rich.settlement.position(receivable) == (0, 0, 255)
    rich.settlement.collect(STRANGER, [claim])
    assert rich.ledger.value_of(claim) == 0
    assert rich.ledger.claim(claim).round == 255
    assert rich.ecny.balance(TIER_ONE) == 251 + 51 + owed


def test_a_receivable_of_the_largest_face_is_paid(rich: Stage) -> None:
    largest = 2**53 - 1
    claim = rich.claim(largest, due=date(2026, 12, 31))
    rich.ecny.issue(BANK, CAR_MAKER, largest - FUNDS)
    fund(rich, receivable_of(claim), largest)
    rich.chain.go_to(DAY_AFTER)
    rich.settlement.collect(STRANGER, [claim])
    assert rich.ecny.balance(TIER_ONE) == largest
