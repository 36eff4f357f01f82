"""Is the mirror equal to the chain? Three answers, each by its own way, all as of the mirror's checkpoint.

The contracts' storage is read back word by word; every row is derived again from the chain's own logs; and the sums
of the journal must agree with the projections.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Header, Node
from tallystick.database.store import Store
from tallystick.mirror.balances import imbalances
from tallystick.mirror.border_answers import BorderAnswers
from tallystick.mirror.checkpoint import ChainChanged, Checkpoint, find_checkpoint
from tallystick.mirror.comparison import Comparison, Difference, Row, plain
from tallystick.mirror.contract_answers import ContractAnswers
from tallystick.mirror.contract_state import ContractState
from tallystick.mirror.decoding import Decoder
from tallystick.mirror.derivation import first_digest, project_all, record
from tallystick.mirror.fetching import fetch_after
from tallystick.mirror.followed import Followed
from tallystick.mirror.layout import BY_BLOCK, block_of, columns_of, key_of, table_of
from tallystick.mirror.market_answers import MarketAnswers
from tallystick.mirror.state import State
from tallystick.mirror.tables import (
    Account,
    Agreement,
    Allowance,
    Block,
    BorderFactor,
    BorderLimit,
    BorderOrder,
    BorderPurpose,
    BorderWallet,
    Claim,
    CreditNote,
    CurveKnot,
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
    Lien,
    ListedCountry,
    LocalFeed,
    Milestone,
    MirrorTables,
    NoteAgent,
    NoteAllowance,
    NoteBalance,
    NoteOrder,
    NoteSeries,
    NoteWallet,
    Offer,
    Offering,
    OfferingModule,
    PaymentApproval,
    Posting,
    Programme,
    RateReading,
    Receivable,
    RegistryGeneration,
    RequiredTopic,
    RevokedQuote,
    Round,
    Sale,
    Statement,
    Suspension,
    TermRule,
    TrustedIssuer,
    Wallet,
)
from tallystick.mirror.writing import projections_of

BLOCKS_A_LOOK = 100
ROWS_A_FETCH = 5_000


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome as of `block`.

    `compared` counts, by table, the rows that were derived again from the chain's logs; `read_back` those that were
    held against the contracts' storage. Both are complete only where nothing differs.
    """

    equal: bool
    block: int
    compared: dict[str, int]
    read_back: dict[str, int]
    difference: Difference | None


def verify(store: Store, node: Node, contracts: Contracts) -> Verification:
    """Compares everything and stops at the first difference; the order is always the same.

    Raises `NodeUnreachable`, `Unavailable` (`chain_unsettled`) where the chain cannot be read.
    """
    with store.reading() as session:
        checkpoint = find_checkpoint(session, contracts)
        if checkpoint is None:
            key = {"genesis_hash": plain(contracts.genesis_hash), "directory": plain(contracts.directory)}
            missing = Difference("mirror_deployment", key, None, None, "present")
            return Verification(False, contracts.block - 1, {}, {}, missing)
        return _Verifier(session, node, contracts, checkpoint).verify()


class _Verifier:
    def __init__(self, session: Session, node: Node, contracts: Contracts, checkpoint: Checkpoint) -> None:
        self._session = session
        self._node = node
        self._contracts = contracts
        self._checkpoint = checkpoint
        self._derived = Comparison()
        self._read_back = Comparison()

    def verify(self) -> Verification:
        with closing(self._differences()) as differences:
            first = next(differences, None)
        return Verification(
            equal=first is None,
            block=self._checkpoint.block,
            compared=self._derived.compared,
            read_back=self._read_back.compared,
            difference=first,
        )

    def _differences(self) -> Generator[Difference]:
        yield from self._checkpoint_differences()
        yield from self._storage_differences()
        yield from self._answer_differences()
        yield from self._derivation_differences()
        yield from imbalances(self._session, self._checkpoint.deployment, self._contracts.note_desk)

    def _checkpoint_differences(self) -> Iterator[Difference]:
        """Whether the chain has the block at which the mirror stands."""
        ours = {
            "block": self._checkpoint.block,
            "block_hash": self._checkpoint.block_hash,
            "block_timestamp": self._checkpoint.timestamp,
        }
        theirs = [
            {"block": header.number, "block_hash": header.hash, "block_timestamp": header.timestamp}
            for header in self._node.headers(self._checkpoint.block, self._checkpoint.block)
        ]
        yield from Comparison().differences("mirror_deployment", ("block",), [ours], theirs)

    def _storage_differences(self) -> Iterator[Difference]:
        """What the contracts hold and count."""
        state = ContractState(self._node, self._contracts, self._checkpoint.block)
        receivables, offerings = list(state.receivables()), list(state.offerings())
        yield from self._against(self._read_back, Programme, state.programmes())
        yield from self._against(self._read_back, TermRule, state.term_rules())
        yield from self._against(self._read_back, CurveKnot, state.curve_knots())
        yield from self._against(self._read_back, Receivable, receivables)
        yield from self._against(self._read_back, Claim, state.claims(receivables))
        yield from self._against(self._read_back, Round, state.rounds(receivables))
        yield from self._against(self._read_back, RegistryGeneration, state.generation())
        yield from self._against(self._read_back, RequiredTopic, state.required_topics())
        yield from self._against(self._read_back, TrustedIssuer, state.trusted_issuers())
        yield from self._against(self._read_back, Offering, offerings)
        yield from self._against(self._read_back, OfferingModule, state.offering_modules(offerings))
        yield from self._against(self._read_back, NoteSeries, state.note_series(receivables))

    def _answer_differences(self) -> Iterator[Difference]:
        """What they hold and cannot list: a row that the mirror lacks is found by deriving it from the logs."""
        answers = ContractAnswers(self._node, self._contracts, self._checkpoint.block)
        market = MarketAnswers(self._node, self._contracts, self._checkpoint.block)
        border = BorderAnswers(self._node, self._contracts, self._checkpoint.block)
        asked: list[tuple[type[MirrorTables], Callable[[Iterable[Row]], Iterator[Row]]]] = [
            (Account, answers.accounts),
            (Suspension, answers.suspensions),
            (Document, answers.documents),
            (CreditNote, answers.credit_notes),
            (Drawing, answers.drawings),
            (FreezeOrder, answers.freeze_orders),
            (Offer, answers.offers),
            (Allowance, answers.allowances),
            (Wallet, answers.wallets),
            (Hold, answers.holds),
            (PaymentApproval, answers.payment_approvals),
            (Lien, answers.liens),
            (Sale, answers.quotes),
            (Agreement, answers.agreements),
            (RevokedQuote, answers.quotes),
            (Statement, answers.statements),
            (NoteWallet, answers.note_wallets),
            (ListedCountry, answers.listed_countries),
            (NoteAgent, answers.note_agents),
            (NoteBalance, answers.note_balances),
            (NoteAllowance, answers.note_allowances),
            (NoteOrder, market.note_orders),
            (EarlyAuction, market.early_auctions),
            (EarlyOffer, market.early_offers),
            (LocalFeed, border.local_feeds),
            (FeedAnswer, border.feed_answers),
            (BorderFactor, border.factors),
            (RateReading, border.rate_readings),
            (FixingFallback, border.fixing_fallbacks),
            (Fixing, border.fixings),
            (Milestone, border.milestones),
            (BorderLimit, border.border_limits),
            (BorderPurpose, border.border_purposes),
            (BorderWallet, border.border_wallets),
            (DeclaredPurpose, border.declared_purposes),
            (BorderOrder, border.border_orders),
        ]
        for kind, answer in asked:
            rows = list(self._rows(kind))
            yield from self._against(self._read_back, kind, answer(rows))

    def _derivation_differences(self) -> Iterator[Difference]:
        state, decoder, digest = State(), Decoder(self._contracts), first_digest(self._contracts)
        parent, followed = self._parent_of_all(), Followed(self._contracts)
        while parent.number < self._checkpoint.block:
            last = min(parent.number + BLOCKS_A_LOOK, self._checkpoint.block)
            stretch = fetch_after(self._node, followed, parent, last)
            recorded = record(stretch, digest, decoder)
            project_all(state, recorded.occurrences)
            by_table: list[tuple[type[MirrorTables], Iterable[Row]]] = [
                (Block, recorded.blocks),
                (Event, recorded.events),
                (Entry, state.entries),
                (Posting, state.postings),
            ]
            for kind, rows in by_table:
                block = block_of(table_of(kind))
                within = block.between(parent.number + 1, last)
                yield from self._against(self._derived, kind, rows, within)
            state.entries, state.postings = [], []
            parent, digest = stretch.headers[-1], recorded.digest
        yield from self._outside_differences()
        yield from self._digest_difference(digest)
        yield from self._projection_differences(state)

    def _parent_of_all(self) -> Header:
        before = self._contracts.block - 1
        headers = self._node.headers(before, before)
        if not headers:
            raise ChainChanged(f"The chain has no block {before}, just before the deployment.")
        return headers[0]

    def _outside_differences(self) -> Iterator[Difference]:
        """Rows of blocks that the mirror should know nothing of."""
        for kind in BY_BLOCK:
            block = block_of(table_of(kind))
            outside = or_(block < self._contracts.block, block > self._checkpoint.block)
            yield from self._against(self._derived, kind, [], outside)

    def _digest_difference(self, digest: bytes) -> Iterator[Difference]:
        if digest != self._checkpoint.digest:
            key = {"block": self._checkpoint.block}
            yield Difference(
                "mirror_deployment", key, "digest", plain(self._checkpoint.digest), plain(digest)
            )

    def _projection_differences(self, state: State) -> Iterator[Difference]:
        for kind, shelf in projections_of(state):
            in_order = _by_key(key_of(table_of(kind)))
            yield from self._against(self._derived, kind, sorted(shelf.rows(), key=in_order))

    def _against(
        self,
        comparison: Comparison,
        kind: type[MirrorTables],
        chain: Iterable[Row],
        where: ColumnElement[bool] | None = None,
    ) -> Iterator[Difference]:
        table = table_of(kind)
        yield from comparison.differences(table.name, key_of(table), self._rows(kind, where), chain)

    def _rows(self, kind: type[MirrorTables], where: ColumnElement[bool] | None = None) -> Iterator[Row]:
        table = table_of(kind)
        query = (
            select(*(table.c[name] for name in columns_of(table)))
            .where(table.c.deployment == self._checkpoint.deployment)
            .order_by(*(table.c[name] for name in key_of(table)))
            .execution_options(yield_per=ROWS_A_FETCH)
        )
        with self._session.execute(query if where is None else query.where(where)) as found:
            yield from (dict(row) for row in found.mappings())


def _by_key(key: tuple[str, ...]) -> Callable[[Row], list[object]]:
    return lambda row: [row[name] for name in key]
