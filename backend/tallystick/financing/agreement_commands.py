"""What is asked of the desk after money was paid: on loans, and on sales with recourse."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.financing.quote import SaleQuote, abi_type, as_told
from tallystick.receivables.identifiers import ClaimKey, claim_number
from tallystick.sending.command import Command


class RepayLoan(Command, frozen=True, kw_only=True):
    """`amount` in fen, from the payer's own wallet."""

    kind: ClassVar[str] = "repay_loan"
    payer: bytes
    agreement: int
    amount: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("FinancingDesk").encode("repay(uint64,uint64)", self.agreement, self.amount)
        return (Call(self.payer, contracts.desk, data),)


class EnforcePledge(Command, frozen=True, kw_only=True):
    """The pledge of an overdue loan is sold at somebody else's quote."""

    kind: ClassVar[str] = "enforce_pledge"
    creditor: bytes
    agreement: int
    quote: SaleQuote
    signature: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("FinancingDesk").encode(
            f"enforce(uint64,{abi_type(SaleQuote)},bytes)",
            self.agreement,
            as_told(self.quote),
            self.signature,
        )
        return (Call(self.creditor, contracts.desk, data),)


class DemandRecourse(Command, frozen=True, kw_only=True):
    """The holder calls on the seller: the debtor is in default."""

    kind: ClassVar[str] = "demand_recourse"
    holder: bytes
    claim: ClaimKey

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("FinancingDesk").encode("demandRecourse(uint256)", claim_number(*self.claim))
        return (Call(self.holder, contracts.desk, data),)


class RepurchaseClaim(Command, frozen=True, kw_only=True):
    """The seller pays what it answers for, and has the claim back."""

    kind: ClassVar[str] = "repurchase_claim"
    seller: bytes
    claim: ClaimKey

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("FinancingDesk").encode("repurchase(uint256)", claim_number(*self.claim))
        return (Call(self.seller, contracts.desk, data),)


class WaiveRecourse(Command, frozen=True, kw_only=True):
    """The holder lets the seller off."""

    kind: ClassVar[str] = "waive_recourse"
    holder: bytes
    claim: ClaimKey

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("ReceivableLedger").encode("waiveRecourse(uint256)", claim_number(*self.claim))
        return (Call(self.holder, contracts.ledger, data),)
