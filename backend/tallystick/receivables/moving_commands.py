"""What holders can ask of the ledger of claims, as calls of its contract."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.receivables.identifiers import ClaimKey, claim_number
from tallystick.sending.command import Command


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


class TransferClaim(Command, frozen=True, kw_only=True):
    """One whole claim, which `holder` has; `sender` is the holder or moves it for the holder."""

    kind: ClassVar[str] = "transfer_claim"
    sender: bytes
    holder: bytes
    claim: ClaimKey
    to: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claim = claim_number(*self.claim)
        return _call(
            contracts, self.sender, "transferFrom(address,address,uint256)", self.holder, self.to, claim
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


class TransferClaimsSafely(Command, frozen=True, kw_only=True):
    """Whole claims, each with its holder, all or none. Where the recipient is a contract it is asked for each whether
    it takes it, and told `message`."""

    kind: ClassVar[str] = "transfer_claims_safely"
    sender: bytes
    claims: list[tuple[bytes, ClaimKey]]
    to: bytes
    message: bytes | None = None

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        transfers = [self._transfer(holder, claim_number(*claim)) for holder, claim in self.claims]
        if len(transfers) > 1:
            return _call(contracts, self.sender, "multicall(bytes[])", transfers)
        return (Call(self.sender, contracts.ledger, transfers[0]),)

    def _transfer(self, holder: bytes, claim: int) -> bytes:
        encode = interface("ReceivableLedger").encode
        if self.message is None:
            return encode("safeTransferFrom(address,address,uint256)", holder, self.to, claim)
        signature = "safeTransferFrom(address,address,uint256,bytes)"
        return encode(signature, holder, self.to, claim, self.message)


def _call(contracts: Contracts, sender: bytes, signature: str, *arguments: object) -> tuple[Call, ...]:
    return (Call(sender, contracts.ledger, interface("ReceivableLedger").encode(signature, *arguments)),)
