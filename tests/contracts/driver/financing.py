"""Quotes, sales, loans and what becomes of them at the financing desk, in sentences."""

from dataclasses import astuple, dataclass, replace
from typing import Any, Self

from eth_abi.abi import encode
from eth_account import Account
from eth_account.messages import encode_typed_data

from tests.contracts.driver.cast import Actor
from tests.contracts.driver.contract import Contract, Outcome, Party, address_of
from tests.contracts.driver.ledger import Ledger

SALE_FIELDS = (
    ("financier", "address"),
    ("claim", "uint256"),
    ("epoch", "uint256"),
    ("value", "uint64"),
    ("proceeds", "uint64"),
    ("ratePpm", "uint32"),
    ("dayCount", "uint8"),
    ("valueDay", "uint32"),
    ("recourse", "bool"),
    ("expiry", "uint64"),
    ("salt", "bytes32"),
)
LOAN_FIELDS = (
    ("financier", "address"),
    ("claim", "uint256"),
    ("epoch", "uint256"),
    ("value", "uint64"),
    ("principal", "uint64"),
    ("ratePpm", "uint32"),
    ("dayCount", "uint8"),
    ("valueDay", "uint32"),
    ("repayDay", "uint32"),
    ("reservePpm", "uint32"),
    ("expiry", "uint64"),
    ("salt", "bytes32"),
)
"""The quotes' types as EIP-712 names them."""


def _tuple(fields: tuple[tuple[str, str], ...]) -> str:
    return f"({','.join(kind for _, kind in fields)})"


QUOTE, LOAN_QUOTE = _tuple(SALE_FIELDS), _tuple(LOAN_FIELDS)


@dataclass(frozen=True, slots=True)
class Quote:
    financier: bytes
    claim: int
    epoch: int
    value: int
    proceeds: int
    rate_ppm: int
    day_count: int
    value_day: int
    recourse: bool
    expiry: int
    salt: bytes = bytes(32)

    def but(self, **other: Any) -> Self:
        return replace(self, **other)


@dataclass(frozen=True, slots=True)
class LoanQuote:
    financier: bytes
    claim: int
    epoch: int
    value: int
    principal: int
    rate_ppm: int
    day_count: int
    value_day: int
    repay_day: int
    reserve_ppm: int
    expiry: int
    salt: bytes = bytes(32)

    def but(self, **other: Any) -> Self:
        return replace(self, **other)


class FinancingDesk(Contract):
    def record_lien(self, financier: Actor, claim: int, receipt: bytes) -> Outcome:
        return self.send(financier, "recordLien(uint256,bytes32)", claim, receipt)

    def revoke(self, financier: Actor, quote: Quote | LoanQuote) -> Outcome:
        if isinstance(quote, LoanQuote):
            return self.send(financier, f"revokeLoan({LOAN_QUOTE})", astuple(quote))
        return self.send(financier, f"revoke({QUOTE})", astuple(quote))

    def digest(self, quote: Quote | LoanQuote) -> bytes:
        loan = isinstance(quote, LoanQuote)
        signature = f"digestOfLoan({LOAN_QUOTE})" if loan else f"digestOf({QUOTE})"
        digest: bytes = self.ask(signature, astuple(quote))
        return digest

    def has_ended(self, quote: Quote | LoanQuote) -> bool:
        ended: bool = self.ask("quoteEnded(bytes32)", self.digest(quote))
        return ended

    def sign(self, signer: Actor, quote: Quote | LoanQuote, **domain: Any) -> bytes:
        """As any wallet does it that knows EIP-712, without asking the contract."""
        name, fields = (
            ("LoanQuote", LOAN_FIELDS) if isinstance(quote, LoanQuote) else ("SaleQuote", SALE_FIELDS)
        )
        message = encode_typed_data(
            {
                "name": "Tallystick financing desk",
                "version": "1",
                "chainId": self.chain.node.chain_id(),
                "verifyingContract": "0x" + self.address.hex(),
            }
            | domain,
            {name: [{"name": field, "type": kind} for field, kind in fields]},
            {field: value for (field, _), value in zip(fields, astuple(quote), strict=True)},
        )
        return bytes(Account.sign_message(message, signer.account.key).signature)

    def accept(
        self,
        holder: Actor,
        ledger: Ledger,
        quote: Quote | LoanQuote,
        signature: bytes,
        desk: Party | None = None,
        claim: int | None = None,
        value: int | None = None,
    ) -> Outcome:
        """The holder sells, or pledges, what is quoted, unless told otherwise; answers with the claim that is."""
        loan = isinstance(quote, LoanQuote)
        return ledger.send(
            holder,
            f"{'pledge' if loan else 'sell'}(uint256,uint64,address,bytes)",
            quote.claim if claim is None else claim,
            quote.value if value is None else value,
            address_of(self if desk is None else desk),
            encode([LOAN_QUOTE if loan else QUOTE, "bytes"], [astuple(quote), signature]),
        )

    def repay(self, payer: Actor, agreement: int, amount: int) -> Outcome:
        return self.send(payer, "repay(uint64,uint64)", agreement, amount)

    def enforce(self, creditor: Actor, agreement: int, quote: Quote, signature: bytes) -> Outcome:
        return self.send(creditor, f"enforce(uint64,{QUOTE},bytes)", agreement, astuple(quote), signature)

    def demand_recourse(self, holder: Actor, claim: int) -> Outcome:
        return self.send(holder, "demandRecourse(uint256)", claim)

    def repurchase(self, seller: Actor, claim: int) -> Outcome:
        return self.send(seller, "repurchase(uint256)", claim)

    def owed(self, agreement: int, claim: int) -> tuple[int, int]:
        """Principal and interest, today."""
        principal, interest = self.ask("owedOn(uint64,uint256)", agreement, claim)
        return principal, interest
