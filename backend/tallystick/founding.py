"""Which ledger a database belongs to: begun once, on one chain, and found again at every later start.

A database whose ledger is not on the chain at hand is refused. Beginning another one there would answer with an empty
ledger, and prove it right, while the one that people hold claims on is somewhere else.
"""

from dataclasses import dataclass
from pathlib import Path

from eth_account.signers.local import LocalAccount
from sqlalchemy import select

from tallystick.chain.deployment import Contracts, connect, deploy
from tallystick.chain.embedded import EmbeddedNode
from tallystick.chain.json_rpc import JsonRpcNode
from tallystick.chain.node import Node, Reverted
from tallystick.chain.sealing import Sealer, key_encryption_key
from tallystick.chain.transacting import transact
from tallystick.database.store import Store
from tallystick.refusal import NotFound, Unavailable
from tallystick.sending.keyring import Keyring, address_of
from tallystick.sending.tables import Ledger, SigningKey
from tallystick.settings import Settings

GOVERNOR_COIN = 10**18
"""What the governor gets to pay for the deployment, in wei."""

CHAIN_FOLDER = "chain"
KEY_FILE = "key-encryption-key"


@dataclass(frozen=True, slots=True)
class RecordedLedger:
    """The ledger that a database belongs to."""

    genesis_hash: bytes
    directory: bytes


class LedgerNotOnChain(Unavailable):
    """The chain at hand is not the one that this database's ledger lives on."""

    def __init__(self, ledger: RecordedLedger, chain: str) -> None:
        super().__init__(
            "ledger_not_on_chain",
            f"This database belongs to the ledger 0x{ledger.directory.hex()}, which is not on the chain at {chain}.",
            "Restore the folder `chain`, or set TALLYSTICK_CHAIN to the node that the ledger lives on.",
            {"directory": "0x" + ledger.directory.hex(), "genesis_hash": "0x" + ledger.genesis_hash.hex()},
        )


def recorded_ledger(store: Store) -> RecordedLedger | None:
    """The ledger that was begun with this database; None where none was."""
    with store.reading() as session:
        row = session.scalar(select(Ledger))
        return None if row is None else RecordedLedger(row.genesis_hash, row.directory)


def require_ledger(store: Store) -> None:
    """For those who only look. Raises `NotFound` where there is nothing to look at."""
    if recorded_ledger(store) is None:
        raise NotFound(
            "ledger_not_found",
            "No ledger was begun with this database.",
            "Serve it first, or name another home.",
        )


def open_keyring(settings: Settings, store: Store) -> Keyring:
    """The keys of this database. Makes a key-encryption key only where nothing was sealed under another one yet."""
    path = settings.home / KEY_FILE
    given = settings.key_encryption_key
    with store.reading() as session:
        sealed = session.scalar(select(SigningKey.address).limit(1)) is not None
    if given is None and sealed and not path.exists():
        raise Unavailable(
            "key_encryption_key_missing",
            f"The keys in this database are sealed, and {path} is gone.",
            "Put that file back, or set TALLYSTICK_KEY_ENCRYPTION_KEY.",
        )
    return Keyring(store, Sealer(key_encryption_key(given.get_secret_value() if given else None, path)))


def open_node(settings: Settings, store: Store, keyring: Keyring) -> tuple[Node, LocalAccount]:
    """The chain, and the key of the account that pays for gas on it."""
    given = settings.funder_key
    if not settings.is_embedded and given is None and not keyring.has("funder"):
        raise Unavailable(
            "funder_key_missing",
            f"The chain at {settings.chain} needs an account that pays for gas.",
            "Set TALLYSTICK_FUNDER_KEY to the private key of an account with coin.",
        )
    ledger = recorded_ledger(store)
    folder: Path = settings.home / CHAIN_FOLDER
    if ledger is not None and settings.is_embedded and not folder.is_dir():
        raise LedgerNotOnChain(ledger, str(folder))
    funder = keyring.service_key("funder", given.get_secret_value() if given else None)
    if settings.is_embedded:
        return EmbeddedNode(folder, address_of(funder)), funder
    node = JsonRpcNode(settings.chain, settings.node_timeout_seconds, settings.finality_blocks)
    return node, funder


def find_or_begin(
    settings: Settings, store: Store, keyring: Keyring, node: Node, funder: LocalAccount
) -> Contracts:
    """The contracts of this database's ledger; where none was begun yet, they are put on the chain first.

    Raises `LedgerNotOnChain`.
    """
    ledger = recorded_ledger(store)
    if ledger is None:
        return _begin(store, keyring, node, funder)
    if node.genesis_hash() != ledger.genesis_hash or not node.code(ledger.directory):
        raise LedgerNotOnChain(ledger, settings.chain)
    try:
        return connect(node, ledger.directory)
    except Reverted as reverted:
        raise Unavailable(
            "ledger_of_another_version",
            f"The ledger 0x{ledger.directory.hex()} was begun by another version, with other contracts.",
            "Serve it with the version that began it; begin a new one in a home of its own.",
            {"directory": "0x" + ledger.directory.hex()},
        ) from reverted


def _begin(store: Store, keyring: Keyring, node: Node, funder: LocalAccount) -> Contracts:
    governor, operator, registrar = (
        keyring.service_key(purpose) for purpose in ("governor", "operator", "registrar")
    )
    if node.balance(address_of(governor)) < GOVERNOR_COIN // 2:
        transact(node, funder, address_of(governor), value=GOVERNOR_COIN)
    contracts = deploy(node, governor, address_of(operator), address_of(registrar))
    with store.writing() as session:
        session.add(Ledger(genesis_hash=contracts.genesis_hash, directory=contracts.directory))
    return contracts
