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
    token_offering: bool = False
    policy: bytes = bytes(20)
    grace_days: int = 15
    overdue_ppm: int = 500
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
        flags = "bool,bool,bool,bool"
        signature = (
            f"openProgramme((bytes3,uint8,uint8,uint8,uint8,{flags},address,uint8,uint16,bytes32,string))"
        )
        return self.send(who, signature, astuple(terms))

    def set_term_rule(self, who: Actor, programme: int, from_day: int, months: int) -> Outcome:
        return self.send(who, "setTermRule(uint32,uint32,uint8)", programme, from_day, months)

    def term_rules(self, programme: int) -> list[tuple[int, int]]:
        """(first day, months) in the order in which they take effect."""
        return list(self.ask("termRules(uint32)", programme))

    def longest_term_on(self, programme: int, day: int) -> int:
        rules = self.ask("issueRules(uint32,uint32)", programme, day)
        months: int = rules[1]
        return months

    def terms_of(self, programme: int) -> ProgrammeTerms:
        return ProgrammeTerms(*self.ask("programmeOf(uint32)", programme))

    def count(self) -> int:
        number: int = self.ask("programmeCount()")
        return number


class Evidence(Contract):
    REGISTER = "register(bytes32,address,address,uint64,bytes3,uint8)"
    DRAW = "draw((bytes32,uint64)[],address,address,bytes3,uint256)"

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
        self, who: Actor, drawings: Sequence[tuple[bytes, int]], buyer: Party, seller: Party, consumer: int
    ) -> Outcome:
        return self.send(who, self.DRAW, drawings, buyer, seller, b"CNY", consumer)

    def release(self, who: Actor, fingerprints: Sequence[bytes], consumer: int) -> Outcome:
        return self.send(who, "release(bytes32[],uint256)", fingerprints, consumer)

    def credit(self, who: Actor, fingerprint: bytes, credit_note: bytes, amount: int) -> Outcome:
        return self.send(who, "credit(bytes32,bytes32,uint64)", fingerprint, credit_note, amount)

    def drawn_by(self, fingerprint: bytes, consumer: int) -> int:
        amount: int = self.ask("drawnBy(bytes32,uint256)", fingerprint, consumer)
        return amount

    def credited_by(self, credit_note: bytes) -> bytes:
        fingerprint: bytes = self.ask("creditedBy(bytes32)", credit_note)
        return fingerprint

    def document(self, fingerprint: bytes) -> Document:
        return Document(*self.ask("documentOf(bytes32)", fingerprint))
