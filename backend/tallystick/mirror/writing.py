"""Writes derived rows, many at a time, and takes them out again."""

from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tallystick.mirror.bulk import Bulk
from tallystick.mirror.derivation import Recorded
from tallystick.mirror.layout import BY_BLOCK, block_of, table_of
from tallystick.mirror.state import Shelf, State
from tallystick.mirror.tables import (
    Account,
    Agreement,
    Allowance,
    Block,
    BorderFactor,
    BorderLimit,
    BorderMovement,
    BorderOrder,
    BorderPurpose,
    BorderWallet,
    Claim,
    Collection,
    CreditNote,
    CurveKnot,
    DebtPayment,
    DeclaredPurpose,
    Document,
    Drawing,
    EarlyAuction,
    EarlyOffer,
    Entry,
    Event,
    FeedAnswer,
    Fixing,
    FixingFallback,
    FreezeOrder,
    Hold,
    Holding,
    Lien,
    ListedCountry,
    LocalFeed,
    Lot,
    Milestone,
    MirrorTables,
    NoteAgent,
    NoteAllowance,
    NoteBalance,
    NoteMovement,
    NoteOrder,
    NotePayment,
    NoteSeries,
    NoteTrade,
    NoteWallet,
    Offer,
    Offering,
    OfferingModule,
    PaymentApproval,
    Posting,
    Programme,
    RateReading,
    Receivable,
    RecourseDemand,
    RegistryGeneration,
    RequiredTopic,
    RevokedQuote,
    Round,
    Sale,
    Statement,
    Suspension,
    TermRule,
    TrustedIssuer,
    Valuation,
    Wallet,
)


def projections_of(state: State) -> list[tuple[type[MirrorTables], Shelf[Any, Any]]]:
    """Every projection with its table."""
    return [
        (Account, state.accounts),
        (Suspension, state.suspensions),
        (Programme, state.programmes),
        (TermRule, state.term_rules),
        (CurveKnot, state.curve_knots),
        (Document, state.documents),
        (CreditNote, state.credit_notes),
        (Drawing, state.drawings),
        (Receivable, state.receivables),
        (Claim, state.claims),
        (FreezeOrder, state.freeze_orders),
        (Holding, state.holdings),
        (Lot, state.lots),
        (Offer, state.offers),
        (Allowance, state.allowances),
        (Wallet, state.wallets),
        (Hold, state.holds),
        (PaymentApproval, state.payment_approvals),
        (Round, state.rounds),
        (Collection, state.collections),
        (Lien, state.liens),
        (Sale, state.sales),
        (Agreement, state.agreements),
        (DebtPayment, state.debt_payments),
        (RecourseDemand, state.recourse_demands),
        (RevokedQuote, state.revoked_quotes),
        (RegistryGeneration, state.generation),
        (RequiredTopic, state.required_topics),
        (TrustedIssuer, state.trusted_issuers),
        (Statement, state.statements),
        (NoteWallet, state.note_wallets),
        (ListedCountry, state.listed_countries),
        (Offering, state.offerings),
        (OfferingModule, state.offering_modules),
        (NoteSeries, state.note_series),
        (NoteAgent, state.note_agents),
        (NoteBalance, state.note_balances),
        (NoteAllowance, state.note_allowances),
        (NoteMovement, state.note_movements),
        (NotePayment, state.note_payments),
        (NoteOrder, state.note_orders),
        (NoteTrade, state.note_trades),
        (EarlyAuction, state.early_auctions),
        (EarlyOffer, state.early_offers),
        (RateReading, state.border.rate_readings),
        (FixingFallback, state.border.fixing_fallbacks),
        (Fixing, state.border.fixings),
        (Milestone, state.border.milestones),
        (BorderLimit, state.border.limits),
        (BorderPurpose, state.border.purposes),
        (BorderWallet, state.border.wallets),
        (DeclaredPurpose, state.border.declared_purposes),
        (BorderOrder, state.border.orders),
        (BorderMovement, state.border.movements),
        (LocalFeed, state.border.local_feeds),
        (FeedAnswer, state.border.feed_answers),
        (BorderFactor, state.border.factors),
        (Valuation, state.border.valuations),
    ]


class Writer:
    """Writes one deployment's rows in one transaction."""

    def __init__(self, session: Session, deployment: int) -> None:
        self._session = session
        self._deployment = deployment
        self._bulk = Bulk(session.connection(), deployment)

    def record(self, recorded: Recorded) -> None:
        self._bulk.insert(table_of(Block), recorded.blocks)
        self._bulk.insert(table_of(Event), recorded.events)

    def journal(self, state: State) -> None:
        self._bulk.insert(table_of(Entry), state.entries)
        self._bulk.insert(table_of(Posting), state.postings)

    def projections(self, state: State) -> None:
        """What has changed since the state was loaded."""
        for kind, shelf in projections_of(state):
            table = table_of(kind)
            self._bulk.delete(table, shelf.removed())
            self._bulk.update(table, shelf.updated())
            self._bulk.insert(table, shelf.added())

    def forget_after(self, block: int) -> None:
        """Takes out what the blocks after `block` brought in, except its effect on the projections."""
        for kind in reversed(BY_BLOCK):
            table = table_of(kind)
            later = block_of(table) > block
            self._session.execute(delete(table).where(table.c.deployment == self._deployment, later))

    def forget_projections(self) -> None:
        for kind, _ in projections_of(State()):
            table = table_of(kind)
            self._session.execute(delete(table).where(table.c.deployment == self._deployment))
