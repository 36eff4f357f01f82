"""Who may do what to a claim: every function that touches one, against everybody's standing towards it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.contracts.driver.cast import (
    CAR_MAKER,
    DESK,
    GOVERNOR,
    OPERATOR,
    REGISTRAR,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
    B,
    C,
)
from tests.contracts.driver.chain import Snapshot
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import FACE, Stage
from tests.contracts.driver.words import claim_id

STANDING = {
    "owner": A,
    "operator of the owner": DESK,
    "approved for the claim": B,
    "allowed some of its value": C,
    "former owner": TIER_ONE,
    "debtor": CAR_MAKER,
    "operator of the platform": OPERATOR,
    "registrar": REGISTRAR,
    "governor": GOVERNOR,
    "stranger": STRANGER,
}
OWNER_AND_OPERATOR = {"owner", "operator of the owner"}
TITLE = OWNER_AND_OPERATOR | {"approved for the claim"}
VALUE = TITLE | {"allowed some of its value"}


@dataclass(frozen=True, slots=True)
class Act:
    signature: str
    entitled: frozenset[str]
    error: str
    culprit: str
    do: Callable[[Ledger, Actor, int], object]


def act(
    signature: str, entitled: set[str], error: str, culprit: str, do: Callable[[Ledger, Actor, int], object]
) -> Act:
    return Act(signature, frozenset(entitled), error, culprit, do)


NO_TITLE = ("ERC721InsufficientApproval", "operator")
NO_APPROVER = ("ERC721InvalidApprover", "approver")
NO_ALLOWANCE = ("AllowanceExceeded", "operator")

ACTS = (
    act(
        "transferFrom(address,address,uint256)",
        TITLE,
        *NO_TITLE,
        lambda ledger, who, claim: ledger.transfer_claim(who, A, STRANGER, claim),
    ),
    act(
        "safeTransferFrom(address,address,uint256)",
        TITLE,
        *NO_TITLE,
        lambda ledger, who, claim: ledger.transfer_claim_safely(who, A, STRANGER, claim),
    ),
    act(
        "safeTransferFrom(address,address,uint256,bytes)",
        TITLE,
        *NO_TITLE,
        lambda ledger, who, claim: ledger.transfer_claim_safely(who, A, STRANGER, claim, b"why"),
    ),
    act(
        "transferClaims(uint256[],address)",
        TITLE,
        *NO_TITLE,
        lambda ledger, who, claim: ledger.transfer_claims(who, [claim], STRANGER),
    ),
    act(
        "split(uint256,uint64[])",
        TITLE,
        *NO_TITLE,
        lambda ledger, who, claim: ledger.split(who, claim, [1, FACE - 1]),
    ),
    act(
        "approve(address,uint256)",
        OWNER_AND_OPERATOR,
        *NO_APPROVER,
        lambda ledger, who, claim: ledger.approve(who, STRANGER, claim),
    ),
    act(
        "approve(uint256,address,uint256)",
        TITLE,
        *NO_APPROVER,
        lambda ledger, who, claim: ledger.allow(who, claim, STRANGER, 1),
    ),
    act(
        "transferFrom(uint256,address,uint256)",
        VALUE,
        *NO_ALLOWANCE,
        lambda ledger, who, claim: ledger.transfer_value(who, claim, STRANGER, 5),
    ),
    act(
        "transferFrom(uint256,uint256,uint256)",
        VALUE,
        *NO_ALLOWANCE,
        lambda ledger, who, claim: ledger.move_value(who, claim, claim, 5),
    ),
)
CONCERN_NO_CLAIM = {
    "accept(uint64)": "test_accept",
    "issue(uint32,address,uint64,uint32,(bytes32,uint64)[])": "test_issue",
    "openAccount(address,uint8)": "test_powers",
    "setAuthority(address)": "test_powers",
    "setApprovalForAll(address,bool)": "test_approvals",
}


def test_every_function_that_changes_the_ledger_is_in_a_table_of_who_may(ledger: Ledger) -> None:
    assert set(ledger.changing_functions) == {act.signature for act in ACTS} | CONCERN_NO_CLAIM.keys()


@pytest.fixture(scope="module")
def prepared(deployment: Stage) -> Snapshot:
    """A claim held by A, which has given every kind of approval."""
    deployment.reset()
    ledger = deployment.ledger
    claim = deployment.claim()
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    ledger.set_operator(A, DESK)
    ledger.approve(A, B, claim)
    ledger.allow(A, claim, C, 5)
    return deployment.chain.snapshot()


@pytest.fixture
def claim(stage: Stage, prepared: Snapshot) -> int:
    stage.chain.restore(prepared)
    return claim_id(1, 1)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.signature)
@pytest.mark.parametrize("standing", STANDING)
def test_who_may_do_what_to_a_claim(ledger: Ledger, claim: int, act: Act, standing: str) -> None:
    who = STANDING[standing]
    if standing in act.entitled:
        act.do(ledger, who, claim)
        return
    before = ledger.claims(1, 1, 3)
    with refused(act.error, **{act.culprit: who}):
        act.do(ledger, who, claim)
    assert ledger.claims(1, 1, 3) == before
