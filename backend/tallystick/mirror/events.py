"""What the contracts say has happened, as far as the mirror draws consequences from it.

Amounts are minor units; a claim is the pair (receivable, serial), (0, 0) where value comes from nowhere or goes there.
"""

from typing import NamedTuple

from tallystick.mirror.border_events import BorderEvent
from tallystick.mirror.market_events import MarketEvent
from tallystick.mirror.note_events import NoteEvent

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
    grace_days: int
    overdue_ppm: int
    approval: bytes


class TermRuleSet(NamedTuple):
    programme: int
    from_day: int
    longest_term_months: int


class CurveSet(NamedTuple):
    """`knots` are (remaining days, ppm a year), by ascending days."""

    programme: int
    version: int
    knots: tuple[tuple[int, int], ...]


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


class ReceivableFunded(NamedTuple):
    """Its debtor has set money aside for it: for all of it, or for a part."""

    receivable: int
    in_full: bool


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


class RecourseGiven(NamedTuple):
    """The claim carries recourse to its seller, by an agreement at the desk; its parts will too."""

    claim: ClaimId
    agreement: int


class RecourseEnded(NamedTuple):
    claim: ClaimId


class ClaimDisputed(NamedTuple):
    """Until `reason` is None: neither it nor its parts can be financed anew."""

    claim: ClaimId
    reason: bytes | None


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


class WalletOpened(NamedTuple):
    """`tier` as the contract has it: 0 a firm's, 1 to 4 a person's."""

    owner: bytes
    bank: bytes
    tier: int


class WalletTierChanged(NamedTuple):
    owner: bytes
    tier: int


class MoneyMoved(NamedTuple):
    """e-CNY goes from wallet to wallet; from `NOBODY` it is issued, to `NOBODY` redeemed. Fen."""

    payer: bytes
    payee: bytes
    amount: int


class PaymentApproved(NamedTuple):
    """What a spender may pay out of the owner's wallet from now on, up to 2^256 − 1."""

    owner: bytes
    spender: bytes
    amount: int


class HoldPlaced(NamedTuple):
    """`payee` is None where the releaser says to whom; `expiry` 0 where there is none, else seconds since 1970."""

    hold: int
    payer: bytes
    releaser: bytes
    payee: bytes | None
    amount: int
    expiry: int
    purpose: bytes


class HoldPaid(NamedTuple):
    """`amount` of it is paid out, by the movement of money that comes next."""

    hold: int
    amount: int


class HoldReturned(NamedTuple):
    """What is left of it is free again."""

    hold: int


class RoundOpened(NamedTuple):
    """A debtor has set `amount` aside, which is divided over `face`; `interest` retires no face."""

    receivable: int
    round: int
    hold: int
    amount: int
    face: int
    interest: bool


class Collected(NamedTuple):
    """A claim of `face` has taken its share of a round, which its holder was paid."""

    claim: ClaimId
    holder: bytes
    round: int
    face: int
    share: int


class RoundsTaken(NamedTuple):
    """A claim has taken all rounds up to `round`."""

    claim: ClaimId
    round: int


class LienRecorded(NamedTuple):
    """A financier has put the proof of its registration on record, for a claim as its holder of then has it."""

    financier: bytes
    claim: ClaimId
    epoch: int
    receipt: bytes


class ClaimSold(NamedTuple):
    """A quote was accepted: what leaves the claim next, in the same transaction, was paid for. `rate_ppm` a year."""

    quote: bytes
    claim: ClaimId
    financier: bytes
    seller: bytes
    value: int
    proceeds: int
    rate_ppm: int
    day_count: int
    agreement: int | None


class LoanMade(NamedTuple):
    """`principal` was lent against the pledge of a claim. `rate_ppm` a year, days since 1970-01-01.

    From the day after `repay_day` the pledge may be sold, at `reserve_ppm` a year at most.
    """

    agreement: int
    quote: bytes
    claim: ClaimId
    financier: bytes
    pledgor: bytes
    value: int
    principal: int
    rate_ppm: int
    day_count: int
    repay_day: int
    reserve_ppm: int


class DebtPaid(NamedTuple):
    """`amount` was paid on what is owed under an agreement, of it `interest` up to the day `through`."""

    agreement: int
    claim: ClaimId
    payer: bytes
    amount: int
    interest: int
    principal: int
    through: int


class PledgeEnforced(NamedTuple):
    """A pledge was sold; its pledgor got the surplus."""

    agreement: int
    buyer: bytes
    proceeds: int
    surplus: int


class RecourseDemanded(NamedTuple):
    """A holder calls on the seller, who owed so much then."""

    agreement: int
    claim: ClaimId
    holder: bytes
    owed: int


class QuoteRevoked(NamedTuple):
    quote: bytes
    financier: bytes


Event = (
    AccountOpened
    | AccountSuspended
    | AccountReinstated
    | DeskChanged
    | ProgrammeOpened
    | TermRuleSet
    | CurveSet
    | DocumentRegistered
    | DocumentCredited
    | EvidenceDrawn
    | EvidenceReleased
    | ReceivableOffered
    | ReceivableAccepted
    | ReceivableEnded
    | ReceivableFunded
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
    | RecourseGiven
    | RecourseEnded
    | ClaimDisputed
    | AllowanceSet
    | OfferMade
    | OfferEnded
    | WalletOpened
    | WalletTierChanged
    | MoneyMoved
    | PaymentApproved
    | HoldPlaced
    | HoldPaid
    | HoldReturned
    | RoundOpened
    | Collected
    | RoundsTaken
    | LienRecorded
    | ClaimSold
    | LoanMade
    | DebtPaid
    | PledgeEnforced
    | RecourseDemanded
    | QuoteRevoked
    | NoteEvent
    | MarketEvent
    | BorderEvent
)
