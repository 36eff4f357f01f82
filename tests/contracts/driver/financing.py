"""Quotes and sales through the financing desk, in sentences."""

from dataclasses import astuple, dataclass, replace
from typing import Any

from eth_abi.abi import encode
from eth_account import Account
from eth_account.messages import encode_typed_data

from tests.contracts.driver.cast import Actor
from tests.contracts.driver.contract import Contract, Outcome, Party, address_of
from tests.contracts.driver.ledger import Ledger

QUOTE = "(address,uint256,uint256,uint64,uint64,uint32,uint8,uint32,uint64,bytes32)"
FIELDS = (
    ("financier", "address"),
    ("claim", "uint256"),
    ("epoch", "uint256"),
    ("value", "uint64"),
    ("proceeds", "uint64"),
    ("ratePpm", "uint32"),
    ("dayCount", "uint8"),
    ("valueDay", "uint32"),
    ("expiry", "uint64"),
    ("salt", "bytes32"),
)
"""The quote's type as EIP-712 names it."""


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
    expiry: int
    salt: bytes = bytes(32)

    def but(self, **other: Any) -> "Quote":
        return replace(self, **other)


class FinancingDesk(Contract):
    def record_lien(self, financier: Actor, claim: int, receipt: bytes) -> Outcome:
        return self.send(financier, "recordLien(uint256,bytes32)", claim, receipt)

    def revoke(self, financier: Actor, quote: Quote) -> Outcome:
        return self.send(financier, f"revoke({QUOTE})", astuple(quote))

    def digest(self, quote: Quote) -> bytes:
        digest: bytes = self.ask(f"digestOf({QUOTE})", astuple(quote))
        return digest

    def has_ended(self, quote: Quote) -> bool:
        ended: bool = self.ask("quoteEnded(bytes32)", self.digest(quote))
        return ended

    def sign(self, signer: Actor, quote: Quote, **domain: Any) -> bytes:
        """As any wallet does it that knows EIP-712, without asking the contract."""
        message = encode_typed_data(
            {
                "name": "Tallystick financing desk",
                "version": "1",
                "chainId": self.chain.node.chain_id(),
                "verifyingContract": "0x" + self.address.hex(),
            }
            | domain,
            {"SaleQuote": [{"name": name, "type": kind} for name, kind in FIELDS]},
            {name: value for (name, _), value in zip(FIELDS, astuple(quote), strict=True)},
        )
        return bytes(Account.sign_message(message, signer.account.key).signature)

    def accept(
        self,
        seller: Actor,
        ledger: Ledger,
        quote: Quote,
        signature: bytes,
        desk: Party | None = None,
        claim: int | None = None,
        value: int | None = None,
    ) -> Outcome:
        """The seller sells what is quoted, unless told otherwise."""
        terms = encode([QUOTE, "bytes"], [astuple(quote), signature])
        return ledger.send(
            seller,
            "sell(uint256,uint64,address,bytes)",
            quote.claim if claim is None else claim,
            quote.value if value is None else value,
            address_of(self if desk is None else desk),
            terms,
        )
