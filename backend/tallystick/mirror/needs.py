"""Which rows a range of events reads or changes, as far as the events themselves name them."""

from collections.abc import Iterable

from tallystick.mirror.border_events import (
    BorderLimitsSet,
    BorderPurposeAllowed,
    BorderWalletAdmitted,
    FactorsSet,
    ProgrammeResumed,
    ProgrammeSuspended,
)
from tallystick.mirror.derivation import Occurrence
from tallystick.mirror.events import (
    AccountOpened,
    AccountReinstated,
    AccountSuspended,
    AllowanceSet,
    CancellationProposed,
    ClaimBurnt,
    ClaimCreated,
    ClaimDisputed,
    ClaimEncumbered,
    ClaimFrozen,
    ClaimId,
    ClaimSold,
    ClaimTransferred,
    ClaimUnfrozen,
    Collected,
    DeskChanged,
    DocumentCredited,
    Event,
    EvidenceDrawn,
    EvidenceReleased,
    HoldPaid,
    HoldPlaced,
    HoldReturned,
    LoanMade,
    MoneyMoved,
    OfferEnded,
    OfferMade,
    PaymentApproved,
    PledgeEnforced,
    ReceivableAccepted,
    ReceivableEnded,
    ReceivableFunded,
    ReceivablePaused,
    RecourseEnded,
    RecourseGiven,
    RoundsTaken,
    ValueTransferred,
    WalletTierChanged,
)
from tallystick.mirror.market_events import (
    AuctionCancelled,
    AuctionCleared,
    EarlyOfferPaid,
    EarlyOfferSkipped,
    EarlyOfferWithdrawn,
    OrderEnded,
    OrderFilled,
)
from tallystick.mirror.note_events import (
    AgentNamed,
    CollectedFor,
    IssuerDistrusted,
    IssuerTrusted,
    ModulesSet,
    NotesAllowed,
    NotesFrozen,
    NotesMoved,
    NotesPaused,
    NoteWalletFrozen,
    SeriesAgentChanged,
    Stated,
    StatementWithdrawn,
    TopicRequired,
    WalletCountryChanged,
    WalletVerified,
)
from tallystick.mirror.projections.identities import GENERATION


class Needs:
    """The keys of those rows.

    `suspended`, `handed_on` and `stopped` name what all orders and allowances are of, `issuers` and `rules` what all
    topics and modules are of.
    """

    def __init__(self, occurrences: Iterable[Occurrence]) -> None:
        self.accounts: set[bytes] = set()
        self.suspended: set[bytes] = set()
        self.documents: set[bytes] = set()
        self.drawings: set[tuple[bytes, int, int]] = set()
        self.receivables: set[int] = set()
        self.claims: set[ClaimId] = set()
        self.handed_on: set[ClaimId] = set()
        self.stopped: set[ClaimId] = set()
        self.holdings: set[tuple[int, bytes]] = set()
        self.offers: set[bytes] = set()
        self.wallets: set[bytes] = set()
        self.holds: set[int] = set()
        self.payment_approvals: set[tuple[bytes, bytes]] = set()
        self.rounds: set[tuple[int, int]] = set()
        self.agreements: set[int] = set()
        self.generation: set[int] = set()
        self.topics: set[str] = set()
        self.issuers: set[bytes] = set()
        self.statements: set[tuple[bytes, str]] = set()
        self.note_wallets: set[bytes] = set()
        self.offerings: set[int] = set()
        self.rules: set[bytes] = set()
        self.note_series: set[bytes] = set()
        self.note_agents: set[tuple[bytes, bytes]] = set()
        self.note_balances: set[tuple[bytes, bytes]] = set()
        self.note_orders: set[int] = set()
        self.early_auctions: set[int] = set()
        self.early_offers: set[int] = set()
        self.note_allowances: set[tuple[bytes, bytes, bytes]] = set()
        self.border_factors: set[int] = set()
        self.border_limits: set[int] = set()
        self.border_purposes: set[tuple[int, int]] = set()
        self.border_wallets: set[bytes] = set()
        self.border_orders: set[tuple[int, bytes]] = set()
        for _, event in occurrences:
            self._note(event)

    def _note(self, event: Event) -> None:
        """The frequent ones first."""
        match event:
            case ValueTransferred(source, destination):
                self._note_claims(source, destination)
            case ClaimTransferred(claim, sender, recipient):
                self._note_holders(claim, sender, recipient)
                self.handed_on.add(claim)
            case ClaimCreated(claim, holder):
                self._note_holders(claim, holder)
            case ClaimBurnt(claim, holder):
                self._note_holders(claim, holder)
                self.handed_on.add(claim)
            case _:
                self._note_about_claims(event)

    def _note_about_claims(self, event: Event) -> None:
        match event:
            case AllowanceSet(claim):
                self._note_claims(claim)
                self.handed_on.add(claim)
            case ClaimFrozen(claim) | ClaimUnfrozen(claim):
                self._note_claims(claim)
                self.stopped.add(claim)
            case (
                ClaimEncumbered(claim)
                | RoundsTaken(claim)
                | RecourseGiven(claim)
                | RecourseEnded(claim)
                | ClaimDisputed(claim)
            ):
                self._note_claims(claim)
            case OfferMade(offer, claim):
                self._note_claims(claim)
                self.offers.add(offer)
            case OfferEnded(offer):
                self.offers.add(offer)
            case _:
                self._note_outside_claims(event)

    def _note_outside_claims(self, event: Event) -> None:
        match event:
            case AccountOpened(account) | DeskChanged(account):
                self.accounts.add(account)
            case AccountSuspended(account) | AccountReinstated(account):
                self.accounts.add(account)
                self.suspended.add(account)
            case DocumentCredited(fingerprint):
                self.documents.add(fingerprint)
            case EvidenceDrawn(fingerprint, consumer) | EvidenceReleased(fingerprint, consumer):
                self.documents.add(fingerprint)
                self.drawings.add((fingerprint, *consumer))
            case (
                ReceivableAccepted(receivable)
                | ReceivableEnded(receivable)
                | ReceivableFunded(receivable)
                | CancellationProposed(receivable)
                | ReceivablePaused(receivable)
            ):
                self.receivables.add(receivable)
            case _:
                self._note_money(event)

    def _note_money(self, event: Event) -> None:
        match event:
            case MoneyMoved(payer, payee):
                self.wallets |= {payer, payee}
            case WalletTierChanged(owner):
                self.wallets.add(owner)
            case HoldPlaced(payer=payer):
                self.wallets.add(payer)
            case HoldPaid(hold) | HoldReturned(hold):
                self.holds.add(hold)
            case PaymentApproved(owner, spender):
                self.payment_approvals.add((owner, spender))
            case Collected(claim, round=number):
                self.rounds.add((claim[0], number))
            case _:
                self._note_financing(event)

    def _note_financing(self, event: Event) -> None:
        match event:
            case ClaimSold(claim=claim) | LoanMade(claim=claim):
                self._note_claims(claim)
            case PledgeEnforced(agreement):
                self.agreements.add(agreement)
            case _:
                self._note_notes(event)

    def _note_notes(self, event: Event) -> None:
        match event:
            case NotesMoved(series, sender, recipient):
                self.note_series.add(series)
                self.note_balances |= {(series, sender), (series, recipient)}
            case NotesAllowed(series, owner, spender):
                self.note_allowances.add((series, owner, spender))
            case NotesFrozen(series, wallet) | NoteWalletFrozen(series, wallet):
                self.note_balances.add((series, wallet))
            case NotesPaused(series):
                self.note_series.add(series)
            case CollectedFor(receivable=receivable, round=number):
                self.rounds.add((receivable, number))
            case _:
                self._note_offerings(event)

    def _note_offerings(self, event: Event) -> None:
        match event:
            case AgentNamed(programme):
                self.offerings.add(programme)
            case SeriesAgentChanged(series, agent):
                self.note_agents.add((series, agent))
            case ModulesSet(compliance):
                self.rules.add(compliance)
            case _:
                self._note_identities(event)

    def _note_identities(self, event: Event) -> None:
        match event:
            case WalletVerified(wallet):
                self.note_wallets.add(wallet)
                self.generation.add(GENERATION)
            case WalletCountryChanged(wallet):
                self.note_wallets.add(wallet)
            case Stated(identity, topic) | StatementWithdrawn(identity, topic):
                self.statements.add((identity, str(topic)))
            case TopicRequired(topic):
                self.topics.add(str(topic))
                self.generation.add(GENERATION)
            case IssuerTrusted(issuer) | IssuerDistrusted(issuer):
                self.issuers.add(issuer)
                self.generation.add(GENERATION)
            case _:
                self._note_market(event)

    def _note_market(self, event: Event) -> None:
        match event:
            case OrderFilled(order) | OrderEnded(order):
                self.note_orders.add(order)
            case EarlyOfferWithdrawn(offer) | EarlyOfferPaid(offer=offer) | EarlyOfferSkipped(offer):
                self.early_offers.add(offer)
            case AuctionCleared(auction) | AuctionCancelled(auction):
                self.early_auctions.add(auction)
            case _:
                self._note_border(event)

    def _note_border(self, event: Event) -> None:
        match event:
            case FactorsSet(programme):
                self.border_factors.add(programme)
            case BorderLimitsSet(programme):
                self.border_limits.add(programme)
            case BorderPurposeAllowed(programme, purpose):
                self.border_purposes.add((programme, purpose))
            case BorderWalletAdmitted(wallet):
                self.border_wallets.add(wallet)
            case ProgrammeSuspended(programme, authority) | ProgrammeResumed(programme, authority):
                self.border_orders.add((programme, authority))

    def _note_claims(self, *claims: ClaimId) -> None:
        self.claims.update(claims)
        self.receivables.update(receivable for receivable, _ in claims)

    def _note_holders(self, claim: ClaimId, *holders: bytes) -> None:
        self._note_claims(claim)
        self.accounts.update(holders)
        self.holdings.update((claim[0], holder) for holder in holders)
