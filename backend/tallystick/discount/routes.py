"""/v1/programmes/{programme}/curves, and what a claim brings early"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from tallystick.discount.schemas import CurveVersions, EarlyPrice, NewCurve, SetCurveReceipt
from tallystick.discount.service import DiscountService
from tallystick.programmes.routes import ProgrammePath
from tallystick.receivables.identifiers import ClaimPath
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import PARTY_ROLES, TRADING_ROLES, Role, Viewer

router = APIRouter(prefix="/v1", tags=["discount"])


async def service(request: Request) -> DiscountService:
    found: DiscountService = request.app.state.discount
    return found


Service = Annotated[DiscountService, Depends(service)]


@router.post(
    "/programmes/{programme}/curves",
    operation_id="set_curve",
    status_code=201,
    response_model=SetCurveReceipt,
    responses=COMMAND_RESPONSES,
)
def set_curve(
    programme: ProgrammePath,
    new: NewCurve,
    discount: Service,
    requester: Requesting,
    _viewer: Annotated[Viewer, Depends(Allowed(Role.HOST))],
    dry_run: DryRun = False,
) -> Response:
    """Sets what early payment costs under a programme from now on. What was struck before stays as it was."""
    return respond(discount.set_curve(programme, new, requester, dry_run))


@router.get("/programmes/{programme}/curves", operation_id="list_curves")
def list_curves(
    programme: ProgrammePath,
    discount: Service,
    _viewer: Annotated[Viewer, Depends(Allowed(*PARTY_ROLES))],
) -> CurveVersions:
    """The versions of a programme's discount curve, the one that prices first."""
    return discount.curves(programme)


@router.get("/claims/{claim}/early-price", operation_id="get_early_price")
def get_early_price(
    claim: ClaimPath,
    discount: Service,
    viewer: Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR))],
) -> EarlyPrice:
    """What a claim brings today at its programme's curve. The earlier, the larger the discount."""
    return discount.early_price(viewer, claim)
