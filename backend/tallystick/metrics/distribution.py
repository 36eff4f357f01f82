"""How a receivable is spread over holders and tiers: a figure for its debtor and for the supervisor."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from sqlalchemy import func, select

from tallystick.database.store import Store
from tallystick.mirror.tables import Claim, Lot
from tallystick.money.distribution import concentration, mean_depth
from tallystick.parties.schemas import PartyReference
from tallystick.parties.service import PartyService
from tallystick.receivables.identifiers import ReceivablePath
from tallystick.receivables.service import ReceivableService
from tallystick.refusal import Forbidden
from tallystick.web.security import Allowed
from tallystick.web.viewer import Role, Viewer

PRECISION = Decimal("0.0001")


class HoldingView(BaseModel):
    """What one holder has of a receivable."""

    holder: PartyReference = Field(description="Who has it.")
    face: int = Field(description="Minor units.", examples=[5_000_000_000])
    claims: int = Field(description="In how many claims.", examples=[50])


class TierView(BaseModel):
    """What lies at one tier."""

    tier: int = Field(description="1 at the issue; each trade transfer adds one.", examples=[1])
    face: int = Field(description="Minor units.", examples=[5_000_000_000])


class Distribution(BaseModel):
    """Who holds a receivable, how concentrated, how deep in the chain. Figures are n/a (null) where nothing is held."""

    receivable: str = Field(description="The receivable's number.", examples=["7"])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    outstanding: int = Field(description="Minor units still owed.", examples=[10_000_000_000])
    holdings: list[HoldingView] = Field(description="What each holder has, the largest first.")
    tiers: list[TierView] = Field(description="What lies at each tier.")
    hhi: Decimal | None = Field(
        description="Herfindahl-Hirschman index: the sum of squared shares, to four decimals.",
        examples=["0.3400"],
    )
    mean_depth: Decimal | None = Field(
        description="The face-weighted mean tier, to four decimals.", examples=["1.6000"]
    )


class DistributionService:
    """Reads holdings and lots of one deployment."""

    def __init__(
        self, store: Store, deployment: int, receivables: ReceivableService, parties: PartyService
    ) -> None:
        self._store = store
        self._deployment = deployment
        self._receivables = receivables
        self._parties = parties

    def of(self, viewer: Viewer, number: int) -> Distribution:
        """Raises `NotFound`, or `Forbidden` for a holder, who may not know who else holds."""
        receivable = self._receivables.receivable(viewer, number)
        if not viewer.sees_all and receivable.debtor.id != viewer.party:
            raise Forbidden(
                "distribution_not_yours",
                f"Who holds receivable {number} is for its debtor and the supervisor to know.",
                "See your own claims with GET /v1/claims.",
            )
        with self._store.reading() as session:
            face = func.sum(Claim.face)
            held = [
                (holder, int(held_face), count)
                for holder, held_face, count in session.execute(
                    select(Claim.holder, face, func.count())
                    .where(Claim.deployment == self._deployment, Claim.receivable == number, Claim.face > 0)
                    .group_by(Claim.holder)
                    .order_by(face.desc(), Claim.holder)
                )
            ]
            tiers = [
                (int(face), tier)
                for tier, face in session.execute(
                    select(Lot.tier, func.sum(Lot.remaining))
                    .where(Lot.deployment == self._deployment, Lot.receivable == number, Lot.remaining > 0)
                    .group_by(Lot.tier)
                    .order_by(Lot.tier)
                )
            ]
            names = self._parties.references(session, {holder for holder, _, _ in held})
        return Distribution(
            receivable=receivable.id,
            currency=receivable.currency,
            outstanding=receivable.outstanding,
            holdings=[
                HoldingView(holder=names[holder], face=face, claims=count) for holder, face, count in held
            ],
            tiers=[TierView(tier=tier, face=face) for face, tier in tiers],
            hhi=_rounded(concentration(face for _, face, _ in held)),
            mean_depth=_rounded(mean_depth(tiers)),
        )


def _rounded(figure: Decimal | None) -> Decimal | None:
    return None if figure is None else figure.quantize(PRECISION)


router = APIRouter(prefix="/v1", tags=["metrics"])


async def service(request: Request) -> DistributionService:
    found: DistributionService = request.app.state.distribution
    return found


@router.get("/receivables/{receivable}/distribution", operation_id="get_distribution")
def get_distribution(
    receivable: ReceivablePath,
    distribution: Annotated[DistributionService, Depends(service)],
    viewer: Annotated[Viewer, Depends(Allowed(Role.DEBTOR, Role.SUPERVISOR))],
) -> Distribution:
    """Who holds a receivable of yours, how concentrated it is and how deep it went."""
    return distribution.of(viewer, receivable)
