"""The rules of an offering: each module up to its limit and one step beyond, and what modules are told."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from eth_abi.abi import decode
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.chain.interface import interface
from tests.contracts.driver.cast import (
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
from tests.contracts.driver.chain import START, moment
from tests.contracts.driver.contract import Contract, Party
from tests.contracts.driver.identities import CHINA, GERMANY
from tests.contracts.driver.note_market import AGENT, FACE, OWNER, NoteMarket
from tests.contracts.driver.notes import ModuleSetting, NoteCompliance, NoteSeries
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.solidity import compiled
from tests.contracts.driver.stage import Stage

MOVEMENT = "(address,address,address,uint256,uint256,uint256,uint256,uint256)"
CHECK = f"check(uint80,{MOVEMENT})"
MOVED = "moved(address,uint80,address,address,uint256)"
SILENT, CURIOUS = False, True
LARGEST = 2**80 - 1


def rules_of(series: NoteSeries) -> NoteCompliance:
    return NoteCompliance(series.chain, interface("NoteCompliance"), series.ask("compliance()"))


def days_on(stage: Stage, days: int, seconds: int = 0) -> None:
    """So many days after the first, at eight in the morning in Shanghai, when a day begins in UTC."""
    stage.chain.go_to(moment(START + timedelta(days=days), 8) + seconds)


def locked_up() -> AbstractContextManager[None]:
    return refused("LockedUp", holder=A)


def told(module: Contract) -> list[tuple[object, ...]]:
    return [
        tuple(bytes.fromhex(one[2:]) if isinstance(one, str) else one for one in found)
        for words in module.ask("told()")
        for found in [decode(["address", "uint80", "address", "address", "uint256"], words)]
    ]


# Countries


@pytest.fixture
def china_only(stage: Stage) -> ModuleSetting:
    return stage.countries, stage.countries.list_countries(STRANGER, [CHINA]).answer


def test_only_identities_of_listed_countries_get_notes(
    stage: Stage, market: NoteMarket, china_only: ModuleSetting
) -> None:
    stage.identities.set_country(OPERATOR, B, GERMANY)
    series, _ = market.notes(china_only, parts={A: 1_000})
    with refused("CountryNotAllowed", holder=B, country=GERMANY):
        series.transfer(A, B, 1)
    with series.foretold("CountryNotAllowed", A, B, 1):
        series.transfer(A, B, 1)
    stage.identities.set_country(OPERATOR, B, CHINA)
    series.transfer(A, B, 1)
    stage.identities.set_country(OPERATOR, B, GERMANY)
    with series.foretold("CountryNotAllowed", A, B, 1):
        series.transfer(A, B, 1)
    series.transfer(B, A, 1)


def test_lists_of_countries_are_numbered_and_stay(stage: Stage) -> None:
    assert stage.countries.list_countries(STRANGER, [CHINA, GERMANY]).events == [
        ("CountriesListed", 1, (CHINA, GERMANY))
    ]
    assert stage.countries.list_countries(A, [999]).answer == 2
    assert stage.countries.ask("lists()") == 2
    listed = "isListed(uint80,uint16)"
    assert stage.countries.ask(listed, 1, CHINA)
    assert not stage.countries.ask(listed, 2, CHINA)
    with refused("NoCountries"):
        stage.countries.list_countries(A, [])
    for country in (0, 1_000):
        with refused("UnknownCountry", country=country):
            stage.countries.list_countries(A, [CHINA, country])


# The most that somebody has


def test_nobody_gets_to_have_more_than_the_most(stage: Stage, market: NoteMarket) -> None:
    series, _ = market.notes((stage.maximum_balance, 500), parts={A: 300})
    series.transfer(TIER_ONE, A, 200)
    with refused("MaximumBalanceExceeded", holder=A, amount=1, most=500):
        series.transfer(TIER_ONE, A, 1)
    with series.foretold("MaximumBalanceExceeded", TIER_ONE, A, 1):
        series.transfer(TIER_ONE, A, 1)
    series.transfer(TIER_ONE, TIER_ONE, FACE - 500)
    series.transfer(TIER_ONE, A, 0)
    assert series.balance(TIER_ONE) > 500, "whoever wraps had as much before"


# How many have any


def test_there_are_no_more_holders_than_the_most(stage: Stage, market: NoteMarket) -> None:
    series, _ = market.notes((stage.holder_count, 2), parts={A: 300})
    with refused("TooManyHolders", holders=3, most=2):
        series.transfer(A, B, 299)
    with series.foretold("TooManyHolders", A, B, 1):
        series.transfer(A, B, 1)
    series.transfer(A, B, 0)
    series.transfer(TIER_ONE, A, 1)
    series.transfer(A, B, 301)
    assert series.series_word().holders == 2
    with series.foretold("TooManyHolders", B, C, 300):
        series.transfer(B, C, 300)


# How long what was got stays


def test_what_was_got_stays_for_so_many_days(stage: Stage, market: NoteMarket) -> None:
    series, _ = market.notes((stage.lock_up, 2))
    series.transfer(TIER_ONE, A, 100)
    got = stage.chain.node.head().timestamp
    until = got + 2 * 86_400
    with refused("LockedUp", holder=A, until=until):
        series.transfer(A, B, 1)
    with series.foretold("LockedUp", A, B, 1):
        series.transfer(A, B, 1)
    series.transfer(A, A, 100)
    stage.chain.go_to(until - 1)
    with series.foretold("LockedUp", A, B, 1):
        series.transfer(A, B, 1)
    stage.chain.go_to(until)
    series.transfer(A, B, 1)
    series.transfer(TIER_ONE, A, 0)
    series.transfer(A, B, 99)


def test_nobody_locks_what_another_has_by_sending_more(stage: Stage, market: NoteMarket) -> None:
    series, claim = market.notes((stage.lock_up, 2))
    series.transfer(TIER_ONE, A, 100)
    first = stage.chain.node.head().timestamp
    days_on(stage, 1)
    series.transfer(TIER_ONE, A, 10)
    second = stage.chain.node.head().timestamp
    stage.chain.go_to(first + 2 * 86_400)
    series.transfer(TIER_ONE, A, 1)
    with refused("LockedUp", holder=A, until=second + 2 * 86_400):
        series.transfer(A, B, 101)
    series.transfer(A, B, 60)
    with refused("LockedUp", holder=A, until=second + 2 * 86_400):
        stage.note_desk.unwrap(A, claim, 41)
    stage.note_desk.unwrap(A, claim, 40)
    with refused("LockedUp", holder=A, until=second + 2 * 86_400):
        series.transfer(A, B, 1)
    stage.chain.go_to(second + 2 * 86_400)
    series.transfer(A, B, 10)
    with refused("LockedUp", holder=A):
        series.transfer(A, B, 1)


class Lots:
    """What A has, held beside a list of lots that is added up each time. The stranger is a compliance contract of its
    own, C its series."""

    def __init__(self, stage: Stage, days: int) -> None:
        stage.reset()
        self.stage, self.days = stage, days
        self.balance = 0
        self.lots: list[tuple[int, int]] = []

    @property
    def movable(self) -> int:
        time = self.stage.chain.node.head().timestamp
        waiting = sum(amount for at, amount in self.lots if at + self.days * 86_400 > time)
        return max(self.balance - waiting, 0)

    def get(self, amount: int) -> None:
        self._moved(B, A, amount)
        self.lots.append((self.stage.chain.node.head().timestamp, amount))

    def wrap(self, amount: int) -> None:
        self._moved(NOBODY, A, amount)

    def give(self, amount: int) -> None:
        self._moved(A, B, -min(amount, self.movable))

    def lose_on_an_order(self, amount: int) -> None:
        self._moved(A, B, -min(amount, self.balance))

    def wait(self, hours: int) -> None:
        """Until a block is made, by a message to the module that tells it nothing."""
        self.stage.chain.go_to(self.stage.chain.time + hours * 3_600)
        self._moved(A, A, 0)

    def check(self, amount: int) -> None:
        movement = (C, A, B, amount, self.balance, 0, 1, CHINA)
        self.stage.lock_up.ask(CHECK, self.days, movement, sender=STRANGER)

    def _moved(self, giver: Party, taker: Party, change: int) -> None:
        self.stage.lock_up.send(STRANGER, MOVED, C, self.days, giver, taker, abs(change))
        self.balance += change


@given(
    days=st.integers(1, 5),
    history=st.lists(
        st.tuples(
            st.sampled_from((Lots.get, Lots.wrap, Lots.give, Lots.lose_on_an_order, Lots.wait)),
            st.integers(1, 60),
        ),
        max_size=12,
    ),
)
@settings(max_examples=25)
def test_so_much_moves_as_is_left_beside_all_lots_that_still_wait(
    deployment: Stage, days: int, history: list[tuple[Callable[[Lots, int], None], int]]
) -> None:
    lots = Lots(deployment, days)
    for happen, amount in history:
        happen(lots, amount)
        lots.check(lots.movable)
        if lots.movable < lots.balance:
            with locked_up():
                lots.check(lots.movable + 1)


def test_what_was_wrapped_moves_at_once_and_what_was_got_is_not_unwrapped_before(
    stage: Stage, market: NoteMarket
) -> None:
    series, claim = market.notes((stage.lock_up, 2))
    series.transfer(TIER_ONE, A, 100)
    stage.note_desk.unwrap(TIER_ONE, claim, 100)
    with refused("LockedUp", holder=A):
        stage.note_desk.unwrap(A, claim, 1)
    days_on(stage, 3)
    stage.note_desk.unwrap(A, claim, 100)
    assert series.balance(A) == 0


def test_an_order_takes_what_is_free_before_what_waits(stage: Stage, market: NoteMarket) -> None:
    series, _ = market.notes((stage.lock_up, 2))
    series.transfer(TIER_ONE, A, 100)
    days_on(stage, 3)
    series.transfer(TIER_ONE, A, 10)
    for amount in (95, 10):
        series.cite(AGENT, A, B, amount)
        series.force(AGENT, A, B, amount)
    with refused("LockedUp", holder=A):
        series.transfer(A, B, 1)
    days_on(stage, 6)
    series.transfer(A, B, 5)


def test_one_series_does_not_lock_up_another(stage: Stage, market: NoteMarket) -> None:
    programme = market.offering((stage.lock_up, 2))
    claims = [stage.claim(FACE, programme=programme) for _ in range(2)]
    for claim in claims:
        market.wrap(claim)
    first, second = (stage.note_desk.series_of(claim) for claim in claims)
    first.transfer(TIER_ONE, A, 10)
    second.cite(AGENT, TIER_ONE, A, 10)
    with locked_up():
        first.transfer(A, B, 1)
    second.force(AGENT, TIER_ONE, A, 10)
    with locked_up():
        second.transfer(A, B, 1)
    elsewhere, _ = market.notes((stage.lock_up, 2))
    elsewhere.transfer(TIER_ONE, B, 1)
    with locked_up():
        first.transfer(A, B, 1)


# How much is passed on within a period


def test_nobody_passes_more_on_within_a_period_than_the_limit(stage: Stage, market: NoteMarket) -> None:
    """Three days from 1970 on: a period begins on the second day after the first of the tests."""
    series, _ = market.notes((stage.transfer_limit, 3 << 64 | 500), parts={A: 400})
    first_day = moment(START, 8) // 86_400
    next_period = 3 - first_day % 3
    with refused("TransferLimitExceeded", holder=TIER_ONE, passed=400, amount=101, limit=500):
        series.transfer(TIER_ONE, B, 101)
    with series.foretold("TransferLimitExceeded", TIER_ONE, B, 101):
        series.transfer(TIER_ONE, B, 101)
    series.transfer(TIER_ONE, B, 100)
    series.transfer(A, B, 400)
    series.transfer(TIER_ONE, TIER_ONE, 10_000)
    series.transfer(TIER_ONE, B, 0)
    with series.foretold("TransferLimitExceeded", TIER_ONE, B, 1):
        series.transfer(TIER_ONE, B, 1)
    days_on(stage, next_period, -1)
    with series.foretold("TransferLimitExceeded", TIER_ONE, B, 1):
        series.transfer(TIER_ONE, B, 1)
    days_on(stage, next_period)
    series.transfer(TIER_ONE, B, 500)
    with series.foretold("TransferLimitExceeded", TIER_ONE, B, 1):
        series.transfer(TIER_ONE, B, 1)


def test_a_limit_is_not_run_over(stage: Stage, market: NoteMarket) -> None:
    series, _ = market.notes((stage.transfer_limit, 1 << 64 | 2**64 - 1))
    for amount in (2**64, 2**256 - 1):
        movement = (series, TIER_ONE, A, amount, FACE, 0, 1, CHINA)
        with refused("TransferLimitExceeded", passed=0, amount=amount, limit=2**64 - 1):
            stage.transfer_limit.ask(CHECK, 1 << 64 | 2**64 - 1, movement, sender=rules_of(series))


def test_what_an_order_moves_counts_too_though_no_limit_stops_it(stage: Stage, market: NoteMarket) -> None:
    series, _ = market.notes((stage.transfer_limit, 1 << 64 | 500))
    series.cite(AGENT, TIER_ONE, A, 501)
    series.force(AGENT, TIER_ONE, A, 501)
    with refused("TransferLimitExceeded", passed=501, amount=1):
        series.transfer(TIER_ONE, A, 1)


def test_what_anybody_else_tells_a_module_counts_for_nobody(stage: Stage, market: NoteMarket) -> None:
    limit, lock = (stage.transfer_limit, 1 << 64 | 500), (stage.lock_up, 9)
    series, _ = market.notes(limit, lock, parts={A: 1})
    for module, setting in (limit, lock):
        module.send(STRANGER, MOVED, series, setting, TIER_ONE, A, 500)
        module.send(STRANGER, MOVED, series, setting, A, TIER_ONE, 500)
    series.transfer(TIER_ONE, B, 499)


# What is wrapped and unwrapped


def test_whoever_wraps_keeps_to_the_rules_too(
    stage: Stage, market: NoteMarket, china_only: ModuleSetting
) -> None:
    claim = market.claim((stage.holder_count, 1), china_only)
    first, second = (stage.ledger.transfer_value(TIER_ONE, claim, holder, 100).answer for holder in (A, B))
    stage.identities.set_country(OPERATOR, A, GERMANY)
    with refused("CountryNotAllowed", holder=A, country=GERMANY):
        market.wrap(first, 100, A)
    stage.identities.set_country(OPERATOR, A, CHINA)
    market.wrap(first, 100, A)
    with refused("TooManyHolders", holders=2, most=1):
        market.wrap(second, 100, B)
    stage.note_desk.unwrap(A, first, 100)
    market.wrap(second, 100, B)


def test_what_is_unwrapped_has_been_passed_on_and_asks_of_nobody_who_gets_it(
    stage: Stage, market: NoteMarket, china_only: ModuleSetting
) -> None:
    series, claim = market.notes(
        (stage.transfer_limit, 3_650 << 64 | 500),
        (stage.maximum_balance, 1),
        (stage.holder_count, 1),
        china_only,
    )
    stage.note_desk.unwrap(TIER_ONE, claim, 300)
    with refused("TransferLimitExceeded", holder=TIER_ONE, passed=300, amount=201, limit=500):
        stage.note_desk.unwrap(TIER_ONE, claim, 201)
    with refused("TransferLimitExceeded", holder=TIER_ONE, passed=300, amount=201, limit=500):
        series.transfer(TIER_ONE, A, 201)
    stage.note_desk.unwrap(TIER_ONE, claim, 200)


# Settings


@pytest.mark.parametrize(
    ("module", "least", "most", "never"),
    [
        ("maximum_balance", 1, 2**64 - 1, (0, 2**64, LARGEST)),
        ("holder_count", 1, 2**32 - 1, (0, 2**32, LARGEST)),
        ("lock_up", 1, 3_660, (0, 3_661, LARGEST)),
        ("transfer_limit", 1 << 64 | 1, LARGEST, (0, 1 << 64, 2**64 - 1)),
        ("countries", 1, 1, (0, 2, LARGEST)),
    ],
)
def test_a_module_is_set_to_what_it_understands(
    stage: Stage, market: NoteMarket, module: str, least: int, most: int, never: tuple[int, ...]
) -> None:
    stage.countries.list_countries(STRANGER, [CHINA])
    chosen: Contract = getattr(stage, module)
    rules = rules_of(market.notes((chosen, least))[0])
    rules.set_modules(OWNER, [(chosen, most)])
    assert rules.modules() == [(chosen.address, most)]
    for setting in never:
        with refused("SettingOutOfRange", setting=setting):
            chosen.ask("requireSetting(uint80)", setting)
        with refused("SettingOutOfRange", setting=setting):
            rules.set_modules(OWNER, [(chosen, setting)])


def test_modules_are_changed_by_the_owner_for_all_series_at_once(stage: Stage, market: NoteMarket) -> None:
    programme = market.offering((stage.maximum_balance, 5))
    claims = [stage.claim(FACE, programme=programme) for _ in range(2)]
    for claim in claims:
        market.wrap(claim)
    series = [stage.note_desk.series_of(claim) for claim in claims]
    rules = rules_of(series[0])
    assert rules.address == rules_of(series[1]).address
    outcome = rules.set_modules(OWNER, [(stage.holder_count, 1), (stage.maximum_balance, 7)])
    assert outcome.events == [
        ("ModulesSet", ((stage.holder_count.address, 1), (stage.maximum_balance.address, 7)))
    ]
    for one in series:
        with one.foretold("TooManyHolders", TIER_ONE, A, 1):
            one.transfer(TIER_ONE, A, 1)
    rules.set_modules(OWNER, [])
    for one in series:
        one.transfer(TIER_ONE, A, 100)


def test_the_first_module_that_does_not_agree_says_why(stage: Stage, market: NoteMarket) -> None:
    series, _ = market.notes((stage.maximum_balance, 5), (stage.holder_count, 1))
    with series.foretold("MaximumBalanceExceeded", TIER_ONE, A, 6):
        series.transfer(TIER_ONE, A, 6)
    with series.foretold("TooManyHolders", TIER_ONE, A, 5):
        series.transfer(TIER_ONE, A, 5)


def test_eight_modules_are_the_most_each_named_once_and_each_a_module(
    stage: Stage, market: NoteMarket
) -> None:
    rules = rules_of(market.notes()[0])
    nine = [(stage.put(compiled("WatchfulModule"), SILENT), 1) for _ in range(9)]
    with refused("TooManyModules", modules=9, most=8):
        rules.set_modules(OWNER, nine)
    rules.set_modules(OWNER, nine[:8])
    assert rules.modules() == [(module.address, 1) for module, _ in nine[:8]]
    with refused("ModuleNamedTwice", module=nine[0][0]):
        rules.set_modules(OWNER, [*nine[:2], (nine[0][0], 2)])
    for no_module in (stage.ledger, stage.put(compiled("SilentHolder")), A):
        with refused("NotAModule", module=no_module):
            rules.set_modules(OWNER, [(no_module, 1)])
    assert len(rules.modules()) == 8


# What modules are told


def test_a_module_that_does_not_say_why_refuses_all_the_same(stage: Stage, market: NoteMarket) -> None:
    programme = market.offering()
    rules, claim = stage.note_desk.compliance_of(programme), stage.claim(FACE, programme=programme)
    market.wrap(claim)
    rules.set_modules(OWNER, [(stage.put(compiled("SulkingModule")), 1)])
    series = stage.note_desk.series_of(claim)
    with refused("FailedCall"):
        rules.ask(f"requireAllowed({MOVEMENT})", (series, TIER_ONE, A, 1, FACE, 0, 1, CHINA), sender=series)
    with refused("FailedCall"):
        series.transfer(TIER_ONE, A, 1)


def test_modules_that_ask_for_it_are_told_of_transfers_and_all_of_what_comes_and_goes(
    stage: Stage, market: NoteMarket
) -> None:
    silent, curious = (stage.put(compiled("WatchfulModule"), one) for one in (SILENT, CURIOUS))
    series, claim = market.notes((silent, 3))
    series.transfer(TIER_ONE, A, 10)
    series.cite(AGENT, A, B, 4)
    series.force(AGENT, A, B, 4)
    stage.note_desk.unwrap(B, claim, 4)
    minted = (series.address, 3, NOBODY, TIER_ONE.address, FACE)
    forced = (series.address, 3, A.address, B.address, 4)
    burnt = (series.address, 3, B.address, NOBODY, 4)
    assert told(silent) == [minted, forced, burnt]
    rules_of(series).set_modules(OWNER, [(silent, 3), (curious, 4)])
    series.transfer(TIER_ONE, A, 10)
    assert told(silent)[3:] == [(series.address, 3, TIER_ONE.address, A.address, 10)]
    assert told(curious) == [(series.address, 4, TIER_ONE.address, A.address, 10)]


def test_modules_are_told_of_what_is_paid_and_retired(stage: Stage, market: NoteMarket) -> None:
    module = stage.put(compiled("WatchfulModule"), SILENT)
    series, claim = market.notes((module, 1))
    market.open_wallets()
    market.fund(claim, FACE)
    market.close()
    stage.note_desk.collect(STRANGER, [claim], [TIER_ONE])
    assert told(module)[-1] == (series.address, 1, TIER_ONE.address, NOBODY, FACE)


# Asked by the standard


def test_the_rules_answer_a_series_that_has_been_given_them(stage: Stage, market: NoteMarket) -> None:
    rules = rules_of(market.notes((stage.maximum_balance, 500))[0])
    series, _ = market.notes()
    rules.bind(OWNER, series)
    series.set_compliance(OWNER, rules)
    question = "canTransfer(address,address,uint256)"
    assert rules.ask(question, TIER_ONE, A, 500, sender=series)
    assert not rules.ask(question, TIER_ONE, A, 501, sender=series)
    series.transfer(TIER_ONE, A, 500)
    with series.foretold("ERC7943CannotTransfer", TIER_ONE, A, 1):
        series.transfer(TIER_ONE, A, 1)
    with refused("ERC7943CannotTransfer", to=A, amount=1, **{"from": TIER_ONE}):
        series.transfer(TIER_ONE, A, 1)


# Which series they are for


@pytest.mark.parametrize("asker", [STRANGER, NOBODY], ids=["a person", "nobody"])
def test_for_whoever_is_no_series_no_transfer_keeps_to_the_rules(market: NoteMarket, asker: Party) -> None:
    """The standard's question has an answer for everybody."""
    series, _ = market.notes()
    rules = rules_of(series)
    question = ("canTransfer(address,address,uint256)", TIER_ONE, A, 1)
    assert rules.ask(*question, sender=series)
    assert not rules.ask(*question, sender=asker)


def test_the_desk_binds_new_series_and_the_owner_any(stage: Stage, market: NoteMarket) -> None:
    series, _ = market.notes()
    rules = rules_of(series)
    assert rules.is_bound(series)
    assert rules.ask("getTokenBound()") == series.address
    with refused("TokenIsBound", token=series):
        rules.bind(OWNER, series)
    assert rules.bind(OWNER, A).events == [("TokenBound", A.address)]
    assert rules.ask("getTokenBound()") == A.address
    assert rules.unbind(OWNER, A).events == [("TokenUnbound", A.address)]
    assert rules.ask("getTokenBound()") == NOBODY
    with refused("TokenNotBound", token=A):
        rules.unbind(OWNER, A)
    rules.ask("bindToken(address)", B, sender=stage.note_desk)
    rules.unbind(OWNER, series)
    assert not rules.is_bound(series)
    series.transfer(TIER_ONE, A, 1)
    series.cite(AGENT, A, B, 1)
    with refused("TokenNotBound", token=series):
        series.force(AGENT, A, B, 1)


@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_nobody_else_binds_series_or_tells_the_rules_what_has_moved(
    stage: Stage, market: NoteMarket, somebody: Actor
) -> None:
    series, _ = market.notes((stage.lock_up, 1))
    rules = rules_of(series)
    if somebody is not OWNER:
        for change in (rules.bind, rules.unbind):
            with refused("NotTheBinder", caller=somebody):
                change(somebody, series)
        with refused("CallerIsNotTheOwner", caller=somebody):
            rules.set_modules(somebody, [])
    for hook, arguments in (
        ("transferred(address,address,uint256)", (TIER_ONE, A, 1)),
        ("created(address,uint256)", (A, 1)),
        ("destroyed(address,uint256)", (A, 1)),
    ):
        with refused("TokenNotBound", token=somebody):
            rules.send(somebody, hook, *arguments)


def test_the_owner_hands_the_rules_on_and_new_series_are_the_new_owners(
    stage: Stage, market: NoteMarket
) -> None:
    programme = market.offering()
    rules = stage.note_desk.compliance_of(programme)
    with refused("InvalidOwner", owner=NOBODY):
        rules.send(GOVERNOR, "transferOwnership(address)", NOBODY)
    rules.send(GOVERNOR, "transferOwnership(address)", C)
    claim = stage.claim(FACE, programme=programme)
    market.wrap(claim)
    assert stage.note_desk.series_of(claim).ask("owner()") == C.address


MODULES = ("countries", "maximum_balance", "holder_count", "lock_up", "transfer_limit")


@pytest.mark.parametrize("module", MODULES)
def test_modules_declare_that_they_are_modules(stage: Stage, module: str) -> None:
    chosen: Contract = getattr(stage, module)
    combined = 0
    for function in ("check", "moved", "requireSetting"):
        combined ^= int.from_bytes(chosen.interface.selector(function), "big")
    for identifier, answer in ((combined, True), (0x01FFC9A7, True), (0xFFFFFFFF, False)):
        assert chosen.ask("supportsInterface(bytes4)", identifier.to_bytes(4, "big")) is answer
