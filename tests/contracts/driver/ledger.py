"""The receivable ledger in sentences: who does what to which claim."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.contracts.driver.cast import Actor
from tests.contracts.driver.contract import Contract, Outcome, Party
from tests.contracts.driver.words import AccountWord, ClaimWord, ReceivableWord, receivable_of

Drawing = tuple[bytes, int]


@dataclass(frozen=True, slots=True)
class Terms:
    """What does not change over a receivable's life."""

    debtor: bytes
    face: int
    issue_day: int
    creditor: bytes


class Ledger(Contract):
    # What people do

    def open_account(self, who: Actor, account: Party, roles: int) -> Outcome:
        return self.send(who, "openAccount(address,uint8)", account, roles)

    def issue(
        self,
        who: Actor,
        programme: int,
        creditor: Party,
        face: int,
        due_day: int,
        drawings: Sequence[Drawing],
    ) -> Outcome:
        signature = "issue(uint32,address,uint64,uint32,(bytes32,uint64)[])"
        return self.send(who, signature, programme, creditor, face, due_day, drawings)

    def accept(self, who: Actor, receivable: int) -> Outcome:
        return self.send(who, "accept(uint64)", receivable)

    def split(self, who: Actor, claim: int, parts: Sequence[int]) -> Outcome:
        return self.send(who, "split(uint256,uint64[])", claim, parts)

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

    def terms_of(self, receivable: int) -> Terms:
        return Terms(*self.ask("termsOf(uint64)", receivable))

    def count(self) -> int:
        number: int = self.ask("receivableCount()")
        return number
