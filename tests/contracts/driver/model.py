"""The rules of claims in plain Python, to hold the contract against: who owns which claim and what it is worth."""

from collections import Counter
from dataclasses import dataclass, field

from tests.contracts.driver.words import claim_id, receivable_of


@dataclass(slots=True)
class ModelClaim:
    owner: bytes
    value: int
    epoch: int = 0
    approved: bytes = bytes(20)
    allowances: dict[bytes, int] = field(default_factory=dict)
    frozen: bool = False


class Model:
    def __init__(self) -> None:
        self.claims: dict[int, ModelClaim] = {}
        self.operators: set[tuple[bytes, bytes]] = set()
        self.faces: dict[int, int] = {}
        self.serials: dict[int, int] = {}

    def mint(self, receivable: int, owner: bytes, face: int) -> int:
        self.faces[receivable] = face
        self.serials[receivable] = 0
        return self._create(receivable, owner, face)

    def may_dispose(self, who: bytes, claim: int) -> bool:
        held = self.claims[claim]
        return who in {held.owner, held.approved} or (held.owner, who) in self.operators

    def may_move(self, who: bytes, claim: int, value: int) -> bool:
        allowed = self.claims[claim].allowances.get(who, 0)
        return self.may_dispose(who, claim) or 0 < allowed >= value

    def split(self, claim: int, parts: list[int]) -> None:
        held = self.claims[claim]
        held.value = parts[0]
        for part in parts[1:]:
            self._create(receivable_of(claim), held.owner, part)

    def value_to(self, who: bytes, claim: int, to: bytes, value: int) -> None:
        self._spend(who, claim, value)
        self.claims[claim].value -= value
        self._create(receivable_of(claim), to, value)

    def value_into(self, who: bytes, source: int, destination: int, value: int) -> None:
        self._spend(who, source, value)
        self.claims[source].value -= value
        self.claims[destination].value += value

    def hand_over(self, claim: int, to: bytes) -> None:
        held = self.claims[claim]
        self.claims[claim] = ModelClaim(to, held.value, held.epoch + 1)

    def merge(self, claims: list[int], into: int) -> None:
        for claim in claims:
            self.claims[into].value += self.claims.pop(claim).value

    def cancel(self, receivable: int, claims: list[int]) -> None:
        for claim in claims:
            del self.claims[claim]
        self.faces[receivable] = 0

    def count(self, owner: bytes) -> int:
        return Counter(claim.owner for claim in self.claims.values())[owner]

    def of(self, receivable: int) -> list[int]:
        return sorted(claim for claim in self.claims if receivable_of(claim) == receivable)

    def _spend(self, who: bytes, claim: int, value: int) -> None:
        if not self.may_dispose(who, claim):
            self.claims[claim].allowances[who] -= value

    def _create(self, receivable: int, owner: bytes, value: int) -> int:
        self.serials[receivable] += 1
        claim = claim_id(receivable, self.serials[receivable])
        self.claims[claim] = ModelClaim(owner, value)
        return claim
