"""Powers over notes: agents, owner and desk each have theirs, the operator has none."""

from typing import Any

import pytest

from tests.contracts.driver.cast import EVERYBODY, GOVERNOR, NOBODY, OPERATOR, TIER_ONE, A, Actor, B
from tests.contracts.driver.note_market import AGENT, CLOSING, OWNER, NoteMarket
from tests.contracts.driver.notes import ORDER
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import Stage

DESK = "the note desk"

SERIES: dict[str, tuple[Actor | str, tuple[Any, ...]]] = {
    "pause()": (AGENT, ()),
    "unpause()": (AGENT, ()),
    "setAddressFrozen(address,bool)": (AGENT, (A, True)),
    "freezePartialTokens(address,uint256)": (AGENT, (A, 1)),
    "unfreezePartialTokens(address,uint256)": (AGENT, (A, 0)),
    "setFrozenTokens(address,uint256)": (AGENT, (A, 1)),
    "batchSetAddressFrozen(address[],bool[])": (AGENT, ([A], [True])),
    "batchFreezePartialTokens(address[],uint256[])": (AGENT, ([A], [1])),
    "batchUnfreezePartialTokens(address[],uint256[])": (AGENT, ([A], [0])),
    "citeOrder(address,address,uint256,bytes32)": (AGENT, (A, B, 1, ORDER)),
    "forcedTransfer(address,address,uint256)": (AGENT, (A, B, 1)),
    "batchForcedTransfer(address[],address[],uint256[])": (AGENT, ([A], [B], [1])),
    "recoveryAddress(address,address,address)": (AGENT, (A, B, A)),
    "setName(string)": (OWNER, ("Notes",)),
    "setSymbol(string)": (OWNER, ("N",)),
    "setOnchainID(address)": (OWNER, (A,)),
    "setIdentityRegistry(address)": (OWNER, (NOBODY,)),
    "setCompliance(address)": (OWNER, (NOBODY,)),
    "transferOwnership(address)": (OWNER, (A,)),
    "addAgent(address)": (OWNER, (A,)),
    "removeAgent(address)": (OWNER, (AGENT,)),
    "setUp(uint64,uint40,address,address,address)": (DESK, (1, CLOSING, A, A, NOBODY)),
    "mint(address,uint256)": (DESK, (A, 1)),
    "burn(address,uint256)": (DESK, (A, 1)),
    "batchMint(address[],uint256[])": (DESK, ([A], [1])),
    "batchBurn(address[],uint256[])": (DESK, ([A], [1])),
    "retirePaid(address,uint64,uint8)": (DESK, (A, 1, 1)),
}
OWN = {
    "transfer(address,uint256)",
    "transferFrom(address,address,uint256)",
    "approve(address,uint256)",
    "batchTransfer(address[],uint256[])",
    "multicall(bytes[])",
}
"""For one's own notes, or what others have allowed one."""

ERRORS = {AGENT: "CallerIsNotAnAgent", OWNER: "CallerIsNotTheOwner", DESK: "NotTheNoteDesk"}

REGISTRY: dict[str, tuple[Actor | None, tuple[Any, ...]]] = {
    "registerIdentity(address,address,uint16)": (OPERATOR, (A, A, 156)),
    "batchRegisterIdentity(address[],address[],uint16[])": (OPERATOR, ([A], [A], [156])),
    "deleteIdentity(address)": (OPERATOR, (A,)),
    "updateCountry(address,uint16)": (OPERATOR, (A, 156)),
    "updateIdentity(address,address)": (OPERATOR, (A, B)),
    "addIdentityToStorage(address,address,uint16)": (OPERATOR, (A, A, 156)),
    "removeIdentityFromStorage(address)": (OPERATOR, (A,)),
    "modifyStoredInvestorCountry(address,uint16)": (OPERATOR, (A, 156)),
    "modifyStoredIdentity(address,address)": (OPERATOR, (A, B)),
    "addClaimTopic(uint256)": (GOVERNOR, (5,)),
    "removeClaimTopic(uint256)": (GOVERNOR, (1,)),
    "addTrustedIssuer(address,uint256[])": (GOVERNOR, (A, [1])),
    "removeTrustedIssuer(address)": (GOVERNOR, (A,)),
    "updateIssuerClaimTopics(address,uint256[])": (GOVERNOR, (A, [1])),
    "transferOwnership(address)": (GOVERNOR, (A,)),
    "addAgent(address)": (GOVERNOR, (A,)),
    "removeAgent(address)": (GOVERNOR, (A,)),
    "state(address,uint256,uint40,bytes32)": (None, (A, 9, 2**40 - 1, ORDER)),
    "withdraw(address,uint256)": (None, (A, 9)),
}
"""Whose it is; where it is nobody's, it takes an issuer that is trusted on that topic."""

RULES: dict[str, tuple[Any, ...]] = {
    "setModules((address,uint80)[])": ([],),
    "transferOwnership(address)": (A,),
}


def test_every_function_that_changes_something_is_in_a_table(stage: Stage) -> None:
    assert set(stage.notes.changing_functions) == SERIES.keys() | OWN
    assert set(stage.identities.changing_functions) == REGISTRY.keys() | {
        "renew(address[])",
        "onSuspensionChanged(address,bool)",
    }


@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_a_power_over_a_series_is_refused_to_everybody_else(market: NoteMarket, somebody: Actor) -> None:
    series, _ = market.notes(parts={A: 10})
    for signature, (holder, arguments) in SERIES.items():
        if somebody is not holder:
            with refused(ERRORS[holder], caller=somebody):
                series.send(somebody, signature, *arguments)
    assert series.balances(TIER_ONE, A) == (series.in_all() - 10, 10)


def test_owner_and_agents_mint_and_burn_nothing_though_the_standard_lets_agents(
    stage: Stage, market: NoteMarket
) -> None:
    series, _ = market.notes(parts={A: 10})
    for signature, (holder, arguments) in SERIES.items():
        if holder is DESK:
            for somebody in (AGENT, OWNER, stage.ledger, stage.settlement, series):
                with refused("NotTheNoteDesk", caller=somebody):
                    series.ask(signature, *arguments, sender=somebody)


def test_the_operator_has_no_power_over_notes_even_when_the_owner_would_have_it(market: NoteMarket) -> None:
    series, _ = market.notes(parts={A: 10})
    with refused("OperatorIsNoAgent", account=OPERATOR):
        series.appoint(OWNER, OPERATOR)
    for signature, (holder, arguments) in SERIES.items():
        with refused(ERRORS[holder], caller=OPERATOR):
            series.ask(signature, *arguments, sender=OPERATOR)


@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_a_power_over_the_registry_is_refused_to_everybody_else(market: NoteMarket, somebody: Actor) -> None:
    identities = market.stage.identities
    with refused("NotTheLedger", caller=somebody):
        identities.send(somebody, "onSuspensionChanged(address,bool)", A, False)
    errors = {OPERATOR: "CallerIsNotAnAgent", GOVERNOR: "CallerIsNotTheOwner"}
    for signature, (holder, arguments) in REGISTRY.items():
        if holder is None:
            with refused("NotTrustedOn" if signature.startswith("state") else "NotStatedBy", issuer=somebody):
                identities.send(somebody, signature, *arguments)
        elif somebody is not holder:
            with refused(errors[holder], caller=somebody):
                identities.send(somebody, signature, *arguments)


@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_the_rules_of_an_offering_are_refused_to_everybody_but_their_owner(
    market: NoteMarket, somebody: Actor
) -> None:
    rules = market.stage.note_desk.compliance_of(market.offering())
    if somebody is OWNER:
        rules.set_modules(somebody, [])
        return
    for signature, arguments in RULES.items():
        with refused("CallerIsNotTheOwner", caller=somebody):
            rules.send(somebody, signature, *arguments)


@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_nobody_moves_notes_that_are_somebody_elses(market: NoteMarket, somebody: Actor) -> None:
    series, claim = market.notes()
    if somebody is TIER_ONE:
        return
    for signature, arguments in (
        ("transfer(address,uint256)", (A, 1)),
        ("batchTransfer(address[],uint256[])", ([A], [1])),
    ):
        with refused("ERC20InsufficientBalance", sender=somebody, balance=0, needed=1):
            series.send(somebody, signature, *arguments)
    with refused("ERC20InsufficientAllowance", spender=somebody, allowance=0, needed=1):
        series.transfer_from(somebody, TIER_ONE, A, 1)
    with refused("ERC20InsufficientBalance", sender=somebody, balance=0, needed=1):
        market.stage.note_desk.unwrap(somebody, claim, 1)
