"""What can be asked of the issuance, as calls of its contract: how receivables come about, or do not."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.receivables.identifiers import ClaimKey, claim_number
from tallystick.sending.command import Command


class IssueReceivable(Command, frozen=True, kw_only=True):
    """A debtor's commitment, offered to a creditor until the end of `accept_day`."""

    kind: ClassVar[str] = "issue_receivable"
    debtor: bytes
    programme: int
    creditor: bytes
    face: int
    accept_day: int
    due_day: int
    drawings: list[tuple[bytes, int]]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        commitment = (
            self.programme,
            self.creditor,
            self.face,
            self.accept_day,
            self.due_day,
            self.drawings,
        )
        signature = "issue((uint32,address,uint64,uint32,uint32,(bytes32,uint64)[]))"
        return _call(contracts, self.debtor, signature, commitment)


class AcceptReceivable(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "accept_receivable"
    creditor: bytes
    receivable: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.creditor, "accept(uint64)", self.receivable)


class EndOffer(Command, frozen=True, kw_only=True):
    """An offered receivable ends unaccepted; `documents` are those that it rests on."""

    function: ClassVar[str]
    sender: bytes
    receivable: int
    documents: list[bytes]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        signature = f"{self.function}(uint64,bytes32[])"
        return _call(contracts, self.sender, signature, self.receivable, self.documents)


class DeclineReceivable(EndOffer, frozen=True, kw_only=True):
    kind: ClassVar[str] = "decline_receivable"
    function: ClassVar[str] = "decline"


class WithdrawReceivable(EndOffer, frozen=True, kw_only=True):
    kind: ClassVar[str] = "withdraw_receivable"
    function: ClassVar[str] = "withdraw"


class LapseReceivable(EndOffer, frozen=True, kw_only=True):
    kind: ClassVar[str] = "lapse_receivable"
    function: ClassVar[str] = "lapse"


class ProposeCancellation(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "propose_cancellation"
    sender: bytes
    receivable: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.sender, "proposeCancellation(uint64)", self.receivable)


class RetractCancellation(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "retract_cancellation"
    sender: bytes
    receivable: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.sender, "retractCancellation(uint64)", self.receivable)


class CancelReceivable(Command, frozen=True, kw_only=True):
    """The second signature, which undoes the receivable: all its claims go, and its drawings on `documents`."""

    kind: ClassVar[str] = "cancel_receivable"
    sender: bytes
    receivable: int
    claims: list[ClaimKey]
    documents: list[bytes]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claims = [claim_number(*claim) for claim in self.claims]
        signature = "cancel(uint64,uint256[],bytes32[])"
        return _call(contracts, self.sender, signature, self.receivable, claims, self.documents)


def _call(contracts: Contracts, sender: bytes, signature: str, *arguments: object) -> tuple[Call, ...]:
    return (Call(sender, contracts.issuance, interface("Issuance").encode(signature, *arguments)),)
