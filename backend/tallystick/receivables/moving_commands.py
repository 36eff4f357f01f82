"""What holders can ask of the ledger of claims, as calls of its contract."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.receivables.identifiers import ClaimKey, claim_number
from tallystick.sending.command import Call, Command


class SplitClaim(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "split_claim"
    holder: bytes
    claim: ClaimKey
    parts: list[int]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.holder, "split(uint256,uint64[])", claim_number(*self.claim), self.parts)


class SplitClaimEvenly(Command, frozen=True, kw_only=True):
    """`count` pieces of `value` each; what is left stays in the claim."""

    kind: ClassVar[str] = "split_claim_evenly"
    holder: bytes
    claim: ClaimKey
    count: int
    value: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claim = claim_number(*self.claim)
        return _call(
            contracts, self.holder, "splitEvenly(uint256,uint64,uint64)", claim, self.count, self.value
        )


class DistributeClaim(Command, frozen=True, kw_only=True):
    """Value into a new claim for each part (to whom, how much), all or none."""

    kind: ClassVar[str] = "distribute_claim"
    holder: bytes
    claim: ClaimKey
    parts: list[tuple[bytes, int]]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claim = claim_number(*self.claim)
        return _call(contracts, self.holder, "distribute(uint256,(address,uint64)[])", claim, self.parts)


class MergeClaims(Command, frozen=True, kw_only=True):
    """Whole claims into another one of the same holder and receivable; they are gone afterwards."""

    kind: ClassVar[str] = "merge_claims"
    holder: bytes
    claims: list[ClaimKey]
    into: ClaimKey

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claims = [claim_number(*claim) for claim in self.claims]
        return _call(contracts, self.holder, "merge(uint256[],uint256)", claims, claim_number(*self.into))


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
