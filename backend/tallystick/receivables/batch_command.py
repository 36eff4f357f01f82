"""Many moves as one transaction: all or none, in order, with as few calls of the contract as their shapes allow."""

from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

import msgspec

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.receivables.identifiers import ClaimKey, claim_number
from tallystick.sending.command import Command


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A whole claim to `to`, `value` of it to `to`, or `value` of it into `to_claim`."""

    claim: ClaimKey
    to: bytes | None = None
    to_claim: ClaimKey | None = None
    value: int | None = None

    def stretch(self) -> tuple[object, ...]:
        """Consecutive moves with the same one go in one call: whole claims to one recipient, value out of one claim."""
        if self.to_claim is not None:
            return "into a claim", self.claim, self.to_claim
        return ("whole claims", self.to) if self.value is None else ("value", self.claim)


class TransferBatch(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "transfer_batch"
    holder: bytes
    moves: list[Move]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        book = interface("ReceivableLedger")
        calls = list(_calls(self.moves))
        data = calls[0] if len(calls) == 1 else book.encode("multicall(bytes[])", calls)
        return (Call(self.holder, contracts.ledger, data),)


def _calls(moves: list[Move]) -> Iterator[bytes]:
    book = interface("ReceivableLedger")
    for (shape, *_), stretch in groupby(moves, Move.stretch):
        group = list(stretch)
        claim = claim_number(*group[0].claim)
        if shape == "whole claims":
            claims = [claim_number(*move.claim) for move in group]
            yield book.encode("transferClaims(uint256[],address)", claims, group[0].to)
        elif shape == "into a claim":
            for move in group:
                into = claim_number(*(move.to_claim or move.claim))
                yield book.encode("transferFrom(uint256,uint256,uint256)", claim, into, move.value)
        elif len(group) == 1:
            yield book.encode("transferFrom(uint256,address,uint256)", claim, group[0].to, group[0].value)
        else:
            parts = [(move.to, move.value) for move in group]
            yield book.encode("distribute(uint256,(address,uint64)[])", claim, parts)
