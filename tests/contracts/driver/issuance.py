"""The issuance in sentences: receivables from offer to acceptance, and undone by both sides."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.contracts.driver.cast import Actor
from tests.contracts.driver.contract import Contract, Outcome, Party
from tests.contracts.driver.ledger import Drawing

ISSUE = "issue((uint32,address,uint64,uint32,uint32,(bytes32,uint64)[]))"
OFFERED, ACTIVE, DECLINED, WITHDRAWN, LAPSED, CANCELLED = range(1, 7)


@dataclass(frozen=True, slots=True)
class Terms:
    """A receivable's terms and where it stands."""

    debtor: bytes
    face: int
    issue_day: int
    status: int
    creditor: bytes
    accept_day: int
    due_day: int
    programme: int


class Issuance(Contract):
    def issue(
        self,
        who: Actor,
        programme: int,
        creditor: Party,
        face: int,
        due_day: int,
        drawings: Sequence[Drawing],
        accept_day: int | None = None,
    ) -> Outcome:
        """May be accepted until it is due unless told otherwise."""
        last = due_day if accept_day is None else accept_day
        return self.send(who, ISSUE, (programme, creditor, face, last, due_day, drawings))

    def accept(self, who: Actor, receivable: int) -> Outcome:
        return self.send(who, "accept(uint64)", receivable)

    def decline(self, who: Actor, receivable: int, documents: Sequence[bytes]) -> Outcome:
        return self.send(who, "decline(uint64,bytes32[])", receivable, documents)

    def withdraw(self, who: Actor, receivable: int, documents: Sequence[bytes]) -> Outcome:
        return self.send(who, "withdraw(uint64,bytes32[])", receivable, documents)

    def lapse(self, who: Actor, receivable: int, documents: Sequence[bytes]) -> Outcome:
        return self.send(who, "lapse(uint64,bytes32[])", receivable, documents)

    def propose_cancellation(self, who: Actor, receivable: int) -> Outcome:
        return self.send(who, "proposeCancellation(uint64)", receivable)

    def retract_cancellation(self, who: Actor, receivable: int) -> Outcome:
        return self.send(who, "retractCancellation(uint64)", receivable)

    def cancel(
        self, who: Actor, receivable: int, claims: Sequence[int], documents: Sequence[bytes]
    ) -> Outcome:
        return self.send(who, "cancel(uint64,uint256[],bytes32[])", receivable, claims, documents)

    def cancellation_proposer(self, receivable: int) -> bytes:
        proposer: bytes = self.ask("cancellationProposer(uint64)", receivable)
        return proposer

    def overdue_since(self, debtor: Party) -> int:
        day: int = self.ask("overdueSince(address)", debtor)
        return day

    def terms_of(self, receivable: int) -> Terms:
        return Terms(*self.ask("termsOf(uint64)", receivable))

    def count(self) -> int:
        number: int = self.ask("receivableCount()")
        return number
