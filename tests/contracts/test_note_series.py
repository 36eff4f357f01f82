"""Notes as ERC-20, ERC-3643 and ERC-7943 tokens: who gives how much to whom, and what agents may do about it."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contracts.driver.cast import (
    COURT,
    EVERYBODY,
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
    actor,
)
from tests.contracts.driver.contract import Contract, Party, address_of
from tests.contracts.driver.identities import GERMANY, KNOWN_CUSTOMER, Identities
from tests.contracts.driver.note_market import AGENT, CLOSING, FACE, ISSUER, OWNER, NoteMarket
from tests.contracts.driver.notes import ORDER, UNLIMITED, NoteSeries
from tests.contracts.driver.refusals import Refused, refused
from tests.contracts.driver.solidity import compiled
from tests.contracts.driver.stage import Stage
from tests.contracts.driver.words import receivable_of

ALL = 2**64 - 1
OTHER_ORDER = b"\4" * 32
SPARE = actor("A's other wallet")
TRANSFER = "transfer(address,uint256)"
SAYS_NO, SAYS_YES = 3, 4
"""What a capricious contract answers to whatever it is asked."""


@pytest.fixture
def series(market: NoteMarket) -> NoteSeries:
    """Notes of a million; A has 1,000 of them, and tier one the rest."""
    return market.notes(parts={A: 1_000})[0]


# ERC-20


def test_notes_move_to_the_unit_and_the_supply_stays(series: NoteSeries) -> None:
    outcome = series.transfer(A, B, 400)
    assert outcome.answer is True
    assert outcome.events == [("Transfer", A.address, B.address, 400)]
    assert series.balances(TIER_ONE, A, B) == (FACE - 1_000, 600, 400)
    assert series.in_all() == FACE


def test_nobody_gives_more_than_it_has(series: NoteSeries) -> None:
    for amount in (1_001, 2**64, 2**64 + 5, UNLIMITED):
        with refused("ERC20InsufficientBalance", sender=A, balance=1_000, needed=amount):
            series.transfer(A, B, amount)
        with refused("ERC20InsufficientBalance", sender=A, balance=1_000, needed=amount):
            series.check(A, B, amount)
    series.transfer(A, B, 1_000)
    assert series.balances(A, B) == (0, 1_000)


def test_nothing_and_what_comes_back_to_its_giver_changes_nothing(series: NoteSeries) -> None:
    before = series.series_word()
    assert series.transfer(A, B, 0).events == [("Transfer", A.address, B.address, 0)]
    assert series.transfer(A, A, 1_000).events == [("Transfer", A.address, A.address, 1_000)]
    assert series.transfer(C, A, 0).events == [("Transfer", C.address, A.address, 0)]
    assert (series.balances(A, B), series.series_word()) == ((1_000, 0), before)
    with refused("ERC20InsufficientBalance", needed=1_001):
        series.transfer(A, A, 1_001)


def test_an_allowance_is_spent_and_an_unlimited_one_is_not(series: NoteSeries) -> None:
    assert series.approve(A, C, 300).events == [("Approval", A.address, C.address, 300)]
    assert series.transfer_from(C, A, B, 200).events == [
        ("Approval", A.address, C.address, 100),
        ("Transfer", A.address, B.address, 200),
    ]
    with refused("ERC20InsufficientAllowance", spender=C, allowance=100, needed=101):
        series.transfer_from(C, A, B, 101)
    with refused("ERC20InsufficientAllowance", spender=A, allowance=0, needed=1):
        series.transfer_from(A, A, B, 1)
    series.approve(A, C, UNLIMITED)
    assert series.transfer_from(C, A, B, 100).events == [("Transfer", A.address, B.address, 100)]
    assert series.allowance(A, C) == UNLIMITED
    with refused("ERC20InsufficientBalance", needed=701):
        series.transfer_from(C, A, B, 701)


def test_an_allowance_opens_no_way_round_the_rules(series: NoteSeries) -> None:
    series.approve(A, STRANGER, UNLIMITED)
    with refused("NotVerified", holder=STRANGER):
        series.transfer_from(STRANGER, A, STRANGER, 1)
    series.freeze_wallet(AGENT, A)
    with refused("WalletIsFrozen", wallet=A):
        series.transfer_from(STRANGER, A, B, 1)
    assert series.allowance(A, STRANGER) == UNLIMITED


def test_notes_are_named_after_their_receivable_until_the_owner_names_them(market: NoteMarket) -> None:
    series, claim = market.notes()
    number = receivable_of(claim)
    assert series.ask("name()") == f"Tallystick note on receivable {number}"
    assert series.ask("symbol()") == f"TN{number}"
    assert (series.ask("decimals()"), series.ask("version()")) == (2, "1")
    assert series.ask("underlyingReceivable()") == number
    assert series.send(OWNER, "setName(string)", "Spring notes").events == [
        ("UpdatedTokenInformation", "Spring notes", f"TN{number}", 2, "1", NOBODY)
    ]
    series.send(OWNER, "setSymbol(string)", "SPRING")
    assert series.send(OWNER, "setOnchainID(address)", A).events == [
        ("UpdatedTokenInformation", "Spring notes", "SPRING", 2, "1", A.address)
    ]
    assert series.ask("onchainID()") == A.address


def test_holders_are_those_with_a_balance(series: NoteSeries) -> None:
    def holders() -> int:
        return series.series_word().holders

    assert holders() == 2
    series.transfer(A, B, 1)
    assert holders() == 3
    series.transfer(A, B, 999)
    assert holders() == 2
    series.transfer(B, B, 1_000)
    assert holders() == 2
    series.transfer(B, TIER_ONE, 1_000)
    assert holders() == 1


# Who may get notes


def test_only_who_is_verified_gets_notes(series: NoteSeries) -> None:
    with series.foretold("NotVerified", A, STRANGER, 1):
        series.transfer(A, STRANGER, 1)
    assert not series.can_receive(STRANGER)
    assert not series.can_receive(NOBODY)
    with refused("NotVerified", holder=NOBODY):
        series.transfer(A, NOBODY, 1)


def test_whoever_has_notes_may_give_them_away_though_verified_no_longer(
    identities: Identities, series: NoteSeries
) -> None:
    identities.withdraw(ISSUER, A)
    assert (series.can_send(A), series.can_receive(A)) == (True, False)
    series.transfer(A, B, 1_000)
    assert series.balances(A, B) == (0, 1_000)


@pytest.mark.parametrize(
    "change",
    [
        lambda identities: identities.withdraw(ISSUER, A),
        lambda identities: identities.distrust(GOVERNOR, ISSUER),
        lambda identities: identities.trust_on(GOVERNOR, ISSUER, [7]),
        lambda identities: identities.require_topic(GOVERNOR, 7),
        lambda identities: identities.delete(OPERATOR, A),
        lambda identities: identities.set_identity(OPERATOR, A, STRANGER),
        lambda identities: identities.state(ISSUER, A, expiry=identities.chain.time + 1),
    ],
    ids=[
        "withdrawn",
        "issuer gone",
        "issuer of other topics",
        "another topic",
        "deleted",
        "of another",
        "soon",
    ],
)
def test_what_a_series_has_kept_of_a_holder_ends_when_the_registry_says_otherwise(
    stage: Stage, series: NoteSeries, change: Callable[[Identities], object]
) -> None:
    """A has got notes before, so its standing is in its word."""
    series.transfer(TIER_ONE, A, 1)
    assert series.word(A).until != 0
    change(stage.identities)
    stage.chain.go_to(stage.chain.time + 1)
    with series.foretold("NotVerified", TIER_ONE, A, 1):
        series.transfer(TIER_ONE, A, 1)
    assert not series.can_receive(A)
    assert series.balance(A) == 1_001


def test_what_a_series_has_kept_of_a_holder_expires(stage: Stage, series: NoteSeries) -> None:
    expiry = stage.chain.time + 1_000
    stage.identities.state(ISSUER, A, expiry=expiry)
    series.transfer(TIER_ONE, A, 1)
    assert series.word(A).until == expiry
    stage.chain.go_to(expiry - 1)
    series.transfer(TIER_ONE, A, 1)
    stage.chain.go_to(expiry)
    with series.foretold("NotVerified", TIER_ONE, A, 1):
        series.transfer(TIER_ONE, A, 1)
    stage.identities.state(ISSUER, A)
    series.transfer(TIER_ONE, A, 1)


def test_a_holder_is_asked_for_anew_only_when_an_era_has_ended(stage: Stage, series: NoteSeries) -> None:
    era = stage.identities.era()
    assert series.word(A).era == era
    stage.identities.withdraw(ISSUER, B)
    assert series.word(A).era == era
    series.transfer(TIER_ONE, A, 1)
    assert series.word(A).era == era + 1


def test_a_change_of_country_reaches_the_series_with_the_next_transfer(
    stage: Stage, series: NoteSeries
) -> None:
    stage.identities.set_country(OPERATOR, A, GERMANY)
    series.transfer(TIER_ONE, A, 1)
    assert series.word(A).country == GERMANY
    assert series.ask("plannedMovement(address,address,uint256)", TIER_ONE, A, 5) == (
        series.address,
        TIER_ONE.address,
        A.address,
        5,
        FACE - 1_001,
        1_001,
        2,
        GERMANY,
    )


def test_a_statement_taken_back_counts_within_the_same_block(stage: Stage, market: NoteMarket) -> None:
    """The issuer's contract has notes as well: it gives A some, takes its statement back and tries again."""
    issuer = stage.put(compiled("ManyHands"))
    stage.identities.trust(GOVERNOR, issuer)
    stage.identities.register(OPERATOR, issuer)
    stage.identities.state(ISSUER, issuer)
    series, _ = market.notes()
    series.transfer(TIER_ONE, issuer, 100)
    state = stage.identities.encode(
        "state(address,uint256,uint40,bytes32)", A, KNOWN_CUSTOMER, 2**40 - 1, ORDER
    )
    give = series.encode(TRANSFER, A, 10)
    take_back = stage.identities.encode("withdraw(address,uint256)", A, KNOWN_CUSTOMER)
    outcome = issuer.send(
        STRANGER,
        "actOnAll(address[],bytes[])",
        [stage.identities, series, stage.identities, series, stage.identities, series],
        [state, give, take_back, give, state, give],
    )
    assert outcome.answer == (True, True, True, False, True, True)
    assert series.balance(A) == 20


# Pause, freezes, closing


def test_a_pause_stops_transfers_until_it_ends(series: NoteSeries) -> None:
    assert series.pause(AGENT).events == [("Paused", AGENT.address)]
    assert series.ask("paused()")
    with refused("NotesPaused", series=series):
        series.pause(AGENT)
    with series.foretold("NotesPaused", A, B, 1):
        series.transfer(A, B, 1)
    assert (series.can_send(A), series.can_receive(B)) == (True, True)
    assert series.unpause(AGENT).events == [("Unpaused", AGENT.address)]
    with refused("NotesNotPaused", series=series):
        series.unpause(AGENT)
    series.transfer(A, B, 1)


def test_a_frozen_wallet_neither_gives_nor_gets(series: NoteSeries) -> None:
    assert series.freeze_wallet(AGENT, A).events == [("AddressFrozen", A.address, True, AGENT.address)]
    assert series.ask("isFrozen(address)", A)
    for giver, to in ((A, B), (TIER_ONE, A)):
        with series.foretold("WalletIsFrozen", giver, to, 1):
            series.transfer(giver, to, 1)
    assert (series.can_send(A), series.can_receive(A)) == (False, False)
    assert series.freeze_wallet(AGENT, A, frozen=False).events == [
        ("AddressFrozen", A.address, False, AGENT.address)
    ]
    series.transfer(A, B, 1)


def test_whoever_an_authority_has_suspended_neither_gives_nor_gets(stage: Stage, series: NoteSeries) -> None:
    """From the same block on, also what the series has kept of it; an order still reaches its notes."""
    series.transfer(TIER_ONE, B, 10)
    stage.ledger.suspend(COURT, B, ORDER)
    stage.ledger.suspend(REGULATOR, B, ORDER)
    for giver, to in ((B, TIER_ONE), (TIER_ONE, B)):
        with series.foretold("AccountIsSuspended", giver, to, 1):
            series.transfer(giver, to, 1)
    assert (series.can_send(B), series.can_receive(B)) == (False, False)
    assert not stage.identities.ask("isVerified(address)", B)
    stage.ledger.reinstate(COURT, B)
    with refused("AccountIsSuspended", account=B):
        series.transfer(B, TIER_ONE, 1)
    series.cite(AGENT, B, TIER_ONE, 4)
    series.force(AGENT, B, TIER_ONE, 4)
    stage.identities.delete(OPERATOR, B)
    stage.identities.register(OPERATOR, B)
    assert not series.can_receive(B)
    stage.ledger.reinstate(REGULATOR, B)
    assert (series.can_send(B), series.can_receive(B)) == (True, True)
    series.transfer(B, TIER_ONE, 6)
    assert series.balance(B) == 0


def test_a_suspension_counts_before_a_wallet_is_registered(
    stage: Stage, market: NoteMarket, series: NoteSeries
) -> None:
    stage.ledger.suspend(COURT, STRANGER, ORDER)
    market.admit(STRANGER)
    with series.foretold("AccountIsSuspended", A, STRANGER, 1):
        series.transfer(A, STRANGER, 1)
    stage.ledger.reinstate(COURT, STRANGER)
    series.transfer(A, STRANGER, 1)


def test_a_part_is_frozen_and_the_rest_moves(series: NoteSeries) -> None:
    assert series.freeze(AGENT, A, 700).events == [
        ("Frozen", A.address, 700),
        ("TokensFrozen", A.address, 700),
    ]
    assert series.can_transfer(A, B, 300)
    with series.foretold("ERC7943InsufficientUnfrozenBalance", A, B, 301):
        series.transfer(A, B, 301)
    with refused("ERC7943InsufficientUnfrozenBalance", account=A, amount=301, unfrozen=300):
        series.transfer(A, B, 301)
    series.transfer(A, B, 300)
    with refused("NotEnoughToFreeze", wallet=A, unfrozen=0, amount=1):
        series.freeze(AGENT, A, 1)
    assert series.unfreeze(AGENT, A, 200).events == [
        ("Frozen", A.address, 500),
        ("TokensUnfrozen", A.address, 200),
    ]
    with refused("NotEnoughFrozen", wallet=A, frozen=500, amount=501):
        series.unfreeze(AGENT, A, 501)
    with refused("ERC20InsufficientBalance", sender=A, balance=700, needed=701):
        series.transfer(A, B, 701)


def test_more_can_be_frozen_than_there_is_and_what_comes_is_frozen_too(series: NoteSeries) -> None:
    assert series.set_frozen(AGENT, A, 1_500).answer is True
    assert series.frozen(A) == 1_500
    series.transfer(TIER_ONE, A, 600)
    assert series.can_transfer(A, B, 100)
    assert not series.can_transfer(A, B, 101)
    assert series.set_frozen(AGENT, A, 10).events == [
        ("Frozen", A.address, 10),
        ("TokensUnfrozen", A.address, 1_490),
    ]


@pytest.mark.parametrize("amount", [ALL, ALL + 1, UNLIMITED])
def test_everything_that_will_ever_be_there_can_be_frozen(series: NoteSeries, amount: int) -> None:
    assert series.set_frozen(AGENT, A, amount).events[0] == ("Frozen", A.address, ALL)
    series.transfer(TIER_ONE, A, FACE - 1_000)
    assert not series.can_transfer(A, B, 1)
    assert series.can_transfer(A, B, 0)
    with refused("NotEnoughToFreeze", unfrozen=0, amount=2**64):
        series.freeze(AGENT, A, 2**64)
    with refused("NotEnoughFrozen", frozen=ALL, amount=2**64):
        series.unfreeze(AGENT, A, 2**64)


def test_notes_change_hands_until_the_day_after_the_due_day(stage: Stage, series: NoteSeries) -> None:
    assert series.series_word().closes_at == CLOSING
    stage.chain.go_to(CLOSING - 1)
    series.transfer(A, B, 1)
    stage.chain.go_to(CLOSING)
    with series.foretold("NotesClosed", A, B, 1):
        series.transfer(A, B, 1)
    assert (series.can_send(A), series.can_receive(B)) == (True, True)


# Together, all or none


def test_several_are_given_notes_in_one_call_all_or_none(series: NoteSeries) -> None:
    assert series.transfer_all(A, [B, C], [10, 20]).events == [
        ("Transfer", A.address, B.address, 10),
        ("Transfer", A.address, C.address, 20),
    ]
    with refused("NotVerified", holder=STRANGER):
        series.transfer_all(A, [B, STRANGER], [10, 20])
    with refused("ERC20InsufficientBalance", balance=470, needed=471):
        series.transfer_all(A, [B, C], [500, 471])
    assert series.balances(A, B, C) == (970, 10, 20)


def test_several_wallets_are_frozen_in_one_call_all_or_none(series: NoteSeries) -> None:
    series.send(AGENT, "batchSetAddressFrozen(address[],bool[])", [B, C], [True, True])
    series.send(AGENT, "batchSetAddressFrozen(address[],bool[])", [B, C], [False, True])
    assert (series.can_send(B), series.can_send(C)) == (True, False)
    series.send(AGENT, "batchFreezePartialTokens(address[],uint256[])", [A, TIER_ONE], [1_000, FACE - 1_000])
    with refused("NotEnoughFrozen", wallet=B):
        series.send(AGENT, "batchUnfreezePartialTokens(address[],uint256[])", [A, B], [100, 1])
    assert series.frozen(A) == 1_000
    series.send(AGENT, "batchUnfreezePartialTokens(address[],uint256[])", [A, TIER_ONE], [100, 1])
    assert (series.frozen(A), series.frozen(TIER_ONE)) == (900, FACE - 1_001)
    with refused("NotEnoughToFreeze", wallet=B):
        series.send(AGENT, "batchFreezePartialTokens(address[],uint256[])", [A, B], [100, 1])
    assert series.frozen(A) == 900


@pytest.mark.parametrize(
    ("function", "lists"),
    [
        ("batchTransfer(address[],uint256[])", ([B], [])),
        ("batchForcedTransfer(address[],address[],uint256[])", ([A, A], [B], [1, 1])),
        ("batchForcedTransfer(address[],address[],uint256[])", ([A], [B], [1, 1])),
        ("batchMint(address[],uint256[])", ([B], [1, 1])),
        ("batchBurn(address[],uint256[])", ([B], [])),
        ("batchSetAddressFrozen(address[],bool[])", ([B], [])),
        ("batchFreezePartialTokens(address[],uint256[])", ([], [1])),
        ("batchUnfreezePartialTokens(address[],uint256[])", ([B], [1, 1])),
    ],
)
def test_lists_of_one_call_are_equally_long(
    series: NoteSeries, function: str, lists: tuple[list[object], ...]
) -> None:
    with refused("BatchListsDiffer"):
        series.send(AGENT, function, *lists)


# Orders


def test_an_agent_moves_notes_on_an_order_that_it_cites_once_for_each_time(series: NoteSeries) -> None:
    with refused("NoOrderCited", to=B, amount=400):
        series.force(AGENT, A, B, 400)
    assert series.cite(AGENT, A, B, 400).events == [("OrderCited", ORDER, A.address, B.address, 400)]
    outcome = series.force(AGENT, A, B, 400)
    assert outcome.answer is True
    assert outcome.events == [
        ("TransferOrdered", ORDER, A.address, B.address, 400),
        ("ForcedTransfer", A.address, B.address, 400),
        ("Transfer", A.address, B.address, 400),
    ]
    assert series.balances(A, B) == (600, 400)
    with refused("NoOrderCited"):
        series.force(AGENT, A, B, 400)


@pytest.mark.parametrize(("giver", "to", "amount"), [(A, C, 400), (TIER_ONE, B, 400), (A, B, 399)])
def test_an_order_is_for_what_it_says_and_nothing_else(
    series: NoteSeries, giver: Actor, to: Actor, amount: int
) -> None:
    series.cite(AGENT, A, B, 400)
    with refused("NoOrderCited", to=to, amount=amount):
        series.force(AGENT, giver, to, amount)


def test_the_order_cited_last_is_the_one_that_is_told(series: NoteSeries) -> None:
    with refused("OrderWithoutHash"):
        series.cite(AGENT, A, B, 1, bytes(32))
    series.cite(AGENT, A, B, 1)
    series.cite(AGENT, A, B, 1, OTHER_ORDER)
    assert series.force(AGENT, A, B, 1).events[0][1] == OTHER_ORDER


def test_an_order_and_its_transfer_go_in_one_transaction(series: NoteSeries) -> None:
    calls = [
        series.encode("citeOrder(address,address,uint256,bytes32)", A, B, 400, ORDER),
        series.encode("forcedTransfer(address,address,uint256)", A, B, 400),
    ]
    series.send(AGENT, "multicall(bytes[])", calls)
    assert series.balances(A, B) == (600, 400)
    with refused("CallerIsNotAnAgent", caller=STRANGER):
        series.send(STRANGER, "multicall(bytes[])", calls)
    with refused("FailedCall"):
        series.send(AGENT, "multicall(bytes[])", [b""])


def test_an_order_reaches_frozen_notes_in_frozen_wallets_and_unfreezes_no_more_than_it_takes(
    series: NoteSeries,
) -> None:
    series.set_frozen(AGENT, A, 5_000)
    series.freeze_wallet(AGENT, A)
    series.pause(AGENT)
    series.cite(AGENT, A, B, 400)
    assert series.force(AGENT, A, B, 400).events == [
        ("Frozen", A.address, 600),
        ("TokensUnfrozen", A.address, 4_400),
        ("TransferOrdered", ORDER, A.address, B.address, 400),
        ("ForcedTransfer", A.address, B.address, 400),
        ("Transfer", A.address, B.address, 400),
    ]
    assert (series.balance(A), series.frozen(A)) == (600, 600)
    series.set_frozen(AGENT, A, 100)
    series.cite(AGENT, A, B, 500)
    series.force(AGENT, A, B, 500)
    assert (series.balance(A), series.frozen(A)) == (100, 100)


def test_an_order_gives_nobody_more_than_there_is_nor_to_whom_is_not_verified(series: NoteSeries) -> None:
    for to, amount, error in (
        (B, 1_001, "ERC20InsufficientBalance"),
        (B, 2**64, "ERC20InsufficientBalance"),
        (STRANGER, 1, "NotVerified"),
        (A, 1, "ForcedOntoItself"),
    ):
        series.cite(AGENT, A, to, amount)
        with refused(error):
            series.force(AGENT, A, to, amount)
    series.freeze_wallet(AGENT, B)
    series.cite(AGENT, A, B, 1)
    with refused("WalletIsFrozen", wallet=B):
        series.force(AGENT, A, B, 1)
    assert series.balance(A) == 1_000


def test_orders_are_carried_out_together_all_or_none(series: NoteSeries) -> None:
    series.cite(AGENT, A, B, 1)
    series.cite(AGENT, TIER_ONE, C, 2)
    together = "batchForcedTransfer(address[],address[],uint256[])"
    with refused("NoOrderCited", to=B, amount=1):
        series.send(AGENT, together, [A, TIER_ONE, A], [B, C, B], [1, 2, 1])
    assert series.balances(A, B, C) == (1_000, 0, 0)
    series.send(AGENT, together, [A, TIER_ONE], [B, C], [1, 2])
    assert series.balances(A, B, C) == (999, 1, 2)


# Recovery


@pytest.fixture
def spare(market: NoteMarket) -> Actor:
    """A second wallet of A's."""
    market.stage.identities.register(OPERATOR, SPARE, identity=A)
    return SPARE


def test_a_party_gets_the_notes_of_a_lost_wallet_in_another_of_its_own(
    series: NoteSeries, spare: Actor
) -> None:
    outcome = series.recover(AGENT, A, spare, A)
    assert outcome.answer is True
    assert outcome.events == [
        ("RecoverySuccess", A.address, spare.address, A.address),
        ("Transfer", A.address, spare.address, 1_000),
    ]
    assert series.balances(A, spare) == (0, 1_000)
    with refused("NothingToRecover", wallet=A):
        series.recover(AGENT, A, spare, A)


def test_what_is_frozen_is_recovered_frozen(series: NoteSeries, spare: Actor) -> None:
    series.transfer(A, spare, 100)
    series.set_frozen(AGENT, spare, 30)
    series.set_frozen(AGENT, A, 2_000)
    series.freeze_wallet(AGENT, A)
    assert series.recover(AGENT, A, spare, A).events == [
        ("Frozen", A.address, 0),
        ("TokensUnfrozen", A.address, 2_000),
        ("Frozen", spare.address, 2_030),
        ("TokensFrozen", spare.address, 2_000),
        ("RecoverySuccess", A.address, spare.address, A.address),
        ("Transfer", A.address, spare.address, 900),
        ("AddressFrozen", spare.address, True, AGENT.address),
    ]
    assert (series.balance(spare), series.frozen(spare), series.can_send(spare)) == (1_000, 2_030, False)
    assert (series.balance(A), series.frozen(A), series.can_send(A)) == (0, 0, False)


def test_what_is_frozen_without_end_is_recovered_so(series: NoteSeries, spare: Actor) -> None:
    series.set_frozen(AGENT, A, UNLIMITED)
    series.set_frozen(AGENT, spare, 5)
    series.recover(AGENT, A, spare, A)
    assert series.frozen(spare) == ALL


def test_nothing_is_recovered_into_a_wallet_of_somebody_else(
    stage: Stage, series: NoteSeries, spare: Actor
) -> None:
    with refused("IdentityDiffers", wallet=B, identity=A):
        series.recover(AGENT, A, B, A)
    with refused("IdentityDiffers", wallet=A, identity=B):
        series.recover(AGENT, A, B, B)
    with refused("ForcedOntoItself", wallet=A):
        series.recover(AGENT, A, A, A)
    series.freeze_wallet(AGENT, spare)
    with refused("WalletIsFrozen", wallet=spare):
        series.recover(AGENT, A, spare, A)
    series.freeze_wallet(AGENT, spare, frozen=False)
    stage.identities.withdraw(ISSUER, A)
    with refused("NotVerified", holder=spare):
        series.recover(AGENT, A, spare, A)


# Agents and owner


def test_the_operator_is_never_an_agent(series: NoteSeries) -> None:
    with refused("OperatorIsNoAgent", account=OPERATOR):
        series.appoint(OWNER, OPERATOR)
    assert not series.ask("isAgent(address)", OPERATOR)


def test_an_agent_that_has_become_operator_moves_nobodys_notes(
    stage: Stage, series: NoteSeries, spare: Actor
) -> None:
    series.cite(AGENT, A, B, 1)
    stage.access.send(GOVERNOR, "grantRole(uint64,address,uint32)", 1, AGENT, 0)
    with refused("OperatorIsNoAgent", account=AGENT):
        series.force(AGENT, A, B, 1)
    with refused("OperatorIsNoAgent", account=AGENT):
        series.send(AGENT, "batchForcedTransfer(address[],address[],uint256[])", [A], [B], [1])
    with refused("OperatorIsNoAgent", account=AGENT):
        series.recover(AGENT, A, spare, A)
    series.dismiss(OWNER, AGENT)
    with refused("OperatorIsNoAgent", account=AGENT):
        series.appoint(OWNER, AGENT)
    assert series.balance(A) == 1_000


def test_the_owner_appoints_and_dismisses_agents(series: NoteSeries) -> None:
    assert series.appoint(OWNER, COURT).events == [("AgentAdded", COURT.address)]
    series.pause(COURT)
    assert series.dismiss(OWNER, AGENT).events == [("AgentRemoved", AGENT.address)]
    with refused("CallerIsNotAnAgent", caller=AGENT):
        series.unpause(AGENT)
    for nobody in (COURT, NOBODY):
        with refused("InvalidAgent", agent=nobody):
            series.appoint(OWNER, nobody)
    with refused("InvalidAgent", agent=AGENT):
        series.dismiss(OWNER, AGENT)


def test_the_owner_hands_the_series_on_and_never_gives_it_up(series: NoteSeries) -> None:
    with refused("InvalidOwner", owner=NOBODY):
        series.send(OWNER, "transferOwnership(address)", NOBODY)
    assert series.send(OWNER, "transferOwnership(address)", C).events == [
        ("OwnershipTransferred", OWNER.address, C.address)
    ]
    with refused("CallerIsNotTheOwner", caller=OWNER):
        series.appoint(OWNER, COURT)
    series.appoint(C, COURT)


# Registries and rules of the owner's choice


def test_another_registry_is_asked_from_then_on(stage: Stage, series: NoteSeries) -> None:
    assert series.ask("identityRegistry()") == stage.identities.address
    other = Identities(
        stage.chain,
        stage.identities.interface,
        stage.put(stage.identities.interface, GOVERNOR, OPERATOR, stage.ledger).address,
    )
    assert series.set_registry(OWNER, other).events == [("IdentityRegistryAdded", other.address)]
    assert series.ask("identityRegistry()") == other.address
    with series.foretold("NotVerified", TIER_ONE, A, 1):
        series.transfer(TIER_ONE, A, 1)
    other.register(OPERATOR, STRANGER, country=GERMANY)
    series.transfer(TIER_ONE, STRANGER, 1)
    other.delete(OPERATOR, STRANGER)
    with series.foretold("NotVerified", TIER_ONE, STRANGER, 1):
        series.transfer(TIER_ONE, STRANGER, 1)
    series.set_registry(OWNER, stage.identities)
    series.transfer(TIER_ONE, A, 1)


def test_a_registry_that_agrees_to_everything_gives_no_notes_to_nobody(
    stage: Stage, series: NoteSeries
) -> None:
    series.set_registry(OWNER, stage.put(compiled("Capricious"), SAYS_YES))
    series.transfer(A, STRANGER, 1)
    with series.foretold("NotVerified", A, NOBODY, 1):
        series.transfer(A, NOBODY, 1)


def test_rules_from_elsewhere_are_asked_and_told(stage: Stage, market: NoteMarket) -> None:
    claim = market.claim()
    market.wrap(claim, FACE - 5)
    series = stage.note_desk.series_of(claim)
    assert series.ask("compliance()") == stage.note_desk.compliance_of(2).address
    no, yes = (stage.put(compiled("Capricious"), whim) for whim in (SAYS_NO, SAYS_YES))
    assert series.set_compliance(OWNER, no).events == [("ComplianceAdded", no.address)]
    with series.foretold("ERC7943CannotTransfer", TIER_ONE, A, 5):
        series.transfer(TIER_ONE, A, 5)
    with refused("ERC7943CannotTransfer", to=TIER_ONE, amount=5, **{"from": NOBODY}):
        market.wrap(claim, 5)
    stage.note_desk.unwrap(TIER_ONE, claim + 1, 5)
    series.set_compliance(OWNER, yes)
    assert series.ask("compliance()") == yes.address
    series.transfer(TIER_ONE, A, 5)
    market.wrap(claim, 5)


@pytest.mark.parametrize("choice", [NoteSeries.set_registry, NoteSeries.set_compliance])
def test_a_registry_or_rules_that_are_no_contract_are_refused(
    series: NoteSeries, choice: Callable[[NoteSeries, Actor, Party], object]
) -> None:
    for nobody in (A, NOBODY):
        with refused("NotAContract", target=nobody):
            choice(series, OWNER, nobody)


# Asking never fails


YES, WHIMS = 4, range(7)
parties = st.one_of(
    st.sampled_from([address_of(who) for who in (TIER_ONE, A, B, STRANGER, NOBODY)]),
    st.binary(min_size=20, max_size=20),
)
amounts = st.one_of(st.integers(0, FACE + 1), st.integers(0, 2**256 - 1))


def ask_everything(series: NoteSeries, giver: bytes, to: bytes, amount: int) -> None:
    for party in (giver, to):
        assert series.can_send(party) in {True, False}
        assert series.can_receive(party) in {True, False}
    assert series.can_transfer(giver, to, amount) in {True, False}


@pytest.mark.parametrize(
    ("registry", "rules"), [*((whim, None) for whim in WHIMS), *((YES, whim) for whim in WHIMS)]
)
def test_asking_never_fails_whatever_the_owner_has_set(
    stage: Stage, series: NoteSeries, registry: int, rules: int | None
) -> None:
    series.set_registry(OWNER, stage.put(compiled("Capricious"), registry))
    if rules is not None:
        series.set_compliance(OWNER, stage.put(compiled("Capricious"), rules))
    for amount in (1, UNLIMITED):
        ask_everything(series, TIER_ONE.address, A.address, amount)


@pytest.mark.parametrize("other", ["ecny", "ledger", "access"])
def test_asking_never_fails_where_some_other_contract_was_set(
    stage: Stage, series: NoteSeries, other: str
) -> None:
    contract: Contract = getattr(stage, other)
    series.set_registry(OWNER, contract)
    ask_everything(series, TIER_ONE.address, A.address, 1)
    series.set_registry(OWNER, stage.identities)
    series.set_compliance(OWNER, contract)
    ask_everything(series, TIER_ONE.address, A.address, 1)


@given(st.lists(st.tuples(parties, parties, amounts), max_size=8), st.integers(0, 2**256 - 1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
def test_asking_never_fails_whoever_is_asked_about_and_a_transfer_that_is_made_was_foretold(
    stage: Stage, questions: list[tuple[bytes, bytes, int]], frozen: int
) -> None:
    stage.reset()
    series, _ = NoteMarket(stage).notes(parts={A: 1_000})
    series.set_frozen(AGENT, A, frozen)
    for giver, to, amount in questions:
        ask_everything(series, giver, to, amount)
        if series.can_transfer(giver, to, amount) and amount <= series.balance(giver):
            assert series.ask(TRANSFER, to, amount, sender=giver) is True
        else:
            with pytest.raises(Refused):
                series.ask(TRANSFER, to, amount, sender=giver)


# Set up once, by the desk


@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_neither_a_series_nor_what_it_is_a_clone_of_is_set_up_by_anybody(
    stage: Stage, series: NoteSeries, somebody: Actor
) -> None:
    set_up = "setUp(uint64,uint40,address,address,address)"
    for contract in (series, stage.notes):
        with refused("NotTheNoteDesk", caller=somebody):
            contract.send(somebody, set_up, 1, CLOSING, somebody, somebody, NOBODY)
    assert stage.notes.ask("owner()") == NOBODY
    assert stage.notes.ask("desk()") == stage.note_desk.address
    assert not stage.notes.ask("isAgent(address)", REGULATOR)
