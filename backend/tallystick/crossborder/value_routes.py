"""/v1/programmes/{programme}/border/factors and /v1/receivables/{receivable}/value"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from tallystick.crossborder.schemas import FactorsReceipt, NewFactors, ReceivableValue, ValueReceipt
from tallystick.crossborder.valuations import ValuationService
from tallystick.programmes.routes import ProgrammePath
from tallystick.receivables.identifiers import ReceivablePath
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import TRADING_ROLES, Role, Viewer

router = APIRouter(prefix="/v1", tags=["crossborder"])


async def service(request: Request) -> ValuationService:
    found: ValuationService = request.app.state.valuations
    return found


Values = Annotated[ValuationService, Depends(service)]
Host = Annotated[Viewer, Depends(Allowed(Role.HOST))]
Trader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES))]
Reader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR))]


@router.post(
    "/programmes/{programme}/border/factors",
    operation_id="set_factors",
    status_code=201,
    response_model=FactorsReceipt,
    responses=COMMAND_RESPONSES,
)
def set_factors(
    programme: ProgrammePath,
    new: NewFactors,
    values: Values,
    requester: Requesting,
    _viewer: Host,
    dry_run: DryRun = False,
) -> Response:
    """Says how much of a claim's worth the goods behind it bear out, by how far they have come. What is owed stays."""
    return respond(values.set_factors(programme, new, requester, dry_run))


@router.get("/receivables/{receivable}/value", operation_id="get_value")
def get_value(receivable: ReceivablePath, values: Values, viewer: Reader) -> ReceivableValue:
    """What a receivable in a foreign currency is worth in e-CNY now: face × rate × what its goods bear out."""
    return values.value(receivable, viewer)


@router.post(
    "/receivables/{receivable}/value",
    operation_id="record_value",
    status_code=201,
    response_model=ValueReceipt,
    responses=COMMAND_RESPONSES,
)
def record_value(
    receivable: ReceivablePath, values: Values, viewer: Trader, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """Puts on record, on the chain, what a receivable is worth now."""
    return respond(values.record(receivable, viewer, requester, dry_run))
