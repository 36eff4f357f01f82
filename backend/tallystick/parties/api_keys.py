"""API keys: `tally_<id>_<secret>`. The secret follows from the id and a key of the ledger, so a repeated request to
open a party can be answered alike without the secret being kept; the database holds its hash only."""

import hashlib
import hmac
import json
import secrets
import time
from dataclasses import replace

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tallystick.database.core import Prepared
from tallystick.database.store import Store
from tallystick.parties.tables import ApiKey, Party
from tallystick.sending.command import Outcome
from tallystick.web.viewer import Role, Viewer

PREFIX = "tally"

_HOLDER = Prepared(
    select(ApiKey.secret_hash, Party.id, Party.address, Party.roles)
    .join(Party, Party.id == ApiKey.party)
    .where(ApiKey.id == bindparam("key"), ApiKey.revoked_at.is_(None))
)


class ApiKeys:
    """Makes API keys and recognises them."""

    def __init__(self, store: Store, derivation_key: bytes) -> None:
        self._store = store
        self._derivation_key = derivation_key

    def new_id(self) -> str:
        return secrets.token_hex(8)

    def text(self, key_id: str) -> str:
        """The whole key as its party uses it."""
        return f"{PREFIX}_{key_id}_{self._secret(key_id)}"

    def keep(self, session: Session, key_id: str, party: str) -> None:
        """Writes a key down, within the caller's transaction."""
        hashed = hashlib.sha256(self._secret(key_id).encode()).digest()
        session.add(ApiKey(id=key_id, party=party, secret_hash=hashed, created_at=int(time.time())))

    def put_into(self, outcome: Outcome) -> Outcome:
        """The stored answer holds the key's id only; the key itself is put in on its way out."""
        body = json.loads(outcome.body)
        if "api_key" not in body:
            return outcome
        body["api_key"] = self.text(body["api_key"])
        return replace(outcome, body=json.dumps(body, ensure_ascii=False))

    def viewer(self, key: str) -> Viewer | None:
        """The party that a key belongs to; None where the key is unknown, wrong or revoked."""
        parts = key.split("_")
        if len(parts) != 3 or parts[0] != PREFIX:
            return None
        found = self._store.look(_HOLDER, {"key": parts[1]})
        if not found:
            return None
        ((secret_hash, party, address, roles),) = found
        if not hmac.compare_digest(secret_hash, hashlib.sha256(parts[2].encode()).digest()):
            return None
        return Viewer(party, address, frozenset(Role(role) for role in roles.split(",")))

    def _secret(self, key_id: str) -> str:
        return hmac.new(self._derivation_key, key_id.encode(), hashlib.sha256).hexdigest()
