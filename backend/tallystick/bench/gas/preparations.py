"""What leads up to each operation, and the transaction that carries it out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tallystick.bench.gas.ground import DUE, FACE, VALUE, Call, Ground, address, newcomer

EXPIRY = 2**33
EARLIER_OFFERS = 20


def split_to(to: bytes) -> Callable[[Ground], Call]:
    return lambda ground: ground.transfer_of_value(ground.claim(), to)


def split_existing(ground: Ground) -> Call:
    return ground.transfer_of_value(ground.claim(), address(ground.supplier))


def split_with_policy(ground: Ground) -> Call:
    programme = ground.programme(ground.accepting_policy())
    return ground.transfer_of_value(ground.claim(programme), newcomer())


def value_between_claims(ground: Ground) -> Call:
    claim = ground.claim()
    taker = ground.given(claim)
    return ground.ledger_call(ground.tier_one, "transferFrom(uint256,uint256,uint256)", claim, taker, VALUE)


def whole_claim(ground: Ground, to: bytes) -> Call:
    (piece,) = ground.pieces(ground.claim(), 1)
    holder = address(ground.tier_one)
    return ground.ledger_call(ground.tier_one, "transferFrom(address,address,uint256)", holder, to, piece)


def approval(ground: Ground, claim: int, operator: bytes, value: int = VALUE) -> Call:
    return ground.ledger_call(ground.tier_one, "approve(uint256,address,uint256)", claim, operator, value)


def offer(ground: Ground) -> Call:
    claim = ground.claim()
    for number in range(EARLIER_OFFERS):
        ground.do(approval(ground, claim, newcomer(number)))
    return approval(ground, claim, address(ground.supplier))


def accept_offer(ground: Ground) -> Call:
    claim, recipient = ground.claim(), address(ground.supplier)
    ground.do(approval(ground, claim, recipient))
    return ground.ledger_call(
        ground.supplier, "transferFrom(uint256,address,uint256)", claim, recipient, VALUE
    )


def evidenced(ground: Ground, signature: str, sender: Any, claim: int, fingerprint: bytes) -> Call:
    terms = (claim, address(ground.supplier), VALUE, EXPIRY, [(fingerprint, VALUE)])
    return ground.ledger_call(
        sender, f"{signature}((uint256,address,uint64,uint64,(bytes32,uint64)[]))", terms
    )


def evidenced_offer(ground: Ground) -> Call:
    claim = ground.claim(ground.programme(evidence_required=True))
    fingerprint = ground.invoice(ground.tier_one, ground.supplier, VALUE)
    return evidenced(ground, "offer", ground.tier_one, claim, fingerprint)


def accept_evidenced_offer(ground: Ground) -> Call:
    claim = ground.claim(ground.programme(evidence_required=True))
    fingerprint = ground.invoice(ground.tier_one, ground.supplier, VALUE)
    ground.do(evidenced(ground, "offer", ground.tier_one, claim, fingerprint))
    return evidenced(ground, "acceptOffer", ground.supplier, claim, fingerprint)


def distribution(ground: Ground) -> Call:
    parts = [(newcomer(number), VALUE) for number in range(10)]
    return ground.ledger_call(
        ground.tier_one, "distribute(uint256,(address,uint64)[])", ground.claim(), parts
    )


def a_hundred_pieces(ground: Ground) -> Call:
    return ground.ledger_call(
        ground.tier_one, "splitEvenly(uint256,uint64,uint64)", ground.claim(), 100, FACE // 100
    )


def thirty_claims(ground: Ground) -> Call:
    claims = ground.pieces(ground.claim(), 30)
    return ground.ledger_call(
        ground.tier_one, "transferClaims(uint256[],address)", claims, address(ground.supplier)
    )


def merge(ground: Ground) -> Call:
    claim = ground.claim()
    (piece,) = ground.pieces(claim, 1)
    return ground.ledger_call(ground.tier_one, "merge(uint256[],uint256)", [piece], claim)


def issue(ground: Ground) -> Call:
    ground.claim()
    return ground.issue(ground.plain)


def accept_issue(ground: Ground) -> Call:
    """The debtor's second receivable, due on another day of the same 256."""
    second = (ground.claim() >> 64) + 1
    ground.do(ground.issue(ground.plain, DUE + timedelta(days=1)))
    return ground.acceptance(second)
