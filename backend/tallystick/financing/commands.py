"""What financing asks of the ledger and of its desk."""

from typing import ClassVar

from eth_abi.abi import encode

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.financing.quote import LoanQuote, Quote, abi_type, as_told
from tallystick.receivables.identifiers import ClaimKey, claim_number
from tallystick.sending.command import Command


class AskForQuotes(Command, frozen=True, kw_only=True):
    """Tells the chain nothing."""

    kind: ClassVar[str] = "ask_for_quotes"
    request: str
    holder: bytes

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        return ()


class GiveQuote(Command, frozen=True, kw_only=True):
    """Tells the chain nothing: the quote is signed, and whoever accepts it tells the chain."""

    kind: ClassVar[str] = "give_quote"
    digest: bytes
    financier: bytes

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        return ()


class RecordLien(Command, frozen=True, kw_only=True):
    """The proof of its registration goes on record, before any money moves."""

    kind: ClassVar[str] = "record_lien"
    financier: bytes
    claim: ClaimKey
    receipt: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("FinancingDesk").encode(
            "recordLien(uint256,bytes32)", claim_number(*self.claim), self.receipt
        )
        return (Call(self.financier, contracts.desk, data),)


class AcceptQuote(Command, frozen=True, kw_only=True):
    """The holder sells, or pledges, through the desk: that and the money change hands in one transaction."""

    kind: ClassVar[str] = "accept_quote"
    holder: bytes
    digest: bytes
    quote: Quote
    signature: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        function = "pledge" if isinstance(self.quote, LoanQuote) else "sell"
        data = interface("ReceivableLedger").encode(
            f"{function}(uint256,uint64,address,bytes)",
            claim_number(*self.quote.claim),
            self.quote.value,
            contracts.desk,
            encode([abi_type(type(self.quote)), "bytes"], [as_told(self.quote), self.signature]),
        )
        return (Call(self.holder, contracts.ledger, data),)


class RevokeQuote(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "revoke_quote"
    financier: bytes
    digest: bytes
    quote: Quote

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        function = "revokeLoan" if isinstance(self.quote, LoanQuote) else "revoke"
        data = interface("FinancingDesk").encode(
            f"{function}({abi_type(type(self.quote))})", as_told(self.quote)
        )
        return (Call(self.financier, contracts.desk, data),)
