"""What firms do with each other before anything can be passed on: bill, commit, accept."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from tallystick.demo.cast import EVERYBODY
from tallystick.demo.stage import CURRENCY, Stage, yuan
from tallystick.evidence.service import issuer_of
from tallystick.money.calendar import add_months

MONTHS = 6
_numbers = count(26312000000023000001)


@dataclass(frozen=True, slots=True)
class Debt:
    """A receivable, what it rests on, and the claim that its creditor got by accepting."""

    receivable: str
    invoice: str
    claim: str


def bill(
    stage: Stage, buyer: str, seller: str, amount: int, kind: str = "invoice", currency: str = CURRENCY
) -> dict[str, Any]:
    """Whoever issues documents of this kind registers one."""
    return stage.portals[issuer_of(kind, buyer, seller)].command(
        "/v1/documents",
        {
            "kind": kind,
            "number": str(next(_numbers)),
            "issued_on": stage.in_days(-2),
            "buyer": stage.portals[buyer].party,
            "seller": stage.portals[seller].party,
            "amount": amount,
            "currency": currency,
        },
    )


def commitment(
    stage: Stage, creditor: str, face: int, invoice: str, months: int = MONTHS, **terms: Any
) -> dict[str, Any]:
    """What a debtor sends in to commit itself."""
    return {
        "programme": stage.programme,
        "creditor": stage.portals[creditor].party,
        "face": face,
        "due_date": add_months(stage.today(), months).isoformat(),
        "evidence": [{"document": invoice, "amount": face}],
    } | terms


def offer(stage: Stage, body: dict[str, Any], debtor: str = "car_maker") -> dict[str, Any]:
    """The debtor commits itself; the receivable waits for its creditor."""
    offered: dict[str, Any] = stage.portals[debtor].command("/v1/receivables", body)["receivable"]
    return offered


def owe(stage: Stage, creditor: str, face: int, debtor: str = "car_maker", months: int = MONTHS) -> Debt:
    """The debtor is billed, commits itself, and the creditor accepts; told in one sentence."""
    invoice = bill(stage, debtor, creditor, face)["fingerprint"]
    receivable = offer(stage, commitment(stage, creditor, face, invoice, months), debtor)["id"]
    accepted = stage.portals[creditor].command(f"/v1/receivables/{receivable}/acceptance")
    debt = Debt(receivable, invoice, accepted["claim"]["id"])
    stage.say(
        f"{_at_the_beginning(debtor)} owes {EVERYBODY[creditor].spoken} {yuan(face)} on receivable {receivable}: "
        f"claim {debt.claim}."
    )
    return debt


def _at_the_beginning(who: str) -> str:
    """Of a sentence."""
    spoken = EVERYBODY[who].spoken
    return spoken[:1].upper() + spoken[1:]


def left_of(stage: Stage, who: str, invoice: str) -> int:
    """What an invoice is still good for."""
    left: int = stage.portals[who].read(f"/v1/documents/{invoice}")["left"]
    return left


def face_of(stage: Stage, holder: str, claim: str) -> int:
    """What a claim is worth to the one who holds it."""
    face: int = stage.portals[holder].read(f"/v1/claims/{claim}")["face"]
    return face


def hand_over(stage: Stage, giver: str, taker: str, *claims: str) -> dict[str, Any]:
    """Whole claims change hands."""
    return stage.portals[giver].command(
        "/v1/transfers", {"to": stage.portals[taker].party, "claims": list(claims)}
    )
