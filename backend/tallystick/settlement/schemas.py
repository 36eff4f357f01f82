"""Funding, collecting, notices and write-offs as the API shows them. Amounts are minor units."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.parties.schemas import PartyReference
from tallystick.receivables.identifiers import ClaimText
from tallystick.receivables.schemas import INSTANT, MILLION, Amount, TransactionHash
from tallystick.receivables.standing import Status
from tallystick.wallets.schemas import HoldView
from tallystick.web.bodies import Body, Line

MOST_CLAIMS = 100
"""Claims collected by one command: what fits one transaction on every chain."""


class NewFunding(Body):
    """Sets money aside for a receivable that one owes."""

    amount: Annotated[int, Field(ge=1, le=LARGEST_AMOUNT)] | None = Field(
        default=None,
        description="Minor units; without it, all that is owed today. Overdue interest comes first, then face.",
        examples=[MILLION],
    )


class NewCollection(Body):
    """Has the holders of claims paid what was funded."""

    claims: Annotated[list[ClaimText], Field(min_length=1, max_length=MOST_CLAIMS)] = Field(
        description="Claims that you hold, or that you owe.", examples=[["7-31"]]
    )


Quotes = Literal["cny_per_unit", "units_per_cny"]


class FixingView(BaseModel):
    """The rate that governs every payment of a receivable in a foreign currency."""

    round: str = Field(description="The feed's round.", examples=["18446744073709562300"])
    answer: str = Field(
        description="The feed's answer, an integer with so many decimals.", examples=["14038238"]
    )
    decimals: int = Field(description="How many decimals the answer has.", examples=[8])
    quotes: Quotes = Field(description="Which way round the feed quotes.")
    updated_at: str = Field(description="When the feed says that it was so (RFC 3339).", examples=[INSTANT])
    fallback: bool = Field(
        description="Whether no feed was good in time and the last good rate before applies."
    )
    owed: int = Field(description="The face at this rate, in fen.", examples=[7 * MILLION])


class OwedView(BaseModel):
    """What nothing was set aside for yet."""

    face: int = Field(description="Minor units of face.", examples=[40 * MILLION])
    interest: int = Field(description="Overdue interest up to and including today.", examples=[0])
    total: int = Field(description="Both together.", examples=[40 * MILLION])


class RoundView(BaseModel):
    """One funding's face, or the interest that came with it, and how far it was paid out."""

    round: int = Field(description="Counted from 1.", examples=[1])
    kind: Literal["face", "interest"] = Field(
        description="Face retires debt; overdue interest is paid on top of it."
    )
    amount: int = Field(description="What was set aside.", examples=[60 * MILLION])
    over_face: int = Field(description="The face that it is divided over.", examples=[100 * MILLION])
    paid: int = Field(description="What of it holders have been paid.", examples=[60 * MILLION])
    funded_at: str = Field(description="When it was set aside (RFC 3339).", examples=[INSTANT])


class SettlementView(BaseModel):
    """Where a receivable's payment stands."""

    receivable: str = Field(description="The receivable's number.", examples=["7"])
    status: Status = Field(description="Where it stands.")
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    face: int = Field(description="What was owed at first.", examples=[100 * MILLION])
    outstanding: int = Field(description="What holders have not been paid yet.", examples=[40 * MILLION])
    as_of: date = Field(description="Today, in Asia/Shanghai.", examples=["2027-05-25"])
    due_date: date = Field(description="The last day to pay.", examples=["2027-05-23"])
    days_overdue: int = Field(
        description="Days since then; 0 where it is funded, not due, or not fixed yet.", examples=[2]
    )
    overdue_ppm: int = Field(description="Interest a day on what is overdue, in millionths.", examples=[500])
    in_default_from: str = Field(
        description="When it is in default if it is not funded by then (RFC 3339).", examples=[INSTANT]
    )
    fixing: FixingView | None = Field(
        description="The rate at which it is paid, where it is in a foreign currency and its rate is fixed."
    )
    owed: OwedView | None = Field(
        description="What the debtor has not set aside yet, in fen; none where a foreign rate is not fixed yet."
    )
    rounds: list[RoundView] = Field(description="What it has, in order.")


class FundingReceipt(BaseModel):
    """Money that a debtor has set aside."""

    hold: HoldView = Field(description="The hold in its wallet that holders are paid from.")
    settlement: SettlementView = Field(description="Where payment stands now.")
    transaction: TransactionHash


class CollectedShare(BaseModel):
    """What a claim was paid in one round."""

    claim: str = Field(description="The claim.", examples=["7-31"])
    holder: PartyReference = Field(description="Who held it and was paid.")
    round: int = Field(description="The round, counted from 1.", examples=[1])
    kind: Literal["face", "interest"] = Field(description="What the round pays.")
    face: int = Field(description="The claim's face before it.", examples=[MILLION])
    share: int = Field(description="What was paid, in fen.", examples=[MILLION])
    currency: str = Field(description="What the face is in (ISO 4217).", examples=["CNY"])
    at: str = Field(description="When that was (RFC 3339).", examples=[INSTANT])
    transaction: TransactionHash


class CollectionReceipt(BaseModel):
    """What a command had paid."""

    shares: list[CollectedShare] = Field(description="In the order of claim and round.")
    transaction: TransactionHash


class CollectionList(BaseModel):
    """A page of what was paid on claims, to the viewer or by it."""

    shares: list[CollectedShare] = Field(description="In the order of claim and round.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["7-31-1"])


class NoticeView(BaseModel):
    """A change of holder, of which the debtor has notice by the ledger from that moment on."""

    claim: str = Field(description="The claim that the face is in since.", examples=["7-31"])
    kind: Literal["pass", "assign", "sell"] = Field(
        description="Value passed on, a whole claim passed on, or either of them carried by a desk."
    )
    assignor: PartyReference = Field(description="Who held it.")
    assignee: PartyReference = Field(description="Who holds it since.")
    amount: int = Field(description="Minor units of face.", examples=[MILLION])
    noticed_at: str = Field(
        description="When the debtor had notice (RFC 3339): its terms of issue consent to notice by the ledger.",
        examples=[INSTANT],
    )
    transaction: TransactionHash


class NoticeList(BaseModel):
    """A page of a receivable's assignments, for its debtor."""

    receivable: str = Field(description="The receivable's number.", examples=["7"])
    notices: list[NoticeView] = Field(description="The oldest first.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["42-3"])


class NewWriteOff(Body):
    """Writes a part of a claim off in one's own books."""

    amount: Amount
    reason: Annotated[Line, StringConstraints(min_length=1, max_length=500)] = Field(
        description="Why, for one's own auditor.", examples=["债务人破产"]
    )


class WriteOffView(BaseModel):
    """A holder's own accounting entry. The debtor owes what it owed before."""

    id: str = Field(description="The entry's id.", examples=["019a9b5c-2f4e-7c1a-9a55-2f1d3c1f7b11"])
    claim: str = Field(description="The claim.", examples=["7-31"])
    amount: int = Field(description="Minor units.", examples=[MILLION])
    reason: str = Field(description="Why.", examples=["债务人破产"])
    written_at: str = Field(description="When (RFC 3339).", examples=[INSTANT])


class WriteOffList(BaseModel):
    """One's own write-offs."""

    write_offs: list[WriteOffView] = Field(description="The oldest first.")
