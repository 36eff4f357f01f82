"""Monitoring as the API shows it. Amounts are minor units of the programme's currency; money is fen."""

from decimal import Decimal

from pydantic import BaseModel, Field

from tallystick.crossborder.schemas import (
    GOODS,
    BorderLimitsView,
    Milestone,
    MovementKind,
)
from tallystick.monitoring.alerts import RuleName
from tallystick.monitoring.attempts import MOST_OF_A_PARTY, StoppingRule
from tallystick.monitoring.goods import DifferenceName
from tallystick.parties.schemas import PartyReference
from tallystick.receivables.schemas import HASH, INSTANT, MILLION
from tallystick.settlement.schemas import FixingView

MOVEMENT = "31-4"
"""An example."""


class MovementRecord(BaseModel):
    """One movement as the supervisor's record has it."""

    id: str = Field(description="Its block and its place in it.", examples=[MOVEMENT])
    at: str = Field(description="When (RFC 3339).", examples=[INSTANT])
    block: int = Field(description="The block that it happened in.", examples=[31])
    transaction: str = Field(description="Hash of the transaction.", examples=[HASH])
    kind: MovementKind = Field(
        description="A commitment that was accepted, a claim passed on, or money paid on it."
    )
    receivable: str = Field(description="The receivable.", examples=["7"])
    claim: str | None = Field(description="The claim that was paid.", examples=["7-31"])
    sender: PartyReference = Field(description="Who gave; of money, the debtor.")
    recipient: PartyReference = Field(description="Who got.")
    sender_group: str | None = Field(
        description="The owners behind the sender, for itself and the supervisor.", examples=["Changfeng"]
    )
    recipient_group: str | None = Field(
        description="The owners behind the recipient, for itself and the supervisor.", examples=["Lim family"]
    )
    sender_country: str | None = Field(
        description="Where the sender was at home then (ISO 3166-1 numeric).", examples=["156"]
    )
    recipient_country: str | None = Field(
        description="Where the recipient was at home then (ISO 3166-1 numeric).", examples=["702"]
    )
    amount: int = Field(description="Minor units of the programme's currency.", examples=[50 * MILLION])
    money: int | None = Field(description="What was paid, in fen.", examples=[356 * MILLION])
    for_interest: bool = Field(description="Whether it was paid for lateness.")
    fixing: FixingView | None = Field(description="The rate that it was paid at.")
    purpose: int = Field(description="What the receivable is for.", examples=[GOODS])
    milestone: Milestone = Field(description="How far carriers had stated the goods to be by then.")
    transaction_use: int | None = Field(
        description="What had moved in the transaction with this, for the supervisor.",
        examples=[50 * MILLION],
    )
    transaction_cap: int = Field(description="At most in one transaction then.", examples=[50 * MILLION])
    window_use: int | None = Field(
        description="What the recipient's group had got in the window with this, for itself and the supervisor.",
        examples=[50 * MILLION],
    )
    window_cap: int = Field(description="At most within a window then.", examples=[50 * MILLION])
    window_seconds: int = Field(description="How long a window was then.", examples=[86_400])
    counted: bool = Field(
        description="Whether it takes up of a window: a commitment does not, nor what a group passes on to itself."
    )
    matched: bool = Field(
        description="Whether goods and money match: documents show the face; of money, the goods are delivered and no "
        "more is paid than documents show."
    )


class DifferenceView(BaseModel):
    """Where goods and money part."""

    name: DifferenceName = Field(description="In which way.")
    amount: int = Field(description="By how much.", examples=[MILLION])
    days: int = Field(description="For how many whole days.", examples=[3])


class StatedMilestone(BaseModel):
    """How far the goods have come, as a carrier has signed."""

    milestone: Milestone = Field(description="How far.")
    carrier: str = Field(
        description="The carrier's address, checksummed (ERC-55).",
        examples=["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"],
    )
    document: str = Field(description="Hash of the paper.", examples=[HASH])
    occurred_at: str = Field(description="When, as the carrier says (RFC 3339).", examples=[INSTANT])
    stated_at: str = Field(description="When the ledger was told (RFC 3339).", examples=[INSTANT])


class GoodsAndMoney(BaseModel):
    """The goods behind a receivable beside the money for them."""

    receivable: str = Field(description="The receivable.", examples=["7"])
    debtor: PartyReference = Field(description="Who owes.")
    creditor: PartyReference = Field(description="To whom it was issued.")
    due_date: str = Field(description="When it is due.", examples=["2027-05-23"])
    face: int = Field(description="What was committed.", examples=[50 * MILLION])
    documents: int = Field(description="What its issue draws on documents.", examples=[50 * MILLION])
    credited: int = Field(
        description="What credit notes have taken away of these since they were drawn on.", examples=[0]
    )
    milestone: Milestone = Field(description="How far the goods have come.")
    milestones: list[StatedMilestone] = Field(description="Each with whose statement it is.")
    paid: int = Field(description="Of the face.", examples=[50 * MILLION])
    interest: int = Field(description="What was paid for lateness.", examples=[0])
    money: int = Field(description="What was paid in all, in fen.", examples=[356 * MILLION])
    outstanding: int = Field(description="What is left of the face.", examples=[0])
    differences: list[DifferenceView] = Field(description="Where the two part; empty where they match.")


class AlertParameter(BaseModel):
    """What a rule was asked with."""

    name: str = Field(description="Which of its arguments.", examples=["fewest_movements"])
    value: int = Field(description="What it was; shares in millionths.", examples=[3])


class AlertView(BaseModel):
    """A sign of structuring: a reason to look, not a finding."""

    rule: RuleName = Field(description="The rule that raised it.")
    group: str = Field(description="The owners that got it.", examples=["Lim family"])
    wallets: list[PartyReference] = Field(description="Whose wallets got something.")
    amount: int = Field(description="What the movements come to.", examples=[50 * MILLION])
    transaction_cap: int = Field(description="At most in one transaction then.", examples=[50 * MILLION])
    cap_share: Decimal = Field(description="Of the cap, to the millionth.", examples=["0.98"])
    first_at: str = Field(description="When the first of them moved (RFC 3339).", examples=[INSTANT])
    last_at: str = Field(description="When the last did (RFC 3339).", examples=[INSTANT])
    movements: list[str] = Field(description="The evidence, in its order.", examples=[[MOVEMENT]])
    parameters: list[AlertParameter] = Field(description="What the rule was asked with.")


class AttemptView(BaseModel):
    """A party's request that the cross-border policy refused: nothing of it moved."""

    at: str = Field(description="When (RFC 3339).", examples=[INSTANT])
    block: int = Field(description="The last block then.", examples=[31])
    party: PartyReference = Field(description="Who asked.")
    rule: StoppingRule = Field(description="The rule that stopped it: the code that who asked was told.")
    command: str = Field(description="What was asked for.", examples=["transfer_value"])
    amount: int | None = Field(description="The amount that the rule stopped.", examples=[50 * MILLION + 1])
    detail: str = Field(
        description="Why, as who asked was told.",
        examples=["0.00 have moved in this transaction; with 500,000.01 more it would be above 500,000.00."],
    )
    further: int = Field(
        description="How many more of the party's attempts came after this one that are not kept, under whichever "
        f"programme: only {MOST_OF_A_PARTY:,} of a party are.",
        examples=[0],
    )


class LimitUseView(BaseModel):
    """How much of the window a group takes up."""

    group: str = Field(description="The owners.", examples=["Lim family"])
    used: int = Field(description="Within the window that ends now.", examples=[50 * MILLION])
    window_cap: int = Field(description="At most.", examples=[50 * MILLION])
    cap_share: Decimal = Field(description="Of the cap, to the millionth.", examples=["1.000000"])
    peak: int = Field(description="When it was fullest.", examples=[50 * MILLION])
    peak_cap: int = Field(description="At most then.", examples=[50 * MILLION])
    peak_share: Decimal = Field(description="Of the cap then, to the millionth.", examples=["1.000000"])
    peak_at: str = Field(description="When that was (RFC 3339).", examples=[INSTANT])


class ProgrammeMonitoring(BaseModel):
    """A cross-border programme as it is watched."""

    programme: str = Field(description="The programme.", examples=["1"])
    name: str = Field(description="Its name.", examples=["长风跨境"])
    currency: str = Field(description="ISO 4217.", examples=["USD"])
    limits: BorderLimitsView = Field(description="What may move now.")
    movements: list[MovementRecord] = Field(description="Every movement, the oldest first.")
    goods_and_money: list[GoodsAndMoney] = Field(
        description="Every receivable: the viewer's own debts, or all for a supervisor."
    )
    limit_use: list[LimitUseView] = Field(description="By group: the viewer's own, or all for a supervisor.")
    alerts: list[AlertView] | None = Field(
        description="Signs of structuring, for a supervisor alone: nobody is told that it is looked at (FATF "
        "recommendation 21)."
    )
    attempts: list[AttemptView] | None = Field(
        description="What was stopped, the oldest first, for a supervisor alone: parties' requests to this ledger. A "
        "transaction that was sent to the chain past it and reverted there is not among them."
    )


class Monitoring(BaseModel):
    """What a supervisor watches, as far as it is the viewer's to see."""

    as_of: str = Field(description="The ledger's now (RFC 3339).", examples=[INSTANT])
    block: int = Field(description="The last block.", examples=[31])
    programmes: list[ProgrammeMonitoring] = Field(description="By number.")
