"""What can be asked of the e-CNY contract."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.sending.command import Command

NOBODY = bytes(20)


class OpenWallet(Command, frozen=True, kw_only=True):
    """A bank opens a wallet for a customer that it has identified."""

    kind: ClassVar[str] = "open_wallet"
    bank: bytes
    owner: bytes
    tier: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.bank, "openWallet(address,uint8)", self.owner, self.tier)


class ChangeWalletTier(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "change_wallet_tier"
    bank: bytes
    owner: bytes
    tier: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.bank, "changeTier(address,uint8)", self.owner, self.tier)


class IssueMoney(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "issue_money"
    bank: bytes
    owner: bytes
    amount: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.bank, "issue(address,uint256)", self.owner, self.amount)


class RedeemMoney(Command, frozen=True, kw_only=True):
    """Out of a wallet whose owner has approved the bank for the amount."""

    kind: ClassVar[str] = "redeem_money"
    bank: bytes
    owner: bytes
    amount: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.bank, "redeem(address,uint256)", self.owner, self.amount)


class Pay(Command, frozen=True, kw_only=True):
    """Out of `payer`'s wallet, by itself or by a `spender` whom it has approved."""

    kind: ClassVar[str] = "pay"
    spender: bytes | None
    payer: bytes
    payee: bytes
    amount: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        if self.spender is None:
            return _call(contracts, self.payer, "transfer(address,uint256)", self.payee, self.amount)
        signature = "transferFrom(address,address,uint256)"
        return _call(contracts, self.spender, signature, self.payer, self.payee, self.amount)


class ApprovePayments(Command, frozen=True, kw_only=True):
    """Lets somebody pay out of one's wallet, up to an amount in all; 0 takes that back."""

    kind: ClassVar[str] = "approve_payments"
    owner: bytes
    spender: bytes
    amount: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.owner, "approve(address,uint256)", self.spender, self.amount)


class PlaceHold(Command, frozen=True, kw_only=True):
    """Sets money aside. `payee` is `NOBODY` where the releaser says to whom; `expiry` 0 where there is none."""

    kind: ClassVar[str] = "place_hold"
    payer: bytes
    amount: int
    releaser: bytes
    payee: bytes
    expiry: int
    purpose: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        signature = "placeHold(uint256,address,address,uint64,bytes32)"
        arguments = (self.amount, self.releaser, self.payee, self.expiry, self.purpose)
        return _call(contracts, self.payer, signature, *arguments)


class PayHold(Command, frozen=True, kw_only=True):
    """Out of a hold, by its releaser."""

    kind: ClassVar[str] = "pay_hold"
    releaser: bytes
    hold: int
    payee: bytes
    amount: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        signature = "payHold(uint256,address,uint256)"
        return _call(contracts, self.releaser, signature, self.hold, self.payee, self.amount)


class ReturnHold(Command, frozen=True, kw_only=True):
    """What is left of a hold is free again."""

    kind: ClassVar[str] = "return_hold"
    caller: bytes
    hold: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.caller, "returnHold(uint256)", self.hold)


def _call(contracts: Contracts, sender: bytes, signature: str, *arguments: object) -> tuple[Call, ...]:
    return (Call(sender, contracts.ecny, interface("ECny").encode(signature, *arguments)),)
