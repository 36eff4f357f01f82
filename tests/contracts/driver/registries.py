"""Programmes and trade documents in sentences."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from tests.contracts.driver.cast import Actor
from tests.contracts.driver.contract import Contract, Outcome, Party

DOES_NOT_MATTER = bytes(32)


@dataclass(frozen=True, slots=True)
class ProgrammeTerms:
    """A plain programme unless told otherwise: claims in CNY, six months, no rule on transfers."""

    currency: bytes = b"CNY"
    kind: int = 1
    regime: int = 1
    day_count: int = 1
    longest_term_months: int = 6
    acceptance_required: bool = False
    evidence_required: bool = False
    open_accounts_only: bool = False
    approval: bytes = DOES_NOT_MATTER
    name: str = "Car parts"


@dataclass(frozen=True, slots=True)
class Document:
    buyer: bytes
    amount: int
    currency: bytes
    kind: int
    seller: bytes
    drawn: int


class Programmes(Contract):
    def open(self, who: Actor, terms: ProgrammeTerms) -> Outcome:
        signature = "openProgramme((bytes3,uint8,uint8,uint8,uint8,bool,bool,bool,bytes32,string))"
        return self.send(who, signature, astuple(terms))

    def terms_of(self, programme: int) -> ProgrammeTerms:
        return ProgrammeTerms(*self.ask("programmeOf(uint32)", programme))

    def count(self) -> int:
        number: int = self.ask("programmeCount()")
        return number


class Evidence(Contract):
    REGISTER = "register(bytes32,address,address,uint64,bytes3,uint8)"
    DRAW = "draw((bytes32,uint64)[],address,address,bytes3,uint64)"

    def register(
        self,
        who: Actor,
        fingerprint: bytes,
        buyer: Party,
        seller: Party,
        amount: int,
        currency: bytes = b"CNY",
        kind: int = 1,
    ) -> Outcome:
        return self.send(who, self.REGISTER, fingerprint, buyer, seller, amount, currency, kind)

    def draw(
        self, who: Actor, drawings: Sequence[tuple[bytes, int]], buyer: Party, seller: Party, receivable: int
    ) -> Outcome:
        return self.send(who, self.DRAW, drawings, buyer, seller, b"CNY", receivable)

    def document(self, fingerprint: bytes) -> Document:
        return Document(*self.ask("documentOf(bytes32)", fingerprint))
