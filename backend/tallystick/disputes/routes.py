"""/v1/disputes, and disputes of claims"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from tallystick.disputes.schemas import DisputeList, EndedDispute, NewDispute, RaisedDispute
from tallystick.disputes.service import DisputeService
from tallystick.receivables.identifiers import ClaimPath
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import TRADING_ROLES, Role, Viewer

router = APIRouter(prefix="/v1", tags=["restraints"])


async def service(request: Request) -> DisputeService:
    found: DisputeService = request.app.state.disputes
    return found


Service = Annotated[DisputeService, Depends(service)]
Debtor = Annotated[Viewer, Depends(Allowed(Role.DEBTOR))]
Reader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR))]


@router.post(
    "/claims/{claim}/disputes",
    operation_id="raise_dispute",
    status_code=201,
    response_model=RaisedDispute,
    responses=COMMAND_RESPONSES,
)
def raise_dispute(
    claim: ClaimPath,
    new: NewDispute,
    disputes: Service,
    viewer: Debtor,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Disputes a claim that you owe, or a part of it: it is not financed any more. You owe it as before."""
    return respond(disputes.raise_dispute(claim, new, viewer, requester, dry_run))


@router.post(
    "/claims/{claim}/disputes/withdrawal",
    operation_id="withdraw_dispute",
    status_code=201,
    response_model=EndedDispute,
    responses=COMMAND_RESPONSES,
)
def withdraw_dispute(
    claim: ClaimPath, disputes: Service, viewer: Debtor, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """Lets an objection fall, yours or a credit note's: the claim can be financed again."""
    return respond(disputes.withdraw(claim, viewer, requester, dry_run))


@router.get("/disputes", operation_id="list_disputes")
def list_disputes(disputes: Service, viewer: Reader) -> DisputeList:
    """Disputed claims that you hold or owe."""
    return disputes.all(viewer)
