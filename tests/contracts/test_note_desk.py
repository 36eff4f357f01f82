"""Claims are wrapped into notes and unwrapped again; at maturity the notes' holders are paid from the debtor's hold."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations

import pytest
from eth_utils.crypto import keccak

from tallystick.chain.deployment import OPERATOR_ROLE
from tallystick.money.settlement import share
from tests.contracts.driver.cast import (
    BANK,
    CAR_MAKER,
    COURT,
    EVERYBODY,
    FINANCIER,
    GOVERNOR,
    NOBODY,
    OPERATOR,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
    B,
    C,
    actor,
)
from tests.contracts.driver.chain import moment
from tests.contracts.driver.contract import Contract
from tests.contracts.driver.finance import Finance
from tests.contracts.driver.note_market import (
    AGENT,
    APPROVAL,
    CLOSING,
    FACE,
    FUNDS,
    ISSUER,
    OWNER,
    NoteMarket,
)
from tests.contracts.driver.notes import ORDER, NoteDesk
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.solidity import compiled
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.words import SeriesWord, claim_id, receivable_of

SALE = "onSale(address,uint256,uint256,uint64,bytes)"
PLEDGE = "onPledge(address,uint256,uint256,uint64,uint256,bytes)"
COLLECTION = "onCollection(uint256,address,uint64,uint32)"
FOR = "collectFor(uint256[],(address,uint64,uint8)[])"
SPARE = actor("A's other wallet")


@pytest.fixture
def desk(stage: Stage) -> NoteDesk:
    return stage.note_desk


# Offerings


def test_the_governor_opens_a_programme_for_notes_once(stage: Stage, desk: NoteDesk) -> None:
    programme = stage.open_programme(token_offering=True, regime=2, approval=APPROVAL)
    assert desk.ask("complianceOf(uint32)", programme) == NOBODY
    outcome = desk.open_offering(GOVERNOR, programme, BANK, [(stage.lock_up, 3)])
    rules = desk.compliance_of(programme)
    assert outcome.answer == rules.address
    assert outcome.events == [
        ("OwnershipTransferred", NOBODY, GOVERNOR.address),
        ("ModulesSet", ((stage.lock_up.address, 3),)),
        ("OfferingOpened", programme, rules.address, GOVERNOR.address),
        ("AgentNamed", programme, BANK.address),
    ]
    assert desk.ask("agentOf(uint32)", programme) == BANK.address
    assert (rules.ask("owner()"), rules.ask("desk()")) == (GOVERNOR.address, desk.address)
    with refused("OfferingIsOpen", programme=programme):
        desk.open_offering(GOVERNOR, programme, BANK)


def test_a_programme_that_does_not_offer_tokens_is_not_opened(stage: Stage, desk: NoteDesk) -> None:
    with refused("TokensNotOffered", programme=stage.programme):
        desk.open_offering(GOVERNOR, stage.programme, BANK)
    with refused("UnknownProgramme", programme=99):
        desk.open_offering(GOVERNOR, 99, BANK)
    programme = stage.open_programme(token_offering=True, regime=2, approval=APPROVAL)
    with refused("SettingOutOfRange", setting=0):
        desk.open_offering(GOVERNOR, programme, BANK, [(stage.lock_up, 0)])


@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_an_offering_is_opened_by_nobody_but_the_governor(
    stage: Stage, desk: NoteDesk, somebody: Actor
) -> None:
    programme = stage.open_programme(token_offering=True, regime=2, approval=APPROVAL)
    if somebody is GOVERNOR:
        desk.open_offering(somebody, programme, BANK)
        return
    with refused("AccessManagedUnauthorized", caller=somebody):
        desk.open_offering(somebody, programme, BANK)


# Series


def test_anybody_opens_the_series_of_a_receivable_once(market: NoteMarket, desk: NoteDesk) -> None:
    claim = market.claim()
    receivable = receivable_of(claim)
    assert desk.ask("seriesOf(uint64)", receivable) == NOBODY
    outcome = desk.open_series(STRANGER, receivable)
    series = desk.series_of(claim)
    rules = series.ask("compliance()")
    assert outcome.answer == series.address
    assert outcome.events == [
        ("SeriesOpened", series.address, receivable, CLOSING),
        ("TokenBound", series.address),
        ("OwnershipTransferred", NOBODY, OWNER.address),
        ("AgentAdded", AGENT.address),
    ]
    assert series.series_word() == SeriesWord(0, 0, CLOSING, receivable)
    assert (series.ask("owner()"), series.ask("isAgent(address)", AGENT)) == (OWNER.address, True)
    assert rules == desk.compliance_of(2).address
    with refused("SeriesIsOpen", receivable=receivable):
        desk.open_series(A, receivable)


def test_a_series_is_at_an_address_that_anybody_can_tell_before(market: NoteMarket, desk: NoteDesk) -> None:
    claim = market.claim()
    rules, target = desk.ask("complianceOf(uint32)", 2), desk.ask("implementation()")
    desk.open_series(A, receivable_of(claim))
    code = (
        bytes.fromhex("363d3d373d3d3d363d73")
        + target
        + bytes.fromhex("5af43d82803e903d91602b57fd5bf3")
        + rules
    )
    creation = bytes.fromhex("61") + len(code).to_bytes(2, "big") + bytes.fromhex("3d81600a3d39f3") + code
    salt = receivable_of(claim).to_bytes(32, "big")
    expected = keccak(b"\xff" + desk.address + salt + keccak(creation))[12:]
    assert desk.series_of(claim).address == expected


def test_there_is_no_series_without_a_receivable_under_an_open_offering(
    stage: Stage, market: NoteMarket, desk: NoteDesk
) -> None:
    with refused("UnknownReceivable", receivable=9):
        desk.open_series(STRANGER, 9)
    claim = stage.claim(FACE)
    with refused("OfferingNotOpen", programme=stage.programme):
        desk.open_series(STRANGER, receivable_of(claim))
    with refused("OfferingNotOpen", programme=stage.programme):
        market.wrap(claim)


def test_there_is_no_series_of_a_receivable_that_was_not_accepted(
    stage: Stage, market: NoteMarket, desk: NoteDesk, policy: Contract
) -> None:
    """Nobody gets round its policy by being early."""
    receivable = stage.offer(FACE, programme=market.offering(policy=policy.address))
    with refused("ReceivableNotMinted", receivable=receivable):
        desk.open_series(STRANGER, receivable)
    claim = stage.issuance.accept(TIER_ONE, receivable).answer
    desk.open_series(STRANGER, receivable)
    assert desk.series_of(claim).series_word().policy == 1


def test_an_offering_has_a_transfer_agent_that_may_be_one(
    stage: Stage, market: NoteMarket, desk: NoteDesk
) -> None:
    programme = stage.open_programme(token_offering=True, regime=2, approval=APPROVAL)
    with refused("OfferingNotOpen", programme=programme):
        desk.name_agent(GOVERNOR, programme, BANK)
    with refused("InvalidAgent", agent=NOBODY):
        desk.open_offering(GOVERNOR, programme, NOBODY)
    with refused("OperatorIsNoAgent", account=OPERATOR):
        desk.open_offering(GOVERNOR, programme, OPERATOR)
    desk.open_offering(GOVERNOR, programme, A)
    rules = desk.compliance_of(programme).address
    with refused("OfferingIsOpen", programme=programme):
        desk.open_offering(GOVERNOR, programme, BANK)
    with refused("InvalidAgent", agent=NOBODY):
        desk.name_agent(GOVERNOR, programme, NOBODY)
    early = stage.claim(FACE, programme=programme)
    market.wrap(early)
    assert desk.name_agent(GOVERNOR, programme, B).events == [("AgentNamed", programme, B.address)]
    late = stage.claim(FACE, programme=programme)
    market.wrap(late)
    for claim, agent in ((early, A), (late, B)):
        series = desk.series_of(claim)
        assert [series.ask("isAgent(address)", one) for one in (A, B)] == [agent is A, agent is B]
    assert desk.compliance_of(programme).address == rules


def test_an_agent_that_has_become_operator_gets_no_series_until_another_is_named(
    stage: Stage, market: NoteMarket, desk: NoteDesk
) -> None:
    claim = market.claim()
    stage.access.send(GOVERNOR, "grantRole(uint64,address,uint32)", OPERATOR_ROLE, AGENT, 0)
    with refused("OperatorIsNoAgent", account=AGENT):
        market.wrap(claim)
    desk.name_agent(GOVERNOR, 2, B)
    market.wrap(claim)
    assert desk.series_of(claim).in_all() == FACE


# Wrapping


def test_a_holder_wraps_its_claim_and_has_as_many_notes(
    stage: Stage, market: NoteMarket, desk: NoteDesk
) -> None:
    claim = market.claim()
    outcome = market.wrap(claim)
    series = desk.series_of(claim)
    assert outcome.answer == claim
    assert outcome.events[4:] == [
        ("Wrapped", receivable_of(claim), claim, TIER_ONE.address, FACE),
        ("Transfer", NOBODY, TIER_ONE.address, FACE),
        ("CarriedByDesk", desk.address, claim),
        ("Transfer", TIER_ONE.address, desk.address, claim),
    ]
    assert (series.balance(TIER_ONE), series.in_all()) == (FACE, FACE)
    assert stage.ledger.owner_of(claim) == desk.address
    assert stage.ecny.balance(desk) == 0


def test_a_part_is_wrapped_as_a_claim_of_its_own(stage: Stage, market: NoteMarket, desk: NoteDesk) -> None:
    claim = market.claim()
    wrapped = market.wrap(claim, 400).answer
    assert wrapped == claim_id(receivable_of(claim), 2)
    assert (stage.ledger.value_of(claim), stage.ledger.value_of(wrapped)) == (FACE - 400, 400)
    names = [event[0] for event in market.wrap(claim, 100).events]
    assert "SeriesOpened" not in names
    assert desk.series_of(claim).balance(TIER_ONE) == 500


def test_only_the_holder_wraps_and_no_more_than_it_has(
    market: NoteMarket,
) -> None:
    claim = market.claim()
    for somebody in (A, STRANGER, OPERATOR, GOVERNOR):
        with refused("ERC721InsufficientApproval", operator=somebody, tokenId=claim):
            market.wrap(claim, holder=somebody)
    with refused("ValueExceeded", claim=claim, value=FACE, requested=FACE + 1):
        market.wrap(claim, FACE + 1)
    with refused("ValueMissing", claim=claim):
        market.wrap(claim, 0)


def test_only_who_may_get_notes_wraps(stage: Stage, market: NoteMarket, desk: NoteDesk) -> None:
    claim = market.claim()
    stage.identities.withdraw(ISSUER, TIER_ONE)
    with refused("NotVerified", holder=TIER_ONE):
        market.wrap(claim)
    stage.identities.state(ISSUER, TIER_ONE)
    market.wrap(claim, 1)
    series = desk.series_of(claim)
    series.freeze_wallet(AGENT, TIER_ONE)
    with refused("WalletIsFrozen", wallet=TIER_ONE):
        market.wrap(claim, 1)
    series.freeze_wallet(AGENT, TIER_ONE, frozen=False)
    series.pause(AGENT)
    with refused("NotesPaused", series=series):
        market.wrap(claim, 1)


def test_what_is_restrained_suspended_or_disputed_is_not_wrapped(stage: Stage, market: NoteMarket) -> None:
    frozen, encumbered, paused, disputed, suspended = (market.claim() for _ in range(5))
    stage.ledger.freeze(COURT, [frozen], ORDER)
    stage.ledger.encumber(TIER_ONE, encumbered, B)
    stage.ledger.pause(OPERATOR, receivable_of(paused))
    stage.disputes.dispute(CAR_MAKER, disputed, FACE)
    for claim, error in (
        (frozen, "ClaimIsFrozen"),
        (encumbered, "ClaimIsEncumbered"),
        (paused, "ReceivableIsPaused"),
        (disputed, "ClaimIsDisputed"),
    ):
        for value in (FACE, FACE - 1):
            with refused(error):
                market.wrap(claim, value)
    stage.ledger.suspend(COURT, TIER_ONE, ORDER)
    with refused("AccountIsSuspended", account=TIER_ONE):
        market.wrap(suspended)


def test_a_claim_that_somebody_answers_for_is_not_wrapped(stage: Stage, market: NoteMarket) -> None:
    claim = market.claim()
    market.open_wallets()
    stage.ecny.open_wallet(BANK, FINANCIER)
    stage.ecny.pay(CAR_MAKER, FINANCIER, FACE)
    stage.ledger.open_account(OPERATOR, FINANCIER, 4)
    stage.ecny.approve(FINANCIER, stage.financing, FACE)
    stage.identities.register(OPERATOR, FINANCIER)
    stage.identities.state(ISSUER, FINANCIER)
    _, sold = Finance(stage).sell_with_recourse(claim, FACE)
    with refused("ClaimCarriesRecourse", claim=sold):
        market.wrap(sold, holder=FINANCIER)
    with refused("ClaimCarriesRecourse", claim=sold):
        stage.note_desk.ask(SALE, FINANCIER, sold, 0, FACE, b"", sender=stage.ledger)
    stage.ledger.send(FINANCIER, "waiveRecourse(uint256)", sold)
    market.wrap(sold, holder=FINANCIER)


def test_nothing_is_wrapped_from_the_day_after_the_due_day(
    stage: Stage,
    market: NoteMarket,
) -> None:
    claim = market.claim()
    stage.chain.go_to(CLOSING - 1)
    market.wrap(claim, 1)
    stage.chain.go_to(CLOSING)
    with refused("NotesClosed", closedAt=CLOSING):
        market.wrap(claim, FACE - 1)


def test_the_desk_takes_no_claim_in_pledge(stage: Stage, market: NoteMarket, desk: NoteDesk) -> None:
    claim = market.claim()
    pledge = "pledge(uint256,uint64,address,bytes)"
    with refused("NotesCannotBePledged", claim=claim):
        stage.ledger.send(TIER_ONE, pledge, claim, FACE, desk, b"")
    with refused("NotesCannotBePledged", claim=claim):
        desk.ask(PLEDGE, TIER_ONE, claim, 0, FACE, claim, b"")
    with refused("InvalidBeneficiary", claim=claim):
        stage.ledger.encumber(TIER_ONE, claim, desk)


@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_the_desk_listens_to_the_ledger_and_to_nobody_else(
    stage: Stage, market: NoteMarket, desk: NoteDesk, somebody: Actor
) -> None:
    claim = market.claim()
    with refused("NotTheLedger", caller=somebody):
        desk.send(somebody, SALE, somebody, claim, 0, FACE, b"")
    with refused("NotTheSettlement", caller=somebody):
        desk.ask(COLLECTION, claim, somebody, FACE, 1, sender=somebody)
    with refused("NotTheSettlement", caller=stage.settlement):
        desk.ask(COLLECTION, claim, somebody, FACE, 1, sender=stage.settlement)


# What comes by itself


@pytest.mark.parametrize(
    "send",
    [
        lambda stage, claim: stage.ledger.transfer_claim(TIER_ONE, TIER_ONE, stage.note_desk, claim),
        lambda stage, claim: stage.ledger.transfer_claim_safely(TIER_ONE, TIER_ONE, stage.note_desk, claim),
        lambda stage, claim: stage.ledger.transfer_claims(TIER_ONE, [claim], stage.note_desk),
        lambda stage, claim: stage.ledger.transfer_value(TIER_ONE, claim, stage.note_desk, 1),
        lambda stage, claim: stage.ledger.distribute(TIER_ONE, claim, [(stage.note_desk, 1)]),
    ],
    ids=["claim", "safely", "claims", "value", "distributed"],
)
def test_a_claim_that_comes_by_itself_is_refused(
    stage: Stage, market: NoteMarket, send: Callable[[Stage, int], object]
) -> None:
    claim = market.claim()
    with refused("ERC721InvalidReceiver", receiver=stage.note_desk):
        send(stage, claim)


def test_value_that_comes_by_itself_into_a_wrapped_claim_is_refused(
    stage: Stage, market: NoteMarket, desk: NoteDesk
) -> None:
    claim = market.claim()
    wrapped = market.wrap(claim, 400).answer
    with refused("ERC721InvalidReceiver", receiver=desk):
        stage.ledger.move_value(TIER_ONE, claim, wrapped, 1)
    assert stage.ledger.value_of(wrapped) == 400
    assert desk.ask("onERC3525Received(address,uint256,uint256,uint256,bytes)", A, 1, 2, 3, b"") == bytes(4)
    for identifier, answer in ((0x009CE20B, True), (0x01FFC9A7, True), (0xFFFFFFFF, False)):
        assert desk.ask("supportsInterface(bytes4)", identifier.to_bytes(4, "big")) is answer


# Unwrapping


def test_whoever_has_notes_gets_as_much_of_a_wrapped_claim(
    stage: Stage, market: NoteMarket, desk: NoteDesk
) -> None:
    series, claim = market.notes(parts={A: 1_000})
    receivable = receivable_of(claim)
    outcome = desk.unwrap(A, claim, 400)
    mine = outcome.answer
    assert mine == claim_id(receivable, 2)
    assert outcome.events[0] == ("Transfer", A.address, NOBODY, 400)
    assert outcome.events[-1] == ("Unwrapped", receivable, mine, A.address, 400)
    assert (stage.ledger.owner_of(mine), stage.ledger.value_of(mine)) == (A.address, 400)
    assert (series.balance(A), series.in_all(), stage.ledger.value_of(claim)) == (600, FACE - 400, FACE - 400)


def test_all_of_a_claim_is_unwrapped_as_that_claim(stage: Stage, market: NoteMarket, desk: NoteDesk) -> None:
    series, claim = market.notes()
    assert desk.unwrap(TIER_ONE, claim, FACE).answer == claim
    assert stage.ledger.owner_of(claim) == TIER_ONE.address
    assert (series.in_all(), series.series_word().holders) == (0, 0)
    market.wrap(claim)
    assert series.in_all() == FACE


def test_nobody_unwraps_more_than_its_notes_or_than_there_is_in_a_claim(
    market: NoteMarket, desk: NoteDesk
) -> None:
    _, claim = market.notes(parts={A: 1_000})
    with refused("ERC20InsufficientBalance", sender=A, balance=1_000, needed=1_001):
        desk.unwrap(A, claim, 1_001)
    with refused("ERC20InsufficientBalance", sender=STRANGER, balance=0, needed=1):
        desk.unwrap(STRANGER, claim, 1)
    whole = market.claim()
    first, second = (market.wrap(whole, value).answer for value in (300, 200))
    for wrapped, value in ((first, 300), (second, 200)):
        with refused("ValueExceeded", claim=wrapped, value=value, requested=value + 1):
            desk.unwrap(TIER_ONE, wrapped, value + 1)
    with refused("AmountMissing"):
        desk.unwrap(A, claim, 0)
    other = market.claim()
    for missing in (other, claim + 1, claim | 1 << 128, 0):
        with refused("ClaimNotWrapped", claim=missing):
            desk.unwrap(A, missing, 1)


def test_what_is_frozen_paused_or_closed_is_not_unwrapped(
    stage: Stage, market: NoteMarket, desk: NoteDesk
) -> None:
    series, claim = market.notes(parts={A: 1_000})
    series.set_frozen(AGENT, A, 601)
    with refused("ERC7943InsufficientUnfrozenBalance", account=A, amount=400, unfrozen=399):
        desk.unwrap(A, claim, 400)
    desk.unwrap(A, claim, 399)
    series.freeze_wallet(AGENT, A)
    with refused("WalletIsFrozen", wallet=A):
        desk.unwrap(A, claim, 1)
    series.pause(AGENT)
    with refused("NotesPaused", series=series):
        desk.unwrap(TIER_ONE, claim, 1)
    series.unpause(AGENT)
    stage.ledger.freeze(COURT, [claim], ORDER)
    with refused("ClaimIsFrozen", claim=claim):
        desk.unwrap(TIER_ONE, claim, 1)
    stage.ledger.unfreeze(COURT, [claim])
    stage.ledger.suspend(COURT, TIER_ONE, ORDER)
    with refused("AccountIsSuspended", account=TIER_ONE):
        desk.unwrap(TIER_ONE, claim, 1)
    stage.ledger.reinstate(COURT, TIER_ONE)
    market.close()
    with refused("NotesClosed", series=series, closedAt=CLOSING):
        desk.unwrap(TIER_ONE, claim, 1)


def test_whoever_is_verified_no_longer_still_unwraps_what_it_has(
    stage: Stage, market: NoteMarket, desk: NoteDesk
) -> None:
    _, claim = market.notes(parts={A: 1_000})
    stage.identities.delete(OPERATOR, A)
    mine = desk.unwrap(A, claim, 1_000).answer
    assert stage.ledger.owner_of(mine) == A.address


# Putting wrapped claims together


def test_anybody_puts_wrapped_claims_of_one_receivable_together(
    stage: Stage, market: NoteMarket, desk: NoteDesk
) -> None:
    claim = market.claim()
    first, second, third = (market.wrap(claim, value).answer for value in (100, 200, 300))
    desk.consolidate(STRANGER, [second, third], first)
    assert stage.ledger.value_of(first) == 600
    assert desk.series_of(claim).in_all() == 600
    with refused("ERC721NonexistentToken", tokenId=second):
        desk.consolidate(STRANGER, [second], first)
    other = market.wrap(market.claim(), 5).answer
    with refused("SlotsDiffer"):
        desk.consolidate(STRANGER, [other], first)
    for claims, into in (([claim], first), ([first], claim)):
        with refused(("OwnersDiffer", "ERC721InsufficientApproval")[into == claim]):
            desk.consolidate(STRANGER, claims, into)


def test_nothing_is_put_together_once_books_are_closed(market: NoteMarket, desk: NoteDesk) -> None:
    claim = market.claim()
    first, second = (market.wrap(claim, value).answer for value in (100, 200))
    market.close()
    with refused("BooksClosed"):
        desk.consolidate(STRANGER, [second], first)


# Rules that call back


@pytest.mark.parametrize(
    "again",
    [
        ("unwrap(uint256,uint64)", lambda claim: (claim, 1)),
        ("collect(uint256[],address[])", lambda claim: ([claim], [A])),
        ("consolidate(uint256[],uint256)", lambda claim: ([claim], claim)),
    ],
    ids=["unwrap", "collect", "consolidate"],
)
def test_from_within_a_module_nothing_is_done_at_the_desk(
    stage: Stage,
    market: NoteMarket,
    desk: NoteDesk,
    again: tuple[str, Callable[[int], tuple[object, ...]]],
) -> None:
    module = stage.put(compiled("WatchfulModule"), False)
    _, claim = market.notes((module, 1))
    signature, arguments = again
    module.send(STRANGER, "callBackWith(address,bytes)", desk, desk.encode(signature, *arguments(claim)))
    desk.unwrap(TIER_ONE, claim, 5)
    assert not module.ask("calledBackWell()")
    assert module.ask("calledBackAnswer()") == keccak(text="ReentrancyGuardReentrantCall()")[:4]


def test_a_module_that_insists_on_it_stops_what_it_was_told_of(
    stage: Stage, market: NoteMarket, desk: NoteDesk
) -> None:
    module = stage.put(compiled("WatchfulModule"), False)
    series, claim = market.notes((module, 1))
    again = desk.encode("unwrap(uint256,uint64)", claim, 1)
    module.send(STRANGER, "callBackWith(address,bytes)", desk, again)
    module.send(STRANGER, "insist()")
    with refused("ReentrancyGuardReentrantCall"):
        desk.unwrap(TIER_ONE, claim, 5)
    assert series.in_all() == FACE


def test_what_a_module_puts_together_meanwhile_takes_no_backing_from_the_notes(
    stage: Stage, market: NoteMarket, desk: NoteDesk
) -> None:
    module = stage.put(compiled("WatchfulModule"), False)
    claim = market.claim((module, 1))
    first, second = (market.wrap(claim, value).answer for value in (250_000, 500_000))
    desk.series_of(claim).transfer(TIER_ONE, A, 250_000)
    again = desk.encode("consolidate(uint256[],uint256)", [second], first)
    module.send(STRANGER, "callBackWith(address,bytes)", desk, again)
    got = desk.unwrap(A, first, 250_000).answer
    assert stage.ledger.value_of(got) == 250_000
    assert (desk.series_of(claim).in_all(), stage.ledger.value_of(second)) == (500_000, 500_000)


# Paid at maturity


@pytest.fixture
def rich(market: NoteMarket) -> NoteMarket:
    market.open_wallets()
    return market


def test_holders_are_paid_straight_from_the_debtors_hold_and_nothing_is_left(
    stage: Stage, rich: NoteMarket, desk: NoteDesk
) -> None:
    series, claim = rich.notes(parts={A: 300_000})
    receivable = receivable_of(claim)
    hold = rich.fund(claim, FACE)
    with refused("NotYetDue", receivable=receivable, dueAt=CLOSING):
        desk.collect(STRANGER, [claim], [A])
    rich.close()
    outcome = desk.collect(STRANGER, [claim], [A])
    assert outcome.events == [
        ("CollectedFor", desk.address, receivable, A.address, 1, 300_000, 300_000),
        ("HoldPaid", hold, A.address, 300_000),
        ("Transfer", CAR_MAKER.address, A.address, 300_000),
        ("RoundsTaken", claim, 0),
        ("TransferValue", claim, 0, 300_000),
        ("Transfer", A.address, NOBODY, 300_000),
    ]
    desk.collect(STRANGER, [claim], [TIER_ONE])
    assert rich.paid(A, TIER_ONE, CAR_MAKER) == (300_000, 700_000, FUNDS - FACE)
    assert (series.in_all(), series.series_word().holders, stage.ledger.value_of(claim)) == (0, 0, 0)
    assert stage.ledger.receivable(receivable).outstanding == 0
    with refused("HoldNotFound", hold=hold):
        stage.ecny.hold_of(hold)


@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_anybody_may_have_the_holders_of_notes_paid(
    rich: NoteMarket, desk: NoteDesk, somebody: Actor
) -> None:
    _, claim = rich.notes(parts={A: 3})
    rich.fund(claim, FACE)
    rich.close()
    desk.collect(somebody, [claim], [A, TIER_ONE])
    assert rich.paid(A, TIER_ONE) == (3, FACE - 3)


@pytest.mark.parametrize("order", list(permutations((TIER_ONE, A, B))))
def test_parts_of_the_debt_are_paid_out_to_the_unit_in_any_order(
    rich: NoteMarket, desk: NoteDesk, order: tuple[Actor, ...]
) -> None:
    """A million over three holders and in three fundings of which none can be divided evenly."""
    series, claim = rich.notes(parts={A: 333_333, B: 1})
    fundings = (1, 333_334, FACE - 333_335)
    faces = {who: series.balance(who) for who in order}
    got = dict.fromkeys(order, 0)
    unfunded = FACE
    for amount in fundings:
        rich.fund(claim, amount)
    rich.close()
    for who in order:
        desk.collect(STRANGER, [claim], [who])
    for amount in fundings:
        cursor = 0
        for who in order:
            part = share(amount, unfunded, cursor, faces[who])
            cursor += faces[who]
            faces[who] -= part
            got[who] += part
        unfunded -= amount
    assert rich.paid(*order) == tuple(got.values())
    assert sum(got.values()) == FACE
    assert series.in_all() == 0


def test_interest_is_paid_on_notes_and_retires_none(rich: NoteMarket, desk: NoteDesk) -> None:
    series, claim = rich.notes(parts={A: 250_000})
    rich.close(10)
    assert rich.owed(claim) == FACE + 5_000
    rich.fund(claim, 4_000)
    desk.collect(STRANGER, [claim], [A, TIER_ONE])
    assert rich.paid(A, TIER_ONE) == (1_000, 3_000)
    assert series.balances(A, TIER_ONE) == (250_000, 750_000)
    assert series.word(A).round == 1
    with refused("NothingToPay", payee=A):
        desk.collect(STRANGER, [claim], [A])
    rich.fund(claim, rich.owed(claim))
    desk.collect(STRANGER, [claim], [TIER_ONE, A])
    assert rich.paid(A, TIER_ONE) == (251_250, 753_750)
    assert series.in_all() == 0


def test_a_holder_that_comes_late_takes_all_its_rounds_at_once(rich: NoteMarket, desk: NoteDesk) -> None:
    series, claim = rich.notes(parts={A: 250_000})
    for amount in (100_000, 200_000):
        rich.fund(claim, amount)
    rich.close()
    desk.collect(STRANGER, [claim], [A])
    rich.fund(claim, rich.owed(claim))
    desk.collect(STRANGER, [claim], [TIER_ONE])
    desk.collect(STRANGER, [claim], [A])
    assert series.in_all() == 0
    assert sum(rich.paid(A, TIER_ONE)) == FACE + 350


def test_claims_and_notes_of_one_receivable_share_a_funding(
    stage: Stage, rich: NoteMarket, desk: NoteDesk
) -> None:
    claim = rich.claim()
    wrapped = rich.wrap(claim, 400_000).answer
    desk.series_of(claim).transfer(TIER_ONE, A, 100_000)
    rich.fund(claim, 500_000)
    rich.close()
    desk.collect(STRANGER, [wrapped], [A])
    stage.settlement.collect(STRANGER, [claim])
    desk.collect(STRANGER, [wrapped], [TIER_ONE])
    assert rich.paid(A, TIER_ONE) == (50_000, 450_000)
    assert (stage.ledger.value_of(claim), stage.ledger.value_of(wrapped)) == (300_000, 200_000)


def test_what_is_retired_is_taken_from_the_wrapped_claims_in_their_order(
    stage: Stage, rich: NoteMarket, desk: NoteDesk
) -> None:
    claim = rich.claim()
    second, first = (rich.wrap(claim, value).answer for value in (400_000, 600_000))
    desk.series_of(claim).transfer(TIER_ONE, A, 700_000)
    rich.fund(claim, FACE)
    rich.close()
    desk.collect(STRANGER, [first, second], [A])
    assert [stage.ledger.value_of(one) for one in (first, second)] == [0, 300_000]
    desk.collect(STRANGER, [first, second], [TIER_ONE])
    assert [stage.ledger.value_of(one) for one in (first, second)] == [0, 0]


def test_what_belongs_to_the_holders_of_notes_is_not_collected_past_the_desk(
    stage: Stage, rich: NoteMarket, desk: NoteDesk
) -> None:
    _, claim = rich.notes()
    rich.fund(claim, FACE)
    rich.close()
    with refused("HeldByDesk", claim=claim, desk=desk):
        stage.settlement.collect(STRANGER, [claim])


def test_a_pause_of_notes_or_of_their_receivable_stops_no_payment(
    stage: Stage, rich: NoteMarket, desk: NoteDesk
) -> None:
    series, claim = rich.notes()
    rich.fund(claim, FACE)
    series.pause(AGENT)
    stage.ledger.pause(OPERATOR, receivable_of(claim))
    stage.identities.delete(OPERATOR, TIER_ONE)
    rich.close()
    desk.collect(STRANGER, [claim], [TIER_ONE])
    assert rich.paid(TIER_ONE) == (FACE,)


@pytest.mark.parametrize("whim", range(7))
def test_no_rules_of_the_owner_stop_a_payment(
    stage: Stage, rich: NoteMarket, desk: NoteDesk, whim: int
) -> None:
    series, claim = rich.notes()
    series.set_compliance(OWNER, stage.put(compiled("Capricious"), whim))
    rich.fund(claim, FACE)
    rich.close()
    desk.collect(STRANGER, [claim], [TIER_ONE])
    assert (rich.paid(TIER_ONE), series.in_all()) == ((FACE,), 0)


def test_a_wrapped_claim_that_is_frozen_stops_the_payment_of_all(
    stage: Stage, rich: NoteMarket, desk: NoteDesk
) -> None:
    claim = rich.claim()
    second, first = (rich.wrap(claim, value).answer for value in (400_000, 600_000))
    rich.fund(claim, FACE)
    rich.close()
    stage.ledger.freeze(COURT, [second], ORDER)
    with refused("ClaimIsFrozen", claim=second):
        desk.collect(STRANGER, [first, second], [TIER_ONE])
    with refused("ClaimsNotAllNamed", receivable=receivable_of(claim), supply=FACE, sum=600_000):
        desk.collect(STRANGER, [first], [TIER_ONE])
    stage.ledger.unfreeze(COURT, [second])
    desk.collect(STRANGER, [first, second], [TIER_ONE])


def test_what_is_frozen_of_notes_stays_held_and_stops_nobody_else(
    stage: Stage, rich: NoteMarket, desk: NoteDesk
) -> None:
    series, claim = rich.notes(parts={A: 300_000, B: 100_000})
    series.freeze_wallet(AGENT, A)
    series.set_frozen(AGENT, B, 1)
    hold = rich.fund(claim, FACE)
    rich.close()
    with refused("WalletIsFrozen", wallet=A):
        desk.collect(STRANGER, [claim], [A, TIER_ONE])
    with refused("NotesAreFrozen", wallet=B, amount=1):
        desk.collect(STRANGER, [claim], [B, TIER_ONE])
    desk.collect(STRANGER, [claim], [TIER_ONE])
    assert stage.ecny.hold_of(hold).amount == 400_000
    series.freeze_wallet(AGENT, A, frozen=False)
    series.set_frozen(AGENT, B, 0)
    desk.collect(STRANGER, [claim], [A, B])
    assert rich.paid(TIER_ONE, A, B) == (600_000, 300_000, 100_000)


def test_whoever_is_suspended_or_has_no_wallet_is_paid_when_that_is_over(
    stage: Stage, rich: NoteMarket, desk: NoteDesk
) -> None:
    stage.identities.register(OPERATOR, STRANGER)
    stage.identities.state(ISSUER, STRANGER)
    _, claim = rich.notes(parts={A: 300_000, STRANGER: 100_000})
    stage.ledger.suspend(COURT, A, ORDER)
    rich.fund(claim, FACE)
    rich.close()
    with refused("AccountIsSuspended", account=A):
        desk.collect(B, [claim], [A])
    with refused("WalletNotOpen", owner=STRANGER):
        desk.collect(B, [claim], [STRANGER])
    stage.ledger.reinstate(COURT, A)
    stage.ecny.open_wallet(BANK, STRANGER)
    desk.collect(B, [claim], [A, STRANGER, TIER_ONE])
    assert rich.paid(A, STRANGER) == (300_000, 100_000)
    stage.ledger.suspend(COURT, desk, ORDER)


def test_a_desk_that_is_suspended_pays_nobody(stage: Stage, rich: NoteMarket, desk: NoteDesk) -> None:
    _, claim = rich.notes()
    rich.fund(claim, FACE)
    rich.close()
    stage.ledger.suspend(COURT, desk, ORDER)
    with refused("AccountIsSuspended", account=desk):
        desk.collect(B, [claim], [TIER_ONE])


def test_a_disputed_part_of_wrapped_claims_is_paid_like_the_rest(
    stage: Stage, rich: NoteMarket, desk: NoteDesk
) -> None:
    series, claim = rich.notes()
    disputed = stage.disputes.dispute(CAR_MAKER, claim, 400_000).answer
    rich.fund(claim, FACE)
    rich.close()
    with refused("ClaimsNotAllNamed", supply=FACE, sum=600_000):
        desk.collect(B, [claim], [TIER_ONE])
    desk.collect(B, [claim, disputed], [TIER_ONE])
    assert (rich.paid(TIER_ONE), series.in_all()) == ((FACE,), 0)


def test_nothing_is_paid_twice_nor_where_nothing_is(rich: NoteMarket, desk: NoteDesk) -> None:
    _, claim = rich.notes(parts={A: 5})
    rich.close()
    with refused("NothingToPay", payee=A):
        desk.collect(C, [claim], [A])
    rich.fund(claim, rich.owed(claim))
    with refused("NothingToPay", payee=B):
        desk.collect(C, [claim], [A, B])
    desk.collect(C, [claim], [A])
    with refused("NothingToPay", payee=A):
        desk.collect(C, [claim], [A])


def test_claims_and_holders_are_named_in_order_and_all_claims_are(rich: NoteMarket, desk: NoteDesk) -> None:
    claim = rich.claim()
    second, first = (rich.wrap(claim, value).answer for value in (400_000, 600_000))
    rich.fund(claim, FACE)
    rich.close()
    low, high = sorted([TIER_ONE.address, A.address])
    receivable = receivable_of(claim)
    with refused("NoHoldersNamed"):
        desk.collect_as_named(C, [first, second], [])
    with refused("ClaimsNotAllNamed", receivable=0, supply=0, sum=0):
        desk.collect_as_named(C, [], [TIER_ONE])
    with refused("SeriesNotOpen", receivable=receivable + 1):
        desk.collect_as_named(C, [claim_id(receivable + 1, 1)], [TIER_ONE])
    for named in ([second, first], [first, first, second]):
        with refused("ClaimsOutOfOrder", before=named[0]):
            desk.collect_as_named(C, named, [TIER_ONE])
    with refused("HoldersOutOfOrder", holder=low, before=high):
        desk.collect_as_named(C, [first, second], [high, low])
    with refused("HoldersOutOfOrder", holder=low, before=low):
        desk.collect_as_named(C, [first, second], [low, low])
    with refused("ClaimNotWrapped", claim=first + 7):
        desk.collect_as_named(C, [first, second, first + 7], [TIER_ONE])
    with refused("ClaimNotWrapped"):
        desk.collect_as_named(C, [first, second, claim_id(receivable + 1, 1)], [TIER_ONE])


def test_claims_of_others_pay_no_notes(rich: NoteMarket, desk: NoteDesk) -> None:
    claim = rich.claim()
    wrapped = rich.wrap(claim, 400_000).answer
    rich.fund(claim, FACE)
    rich.close()
    with refused("ClaimNotWrapped", claim=claim):
        desk.collect(C, [claim, wrapped], [TIER_ONE])


def test_notes_of_different_rounds_do_not_mix(stage: Stage, rich: NoteMarket, desk: NoteDesk) -> None:
    series, claim = rich.notes(parts={A: 300_000, B: 100_000})
    stage.identities.register(OPERATOR, SPARE, identity=A)
    stage.ecny.open_wallet(BANK, SPARE)
    rich.fund(claim, 500_000)
    rich.close()
    desk.collect(STRANGER, [claim], [A])
    assert (series.balance(A), series.word(A).round) == (150_000, 1)
    series.cite(AGENT, A, B, 1)
    with refused("RoundsDiffer", to=B):
        series.force(AGENT, A, B, 1)
    series.cite(AGENT, A, C, 50_000)
    series.force(AGENT, A, C, 50_000)
    assert (series.balance(C), series.word(C).round) == (50_000, 1)
    series.cite(AGENT, TIER_ONE, SPARE, 7)
    series.force(AGENT, TIER_ONE, SPARE, 7)
    with refused("RoundsDiffer"):
        series.recover(AGENT, A, SPARE, A)
    desk.collect(STRANGER, [claim], [SPARE])
    series.recover(AGENT, A, SPARE, A)
    rich.fund(claim, rich.owed(claim))
    desk.collect(STRANGER, [claim], [B, C, SPARE, TIER_ONE])
    assert series.in_all() == 0
    assert sum(rich.paid(TIER_ONE, A, B, C)) + stage.ecny.balance(SPARE) == FACE + 250


# The settlement's side


@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_nobody_says_for_the_desk_who_is_to_be_paid(stage: Stage, rich: NoteMarket, somebody: Actor) -> None:
    _, claim = rich.notes()
    rich.fund(claim, FACE)
    rich.close()
    with refused("AccessManagedUnauthorized", caller=somebody):
        stage.settlement.send(somebody, FOR, [claim], [(somebody.address, FACE, 0)])


def test_the_settlement_retires_no_more_than_the_claims_named_and_the_callers_own(
    stage: Stage, rich: NoteMarket, desk: NoteDesk
) -> None:
    claim = rich.claim()
    wrapped = rich.wrap(claim, 400_000).answer
    other = rich.notes()[1]
    rich.fund(claim, FACE)
    rich.fund(other, FACE)
    rich.close()

    def collect(claims: list[int], face: int, paid: int = 0) -> object:
        return stage.settlement.ask(FOR, claims, [(TIER_ONE.address, face, paid)], sender=desk)

    assert collect([wrapped], 400_000) == ((400_000,), 1)
    with refused("ValueExceeded", claim=wrapped, value=0, requested=1):
        collect([wrapped], 400_001)
    with refused("NothingToCollect", claim=claim):
        collect([claim], 1)
    with refused("NothingToCollect", claim=other):
        collect([wrapped, other], 1)
    with refused("NoClaimsNamed"):
        collect([], 1)
    with refused("ERC721NonexistentToken", tokenId=wrapped + 9):
        collect([wrapped + 9], 1)
    for face, paid in ((0, 0), (5, 1)):
        with refused("NothingToPay", payee=TIER_ONE):
            collect([wrapped], face, paid)


# The receivable's policy


@pytest.fixture
def policy(stage: Stage) -> Contract:
    return stage.put(compiled("Policy"))


def test_the_policy_of_a_receivable_is_asked_of_its_notes_too(market: NoteMarket, policy: Contract) -> None:
    series, _ = market.notes(policy=policy.address)
    assert series.series_word().policy == 1
    before = len(policy.ask("questions()"))
    series.transfer(TIER_ONE, A, 5)
    series.transfer(A, A, 5)
    assert len(policy.ask("questions()")) == before + 1
    assert policy.ask("asker()") == series.address
    policy.send(STRANGER, "refuse(address)", B)
    with refused("UnknownError", data=keccak(text="Unwanted(address)")[:4] + B.address.rjust(32, b"\0")):
        series.transfer(A, B, 1)


def test_a_desk_that_was_dismissed_wraps_nothing_and_still_pays(
    stage: Stage, rich: NoteMarket, desk: NoteDesk
) -> None:
    claim = rich.claim()
    rich.wrap(claim, 400_000)
    stage.ledger.dismiss_desk(GOVERNOR, desk)
    with refused("DeskNotAdmitted", desk=desk):
        rich.wrap(claim, 1)
    rich.fund(claim, FACE)
    rich.close()
    with refused("ERC721InvalidReceiver", receiver=desk):
        stage.ledger.transfer_claim(TIER_ONE, TIER_ONE, desk, claim)
    desk.collect(STRANGER, [claim + 1], [TIER_ONE])
    assert rich.paid(TIER_ONE) == (400_000,)


def test_the_desk_obeys_the_access_manager_that_was_deployed(stage: Stage, desk: NoteDesk) -> None:
    assert desk.ask("authority()") == stage.access.address
    for name in ("programmes", "ledger", "issuance", "settlement"):
        assert desk.ask(f"{name}()") == getattr(stage.contracts, name)
    assert desk.ask("implementation()") == stage.notes.address
    assert moment(DUE + timedelta(days=1)) == CLOSING
