"""A deployment with its people, in sentences: who issues, accepts, splits and passes on what, and what stops it."""

from collections.abc import Callable, Sequence

from eth_abi.abi import encode
from eth_typing import Hash32
from eth_utils.crypto import keccak

from tallystick.chain.deployment import AUTHORITY_ROLE, BANK_ROLE, Contracts, deploy
from tallystick.chain.embedded import EmbeddedNode
from tallystick.chain.interface import interface
from tallystick.chain.node import Node, Receipt
from tallystick.mirror.events import ClaimId
from tallystick.money.discount import bank_discount
from tests.backend.chain.wallet import Wallet, key

COIN = 5 * 10**20
GAS = 8_000_000
SECONDS_PER_DAY = 86_400
DAYS_TO_DUE = 120

PEOPLE = (
    "governor",
    "operator",
    "registrar",
    "debtor",
    "tier1",
    "A",
    "B",
    "C",
    "court",
    "regulator",
    "bank",
    "factor",
    "buyer",
)
DEBTOR_ROLE = 1
SUPPLIER_ROLE = 2
FINANCIER_ROLE = 4

PROGRAMME = (b"CNY", 1, 1, 1, 6, False, False, False, False, bytes(20), 15, 500, bytes(32))
PROGRAMME_NAME = "应收账款 · plain claims".encode()


Quote = tuple[bytes, int, int, int, int, int, int, int, bool, int, bytes]
LoanQuote = tuple[bytes, int, int, int, int, int, int, int, int, int, int, bytes]
QUOTE = "(address,uint256,uint256,uint64,uint64,uint32,uint8,uint32,bool,uint64,bytes32)"
LOAN_QUOTE = "(address,uint256,uint256,uint64,uint64,uint32,uint8,uint32,uint32,uint32,uint64,bytes32)"
Offer = tuple[int, bytes, int, int, tuple[tuple[bytes, int], ...]]

ERRAND_RUNNER = bytes.fromhex("601a8060095f395ff3") + bytes.fromhex(
    "60203603"  # the size of what follows the first word
    "8060205f37"  # into memory with it
    "5f5f825f5f5f355af1"  # call the address in the first word with it
    "6018575f5ffd5b00"  # revert if that did
)
"""A contract that makes any call for anybody: the word of an address, then the call's data."""


class Scene:
    def __init__(
        self, node: Node, first_key: int = 1_000, advance_clock: Callable[[int], object] | None = None
    ) -> None:
        """Each `first_key` makes for another deployment by other people."""
        if advance_clock is None and isinstance(node, EmbeddedNode):
            advance_clock = node.advance_clock
        self._advance_clock = advance_clock
        self.node = node
        self.wallets = {name: Wallet(node, key(first_key + number)) for number, name in enumerate(PEOPLE)}
        self._documents = 0
        self._offers = 0
        self._quotes = 0
        rich = Wallet(node)
        for wallet in self.wallets.values():
            rich.send(to=wallet.address, value=COIN)
        governor = self.wallets["governor"].account
        self.contracts: Contracts = deploy(
            node, governor, self.address("operator"), self.address("registrar")
        )

    def advance_clock(self, seconds: int) -> None:
        assert self._advance_clock is not None, "this chain's clock cannot be set"
        self._advance_clock(seconds)

    def address(self, name: str) -> bytes:
        return self.wallets[name].address

    def open_accounts(self) -> None:
        roles = {"debtor": DEBTOR_ROLE, "tier1": SUPPLIER_ROLE, "A": SUPPLIER_ROLE, "B": SUPPLIER_ROLE}
        for name, role in roles.items():
            self.ledger("operator", "openAccount(address,uint8)", self.address(name), role)

    def open_programme(self, name: bytes = PROGRAMME_NAME, rules: tuple[object, ...] = PROGRAMME) -> None:
        """The chain takes any bytes for a name."""
        registry = interface("ProgrammeRegistry")
        (types,) = registry.event_data_types("ProgrammeOpened")
        terms = encode([types.replace("string", "bytes")], [(*rules, name)])
        self.send("operator", self.contracts.programmes, registry.selector("openProgramme") + terms)

    def set_term_rule(self, months: int, days_ahead: int = 60) -> None:
        data = interface("ProgrammeRegistry").encode(
            "setTermRule(uint32,uint32,uint8)", 1, self.today() + days_ahead, months
        )
        self.send("governor", self.contracts.programmes, data)

    def set_curve(self, *knots: tuple[int, int]) -> None:
        """(remaining days, ppm) of the first programme's curve."""
        data = interface("DiscountCurves").encode("setCurve(uint32,(uint16,uint32)[])", 1, list(knots))
        self.send("governor", self.contracts.curves, data)

    def credit(self, invoice: bytes, amount: int) -> None:
        note = keccak(b"credit note on " + invoice)
        data = interface("EvidenceRegistry").encode("credit(bytes32,bytes32,uint64)", invoice, note, amount)
        self.send("registrar", self.contracts.evidence, data)

    def register(self, amount: int, seller: str = "tier1", buyer: str = "debtor") -> bytes:
        self._documents += 1
        fingerprint = keccak(b"invoice %d" % self._documents)
        signature = "register(bytes32,address,address,uint64,bytes3,uint8)"
        data = interface("EvidenceRegistry").encode(
            signature, fingerprint, self.address(buyer), self.address(seller), amount, b"CNY", 1
        )
        self.send("registrar", self.contracts.evidence, data)
        return fingerprint

    def today(self) -> int:
        """Counted from 1970-01-01 in Asia/Shanghai."""
        return (self.node.head().timestamp + 8 * 3_600) // SECONDS_PER_DAY

    def issue(
        self,
        face: int,
        creditor: str = "tier1",
        invoice: bytes | None = None,
        accept_days: int | None = None,
        due_days: int = DAYS_TO_DUE,
        programme: int = 1,
    ) -> int:
        """Offers a receivable, on an invoice of its own unless one is given, from which it draws twice."""
        fingerprint = self.register(face, creditor) if invoice is None else invoice
        drawings = [(fingerprint, face)] if face == 1 else [(fingerprint, face - 1), (fingerprint, 1)]
        due = self.today() + due_days
        accept = self.today() + (due_days if accept_days is None else accept_days)
        commitment = (programme, self.address(creditor), face, accept, due, drawings)
        self.issuance("debtor", "issue((uint32,address,uint64,uint32,uint32,(bytes32,uint64)[]))", commitment)
        answer = self.node.call(self.contracts.issuance, interface("Issuance").encode("receivableCount()"))
        return int.from_bytes(answer, "big")

    def issue_and_accept(
        self, face: int, creditor: str = "tier1", due_days: int = DAYS_TO_DUE, programme: int = 1
    ) -> ClaimId:
        receivable = self.issue(face, creditor, due_days=due_days, programme=programme)
        self.accept(receivable, creditor)
        return receivable, 1

    def accept(self, receivable: int, by: str = "tier1") -> None:
        self.issuance(by, "accept(uint64)", receivable)

    def end(self, how: str, receivable: int, by: str) -> None:
        """`how` is decline, withdraw or lapse."""
        self.issuance(by, f"{how}(uint64,bytes32[])", receivable, self.documents_of(receivable))

    def cancel(self, receivable: int, claims: Sequence[ClaimId], creditor: str = "tier1") -> None:
        """Both sides sign; `claims` are all that are worth anything."""
        self.issuance("debtor", "proposeCancellation(uint64)", receivable)
        signature = "cancel(uint64,uint256[],bytes32[])"
        ids = [claim_id(claim) for claim in claims]
        self.issuance(creditor, signature, receivable, ids, self.documents_of(receivable))

    def documents_of(self, receivable: int) -> list[bytes]:
        """What the receivable was issued on, as the chain's events tell."""
        drawn = interface("EvidenceRegistry").topic("EvidenceDrawn"), receivable.to_bytes(32, "big")
        headers = self.node.headers(self.contracts.block, self.node.head().number)
        logs = (log for block in self.node.logs(headers, [self.contracts.evidence]) for log in block)
        return sorted({log.topics[1] for log in logs if (log.topics[0], log.topics[2]) == drawn})

    def split(self, claim: ClaimId, parts: Sequence[int], by: str) -> None:
        self.ledger(by, "split(uint256,uint64[])", claim_id(claim), list(parts))

    def pass_value(self, claim: ClaimId, to: str, value: int, by: str) -> None:
        """Into a new claim of `to`."""
        self.ledger(by, "transferFrom(uint256,address,uint256)", claim_id(claim), self.address(to), value)

    def move(self, source: ClaimId, destination: ClaimId, value: int, by: str) -> None:
        """Into a claim that is there already."""
        signature = "transferFrom(uint256,uint256,uint256)"
        self.ledger(by, signature, claim_id(source), claim_id(destination), value)

    def distribute(self, claim: ClaimId, parts: Sequence[tuple[str, int]], by: str) -> None:
        told = [(self.address(to), value) for to, value in parts]
        self.ledger(by, "distribute(uint256,(address,uint64)[])", claim_id(claim), told)

    def merge(self, claims: Sequence[ClaimId], into: ClaimId, by: str) -> None:
        ids = [claim_id(claim) for claim in claims]
        self.ledger(by, "merge(uint256[],uint256)", ids, claim_id(into))

    def offer(
        self, claim: ClaimId, to: str, value: int, by: str, drawings: Sequence[tuple[bytes, int]] = ()
    ) -> Offer:
        self._offers += 1  # two within a second would be the same one
        expiry = self.node.head().timestamp + 100 * SECONDS_PER_DAY + self._offers
        terms = claim_id(claim), self.address(to), value, expiry, tuple(drawings)
        self.answer_offer("offer", terms, by)
        return terms

    def answer_offer(self, how: str, offer: Offer, by: str) -> None:
        """`how` is offer, acceptOffer, declineOffer or withdrawOffer."""
        self.ledger(by, f"{how}((uint256,address,uint64,uint64,(bytes32,uint64)[]))", offer)

    def allow(self, claim: ClaimId, operator: bytes, value: int, by: str) -> None:
        self.ledger(by, "approve(uint256,address,uint256)", claim_id(claim), operator, value)

    def freeze(self, claim: ClaimId, by: str) -> None:
        self.ledger(by, "freeze(uint256[],bytes32)", [claim_id(claim)], keccak(by.encode()))

    def unfreeze(self, claim: ClaimId, by: str) -> None:
        self.ledger(by, "unfreeze(uint256[])", [claim_id(claim)])

    def suspend(self, who: str, by: str) -> None:
        self.ledger(by, "suspend(address,bytes32)", self.address(who), keccak(by.encode()))

    def reinstate(self, who: str, by: str) -> None:
        self.ledger(by, "reinstate(address)", self.address(who))

    def appoint_authorities(self) -> None:
        for name in ("court", "regulator"):
            self._grant(AUTHORITY_ROLE, name)

    def appoint_bank(self) -> None:
        self._grant(BANK_ROLE, "bank")

    def _grant(self, role: int, name: str) -> None:
        data = interface("AccessManager").encode(
            "grantRole(uint64,address,uint32)", role, self.address(name), 0
        )
        self.send("governor", self.contracts.access, data)

    def open_wallet(self, owner: str, tier: int = 0, amount: int = 0) -> None:
        self.ecny("bank", "openWallet(address,uint8)", self.address(owner), tier)
        if amount:
            self.ecny("bank", "issue(address,uint256)", self.address(owner), amount)

    def pay(self, payer: str, payee: str, amount: int) -> None:
        self.ecny(payer, "transfer(address,uint256)", self.address(payee), amount)

    def hold(
        self,
        payer: str,
        amount: int,
        releaser: bytes,
        payee: bytes = bytes(20),
        purpose: int = 0,
        expiry: int = 0,
    ) -> int:
        """Returns the hold's number."""
        signature = "placeHold(uint256,address,address,uint64,bytes32)"
        receipt = self.ecny(payer, signature, amount, releaser, payee, expiry, purpose.to_bytes(32, "big"))
        topic = interface("ECny").topic("HoldPlaced")
        return next(int.from_bytes(log.topics[1]) for log in receipt.logs if log.topics[0] == topic)

    def fund(self, receivable: int, amount: int) -> int:
        return self.hold("debtor", amount, self.contracts.settlement, purpose=receivable)

    def owed(self, receivable: int) -> int:
        data = interface("Settlement").encode("positionOf(uint64)", receivable)
        answer = self.node.call(self.contracts.settlement, data)
        return int.from_bytes(answer[:32], "big") + int.from_bytes(answer[32:64], "big")

    def collect(self, claims: Sequence[ClaimId], by: str = "operator") -> None:
        data = interface("Settlement").encode("collect(uint256[])", [claim_id(claim) for claim in claims])
        self.send(by, self.contracts.settlement, data)

    def open_factor(self, amount: int, name: str = "factor") -> None:
        """A financier with money, out of which the desk may pay."""
        self.ledger("operator", "openAccount(address,uint8)", self.address(name), FINANCIER_ROLE)
        self.open_wallet(name, amount=amount)
        self.ecny(name, "approve(address,uint256)", self.contracts.desk, amount)

    def _epoch(self, claim: ClaimId) -> int:
        word = int.from_bytes(self.ask("claimWords(uint64,uint64,uint64)", claim[0], claim[1], 1)[-32:])
        return word >> 224 & 0xFFFF

    def quote(
        self, claim: ClaimId, value: int, due_day: int, by: str = "factor", *, recourse: bool = False
    ) -> Quote:
        """At 6 % a year, for today."""
        self._quotes += 1
        return (
            self.address(by),
            claim_id(claim),
            self._epoch(claim),
            value,
            value - bank_discount(value, 60_000, due_day - self.today(), 360),
            60_000,
            1,
            self.today(),
            recourse,
            self.node.head().timestamp + SECONDS_PER_DAY,
            self._quotes.to_bytes(32, "big"),
        )

    def loan_quote(self, claim: ClaimId, value: int, principal: int, days: int) -> LoanQuote:
        """At 6 % a year; an overdue pledge is sold at 50 % at most."""
        self._quotes += 1
        return (
            self.address("factor"),
            claim_id(claim),
            self._epoch(claim),
            value,
            principal,
            60_000,
            1,
            self.today(),
            self.today() + days,
            500_000,
            self.node.head().timestamp + SECONDS_PER_DAY,
            self._quotes.to_bytes(32, "big"),
        )

    def lend(self, quote: LoanQuote, by: str) -> int:
        """Returns the loan's number."""
        signature = self._signed(quote, "factor", f"digestOfLoan({LOAN_QUOTE})")
        terms = encode([LOAN_QUOTE, "bytes"], [quote, signature])
        pledge = "pledge(uint256,uint64,address,bytes)"
        receipt = self.ledger(by, pledge, quote[1], quote[3], self.contracts.desk, terms)
        topic = interface("FinancingDesk").topic("LoanMade")
        return next(int.from_bytes(log.topics[1]) for log in receipt.logs if log.topics[0] == topic)

    def repay(self, agreement: int, amount: int, by: str) -> None:
        self.desk(by, "repay(uint64,uint64)", agreement, amount)

    def enforce(self, agreement: int, quote: Quote) -> None:
        signature = self._signed(quote, "buyer", f"digestOf({QUOTE})")
        self.desk("factor", f"enforce(uint64,{QUOTE},bytes)", agreement, quote, signature)

    def dispute(self, claim: ClaimId, value: int) -> None:
        data = interface("Disputes").encode(
            "raise(uint256,uint64,bytes32)", claim_id(claim), value, keccak(b"short")
        )
        self.send("debtor", self.contracts.disputes, data)

    def withdraw_dispute(self, claim: ClaimId) -> None:
        data = interface("Disputes").encode("withdraw(uint256)", claim_id(claim))
        self.send("debtor", self.contracts.disputes, data)

    def record_lien(self, claim: ClaimId, receipt: bytes, by: str = "factor") -> None:
        self.desk(by, "recordLien(uint256,bytes32)", claim_id(claim), receipt)

    def revoke(self, quote: Quote) -> None:
        self.desk("factor", f"revoke({QUOTE})", quote)

    def sell(self, quote: Quote, by: str) -> None:
        signature = self._signed(quote, "factor", f"digestOf({QUOTE})")
        terms = encode([QUOTE, "bytes"], [quote, signature])
        self.ledger(by, "sell(uint256,uint64,address,bytes)", quote[1], quote[3], self.contracts.desk, terms)

    def _signed(self, quote: Quote | LoanQuote, by: str, digest_of: str) -> bytes:
        digest = self.node.call(self.contracts.desk, interface("FinancingDesk").encode(digest_of, quote))
        return bytes(self.wallets[by].account.unsafe_sign_hash(Hash32(digest)).signature)

    def desk(self, by: str, signature: str, *arguments: object) -> None:
        self.send(by, self.contracts.desk, interface("FinancingDesk").encode(signature, *arguments))

    def ecny(self, by: str, signature: str, *arguments: object) -> Receipt:
        return self.send(by, self.contracts.ecny, interface("ECny").encode(signature, *arguments))

    def admit_desk(self) -> bytes:
        """A desk that does whatever anybody asks of it (`by_desk`)."""
        desk = self.wallets["operator"].deploy(ERRAND_RUNNER)
        self.ledger("governor", "admitDesk(address)", desk)
        return desk

    def by_desk(self, desk: bytes, signature: str, *arguments: object) -> None:
        """The desk calls the ledger."""
        data = interface("ReceivableLedger").encode(signature, *arguments)
        self.send("operator", desk, self.contracts.ledger.rjust(32, b"\0") + data)

    def assign(self, claim: ClaimId, to: str, by: str) -> None:
        signature = "transferFrom(address,address,uint256)"
        self.ledger(by, signature, self.address(by), self.address(to), claim_id(claim))

    def assign_many(self, claims: Sequence[ClaimId], to: str, by: str) -> None:
        self.ledger(
            by, "transferClaims(uint256[],address)", [claim_id(claim) for claim in claims], self.address(to)
        )

    def ask(self, signature: str, *arguments: object, block: int | None = None) -> bytes:
        """The ledger's answer."""
        data = interface("ReceivableLedger").encode(signature, *arguments)
        return self.node.call(self.contracts.ledger, data, block=block)

    def ledger(self, by: str, signature: str, *arguments: object) -> Receipt:
        return self.send(
            by, self.contracts.ledger, interface("ReceivableLedger").encode(signature, *arguments)
        )

    def issuance(self, by: str, signature: str, *arguments: object) -> Receipt:
        return self.send(by, self.contracts.issuance, interface("Issuance").encode(signature, *arguments))

    def send(self, by: str, to: bytes, data: bytes) -> Receipt:
        receipt = self.wallets[by].send(to=to, data=data, gas=GAS)
        assert receipt.succeeded, f"{by} was refused: {data[:4].hex()}"
        return receipt


def claim_id(claim: ClaimId) -> int:
    return claim[0] << 64 | claim[1]
