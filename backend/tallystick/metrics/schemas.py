"""Figures as the API shows them. Amounts are minor units; null is n/a: what a figure is reckoned from is missing."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.parties.schemas import PartyReference
from tallystick.programmes.schemas import DayCount
from tallystick.receivables.schemas import HASH, INSTANT, MILLION
from tallystick.web.bodies import Body, Line, PlainDate

ID = "019a9b5c-2f4e-7c1a-9a55-2f1d3c1f7b11"
NotNegative = Annotated[int, Field(ge=0, le=LARGEST_AMOUNT)]
FinancingSide = Literal["all", "taken", "given"]


class NewBaseline(Body):
    """What money has cost you elsewhere, and what shows it."""

    rate_ppm: Annotated[int, Field(ge=0, le=2_000_000)] = Field(
        description="Simple interest on the cash in millionths a year; 120000 is 12 %.", examples=[120_000]
    )
    day_count: DayCount = Field(description="The basis of a year.")
    from_date: PlainDate = Field(
        description="From which day on; financings before it have no baseline, or an earlier one.",
        examples=["2026-01-01"],
    )
    evidence: Annotated[Line, StringConstraints(min_length=1, max_length=500)] = Field(
        description="The contract or statement that shows it.",
        examples=["流动资金借款合同 2026-0117,年利率 12 %"],
    )


class BaselineView(BaseModel):
    """What a borrower has evidenced that money cost it elsewhere."""

    id: str = Field(description="Its id.", examples=[ID])
    borrower: PartyReference = Field(description="Who paid that.")
    rate_ppm: int = Field(description="Simple interest in millionths a year.", examples=[120_000])
    day_count: DayCount = Field(description="The basis of a year.")
    from_date: date = Field(description="From which day on.", examples=["2026-01-01"])
    evidence: str = Field(description="What shows it.", examples=["流动资金借款合同 2026-0117"])
    evidence_hash: str = Field(description="Its hash (Keccak-256, UTF-8).", examples=[HASH])
    stated_at: str = Field(description="When it was stated (RFC 3339).", examples=[INSTANT])


class BaselineList(BaseModel):
    """Baselines that one has stated."""

    baselines: list[BaselineView] = Field(description="The latest first.")


class NewStatement(Body):
    """What becomes of a financing's cost: cost = income + fees + taxes + loss reserve − subsidies."""

    income: NotNegative = Field(description="What stays with you after all the rest.", examples=[250_000])
    fees: NotNegative = Field(
        default=0, description="Fees that the borrower bears on top of the discount.", examples=[20_000]
    )
    taxes: NotNegative = Field(default=0, description="Taxes on it.", examples=[18_000])
    loss_reserve: NotNegative = Field(
        default=0, description="What you lay by for the debtor's default.", examples=[28_000]
    )
    subsidies: NotNegative = Field(
        default=0, description="What somebody else adds, as a public interest subsidy does.", examples=[0]
    )


class StatementView(BaseModel):
    """What becomes of a financing's cost, and whether that adds up."""

    financing: str = Field(description="The financing.", examples=[HASH])
    cost: int = Field(description="What it costs the borrower, fees included.", examples=[316_000])
    income: int = Field(description="What stays with its financier.", examples=[250_000])
    fees: int = Field(description="Fees that the borrower bears.", examples=[20_000])
    taxes: int = Field(description="Taxes.", examples=[18_000])
    loss_reserve: int = Field(description="What is laid by for default.", examples=[28_000])
    subsidies: int = Field(description="What somebody else adds.", examples=[0])
    stated: bool = Field(
        description="Whether its financier has stated that; else its income is what it gets back beyond what left its "
        "wallet, by the journal."
    )
    unexplained: int = Field(
        description="The cost less income, fees, taxes and reserve, plus subsidies; 0 where it closes. Negative: "
        "more is paid out of it than it brings in.",
        examples=[0],
    )


class BaselineCost(BaseModel):
    """A financing beside its borrower's evidenced baseline."""

    rate_ppm: int = Field(description="Simple interest in millionths a year.", examples=[120_000])
    day_count: DayCount = Field(description="The basis of a year.")
    evidence: str = Field(description="What shows it.", examples=["流动资金借款合同 2026-0117"])
    cost: int = Field(description="What the same cash would have cost for as long.", examples=[57_573_111])
    saving: int = Field(description="That, less what it costs here.", examples=[27_906_444])


class FinancingView(BaseModel):
    """Money that came early: a sale, or a loan against a pledge, and its figures."""

    id: str = Field(description="The quote that was accepted.", examples=[HASH])
    kind: Literal["sale", "loan"] = Field(description="Whether a claim was sold or pledged.")
    claim: str = Field(description="The claim.", examples=["7-31"])
    programme: str = Field(description="Its programme.", examples=["1"])
    borrower: PartyReference = Field(description="Who got the money.")
    financier: PartyReference = Field(description="Who gave it.")
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    face: int = Field(
        description="F: face that was sold, or what a loan is to be repaid with.", examples=[MILLION]
    )
    proceeds: int = Field(description="P: what was paid out.", examples=[96_983_333])
    fees: int = Field(description="f: fees that the borrower bears, as its financier states.", examples=[0])
    cost: int = Field(description="F − P + f.", examples=[3_016_667])
    rate_ppm: int = Field(
        description="As agreed: bank discount, or a loan's simple interest.", examples=[60_000]
    )
    day_count: DayCount = Field(description="B: the basis of a year.")
    value_date: date = Field(description="The day on which the money came.", examples=["2026-11-27"])
    end_date: date = Field(
        description="The due date, or a loan's last day to repay.", examples=["2027-05-27"]
    )
    days: int = Field(description="d: from the one to the other.", examples=[181])
    discount_rate: Decimal | None = Field(description="q = (F−P)/F · B/d.", examples=["0.060000"])
    simple_cost: Decimal | None = Field(description="s = (F−P+f)/(P−f) · B/d.", examples=["0.061866"])
    effective_annual_cost: Decimal | None = Field(
        description="e = (F/(P−f))^(365/d) − 1.", examples=["0.063717"]
    )
    tier: int | None = Field(description="How deep in the chain it was financed.", examples=[3])
    seconds_to_cash: int | None = Field(
        description="From when the borrower had all of the claim to when it had the money.", examples=[3_600]
    )
    baseline: BaselineCost | None = Field(
        description="Beside what money cost the borrower elsewhere; null where it has evidenced nothing, and to "
        "everybody but the borrower and the supervisor."
    )
    statement: StatementView | None = Field(
        description="Where the cost goes; null to everybody but its financier and the supervisor."
    )


class FinancingList(BaseModel):
    """Financings that one took or gave."""

    financings: list[FinancingView] = Field(description="The latest first.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=[HASH])


class RungView(BaseModel):
    """What is due in a month."""

    month: str = Field(description="Of the due date.", examples=["2027-05"])
    face: int = Field(description="What is outstanding of it.", examples=[MILLION])


class AgeView(BaseModel):
    """What has been overdue for so long."""

    age: Literal["not_due", "1_30", "31_60", "61_90", "over_90"] = Field(
        description="Days after the due date; `not_due` also what its debtor has set aside in full, and what nobody "
        "can pay before its rate is fixed."
    )
    face: int = Field(description="What is outstanding of it.", examples=[MILLION])


class PositionView(BaseModel):
    """What is outstanding: of a programme, or what a party owes or holds."""

    side: Literal["all", "owed", "held"] = Field(description="Everything, or what a party owes, or holds.")
    outstanding: int = Field(description="Face that was not paid yet.", examples=[100 * MILLION])
    count: int = Field(description="In how many receivables; of what is held, claims.", examples=[1])
    weighted_average_life: Decimal | None = Field(
        description="Days until it is due, weighted by face; of what is not due yet.", examples=["181.00"]
    )
    debtors_hhi: Decimal | None = Field(
        description="How concentrated on debtors: the sum of squared shares.", examples=["1.0000"]
    )
    holders_hhi: Decimal | None = Field(
        description="How concentrated on holders; null of what is held.", examples=["0.3400"]
    )
    maturity_ladder: list[RungView] = Field(description="By month, the earliest first.")
    ageing: list[AgeView] = Field(description="By days overdue.")


class TierFigures(BaseModel):
    """How much came to a tier, and what money costs there."""

    tier: int = Field(description="1 at the issue; each trade transfer adds one.", examples=[3])
    reached: int = Field(description="Face that ever came there.", examples=[10 * MILLION])
    penetration: Decimal | None = Field(description="Of what was issued.", examples=["0.100000"])
    lies: int = Field(description="Face that is there now.", examples=[10 * MILLION])
    financed: int | None = Field(
        description="Face that was financed there; null of what a party owes: its suppliers' affair.",
        examples=[10 * MILLION],
    )
    discount_rate: Decimal | None = Field(description="q, weighted by money and time.", examples=["0.060000"])
    simple_cost: Decimal | None = Field(description="s, weighted by money and time.", examples=["0.061834"])


class FinancingFigures(BaseModel):
    """The figures of many financings together."""

    side: FinancingSide = Field(description="All of them, or those that a party took, or gave.")
    count: int = Field(description="How many.", examples=[1])
    face: int = Field(description="ΣF.", examples=[10 * MILLION])
    proceeds: int = Field(description="ΣP.", examples=[970_333_333])
    fees: int = Field(description="Σf.", examples=[0])
    cost: int = Field(description="ΣF − ΣP + Σf.", examples=[29_666_667])
    discount_rate: Decimal | None = Field(
        description="Σ(F−P) / Σ(F·d/B): weighted by money and time.", examples=["0.060000"]
    )
    simple_cost: Decimal | None = Field(
        description="Σ(F−P+f) / Σ((P−f)·d/B): weighted by money and time.", examples=["0.061834"]
    )
    xirr: Decimal | None = Field(
        description="The rate a year at which all agreed payments together are worth nothing.",
        examples=["0.063700"],
    )
    weighted_average_life: Decimal | None = Field(
        description="Days from money to maturity, weighted by face.", examples=["178.00"]
    )
    days_sales_outstanding_effect: Decimal | None = Field(
        description="Σ(F·d) / face received: by how many days sales are outstanding less.", examples=["17.80"]
    )
    seconds_to_cash_p50: int | None = Field(
        description="Half of them had the money so soon after the claim.", examples=[3_600]
    )
    seconds_to_cash_p95: int | None = Field(description="95 of 100 had.", examples=[86_400])
    same_day_share: Decimal | None = Field(
        description="Share that had the money on the day of the claim.", examples=["1.000000"]
    )
    baseline_cost: int | None = Field(
        description="What the same cash would have cost at the borrowers' evidenced baselines.",
        examples=[57_573_111],
    )
    saving: int | None = Field(description="That, less what it cost here.", examples=[27_906_444])
    baseline_rate: Decimal | None = Field(
        description="The baselines, weighted by money and time.", examples=["0.120000"]
    )
    rate_beside_baseline: Decimal | None = Field(
        description="s of the same financings, weighted alike.", examples=["0.061834"]
    )
    baseline_share: Decimal | None = Field(
        description="Share of the cash whose borrower has evidenced a baseline.", examples=["1.000000"]
    )
    unexplained: int | None = Field(
        description="What the costs are short of (negative) or beyond what is said to be paid from them.",
        examples=[0],
    )
    unexplained_count: int | None = Field(description="Of how many the cost does not close.", examples=[0])


class PortfolioFigures(BaseModel):
    """Everything in one currency."""

    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    received: int = Field(
        description="Face that was ever issued, or that came to the party.", examples=[100 * MILLION]
    )
    positions: list[PositionView] = Field(description="What is outstanding; none where nothing is.")
    tiers: list[TierFigures] = Field(
        description="Of a programme, or of what a party owes: who only holds is not told how deep others are."
    )
    financings: list[FinancingFigures] = Field(description="One a side, also where there was none.")


class Figures(BaseModel):
    """A portfolio's figures."""

    as_of: date = Field(description="The ledger's day, in Asia/Shanghai.", examples=["2026-11-27"])
    programme: str | None = Field(description="The programme, where it is only about one.", examples=["1"])
    party: PartyReference | None = Field(description="Whose they are; null where they are everybody's.")
    portfolios: list[PortfolioFigures] = Field(description="By currency.")
