"""The rows of the mirror's tables as plain values, without the deployment they belong to.

The keys are the columns' names, so that a row goes into the database as it is.
"""

from typing import TypedDict


class BlockRow(TypedDict):
    number: int
    hash: bytes
    parent_hash: bytes
    timestamp: int
    digest: bytes


class EventRow(TypedDict):
    block: int
    log_index: int
    transaction_hash: bytes
    transaction_index: int
    address: bytes
    topics: bytes
    data: bytes


class EntryRow(TypedDict):
    block: int
    log_index: int
    kind: str
    receivable: int
    transaction_hash: bytes
    timestamp: int


class PostingRow(TypedDict):
    block: int
    log_index: int
    line: int
    receivable: int
    serial: int
    holder: bytes
    amount: int


class AccountRow(TypedDict):
    address: bytes
    opened: bool
    roles: int
    suspended: bool
    desk: bool
    claims: int


class SuspensionRow(TypedDict):
    account: bytes
    authority: bytes
    order: bytes


class ProgrammeRow(TypedDict):
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


class TermRuleRow(TypedDict):
    programme: int
    from_day: int
    longest_term_months: int


class CurveKnotRow(TypedDict):
    programme: int
    version: int
    remaining_days: int
    rate_ppm: int
    at: int


class DocumentRow(TypedDict):
    fingerprint: bytes
    buyer: bytes
    seller: bytes
    amount: int
    currency: str
    kind: int
    drawn: int


class CreditNoteRow(TypedDict):
    credit_note: bytes
    fingerprint: bytes
    amount: int


class DrawingRow(TypedDict):
    fingerprint: bytes
    receivable: int
    serial: int
    amount: int


class ReceivableRow(TypedDict):
    number: int
    programme: int
    debtor: bytes
    creditor: bytes
    face: int
    outstanding: int
    issue_day: int
    accept_day: int
    due_day: int
    status: int
    paused: bool
    cancellation_proposer: bytes | None
    next_serial: int
    next_lot: int


class ClaimRow(TypedDict):
    receivable: int
    serial: int
    holder: bytes
    face: int
    epoch: int
    round: int
    frozen: bool
    beneficiary: bytes | None
    recourse: bool
    agreement: int | None
    disputed: bool
    dispute_reason: bytes | None


class FreezeOrderRow(TypedDict):
    receivable: int
    serial: int
    authority: bytes
    order: bytes


class HoldingRow(TypedDict):
    receivable: int
    holder: bytes
    face: int
    claims: int


class LotRow(TypedDict):
    receivable: int
    lot: int
    parent: int | None
    serial: int
    holder: bytes
    tier: int
    amount: int
    remaining: int
    block: int
    log_index: int


class OfferRow(TypedDict):
    id: bytes
    receivable: int
    serial: int
    epoch: int
    holder: bytes
    recipient: bytes
    value: int
    expiry: int
    drawings: bytes
    state: str
    into_serial: int | None
    block: int
    log_index: int
    at: int


class AllowanceRow(TypedDict):
    receivable: int
    serial: int
    operator: bytes
    epoch: int
    value: str


class WalletRow(TypedDict):
    owner: bytes
    bank: bytes
    tier: int
    balance: int
    held: int


class HoldRow(TypedDict):
    number: int
    payer: bytes
    releaser: bytes
    payee: bytes | None
    amount: int
    left: int
    expiry: int
    purpose: bytes
    block: int
    log_index: int
    at: int


class PaymentApprovalRow(TypedDict):
    owner: bytes
    spender: bytes
    amount: str


class RoundRow(TypedDict):
    receivable: int
    round: int
    hold: int
    amount: int
    face: int
    cursor: int
    interest: bool
    block: int
    log_index: int
    at: int


class CollectionRow(TypedDict):
    receivable: int
    serial: int
    round: int
    block: int
    log_index: int
    holder: bytes
    face: int
    share: int
    transaction_hash: bytes
    at: int


class LienRow(TypedDict):
    receivable: int
    serial: int
    epoch: int
    financier: bytes
    receipt: bytes
    block: int
    log_index: int
    at: int


class SaleRow(TypedDict):
    quote: bytes
    receivable: int
    serial: int
    seller: bytes
    financier: bytes
    value: int
    proceeds: int
    rate_ppm: int
    day_count: int
    agreement: int | None
    block: int
    log_index: int
    transaction_hash: bytes
    at: int


class AgreementRow(TypedDict):
    number: int
    pledge: bool
    quote: bytes
    receivable: int
    serial: int
    creditor: bytes
    obligor: bytes
    value: int
    paid: int
    rate_ppm: int
    day_count: int
    due_day: int
    reserve_ppm: int
    buyer: bytes | None
    proceeds: int | None
    surplus: int | None
    block: int
    log_index: int
    transaction_hash: bytes
    at: int


class DebtPaymentRow(TypedDict):
    block: int
    log_index: int
    agreement: int
    receivable: int
    serial: int
    payer: bytes
    amount: int
    interest: int
    principal: int
    through: int
    transaction_hash: bytes
    at: int


class RecourseDemandRow(TypedDict):
    block: int
    log_index: int
    agreement: int
    receivable: int
    serial: int
    holder: bytes
    owed: int
    transaction_hash: bytes
    at: int


class RevokedQuoteRow(TypedDict):
    quote: bytes
    financier: bytes


class RegistryGenerationRow(TypedDict):
    id: int
    generation: int


class RequiredTopicRow(TypedDict):
    topic: str


class TrustedIssuerRow(TypedDict):
    issuer: bytes
    topic: str


class StatementRow(TypedDict):
    identity: bytes
    topic: str
    issuer: bytes
    expiry: int
    evidence: bytes
    at: int


class NoteWalletRow(TypedDict):
    wallet: bytes
    identity: bytes
    country: int
    until: int
    generation: int


class ListedCountryRow(TypedDict):
    list: int
    country: int


class OfferingRow(TypedDict):
    programme: int
    compliance: bytes
    owner: bytes
    agent: bytes
    at: int


class OfferingModuleRow(TypedDict):
    compliance: bytes
    position: int
    module: bytes
    setting: str


class NoteSeriesRow(TypedDict):
    address: bytes
    receivable: int
    supply: int
    holders: int
    closing: int
    paused: bool
    at: int


class NoteBalanceRow(TypedDict):
    series: bytes
    holder: bytes
    balance: int
    frozen: str
    wallet_frozen: bool


class NoteAgentRow(TypedDict):
    series: bytes
    agent: bytes


class NoteAllowanceRow(TypedDict):
    series: bytes
    owner: bytes
    spender: bytes
    amount: str


class NoteMovementRow(TypedDict):
    block: int
    log_index: int
    series: bytes
    receivable: int
    kind: str
    sender: bytes
    recipient: bytes
    amount: int
    order: bytes | None
    transaction_hash: bytes
    at: int


class NotePaymentRow(TypedDict):
    block: int
    log_index: int
    receivable: int
    round: int
    holder: bytes
    face: int
    share: int
    transaction_hash: bytes
    at: int


class NoteOrderRow(TypedDict):
    number: int
    receivable: int
    maker: bytes
    ask: bool
    amount: int
    minimum: int
    left: int
    rate_ppm: int
    curve_version: int
    expiry: int
    stage: str
    at: int


class NoteTradeRow(TypedDict):
    block: int
    log_index: int
    number: int
    receivable: int
    seller: bytes
    buyer: bytes
    amount: int
    price: int
    curve_version: int
    transaction_hash: bytes
    at: int


class EarlyAuctionRow(TypedDict):
    number: int
    hold: int
    debtor: bytes
    programme: int
    budget: int
    closing: int
    expiry: int
    uniform: bool
    stage: str
    face: int | None
    paid: int | None
    marginal_ppm: int | None
    returned: int | None
    at: int
    cleared_at: int | None


class EarlyOfferRow(TypedDict):
    number: int
    auction: int
    receivable: int
    seller: bytes
    amount: int
    rate_ppm: int
    stage: str
    paid_amount: int | None
    price: int | None
    paid_ppm: int | None
    reason: bytes | None
    at: int
    paid_at: int | None
    transaction_hash: bytes | None


class LocalFeedRow(TypedDict):
    feed: bytes
    reporter: bytes
    decimals: int
    description: str


class FeedAnswerRow(TypedDict):
    feed: bytes
    round: int
    answer: str
    updated_at: int
    at: int


class BorderFactorRow(TypedDict):
    programme: int
    none: int
    shipped: int
    customs: int
    delivered: int


class ValuationRow(TypedDict):
    block: int
    log_index: int
    receivable: int
    face: int
    answer: str
    decimals: int
    direction: int
    is_fixed: bool
    reached: int
    factor_ppm: int
    fen: int
    transaction_hash: bytes
    at: int


class RateReadingRow(TypedDict):
    block: int
    log_index: int
    currency: str
    at: int
    round: str
    answer: str
    updated_at: int
    decimals: int
    direction: int


class FixingFallbackRow(TypedDict):
    programme: int
    days: int


class FixingRow(TypedDict):
    receivable: int
    round: str
    answer: str
    updated_at: int
    decimals: int
    direction: int
    fallback: bool
    owed: int
    at: int


class MilestoneRow(TypedDict):
    receivable: int
    milestone: int
    block: int
    log_index: int
    carrier: bytes
    occurred_at: int
    document: bytes
    at: int


class BorderLimitRow(TypedDict):
    programme: int
    transaction_cap: int
    window_cap: int
    window: int
    countries: str
    released_at: int


class BorderPurposeRow(TypedDict):
    programme: int
    purpose: int


class BorderWalletRow(TypedDict):
    wallet: bytes
    group: bytes
    country: int


class DeclaredPurposeRow(TypedDict):
    receivable: int
    purpose: int


class BorderOrderRow(TypedDict):
    programme: int
    authority: bytes
    order: bytes


class BorderMovementRow(TypedDict):
    block: int
    log_index: int
    kind: str
    receivable: int
    sender: bytes | None
    recipient: bytes
    sender_group: bytes | None
    recipient_group: bytes
    amount: int
    money: int | None
    purpose: int
    transaction_hash: bytes
    at: int
