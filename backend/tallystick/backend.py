"""Putting the house together: settings in, a running backend out."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import lmdb
import structlog
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from uuid_utils import uuid7

from tallystick.audit.service import AuditService
from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Node, NodeUnreachable, TransactionRejected
from tallystick.crossborder.keeper import RateKeeper
from tallystick.crossborder.rates import BorderRateService
from tallystick.crossborder.repository import BorderRepository
from tallystick.crossborder.returns import ReturnService
from tallystick.crossborder.service import BorderService
from tallystick.crossborder.valuations import ValuationService
from tallystick.crossborder.value_keeper import ValueKeeper
from tallystick.database.migration import migrate
from tallystick.database.store import Store
from tallystick.discount.service import DiscountService
from tallystick.disputes.credit_notes import CreditNoteWatch
from tallystick.disputes.service import DisputeService
from tallystick.early_payment.keeper import AuctionKeeper
from tallystick.early_payment.repository import EarlyPaymentRepository
from tallystick.early_payment.service import EarlyPaymentService
from tallystick.evidence.service import EvidenceService
from tallystick.feeds.keeper import FeedKeeper
from tallystick.feeds.service import FeedService
from tallystick.financing.agreements import AgreementService
from tallystick.financing.service import FinancingService
from tallystick.financing.signing import QuoteSigner
from tallystick.founding import find_or_begin, open_keyring, open_node, require_ledger
from tallystick.governance.deployment import DeploymentService
from tallystick.governance.service import GovernanceService
from tallystick.identities.service import IdentityService
from tallystick.imports.service import ImportService
from tallystick.market.service import MarketService
from tallystick.metrics.distribution import DistributionService
from tallystick.metrics.figures import FigureService
from tallystick.metrics.note_figures import NoteFigureService
from tallystick.metrics.statements import StatementService
from tallystick.mirror.following import Follower, Mirror
from tallystick.mirror.tables import MirrorTables
from tallystick.monitoring.attempts import StoppedAttempts
from tallystick.monitoring.service import MonitoringService
from tallystick.notes.agency import NoteAgencyService
from tallystick.notes.keeper import NoteKeeper
from tallystick.notes.repository import NoteRepository
from tallystick.notes.service import NoteService
from tallystick.offers.allowances import AllowanceService
from tallystick.offers.delegates import DelegateService
from tallystick.offers.service import OfferService
from tallystick.parties.api_keys import ApiKeys
from tallystick.parties.groups import GroupService
from tallystick.parties.offices import OfficeService
from tallystick.parties.service import PartyService, register
from tallystick.parties.tables import Party
from tallystick.programmes.service import ProgrammeService
from tallystick.rail.instructions import InstructionRail
from tallystick.rail.interface import Rail
from tallystick.rail.runner import RailRunner, RailThread
from tallystick.rail.service import InstructionService
from tallystick.rail.stand_in import StandInRail
from tallystick.rates.service import RateService
from tallystick.receivables.service import ReceivableService
from tallystick.refusal import Unavailable
from tallystick.reports.service import ReportService
from tallystick.restraints.orders import OrderService
from tallystick.restraints.service import RestraintService
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.keyring import address_of
from tallystick.settings import Settings
from tallystick.settlement.keeper import Keeper, KeeperThread
from tallystick.settlement.service import SettlementService
from tallystick.wallets.service import WalletService
from tallystick.web.viewer import Role, Viewer

OPERATOR_NAME = "Operator"
OPERATOR_TAX_NUMBER = "000000000000000"
OPERATOR_KEY_ID = "operator"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Backend:
    """Everything that a running backend consists of."""

    settings: Settings
    store: Store
    node: Node
    contracts: Contracts
    mirror: Mirror
    dispatcher: Dispatcher
    api_keys: ApiKeys
    parties: PartyService
    programmes: ProgrammeService
    evidence: EvidenceService
    receivables: ReceivableService
    imports: ImportService
    offices: OfficeService
    groups: GroupService
    governance: GovernanceService
    deployment: DeploymentService
    offers: OfferService
    allowances: AllowanceService
    delegates: DelegateService
    orders: OrderService
    restraints: RestraintService
    wallets: WalletService
    settlement: SettlementService
    keeper: Keeper
    financing: FinancingService
    agreements: AgreementService
    disputes: DisputeService
    credit_notes: CreditNoteWatch
    instructions: InstructionService
    rail: RailRunner
    border: BorderService
    border_rates: BorderRateService
    valuations: ValuationService
    value_keeper: ValueKeeper
    feeds: FeedService
    feed_keeper: FeedKeeper
    rate_keeper: RateKeeper
    returns: ReturnService
    monitoring: MonitoringService
    discount: DiscountService
    identities: IdentityService
    notes: NoteService
    note_agency: NoteAgencyService
    note_keeper: NoteKeeper
    market: MarketService
    early_payment: EarlyPaymentService
    auction_keeper: AuctionKeeper
    distribution: DistributionService
    figures: FigureService
    note_figures: NoteFigureService
    reports: ReportService
    statements: StatementService
    rates: RateService
    audit: AuditService
    operator_api_key: str
    host_token: str

    def viewer(self, key: str) -> Viewer | None:
        """Who an API key, or the host's token, belongs to."""
        if secrets.compare_digest(key.encode(), self.host_token.encode()):
            return Viewer("host", b"", frozenset({Role.HOST}))
        return self.api_keys.viewer(key)

    @contextmanager
    def background(self) -> Iterator[None]:
        """Finishes what was left unfinished, then keeps following the chain and retrying until the block ends."""
        self.dispatcher.resume_unfinished()
        follower = Follower(self.mirror, self.settings.follow_seconds)
        retrier = _Retrier(self.dispatcher, self.settings.follow_seconds)
        jobs = (
            self.rate_keeper.observe_what_is_new,
            self.rate_keeper.fix_what_is_due,
            self.value_keeper.record_what_has_changed,
            self.keeper.collect_what_is_due,
            self.note_keeper.pay_what_is_due,
            self.auction_keeper.clear_what_is_closed,
            self.credit_notes.dispute_what_is_undone,
        )
        keeper = KeeperThread(jobs, self.settings.collect_seconds)
        # A source may be slow to answer: nobody else waits for it.
        feeds = KeeperThread((self.feed_keeper.push_what_is_new,), self.settings.feed_seconds)
        rail = RailThread(self.rail, self.settings.follow_seconds)
        follower.start()
        retrier.start()
        keeper.start()
        feeds.start()
        rail.start()
        try:
            yield
        finally:
            rail.stop()
            feeds.stop()
            keeper.stop()
            retrier.stop()
            follower.stop()


@contextmanager
def opened_backend(settings: Settings, only_if_begun: bool = False) -> Iterator[Backend]:
    """Opens database and chain, begins the ledger where there is none, and closes everything in the end.

    `only_if_begun` is for those who come to look: they never begin one. Raises `Refusal`s that say what is in the way:
    a chain in use, a chain without this ledger, a wrong key, a node that does not answer.
    """
    _make_home(settings.home)
    with ExitStack() as opened:
        store = Store(settings.resolved_database_url)
        opened.callback(store.close)
        with _outages_told(), store.alone():
            migrate(store)
            MirrorTables.metadata.create_all(store.engine)  # those that somebody has dropped
            if only_if_begun:
                require_ledger(store)
            backend = _start(settings, store, opened)
        yield backend


def _make_home(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Unavailable(
            "home_not_available",
            f"{home} cannot be made: {error.strerror}.",
            "Name another home (TALLYSTICK_HOME).",
        ) from error


@contextmanager
def _outages_told() -> Iterator[None]:
    try:
        yield
    except NodeUnreachable as problem:
        raise Unavailable(
            "node_unreachable", f"{problem}.", "Start the node, or name another one with TALLYSTICK_CHAIN."
        ) from problem
    except TransactionRejected as rejected:
        raise Unavailable(
            "transaction_rejected",
            f"The chain does not take the first transactions: {rejected}.",
            "Give the account behind TALLYSTICK_FUNDER_KEY coin for gas.",
        ) from rejected
    except lmdb.Error as problem:
        raise Unavailable(
            "chain_damaged", f"The embedded chain cannot be read: {problem}.", "Restore the folder `chain`."
        ) from problem
    except DatabaseError as problem:
        raise Unavailable(
            "database_unreachable",
            f"The database does not answer: {' '.join(str(problem.orig).split())}.",
            "Start the database, or name another one with TALLYSTICK_DATABASE_URL.",
        ) from problem


def _start(settings: Settings, store: Store, opened: ExitStack) -> Backend:
    keyring = open_keyring(settings, store)
    node, funder = open_node(settings, store, keyring)
    opened.callback(node.close)
    contracts = find_or_begin(settings, store, keyring, node, funder)
    governor, operator, registrar = (
        address_of(keyring.service_key(purpose)) for purpose in ("governor", "operator", "registrar")
    )
    reporter = address_of(keyring.service_key("reporter"))
    mirror = Mirror(store, node, contracts)
    mirror.catch_up()
    dispatcher = Dispatcher(
        store,
        node,
        contracts,
        mirror,
        keyring,
        funder=address_of(funder),
        receipt_timeout_seconds=settings.receipt_timeout_seconds,
    )
    dispatcher.tells_refusals_to(StoppedAttempts(store, mirror.deployment_id, node.clock).observe)
    if settings.is_embedded:  # one process at a time: whoever signed before is gone
        dispatcher.senders.break_leases()
    api_keys = ApiKeys(store, keyring.service_secret("api keys"))
    parties = PartyService(
        store, dispatcher, keyring, api_keys, operator, house=_house(contracts), spenders=_spenders(contracts)
    )
    evidence = EvidenceService(
        store,
        dispatcher,
        parties,
        mirror.deployment_id,
        registrar,
        keyring.service_secret("document fingerprints"),
    )
    programmes = ProgrammeService(store, dispatcher, mirror.deployment_id, operator)
    receivables = ReceivableService(store, dispatcher, parties, mirror.deployment_id, node.clock)
    wallets = WalletService(
        store,
        dispatcher,
        parties,
        deployment=mirror.deployment_id,
        settlement=contracts.settlement,
    )
    figures = FigureService(store, mirror.deployment_id, parties, programmes, receivables)
    rates = RateService(store, dispatcher, receivables)
    financing = FinancingService(
        store,
        dispatcher,
        parties,
        receivables,
        QuoteSigner(node, keyring, contracts.desk),
        mirror.deployment_id,
    )
    return Backend(
        settings=settings,
        store=store,
        node=node,
        contracts=contracts,
        mirror=mirror,
        dispatcher=dispatcher,
        api_keys=api_keys,
        parties=parties,
        programmes=programmes,
        evidence=evidence,
        receivables=receivables,
        imports=ImportService(store, dispatcher, parties, programmes, evidence, receivables.issuing),
        offices=OfficeService(dispatcher, keyring, api_keys, governor),
        groups=GroupService(store, dispatcher, parties),
        governance=GovernanceService(dispatcher, governor),
        deployment=DeploymentService(node, contracts),
        offers=OfferService(store, dispatcher, parties, evidence, mirror.deployment_id),
        allowances=AllowanceService(store, dispatcher, parties, mirror.deployment_id),
        delegates=DelegateService(dispatcher, parties),
        orders=OrderService(store, dispatcher, parties, mirror.deployment_id),
        restraints=RestraintService(store, dispatcher, parties, mirror.deployment_id),
        wallets=wallets,
        settlement=SettlementService(store, dispatcher, parties, receivables, wallets, mirror.deployment_id),
        keeper=Keeper(
            store, node, dispatcher, mirror.deployment_id, address_of(keyring.service_key("keeper"))
        ),
        financing=financing,
        agreements=AgreementService(store, dispatcher, parties, receivables, financing, mirror.deployment_id),
        disputes=DisputeService(store, dispatcher, parties, mirror.deployment_id),
        credit_notes=CreditNoteWatch(store, node, contracts, dispatcher, mirror.deployment_id, registrar),
        instructions=InstructionService(store, dispatcher, parties, contracts.directory),
        rail=RailRunner(store, node, _rail(settings, store, contracts), mirror.deployment_id),
        border=BorderService(
            store, dispatcher, parties, programmes, receivables, mirror.deployment_id, governor, operator
        ),
        border_rates=BorderRateService(
            store, node, contracts, dispatcher, receivables, mirror.deployment_id, governor
        ),
        valuations=ValuationService(
            store, node, contracts, dispatcher, receivables, mirror.deployment_id, governor
        ),
        value_keeper=ValueKeeper(
            store,
            node,
            dispatcher,
            BorderRepository(mirror.deployment_id),
            address_of(keyring.service_key("keeper")),
        ),
        feeds=FeedService(store, dispatcher, mirror.deployment_id, governor, reporter, node.clock),
        feed_keeper=FeedKeeper(store, dispatcher, mirror.deployment_id, reporter, node.clock),
        rate_keeper=RateKeeper(
            store,
            node,
            contracts,
            dispatcher,
            BorderRepository(mirror.deployment_id),
            address_of(keyring.service_key("keeper")),
        ),
        returns=ReturnService(store, parties, programmes, receivables, wallets, mirror.deployment_id),
        monitoring=MonitoringService(store, parties, programmes, mirror.deployment_id, contracts, node.clock),
        discount=DiscountService(
            store,
            node,
            contracts,
            dispatcher,
            programmes,
            receivables,
            mirror.deployment_id,
            governor,
        ),
        identities=IdentityService(
            store, dispatcher, parties, mirror.deployment_id, node.clock, governor, operator
        ),
        notes=NoteService(store, node, contracts, dispatcher, parties, receivables, mirror.deployment_id),
        note_agency=NoteAgencyService(store, contracts, dispatcher, parties, mirror.deployment_id, governor),
        note_keeper=NoteKeeper(
            store,
            node,
            dispatcher,
            NoteRepository(mirror.deployment_id, contracts.note_desk),
            address_of(keyring.service_key("keeper")),
        ),
        market=MarketService(store, node, contracts, dispatcher, parties, mirror.deployment_id, node.clock),
        early_payment=EarlyPaymentService(
            store, node, contracts, dispatcher, parties, mirror.deployment_id, node.clock
        ),
        auction_keeper=AuctionKeeper(
            store,
            node,
            dispatcher,
            EarlyPaymentRepository(mirror.deployment_id),
            address_of(keyring.service_key("keeper")),
        ),
        distribution=DistributionService(store, mirror.deployment_id, receivables, parties),
        figures=figures,
        note_figures=NoteFigureService(store, mirror.deployment_id, programmes, receivables, rates),
        reports=ReportService(figures, programmes),
        statements=StatementService(store, dispatcher, parties, mirror.deployment_id),
        rates=rates,
        audit=AuditService(store, node, contracts),
        operator_api_key=_operator_api_key(store, api_keys, operator),
        host_token=secrets.token_hex(32),
    )


def _rail(settings: Settings, store: Store, contracts: Contracts) -> Rail:
    if settings.rail == "instructions":
        return InstructionRail(store, contracts.directory)
    return StandInRail()


def _house(contracts: Contracts) -> dict[bytes, str]:
    """What the ledger's own contracts are called where they stand beside parties."""
    return {
        contracts.settlement: "Settlement (the ledger's)",
        contracts.desk: "Financing desk (the ledger's)",
        contracts.note_desk: "Note desk (the ledger's)",
        contracts.market: "Market for notes (the ledger's)",
        contracts.early_payment: "Early payment (the ledger's)",
    }


def _spenders(contracts: Contracts) -> dict[str, bytes]:
    """How the contracts that move what owners have approved are called where a party's id could stand."""
    return {"desk": contracts.desk, "market": contracts.market, "early-payment": contracts.early_payment}


def _operator_api_key(store: Store, api_keys: ApiKeys, address: bytes) -> str:
    """The operator is the one party that nobody opens: it is there from the first start."""
    with store.writing() as session:
        if session.scalar(select(Party.id).where(Party.address == address)) is None:
            party = str(uuid7())
            register(session, party, OPERATOR_NAME, OPERATOR_TAX_NUMBER, frozenset({Role.OPERATOR}), address)
            api_keys.keep(session, OPERATOR_KEY_ID, party)
    return api_keys.text(OPERATOR_KEY_ID)


class _Retrier:
    """Takes up unfinished commands again and again, for a node that was away for a while."""

    def __init__(self, dispatcher: Dispatcher, interval_seconds: float) -> None:
        self._dispatcher = dispatcher
        self._interval = interval_seconds
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="command-retrier", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns when the last attempt has ended."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._interval):
            try:
                self._dispatcher.resume_unfinished()
            except Exception as failure:  # told and tried again: nobody else would
                log.warning("retrying_commands_failed", error=str(failure), exc_info=failure)
