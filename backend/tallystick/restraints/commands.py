"""What can be asked of the ledger to stop and to free claims and parties, as calls of its contract."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.receivables.identifiers import ClaimKey, claim_number
from tallystick.sending.command import Command


class Ordered(Command, frozen=True, kw_only=True):
    """What an authority stops under an order. `record` is where the order's text is kept."""

    authority: bytes
    order: bytes
    record: str


class FreezeClaims(Ordered, frozen=True, kw_only=True):
    kind: ClassVar[str] = "freeze_claims"
    claims: list[ClaimKey]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claims = [claim_number(*claim) for claim in self.claims]
        return _call(contracts, self.authority, "freeze(uint256[],bytes32)", claims, self.order)


class LiftFreeze(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "lift_freeze"
    authority: bytes
    claims: list[ClaimKey]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claims = [claim_number(*claim) for claim in self.claims]
        return _call(contracts, self.authority, "unfreeze(uint256[])", claims)


class SuspendParty(Ordered, frozen=True, kw_only=True):
    kind: ClassVar[str] = "suspend_party"
    account: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.authority, "suspend(address,bytes32)", self.account, self.order)


class ReinstateParty(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "reinstate_party"
    authority: bytes
    account: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.authority, "reinstate(address)", self.account)


class PauseReceivable(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "pause_receivable"
    operator: bytes
    receivable: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.operator, "pauseReceivable(uint64)", self.receivable)


class ResumeReceivable(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "resume_receivable"
    operator: bytes
    receivable: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.operator, "resumeReceivable(uint64)", self.receivable)


class EncumberClaim(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "encumber_claim"
    holder: bytes
    claim: ClaimKey
    beneficiary: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claim = claim_number(*self.claim)
        return _call(contracts, self.holder, "encumber(uint256,address)", claim, self.beneficiary)


class ReleaseClaim(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "release_claim"
    beneficiary: bytes
    claim: ClaimKey

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.beneficiary, "release(uint256)", claim_number(*self.claim))


def _call(contracts: Contracts, sender: bytes, signature: str, *arguments: object) -> tuple[Call, ...]:
    return (Call(sender, contracts.ledger, interface("ReceivableLedger").encode(signature, *arguments)),)
