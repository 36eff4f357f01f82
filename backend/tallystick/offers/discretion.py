"""What the contracts' refusals tell a party that is not to know it."""

from collections.abc import Iterator
from contextlib import contextmanager

from tallystick.receivables.identifiers import ClaimKey, claim_text
from tallystick.refusal import Conflict, Refusal
from tallystick.sending.contract_errors import not_your_claim


@contextmanager
def told_alike(claim: ClaimKey) -> Iterator[None]:
    """The contract tells a claim of others from one that does not exist; a stranger must not learn which it is."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code == "not_your_claim_to_approve":
            raise not_your_claim(claim_text(claim)) from refusal
        raise


@contextmanager
def face_untold(claim: ClaimKey) -> Iterator[None]:
    """Who takes value out of a claim of another must not learn what that claim is worth."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code == "value_exceeded":
            raise Conflict(
                "offer_not_covered",
                f"Claim {claim_text(claim)} is no longer worth that much.",
                "Ask its holder for a new offer, or take less.",
                {"claim": claim_text(claim)},
            ) from refusal
        raise
