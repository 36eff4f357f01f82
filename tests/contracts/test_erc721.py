"""ERC-721, sentence by sentence; each test is named after the sentence it holds."""

import pytest

from tests.contracts.driver.cast import DESK, NOBODY, STRANGER, TIER_ONE, A, B
from tests.contracts.driver.issuance import Issuance
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import FACE, Stage

SAFE = "safeTransferFrom(address,address,uint256)"
SAFE_WITH_DATA = "safeTransferFrom(address,address,uint256,bytes)"
PLAIN = "transferFrom(address,address,uint256)"
FORMS = [(PLAIN, ()), (SAFE, ()), (SAFE_WITH_DATA, (b"data",))]


@pytest.fixture
def claim(stage: Stage) -> int:
    return stage.claim()


# Transfer, Approval, ApprovalForAll


def test_transfer_emits_when_tokens_are_created_from_zero(stage: Stage, issuance: Issuance) -> None:
    receivable = stage.offer()
    events = issuance.accept(TIER_ONE, receivable).events
    assert ("Transfer", NOBODY, TIER_ONE.address, receivable << 64 | 1) in events


@pytest.mark.parametrize(("form", "more"), FORMS)
def test_transfer_emits_when_ownership_changes_by_any_mechanism(
    ledger: Ledger, claim: int, form: str, more: tuple[bytes, ...]
) -> None:
    outcome = ledger.send(TIER_ONE, form, TIER_ONE, A, claim, *more)
    assert outcome.events == [("Transfer", TIER_ONE.address, A.address, claim)]


def test_at_the_time_of_any_transfer_the_approved_address_is_reset_to_none(
    ledger: Ledger, claim: int
) -> None:
    ledger.approve(TIER_ONE, DESK, claim)
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    assert ledger.approved_for(claim) == NOBODY


def test_approval_emits_when_the_approved_address_is_changed_or_reaffirmed(
    ledger: Ledger, claim: int
) -> None:
    for _ in range(2):
        assert ledger.approve(TIER_ONE, DESK, claim).events == [
            ("Approval", TIER_ONE.address, DESK.address, claim)
        ]


def test_approval_for_all_emits_when_an_operator_is_enabled_or_disabled(ledger: Ledger) -> None:
    for enabled in (True, False):
        assert ledger.set_operator(TIER_ONE, DESK, enabled).events == [
            ("ApprovalForAll", TIER_ONE.address, DESK.address, enabled)
        ]


# balanceOf, ownerOf


def test_balance_of_counts_all_tokens_assigned_to_an_owner_possibly_zero(ledger: Ledger, claim: int) -> None:
    ledger.split(TIER_ONE, claim, [1, 1, FACE - 2])
    assert (ledger.claims_held_by(TIER_ONE), ledger.claims_held_by(A)) == (3, 0)


def test_balance_of_throws_for_queries_about_the_zero_address(ledger: Ledger) -> None:
    with refused("ERC721InvalidOwner", owner=NOBODY):
        ledger.ask("balanceOf(address)", NOBODY)


def test_owner_of_finds_the_owner(ledger: Ledger, claim: int) -> None:
    assert ledger.owner_of(claim) == TIER_ONE.address


def test_queries_about_tokens_assigned_to_the_zero_address_throw(ledger: Ledger) -> None:
    for missing in (0, 1, 2**64, 2**256 - 1):
        with refused("ERC721NonexistentToken", tokenId=missing):
            ledger.owner_of(missing)


# transferFrom and both safeTransferFrom


@pytest.mark.parametrize(("form", "more"), FORMS)
def test_throws_unless_sender_is_the_owner_an_operator_or_the_approved_address(
    stage: Stage, ledger: Ledger, form: str, more: tuple[bytes, ...]
) -> None:
    by_owner, by_operator, by_approved, by_stranger = (stage.claim() for _ in range(4))
    ledger.set_operator(TIER_ONE, DESK)
    ledger.approve(TIER_ONE, B, by_approved)
    ledger.send(TIER_ONE, form, TIER_ONE, A, by_owner, *more)
    ledger.send(DESK, form, TIER_ONE, A, by_operator, *more)
    ledger.send(B, form, TIER_ONE, A, by_approved, *more)
    with refused("ERC721InsufficientApproval", operator=STRANGER, tokenId=by_stranger):
        ledger.send(STRANGER, form, TIER_ONE, A, by_stranger, *more)


@pytest.mark.parametrize(("form", "more"), FORMS)
def test_throws_if_from_is_not_the_current_owner(
    ledger: Ledger, claim: int, form: str, more: tuple[bytes, ...]
) -> None:
    with refused("ERC721IncorrectOwner", sender=A, tokenId=claim, owner=TIER_ONE):
        ledger.send(TIER_ONE, form, A, B, claim, *more)


@pytest.mark.parametrize(("form", "more"), FORMS)
def test_throws_if_to_is_the_zero_address(
    ledger: Ledger, claim: int, form: str, more: tuple[bytes, ...]
) -> None:
    with refused("ERC721InvalidReceiver", receiver=NOBODY):
        ledger.send(TIER_ONE, form, TIER_ONE, NOBODY, claim, *more)


@pytest.mark.parametrize(("form", "more"), FORMS)
def test_throws_if_the_token_is_not_valid(
    ledger: Ledger, claim: int, form: str, more: tuple[bytes, ...]
) -> None:
    with refused("ERC721NonexistentToken", tokenId=claim + 1):
        ledger.send(TIER_ONE, form, TIER_ONE, A, claim + 1, *more)


# approve, setApprovalForAll, getApproved, isApprovedForAll


def test_approve_throws_unless_sender_is_the_owner_or_an_operator(ledger: Ledger, claim: int) -> None:
    ledger.set_operator(TIER_ONE, DESK)
    ledger.approve(DESK, A, claim)
    for somebody in (A, STRANGER):
        with refused("ERC721InvalidApprover", approver=somebody):
            ledger.approve(somebody, somebody, claim)


def test_the_zero_address_indicates_there_is_no_approved_address(ledger: Ledger, claim: int) -> None:
    assert ledger.approved_for(claim) == NOBODY
    ledger.approve(TIER_ONE, A, claim)
    ledger.approve(TIER_ONE, NOBODY, claim)
    assert ledger.approved_for(claim) == NOBODY


def test_the_contract_must_allow_multiple_operators_per_owner(ledger: Ledger) -> None:
    for operator in (A, B, DESK):
        ledger.set_operator(TIER_ONE, operator)
    assert all(ledger.is_operator(TIER_ONE, operator) for operator in (A, B, DESK))


def test_get_approved_throws_if_the_token_is_not_valid(ledger: Ledger) -> None:
    with refused("ERC721NonexistentToken", tokenId=77):
        ledger.approved_for(77)


def test_is_approved_for_all_is_true_for_operators_and_false_otherwise(ledger: Ledger) -> None:
    ledger.set_operator(TIER_ONE, DESK)
    assert ledger.is_operator(TIER_ONE, DESK)
    assert not ledger.is_operator(DESK, TIER_ONE)
    assert not ledger.is_operator(TIER_ONE, STRANGER)
    assert not ledger.is_operator(TIER_ONE, TIER_ONE)


# Mutability guarantees: payable may be met by stricter functions, so ether is refused


def test_no_function_keeps_ether_that_is_sent_along(ledger: Ledger, claim: int) -> None:
    for form, more in FORMS:
        assert not ledger.send(TIER_ONE, form, TIER_ONE, A, claim, *more, value=1).receipt.succeeded
    assert not ledger.send(TIER_ONE, "approve(address,uint256)", A, claim, value=1).receipt.succeeded
    assert ledger.chain.node.balance(ledger.address) == 0


def test_the_ledger_takes_no_ether_outside_its_functions_either(ledger: Ledger) -> None:
    for data in (b"", b"\1\2\3\4"):
        assert not ledger.chain.send(TIER_ONE, ledger.address, data, value=1).succeeded
        assert not ledger.chain.send(TIER_ONE, ledger.address, data).succeeded
