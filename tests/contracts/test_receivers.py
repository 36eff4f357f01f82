"""Contracts that receive claims and value: asked as the standards say, believed only where they answer right."""

from enum import IntEnum

import pytest
from eth_abi.abi import decode
from eth_utils.crypto import keccak

from tests.contracts.driver.cast import NOBODY, STRANGER, TIER_ONE, A
from tests.contracts.driver.contract import Contract
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.solidity import compiled
from tests.contracts.driver.stage import FACE, Stage
from tests.contracts.driver.words import claim_id

ACT = "act(address,bytes)"
TO_ADDRESS = "transferFrom(uint256,address,uint256)"
TO_OWNER = "transferFrom(address,address,uint256)"


class Manner(IntEnum):
    """As `Manner` in Recipient.sol."""

    ACCEPTS = 0
    REVERTS = 1
    WRONG_MAGIC = 2
    SAYS_NOTHING = 3
    SAYS_HALF_A_WORD = 4
    SAYS_MAGIC_WITH_DIRT = 5
    SAYS_TOO_MUCH = 6
    REVERTS_WITH_TOO_MUCH = 7
    BURNS_ALL_GAS = 8
    CALLS_BACK = 9


TAKES = (Manner.ACCEPTS, Manner.SAYS_TOO_MUCH)
REFUSES = tuple(manner for manner in Manner if manner not in {*TAKES, Manner.CALLS_BACK})


def recipient(stage: Stage, manner: Manner, declares: bool = True) -> Contract:
    return stage.put(compiled("Recipient"), manner, declares)


def times_asked(contract: Contract) -> int:
    times: int = contract.ask("timesAsked()")
    return times


@pytest.fixture
def claim(stage: Stage) -> int:
    return stage.claim()


# Whole claims


@pytest.mark.parametrize("manner", TAKES, ids=lambda manner: manner.name)
def test_a_claim_is_sent_safely_to_a_contract_that_takes_it(
    stage: Stage, ledger: Ledger, claim: int, manner: Manner
) -> None:
    contract = recipient(stage, manner)
    ledger.transfer_claim_safely(TIER_ONE, TIER_ONE, contract, claim)
    assert ledger.owner_of(claim) == contract.address


@pytest.mark.parametrize("manner", REFUSES, ids=lambda manner: manner.name)
def test_a_claim_is_not_sent_safely_to_a_contract_that_does_not_answer_right(
    stage: Stage, ledger: Ledger, claim: int, manner: Manner
) -> None:
    contract = recipient(stage, manner)
    with refused("ERC721InvalidReceiver", receiver=contract):
        ledger.transfer_claim_safely(TIER_ONE, TIER_ONE, contract, claim)
    with refused("ERC721InvalidReceiver", receiver=contract):
        ledger.transfer_claim_safely(TIER_ONE, TIER_ONE, contract, claim, b"why")
    assert (ledger.owner_of(claim), ledger.claim(claim).epoch) == (TIER_ONE.address, 0)


def test_a_contract_that_cannot_answer_gets_no_claim_safely(stage: Stage, ledger: Ledger, claim: int) -> None:
    for contract in (stage.put(compiled("SilentHolder")), ledger, stage.directory):
        with refused("ERC721InvalidReceiver", receiver=contract):
            ledger.transfer_claim_safely(TIER_ONE, TIER_ONE, contract, claim)


def test_the_receiver_of_a_claim_is_told_operator_from_token_and_data(
    stage: Stage, ledger: Ledger, claim: int
) -> None:
    contract = recipient(stage, Manner.ACCEPTS)
    ledger.approve(TIER_ONE, A, claim)
    ledger.transfer_claim_safely(A, TIER_ONE, contract, claim, b"invoice 7")
    told = decode(["address", "address", "uint256", "bytes"], contract.ask("question()"))
    addresses = [bytes.fromhex(address[2:]) for address in told[:2]]
    assert (addresses, told[2:]) == ([A.address, TIER_ONE.address], (claim, b"invoice 7"))
    assert contract.ask("asker()") == ledger.address


def test_without_data_the_receiver_is_told_empty_data(stage: Stage, ledger: Ledger, claim: int) -> None:
    contract = recipient(stage, Manner.ACCEPTS)
    ledger.transfer_claim_safely(TIER_ONE, TIER_ONE, contract, claim)
    assert decode(["address", "address", "uint256", "bytes"], contract.ask("question()"))[3] == b""


@pytest.mark.parametrize("manner", [Manner.ACCEPTS, Manner.REVERTS])
def test_transferred_without_safety_nobody_is_asked(
    stage: Stage, ledger: Ledger, claim: int, manner: Manner
) -> None:
    contract = recipient(stage, manner)
    ledger.transfer_claim(TIER_ONE, TIER_ONE, contract, claim)
    assert (ledger.owner_of(claim), times_asked(contract)) == (contract.address, 0)


def test_a_batch_asks_nobody(stage: Stage, ledger: Ledger, claim: int) -> None:
    contract = recipient(stage, Manner.REVERTS)
    ledger.transfer_claims(TIER_ONE, [claim], contract)
    assert ledger.claims_held_by(contract) == 1


def test_people_are_not_asked(ledger: Ledger, claim: int) -> None:
    ledger.transfer_claim_safely(TIER_ONE, TIER_ONE, STRANGER, claim)
    assert ledger.owner_of(claim) == STRANGER.address


# Value


@pytest.mark.parametrize("manner", TAKES, ids=lambda manner: manner.name)
def test_value_goes_to_a_contract_that_takes_it(
    stage: Stage, ledger: Ledger, claim: int, manner: Manner
) -> None:
    contract = recipient(stage, manner)
    new = ledger.transfer_value(TIER_ONE, claim, contract, 9).answer
    ledger.move_value(TIER_ONE, claim, new, 1)
    assert (ledger.owner_of(new), ledger.value_of(new)) == (contract.address, 10)
    assert times_asked(contract) == 2


@pytest.mark.parametrize("manner", REFUSES, ids=lambda manner: manner.name)
def test_value_does_not_go_to_a_contract_that_declares_and_does_not_answer_right(
    stage: Stage, ledger: Ledger, claim: int, manner: Manner
) -> None:
    contract = recipient(stage, manner)
    with refused("ERC721InvalidReceiver", receiver=contract):
        ledger.transfer_value(TIER_ONE, claim, contract, 9)
    theirs = ledger.split(TIER_ONE, claim, [1, FACE - 1]).answer
    ledger.transfer_claim(TIER_ONE, TIER_ONE, contract, theirs)
    for value in (0, 1):
        with refused("ERC721InvalidReceiver", receiver=contract):
            ledger.move_value(TIER_ONE, claim, theirs, value)
    assert (ledger.value_of(claim), ledger.value_of(theirs)) == (1, FACE - 1)


@pytest.mark.parametrize("manner", [Manner.ACCEPTS, Manner.REVERTS, Manner.BURNS_ALL_GAS])
def test_a_contract_that_does_not_declare_by_erc_165_is_not_asked_about_value(
    stage: Stage, ledger: Ledger, claim: int, manner: Manner
) -> None:
    contract = recipient(stage, manner, declares=False)
    new = ledger.transfer_value(TIER_ONE, claim, contract, 9).answer
    ledger.move_value(TIER_ONE, claim, new, 1)
    assert (ledger.value_of(new), times_asked(contract)) == (10, 0)


def test_a_contract_without_erc_165_is_not_asked_about_value(
    stage: Stage, ledger: Ledger, claim: int
) -> None:
    for contract in (stage.put(compiled("SilentHolder")), stage.directory):
        new = ledger.transfer_value(TIER_ONE, claim, contract, 9).answer
        assert ledger.owner_of(new) == contract.address


def test_the_receiver_of_value_is_told_operator_both_tokens_and_value(
    stage: Stage, ledger: Ledger, claim: int
) -> None:
    contract = recipient(stage, Manner.ACCEPTS)
    ledger.allow(TIER_ONE, claim, A, 10)
    new = ledger.transfer_value(A, claim, contract, 9).answer
    told_first = contract.ask("question()")
    ledger.move_value(A, claim, new, 1)
    for question, value in ((told_first, 9), (contract.ask("question()"), 1)):
        operator, *told = decode(["address", "uint256", "uint256", "uint256", "bytes"], question)
        assert bytes.fromhex(operator[2:]) == A.address
        assert told == [claim, new, value, b""]
    assert contract.ask("asker()") == ledger.address


def test_a_contract_that_moves_value_among_its_own_claims_is_asked_too(
    stage: Stage, ledger: Ledger, claim: int
) -> None:
    contract = recipient(stage, Manner.ACCEPTS)
    ledger.transfer_claim(TIER_ONE, TIER_ONE, contract, claim)
    move = ledger.encode(TO_ADDRESS, claim, contract, 9)
    contract.send(A, ACT, ledger, move)
    assert (ledger.claims_held_by(contract), times_asked(contract)) == (2, 1)


def test_acceptance_and_splits_ask_nobody(stage: Stage, ledger: Ledger) -> None:
    contract = recipient(stage, Manner.REVERTS)
    receivable = stage.offer(creditor=contract)
    contract.send(A, ACT, stage.issuance, stage.issuance.encode("accept(uint64)", receivable))
    contract.send(
        A, ACT, ledger, ledger.encode("split(uint256,uint64[])", claim_id(receivable, 1), [1, FACE - 1])
    )
    assert (ledger.claims_held_by(contract), times_asked(contract)) == (2, 0)


def test_an_endless_answer_does_not_cost_the_sender_its_copying(
    stage: Stage, ledger: Ledger, claim: int
) -> None:
    modest, endless = recipient(stage, Manner.ACCEPTS), recipient(stage, Manner.SAYS_TOO_MUCH)
    cost = ledger.transfer_value(TIER_ONE, claim, modest, 9).gas_used
    # The recipient pays 30,000 gas for making so much memory; copying it would be as much again.
    assert ledger.transfer_value(TIER_ONE, claim, endless, 9).gas_used < cost + 35_000


@pytest.mark.parametrize("slowness", [5_000, 12_000, 29_000])
def test_no_sender_can_starve_the_question_whether_value_is_wanted(
    stage: Stage, ledger: Ledger, claim: int, slowness: int
) -> None:
    """With just too little gas the ERC-165 question would fail, and a refusing recipient go unasked."""
    contract = stage.put(compiled("SlowRecipient"), slowness)
    data = ledger.encode(TO_ADDRESS, claim, contract, 9)
    for gas in range(80_000, 80_000 + 4 * slowness, 250):
        receipt = ledger.chain.send(TIER_ONE, ledger.address, data, gas=gas)
        assert not receipt.succeeded, f"with {gas} gas the recipient was not asked"


# From within the question


def calling_back(stage: Stage, ledger: Ledger, data: bytes) -> Contract:
    contract = recipient(stage, Manner.CALLS_BACK)
    contract.send(A, "callBackWith(address,bytes)", ledger, data)
    return contract


def test_from_within_the_question_a_recipient_finds_everything_in_place(
    stage: Stage, ledger: Ledger, claim: int
) -> None:
    contract = calling_back(stage, ledger, ledger.encode("claimWords(uint64,uint64,uint64)", 1, 1, 2))
    ledger.transfer_value(TIER_ONE, claim, contract, 9)
    answer = contract.ask("calledBackAnswer()")
    assert decode(["uint256[]"], answer)[0] == ledger.ask("claimWords(uint64,uint64,uint64)", 1, 1, 2)


def test_from_within_the_question_about_value_a_recipient_may_pass_it_on(
    stage: Stage, ledger: Ledger, claim: int
) -> None:
    contract = recipient(stage, Manner.CALLS_BACK)
    new = claim_id(1, 2)
    onward = ledger.encode(TO_OWNER, contract, STRANGER, new)
    contract.send(A, "callBackWith(address,bytes)", ledger, onward)
    outcome = ledger.transfer_value(TIER_ONE, claim, contract, 9)
    assert contract.ask("calledBackWell()")
    assert (ledger.owner_of(new), ledger.value_of(new), ledger.value_of(claim)) == (
        STRANGER.address,
        9,
        FACE - 9,
    )
    assert (ledger.claims_held_by(contract), ledger.claims_held_by(STRANGER)) == (0, 1)
    assert outcome.events[-2:] == [
        ("TransferValue", claim, new, 9),
        ("Transfer", contract.address, STRANGER.address, new),
    ]


def test_from_within_the_question_about_a_claim_a_recipient_may_pass_it_on(
    stage: Stage, ledger: Ledger, claim: int
) -> None:
    contract = recipient(stage, Manner.CALLS_BACK)
    onward = ledger.encode(TO_OWNER, contract, STRANGER, claim)
    contract.send(A, "callBackWith(address,bytes)", ledger, onward)
    outcome = ledger.transfer_claim_safely(TIER_ONE, TIER_ONE, contract, claim)
    assert (ledger.owner_of(claim), ledger.claim(claim).epoch) == (STRANGER.address, 2)
    assert [ledger.claims_held_by(who) for who in (TIER_ONE, contract, STRANGER)] == [0, 0, 1]
    assert outcome.events == [
        ("Transfer", TIER_ONE.address, contract.address, claim),
        ("Transfer", contract.address, STRANGER.address, claim),
    ]


def test_from_within_the_question_an_allowance_is_already_spent(
    stage: Stage, ledger: Ledger, claim: int
) -> None:
    contract = recipient(stage, Manner.CALLS_BACK)
    take = ledger.encode(TO_ADDRESS, claim, contract, 9)
    contract.send(A, "callBackWith(address,bytes)", ledger, take)
    ledger.allow(TIER_ONE, claim, contract, 9)
    contract.send(A, ACT, ledger, take)
    assert not contract.ask("calledBackWell()")
    assert contract.ask("calledBackAnswer()")[:4] == _selector(
        "AllowanceExceeded(uint256,address,uint256,uint256)"
    )
    assert (ledger.value_of(claim), ledger.claims_held_by(contract)) == (FACE - 9, 1)


def test_from_within_the_question_the_claim_cannot_be_taken_from_its_former_owner_again(
    stage: Stage, ledger: Ledger, claim: int
) -> None:
    contract = recipient(stage, Manner.CALLS_BACK)
    again = ledger.encode(TO_OWNER, TIER_ONE, contract, claim)
    contract.send(A, "callBackWith(address,bytes)", ledger, again)
    ledger.approve(TIER_ONE, contract, claim)
    ledger.transfer_claim_safely(TIER_ONE, TIER_ONE, contract, claim)
    assert not contract.ask("calledBackWell()")
    assert contract.ask("calledBackAnswer()")[:4] == _selector(
        "ERC721IncorrectOwner(address,uint256,address)"
    )
    assert (ledger.claims_held_by(contract), ledger.claims_held_by(TIER_ONE)) == (1, 0)


def test_value_sent_round_in_circles_from_within_the_question_is_conserved(
    stage: Stage, ledger: Ledger, claim: int
) -> None:
    contract = recipient(stage, Manner.CALLS_BACK)
    back = ledger.encode("transferFrom(uint256,uint256,uint256)", claim_id(1, 2), claim, 9)
    contract.send(A, "callBackWith(address,bytes)", ledger, back)
    ledger.transfer_value(TIER_ONE, claim, contract, 9)
    assert contract.ask("calledBackWell()")
    assert [word.value for word in ledger.claims(1, 1, 3)] == [FACE, 0, 0]
    assert ledger.claims(1, 3, 1)[0].owner == NOBODY


def _selector(error: str) -> bytes:
    return keccak(text=error)[:4]
