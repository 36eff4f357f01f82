"""A programme's own policy has the last word on whatever changes hands, and finds consistent books."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from eth_abi.abi import decode
from eth_utils.crypto import keccak

from tests.contracts.driver.cast import CAR_MAKER, STRANGER, TIER_ONE, A, Actor, B
from tests.contracts.driver.chain import moment
from tests.contracts.driver.contract import Contract
from tests.contracts.driver.ledger import Ledger, Offer
from tests.contracts.driver.refusals import Refused, refused
from tests.contracts.driver.solidity import compiled
from tests.contracts.driver.stage import DUE, FACE, Stage
from tests.contracts.driver.words import claim_id

FIRST, SECOND, THIRD = (claim_id(1, serial) for serial in (1, 2, 3))
TAKEN = Offer(FIRST, A, 5, moment(DUE))
WHOLE = Offer(SECOND, A, 30, moment(DUE))
Question = tuple[Actor, Actor, Actor, int]
TO_A: list[Question] = [(TIER_ONE, TIER_ONE, A, 5)]

FORMS: dict[str, tuple[Callable[[Ledger], object], list[Question]]] = {
    "value to somebody": (lambda ledger: ledger.transfer_value(TIER_ONE, FIRST, A, 5), TO_A),
    "value to a claim": (lambda ledger: ledger.move_value(TIER_ONE, FIRST, THIRD, 5), TO_A),
    "value by allowance": (lambda ledger: ledger.transfer_value(A, FIRST, A, 5), [(A, TIER_ONE, A, 5)]),
    "a whole claim": (
        lambda ledger: ledger.transfer_claim(TIER_ONE, TIER_ONE, A, SECOND),
        [(TIER_ONE, TIER_ONE, A, 30)],
    ),
    "a whole claim, safely": (
        lambda ledger: ledger.transfer_claim_safely(TIER_ONE, TIER_ONE, A, SECOND),
        [(TIER_ONE, TIER_ONE, A, 30)],
    ),
    "many claims": (
        lambda ledger: ledger.transfer_claims(TIER_ONE, [FIRST, SECOND], A),
        [(TIER_ONE, TIER_ONE, A, FACE - 50), (TIER_ONE, TIER_ONE, A, 30)],
    ),
    "a distribution": (
        lambda ledger: ledger.distribute(TIER_ONE, FIRST, [(B, 7), (A, 5)]),
        [(TIER_ONE, TIER_ONE, B, 7), *TO_A],
    ),
    "an accepted offer": (lambda ledger: ledger.accept_offer(A, TAKEN), [(A, TIER_ONE, A, 5)]),
    "an accepted offer of a whole claim": (
        lambda ledger: ledger.accept_offer(A, WHOLE),
        [(A, TIER_ONE, A, 30)],
    ),
}
onward = pytest.mark.parametrize("form", FORMS)


@pytest.fixture
def policy(stage: Stage) -> Contract:
    return stage.put(compiled("Policy"))


@pytest.fixture
def programme(stage: Stage, policy: Contract) -> int:
    return stage.open_programme(policy=policy.address)


@pytest.fixture
def held(stage: Stage, ledger: Ledger, programme: int) -> Ledger:
    """Tier one holds two claims and A a third one; A has an allowance and two offers."""
    ledger.split(TIER_ONE, stage.claim(programme=programme), [FACE - 50, 30, 20])
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, THIRD)
    ledger.allow(TIER_ONE, FIRST, A, 5)
    for offered in (TAKEN, WHOLE):
        ledger.offer(TIER_ONE, offered)
    return ledger


def asked(policy: Contract) -> list[tuple[bytes, int, bytes, bytes, int]]:
    """Operator, receivable, giver, taker and value of each question."""
    kinds = ["address", "uint64", "address", "address", "uint64"]
    questions = (decode(kinds, question) for question in policy.ask("questions()"))
    return [
        (_bytes(operator), receivable, _bytes(giver), _bytes(taker), value)
        for operator, receivable, giver, taker, value in questions
    ]


@contextmanager
def refused_by_the_policy(to: Actor) -> Iterator[None]:
    """Passes if the block is refused with the policy's own error about that recipient."""
    with pytest.raises(Refused) as caught:
        yield
    raised = keccak(text="Unwanted(address)")[:4] + to.address.rjust(32, b"\0")
    assert caught.value.error.values["data"] == raised


def _bytes(address: str) -> bytes:
    return bytes.fromhex(address[2:])


def test_the_policy_is_asked_at_acceptance_of_the_receivable(
    stage: Stage, ledger: Ledger, policy: Contract, programme: int
) -> None:
    stage.claim(100, programme=programme)
    question = (stage.issuance.address, 1, CAR_MAKER.address, TIER_ONE.address, 100)
    assert asked(policy) == [question]
    assert policy.ask("asker()") == ledger.address
    assert ledger.ask("policyOf(uint64)", 1) == policy.address


def test_a_creditor_that_the_policy_refuses_accepts_nothing(
    stage: Stage, ledger: Ledger, policy: Contract, programme: int
) -> None:
    policy.send(STRANGER, "refuse(address)", TIER_ONE)
    receivable = stage.offer(programme=programme)
    with refused_by_the_policy(TIER_ONE):
        stage.issuance.accept(TIER_ONE, receivable)
    assert ledger.ask("receivableWord(uint64)", receivable) == 0
    assert stage.issuance.terms_of(receivable).status == 1


@onward
def test_the_policy_is_asked_whatever_form_the_movement_has(
    held: Ledger, policy: Contract, form: str
) -> None:
    before = len(asked(policy))
    move, questions = FORMS[form]
    move(held)
    assert asked(policy)[before:] == [
        (operator.address, 1, giver.address, taker.address, value)
        for operator, giver, taker, value in questions
    ]


@onward
def test_a_refusal_undoes_the_whole_movement(held: Ledger, policy: Contract, form: str) -> None:
    policy.send(STRANGER, "refuse(address)", A)
    before = (held.claims(1, 1, 5), held.account(TIER_ONE), held.account(A), held.allowance(FIRST, A))
    with refused_by_the_policy(A):
        FORMS[form][0](held)
    after = (held.claims(1, 1, 5), held.account(TIER_ONE), held.account(A), held.allowance(FIRST, A))
    assert after == before


def test_what_stays_with_its_owner_is_not_asked_about(held: Ledger, policy: Contract) -> None:
    before = len(asked(policy))
    held.split(TIER_ONE, FIRST, [1, FACE - 51])
    held.merge(TIER_ONE, [SECOND], FIRST)
    held.transfer_value(TIER_ONE, FIRST, TIER_ONE, 1)
    held.transfer_claim(TIER_ONE, TIER_ONE, TIER_ONE, FIRST)
    assert len(asked(policy)) == before


@pytest.mark.parametrize("form", [form for form in FORMS if form != "many claims"])  # asks in between
def test_from_within_the_question_the_books_are_as_they_will_stay(
    held: Ledger, policy: Contract, form: str
) -> None:
    look = held.encode("claimWords(uint64,uint64,uint64)", 1, 1, 5)
    policy.send(STRANGER, "callBackWith(address,bytes)", held, look)
    FORMS[form][0](held)
    seen = decode(["uint256[]"], policy.ask("calledBackAnswer()"))[0]
    assert seen == held.ask("claimWords(uint64,uint64,uint64)", 1, 1, 5)


def test_a_policy_that_moves_value_itself_makes_and_loses_none(held: Ledger, policy: Contract) -> None:
    held.set_operator(A, policy)
    onward = held.encode("transferFrom(uint256,address,uint256)", claim_id(1, 4), B, 3)
    policy.send(STRANGER, "callBackWith(address,bytes)", held, onward)
    held.transfer_value(TIER_ONE, FIRST, A, 5)
    assert policy.ask("calledBackWell()")
    assert [word.value for word in held.claims(1, 1, 5)] == [FACE - 55, 30, 20, 2, 3]
    assert [held.claims_held_by(who) for who in (TIER_ONE, A, B)] == [2, 2, 1]


def test_a_policy_that_takes_the_allowance_again_finds_it_spent(held: Ledger, policy: Contract) -> None:
    held.allow(TIER_ONE, FIRST, policy, 5)
    held.set_operator(A, policy)
    again = held.encode("transferFrom(uint256,address,uint256)", FIRST, A, 6)
    policy.send(STRANGER, "callBackWith(address,bytes)", held, again)
    held.transfer_value(A, FIRST, A, 5)
    assert not policy.ask("calledBackWell()")
    assert held.value_of(FIRST) == FACE - 55


def test_programmes_without_a_policy_ask_nobody(stage: Stage, held: Ledger, policy: Contract) -> None:
    before = len(asked(policy))
    held.transfer_claim(TIER_ONE, TIER_ONE, A, stage.claim(100))
    assert len(asked(policy)) == before


def test_a_policy_is_a_contract(stage: Stage) -> None:
    with refused("PolicyNotAContract", policy=STRANGER):
        stage.open_programme(policy=STRANGER.address)


def test_a_policy_over_a_foreign_currency_says_what_may_be_paid(stage: Stage) -> None:
    """Whatever it said of transfers, what is owed in dollars would never be paid under one that does not."""
    terms = {"currency": b"USD", "regime": 3, "approval": b"\7" * 32}
    mute = stage.directory
    with refused("PolicyCannotRelease", policy=mute, currency=b"USD"):
        stage.open_programme(policy=mute.address, **terms)
    stage.open_programme(policy=mute.address)
    stage.open_programme(policy=stage.cross_border.address, **terms)
