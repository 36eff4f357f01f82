"""What crosses the border: by whom, for what, and how much at a time."""

from collections.abc import Callable

import pytest

from tests.contracts.driver.border import (
    CAP,
    CHINA,
    DAY,
    FACE,
    GOODS,
    SINGAPORE,
    VIETNAM,
    Border,
)
from tests.contracts.driver.cast import (
    BANK,
    CAR_MAKER,
    COURT,
    EVERYBODY,
    FINANCIER,
    GOVERNOR,
    NOBODY,
    OPERATOR,
    REGULATOR,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
    B,
    C,
)
from tests.contracts.driver.contract import Outcome
from tests.contracts.driver.cross_border import DELIVERED, Limits
from tests.contracts.driver.finance import Finance
from tests.contracts.driver.ledger import Offer
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import FINANCIER as FINANCIER_ROLE
from tests.contracts.driver.stage import Stage

ORDER, OTHER = b"\1" * 32, b"\2" * 32
SERVICES = 224_010


def group(name: str) -> bytes:
    return name.encode().ljust(30, b"\0")


GROUP_A = group("A")


@pytest.fixture
def claim(border: Border) -> int:
    return border.claim(FACE)


# How much at a time


def test_half_a_million_dollars_pass_and_a_cent_more_does_not(border: Border, claim: int) -> None:
    ledger = border.stage.ledger
    with refused("TransactionCapExceeded", programme=border.programme, moved=0, amount=CAP + 1, cap=CAP):
        ledger.transfer_value(TIER_ONE, claim, A, CAP + 1)
    outcome = ledger.transfer_value(TIER_ONE, claim, A, CAP)
    told = (claim >> 64, TIER_ONE.address, A.address, group("tier one"), GROUP_A, CAP, GOODS)
    assert ("Crossed", *told) in outcome.events
    assert border.policy.in_window(border.programme, b"A") == CAP


def test_twice_a_quarter_million_and_a_cent_to_one_group_does_not(border: Border, claim: int) -> None:
    ledger, half = border.stage.ledger, CAP // 2 + 1
    border.policy.admit(OPERATOR, B, b"A", VIETNAM)
    ledger.transfer_value(TIER_ONE, claim, A, half)
    for taker in (A, B):
        with refused("WindowCapExceeded", programme=border.programme, amount=half, cap=CAP):
            ledger.transfer_value(TIER_ONE, claim, taker, half)
    ledger.transfer_value(TIER_ONE, claim, C, half)
    ledger.transfer_value(TIER_ONE, claim, B, CAP - half)


def test_a_window_rolls(border: Border, claim: int) -> None:
    ledger, chain = border.stage.ledger, border.stage.chain
    ledger.transfer_value(TIER_ONE, claim, A, CAP)
    moved = chain.node.head().timestamp
    chain.go_to(moved + DAY - 1)
    with refused("WindowCapExceeded", amount=1, cap=CAP):
        ledger.transfer_value(TIER_ONE, claim, A, 1)
    chain.go_to(moved + DAY)
    ledger.transfer_value(TIER_ONE, claim, A, CAP)


def test_several_movements_in_one_transaction_are_one(border: Border, claim: int) -> None:
    ledger, half = border.stage.ledger, CAP // 2
    move = "transferFrom(uint256,address,uint256)"
    moves = [ledger.encode(move, claim, taker, half) for taker in (A, B, C)]
    with refused("TransactionCapExceeded", moved=2 * half, amount=half):
        ledger.send(TIER_ONE, "multicall(bytes[])", moves)
    ledger.send(TIER_ONE, "multicall(bytes[])", moves[:2])
    with refused("TransactionCapExceeded", moved=0, amount=CAP + 1):
        ledger.distribute(TIER_ONE, claim, [(A, CAP + 1), (B, 1)])


def test_what_goes_on_within_a_group_counts_in_its_transaction_but_not_in_its_window(
    border: Border, claim: int
) -> None:
    ledger = border.stage.ledger
    border.policy.admit(OPERATOR, B, b"tier one", VIETNAM)
    for _ in range(3):
        ledger.transfer_value(TIER_ONE, claim, B, CAP)
    with refused("TransactionCapExceeded", moved=0, amount=CAP + 1):
        ledger.transfer_value(TIER_ONE, claim, B, CAP + 1)
    assert border.policy.in_window(border.programme, b"tier one") == 0


def by_allowance(border: Border, claim: int, value: int) -> None:
    border.stage.ledger.allow(TIER_ONE, claim, A, value)
    border.stage.ledger.transfer_value(A, claim, A, value)


def by_offer(border: Border, claim: int, value: int) -> None:
    terms = Offer(claim, A.address, value, expiry=border.stage.chain.time + 60)
    border.stage.ledger.offer(TIER_ONE, terms)
    border.stage.ledger.accept_offer(A, terms)


def by_a_claim_of_its_own(border: Border, claim: int, value: int) -> None:
    rest = border.stage.ledger.value_of(claim) - value
    part = border.stage.ledger.split(TIER_ONE, claim, [rest, value]).answer
    border.stage.ledger.transfer_claim(TIER_ONE, TIER_ONE, A, part)


WAYS: list[Callable[[Border, int, int], None]] = [
    by_allowance,
    by_offer,
    by_a_claim_of_its_own,
]


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_passing_claims_on_goes_round_the_caps(
    border: Border, claim: int, way: Callable[[Border, int, int], None]
) -> None:
    with refused("TransactionCapExceeded"):
        way(border, claim, CAP + 1)
    way(border, claim, CAP - 5)
    with refused("WindowCapExceeded", amount=6, cap=CAP):
        way(border, claim, 6)
    way(border, claim, 5)


def test_value_into_a_claim_that_is_there_goes_round_neither(border: Border, claim: int) -> None:
    ledger = border.stage.ledger
    into = ledger.transfer_value(TIER_ONE, claim, A, 1).answer
    with refused("TransactionCapExceeded", moved=0, amount=CAP + 1):
        ledger.move_value(TIER_ONE, claim, into, CAP + 1)
    with refused("WindowCapExceeded", amount=CAP, cap=CAP):
        ledger.move_value(TIER_ONE, claim, into, CAP)
    ledger.move_value(TIER_ONE, claim, into, CAP - 1)


def test_what_is_owed_in_dollars_is_neither_sold_nor_pledged_for_e_cny(stage: Stage, border: Border) -> None:
    claim = border.claim(CAP)
    stage.ledger.open_account(OPERATOR, FINANCIER, FINANCIER_ROLE)
    finance = Finance(stage)
    finance.record_lien(FINANCIER, claim)
    for quote in (finance.sale_quote(claim, CAP), finance.loan_quote(claim, CAP)):
        with refused("CurrencyNotSettled", receivable=claim >> 64, currency=b"USD"):
            finance.accept(quote)


def test_what_is_owed_in_dollars_is_not_wrapped_even_where_the_desk_is_admitted(
    stage: Stage, border: Border
) -> None:
    programme = border.open_programme(token_offering=True)
    claim = border.claim(CAP, programme=programme)
    stage.note_desk.open_offering(GOVERNOR, programme, BANK, ())
    stage.identities.register(OPERATOR, TIER_ONE)
    border.policy.admit(OPERATOR, stage.note_desk, b"note desk", CHINA)
    with refused("CurrencyNotSettled", receivable=claim >> 64, currency=b"USD"):
        stage.note_desk.wrap(TIER_ONE, stage.ledger, claim, CAP)
    with refused("CurrencyNotSettled", receivable=claim >> 64, currency=b"USD"):
        stage.note_desk.open_series(STRANGER, claim >> 64)


def test_a_commitment_is_no_movement_and_is_told(border: Border) -> None:
    receivable = border.offer(FACE)
    border.policy.declare(CAR_MAKER, receivable, GOODS)
    outcome = border.stage.issuance.accept(TIER_ONE, receivable)
    told = (
        receivable,
        CAR_MAKER.address,
        TIER_ONE.address,
        group("car maker"),
        group("tier one"),
        FACE,
        GOODS,
    )
    assert ("Committed", *told) in outcome.events
    assert border.policy.in_window(border.programme, b"tier one") == 0


# By whom


def test_only_admitted_wallets_in_listed_countries_take_part(border: Border, claim: int) -> None:
    ledger = border.stage.ledger
    with refused("WalletNotAdmitted", wallet=STRANGER):
        ledger.transfer_value(TIER_ONE, claim, STRANGER, 1)
    border.policy.admit(OPERATOR, STRANGER, b"elsewhere", 840)
    with refused("CountryNotListed", wallet=STRANGER, country=840):
        ledger.transfer_value(TIER_ONE, claim, STRANGER, 1)
    border.policy.admit(OPERATOR, TIER_ONE, b"", 0)
    with refused("WalletNotAdmitted", wallet=TIER_ONE):
        ledger.transfer_value(TIER_ONE, claim, A, 1)
    receivable = border.offer()
    border.policy.declare(CAR_MAKER, receivable, GOODS)
    with refused("WalletNotAdmitted", wallet=TIER_ONE):
        border.stage.issuance.accept(TIER_ONE, receivable)


def test_a_wallet_is_admitted_with_its_group_and_country_or_not_at_all(border: Border) -> None:
    outcome = border.policy.admit(OPERATOR, STRANGER, b"x", SINGAPORE)
    assert outcome.events == [("WalletAdmitted", STRANGER.address, group("x"), SINGAPORE)]
    assert border.policy.ask("ownerOf(address)", STRANGER) == (group("x"), SINGAPORE)
    for wallet, name, country in ((NOBODY, b"x", CHINA), (A, b"", CHINA), (A, b"x", 0)):
        with refused("OwnerIncomplete", wallet=wallet):
            border.policy.admit(OPERATOR, wallet, name, country)


# For what


def test_nothing_is_accepted_before_its_purpose_is_declared(border: Border) -> None:
    receivable = border.offer()
    with refused("PurposeNotDeclared", receivable=receivable):
        border.stage.issuance.accept(TIER_ONE, receivable)
    with refused("PurposeNotAllowed", programme=border.programme, purpose=SERVICES):
        border.policy.declare(CAR_MAKER, receivable, SERVICES)
    with refused("NotTheDebtor", receivable=receivable):
        border.policy.declare(TIER_ONE, receivable, GOODS)
    outcome = border.policy.declare(CAR_MAKER, receivable, GOODS)
    assert outcome.events == [("PurposeDeclared", receivable, GOODS)]
    with refused("PurposeStands", receivable=receivable, purpose=GOODS):
        border.policy.declare(CAR_MAKER, receivable, GOODS)
    border.stage.issuance.accept(TIER_ONE, receivable)
    with refused("ReceivableNotOffered", receivable=receivable):
        border.policy.declare(CAR_MAKER, receivable, GOODS)
    assert border.policy.ask("purposeOf(uint64)", receivable) == GOODS


def test_purposes_are_allowed_programme_by_programme(border: Border) -> None:
    outcome = border.policy.allow(GOVERNOR, border.programme, SERVICES)
    assert outcome.events == [("PurposeAllowed", border.programme, SERVICES, True)]
    allowed = "isPurposeAllowed(uint32,uint32)"
    assert border.policy.ask(allowed, border.programme, SERVICES)
    border.policy.allow(GOVERNOR, border.programme, SERVICES, False)
    assert not border.policy.ask(allowed, border.programme, SERVICES)
    with refused("PurposeNotAllowed", programme=border.programme, purpose=0):
        border.policy.allow(GOVERNOR, border.programme, 0)
    with refused("UnknownProgramme", programme=99):
        border.policy.allow(GOVERNOR, 99, GOODS)


# Suspended


def test_an_authority_stops_everything_under_a_programme_and_it_alone_lifts_it(
    border: Border, claim: int
) -> None:
    stage, programme = border.stage, border.programme
    part = stage.ledger.transfer_value(TIER_ONE, claim, A, CAP).answer
    assert border.policy.suspend(REGULATOR, programme, ORDER).events == [
        ("ProgrammeSuspended", programme, REGULATOR.address, ORDER)
    ]
    border.policy.suspend(COURT, programme, OTHER)
    with refused("ProgrammeIsSuspended", programme=programme):
        stage.ledger.transfer_value(TIER_ONE, claim, B, 1)
    border.funded(claim)
    border.policy.resume(COURT, programme)
    assert border.policy.ask("suspensionOf(uint32,address)", programme, REGULATOR) == ORDER
    with refused("ProgrammeIsSuspended", programme=programme):
        border.collect(part)
    assert border.policy.resume(REGULATOR, programme).events == [
        ("ProgrammeResumed", programme, REGULATOR.address, ORDER)
    ]
    border.collect(part)
    assert stage.ledger.value_of(part) == 0


def test_orders_are_of_their_authority(border: Border) -> None:
    with refused("OrderWithoutHash"):
        border.policy.suspend(COURT, border.programme, bytes(32))
    border.policy.suspend(COURT, border.programme, ORDER)
    with refused("OrderStands"):
        border.policy.suspend(COURT, border.programme, OTHER)
    with refused("NoOrderStands"):
        border.policy.resume(REGULATOR, border.programme)
    with refused("UnknownProgramme", programme=99):
        border.policy.suspend(COURT, 99, ORDER)


# Powers


@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_everybody_else_is_refused(border: Border, somebody: Actor) -> None:
    policy, programme = border.policy, border.programme
    limits = Limits(CAP, CAP, DAY, border.countries, DELIVERED)
    acts: list[tuple[set[Actor], Callable[[], Outcome]]] = [
        ({GOVERNOR}, lambda: policy.set_limits(somebody, programme, limits)),
        ({GOVERNOR}, lambda: policy.allow(somebody, programme, GOODS)),
        ({OPERATOR}, lambda: policy.admit(somebody, A, b"A", VIETNAM)),
        ({COURT, REGULATOR}, lambda: policy.suspend(somebody, programme, ORDER)),
        ({COURT, REGULATOR}, lambda: policy.resume(somebody, programme)),
    ]
    for holders, act in acts:
        if somebody in holders:
            act()
        else:
            with refused("AccessManagedUnauthorized", caller=somebody):
                act()
    receivable = border.offer()
    if somebody is not CAR_MAKER:
        with refused("NotTheDebtor", receivable=receivable, caller=somebody):
            policy.declare(somebody, receivable, GOODS)
    with refused("NotTheLedger", caller=somebody):
        policy.send(somebody, "onTransfer(address,uint64,address,address,uint64)", A, receivable, A, B, 1)
    with refused("NotTheSettlement", caller=somebody):
        policy.send(somebody, "onRelease(uint64,address,uint64,uint64)", receivable, A, 1, 7)


def test_limits_are_complete_and_of_a_foreign_currency(stage: Stage, border: Border) -> None:
    good = Limits(CAP, CAP, DAY, border.countries, DELIVERED)
    assert border.policy.set_limits(GOVERNOR, border.programme, good).events == [
        ("LimitsSet", border.programme, (CAP, CAP, DAY, border.countries, DELIVERED))
    ]
    assert border.policy.ask("limitsOf(uint32)", border.programme) == (
        CAP,
        CAP,
        DAY,
        border.countries,
        DELIVERED,
    )
    for wrong in (
        Limits(0, CAP, DAY, border.countries, 0),
        Limits(2**53, CAP, DAY, border.countries, 0),
        Limits(CAP, 2**53, DAY, border.countries, 0),
        Limits(CAP, 0, DAY, border.countries, 0),
        Limits(CAP, CAP, 0, border.countries, 0),
        Limits(CAP, CAP, 3_660 * DAY + 1, border.countries, 0),
        Limits(CAP, CAP, DAY, 0, 0),
        Limits(CAP, CAP, DAY, border.countries + 1, 0),
    ):
        with refused("LimitsIncomplete", programme=border.programme):
            border.policy.set_limits(GOVERNOR, border.programme, wrong)
    with refused("CurrencyIsHome", programme=stage.programme):
        border.policy.set_limits(GOVERNOR, stage.programme, good)
    bare = stage.open_programme(currency=b"USD", policy=border.policy.address)
    with refused("ProgrammeWithoutLimits", programme=bare):
        border.policy.ask("limitsOf(uint32)", bare)


def test_what_is_released_is_told_before_it_is_paid(border: Border) -> None:
    claim = border.claim(CAP + 7)
    receivable = claim >> 64
    with refused("NotReleased", receivable=receivable):
        border.policy.releasable(receivable, TIER_ONE)
    border.funded(claim)
    assert border.policy.releasable(receivable, TIER_ONE) == CAP
    with refused("WalletNotAdmitted", wallet=STRANGER):
        border.policy.releasable(receivable, STRANGER)
    border.collect(claim)
    with refused("WindowCapExceeded", amount=1, cap=CAP):
        border.policy.releasable(receivable, TIER_ONE)
