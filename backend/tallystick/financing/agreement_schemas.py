"""Loans and recourses as the API shows them. Amounts are minor units."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.parties.schemas import PartyReference
from tallystick.programmes.schemas import DayCount
from tallystick.receivables.schemas import HASH, INSTANT, MILLION, TransactionHash
from tallystick.web import forms
from tallystick.web.bodies import Body

AgreementState = Literal["running", "overdue", "ended"]


class NewRepayment(Body):
    """Pays on a loan, from one's own wallet; the desk must be approved for it."""

    amount: Annotated[int, Field(ge=1, le=LARGEST_AMOUNT)] | None = Field(
        default=None,
        description="Minor units; without it, all that is owed today. Interest comes first, then principal.",
        examples=[5 * MILLION],
    )


class NewEnforcement(Body):
    """Sells the pledge of an overdue loan, all of it."""

    quote: Annotated[str, StringConstraints(pattern=forms.HASH)] = Field(
        description="A quote that you were given on the pledged claim, of a third party.", examples=[HASH]
    )


class OwingView(BaseModel):
    """What is owed on one claim today."""

    claim: str = Field(description="The claim.", examples=["7-31"])
    holder: PartyReference | None = Field(description="Who has it; null where it is tied no longer.")
    principal: int = Field(description="Minor units.", examples=[5 * MILLION])
    interest: int = Field(description="Accrued up to and including today.", examples=[7_500_000])
    owed: int = Field(description="Both together.", examples=[507_500_000])


class DebtPaymentView(BaseModel):
    """What was paid on it: by the obligor, out of a collection, or by a buyer of the pledge."""

    claim: str = Field(description="On account of which claim.", examples=["7-31"])
    payer: PartyReference = Field(description="Who paid, or through whom it came.")
    amount: int = Field(description="Minor units.", examples=[507_500_000])
    interest: int = Field(description="What of it was interest.", examples=[7_500_000])
    at: str = Field(description="When (RFC 3339).", examples=[INSTANT])
    transaction: TransactionHash


class RecourseDemandView(BaseModel):
    """A holder's call on the seller."""

    claim: str = Field(description="The claim.", examples=["7-31"])
    holder: PartyReference = Field(description="Who called.")
    owed: int = Field(description="What the seller owed on it then.", examples=[MILLION])
    at: str = Field(description="When (RFC 3339).", examples=[INSTANT])
    transaction: TransactionHash


class EnforcementView(BaseModel):
    """The sale of a pledge whose loan was overdue."""

    buyer: PartyReference = Field(description="Who has the claim now.")
    proceeds: int = Field(description="What was paid for it.", examples=[99 * MILLION])
    surplus: int = Field(description="What of that the pledgor got.", examples=[48 * MILLION])


class AgreementView(BaseModel):
    """A loan against a pledge, or the recourse that a seller has given."""

    id: str = Field(description="Its number at the desk.", examples=["3"])
    kind: Literal["loan", "recourse"] = Field(description="What it is.")
    quote: str = Field(description="The quote that was accepted.", examples=[HASH])
    claim: str = Field(
        description="What is pledged; of a recourse, the claim that was sold of.", examples=["7-31"]
    )
    creditor: PartyReference = Field(
        description="Who lent; of a recourse, who bought then, while whoever holds the claim has it now."
    )
    obligor: PartyReference = Field(description="The pledgor, or the seller.")
    value: int = Field(description="Face that was pledged, or sold.", examples=[10 * MILLION])
    paid_out: int = Field(description="What was lent, or paid as price.", examples=[5 * MILLION])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    rate_ppm: int = Field(
        description="Simple interest, in millionths a year: from a loan's first day, or from the due date on.",
        examples=[60_000],
    )
    day_count: DayCount = Field(description="The basis of a year.")
    due_date: date = Field(
        description="The last day to repay; of a recourse, the due date of the receivable.",
        examples=["2027-02-27"],
    )
    reserve_rate_ppm: int | None = Field(
        description="Of a loan: the highest discount rate at which the pledge may be sold when it is overdue.",
        examples=[120_000],
    )
    state: AgreementState = Field(
        description="`running`; `overdue` after its due date with something still owed; `ended` when nothing is, or "
        "no claim carries the recourse any more."
    )
    owing: list[OwingView] = Field(description="What is owed today, by claim, as far as it concerns you.")
    payments: list[DebtPaymentView] = Field(description="What was paid on it, in order.")
    demands: list[RecourseDemandView] = Field(description="Calls on the seller, in order.")
    enforcement: EnforcementView | None = Field(
        description="The sale of the pledge; null where there was none."
    )
    at: str = Field(description="When it was made (RFC 3339).", examples=[INSTANT])
    transaction: TransactionHash


class AgreementList(BaseModel):
    """Loans and recourses that concern one."""

    agreements: list[AgreementView] = Field(description="The latest first.")


class ChangedAgreement(BaseModel):
    """An agreement after what was asked for has been done."""

    agreement: AgreementView = Field(description="As it stands now.")
    transaction: TransactionHash


class WaivedRecourse(BaseModel):
    """A claim that carries recourse no longer."""

    claim: str = Field(description="The claim.", examples=["7-31"])
    transaction: TransactionHash
