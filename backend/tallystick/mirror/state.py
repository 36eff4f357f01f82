"""The projections in memory: as much of them as some events need, and what those events change.

Nothing here reads or writes a database, so the same rules serve following the chain, undoing a fork and verifying.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from tallystick.mirror.events import ClaimId, Place
from tallystick.mirror.rows import (
    AccountRow,
    AgreementRow,
    AllowanceRow,
    BorderFactorRow,
    BorderLimitRow,
    BorderMovementRow,
    BorderOrderRow,
    BorderPurposeRow,
    BorderWalletRow,
    ClaimRow,
    CollectionRow,
    CreditNoteRow,
    CurveKnotRow,
    DebtPaymentRow,
    DeclaredPurposeRow,
    DocumentRow,
    DrawingRow,
    EarlyAuctionRow,
    EarlyOfferRow,
    EntryRow,
    FeedAnswerRow,
    FixingFallbackRow,
    FixingRow,
    FreezeOrderRow,
    HoldingRow,
    HoldRow,
    LienRow,
    ListedCountryRow,
    LocalFeedRow,
    LotRow,
    MilestoneRow,
    NoteAgentRow,
    NoteAllowanceRow,
    NoteBalanceRow,
    NoteMovementRow,
    NoteOrderRow,
    NotePaymentRow,
    NoteSeriesRow,
    NoteTradeRow,
    NoteWalletRow,
    OfferingModuleRow,
    OfferingRow,
    OfferRow,
    PaymentApprovalRow,
    PostingRow,
    ProgrammeRow,
    RateReadingRow,
    ReceivableRow,
    RecourseDemandRow,
    RegistryGenerationRow,
    RequiredTopicRow,
    RevokedQuoteRow,
    RoundRow,
    SaleRow,
    StatementRow,
    SuspensionRow,
    TermRuleRow,
    TrustedIssuerRow,
    ValuationRow,
    WalletRow,
)
from tallystick.refusal import Unavailable

K = TypeVar("K", bound=Hashable)
R = TypeVar("R", bound=Mapping[str, Any])
G = TypeVar("G", bound=tuple[Any, ...])


class MirrorContradicted(Unavailable):
    """An event does not fit the rows: somebody has changed the mirror's tables."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            "mirror_contradicts_chain",
            f"An event of the chain does not fit the mirror's rows: {detail}",
            "Run `tallystick verify` to see the first difference and `tallystick rebuild` to derive the rows anew.",
        )


class Shelf(Generic[K, R]):
    """Rows of one table by key. It remembers which came from the database and which have changed since."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._rows: dict[K, R] = {}
        self._stored: set[K] = set()
        self._changed: dict[K, None] = {}
        self._removed: dict[K, R] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def load(self, key: K, row: R) -> None:
        """A row as the database has it."""
        self._rows[key] = row
        self._stored.add(key)

    def get(self, key: K) -> R | None:
        return self._rows.get(key)

    def read(self, key: K) -> R:
        """A row that must be there. Raises `MirrorContradicted` where it is not."""
        row = self._rows.get(key)
        if row is None:
            raise MirrorContradicted(f"{self._name} has no row {key}.")
        return row

    def change(self, key: K) -> R:
        """The same, for the caller to change in place."""
        row = self.read(key)
        self._changed[key] = None
        return row

    def add(self, key: K, row: R) -> R:
        if key in self._rows:
            raise MirrorContradicted(f"{self._name} already has a row {key}.")
        return self.put(key, row)

    def put(self, key: K, row: R) -> R:
        """In place of what stands under that key, if anything does."""
        self._rows[key] = row
        self._changed[key] = None
        return row

    def remove(self, key: K) -> None:
        self._removed[key] = self.read(key)
        del self._rows[key]
        self._changed[key] = None

    def rows(self) -> Iterable[R]:
        return self._rows.values()

    def added(self) -> list[R]:
        return [self._rows[key] for key in self._changed if key in self._rows and key not in self._stored]

    def updated(self) -> list[R]:
        return [self._rows[key] for key in self._changed if key in self._rows and key in self._stored]

    def removed(self) -> list[R]:
        return [self._removed[key] for key in self._changed if key not in self._rows and key in self._stored]


class GroupedShelf(Shelf[G, R]):
    """Rows whose key is that of what they belong to and one column more."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._by_owner: dict[tuple[Any, ...], dict[G, None]] = {}

    def keys_of(self, owner: tuple[Any, ...]) -> list[G]:
        return list(self._by_owner.get(owner, ()))

    def load(self, key: G, row: R) -> None:
        super().load(key, row)
        self._by_owner.setdefault(key[:-1], {})[key] = None

    def put(self, key: G, row: R) -> R:
        self._by_owner.setdefault(key[:-1], {})[key] = None
        return super().put(key, row)

    def remove(self, key: G) -> None:
        super().remove(key)
        del self._by_owner[key[:-1]][key]


class NoteReason(NamedTuple):
    """Why notes of a series move next in a transaction, where it is no plain transfer."""

    transaction_hash: bytes
    series: bytes
    kind: str
    order: bytes | None


class BorderState:
    """Of cross-border trade."""

    def __init__(self) -> None:
        self.limits: Shelf[int, BorderLimitRow] = Shelf("mirror_border_limit")
        self.movements: Shelf[tuple[int, int], BorderMovementRow] = Shelf("mirror_border_movement")
        self.orders: Shelf[tuple[int, bytes], BorderOrderRow] = Shelf("mirror_border_order")
        self.purposes: Shelf[tuple[int, int], BorderPurposeRow] = Shelf("mirror_border_purpose")
        self.wallets: Shelf[bytes, BorderWalletRow] = Shelf("mirror_border_wallet")
        self.declared_purposes: Shelf[int, DeclaredPurposeRow] = Shelf("mirror_declared_purpose")
        self.local_feeds: Shelf[bytes, LocalFeedRow] = Shelf("mirror_local_feed")
        self.feed_answers: Shelf[tuple[bytes, int], FeedAnswerRow] = Shelf("mirror_feed_answer")
        self.factors: Shelf[int, BorderFactorRow] = Shelf("mirror_border_factor")
        self.valuations: Shelf[tuple[int, int], ValuationRow] = Shelf("mirror_valuation")
        self.fixings: Shelf[int, FixingRow] = Shelf("mirror_fixing")
        self.fixing_fallbacks: Shelf[int, FixingFallbackRow] = Shelf("mirror_fixing_fallback")
        self.milestones: Shelf[tuple[int, int], MilestoneRow] = Shelf("mirror_milestone")
        self.rate_readings: Shelf[tuple[int, int], RateReadingRow] = Shelf("mirror_rate_reading")


class State:
    """Projections and journal.

    `open_lots` lists a claim's lots with something remaining, the first to leave first. `carried` is the transaction
    and the claim of which a desk carries what leaves it next, `note_reason` why notes move next.
    """

    def __init__(self) -> None:
        self.accounts: Shelf[bytes, AccountRow] = Shelf("mirror_account")
        self.suspensions: GroupedShelf[tuple[bytes, bytes], SuspensionRow] = GroupedShelf("mirror_suspension")
        self.programmes: Shelf[int, ProgrammeRow] = Shelf("mirror_programme")
        self.term_rules: Shelf[tuple[int, int], TermRuleRow] = Shelf("mirror_term_rule")
        self.curve_knots: Shelf[tuple[int, int, int], CurveKnotRow] = Shelf("mirror_curve_knot")
        self.documents: Shelf[bytes, DocumentRow] = Shelf("mirror_document")
        self.credit_notes: Shelf[bytes, CreditNoteRow] = Shelf("mirror_credit_note")
        self.drawings: Shelf[tuple[bytes, int, int], DrawingRow] = Shelf("mirror_drawing")
        self.receivables: Shelf[int, ReceivableRow] = Shelf("mirror_receivable")
        self.claims: Shelf[ClaimId, ClaimRow] = Shelf("mirror_claim")
        self.freeze_orders: GroupedShelf[tuple[int, int, bytes], FreezeOrderRow] = GroupedShelf(
            "mirror_freeze_order"
        )
        self.holdings: Shelf[tuple[int, bytes], HoldingRow] = Shelf("mirror_holding")
        self.lots: Shelf[tuple[int, int], LotRow] = Shelf("mirror_lot")
        self.offers: Shelf[bytes, OfferRow] = Shelf("mirror_offer")
        self.allowances: GroupedShelf[tuple[int, int, bytes], AllowanceRow] = GroupedShelf("mirror_allowance")
        self.wallets: Shelf[bytes, WalletRow] = Shelf("mirror_wallet")
        self.holds: Shelf[int, HoldRow] = Shelf("mirror_hold")
        self.payment_approvals: Shelf[tuple[bytes, bytes], PaymentApprovalRow] = Shelf(
            "mirror_payment_approval"
        )
        self.rounds: Shelf[tuple[int, int], RoundRow] = Shelf("mirror_round")
        self.collections: Shelf[tuple[int, int, int, int, int], CollectionRow] = Shelf("mirror_collection")
        self.liens: Shelf[tuple[int, int, int, bytes], LienRow] = Shelf("mirror_lien")
        self.sales: Shelf[bytes, SaleRow] = Shelf("mirror_sale")
        self.agreements: Shelf[int, AgreementRow] = Shelf("mirror_agreement")
        self.debt_payments: Shelf[tuple[int, int], DebtPaymentRow] = Shelf("mirror_debt_payment")
        self.recourse_demands: Shelf[tuple[int, int], RecourseDemandRow] = Shelf("mirror_recourse_demand")
        self.revoked_quotes: Shelf[bytes, RevokedQuoteRow] = Shelf("mirror_revoked_quote")
        self.generation: Shelf[int, RegistryGenerationRow] = Shelf("mirror_registry_generation")
        self.required_topics: Shelf[str, RequiredTopicRow] = Shelf("mirror_required_topic")
        self.trusted_issuers: GroupedShelf[tuple[bytes, str], TrustedIssuerRow] = GroupedShelf(
            "mirror_trusted_issuer"
        )
        self.statements: Shelf[tuple[bytes, str], StatementRow] = Shelf("mirror_statement")
        self.note_wallets: Shelf[bytes, NoteWalletRow] = Shelf("mirror_note_wallet")
        self.listed_countries: Shelf[tuple[int, int], ListedCountryRow] = Shelf("mirror_listed_country")
        self.offerings: Shelf[int, OfferingRow] = Shelf("mirror_offering")
        self.offering_modules: GroupedShelf[tuple[bytes, int], OfferingModuleRow] = GroupedShelf(
            "mirror_offering_module"
        )
        self.note_series: Shelf[bytes, NoteSeriesRow] = Shelf("mirror_note_series")
        self.note_agents: Shelf[tuple[bytes, bytes], NoteAgentRow] = Shelf("mirror_note_agent")
        self.note_balances: Shelf[tuple[bytes, bytes], NoteBalanceRow] = Shelf("mirror_note_balance")
        self.note_allowances: Shelf[tuple[bytes, bytes, bytes], NoteAllowanceRow] = Shelf(
            "mirror_note_allowance"
        )
        self.note_movements: Shelf[tuple[int, int], NoteMovementRow] = Shelf("mirror_note_movement")
        self.note_payments: Shelf[tuple[int, int], NotePaymentRow] = Shelf("mirror_note_payment")
        self.note_orders: Shelf[int, NoteOrderRow] = Shelf("mirror_note_order")
        self.note_trades: Shelf[tuple[int, int], NoteTradeRow] = Shelf("mirror_note_trade")
        self.early_auctions: Shelf[int, EarlyAuctionRow] = Shelf("mirror_early_auction")
        self.early_offers: Shelf[int, EarlyOfferRow] = Shelf("mirror_early_offer")
        self.border = BorderState()
        self.open_lots: dict[ClaimId, list[int]] = {}
        self.carried: tuple[bytes, ClaimId] | None = None
        self.note_reason: NoteReason | None = None
        self.entries: list[EntryRow] = []
        self.postings: list[PostingRow] = []


Project = Callable[[State, Place, Any], None]
"""What one kind of event does."""
