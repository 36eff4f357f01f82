"""What is asked of the contract through which claims are disputed."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.receivables.identifiers import ClaimKey, claim_number
from tallystick.sending.command import Command


class RaiseDispute(Command, frozen=True, kw_only=True):
    """The debtor disputes `value` of a claim, in minor units, for a reason of which the chain has the hash."""

    kind: ClassVar[str] = "raise_dispute"
    debtor: bytes
    claim: ClaimKey
    value: int
    reason: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(
            contracts,
            self.debtor,
            "raise(uint256,uint64,bytes32)",
            claim_number(*self.claim),
            self.value,
            self.reason,
        )


class DisputeCredited(Command, frozen=True, kw_only=True):
    """The registrar disputes `value` of a claim that a credit note has left without its document."""

    kind: ClassVar[str] = "dispute_credited"
    registrar: bytes
    claim: ClaimKey
    value: int
    credit_note: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(
            contracts,
            self.registrar,
            "raiseForCredit(uint256,uint64,bytes32)",
            claim_number(*self.claim),
            self.value,
            self.credit_note,
        )


class WithdrawDispute(Command, frozen=True, kw_only=True):
    """The debtor lets its objection fall."""

    kind: ClassVar[str] = "withdraw_dispute"
    debtor: bytes
    claim: ClaimKey

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.debtor, "withdraw(uint256)", claim_number(*self.claim))


def _call(contracts: Contracts, sender: bytes, signature: str, *arguments: object) -> tuple[Call, ...]:
    return (Call(sender, contracts.disputes, interface("Disputes").encode(signature, *arguments)),)
