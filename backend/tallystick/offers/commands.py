"""What can be asked of the ledger about offers, allowances and delegates, as calls of its contract."""

from typing import ClassVar

import msgspec

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.receivables.identifiers import ClaimKey, claim_number
from tallystick.sending.command import Command

NOBODY = bytes(20)
_OFFER = "(uint256,address,uint64,uint64,(bytes32,uint64)[])"


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What is offered: told when it is made, and told again by whoever answers it. `expiry` in seconds since 1970."""

    claim: ClaimKey
    to: bytes
    value: int
    expiry: int
    drawings: list[tuple[bytes, int]]

    def as_told(self) -> tuple[int, bytes, int, int, list[tuple[bytes, int]]]:
        """In the order of the contract's struct."""
        return claim_number(*self.claim), self.to, self.value, self.expiry, self.drawings


class MakeOffer(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "make_offer"
    maker: bytes
    terms: Terms
    holder: bytes = NOBODY
    currency: str = ""
    """Both as the mirror knows them; left out where it knows no such claim."""

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.maker, f"offer({_OFFER})", self.terms.as_told())

    def demands(self, contracts: Contracts) -> tuple[Call, ...]:
        """The recipient's acceptance draws on the documents, as things are now."""
        if not self.terms.drawings or not self.currency:
            return ()
        data = interface("EvidenceRegistry").encode(
            "draw((bytes32,uint64)[],address,address,bytes3,uint256)",
            self.terms.drawings,
            self.holder,
            self.terms.to,
            self.currency.encode(),
            claim_number(*self.terms.claim),
        )
        return (Call(contracts.ledger, contracts.evidence, data),)


class _Answer(Command, frozen=True, kw_only=True):
    function: ClassVar[str]
    offer: bytes
    caller: bytes
    terms: Terms

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.caller, f"{self.function}({_OFFER})", self.terms.as_told())


class AcceptOffer(_Answer, frozen=True, kw_only=True):
    kind: ClassVar[str] = "accept_offer"
    function: ClassVar[str] = "acceptOffer"


class DeclineOffer(_Answer, frozen=True, kw_only=True):
    kind: ClassVar[str] = "decline_offer"
    function: ClassVar[str] = "declineOffer"


class WithdrawOffer(_Answer, frozen=True, kw_only=True):
    kind: ClassVar[str] = "withdraw_offer"
    function: ClassVar[str] = "withdrawOffer"


class AllowValue(Command, frozen=True, kw_only=True):
    """Lets somebody take value out of a claim; 0 takes the allowance back."""

    kind: ClassVar[str] = "allow_value"
    holder: bytes
    claim: ClaimKey
    to: bytes
    value: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claim = claim_number(*self.claim)
        return _call(contracts, self.holder, "approve(uint256,address,uint256)", claim, self.to, self.value)


class TakeValue(Command, frozen=True, kw_only=True):
    """Takes value that was allowed into a new claim of one's own."""

    kind: ClassVar[str] = "take_value"
    taker: bytes
    claim: ClaimKey
    value: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claim = claim_number(*self.claim)
        return _call(
            contracts, self.taker, "transferFrom(uint256,address,uint256)", claim, self.taker, self.value
        )


class RenounceAllowance(Command, frozen=True, kw_only=True):
    """Turns down what one was allowed to take."""

    kind: ClassVar[str] = "renounce_allowance"
    recipient: bytes
    claim: ClaimKey

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.recipient, "renounceAllowance(uint256)", claim_number(*self.claim))


class AppointForClaim(Command, frozen=True, kw_only=True):
    """Lets one delegate move a claim as long as it stays with its holder; `NOBODY` ends that."""

    kind: ClassVar[str] = "appoint_for_claim"
    holder: bytes
    claim: ClaimKey
    delegate: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claim = claim_number(*self.claim)
        return _call(contracts, self.holder, "approve(address,uint256)", self.delegate, claim)


class AppointDelegate(Command, frozen=True, kw_only=True):
    """Lets a delegate move all that a holder has, or all that it has of one receivable; or ends that."""

    kind: ClassVar[str] = "appoint_delegate"
    holder: bytes
    delegate: bytes
    approved: bool
    receivable: int | None

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        if self.receivable is None:
            signature = "setApprovalForAll(address,bool)"
            return _call(contracts, self.holder, signature, self.delegate, self.approved)
        signature = "setApprovalForSlot(address,uint256,address,bool)"
        return _call(
            contracts, self.holder, signature, self.holder, self.receivable, self.delegate, self.approved
        )


def _call(contracts: Contracts, sender: bytes, signature: str, *arguments: object) -> tuple[Call, ...]:
    return (Call(sender, contracts.ledger, interface("ReceivableLedger").encode(signature, *arguments)),)
