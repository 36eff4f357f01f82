"""Programmes as the API shows them. The order of the names is the contracts' order."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

ASSET_KINDS = (None, "claim", "bill")
REGIMES = (None, "plain_claim_register", "approved_infrastructure", "offshore")
DAY_COUNTS = (None, "ACT/360", "ACT/365F")

AssetKind = Literal["claim", "bill"]
Regime = Literal["plain_claim_register", "approved_infrastructure", "offshore"]
DayCount = Literal["ACT/360", "ACT/365F"]
Currency = Literal["CNY", "USD"]


class ProgrammeTerms(BaseModel):
    """The rules of a programme. They are final once it is open."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)] = Field(
        examples=["长风汽车供应链 2026"]
    )
    currency: Currency = Field(
        default="CNY", description="ISO 4217. Every amount is an integer of its minor unit."
    )
    asset_kind: AssetKind = Field(
        description="What the receivables are in law. A claim may be assigned in part; a bill may not and is refused."
    )
    regime: Regime = Field(description="Under whose permission the register runs.")
    approval: Annotated[str, StringConstraints(strip_whitespace=True)] | None = Field(
        default=None,
        description="Approval id or filing number, at most 32 bytes; demanded outside the plain register.",
    )
    day_count: DayCount = Field(description="Basis of every discount and interest under the programme.")
    longest_term_months: int = Field(
        ge=0, le=255, description="Calendar months from issue to due date at most."
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


class ProgrammeView(ProgrammeTerms):
    """A programme that is open."""

    id: str = Field(examples=["1"])


class ProgrammeList(BaseModel):
    programmes: list[ProgrammeView]
