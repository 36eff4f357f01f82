"""e-CNY in sentences."""

from dataclasses import dataclass

from tests.contracts.driver.cast import Actor
from tests.contracts.driver.contract import Contract, Outcome, Party

NO_PURPOSE = bytes(32)


@dataclass(frozen=True, slots=True)
class Hold:
    payer: bytes
    expiry: int
    releaser: bytes
    payee: bytes
    amount: int
    purpose: bytes


class ECny(Contract):
    def open_wallet(self, bank: Actor, owner: Party, tier: int = 0) -> Outcome:
        return self.send(bank, "openWallet(address,uint8)", owner, tier)

    def change_tier(self, bank: Actor, owner: Party, tier: int) -> Outcome:
        return self.send(bank, "changeTier(address,uint8)", owner, tier)

    def issue(self, bank: Actor, owner: Party, amount: int) -> Outcome:
        return self.send(bank, "issue(address,uint256)", owner, amount)

    def redeem(self, bank: Actor, owner: Party, amount: int) -> Outcome:
        return self.send(bank, "redeem(address,uint256)", owner, amount)

    def pay(self, payer: Actor, payee: Party, amount: int) -> Outcome:
        return self.send(payer, "transfer(address,uint256)", payee, amount)

    def approve(self, owner: Actor, spender: Party, amount: int) -> Outcome:
        return self.send(owner, "approve(address,uint256)", spender, amount)

    def pay_for(self, spender: Actor, payer: Party, payee: Party, amount: int) -> Outcome:
        return self.send(spender, "transferFrom(address,address,uint256)", payer, payee, amount)

    def hold(
        self,
        payer: Actor,
        amount: int,
        releaser: Party,
        payee: Party = bytes(20),
        expiry: int = 0,
        purpose: bytes = NO_PURPOSE,
    ) -> Outcome:
        signature = "placeHold(uint256,address,address,uint64,bytes32)"
        return self.send(payer, signature, amount, releaser, payee, expiry, purpose)

    def pay_hold(self, releaser: Actor, hold: int, payee: Party, amount: int) -> Outcome:
        return self.send(releaser, "payHold(uint256,address,uint256)", hold, payee, amount)

    def return_hold(self, who: Actor, hold: int) -> Outcome:
        return self.send(who, "returnHold(uint256)", hold)

    def hold_of(self, hold: int) -> Hold:
        return Hold(*self.ask("holdOf(uint256)", hold))

    def balance(self, owner: Party) -> int:
        balance: int = self.ask("balanceOf(address)", owner)
        return balance

    def available(self, owner: Party) -> int:
        available: int = self.ask("availableOf(address)", owner)
        return available

    def in_all(self) -> int:
        total: int = self.ask("totalSupply()")
        return total

    def paid_today(self, owner: Party) -> int:
        _bank, _tier, paid = self.ask("walletOf(address)", owner)
        return int(paid)
