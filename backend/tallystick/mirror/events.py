"""What the contracts say has happened, as far as the mirror draws consequences from it.

Amounts are minor units; a claim is the pair (receivable, serial), (0, 0) where value comes out of nothing.
"""

from typing import NamedTuple

ClaimId = tuple[int, int]

NO_CLAIM: ClaimId = (0, 0)
NOBODY = bytes(20)


class Place(NamedTuple):
    """Where on the chain an event stands; `timestamp` is its block's, in seconds since 1970."""

    block: int
    log_index: int
    transaction_hash: bytes
    timestamp: int


class AccountOpened(NamedTuple):
    account: bytes
    roles: int


class ProgrammeOpened(NamedTuple):
    number: int
    name: str
    currency: str
    kind: int
    regime: int
    day_count: int
    longest_term_months: int
    acceptance_required: bool
    evidence_required: bool
    open_accounts_only: bool
    approval: bytes


class DocumentRegistered(NamedTuple):
    fingerprint: bytes
    buyer: bytes
    seller: bytes
    amount: int
    currency: str
    kind: int


class EvidenceDrawn(NamedTuple):
    """`drawn` is the document's total after this drawing."""

    fingerprint: bytes
    receivable: int
    amount: int
    drawn: int


class ReceivableOffered(NamedTuple):
    """Days count from 1970-01-01 in Asia/Shanghai."""

    receivable: int
    debtor: bytes
    creditor: bytes
    programme: int
    face: int
    issue_day: int
    due_day: int


class ReceivableAccepted(NamedTuple):
    receivable: int


class ClaimCreated(NamedTuple):
    """A new claim, still of value zero. ERC-721 says it as a transfer from nobody."""

    claim: ClaimId
    holder: bytes


class ClaimTransferred(NamedTuple):
    """A whole claim changed hands, possibly into the same ones."""

    claim: ClaimId
    sender: bytes
    recipient: bytes


class ValueTransferred(NamedTuple):
    """Value moved between two claims of one receivable; out of `NO_CLAIM` it is minted."""

    source: ClaimId
    destination: ClaimId
    value: int


Event = (
    AccountOpened
    | ProgrammeOpened
    | DocumentRegistered
    | EvidenceDrawn
    | ReceivableOffered
    | ReceivableAccepted
    | ClaimCreated
    | ClaimTransferred
    | ValueTransferred
)
