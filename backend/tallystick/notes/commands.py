"""What holders ask of the note desk and of a series of notes. Amounts are minor units."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.receivables.identifiers import ClaimKey, claim_number
from tallystick.sending.command import Command


class OpenSeries(Command, frozen=True, kw_only=True):
    """A receivable's series is made, as the first wrapping would make it."""

    kind: ClassVar[str] = "open_series"
    caller: bytes
    receivable: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return desk_call(contracts, self.caller, "openSeries(uint64)", self.receivable)


class WrapClaim(Command, frozen=True, kw_only=True):
    """The holder gives value of a claim to the note desk and gets as many notes."""

    kind: ClassVar[str] = "wrap_claim"
    holder: bytes
    claim: ClaimKey
    value: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("ReceivableLedger").encode(
            "sell(uint256,uint64,address,bytes)",
            claim_number(*self.claim),
            self.value,
            contracts.note_desk,
            b"",
        )
        return (Call(self.holder, contracts.ledger, data),)


class UnwrapNotes(Command, frozen=True, kw_only=True):
    """The holder gives notes up and gets as much of a wrapped claim."""

    kind: ClassVar[str] = "unwrap_notes"
    holder: bytes
    claim: ClaimKey
    value: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claim = claim_number(*self.claim)
        return desk_call(contracts, self.holder, "unwrap(uint256,uint64)", claim, self.value)


class ConsolidateClaims(Command, frozen=True, kw_only=True):
    """Wrapped claims of a receivable are put together, so that fewer are there to be named."""

    kind: ClassVar[str] = "consolidate_claims"
    caller: bytes
    claims: list[ClaimKey]
    into: ClaimKey

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claims = [claim_number(*claim) for claim in self.claims]
        into = claim_number(*self.into)
        return desk_call(contracts, self.caller, "consolidate(uint256[],uint256)", claims, into)


class CollectNotes(Command, frozen=True, kw_only=True):
    """Holders of notes are paid what was funded. `claims` are all that are wrapped, `holders` in ascending order."""

    kind: ClassVar[str] = "collect_notes"
    caller: bytes
    claims: list[ClaimKey]
    holders: list[bytes]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claims = [claim_number(*claim) for claim in self.claims]
        return desk_call(contracts, self.caller, "collect(uint256[],address[])", claims, self.holders)


class TransferNotes(Command, frozen=True, kw_only=True):
    """Notes go from one party to another. `spender` moves what is another's, where that has approved it."""

    kind: ClassVar[str] = "transfer_notes"
    series: bytes
    holder: bytes
    spender: bytes | None
    to: bytes
    amount: int

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        if self.spender is None:
            return series_call(self.series, self.holder, "transfer(address,uint256)", self.to, self.amount)
        return series_call(
            self.series,
            self.spender,
            "transferFrom(address,address,uint256)",
            self.holder,
            self.to,
            self.amount,
        )


class ApproveNotes(Command, frozen=True, kw_only=True):
    """`spender` may move so many of the owner's notes from now on."""

    kind: ClassVar[str] = "approve_notes"
    series: bytes
    owner: bytes
    spender: bytes
    amount: int

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        return series_call(self.series, self.owner, "approve(address,uint256)", self.spender, self.amount)


def desk_call(contracts: Contracts, sender: bytes, signature: str, *arguments: object) -> tuple[Call, ...]:
    return (Call(sender, contracts.note_desk, interface("NoteDesk").encode(signature, *arguments)),)


def series_call(series: bytes, sender: bytes, signature: str, *arguments: object) -> tuple[Call, ...]:
    return (Call(sender, series, interface("NoteSeries").encode(signature, *arguments)),)
