"""What the contracts say has happened, as far as the mirror draws consequences from it.

Amounts are minor units; a claim is the pair (receivable, serial), (0, 0) where value comes from nowhere or goes there.
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


class AccountSuspended(NamedTuple):
    account: bytes
    authority: bytes
    order: bytes


class AccountReinstated(NamedTuple):
    """`authority` has lifted its own order."""

    account: bytes
    authority: bytes


class DeskChanged(NamedTuple):
    desk: bytes
    admitted: bool


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
    token_offering: bool
    policy: bytes | None
    approval: bytes


class TermRuleSet(NamedTuple):
    programme: int
    from_day: int
    longest_term_months: int


class DocumentRegistered(NamedTuple):
    fingerprint: bytes
    buyer: bytes
    seller: bytes
    amount: int
    currency: str
    kind: int


class DocumentCredited(NamedTuple):
    """`left` is what the document is good for from now on."""

    fingerprint: bytes
    credit_note: bytes
    amount: int
    left: int


class EvidenceDrawn(NamedTuple):
    """`drawn` is the document's total after this drawing. `consumer` has serial 0 where it is an issue."""

    fingerprint: bytes
    consumer: ClaimId
    amount: int
    drawn: int


class EvidenceReleased(NamedTuple):
    """All that `consumer` has drawn; `drawn` is the document's total after it."""

    fingerprint: bytes
    consumer: ClaimId
    drawn: int


class ReceivableOffered(NamedTuple):
    """Days count from 1970-01-01 in Asia/Shanghai."""

    receivable: int
    debtor: bytes
    creditor: bytes
    programme: int
    face: int
    issue_day: int
    accept_day: int
    due_day: int


class ReceivableAccepted(NamedTuple):
    receivable: int


class ReceivableEnded(NamedTuple):
    """It was declined, withdrawn, or lapsed, or is cancelled; `status` is the contract's."""

    receivable: int
    status: int


class CancellationProposed(NamedTuple):
    """`by` is None where the proposal was retracted."""

    receivable: int
    by: bytes | None


class ReceivablePaused(NamedTuple):
    """All movement of its claims was stopped, or goes on."""

    receivable: int
    paused: bool


class ClaimCreated(NamedTuple):
    """A new claim, still of value zero. ERC-721 says it as a transfer from nobody."""

    claim: ClaimId
    holder: bytes


class ClaimBurnt(NamedTuple):
    """A claim that is worth nothing any more is gone. ERC-721 says it as a transfer to nobody."""

    claim: ClaimId
    holder: bytes


class ClaimTransferred(NamedTuple):
    """A whole claim changed hands, possibly into the same ones."""

    claim: ClaimId
    sender: bytes
    recipient: bytes


class ValueTransferred(NamedTuple):
    """Value moved between two claims of one receivable; out of `NO_CLAIM` it is minted, into it destroyed."""

    source: ClaimId
    destination: ClaimId
    value: int


class CarriedByDesk(NamedTuple):
    """What next leaves the claim, in the same transaction, is no trade transfer."""

    claim: ClaimId


class ClaimFrozen(NamedTuple):
    claim: ClaimId
    authority: bytes
    order: bytes


class ClaimUnfrozen(NamedTuple):
    claim: ClaimId
    authority: bytes


class ClaimEncumbered(NamedTuple):
    """`beneficiary` is None where the claim was released."""

    claim: ClaimId
    beneficiary: bytes | None


class AllowanceSet(NamedTuple):
    """What an operator may take out of a claim, up to 2^256 − 1."""

    claim: ClaimId
    operator: bytes
    value: int


class OfferMade(NamedTuple):
    """`expiry` in seconds since 1970, `drawings` the ABI encoding of (bytes32,uint64)[]."""

    id: bytes
    claim: ClaimId
    holder: bytes
    recipient: bytes
    value: int
    expiry: int
    drawings: bytes


class OfferEnded(NamedTuple):
    """`into` is the claim that the recipient has now, where it has accepted."""

    id: bytes
    state: str
    into: ClaimId | None


Event = (
    AccountOpened
    | AccountSuspended
    | AccountReinstated
    | DeskChanged
    | ProgrammeOpened
    | TermRuleSet
    | DocumentRegistered
    | DocumentCredited
    | EvidenceDrawn
    | EvidenceReleased
    | ReceivableOffered
    | ReceivableAccepted
    | ReceivableEnded
    | CancellationProposed
    | ReceivablePaused
    | ClaimCreated
    | ClaimBurnt
    | ClaimTransferred
    | ValueTransferred
    | CarriedByDesk
    | ClaimFrozen
    | ClaimUnfrozen
    | ClaimEncumbered
    | AllowanceSet
    | OfferMade
    | OfferEnded
)
