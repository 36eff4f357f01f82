"""What can be asked of the receivable ledger, as calls of its contract."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.receivables.identifiers import claim_number
from tallystick.sending.command import Call, Command

ClaimKey = tuple[int, int]
"""(receivable, serial)"""


class IssueReceivable(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "issue_receivable"
    debtor: bytes
    programme: int
    creditor: bytes
    face: int
    due_day: int
    drawings: list[tuple[bytes, int]]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(
            contracts,
            self.debtor,
            "issue(uint32,address,uint64,uint32,(bytes32,uint64)[])",
            self.programme,
            self.creditor,
            self.face,
            self.due_day,
            self.drawings,
        )


class AcceptReceivable(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "accept_receivable"
    creditor: bytes
    receivable: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.creditor, "accept(uint64)", self.receivable)


class SplitClaim(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "split_claim"
    holder: bytes
    claim: ClaimKey
    parts: list[int]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.holder, "split(uint256,uint64[])", claim_number(*self.claim), self.parts)


class TransferValue(Command, frozen=True, kw_only=True):
    """Value into a new claim of `to`."""

    kind: ClassVar[str] = "transfer_value"
    holder: bytes
    claim: ClaimKey
    to: bytes
    value: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claim = claim_number(*self.claim)
        return _call(
            contracts, self.holder, "transferFrom(uint256,address,uint256)", claim, self.to, self.value
        )


class TransferValueToClaim(Command, frozen=True, kw_only=True):
    """Value into a claim that is there already."""

    kind: ClassVar[str] = "transfer_value_to_claim"
    holder: bytes
    claim: ClaimKey
    to_claim: ClaimKey
    value: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        source, destination = claim_number(*self.claim), claim_number(*self.to_claim)
        return _call(
            contracts, self.holder, "transferFrom(uint256,uint256,uint256)", source, destination, self.value
        )


class TransferClaims(Command, frozen=True, kw_only=True):
    """Whole claims, all or none."""

    kind: ClassVar[str] = "transfer_claims"
    holder: bytes
    claims: list[ClaimKey]
    to: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claims = [claim_number(*claim) for claim in self.claims]
        return _call(contracts, self.holder, "transferClaims(uint256[],address)", claims, self.to)


def _call(contracts: Contracts, sender: bytes, signature: str, *arguments: object) -> tuple[Call, ...]:
    return (Call(sender, contracts.ledger, interface("ReceivableLedger").encode(signature, *arguments)),)
