"""Receivables, claims and their history as the API shows them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.parties.schemas import PartyReference
from tallystick.receivables.standing import Status
from tallystick.web import forms
from tallystick.web.bodies import Body

MOST_PARTS = 500
"""Parts of one split, or claims of one transfer: what fits one transaction on every chain."""

MILLION = 100_000_000
HASH = "0x" + "5e" * 32
INSTANT = "2026-11-23T02:30:00Z"
"""Examples."""

Amount = Annotated[
    int, Field(ge=1, le=LARGEST_AMOUNT, description="Minor units (fen, cents).", examples=[MILLION])
]
Fingerprint = Annotated[str, StringConstraints(pattern=forms.HASH)]
TransactionHash = Annotated[str, Field(description="Hash of the transaction on the chain.", examples=[HASH])]


class NewDrawing(Body):
    """How much of which document the receivable rests on."""

    document: Fingerprint = Field(description="The document's fingerprint.", examples=[HASH])
    amount: Amount


class ReceivableView(BaseModel):
    """One debtor's commitment to pay."""

    id: str = Field(description="The receivable's number.", examples=["7"])
    programme: str = Field(description="The programme whose rules apply.", examples=["1"])
    status: Status = Field(
        description="Waiting for its creditor (offered), refused by it, taken back by its debtor, not accepted in "
        "time, undone by both; accepted (active). When it is due: funded and being paid (matured), funded in part, "
        "not funded (overdue), or in a foreign currency whose rate could not be fixed yet, so that nobody can pay "
        "(awaiting_fixing); after its days of grace in default, or paid in part since (recovering). Paid to all "
        "holders: settled, or closed where that came after a default."
    )
    debtor: PartyReference = Field(description="Who owes.")
    creditor: PartyReference = Field(description="Whom it was issued to.")
    face: int = Field(description="Minor units.", examples=[100 * MILLION])
    outstanding: int = Field(
        description="Minor units still owed; nothing before acceptance.", examples=[100 * MILLION]
    )
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    issued_on: date = Field(description="The day it was offered, in Asia/Shanghai.", examples=["2026-11-23"])
    accept_by: date = Field(
        description="The last day for the creditor to accept, in Asia/Shanghai.", examples=["2026-12-07"]
    )
    due_date: date = Field(description="The last day to pay, in Asia/Shanghai.", examples=["2027-05-23"])
    due_at: str = Field(
        description="When it falls due and the books close (RFC 3339).", examples=["2027-05-23T16:00:00Z"]
    )
    paused: bool = Field(description="Whether the operator has stopped its claims for the time being.")
    cancellation_proposed_by: PartyReference | None = Field(
        description="The side that has signed for undoing it and waits for the other; null where none has."
    )


class ClaimView(BaseModel):
    """One holder's part of a receivable."""

    id: str = Field(description="The claim, as receivable-serial.", examples=["7-31"])
    receivable: str = Field(description="The receivable it is a part of.", examples=["7"])
    holder: PartyReference = Field(description="Who has it now.")
    debtor: PartyReference = Field(description="Who owes.")
    face: int = Field(description="Minor units.", examples=[MILLION])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    due_date: date = Field(description="The last day to pay, in Asia/Shanghai.", examples=["2027-05-23"])
    tiers: list[int] = Field(
        description="Trade transfers since issue, plus one, also where they lead back to an earlier holder; several "
        "where histories were merged.",
        examples=[[3]],
    )
    frozen: bool = Field(description="Whether an authority's order stops it.")
    encumbered_for: PartyReference | None = Field(
        description="Who must release it before it can move; null where it is free."
    )
    recourse: bool = Field(
        description="Whether a seller answers for it. It is then neither merged nor pledged."
    )
    disputed: bool = Field(
        description="Whether the debtor disputes it, or a credit note undoes it. It is then not financed."
    )


class AcceptedReceivable(BaseModel):
    """A receivable that its creditor has signed for, and the first claim."""

    receivable: ReceivableView = Field(description="The receivable, now active.")
    claim: ClaimView = Field(description="Its first claim, over the whole face.")
    transaction: TransactionHash


class IssuedReceivable(BaseModel):
    """A receivable that waits for its creditor."""

    receivable: ReceivableView = Field(description="The receivable as it was offered.")
    transaction: TransactionHash


class ChangedReceivable(BaseModel):
    """A receivable after what was asked for has been done."""

    receivable: ReceivableView = Field(description="The receivable as it stands now.")
    transaction: TransactionHash


class SplitClaims(BaseModel):
    """The claims that a split left: first the one that was split, then the new ones."""

    claims: list[ClaimView] = Field(description="The parts, in the order in which they were asked for.")
    transaction: TransactionHash


class MovedValue(BaseModel):
    """Value that went out of one claim into another, or a whole claim that changed hands (both the same)."""

    from_claim: str = Field(description="The claim that the value left.", examples=["7-31"])
    to_claim: str = Field(description="The claim that the value is in now.", examples=["7-102"])
    value: int = Field(description="Minor units.", examples=[MILLION])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])


class TransferReceipt(BaseModel):
    """What moved, for the one who moved it."""

    moved: list[MovedValue] = Field(description="Every movement of the transaction, in order.")
    recipient: PartyReference = Field(description="Who has it now.")
    transaction: TransactionHash


class DistributedValue(MovedValue):
    """Value that went into a new claim of one of several recipients."""

    recipient: PartyReference = Field(description="Who has it now.")


class DistributionReceipt(BaseModel):
    """What moved to whom, for the one who moved it."""

    moved: list[DistributedValue] = Field(description="The parts, in the order in which they were asked for.")
    transaction: TransactionHash


class BatchedMove(MovedValue):
    """One move of a batch, as it was carried out."""

    recipient: PartyReference = Field(description="Who has it now.")


class BatchReceipt(BaseModel):
    """What moved to whom, for the one who moved it."""

    moved: list[BatchedMove] = Field(description="The moves, in the order in which they were asked for.")
    transaction: TransactionHash


class MergedClaim(BaseModel):
    """The claim that others were put into."""

    claim: ClaimView = Field(description="What it is worth now.")
    transaction: TransactionHash


class ReceivableList(BaseModel):
    """A page of receivables."""

    receivables: list[ReceivableView] = Field(description="In the order of their numbers.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["107"])


class ClaimList(BaseModel):
    """A page of claims."""

    claims: list[ClaimView] = Field(description="In the order of receivable and serial.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["7-131"])


class ClaimThen(BaseModel):
    """What a claim was worth at a moment."""

    id: str = Field(description="The claim, as receivable-serial.", examples=["7-31"])
    face: int = Field(description="Minor units.", examples=[MILLION])


class HolderThen(BaseModel):
    """What a holder had of a receivable at a moment."""

    holder: PartyReference = Field(description="Who had it.")
    face: int = Field(description="Minor units.", examples=[50 * MILLION])
    claims: list[ClaimThen] = Field(description="In which claims, by their serials.")


class Holders(BaseModel):
    """Who held what of a receivable at the end of a block: everybody for its debtor, oneself for a holder."""

    receivable: str = Field(description="The receivable's number.", examples=["7"])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    block: int = Field(description="The block whose end it is.", examples=[42])
    at: str | None = Field(
        description="The block's time (RFC 3339); null before the ledger's first block.",
        examples=[INSTANT],
    )
    holders: list[HolderThen] = Field(description="Who held what, the largest first.")


class LotView(BaseModel):
    """A piece of face on its way from the issue to today.

    `flow` is how much of it arrived in the claims that were asked about: the whole lot for those who may see it all.
    """

    lot: str = Field(description="The lot's number within its receivable.", examples=["12"])
    parent: str | None = Field(description="The lot it was cut from; null at the issue.", examples=["1"])
    kind: Literal["mint", "divide", "pass", "assign", "sell"] = Field(
        description="How it came about: accepted at issue, cut or merged by its holder, value passed on, whole claim "
        "passed on, or carried by a desk (no trade transfer, so no new tier)."
    )
    holder: PartyReference = Field(description="Whose it was, or is.")
    tier: int = Field(description="1 at the issue; each trade transfer adds one.", examples=[2])
    claim: str = Field(description="The claim it lay in, or lies in.", examples=["7-31"])
    flow: int = Field(description="Minor units.", examples=[MILLION])
    block: int = Field(description="The block of the transaction that made it.", examples=[42])
    at: str = Field(description="When that was (RFC 3339).", examples=[INSTANT])
    transaction: TransactionHash


class Lineage(BaseModel):
    """The way of claims back to the issue, oldest first."""

    receivable: ReceivableView = Field(description="The receivable that all of it is of.")
    lots: list[LotView] = Field(description="A parent stands before its children.")
