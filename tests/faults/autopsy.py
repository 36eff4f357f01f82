"""What the disk holds, looked at on a copy, so that looking mends nothing: the chain itself and the records."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lmdb
from sqlalchemy import select
from sqlalchemy.orm import Session

from tallystick.chain.deployment import CONTRACT_NAMES, Contracts, connect, created_address
from tallystick.chain.embedded import EmbeddedNode
from tallystick.chain.interface import interface
from tallystick.chain.node import Log
from tallystick.database.store import Store
from tallystick.mirror.digest import row_digest
from tallystick.mirror.tables import Deployment
from tallystick.receivables.identifiers import claim_number, parse_claim
from tallystick.sending.tables import Operation, Sender, SigningKey, Transaction
from tests.faults.house import House

DIRECTORY_NONCE = len(CONTRACT_NAMES) + 1
"""The governor makes the contracts, hands out the powers, and makes the directory last."""


@dataclass(frozen=True)
class OnChain:
    """The chain as its files have it."""

    node: EmbeddedNode
    contracts: Contracts

    def events(self, name: str) -> list[Log]:
        """Every event of this name that the ledger ever made, in order."""
        headers = self.node.headers(0, self.node.head().number)
        contract, address = (
            ("Issuance", self.contracts.issuance)
            if name == "ReceivableOffered"
            else ("ReceivableLedger", self.contracts.ledger)
        )
        topic = interface(contract).topic(name)
        found = self.node.logs(headers, [address])
        return [log for logs in found for log in logs if log.topics[0] == topic]

    def face(self, claim: str) -> int:
        """What the claim's own word says it is worth."""
        ledger = interface("ReceivableLedger")
        data = ledger.encode("balanceOf(uint256)", claim_number(*parse_claim(claim)))
        face: int = ledger.decode_answer("balanceOf(uint256)", self.node.call(self.contracts.ledger, data))[0]
        return face


@dataclass(frozen=True)
class Records:
    """What the database has written down."""

    stages: dict[str, str]
    """idempotency key → stage"""
    next_nonces: dict[bytes, int]
    nonces: dict[bytes, list[int]]
    """of all transactions kept, by sender, in order"""
    mirrored_block: int | None


def service_address(house: House, purpose: str) -> bytes:
    with _store(house) as store, store.reading() as session:
        address = session.scalar(select(SigningKey.address).where(SigningKey.purpose == purpose))
    assert address is not None
    return address


def records(house: House) -> Records:
    with _store(house) as store, store.reading() as session:
        nonces: dict[bytes, list[int]] = {}
        for sender, nonce in _pairs(session, Transaction.sender, Transaction.nonce):
            nonces.setdefault(sender, []).append(nonce)
        return Records(
            stages=dict(_pairs(session, Operation.idempotency_key, Operation.stage)),
            next_nonces=dict(_pairs(session, Sender.address, Sender.next_nonce)),
            nonces={sender: sorted(found) for sender, found in nonces.items()},
            mirrored_block=session.scalar(select(Deployment.block)),
        )


def mirror_digest(house: House) -> bytes:
    """One number for every row of the mirror."""
    with _store(house) as store:
        with store.reading() as session:
            deployment = session.scalar(select(Deployment.id))
        assert deployment is not None
        return row_digest(store, deployment)


@contextmanager
def chain(house: House) -> Iterator[OnChain]:
    """The chain as it is on disk now; a server may be running, as long as it is at rest."""
    with tempfile.TemporaryDirectory() as copy:
        blocks = Path(copy) / "blocks"
        blocks.mkdir()
        with lmdb.open(str(house.home / "chain" / "blocks"), readonly=True) as environment:
            environment.copy(str(blocks))
        node = EmbeddedNode(Path(copy), service_address(house, "funder"))
        try:
            directory = created_address(service_address(house, "governor"), DIRECTORY_NONCE)
            yield OnChain(node, connect(node, directory))
        finally:
            node.close()


def _pairs(session: Session, first: Any, second: Any) -> list[tuple[Any, Any]]:
    return [(one, other) for one, other in session.execute(select(first, second))]


@contextmanager
def _store(house: House) -> Iterator[Store]:
    """A SQLite file is opened as a copy: opening and closing one that was left by a kill would tidy it up."""
    with tempfile.TemporaryDirectory() as copy:
        url = house.database_url
        if url is None:
            for file in house.home.glob("ledger.sqlite*"):
                shutil.copy(file, copy)
            url = f"sqlite:///{Path(copy) / 'ledger.sqlite'}"
        store = Store(url)
        try:
            yield store
        finally:
            store.close()
