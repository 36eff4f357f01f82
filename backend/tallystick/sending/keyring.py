"""The private keys that the backend holds: its own services' and those of parties without a wallet of their own."""

import secrets
from threading import Lock

from eth_account import Account
from eth_account.signers.local import LocalAccount
from sqlalchemy import select
from sqlalchemy.orm import Session

from tallystick.chain.sealing import Sealer
from tallystick.database.store import Store
from tallystick.refusal import NotFound
from tallystick.sending.tables import Secret, SigningKey


def address_of(account: LocalAccount) -> bytes:
    return bytes.fromhex(account.address[2:])


class Keyring:
    """Makes, keeps and uses signing keys and secrets. Opened keys stay in memory: opening one costs a decryption."""

    def __init__(self, store: Store, sealer: Sealer) -> None:
        self._store = store
        self._sealer = sealer
        self._opened: dict[bytes, LocalAccount] = {}
        self._lock = Lock()

    def service_key(self, purpose: str, given: str | None = None) -> LocalAccount:
        """The key of one of the ledger's own services: `given` (hex) where it is configured, else made on first use."""
        with self._lock, self._store.writing() as session:
            row = session.scalar(select(SigningKey).where(SigningKey.purpose == purpose))
            if row is not None and (given is None or row.address == address_of(Account.from_key(given))):
                return self._open(row)
            if row is not None:
                session.delete(row)
                session.flush()
            account: LocalAccount = Account.from_key(given or secrets.token_bytes(32))
            self.keep(session, account, purpose)
            return account

    def has(self, purpose: str) -> bool:
        """Whether a service of the ledger has its key already."""
        with self._store.reading() as session:
            return session.scalar(select(SigningKey.address).where(SigningKey.purpose == purpose)) is not None

    def service_secret(self, purpose: str) -> bytes:
        """32 secret bytes of the ledger for one purpose; made on first use."""
        with self._lock, self._store.writing() as session:
            row = session.get(Secret, purpose)
            if row is None:
                secret = secrets.token_bytes(32)
                session.add(Secret(purpose=purpose, sealed=self._sealer.seal(secret, purpose)))
                return secret
            return self._sealer.open(row.sealed, purpose)

    def new_key(self) -> LocalAccount:
        """A fresh key that nothing keeps yet."""
        account: LocalAccount = Account.from_key(secrets.token_bytes(32))
        return account

    def keep(self, session: Session, account: LocalAccount, purpose: str) -> None:
        """Writes a key down, sealed, within the caller's transaction."""
        sealed = self._sealer.seal(bytes(account.key), purpose)
        session.add(SigningKey(address=address_of(account), purpose=purpose, sealed=sealed))

    def signer(self, address: bytes) -> LocalAccount:
        """The key of an address that the backend signs for. Raises `NotFound`."""
        opened = self._opened.get(address)
        if opened is not None:
            return opened
        with self._store.reading() as session:
            row = session.get(SigningKey, address)
            if row is None:
                raise NotFound(
                    "no_signing_key",
                    f"The backend holds no key for 0x{address.hex()}.",
                    "Sign with the party's own wallet.",
                )
            return self._open(row)

    def holds(self, address: bytes) -> bool:
        """Whether the backend signs for an address; if not, somebody's own wallet does."""
        if address in self._opened:
            return True
        with self._store.reading() as session:
            return session.get(SigningKey, address) is not None

    def _open(self, row: SigningKey) -> LocalAccount:
        account: LocalAccount = Account.from_key(self._sealer.open(row.sealed, row.purpose))
        self._opened[row.address] = account
        return account
