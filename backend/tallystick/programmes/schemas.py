"""Programmes as the API shows them. The order of the names is the contracts' order."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from tallystick.web import forms
from tallystick.web.bodies import Body, Line

ASSET_KINDS = (None, "claim", "bill")
REGIMES = (None, "plain_claim_register", "approved_infrastructure", "offshore")
DAY_COUNTS = (None, "ACT/360", "ACT/365F")

AssetKind = Literal["claim", "bill"]
Regime = Literal["plain_claim_register", "approved_infrastructure", "offshore"]
DayCount = Literal["ACT/360", "ACT/365F"]
Currency = Literal["CNY", "USD"]
PolicyAddress = Annotated[str, StringConstraints(pattern=forms.ADDRESS)]


class ProgrammeTerms(Body):
    """The rules of a programme. They are final once it is open."""

    name: Annotated[Line, StringConstraints(min_length=1, max_length=200)] = Field(
        description="What people call the programme.", examples=["长风汽车供应链 2026"]
    )
    currency: Currency = Field(
        default="CNY", description="ISO 4217. Every amount is an integer of its minor unit."
    )
    asset_kind: AssetKind = Field(
        description="What the receivables are in law. A claim may be assigned in part; a bill may not and is refused."
    )
    regime: Regime = Field(description="Under whose permission the register runs.")
    approval: Line | None = Field(
        default=None,
        description="Approval id or filing number, at most 32 bytes; demanded outside the plain register.",
        examples=["PBOC-2026-017"],
    )
    day_count: DayCount = Field(description="Basis of every discount and interest under the programme.")
    longest_term_months: int = Field(
        ge=0, le=255, description="Calendar months from issue to due date at most.", examples=[6]
    )
    grace_days: int = Field(
        default=15,
        ge=0,
        le=255,
        description="How many days after the due date an unpaid receivable is in default.",
        examples=[15],
    )
    overdue_ppm: int = Field(
        default=500,
        ge=0,
        le=65_535,
        description="Interest on what was not paid in time, in millionths of it a day; 500 is 0.05 %.",
        examples=[500],
    )
    acceptance_required: bool = Field(
        default=False, description="Whether every onward transfer needs the recipient's own signature."
    )
    evidence_required: bool = Field(
        default=False, description="Whether every onward transfer must draw on a trade document."
    )
    open_accounts_only: bool = Field(
        default=True, description="Whether only wallets whose account the operator opened may hold claims."
    )
    token_offering: bool = Field(
        default=False,
        description="Whether tokens on its claims are offered to investors, which a plain register may not do.",
    )
    policy: PolicyAddress | None = Field(
        default=None,
        description="Address of a contract that is asked before anything changes hands; null for none.",
        examples=["0x5FbDB2315678afecb367f032d93F642f64180aa3"],
    )


class ProgrammeView(ProgrammeTerms):
    """A programme that is open."""

    id: str = Field(description="The programme's number.", examples=["1"])


class ProgrammeList(BaseModel):
    """The programmes that receivables can be issued under."""

    programmes: list[ProgrammeView] = Field(description="Every programme, the oldest first.")
