"""The receivable ledger in sentences: who does what to which claim."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.contracts.driver.cast import Actor
from tests.contracts.driver.contract import Contract, Outcome, Party
from tests.contracts.driver.words import AccountWord, ClaimWord, ReceivableWord, receivable_of

Drawing = tuple[bytes, int]
OFFER = "(uint256,address,uint64,uint64,(bytes32,uint64)[])"


@dataclass(frozen=True, slots=True)
class Offer:
    """What is told in full whenever the offer is made or answered."""

    claim: int
    to: Party
    value: int
    expiry: int
    drawings: tuple[Drawing, ...] = ()

    def told(self) -> tuple[object, ...]:
        return self.claim, self.to, self.value, self.expiry, self.drawings


class Ledger(Contract):
    # What people do

    def open_account(self, who: Actor, account: Party, roles: int) -> Outcome:
        return self.send(who, "openAccount(address,uint8)", account, roles)

    def suspend(self, who: Actor, account: Party, order: bytes) -> Outcome:
        return self.send(who, "suspend(address,bytes32)", account, order)

    def reinstate(self, who: Actor, account: Party) -> Outcome:
        return self.send(who, "reinstate(address)", account)

    def admit_desk(self, who: Actor, desk: Party) -> Outcome:
        return self.send(who, "admitDesk(address)", desk)

    def dismiss_desk(self, who: Actor, desk: Party) -> Outcome:
        return self.send(who, "dismissDesk(address)", desk)

    def split(self, who: Actor, claim: int, parts: Sequence[int]) -> Outcome:
        return self.send(who, "split(uint256,uint64[])", claim, parts)

    def split_evenly(self, who: Actor, claim: int, count: int, value: int) -> Outcome:
        return self.send(who, "splitEvenly(uint256,uint64,uint64)", claim, count, value)

    def distribute(self, who: Actor, claim: int, parts: Sequence[tuple[Party, int]]) -> Outcome:
        return self.send(who, "distribute(uint256,(address,uint64)[])", claim, parts)

    def merge(self, who: Actor, claims: Sequence[int], into: int) -> Outcome:
        return self.send(who, "merge(uint256[],uint256)", claims, into)

    def transfer_value(self, who: Actor, claim: int, to: Party, value: int) -> Outcome:
        """Value into a new claim of `to`; the outcome's answer is the new claim."""
        return self.send(who, "transferFrom(uint256,address,uint256)", claim, to, value)

    def move_value(self, who: Actor, from_claim: int, to_claim: int, value: int) -> Outcome:
        """Value from claim to claim."""
        return self.send(who, "transferFrom(uint256,uint256,uint256)", from_claim, to_claim, value)

    def transfer_claim(self, who: Actor, holder: Party, to: Party, claim: int) -> Outcome:
        return self.send(who, "transferFrom(address,address,uint256)", holder, to, claim)

    def transfer_claim_safely(
        self, who: Actor, holder: Party, to: Party, claim: int, data: bytes | None = None
    ) -> Outcome:
        if data is None:
            return self.send(who, "safeTransferFrom(address,address,uint256)", holder, to, claim)
        return self.send(who, "safeTransferFrom(address,address,uint256,bytes)", holder, to, claim, data)

    def transfer_claims(self, who: Actor, claims: Sequence[int], to: Party) -> Outcome:
        return self.send(who, "transferClaims(uint256[],address)", claims, to)

    def approve(self, who: Actor, to: Party, claim: int) -> Outcome:
        """Lets `to` dispose of one claim."""
        return self.send(who, "approve(address,uint256)", to, claim)

    def allow(self, who: Actor, claim: int, operator: Party, value: int) -> Outcome:
        """Lets `operator` move up to `value` out of one claim."""
        return self.send(who, "approve(uint256,address,uint256)", claim, operator, value)

    def set_operator(self, who: Actor, operator: Party, approved: bool = True) -> Outcome:
        """Lets `operator` dispose of all of one's claims, or no longer."""
        return self.send(who, "setApprovalForAll(address,bool)", operator, approved)

    def set_slot_operator(
        self, who: Actor, owner: Party, slot: int, operator: Party, approved: bool = True
    ) -> Outcome:
        """Lets `operator` dispose of all of an owner's claims of one receivable, or no longer."""
        signature = "setApprovalForSlot(address,uint256,address,bool)"
        return self.send(who, signature, owner, slot, operator, approved)

    def renounce_allowance(self, who: Actor, claim: int) -> Outcome:
        return self.send(who, "renounceAllowance(uint256)", claim)

    # Offers

    def offer(self, who: Actor, terms: Offer) -> Outcome:
        return self.send(who, f"offer({OFFER})", terms.told())

    def accept_offer(self, who: Actor, terms: Offer) -> Outcome:
        return self.send(who, f"acceptOffer({OFFER})", terms.told())

    def decline_offer(self, who: Actor, terms: Offer) -> Outcome:
        return self.send(who, f"declineOffer({OFFER})", terms.told())

    def withdraw_offer(self, who: Actor, terms: Offer) -> Outcome:
        return self.send(who, f"withdrawOffer({OFFER})", terms.told())

    def stands(self, offer: bytes) -> bool:
        answer: bool = self.ask("offerStands(bytes32)", offer)
        return answer

    # What keeps claims where they are

    def freeze(self, who: Actor, claims: Sequence[int], order: bytes) -> Outcome:
        return self.send(who, "freeze(uint256[],bytes32)", claims, order)

    def unfreeze(self, who: Actor, claims: Sequence[int]) -> Outcome:
        return self.send(who, "unfreeze(uint256[])", claims)

    def encumber(self, who: Actor, claim: int, beneficiary: Party) -> Outcome:
        return self.send(who, "encumber(uint256,address)", claim, beneficiary)

    def release(self, who: Actor, claim: int) -> Outcome:
        return self.send(who, "release(uint256)", claim)

    def pause(self, who: Actor, receivable: int) -> Outcome:
        return self.send(who, "pauseReceivable(uint64)", receivable)

    def resume(self, who: Actor, receivable: int) -> Outcome:
        return self.send(who, "resumeReceivable(uint64)", receivable)

    # What can be read

    def owner_of(self, claim: int) -> bytes:
        owner: bytes = self.ask("ownerOf(uint256)", claim)
        return owner

    def value_of(self, claim: int) -> int:
        value: int = self.ask("balanceOf(uint256)", claim)
        return value

    def claims_held_by(self, owner: Party) -> int:
        count: int = self.ask("balanceOf(address)", owner)
        return count

    def slot_of(self, claim: int) -> int:
        slot: int = self.ask("slotOf(uint256)", claim)
        return slot

    def approved_for(self, claim: int) -> bytes:
        approved: bytes = self.ask("getApproved(uint256)", claim)
        return approved

    def allowance(self, claim: int, operator: Party) -> int:
        value: int = self.ask("allowance(uint256,address)", claim, operator)
        return value

    def is_operator(self, owner: Party, operator: Party) -> bool:
        answer: bool = self.ask("isApprovedForAll(address,address)", owner, operator)
        return answer

    def claim(self, claim: int) -> ClaimWord:
        return self.claims(receivable_of(claim), claim & 2**64 - 1, 1)[0]

    def claims(self, receivable: int, first: int, count: int) -> list[ClaimWord]:
        words = self.ask("claimWords(uint64,uint64,uint64)", receivable, first, count)
        return [ClaimWord.read(word) for word in words]

    def receivable(self, receivable: int) -> ReceivableWord:
        return ReceivableWord.read(self.ask("receivableWord(uint64)", receivable))

    def account(self, account: Party) -> AccountWord:
        return AccountWord.read(self.ask("accountWord(address)", account))

    def freeze_order(self, claim: int, authority: Party) -> bytes:
        order: bytes = self.ask("freezeOrder(uint256,address)", claim, authority)
        return order

    def suspension_order(self, account: Party, authority: Party) -> bytes:
        order: bytes = self.ask("suspensionOrder(address,address)", account, authority)
        return order

    def beneficiary_of(self, claim: int) -> bytes:
        beneficiary: bytes = self.ask("beneficiaryOf(uint256)", claim)
        return beneficiary
