"""Putting the house together: settings in, a running backend out."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Event, Thread

import structlog
from eth_account.signers.local import LocalAccount
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from uuid_utils import uuid7

from tallystick.audit.service import AuditService
from tallystick.chain.deployment import Contracts, deploy
from tallystick.chain.embedded import EmbeddedNode
from tallystick.chain.json_rpc import JsonRpcNode
from tallystick.chain.node import Node, NodeUnreachable
from tallystick.chain.sealing import Sealer, key_encryption_key
from tallystick.chain.transacting import transact
from tallystick.database.migration import migrate
from tallystick.database.store import Store
from tallystick.evidence.service import EvidenceService
from tallystick.metrics.distribution import DistributionService
from tallystick.mirror.following import Follower, Mirror
from tallystick.parties.api_keys import ApiKeys
from tallystick.parties.service import PartyService, register
from tallystick.parties.tables import Party
from tallystick.programmes.service import ProgrammeService
from tallystick.receivables.service import ReceivableService
from tallystick.refusal import Unavailable
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.keyring import Keyring, address_of
from tallystick.settings import Settings
from tallystick.web.viewer import Role, Viewer

GOVERNOR_COIN = 10**18
"""What the governor gets to pay for the deployment, in wei."""

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
    distribution: DistributionService
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
        follower.start()
        retrier.start()
        try:
            yield
        finally:
            retrier.stop()
            follower.stop()


@contextmanager
def opened_backend(settings: Settings) -> Iterator[Backend]:
    """Opens database and chain, deploys the contracts where they are missing, and closes everything in the end.

    Raises `Refusal`s that say what is in the way: a chain in use, a wrong key, a node that does not answer.
    """
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with ExitStack() as opened:
        store = Store(settings.resolved_database_url)
        opened.callback(store.close)
        with _outages_told(), store.alone():
            backend = _start(settings, store, opened)
        yield backend


@contextmanager
def _outages_told() -> Iterator[None]:
    try:
        yield
    except NodeUnreachable as problem:
        raise Unavailable(
            "node_unreachable", f"{problem}.", "Start the node, or name another one with TALLYSTICK_CHAIN."
        ) from problem
    except OperationalError as problem:
        raise Unavailable(
            "database_unreachable",
            f"The database does not answer: {' '.join(str(problem.orig).split())}.",
            "Start the database, or name another one with TALLYSTICK_DATABASE_URL.",
        ) from problem


def _start(settings: Settings, store: Store, opened: ExitStack) -> Backend:
    migrate(store)
    given = settings.key_encryption_key
    sealer = Sealer(
        key_encryption_key(given.get_secret_value() if given else None, settings.home / "key-encryption-key")
    )
    keyring = Keyring(store, sealer)
    funder = keyring.service_key(
        "funder", settings.funder_key.get_secret_value() if settings.funder_key else None
    )
    node = _open_node(settings, address_of(funder))
    opened.callback(node.close)
    return _assemble(settings, store, keyring, node, funder)


def _open_node(settings: Settings, funder: bytes) -> Node:
    if settings.is_embedded:
        return EmbeddedNode(settings.home / "chain", funder)
    if settings.funder_key is None:
        raise Unavailable(
            "funder_key_missing",
            f"The chain at {settings.chain} needs an account that pays for gas.",
            "Set TALLYSTICK_FUNDER_KEY to the private key of an account with coin.",
        )
    return JsonRpcNode(settings.chain)


def _assemble(
    settings: Settings, store: Store, keyring: Keyring, node: Node, funder: LocalAccount
) -> Backend:
    governor, operator, registrar = (
        keyring.service_key(purpose) for purpose in ("governor", "operator", "registrar")
    )
    if node.balance(address_of(governor)) < GOVERNOR_COIN // 2:
        transact(node, funder, address_of(governor), value=GOVERNOR_COIN)
    contracts = deploy(node, governor, address_of(operator), address_of(registrar))
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
    api_keys = ApiKeys(store, keyring.service_secret("api keys"))
    parties = PartyService(store, dispatcher, keyring, api_keys, address_of(operator))
    receivables = ReceivableService(store, dispatcher, parties, mirror.deployment_id)
    return Backend(
        settings=settings,
        store=store,
        node=node,
        contracts=contracts,
        mirror=mirror,
        dispatcher=dispatcher,
        api_keys=api_keys,
        parties=parties,
        programmes=ProgrammeService(store, dispatcher, mirror.deployment_id, address_of(operator)),
        evidence=EvidenceService(
            store,
            dispatcher,
            parties,
            mirror.deployment_id,
            address_of(registrar),
            keyring.service_secret("document fingerprints"),
        ),
        receivables=receivables,
        distribution=DistributionService(store, mirror.deployment_id, receivables, parties),
        audit=AuditService(store, node, contracts),
        operator_api_key=_operator_api_key(store, api_keys, address_of(operator)),
        host_token=secrets.token_hex(32),
    )


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
