"""How far the goods have come, as carriers sign it."""

import pytest

from tests.contracts.driver.border import Border
from tests.contracts.driver.cast import CAR_MAKER, CARRIER, EVERYBODY, GOVERNOR, STRANGER, TIER_ONE, Actor
from tests.contracts.driver.cross_border import CUSTOMS, DELIVERED, SHIPPED, Milestones
from tests.contracts.driver.refusals import refused

PAPER = b"\x0b" * 32


@pytest.fixture
def milestones(border: Border) -> Milestones:
    return border.stage.milestones


@pytest.fixture
def receivable(border: Border) -> int:
    return border.claim() >> 64


def test_milestones_are_reached_one_after_the_other_whoever_brings_the_statement(
    border: Border, milestones: Milestones, receivable: int
) -> None:
    now = border.stage.chain.time
    for milestone, bringer in ((SHIPPED, STRANGER), (CUSTOMS, CAR_MAKER), (DELIVERED, TIER_ONE)):
        at = now - 100 + milestone
        outcome = milestones.attest(bringer, CARRIER, receivable, milestone, at)
        assert outcome.events == [("MilestoneReached", receivable, milestone, CARRIER.address, at, PAPER)]
        assert milestones.reached(receivable) == (milestone, at)


def test_none_is_left_out_nor_stated_twice(border: Border, milestones: Milestones, receivable: int) -> None:
    now = border.stage.chain.time
    for milestone in (0, CUSTOMS, DELIVERED):
        with refused("MilestoneOutOfOrder", receivable=receivable, milestone=milestone, reached=0):
            milestones.attest(STRANGER, CARRIER, receivable, milestone, now)
    milestones.attest(STRANGER, CARRIER, receivable, SHIPPED, now)
    for milestone in (SHIPPED, DELIVERED):
        with refused("MilestoneOutOfOrder", milestone=milestone, reached=SHIPPED):
            milestones.attest(STRANGER, CARRIER, receivable, milestone, now)


def test_a_statement_says_when_and_rests_on_a_paper(
    border: Border, milestones: Milestones, receivable: int
) -> None:
    now = border.stage.chain.time
    with refused("MilestoneTimeOutOfRange", occurredAt=now + 10_000, notBefore=0):
        milestones.attest(STRANGER, CARRIER, receivable, SHIPPED, now + 10_000)
    with refused("AttestationWithoutDocument"):
        milestones.attest(STRANGER, CARRIER, receivable, SHIPPED, now, bytes(32))
    milestones.attest(STRANGER, CARRIER, receivable, SHIPPED, now)
    with refused("MilestoneTimeOutOfRange", occurredAt=now - 1, notBefore=now):
        milestones.attest(STRANGER, CARRIER, receivable, CUSTOMS, now - 1)
    with refused("UnknownReceivable", receivable=99):
        milestones.attest(STRANGER, CARRIER, 99, SHIPPED, now)


def test_what_a_carrier_signs_is_typed_data(border: Border, milestones: Milestones, receivable: int) -> None:
    """eth-account puts the digest together by EIP-712 from the fields; only the same digest recovers the carrier."""
    now = border.stage.chain.time
    stated = (receivable, SHIPPED, now, PAPER)
    signature = milestones.signed(CARRIER, stated)
    for other in (
        (receivable, SHIPPED, now - 1, PAPER),
        (receivable, SHIPPED, now, b"\x0c" * 32),
    ):
        with refused("AttestationNotSigned", signer=CARRIER):
            milestones.send(STRANGER, Milestones.ATTEST, other, CARRIER, signature)
    with refused("AttestationNotSigned", signer=CARRIER):
        milestones.attest(STRANGER, CARRIER, receivable, SHIPPED, now, signer=STRANGER)
    milestones.send(STRANGER, Milestones.ATTEST, stated, CARRIER, signature)


@pytest.mark.parametrize(
    "somebody", [one for one in EVERYBODY if one is not CARRIER], ids=lambda who: who.name
)
def test_only_carriers_state_milestones(border: Border, milestones: Milestones, somebody: Actor) -> None:
    receivable = border.claim() >> 64
    with refused("NotACarrier", signer=somebody):
        milestones.attest(somebody, somebody, receivable, SHIPPED, border.stage.chain.time)


def test_a_dismissed_carrier_states_nothing_more(
    border: Border, milestones: Milestones, receivable: int
) -> None:
    border.stage.access.send(GOVERNOR, "revokeRole(uint64,address)", 10, CARRIER)
    with refused("NotACarrier", signer=CARRIER):
        milestones.attest(STRANGER, CARRIER, receivable, SHIPPED, border.stage.chain.time)
