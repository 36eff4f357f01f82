"""Disputing claims, in sentences."""

from tests.contracts.driver.cast import Actor
from tests.contracts.driver.contract import Contract, Outcome

REASON = b"\x0d" * 32


class Disputes(Contract):
    def dispute(self, debtor: Actor, claim: int, value: int, reason: bytes = REASON) -> Outcome:
        """Answers with the claim that is disputed now."""
        return self.send(debtor, "raise(uint256,uint64,bytes32)", claim, value, reason)

    def dispute_for_credit(self, registrar: Actor, claim: int, value: int, credit_note: bytes) -> Outcome:
        return self.send(registrar, "raiseForCredit(uint256,uint64,bytes32)", claim, value, credit_note)

    def withdraw(self, debtor: Actor, claim: int) -> Outcome:
        return self.send(debtor, "withdraw(uint256)", claim)

    def disputed_for(self, fingerprint: bytes, consumer: int) -> int:
        value: int = self.ask("disputedFor(bytes32,uint256)", fingerprint, consumer)
        return value
