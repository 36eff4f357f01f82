"""The stand-in for e-CNY: known wallets, limits by tier, banks that issue and redeem, money set aside for a purpose."""

from datetime import timedelta

import pytest

from tallystick.chain.deployment import BANK_ROLE
from tests.contracts.driver.cast import (
    BANK,
    CAR_MAKER,
    COURT,
    DESK,
    GOVERNOR,
    NOBODY,
    OPERATOR,
    REGISTRAR,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
    B,
    C,
)
from tests.contracts.driver.chain import START, moment
from tests.contracts.driver.money import Hold
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import Stage

LARGEST = 2**53 - 1
PURPOSE = b"maturity of receivable 7".ljust(32, b"\0")
YUAN = 100

# What the operating banks publish, in yuan: held, a payment, a day.
PUBLISHED = {2: (500_000, 50_000, 100_000), 3: (20_000, 5_000, 10_000), 4: (10_000, 2_000, 5_000)}


@pytest.fixture
def rich(stage: Stage) -> Stage:
    """Four firms with wallets; the car maker has ¥1,000.00."""
    for owner in (CAR_MAKER, TIER_ONE, A, B):
        stage.ecny.open_wallet(BANK, owner)
    stage.ecny.issue(BANK, CAR_MAKER, 100_000)
    return stage


# As a token (ERC-20)


def test_it_has_the_decimals_of_the_yuan(stage: Stage) -> None:
    assert stage.ecny.ask("decimals()") == 2
    assert stage.ecny.ask("symbol()") == "eCNY"
    assert "stand-in" in stage.ecny.ask("name()")


def test_a_payment_moves_money_and_tells_of_it(rich: Stage) -> None:
    assert rich.ecny.pay(CAR_MAKER, TIER_ONE, 40_000).events == [
        ("Transfer", CAR_MAKER.address, TIER_ONE.address, 40_000)
    ]
    assert (rich.ecny.balance(CAR_MAKER), rich.ecny.balance(TIER_ONE)) == (60_000, 40_000)
    assert rich.ecny.in_all() == 100_000


def test_a_payment_of_nothing_is_a_payment(rich: Stage) -> None:
    """ERC-20: Transfers of 0 values MUST be treated as normal transfers and fire the Transfer event."""
    assert rich.ecny.pay(A, B, 0).events == [("Transfer", A.address, B.address, 0)]


def test_a_payment_to_oneself_changes_nothing(rich: Stage) -> None:
    rich.ecny.pay(CAR_MAKER, CAR_MAKER, 100_000)
    assert rich.ecny.balance(CAR_MAKER) == 100_000


def test_nobody_pays_what_it_does_not_have(rich: Stage) -> None:
    with refused("FundsInsufficient", owner=CAR_MAKER, available=100_000, needed=100_001):
        rich.ecny.pay(CAR_MAKER, TIER_ONE, 100_001)
    with refused("ERC20InvalidReceiver"):
        rich.ecny.pay(CAR_MAKER, NOBODY, 1)


def test_somebody_else_pays_no_more_than_the_owner_has_approved(rich: Stage) -> None:
    with refused("ERC20InsufficientAllowance", spender=A, allowance=0, needed=1):
        rich.ecny.pay_for(A, CAR_MAKER, B, 1)
    assert rich.ecny.approve(CAR_MAKER, A, 70).events == [("Approval", CAR_MAKER.address, A.address, 70)]
    assert rich.ecny.pay_for(A, CAR_MAKER, B, 50).events == [
        ("Approval", CAR_MAKER.address, A.address, 20),
        ("Transfer", CAR_MAKER.address, B.address, 50),
    ]
    with refused("ERC20InsufficientAllowance", spender=A, allowance=20, needed=21):
        rich.ecny.pay_for(A, CAR_MAKER, B, 21)
    assert rich.ecny.ask("allowance(address,address)", CAR_MAKER, A) == 20
    with refused("ERC20InvalidSpender"):
        rich.ecny.approve(CAR_MAKER, NOBODY, 1)


# Wallets


def test_a_wallet_is_opened_once_by_a_bank_for_somebody(stage: Stage) -> None:
    assert stage.ecny.open_wallet(BANK, A, 3).events == [("WalletOpened", A.address, BANK.address, 3)]
    assert stage.ecny.ask("walletOf(address)", A) == (BANK.address, 3, 0)
    with refused("WalletAlreadyOpen", owner=A, bank=BANK):
        stage.ecny.open_wallet(BANK, A)
    for owner in (NOBODY, stage.ecny):
        with refused("InvalidWallet", owner=owner):
            stage.ecny.open_wallet(BANK, owner)
    with refused("UnknownTier", tier=5):
        stage.ecny.open_wallet(BANK, B, 5)


def test_money_goes_to_known_wallets_only(rich: Stage) -> None:
    with refused("WalletNotOpen", owner=STRANGER):
        rich.ecny.pay(CAR_MAKER, STRANGER, 1)
    with refused("WalletNotOpen", owner=STRANGER):
        rich.ecny.pay(STRANGER, CAR_MAKER, 0)
    with refused("WalletNotOpen", owner=STRANGER):
        rich.ecny.issue(BANK, STRANGER, 1)
    with refused("WalletNotOpen", owner=STRANGER):
        rich.ecny.hold(CAR_MAKER, 1, DESK, payee=STRANGER)
    with refused("WalletNotOpen", owner=STRANGER):
        rich.ecny.ask("walletOf(address)", STRANGER)


def test_a_bank_serves_its_own_customers_only(rich: Stage) -> None:
    rich.access.send(GOVERNOR, "grantRole(uint64,address,uint32)", BANK_ROLE, C, 0)
    rich.ecny.approve(CAR_MAKER, C, 100)
    for attempt in (rich.ecny.issue, rich.ecny.redeem, rich.ecny.change_tier):
        with refused("WalletOfAnotherBank", owner=CAR_MAKER, bank=BANK):
            attempt(C, CAR_MAKER, 1)


@pytest.mark.parametrize("tier", PUBLISHED)
def test_a_persons_wallet_has_the_limits_of_its_tier(rich: Stage, tier: int) -> None:
    held, payment, day = (yuan * YUAN for yuan in PUBLISHED[tier])
    ecny = rich.ecny
    assert tuple(ecny.ask("limitsOf(uint8)", tier)) == (held, payment, day)
    ecny.open_wallet(BANK, C, tier)
    ecny.issue(BANK, C, held)
    with refused("BalanceLimitExceeded", owner=C, balance=held + 1, limit=held):
        ecny.issue(BANK, C, 1)
    with refused("BalanceLimitExceeded", owner=C, balance=held + 1, limit=held):
        ecny.pay(CAR_MAKER, C, 1)
    with refused("PaymentLimitExceeded", owner=C, amount=payment + 1, limit=payment):
        ecny.pay(C, A, payment + 1)
    for part in [payment] * (day // payment) + [day % payment]:
        ecny.pay(C, A, part)
    assert ecny.paid_today(C) == day
    with refused("DailyLimitExceeded", owner=C, paidToday=day, amount=1, limit=day):
        ecny.pay(C, A, 1)


@pytest.mark.parametrize("tier", [0, 1])
def test_a_firms_wallet_and_that_of_a_person_met_at_the_counter_have_none(rich: Stage, tier: int) -> None:
    rich.ecny.open_wallet(BANK, C, tier)
    rich.ecny.issue(BANK, C, LARGEST - 100_000)
    rich.ecny.pay(C, A, LARGEST - 100_000)
    assert tuple(rich.ecny.ask("limitsOf(uint8)", tier)) == (0, 0, 0)
    with refused("UnknownTier", tier=5):
        rich.ecny.ask("limitsOf(uint8)", 5)


def test_a_day_ends_at_midnight_in_shanghai(rich: Stage) -> None:
    ecny, tomorrow = rich.ecny, moment(START + timedelta(days=1))
    ecny.open_wallet(BANK, C, 4)
    ecny.issue(BANK, C, 1_000_000)
    for part in (200_000, 200_000):
        ecny.pay(C, A, part)
    rich.chain.go_to(tomorrow - 1)
    with refused("DailyLimitExceeded", paidToday=400_000):
        ecny.pay(C, A, 100_001)
    rich.chain.go_to(tomorrow + 1)
    ecny.pay(C, A, 100_001)
    assert ecny.paid_today(C) == 100_001


def test_a_better_known_customer_may_pay_more(rich: Stage) -> None:
    rich.ecny.open_wallet(BANK, C, 4)
    rich.ecny.issue(BANK, C, 1_000_000)
    assert rich.ecny.change_tier(BANK, C, 1).events == [("WalletTierChanged", C.address, BANK.address, 1)]
    rich.ecny.pay(C, A, 1_000_000)
    with refused("UnknownTier", tier=9):
        rich.ecny.change_tier(BANK, C, 9)


# Issued and redeemed


def test_a_bank_puts_money_in_and_takes_out_what_its_customer_has_approved(rich: Stage) -> None:
    assert rich.ecny.issue(BANK, A, 500).events == [
        ("Transfer", NOBODY, A.address, 500),
        ("Issued", BANK.address, A.address, 500),
    ]
    with refused("ERC20InsufficientAllowance", spender=BANK, allowance=0, needed=1):
        rich.ecny.redeem(BANK, A, 1)
    rich.ecny.approve(A, BANK, 1_000)
    assert rich.ecny.redeem(BANK, A, 200).events == [
        ("Approval", A.address, BANK.address, 800),
        ("Transfer", A.address, NOBODY, 200),
        ("Redeemed", BANK.address, A.address, 200),
    ]
    with refused("FundsInsufficient", owner=A, available=300, needed=301):
        rich.ecny.redeem(BANK, A, 301)
    assert (rich.ecny.balance(A), rich.ecny.in_all()) == (300, 100_300)


def test_there_is_never_more_than_an_amount_can_say(rich: Stage) -> None:
    for amount in (0, LARGEST - 100_000 + 1):
        with refused("AmountOutOfRange", amount=amount, most=LARGEST - 100_000):
            rich.ecny.issue(BANK, A, amount)
    rich.ecny.issue(BANK, A, LARGEST - 100_000)
    assert rich.ecny.in_all() == LARGEST
    with refused("AmountOutOfRange", amount=0):
        rich.ecny.redeem(BANK, A, 0)


# Holds


def test_what_is_set_aside_stays_with_its_owner_and_cannot_be_spent(rich: Stage) -> None:
    ecny = rich.ecny
    outcome = ecny.hold(CAR_MAKER, 60_000, DESK, TIER_ONE, purpose=PURPOSE)
    assert outcome.events == [
        ("HoldPlaced", 1, CAR_MAKER.address, DESK.address, TIER_ONE.address, 60_000, 0, PURPOSE)
    ]
    assert (ecny.balance(CAR_MAKER), ecny.available(CAR_MAKER)) == (100_000, 40_000)
    with refused("FundsInsufficient", owner=CAR_MAKER, available=40_000, needed=40_001):
        ecny.pay(CAR_MAKER, TIER_ONE, 40_001)
    with refused("FundsInsufficient", owner=CAR_MAKER, available=40_000, needed=40_001):
        ecny.hold(CAR_MAKER, 40_001, DESK)
    ecny.approve(CAR_MAKER, BANK, 100_000)
    with refused("FundsInsufficient", owner=CAR_MAKER, available=40_000, needed=40_001):
        ecny.redeem(BANK, CAR_MAKER, 40_001)
    ecny.pay(CAR_MAKER, TIER_ONE, 40_000)


def test_a_hold_is_paid_by_its_releaser_to_its_payee_part_by_part(rich: Stage) -> None:
    ecny = rich.ecny
    hold = ecny.hold(CAR_MAKER, 60_000, DESK, TIER_ONE, purpose=PURPOSE).answer
    for somebody in (CAR_MAKER, TIER_ONE, BANK, GOVERNOR, STRANGER):
        with refused("NotTheReleaser", hold=hold, caller=somebody):
            ecny.pay_hold(somebody, hold, TIER_ONE, 1)
    with refused("NotThePayee", hold=hold, payee=TIER_ONE, given=A):
        ecny.pay_hold(DESK, hold, A, 1)
    with refused("AmountOutOfRange", amount=0):
        ecny.pay_hold(DESK, hold, TIER_ONE, 0)
    with refused("HoldExceeded", hold=hold, left=60_000, amount=60_001):
        ecny.pay_hold(DESK, hold, TIER_ONE, 60_001)
    assert ecny.pay_hold(DESK, hold, TIER_ONE, 20_000).events == [
        ("HoldPaid", hold, TIER_ONE.address, 20_000),
        ("Transfer", CAR_MAKER.address, TIER_ONE.address, 20_000),
    ]
    assert ecny.hold_of(hold) == Hold(CAR_MAKER.address, 0, DESK.address, TIER_ONE.address, 40_000, PURPOSE)
    ecny.pay_hold(DESK, hold, TIER_ONE, 40_000)
    with refused("HoldNotFound", hold=hold):
        ecny.hold_of(hold)
    assert (ecny.available(CAR_MAKER), ecny.balance(TIER_ONE)) == (40_000, 60_000)


def test_where_no_payee_is_named_the_releaser_says_to_whom(rich: Stage) -> None:
    hold = rich.ecny.hold(CAR_MAKER, 100, DESK).answer
    rich.ecny.pay_hold(DESK, hold, A, 60)
    rich.ecny.pay_hold(DESK, hold, B, 40)
    assert (rich.ecny.balance(A), rich.ecny.balance(B)) == (60, 40)
    with refused("HoldNotFound", hold=hold):
        rich.ecny.pay_hold(DESK, hold, A, 1)


def test_a_hold_without_an_end_is_given_back_by_its_releaser_alone(rich: Stage) -> None:
    hold = rich.ecny.hold(CAR_MAKER, 100, DESK).answer
    rich.chain.go_to(moment(START + timedelta(days=4_000)))
    for somebody in (CAR_MAKER, BANK, STRANGER):
        with refused("HoldNotReturnable", hold=hold, expiry=0):
            rich.ecny.return_hold(somebody, hold)
    assert rich.ecny.return_hold(DESK, hold).events == [("HoldReturned", hold, 100)]
    assert rich.ecny.available(CAR_MAKER) == 100_000
    with refused("HoldNotFound", hold=hold):
        rich.ecny.return_hold(DESK, hold)


def test_a_hold_with_an_end_is_paid_until_then_and_returned_only_after_it(rich: Stage) -> None:
    ecny, end = rich.ecny, moment(START + timedelta(days=3))
    hold = ecny.hold(CAR_MAKER, 100, DESK, TIER_ONE, expiry=end).answer
    rich.chain.go_to(end)
    with refused("HoldNotReturnable", hold=hold, expiry=end):
        ecny.return_hold(CAR_MAKER, hold)
    rich.chain.go_to(end + 1)
    with refused("ExpiryPassed", expiry=end):
        ecny.pay_hold(DESK, hold, TIER_ONE, 1)
    with refused("HoldNotReturnable", hold=hold, expiry=end):
        ecny.return_hold(TIER_ONE, hold)
    ecny.return_hold(CAR_MAKER, hold)
    assert ecny.available(CAR_MAKER) == 100_000


def test_no_hold_is_placed_that_nobody_could_pay(rich: Stage) -> None:
    now = rich.chain.node.head().timestamp
    with refused("InvalidReleaser"):
        rich.ecny.hold(CAR_MAKER, 100, NOBODY)
    rich.chain.go_to(now + 10)
    with refused("ExpiryPassed", expiry=now + 9):
        rich.ecny.hold(CAR_MAKER, 100, DESK, expiry=now + 9)
    with refused("AmountOutOfRange", amount=0):
        rich.ecny.hold(CAR_MAKER, 0, DESK)
    with refused("WalletNotOpen", owner=STRANGER):
        rich.ecny.hold(STRANGER, 1, DESK)


def test_a_payment_out_of_a_hold_counts_against_the_limits(rich: Stage) -> None:
    ecny = rich.ecny
    ecny.open_wallet(BANK, C, 4)
    ecny.issue(BANK, C, 900_000)
    hold = ecny.hold(C, 800_000, DESK).answer
    with refused("PaymentLimitExceeded", owner=C, amount=200_001, limit=200_000):
        ecny.pay_hold(DESK, hold, A, 200_001)
    ecny.pay_hold(DESK, hold, A, 200_000)
    assert ecny.paid_today(C) == 200_000
    ecny.change_tier(BANK, A, 4)
    ecny.issue(BANK, CAR_MAKER, 800_001)
    hold = ecny.hold(CAR_MAKER, 800_001, DESK).answer
    with refused("BalanceLimitExceeded", owner=A, balance=1_000_001, limit=1_000_000):
        ecny.pay_hold(DESK, hold, A, 800_001)


# Powers


@pytest.mark.parametrize("office", [OPERATOR, REGISTRAR, GOVERNOR, COURT, STRANGER], ids=lambda who: who.name)
def test_no_office_moves_the_money_of_others(rich: Stage, office: Actor) -> None:
    ecny = rich.ecny
    hold = ecny.hold(CAR_MAKER, 100, DESK).answer
    with refused("WalletNotOpen", owner=office):
        ecny.pay(office, A, 1)
    with refused("ERC20InsufficientAllowance", spender=office):
        ecny.pay_for(office, CAR_MAKER, A, 1)
    with refused("WalletNotOpen", owner=office):
        ecny.approve(office, A, 1)
    with refused("WalletNotOpen", owner=office):
        ecny.hold(office, 1, DESK)
    with refused("NotTheReleaser", caller=office):
        ecny.pay_hold(office, hold, A, 1)
    with refused("HoldNotReturnable", hold=hold):
        ecny.return_hold(office, hold)


@pytest.mark.parametrize("silent", ["ledger", "programmes", "ecny"])
def test_a_contract_that_knows_nothing_of_holds_is_not_trusted_with_one(rich: Stage, silent: str) -> None:
    contract = getattr(rich, silent)
    with refused("InvalidReleaser", releaser=contract):
        rich.ecny.hold(CAR_MAKER, 100, contract)
    assert rich.ecny.available(CAR_MAKER) == 100_000
