"""What is asked of the contract through which debtors pay early. Amounts are minor units, rates millionths a year."""

from dataclasses import replace
from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.sending.command import Command
from tallystick.wallets.commands import NOBODY, PlaceHold

PURPOSE_BYTES = 32
ATTEMPT_GAS = 550_000
"""The contract wants to see so much left before it tries to deliver an offer (`Attempt.GAS`, and what a call keeps)."""

_CLOSING_SHIFT = 32
_UNIFORM_SHIFT = 72


class OpenAuction(Command, frozen=True, kw_only=True):
    """The debtor sets a budget aside in its own wallet. `closing` and `expiry` in seconds since 1970."""

    kind: ClassVar[str] = "open_auction"
    debtor: bytes
    programme: int
    budget: int
    closing: int
    expiry: int
    uniform: bool

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        """The hold's purpose carries the terms (`AuctionTerms` of the contracts)."""
        terms = self.programme | self.closing << _CLOSING_SHIFT | self.uniform << _UNIFORM_SHIFT
        return PlaceHold(
            payer=self.debtor,
            amount=self.budget,
            releaser=contracts.early_payment,
            payee=NOBODY,
            expiry=self.expiry,
            purpose=terms.to_bytes(PURPOSE_BYTES),
        ).calls(contracts)


class OfferEarly(Command, frozen=True, kw_only=True):
    """A holder of notes would be paid early for such a discount. `hint` is an offer behind which it belongs."""

    kind: ClassVar[str] = "offer_early"
    seller: bytes
    auction: int
    receivable: int
    amount: int
    rate_ppm: int
    hint: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(
            contracts,
            self.seller,
            "offer(uint64,uint64,uint64,uint32,uint64)",
            self.auction,
            self.receivable,
            self.amount,
            self.rate_ppm,
            self.hint,
        )


class WithdrawEarlyOffer(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "withdraw_early_offer"
    seller: bytes
    offer: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.seller, "withdraw(uint64)", self.offer)


class CancelAuction(Command, frozen=True, kw_only=True):
    """The debtor has its money back; nobody has offered anything."""

    kind: ClassVar[str] = "cancel_auction"
    debtor: bytes
    auction: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.debtor, "cancel(uint64)", self.auction)


class ClearAuction(Command, frozen=True, kw_only=True):
    """Offers are paid from the highest rate down, until the budget is used."""

    kind: ClassVar[str] = "clear_auction"
    caller: bytes
    auction: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        (call,) = _call(contracts, self.caller, "clear(uint64)", self.auction)
        return (replace(call, spare_gas=ATTEMPT_GAS),)


def _call(contracts: Contracts, sender: bytes, signature: str, *arguments: object) -> tuple[Call, ...]:
    data = interface("EarlyPayment").encode(signature, *arguments)
    return (Call(sender, contracts.early_payment, data),)
