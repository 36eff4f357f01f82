"""Offers of value that the recipient signs for: with evidence drawn then, and an end of their own."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak

from tests.contracts.driver.cast import COURT, DESK, NOBODY, OPERATOR, STRANGER, TIER_ONE, A, Actor, B
from tests.contracts.driver.chain import moment
from tests.contracts.driver.ledger import OFFER, Ledger, Offer
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.registries import Evidence
from tests.contracts.driver.stage import DUE, FACE, Stage
from tests.contracts.driver.words import ClaimWord, claim_id

FIRST, SECOND = claim_id(1, 1), claim_id(1, 2)
EXPIRY = moment(DUE) - 30 * 86_400
LATEST_EXPIRY = int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())
THIRTY = Offer(FIRST, A, 30, EXPIRY)
WHOLE = Offer(FIRST, A, FACE, EXPIRY)


@pytest.fixture(autouse=True)
def claim(stage: Stage) -> int:
    return stage.claim()


@pytest.fixture
def evidenced(stage: Stage) -> Offer:
    """Value out of a claim whose programme asks for evidence, resting on an invoice of A to tier one."""
    claim = stage.claim(programme=stage.open_programme(acceptance_required=True, evidence_required=True))
    return Offer(claim, A, 30, EXPIRY, ((stage.invoice(30, seller=A, buyer=TIER_ONE), 30),))


# Made


def test_an_offer_moves_nothing_and_is_told_in_full(ledger: Ledger) -> None:
    outcome = ledger.offer(TIER_ONE, THIRTY)
    told = ("OfferMade", outcome.answer, FIRST, A.address, TIER_ONE.address, 30, EXPIRY, ())
    assert outcome.events == [told]
    assert ledger.stands(outcome.answer)
    assert ledger.claim(FIRST) == ClaimWord(TIER_ONE.address, FACE, epoch=0)


def test_an_offer_is_known_by_its_terms_and_the_claims_epoch(ledger: Ledger) -> None:
    expected = keccak(encode([OFFER, "uint256"], [(FIRST, A.address, 30, EXPIRY, []), 0]))
    assert ledger.offer(TIER_ONE, THIRTY).answer == expected


def test_an_offer_stands_once(ledger: Ledger) -> None:
    ledger.offer(TIER_ONE, THIRTY)
    with refused("OfferStandsAlready"):
        ledger.offer(TIER_ONE, THIRTY)
    ledger.offer(TIER_ONE, replace(THIRTY, expiry=EXPIRY + 1))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"to": NOBODY}, "ERC721InvalidReceiver"),
        ({"to": TIER_ONE}, "OfferToOneself"),
        ({"value": 0}, "ValueMissing"),
        ({"value": FACE + 1}, "ValueExceeded"),
        ({"expiry": 0}, "OfferExpired"),
        ({"claim": SECOND}, "ERC721NonexistentToken"),
    ],
)
def test_what_can_never_be_accepted_is_not_offered(
    ledger: Ledger, change: dict[str, Any], error: str
) -> None:
    with refused(error):
        ledger.offer(TIER_ONE, replace(THIRTY, **change))


def test_nothing_is_offered_to_the_ledger_itself(ledger: Ledger) -> None:
    with refused("ERC721InvalidReceiver", receiver=ledger.address):
        ledger.offer(TIER_ONE, replace(THIRTY, to=ledger.address))


@pytest.mark.parametrize("expiry", [LATEST_EXPIRY + 1, 2**63, 2**64 - 1])
def test_an_offer_ends_within_peoples_calendars(ledger: Ledger, expiry: int) -> None:
    with refused("OfferExpiryTooLate", requestedExpiry=expiry, latestExpiry=LATEST_EXPIRY):
        ledger.offer(TIER_ONE, replace(THIRTY, expiry=expiry))
    latest = ledger.offer(TIER_ONE, replace(THIRTY, expiry=LATEST_EXPIRY)).answer
    assert ledger.stands(latest)


# Accepted


def test_the_recipient_takes_part_of_a_claim_as_a_new_one(ledger: Ledger) -> None:
    offered = ledger.offer(TIER_ONE, THIRTY).answer
    outcome = ledger.accept_offer(A, THIRTY)
    assert outcome.answer == SECOND
    assert ledger.claim(SECOND) == ClaimWord(A.address, 30, epoch=0)
    assert ledger.value_of(FIRST) == FACE - 30
    assert not ledger.stands(offered)
    assert outcome.events == [
        ("OfferAccepted", offered, SECOND),
        ("Transfer", NOBODY, A.address, SECOND),
        ("SlotChanged", SECOND, 0, 1),
        ("TransferValue", FIRST, SECOND, 30),
    ]


def test_all_that_a_claim_is_worth_hands_over_the_claim_itself(ledger: Ledger) -> None:
    offered = ledger.offer(TIER_ONE, WHOLE).answer
    outcome = ledger.accept_offer(A, WHOLE)
    assert outcome.answer == FIRST
    assert ledger.claim(FIRST) == ClaimWord(A.address, FACE, epoch=1)
    assert outcome.events == [
        ("OfferAccepted", offered, FIRST),
        ("Transfer", TIER_ONE.address, A.address, FIRST),
    ]


def test_what_is_whole_is_told_by_the_claims_worth_at_acceptance(ledger: Ledger) -> None:
    ledger.offer(TIER_ONE, THIRTY)
    ledger.transfer_value(TIER_ONE, FIRST, B, FACE - 30)
    assert ledger.accept_offer(A, THIRTY).answer == FIRST
    assert ledger.claims_held_by(TIER_ONE) == 0


def test_the_same_offer_is_accepted_once_and_may_be_made_again(ledger: Ledger) -> None:
    ledger.offer(TIER_ONE, THIRTY)
    ledger.accept_offer(A, THIRTY)
    with refused("OfferNotOpen"):
        ledger.accept_offer(A, THIRTY)
    ledger.offer(TIER_ONE, THIRTY)
    ledger.accept_offer(A, THIRTY)
    assert ledger.claims_held_by(A) == 2


def test_of_two_offers_of_the_same_value_the_first_acceptance_wins(ledger: Ledger) -> None:
    to_b = replace(WHOLE, to=B)
    for terms in (WHOLE, to_b):
        ledger.offer(TIER_ONE, terms)
    ledger.accept_offer(B, to_b)
    with refused("OfferNotOpen"):
        ledger.accept_offer(A, WHOLE)
    assert ledger.owner_of(FIRST) == B.address


def test_what_is_no_longer_there_is_not_accepted(ledger: Ledger) -> None:
    ledger.offer(TIER_ONE, WHOLE)
    ledger.transfer_value(TIER_ONE, FIRST, B, 1)
    with refused("ValueExceeded", claim=FIRST, value=FACE - 1, requested=FACE):
        ledger.accept_offer(A, WHOLE)


@pytest.mark.parametrize("somebody", [TIER_ONE, B, OPERATOR, STRANGER], ids=lambda who: who.name)
def test_nobody_but_the_recipient_answers(ledger: Ledger, somebody: Actor) -> None:
    offered = ledger.offer(TIER_ONE, THIRTY).answer
    ledger.set_operator(A, somebody)
    for answer in (ledger.accept_offer, ledger.decline_offer):
        with refused("NotTheRecipient", id=offered, caller=somebody):
            answer(somebody, THIRTY)
    assert ledger.stands(offered)


@pytest.mark.parametrize(
    "change", [{"value": 31}, {"to": B}, {"expiry": EXPIRY + 1}, {"drawings": ((b"\1" * 32, 30),)}]
)
def test_told_with_other_terms_an_offer_does_not_stand(ledger: Ledger, change: dict[str, Any]) -> None:
    ledger.offer(TIER_ONE, THIRTY)
    told = replace(THIRTY, **change)
    with refused("OfferNotOpen"):
        ledger.accept_offer(B if told.to is B else A, told)
    for answer, who in ((ledger.decline_offer, A), (ledger.withdraw_offer, TIER_ONE)):
        with refused("OfferNotOpen"):
            answer(who, told)


# Ended


def test_an_offer_is_accepted_until_it_expires(stage: Stage, ledger: Ledger) -> None:
    later = replace(THIRTY, value=31)
    for terms in (THIRTY, later):
        ledger.offer(TIER_ONE, terms)
    stage.chain.go_to(EXPIRY - 1)
    ledger.accept_offer(A, THIRTY)
    stage.chain.go_to(EXPIRY)
    with refused("OfferExpired", expiry=EXPIRY):
        ledger.accept_offer(A, later)


def test_an_expired_offer_can_still_be_cleared_away(stage: Stage, ledger: Ledger) -> None:
    offered = ledger.offer(TIER_ONE, THIRTY).answer
    stage.chain.go_to(EXPIRY)
    assert ledger.decline_offer(A, THIRTY).events == [("OfferDeclined", offered)]
    assert not ledger.stands(offered)


def test_a_declined_or_withdrawn_offer_is_over(ledger: Ledger) -> None:
    for end, who, event in (
        (ledger.decline_offer, A, "OfferDeclined"),
        (ledger.withdraw_offer, TIER_ONE, "OfferWithdrawn"),
    ):
        offered = ledger.offer(TIER_ONE, THIRTY).answer
        assert end(who, THIRTY).events == [(event, offered)]
        assert not ledger.stands(offered)
        with refused("OfferNotOpen", id=offered):
            ledger.accept_offer(A, THIRTY)


def test_only_who_disposes_of_the_claim_withdraws(ledger: Ledger) -> None:
    ledger.offer(TIER_ONE, THIRTY)
    with refused("ERC721InsufficientApproval", operator=A, tokenId=FIRST):
        ledger.withdraw_offer(A, THIRTY)
    ledger.approve(TIER_ONE, DESK, FIRST)
    ledger.withdraw_offer(DESK, THIRTY)


def test_an_offer_is_dead_once_the_claim_has_changed_hands_and_stays_so(ledger: Ledger) -> None:
    ledger.offer(TIER_ONE, THIRTY)
    ledger.transfer_claim(TIER_ONE, TIER_ONE, B, FIRST)
    with refused("OfferNotOpen"):
        ledger.accept_offer(A, THIRTY)
    ledger.transfer_claim(B, B, TIER_ONE, FIRST)
    with refused("OfferNotOpen"):
        ledger.accept_offer(A, THIRTY)


def test_an_offer_out_of_a_claim_that_was_merged_away_is_gone(ledger: Ledger) -> None:
    ledger.offer(TIER_ONE, THIRTY)
    other = ledger.split(TIER_ONE, FIRST, [FACE - 1, 1]).answer
    ledger.merge(TIER_ONE, [FIRST], other)
    for answer, who in ((ledger.accept_offer, A), (ledger.withdraw_offer, TIER_ONE)):
        with refused("ERC721NonexistentToken", tokenId=FIRST):
            answer(who, THIRTY)


def test_part_of_a_claim_is_not_accepted_when_the_books_are_closed(stage: Stage, ledger: Ledger) -> None:
    late = moment(DUE) + 30 * 86_400
    for value in (30, FACE):
        ledger.offer(TIER_ONE, Offer(FIRST, A, value, late))
    stage.chain.go_to(moment(DUE) + 86_400)
    with refused("BooksClosed", receivable=1):
        ledger.accept_offer(A, Offer(FIRST, A, 30, late))
    assert ledger.accept_offer(A, Offer(FIRST, A, FACE, late)).answer == FIRST


# With evidence


@pytest.mark.parametrize("whole", [False, True])
def test_evidence_is_drawn_at_acceptance_for_the_claim_that_was_made(
    stage: Stage, ledger: Ledger, evidence: Evidence, whole: bool
) -> None:
    claim = stage.claim(30 if whole else FACE, programme=stage.open_programme(evidence_required=True))
    invoice = stage.invoice(100, seller=A, buyer=TIER_ONE)
    terms = Offer(claim, A, 30, EXPIRY, ((invoice, 30),))
    ledger.offer(TIER_ONE, terms)
    assert evidence.document(invoice).drawn == 0
    outcome = ledger.accept_offer(A, terms)
    assert outcome.answer == (claim if whole else claim + 1)
    assert ("EvidenceDrawn", invoice, outcome.answer, 30, 30) in outcome.events
    assert (evidence.document(invoice).drawn, evidence.drawn_by(invoice, outcome.answer)) == (30, 30)


def test_where_transfers_need_evidence_an_offer_names_some(ledger: Ledger, evidenced: Offer) -> None:
    with refused("EvidenceRequired"):
        ledger.offer(TIER_ONE, replace(evidenced, drawings=()))
    ledger.offer(TIER_ONE, evidenced)
    ledger.accept_offer(A, evidenced)
    assert ledger.claims_held_by(A) == 1


@pytest.mark.parametrize("drawn", [29, 31])
def test_the_evidence_adds_up_to_the_value_or_nothing_moves(
    stage: Stage, ledger: Ledger, evidence: Evidence, drawn: int
) -> None:
    invoice = stage.invoice(100, seller=A, buyer=TIER_ONE)
    terms = replace(THIRTY, drawings=((invoice, drawn),))
    offered = ledger.offer(TIER_ONE, terms).answer
    with refused("EvidenceDoesNotMatchValue", value=30, drawn=drawn):
        ledger.accept_offer(A, terms)
    assert (evidence.document(invoice).drawn, ledger.stands(offered)) == (0, True)


def test_the_evidence_is_between_giver_and_recipient_and_not_used_up(
    stage: Stage, ledger: Ledger, evidenced: Offer
) -> None:
    ((invoice, _),) = evidenced.drawings
    theirs = stage.invoice(30, seller=B, buyer=TIER_ONE)
    for_others = replace(evidenced, drawings=((theirs, 30),))
    again = replace(evidenced, expiry=EXPIRY + 1)
    for terms in (for_others, evidenced, again):
        ledger.offer(TIER_ONE, terms)
    with refused("DocumentOfOthers", fingerprint=theirs):
        ledger.accept_offer(A, for_others)
    ledger.accept_offer(A, evidenced)
    with refused("EvidenceExceeded", fingerprint=invoice, drawn=30):
        ledger.accept_offer(A, again)


def test_what_is_stopped_is_neither_offered_nor_accepted(ledger: Ledger) -> None:
    ledger.offer(TIER_ONE, THIRTY)
    ledger.freeze(COURT, [FIRST], b"\1" * 32)
    for act, who, terms in (
        (ledger.accept_offer, A, THIRTY),
        (ledger.offer, TIER_ONE, replace(THIRTY, value=31)),
    ):
        with refused("ClaimIsFrozen", claim=FIRST):
            act(who, terms)
    ledger.withdraw_offer(TIER_ONE, THIRTY)
