"""A ledger of its own in memory, on which operations are measured: always the same one, to the byte."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from tallystick.chain.deployment import created_address, deploy
from tallystick.chain.embedded import EmbeddedNode
from tallystick.chain.interface import interface
from tallystick.chain.node import Receipt
from tallystick.chain.transacting import transact
from tallystick.money.calendar import day_of_date, due_moment

MORNING = date(2026, 8, 31)
DUE = date(2027, 2, 26)
FACE = 10_000_000_000
VALUE = 100_000_000
COIN_WEI = 10**24
DEBTOR, SUPPLIER = 1, 2
PLAIN, APPROVED = 1, 2

ACCEPTING_POLICY = bytes.fromhex("6001600c60003960016000f300")
"""Creates a contract whose whole code is STOP: whatever a ledger asks it, it lets pass and does nothing more."""


@dataclass(frozen=True, slots=True)
class Call:
    """A transaction to be measured."""

    sender: LocalAccount
    to: bytes
    data: bytes


class Ground:
    """The contracts as the product deploys them; a car maker and two suppliers, tier one and A, have accounts."""

    def __init__(self) -> None:
        self.governor, self.operator, self.registrar = map(key, ("governor", "operator", "registrar"))
        self.car_maker, self.tier_one, self.supplier = map(key, ("car maker", "tier one", "A"))
        self.node = EmbeddedNode.in_memory(address(self.governor), wall=lambda: _ten_o_clock(MORNING))
        self.contracts = deploy(self.node, self.governor, address(self.operator), address(self.registrar))
        for someone in (self.operator, self.registrar, self.car_maker, self.tier_one, self.supplier):
            transact(self.node, self.governor, address(someone), value=COIN_WEI)
        self._invoices = 0
        for someone, roles in (
            (self.car_maker, DEBTOR),
            (self.tier_one, SUPPLIER),
            (self.supplier, SUPPLIER),
        ):
            self.do(self.opening_of(address(someone), roles))
        self.plain = self.programme()
        self._beginning = self.node.snapshot()

    def reset(self) -> None:
        """As it was at the beginning."""
        self.node.restore(self._beginning)

    def do(self, call: Call) -> Receipt:
        return transact(self.node, call.sender, call.to, call.data)

    def ledger_call(self, sender: LocalAccount, signature: str, *arguments: Any) -> Call:
        return Call(
            sender, self.contracts.ledger, interface("ReceivableLedger").encode(signature, *arguments)
        )

    def opening_of(self, account: bytes, roles: int) -> Call:
        return self.ledger_call(self.operator, "openAccount(address,uint8)", account, roles)

    def programme(
        self, policy: bytes = bytes(20), evidence_required: bool = False, token_offering: bool = False
    ) -> int:
        """Opens one with plain terms but for these; returns its number. Tokens are offered on approval only."""
        book = interface("ProgrammeRegistry")
        regime, approval = (APPROVED, keccak(text="approval")) if token_offering else (PLAIN, bytes(32))
        rules = (False, evidence_required, False, token_offering)
        terms = (b"CNY", 1, regime, 1, 12, *rules, policy, 15, 500, approval, "Car parts")
        signature = next(name for name in book.function_signatures if name.startswith("openProgramme("))
        self.do(Call(self.operator, self.contracts.programmes, book.encode(signature, terms)))
        count = book.encode("programmeCount()")
        return int.from_bytes(self.node.call(self.contracts.programmes, count), "big")

    def accepting_policy(self) -> bytes:
        place = created_address(address(self.governor), self.node.nonce(address(self.governor)))
        transact(self.node, self.governor, None, ACCEPTING_POLICY)
        return place

    def invoice(self, buyer: LocalAccount, seller: LocalAccount, amount: int) -> bytes:
        """A registered invoice; returns its fingerprint."""
        self._invoices += 1
        fingerprint = keccak(text=f"invoice {self._invoices}")
        data = interface("EvidenceRegistry").encode(
            "register(bytes32,address,address,uint64,bytes3,uint8)",
            *(fingerprint, address(buyer), address(seller), amount, b"CNY", 1),
        )
        self.do(Call(self.registrar, self.contracts.evidence, data))
        return fingerprint

    def issue(self, programme: int, due: date = DUE) -> Call:
        """The car maker's commitment to tier one, on an invoice of its own."""
        drawings = [(self.invoice(self.car_maker, self.tier_one, FACE), FACE)]
        today, last = day_of_date(MORNING), day_of_date(due)
        commitment = (programme, address(self.tier_one), FACE, today, last, drawings)
        issuance = interface("Issuance")
        signature = next(name for name in issuance.function_signatures if name.startswith("issue("))
        return Call(self.car_maker, self.contracts.issuance, issuance.encode(signature, commitment))

    def acceptance(self, receivable: int) -> Call:
        data = interface("Issuance").encode("accept(uint64)", receivable)
        return Call(self.tier_one, self.contracts.issuance, data)

    def claim(self, programme: int | None = None, due: date = DUE) -> int:
        """A new receivable's first claim, over the whole face, in tier one's hands."""
        self.do(self.issue(programme or self.plain, due))
        count = interface("Issuance").encode("receivableCount()")
        receivable = int.from_bytes(self.node.call(self.contracts.issuance, count), "big")
        self.do(self.acceptance(receivable))
        return receivable << 64 | 1

    def pieces(self, claim: int, count: int, value: int = VALUE) -> Sequence[int]:
        """New claims of tier one, cut out of its first one."""
        self.do(self.ledger_call(self.tier_one, "splitEvenly(uint256,uint64,uint64)", claim, count, value))
        return range(claim + 1, claim + 1 + count)

    def given(self, claim: int, value: int = VALUE) -> int:
        """A's first claim: value out of tier one's, of which nothing has been cut before."""
        self.do(self.transfer_of_value(claim, address(self.supplier), value))
        return claim + 1

    def transfer_of_value(self, claim: int, to: bytes, value: int = VALUE) -> Call:
        signature = "transferFrom(uint256,address,uint256)"
        return self.ledger_call(self.tier_one, signature, claim, to, value)


def key(name: str) -> LocalAccount:
    account: LocalAccount = Account.from_key(keccak(text=f"tallystick bench: {name}"))
    return account


def address(account: LocalAccount) -> bytes:
    return bytes.fromhex(account.address[2:])


def newcomer(number: int = 1) -> bytes:
    """Somebody whom the ledger has never seen: an account word that is still zero."""
    return address(key(f"newcomer {number}"))


def _ten_o_clock(day: date) -> int:
    return due_moment(day_of_date(day) - 1) + 10 * 3_600
