"""Who may do what to a claim: every function that touches one, against everybody's standing towards it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.contracts.driver.cast import (
    CAR_MAKER,
    COURT,
    DESK,
    FINANCIER,
    GOVERNOR,
    INVESTOR,
    OPERATOR,
    REGISTRAR,
    REGULATOR,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
    B,
    C,
)
from tests.contracts.driver.chain import Snapshot, moment
from tests.contracts.driver.ledger import OFFER, Ledger, Offer
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import DUE, FACE, Stage
from tests.contracts.driver.words import claim_id

STANDING = {
    "owner": A,
    "operator of the owner": DESK,
    "operator of the owner for the receivable": REGULATOR,
    "approved for the claim": B,
    "allowed some of its value": C,
    "former owner": TIER_ONE,
    "debtor": CAR_MAKER,
    "operator of the platform": OPERATOR,
    "registrar": REGISTRAR,
    "governor": GOVERNOR,
    "recipient of an offer": FINANCIER,
    "beneficiary of an encumbrance": INVESTOR,
    "court": COURT,
    "stranger": STRANGER,
}
OWNER_AND_OPERATOR = {"owner", "operator of the owner", "operator of the owner for the receivable"}
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


SECOND, ENCUMBERED = claim_id(1, 2), claim_id(2, 1)
OFFERED = Offer(claim_id(1, 1), FINANCIER, 7, moment(DUE))

NO_TITLE = ("ERC721InsufficientApproval", "operator")
NO_APPROVER = ("ERC721InvalidApprover", "approver")
NO_ALLOWANCE = ("AllowanceExceeded", "operator")
NOT_THE_RECIPIENT = ("NotTheRecipient", "caller")

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
    act(
        "splitEvenly(uint256,uint64,uint64)",
        TITLE,
        *NO_TITLE,
        lambda ledger, who, claim: ledger.split_evenly(who, claim, 3, 5),
    ),
    act(
        "distribute(uint256,(address,uint64)[])",
        TITLE,
        *NO_TITLE,
        lambda ledger, who, claim: ledger.distribute(who, claim, [(STRANGER, 5)]),
    ),
    act(
        "merge(uint256[],uint256)",
        OWNER_AND_OPERATOR,
        *NO_TITLE,
        lambda ledger, who, claim: ledger.merge(who, [SECOND], claim),
    ),
    act(
        f"offer({OFFER})",
        TITLE,
        *NO_TITLE,
        lambda ledger, who, claim: ledger.offer(who, Offer(claim, STRANGER, 5, moment(DUE))),
    ),
    act(
        f"withdrawOffer({OFFER})",
        TITLE,
        *NO_TITLE,
        lambda ledger, who, _: ledger.withdraw_offer(who, OFFERED),
    ),
    act(
        f"acceptOffer({OFFER})",
        {"recipient of an offer"},
        *NOT_THE_RECIPIENT,
        lambda ledger, who, _: ledger.accept_offer(who, OFFERED),
    ),
    act(
        f"declineOffer({OFFER})",
        {"recipient of an offer"},
        *NOT_THE_RECIPIENT,
        lambda ledger, who, _: ledger.decline_offer(who, OFFERED),
    ),
    act(
        "renounceAllowance(uint256)",
        {"allowed some of its value"},
        "NothingAllowed",
        "operator",
        lambda ledger, who, claim: ledger.renounce_allowance(who, claim),
    ),
    act(
        "encumber(uint256,address)",
        TITLE,
        *NO_TITLE,
        lambda ledger, who, claim: ledger.encumber(who, claim, STRANGER),
    ),
    act(
        "release(uint256)",
        {"beneficiary of an encumbrance"},
        "NotTheBeneficiary",
        "caller",
        lambda ledger, who, _: ledger.release(who, ENCUMBERED),
    ),
    act(
        "setApprovalForSlot(address,uint256,address,bool)",
        {"owner", "operator of the owner"},
        "NotTheOwner",
        "caller",
        lambda ledger, who, _: ledger.set_slot_operator(who, A, 1, STRANGER),
    ),
)
SHOWN_ELSEWHERE = {
    "multicall(bytes[])": "test_multicall",
    **dict.fromkeys(
        (
            "mint((uint64,address,address,uint64,uint32,uint32,uint8,address))",
            "burnClaims(uint64,uint256[],address)",
            "retire(uint256,uint64,uint8)",
            "freeze(uint256[],bytes32)",
            "unfreeze(uint256[])",
            "suspend(address,bytes32)",
            "reinstate(address)",
            "pauseReceivable(uint64)",
            "resumeReceivable(uint64)",
            "admitDesk(address)",
            "dismissDesk(address)",
            "dispute(uint256,uint64,bytes32)",
            "endDispute(uint256)",
        ),
        "test_powers",
    ),
    "openAccount(address,uint8)": "test_powers",
    "sell(uint256,uint64,address,bytes)": "test_financing",
    "pledge(uint256,uint64,address,bytes)": "test_pledges",
    "surrender(uint256,address)": "test_pledges",
    "waiveRecourse(uint256)": "test_recourse",
    "setAuthority(address)": "test_powers",
    "setApprovalForAll(address,bool)": "test_approvals",
}


def test_every_function_that_changes_the_ledger_is_in_a_table_of_who_may(ledger: Ledger) -> None:
    assert set(ledger.changing_functions) == {act.signature for act in ACTS} | SHOWN_ELSEWHERE.keys()


@pytest.fixture(scope="module")
def prepared(deployment: Stage) -> Snapshot:
    """A claim held by A, which has given every kind of approval, and others beside it."""
    deployment.reset()
    ledger = deployment.ledger
    claim = deployment.claim(FACE + 1)
    assert ledger.split(TIER_ONE, claim, [FACE, 1]).answer == SECOND
    assert deployment.claim(100) == ENCUMBERED
    ledger.transfer_claims(TIER_ONE, [claim, SECOND, ENCUMBERED], A)
    ledger.encumber(A, ENCUMBERED, INVESTOR)
    ledger.set_slot_operator(A, A, 1, REGULATOR)
    ledger.offer(A, OFFERED)
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
    before = (ledger.claims(1, 1, 4), ledger.claims(2, 1, 1))
    with refused(act.error, **{act.culprit: who}):
        act.do(ledger, who, claim)
    assert (ledger.claims(1, 1, 4), ledger.claims(2, 1, 1)) == before
