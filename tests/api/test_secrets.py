"""No API key and no private key lies in the clear, neither in the database nor anywhere else in the home."""

import uuid
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import structlog
from sqlalchemy import MetaData, select

from tallystick import cli
from tallystick.chain.sealing import Sealer, key_encryption_key
from tallystick.sending.tables import Secret, SigningKey
from tests.api.running_ledger import RunningLedger, problem
from tests.api.trade import Trade

MEANT_TO_BE_SECRET = {"key-encryption-key", "operator-api-key", "server.json"}
"""Files for the owner of the machine alone."""


def _everything_kept(ledger: RunningLedger) -> Iterator[tuple[str, bytes]]:
    """Every value of every table, and every file of the home."""
    tables = MetaData()
    tables.reflect(ledger.backend.store.engine)
    assert "records_signing_key" in tables.tables
    with ledger.backend.store.reading() as session:
        for name, table in tables.tables.items():
            for row in session.execute(select(table)):
                for value in row:
                    yield name, value if isinstance(value, bytes) else str(value).encode()
    for path in ledger.settings.home.rglob("*"):
        if path.is_file() and path.name not in MEANT_TO_BE_SECRET:
            yield str(path), path.read_bytes()


def _opened(ledger: RunningLedger, *parties: str) -> list[bytes]:
    """The secrets of the ledger and of these parties, as only whoever has the key-encryption key can read them."""
    purposes = {"funder", "governor", "operator", "registrar", *(f"party:{party}" for party in parties)}
    sealer = Sealer(key_encryption_key(None, ledger.settings.home / "key-encryption-key"))
    with ledger.backend.store.reading() as session:
        rows = list(session.scalars(select(SigningKey).where(SigningKey.purpose.in_(purposes))))
        assert len(rows) == len(purposes)
        keys = [sealer.open(row.sealed, row.purpose) for row in rows]
        return keys + [sealer.open(row.sealed, row.purpose) for row in session.scalars(select(Secret))]


def test_the_replay_shows_the_same_api_key_and_the_database_none(ledger: RunningLedger) -> None:
    trade = Trade.opened(ledger)
    trade.claim(1_000)
    body = {"name": "钥匙", "tax_number": f"K{uuid.uuid4().int % 10**17:017d}", "roles": ["supplier"]}
    first = ledger.operator.post("/v1/parties", body, "key").json()
    again = ledger.operator.post("/v1/parties", body, "key")
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == first
    assert ledger.stranger(first["api_key"]).read("/v1/parties/me") == first["party"]

    api_keys = [first["api_key"], trade.supplier.api_key, ledger.backend.operator_api_key]
    secrets = [str(key).split("_")[2].encode() for key in api_keys]
    for key in _opened(ledger, trade.supplier.party, first["party"]["id"]):
        assert len(key) == 32
        secrets += [key, key.hex().encode(), key.hex().upper().encode()]
    secrets += [bytes.fromhex(str(key).split("_")[2]) for key in api_keys]
    for place, kept in _everything_kept(ledger):
        assert not any(secret in kept for secret in secrets), place


def test_no_answer_but_the_first_shows_a_key(ledger: RunningLedger) -> None:
    opened = ledger.operator.post(
        "/v1/parties",
        {"name": "一次", "tax_number": f"O{uuid.uuid4().int % 10**17:017d}", "roles": ["supplier"]},
    )
    secret = opened.json()["api_key"].split("_")[2]
    operation = opened.headers["operation-id"]
    for path in ("/v1/parties", "/v1/parties/me", f"/v1/operations/{operation}"):
        assert secret not in ledger.operator.get(path).text


def test_a_key_names_its_party_and_a_wrong_secret_nobody(ledger: RunningLedger) -> None:
    firm, other = ledger.open_party(), ledger.open_party()
    name, key_id, secret = str(firm.api_key).split("_")
    _, other_id, _ = str(other.api_key).split("_")
    for wrong in (f"{name}_{other_id}_{secret}", f"{name}_{key_id}_{secret[::-1]}", f"{name}_{key_id}_"):
        assert problem(ledger.stranger(wrong).get("/v1/parties/me"))["code"] == "api_key_unknown"


def test_what_must_be_secret_is_for_its_owner_alone(ledger: RunningLedger) -> None:
    home: Path = ledger.settings.home
    assert (home / "key-encryption-key").stat().st_mode & 0o077 == 0


def test_a_traceback_in_the_log_shows_no_values() -> None:
    told = StringIO()
    try:
        cli._log_to(told)
        _log_a_failure("0x" + "5ec2e7" * 4)
    finally:
        structlog.reset_defaults()
    assert "KeyError: 26" in told.getvalue()
    assert "5ec2e7" not in told.getvalue()


def _log_a_failure(key: str) -> None:
    try:
        {0: key}[len(key)]
    except KeyError as failure:
        structlog.get_logger().warning("failed", exc_info=failure)
