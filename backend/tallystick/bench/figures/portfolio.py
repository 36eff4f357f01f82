"""A large portfolio, written straight into a mirror: to have it on a chain would take a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import insert

from tallystick.database.store import Store
from tallystick.metrics.tables import BaselineRecord
from tallystick.mirror.journal import MONEY
from tallystick.mirror.tables import Block, Claim, Entry, Holding, Lot, Posting, Programme, Receivable, Sale
from tallystick.money.discount import bank_discount

PROGRAMME = 1
FIRST_BLOCK = 1_000_000
SUPPLIERS, FINANCIERS, DEBTORS = 5_000, 40, 200
PIECE = 123_456_700
"""Minor units of each claim."""
CLAIMS_A_RECEIVABLE = 100
FINANCED_OF_THEM = 10
BASIS = 360
_AT_ONCE = 20_000
_ISSUED_DAY = 20_700
_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Extent:
    """How large it is."""

    receivables: int = 10_000

    @property
    def claims(self) -> int:
        return self.receivables * CLAIMS_A_RECEIVABLE

    @property
    def financings(self) -> int:
        return self.receivables * FINANCED_OF_THEM


SHORT = Extent(receivables=20)


def write_portfolio(store: Store, deployment: int, extent: Extent) -> None:
    """Receivables of a hundred claims each: every second one was passed on once, every tenth of all was then sold."""
    rows: dict[Any, Iterator[dict[str, Any]]] = {
        Programme: iter([_programme(deployment)]),
        Block: (_block(deployment, number) for number in range(extent.receivables)),
        Receivable: (_receivable(deployment, number) for number in _numbers(extent)),
        Claim: (row for number in _numbers(extent) for row in _claims(deployment, number)),
        Holding: (row for number in _numbers(extent) for row in _holdings(deployment, number)),
        Lot: (row for number in _numbers(extent) for row in _lots(deployment, number)),
        Entry: (row for number in _numbers(extent) for row in _entries(deployment, number)),
        Posting: (row for number in _numbers(extent) for row in _postings(deployment, number)),
        Sale: (row for number in _numbers(extent) for row in _sales(deployment, number)),
        BaselineRecord: (_baseline(supplier) for supplier in range(SUPPLIERS // 2)),
    }
    for table, all_rows in rows.items():
        while part := list(islice(all_rows, _AT_ONCE)):
            with store.writing() as session:
                session.execute(insert(table), part)


def _numbers(extent: Extent) -> range:
    return range(1, extent.receivables + 1)


def _somebody(kind: str, number: int) -> bytes:
    return sha256(f"{kind} {number}".encode()).digest()[:20]


def _debtor(number: int) -> bytes:
    return _somebody("debtor", number % DEBTORS)


def _creditor(number: int) -> bytes:
    return _somebody("supplier", number % SUPPLIERS)


def _taker(number: int, serial: int) -> bytes:
    return _somebody("supplier", (number * 31 + serial * 7 + 1) % SUPPLIERS)


def _financier(number: int, serial: int) -> bytes:
    return _somebody("financier", (number + serial) % FINANCIERS)


def _was_passed_on(serial: int) -> bool:
    return serial % 2 == 0


def _was_sold(serial: int) -> bool:
    return serial % (CLAIMS_A_RECEIVABLE // FINANCED_OF_THEM) == 0


def _holder(number: int, serial: int) -> bytes:
    if _was_sold(serial):
        return _financier(number, serial)
    return _taker(number, serial) if _was_passed_on(serial) else _creditor(number)


def _accepted(serial: int) -> int:
    """The index of the event by which a claim's quote was accepted: its money and then the claim come next."""
    return 1_000 + 10 * serial


def _sold(serial: int) -> int:
    return _accepted(serial) + 2


def _block_of(number: int) -> int:
    return FIRST_BLOCK + number - 1


def _sold_at(number: int) -> int:
    return (_ISSUED_DAY + number % 60) * _DAY_SECONDS


def _due_day(number: int) -> int:
    return _ISSUED_DAY + 120 + number % 180


def _programme(deployment: int) -> dict[str, Any]:
    return {
        "deployment": deployment,
        "number": PROGRAMME,
        "name": "Bench",
        "currency": "CNY",
        "kind": 1,
        "regime": 1,
        "day_count": 1,
        "longest_term_months": 12,
        "acceptance_required": False,
        "evidence_required": False,
        "open_accounts_only": True,
        "token_offering": False,
        "policy": None,
        "grace_days": 15,
        "overdue_ppm": 500,
        "approval": bytes(32),
    }


def _block(deployment: int, number: int) -> dict[str, Any]:
    return {
        "deployment": deployment,
        "number": FIRST_BLOCK + number,
        "hash": sha256(f"block {number}".encode()).digest(),
        "parent_hash": bytes(32),
        "timestamp": _sold_at(number + 1) - _DAY_SECONDS // 2,
        "digest": bytes(32),
    }


def _receivable(deployment: int, number: int) -> dict[str, Any]:
    face = CLAIMS_A_RECEIVABLE * PIECE
    return {
        "deployment": deployment,
        "number": number,
        "programme": PROGRAMME,
        "debtor": _debtor(number),
        "creditor": _creditor(number),
        "face": face,
        "outstanding": face,
        "issue_day": _ISSUED_DAY,
        "accept_day": _ISSUED_DAY,
        "due_day": _due_day(number),
        "status": 2,
        "paused": False,
        "cancellation_proposer": None,
        "next_serial": CLAIMS_A_RECEIVABLE + 1,
        "next_lot": 3 * CLAIMS_A_RECEIVABLE,
    }


def _claims(deployment: int, number: int) -> Iterator[dict[str, Any]]:
    for serial in range(1, CLAIMS_A_RECEIVABLE + 1):
        yield {
            "deployment": deployment,
            "receivable": number,
            "serial": serial,
            "holder": _holder(number, serial),
            "face": PIECE,
            "epoch": 1,
            "round": 0,
            "frozen": False,
            "beneficiary": None,
            "recourse": False,
            "agreement": None,
            "disputed": False,
            "dispute_reason": None,
        }


def _holdings(deployment: int, number: int) -> Iterator[dict[str, Any]]:
    held: dict[bytes, int] = {}
    for serial in range(1, CLAIMS_A_RECEIVABLE + 1):
        holder = _holder(number, serial)
        held[holder] = held.get(holder, 0) + 1
    for holder, claims in held.items():
        yield {
            "deployment": deployment,
            "receivable": number,
            "holder": holder,
            "face": claims * PIECE,
            "claims": claims,
        }


def _lots(deployment: int, number: int) -> Iterator[dict[str, Any]]:
    """The issue, cut into pieces; what was passed on, and what was sold, lies in a lot that was cut from its piece."""
    block = _block_of(number)

    def lot(  # noqa: PLR0917 (a row)
        name: int, parent: int | None, serial: int, holder: bytes, tier: int, left: int, log: int
    ) -> dict[str, Any]:
        return {
            "deployment": deployment,
            "receivable": number,
            "lot": name,
            "parent": parent,
            "serial": serial,
            "holder": holder,
            "tier": tier,
            "amount": CLAIMS_A_RECEIVABLE * PIECE if parent is None else PIECE,
            "remaining": left,
            "block": block,
            "log_index": log,
        }

    creditor = _creditor(number)
    yield lot(1, None, 1, creditor, 1, 0, 0)
    name = 1
    for serial in range(1, CLAIMS_A_RECEIVABLE + 1):
        passed, sold = _was_passed_on(serial), _was_sold(serial)
        name += 1
        yield lot(name, 1, serial, creditor, 1, 0 if passed or sold else PIECE, serial)
        if passed:
            name += 1
            yield lot(name, name - 1, serial, _taker(number, serial), 2, 0 if sold else PIECE, 100 + serial)
        if sold:
            name += 1
            tier = 2 if passed else 1
            yield lot(name, name - 1, serial, _financier(number, serial), tier, PIECE, _sold(serial))


def _sold_serials() -> Iterator[int]:
    return (serial for serial in range(1, CLAIMS_A_RECEIVABLE + 1) if _was_sold(serial))


def _transaction(number: int, serial: int) -> bytes:
    return sha256(f"transaction {number}-{serial}".encode()).digest()


def _entries(deployment: int, number: int) -> Iterator[dict[str, Any]]:
    """The money of each sale, then the claim."""
    for serial in _sold_serials():
        for kind, receivable, log_index in (
            ("pay", MONEY, _accepted(serial) + 1),
            ("sell", number, _sold(serial)),
        ):
            yield {
                "deployment": deployment,
                "block": _block_of(number),
                "log_index": log_index,
                "kind": kind,
                "receivable": receivable,
                "transaction_hash": _transaction(number, serial),
                "timestamp": _sold_at(number),
            }


def _postings(deployment: int, number: int) -> Iterator[dict[str, Any]]:
    for serial in _sold_serials():
        seller, financier = _seller(number, serial), _financier(number, serial)
        paid = _proceeds(number, serial)
        for log_index, line, receivable, account, holder, amount in (
            (_accepted(serial) + 1, 0, MONEY, 0, financier, -paid),
            (_accepted(serial) + 1, 1, MONEY, 0, seller, paid),
            (_sold(serial), 0, number, serial, seller, -PIECE),
            (_sold(serial), 1, number, serial, financier, PIECE),
        ):
            yield {
                "deployment": deployment,
                "block": _block_of(number),
                "log_index": log_index,
                "line": line,
                "receivable": receivable,
                "serial": account,
                "holder": holder,
                "amount": amount,
            }


def _seller(number: int, serial: int) -> bytes:
    return _taker(number, serial) if _was_passed_on(serial) else _creditor(number)


def _rate(number: int, serial: int) -> int:
    return 40_000 + (number * 7 + serial) % 40_000


def _proceeds(number: int, serial: int) -> int:
    days = _due_day(number) - _sold_at(number) // _DAY_SECONDS
    return PIECE - bank_discount(PIECE, _rate(number, serial), days, BASIS)


def _sales(deployment: int, number: int) -> Iterator[dict[str, Any]]:
    for serial in _sold_serials():
        yield {
            "deployment": deployment,
            "quote": sha256(f"quote {number}-{serial}".encode()).digest(),
            "receivable": number,
            "serial": serial,
            "seller": _seller(number, serial),
            "financier": _financier(number, serial),
            "value": PIECE,
            "proceeds": _proceeds(number, serial),
            "rate_ppm": _rate(number, serial),
            "day_count": 1,
            "agreement": None,
            "block": _block_of(number),
            "log_index": _accepted(serial),
            "transaction_hash": _transaction(number, serial),
            "at": _sold_at(number),
        }


def _baseline(supplier: int) -> dict[str, Any]:
    return {
        "id": f"{supplier:036d}",
        "borrower": _somebody("supplier", supplier),
        "rate_ppm": 90_000 + supplier % 50_000,
        "day_count": "ACT/360",
        "from_day": 0,
        "evidence": f"借款合同 {supplier}",
        "evidence_hash": bytes(32),
        "created_at": 0,
    }
