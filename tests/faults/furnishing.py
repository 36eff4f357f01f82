"""A ledger with something in it, made once and copied for every server that is to be killed; and errands for it."""

import shutil
import time
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

from tallystick.money.calendar import date_of_day, day_of_moment
from tests.faults.house import House
from tests.faults.ordeal import Errand, Request, send

FACE = 1_000_000
INVOICED = 5 * FACE


@dataclass(frozen=True)
class Firm:
    party: str
    api_key: str
    address: bytes


@dataclass(frozen=True)
class Furnished:
    """A ledger at rest: a programme, a claim of `FACE` fen in the supplier's hands, and an invoice with budget left
    to a buyer whose account has no coin for gas yet."""

    house: House
    supplier: Firm
    buyer: Firm
    programme: str
    invoice: str
    claim: str

    def copy(self, home: Path) -> House:
        """The same ledger once more, in `home` (and a database of its own)."""
        shutil.copytree(self.house.home, home)
        given = self.house.database_url
        return House(home, None if given is None else _copy_of_database(make_url(given)))

    def transfer(self, value: int = 1_000) -> Request:
        path = f"/v1/claims/{self.claim}/transfers"
        return Request(path, {"to": self.buyer.party, "value": value}, self.supplier.api_key)

    def transfer_errand(self) -> Errand:
        """It would double if it were sent again under another nonce."""
        return Errand(
            "transfer of value", "TransferValue", self.transfer(), self.transfer(7), self.supplier.address
        )

    def issue_errand(self) -> Errand:
        """Its sender is paid for gas first: two transactions."""
        first, second = (
            Request(
                "/v1/receivables",
                commitment(self.programme, self.supplier, self.invoice, face),
                self.buyer.api_key,
            )
            for face in (1_000, 7)
        )
        return Errand("issue", "ReceivableOffered", first, second, self.buyer.address, payments=1)


def opening_errand() -> Errand:
    """On a ledger that has just begun, so the operator is paid for gas first."""
    first, second = (Request("/v1/parties", firm(number, "supplier")) for number in (1, 2))
    return Errand("opening of a party", "AccountOpened", first, second, payments=1)


def furnish(house: House) -> Furnished:
    """Puts a fresh ledger's first things in, over HTTP, and stops the server."""
    house.start()
    try:
        return _furnished(house)
    finally:
        house.stop()


def _furnished(house: House) -> Furnished:
    debtor, supplier, buyer = (
        _open(house, number, role) for number, role in enumerate(("debtor", "supplier", "debtor"))
    )
    terms = {
        "name": "2026",
        "asset_kind": "claim",
        "regime": "plain_claim_register",
        "day_count": "ACT/360",
        "longest_term_months": 6,
    }
    programme = done(house, Request("/v1/programmes", terms))["id"]
    used, unused = (_register(house, owing, supplier) for owing in (debtor, buyer))
    issue = Request("/v1/receivables", commitment(programme, supplier, used, FACE), debtor.api_key)
    issued = done(house, issue)["receivable"]["id"]
    acceptance = Request(f"/v1/receivables/{issued}/acceptance", None, supplier.api_key)
    claim = done(house, acceptance)["claim"]["id"]
    return Furnished(house, supplier, buyer, programme, unused, claim)


def commitment(programme: str, creditor: Firm, invoice: str, face: int) -> dict[str, Any]:
    """The body of a request to issue a receivable due in sixty days."""
    return {
        "programme": programme,
        "creditor": creditor.party,
        "face": face,
        "due_date": (_today() + timedelta(days=60)).isoformat(),
        "evidence": [{"document": invoice, "amount": face}],
    }


def firm(number: int, role: str) -> dict[str, Any]:
    """The body of a request to open a party."""
    return {"name": f"Firm {number}", "tax_number": f"91310000MA1FL{number:05}", "roles": [role]}


def done(house: House, request: Request) -> dict[str, Any]:
    """The answer to a command that must succeed, under a key of its own."""
    answer = send(house, request, str(uuid.uuid4()))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def _open(house: House, number: int, role: str) -> Firm:
    opened = done(house, Request("/v1/parties", firm(number, role)))
    party = opened["party"]
    return Firm(party["id"], opened["api_key"], bytes.fromhex(party["address"][2:]))


def _register(house: House, buyer: Firm, seller: Firm) -> str:
    """An invoice, registered by the seller."""
    document = {
        "kind": "invoice",
        "number": f"invoice to {buyer.party}",
        "issued_on": _today().isoformat(),
        "buyer": buyer.party,
        "seller": seller.party,
        "amount": INVOICED,
    }
    fingerprint: str = done(house, Request("/v1/documents", document, seller.api_key))["fingerprint"]
    return fingerprint


def _today() -> date:
    return date_of_day(day_of_moment(int(time.time())))


def _copy_of_database(given: URL) -> str:
    name = f"copy_{uuid.uuid4().hex}"
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(given.database or "")
    )
    administrator = given.set(drivername="postgresql", database="postgres")
    with psycopg.connect(administrator.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(statement)
    return given.set(database=name).render_as_string(hide_password=False)
